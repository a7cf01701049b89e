"""Two texts word by word: what stayed, what differs in typing only, what changed. Both texts can be rebuilt, character for character.

The same words are the same in another case, with other apostrophes, quotation marks, punctuation and spaces, with a ligature spelt out, or
without the circumflex that the spelling of 1990 leaves out of i and u. An accent that tells words apart (« contrôle », « contrôlé ») does
not fold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from vectorstore.tokens import stem

_WORD = re.compile(r"[^\W_]+|[%&+=<>≤≥±€$§°×÷√∑]")
_SPELLINGS = str.maketrans({"î": "i", "û": "u", "œ": "oe", "æ": "ae"})

_ARTICLES = frozenset(["le", "la", "les", "l", "un", "une", "du", "de", "des", "d"])


@dataclass(frozen=True)
class Span:
    """A stretch of both texts; either side may be empty. The spans of a pair, joined, give its two texts."""

    old: str
    new: str

    @property
    def same_words(self) -> bool:
        """Whether only the typing differs, or nothing does."""
        return words(self.old) == words(self.new)


def words(text: str) -> list[str]:
    """The words of a text, in order, as they are compared; signs that carry meaning (%, ≥…) are words."""
    return [_folded(match.group()) for match in _WORD.finditer(unicodedata.normalize("NFC", text))]


def same_words(old: str, new: str) -> bool:
    """Whether two texts differ in typing at most."""
    return words(old) == words(new)


def differences(old: str, new: str) -> tuple[Span, ...]:
    """The spans of two texts, in order, the longest common words facing each other; no two neighbours are of the same sort."""
    return _merged(_spans(old, new))


def same_but_for_form(old: str, new: str) -> bool:
    """Whether only agreement, inflection or articles differ: what is asked for is the same. A word that negates or allows is no form."""
    return _content(old) == _content(new)


def _content(text: str) -> list[str]:
    return [stem(word) for word in words(text) if word not in _ARTICLES]


def is_kept(span: Span) -> bool:
    """Whether both texts hold exactly these characters."""
    return span.old == span.new


def _folded(word: str) -> str:
    return word.lower().translate(_SPELLINGS)


def _spans(old: str, new: str) -> Iterator[Span]:
    left, right = _found(old), _found(new)
    at, beside = 0, 0
    matcher = SequenceMatcher(None, [word for word, _, _ in left], [word for word, _, _ in right], autojunk=False)
    for block in matcher.get_matching_blocks():
        for (_, start, end), (_, start_new, end_new) in zip(
            left[block.a : block.a + block.size], right[block.b : block.b + block.size], strict=True
        ):
            yield from _between(old[at:start], new[beside:start_new])
            yield Span(old[start:end], new[start_new:end_new])
            at, beside = end, end_new
    yield from _between(old[at:], new[beside:])


def _found(text: str) -> list[tuple[str, int, int]]:
    """Each word with where it stands. A letter written as two characters (a base and its accent) makes one word with them."""
    spans = [(match.start(), match.end()) for match in re.finditer(r"(?:[^\W_][\u0300-\u036f]*)+|[%&+=<>≤≥±€$§°×÷√∑]", text)]
    return [(_folded(unicodedata.normalize("NFC", text[start:end])), start, end) for start, end in spans]


def _between(old: str, new: str) -> Iterator[Span]:
    """What stands between two common words: the characters that both begin or end with are common too."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    yield Span(old[:head], new[:head])
    yield Span(old[head : len(old) - tail], new[head : len(new) - tail])
    yield Span(old[len(old) - tail :], new[len(new) - tail :])


def _common(old: str, new: str) -> int:
    """How many characters both begin with, none of them inside a word."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other or one.isalnum() or unicodedata.combining(one):
            break
        count += 1
    return count


def _merged(spans: Iterator[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in spans:
        if not span.old and not span.new:
            continue
        if merged and _sort(merged[-1]) == _sort(span):
            merged[-1] = Span(merged[-1].old + span.old, merged[-1].new + span.new)
        else:
            merged.append(span)
    return tuple(merged)


def _sort(span: Span) -> int:
    return 0 if is_kept(span) else 1 if span.same_words else 2


def as_operations(spans: Sequence[Span]) -> list[tuple[str, str]]:
    """``("=", text)``, ``("-", old text)``, ``("+", new text)``: "=" and "-" joined give the old text, "=" and "+" the new one."""
    found: list[tuple[str, str]] = []
    for span in spans:
        if is_kept(span):
            found.append(("=", span.old))
        else:
            found += [(sign, text) for sign, text in (("-", span.old), ("+", span.new)) if text]
    return found
