"""Repair of the damage that text extraction does, and of nothing else.

Each :class:`Repair` is one named step on a string; :func:`repair` applies :data:`STEPS` in order. A step may change
spacing, join what a line break cut, or put back the letter that was printed; it never corrects the author: spelling
mistakes, missing apostrophes and odd punctuation of the source stay as they are, because what we quote must be found
in the document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Repair:
    """One step: ``name`` is stable, ``explanation`` says which damage it undoes, ``apply`` maps a string to a string."""

    name: str
    explanation: str
    apply: Callable[[str], str]


LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})

SYMBOL_BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf06f": "□", "\uf0a8": "□"})

# A search for one of these is several times faster than a translation, and most texts hold none.
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_PRIVATE = re.compile("[\uf000-\uf0ff]")

# Format characters that carry no letter; the soft hyphen is treated apart because a line break may follow it.
_INVISIBLE = re.compile("[\u0000-\u0008\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_SOFT_HYPHEN = re.compile("\u00ad+(?:[ \t]*\r?\n[ \t]*)?")

# Cyrillic and Greek letters that are drawn like a Latin one.
_LOOKALIKES = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
        "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo",
        strict=True,
    )
)
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u04ff]")

# fmt: off
COMPOUND_PREFIXES = (
    "agro", "anti", "après", "arrière", "au", "auto", "avant", "bien", "ci", "co", "contre", "demi", "ex", "extra", "inter",
    "intra", "là", "mi", "micro", "mini", "mono", "multi", "non", "peut", "pluri", "post", "pré", "quasi", "savoir", "semi",
    "socio", "sous", "sur", "télé", "ultra", "vice", "vis", "vis-à", "c'est", "c'est-à", "c’est", "c’est-à",
)
# fmt: on
"""What may stand before the hyphen of a French compound; a hyphen and a space after anything else are left alone."""

# "court- et long-terme", "sous- ou surestimer": the hyphen hangs on purpose.
_HANGING = r"(?!(?:et|ou|puis|ni)\b)"
_SPLIT_COMPOUND = re.compile(
    rf"(?<![\w’'-])({'|'.join(sorted(map(re.escape, COMPOUND_PREFIXES), key=len, reverse=True))})- +(?=[^\W\d_]){_HANGING}",
    re.IGNORECASE,
)
_BROKEN_HYPHEN = re.compile(rf"(?<=\w)-[^\S\n]*\n\s*(?=\w){_HANGING}")
_INLINE_MARKUP = re.compile(r"</?(?:b|i|u|em|strong|sup|sub|br|span|p)\b[^<>]*>|\*\*(?=\S)|(?<=\S)\*\*", re.IGNORECASE)
_LONGEST_WORD = 60
_NOTE_CALL = re.compile(r"(?<=[^\W\d_]{3})(\d{1,2})(?![\w-])")


def _ligatures(text: str) -> str:
    return text.translate(LIGATURES) if _LIGATURE.search(text) else text


def _symbol_bullets(text: str) -> str:
    return text.translate(SYMBOL_BULLETS) if _PRIVATE.search(text) else text


def _invisible(text: str) -> str:
    return _INVISIBLE.sub("", _SOFT_HYPHEN.sub("", text))


def _compose(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _latin_word(match: re.Match[str]) -> str:
    word = match.group()
    foreign = _FOREIGN.findall(word)
    if not foreign or not all(letter in _LOOKALIKES for letter in foreign):
        return word
    # A word that is foreign throughout is a word of that language, unless it is a lone capital: a cross, an "A".
    if not _LATIN.search(word) and not (len(word) == 1 and word.isupper()):
        return word
    return "".join(_LOOKALIKES.get(letter, letter) for letter in word)


def _lookalikes(text: str) -> str:
    return _WORD.sub(_latin_word, text) if _FOREIGN.search(text) else text


def _broken_hyphens(text: str) -> str:
    return _BROKEN_HYPHEN.sub("-", text)


def _spaces(text: str) -> str:
    return " ".join(text.split())


def _split_compounds(text: str) -> str:
    return _SPLIT_COMPOUND.sub(r"\1-", text) if "- " in text else text


STEPS: tuple[Repair, ...] = (
    Repair("invisible", "characters without a drawing (zero width, direction marks, soft hyphens, controls) are removed", _invisible),
    Repair("ligatures", "fi, fl, ff, ffi, ffl drawn as one character become letters again; œ and æ are letters and stay", _ligatures),
    Repair("symbol-bullets", "bullets taken from a symbol font (private characters) become the bullet that was drawn", _symbol_bullets),
    Repair("composed", "a letter followed by its accent becomes the accented letter", _compose),
    Repair("look-alikes", "Cyrillic or Greek letters inside a Latin word, or alone as a capital, become the Latin letter", _lookalikes),
    Repair("broken-hyphens", "a compound cut after its hyphen by a line break is joined, hyphen kept", _broken_hyphens),
    Repair("spaces", "no-break, thin and other spaces, tabs and line breaks fold into single spaces", _spaces),
    Repair("split-compounds", "the space that extraction put after the hyphen of a compound (sous- traitant) is removed", _split_compounds),
)

INLINE_MARKUP = Repair(
    "inline-markup", "bold and underline marks that an OCR tool left in plain text are removed", lambda text: _INLINE_MARKUP.sub("", text)
)
"""Not in :data:`STEPS`: only the plain-text reader needs it, other formats give these marks a meaning."""


def repair(text: str) -> str:
    """Apply every step in order. Idempotent; the result is one line without leading or trailing space."""
    for step in STEPS:
        text = step.apply(text)
    return text


def join_lines(lines: Iterable[str], words: Collection[str] = ()) -> str:
    """Join the wrapped lines of one paragraph and repair the result.

    A hyphen at a line end is kept, for most are the hyphens of compounds; it goes only where ``words`` (lower-cased words
    met elsewhere in the document) holds the word without it and does not hold the word with it.
    """
    joined: list[str] = []
    for line in map(str.strip, lines):
        if joined and _is_one_word(joined[-1], line, words):
            joined[-1] = joined[-1][:-1] + line
        else:
            joined.append(line)
    return repair("\n".join(joined))


def _is_one_word(left: str, right: str, words: Collection[str]) -> bool:
    """Whether a word was cut at the hyphen that ends ``left``."""
    head = re.search(r"([^\W\d_]+)-$", left[-_LONGEST_WORD:]) if left.endswith("-") else None
    tail = re.match(r"[^\W\d_]+", right)
    if head is None or tail is None:
        return False
    plain, compound = (head.group(1) + tail.group()).lower(), (head.group() + tail.group()).lower()
    return plain in words and compound not in words


def drop_note_calls(text: str, notes: Collection[str]) -> str:
    """Remove the footnote calls glued to a word (``candidats1``) when ``notes``, the numbers of the document's notes, holds them."""
    return _NOTE_CALL.sub(lambda match: "" if match.group(1) in notes else match.group(), text)
