"""A question in English put into French word by word: poor French, but the words by which the referentials are searched.

The words stand in ``english.txt``. « Quel reporting pour le lean ? » is French: only words that a French question cannot hold tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from ingest.structure.columns import plain

WORDS = Path(__file__).parent / "english.txt"
_LONGEST = 7
"""Words in the longest phrase that is looked for."""
_ACRONYMS = 2
"""A question of more words all in capitals is shouted; « OF » and « BL OF » are acronyms."""
_TOKEN = re.compile(r"\w+(?:['-]\w+)*|\s+|[^\w\s]+")
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?!s\b)")


@dataclass(frozen=True)
class Words:
    """``english.txt`` by section; see its first lines."""

    grammar: dict[str, str]
    shared: dict[str, str]
    nouns: dict[str, str]
    verbs: dict[str, str]
    french: frozenset[str]
    both: frozenset[str]


@dataclass(frozen=True)
class _Piece:
    """A stretch of the question: its ``words`` (none: space or punctuation), what it is in French, and which section says so."""

    words: tuple[str, ...]
    french: str
    section: str = ""


def to_french(question: str) -> str | None:
    """The question in French words, lower case, in the order of the English ones; None when it is not in English."""
    pieces = list(_pieces(_tokens(question)))
    if not _is_english(pieces):
        return None
    return re.sub(r"\s+", " ", "".join(piece.french for piece in pieces)).strip()


@cache
def words() -> Words:
    """The words of ``english.txt``."""
    sections: dict[str, list[str]] = {}
    for line in WORDS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lines = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    tables = {name: dict(_entry(line) for line in sections[name]) for name in ("grammar", "shared", "nouns", "verbs")}
    return Words(**tables, french=_listed(sections["french"]), both=_listed(sections["both"]))


def _entry(line: str) -> tuple[str, str]:
    english, _, french = line.partition(":")
    return english, french.strip()


def _listed(lines: Sequence[str]) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


def _tokens(question: str) -> list[str]:
    """Words, spaces and punctuation; « sign-off » is two words, « cqpm-horloger » one. Acronyms keep their capitals."""
    text = question.replace("’", "'")
    shouted = text.isupper() and len(text.split()) > _ACRONYMS
    found: list[str] = []
    for token in _TOKEN.findall(text):
        acronym = token.isupper() and len(token) > 1 and not shouted
        parts = re.split("(-)", token.lower())
        hyphenated = len(parts) > 1 and any(_found((part,)) for part in parts[::2])
        found += [token] if acronym else [" " if part == "-" else part for part in parts] if hyphenated else [token.lower()]
    return found


def _pieces(tokens: Sequence[str]) -> Iterator[_Piece]:
    """The longest known phrases from left to right; spaces alone may stand between the words of a phrase."""
    position = 0
    while position < len(tokens):
        if not tokens[position][0].isalpha():
            yield _Piece((), tokens[position])
            position += 1
            continue
        run = [tokens[position]]
        while len(run) < _LONGEST and _goes_on(tokens, position + 2 * len(run) - 1):
            run.append(tokens[position + 2 * len(run)])
        known = next((piece for size in range(len(run), 0, -1) if (piece := _known(run[:size]))), None)
        piece = known or _Piece((run[0],), run[0])
        yield piece
        position += 2 * len(piece.words) - 1


def _goes_on(tokens: Sequence[str], position: int) -> bool:
    return position + 1 < len(tokens) and tokens[position].isspace() and tokens[position + 1][0].isalnum()


def _known(run: Sequence[str]) -> _Piece | None:
    """What a run of tokens is in French; an acronym (« OF », « AT ») is no word of grammar."""
    piece = _found(tuple(word.lower() for word in run))
    acronym = any(word.isupper() for word in run)
    return None if piece and acronym and piece.section in ("grammar", "shared") else piece


@lru_cache(maxsize=4096)
def _found(phrase: tuple[str, ...]) -> _Piece | None:
    """The phrase in French, as it stands or by the infinitive or singular of its last word."""
    known, said = words(), " ".join(phrase)
    for section in ("grammar", "shared", "nouns", "verbs"):
        table: dict[str, str] = getattr(known, section)
        if said in table:
            return _Piece(phrase, table[said], section)
    if phrase[-1].endswith("'s"):
        return _found((*phrase[:-1], phrase[-1][:-2]))
    for singular in _singulars(said):
        if singular in known.nouns:
            return _Piece(phrase, _plural(known.nouns[singular]), "nouns")
    for infinitive in _infinitives(said):
        if infinitive in known.verbs:
            return _Piece(phrase, known.verbs[infinitive], "verbs")
    return None


def _singulars(said: str) -> list[str]:
    return [said[: -len(end)] + put for end, put in (("ies", "y"), ("es", ""), ("s", "")) if said.endswith(end)]


def _infinitives(said: str) -> list[str]:
    """« planned », « using », « carried out »: the first word without its ending, with its « e » or « y », or its letter once."""
    word, space, rest = said.partition(" ")
    found = _singulars(word)
    for end in ("ing", "ed"):
        if word.endswith(end):
            root = word[: -len(end)]
            found += [root, root + "e", root[:-1] + "y" if root.endswith("i") else root[:-1]]
    return [f"{infinitive}{space}{rest}" for infinitive in found]


def _plural(french: str) -> str:
    first, space, rest = french.partition(" ")
    return french if first[-1] in "sxz" else f"{first}s{space}{rest}"


def _is_english(pieces: Sequence[_Piece]) -> bool:
    """More English function words than French ones; without any, at least half of the words are English only."""
    said = [word for piece in pieces for word in piece.words]
    grammar = sum(len(piece.words) for piece in pieces if piece.section == "grammar")
    french = sum(_tells_french(word) for piece in pieces if piece.section != "grammar" for word in piece.words)
    english = sum(_tells_english(piece) for piece in pieces)
    if french or grammar > 1:
        return grammar > french
    if grammar:
        return english > 0 or len(said) == 1
    return english > 0 and 2 * english >= len(said)


def _tells_french(word: str) -> bool:
    known = words()
    if word in known.both or word in known.shared:
        return False
    return not word.isascii() or _ELIDED.match(word) is not None or any(part in known.french for part in word.split("-"))


def _tells_english(piece: _Piece) -> int:
    """How many words of a piece of the trade are English only: « audits » is none."""
    if piece.section not in ("nouns", "verbs"):
        return 0
    both = words().both
    french = set(re.findall(r"\w+", plain(piece.french)))
    return sum(not {word, *_singulars(word)} & (both | french) for word in piece.words)
