"""French text becomes index tokens: lower-case, elisions split, stems without accents, families and acronyms of the trade unified.

The same function serves passages and questions; only acronyms differ: a passage keeps the words of « document unique » beside
``duerp``, a question asks for ``duerp`` alone, so that either wording finds the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

from vectorstore.vocabulary import FAMILIES, STOP_WORDS, SYNONYMS

TOKENISER_VERSION = 2
"""Raised whenever the same text would give other tokens: an index made before is then rebuilt."""

_WORD = re.compile(r"(?:c|d|j|l|m|n|s|t|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)|aujourd'hui|[^\W_]+")
_LIGATURES = str.maketrans({"’": "'", "ʼ": "'", "œ": "oe", "æ": "ae"})


def tokens(text: str) -> list[str]:
    """The index tokens of a passage, in order: its words, and after each known wording of an acronym, the acronym."""
    return _with_acronyms(_stems(text), keep_wording=True)


def query_tokens(text: str) -> list[str]:
    """The index tokens of a question: as :func:`tokens`, a known wording of an acronym standing as the acronym alone."""
    return _with_acronyms(_stems(text), keep_wording=False)


def fold(text: str) -> str:
    """Without accents: ``"contrôlé"`` becomes ``"controle"``."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _stems(text: str) -> list[str]:
    normal = unicodedata.normalize("NFC", text).lower().translate(_LIGATURES)
    found = (_token(word) for word in _WORD.findall(normal))
    return [token for token in found if token]


@cache
def _token(word: str) -> str:
    """The token of one lower-case word; empty for a stop word."""
    if word.endswith("'") or word in STOP_WORDS:
        return ""
    found = stem(word)
    return _families().get(found, found)


def stem(word: str) -> str:
    """The stem of one lower-case word, without accents; a word with figures is only folded."""
    return fold(_stemmer()(word)) if word.isalpha() else fold(word)


@cache
def _stemmer() -> Callable[[str], str]:
    import Stemmer

    stem_word: Callable[[str], str] = Stemmer.Stemmer("french", 0).stemWord  # no cache: ours holds whole tokens
    return stem_word


@cache
def _families() -> dict[str, str]:
    """Stem of any member -> stem of the family's first word."""
    unified: dict[str, str] = {}
    for family in FAMILIES:
        stems = [stem(spelled) for word in family.split() for spelled in (word, fold(word))]
        unified |= dict.fromkeys(stems, stems[0])
    return unified


@cache
def _wordings() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """First stem of a wording -> (all its stems, the acronym's token), longest first."""
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for acronym, *others in SYNONYMS:
        for wording in others:
            stems = tuple(_stems(wording))
            by_first.setdefault(stems[0], []).append((stems, stem(acronym)))
    for group in by_first.values():
        group.sort(key=lambda entry: -len(entry[0]))
    return by_first


def _with_acronyms(stems: Sequence[str], *, keep_wording: bool) -> list[str]:
    result: list[str] = []
    position = 0
    while position < len(stems):
        match = _wording_at(stems, position)
        if match is None:
            result.append(stems[position])
            position += 1
            continue
        wording, acronym = match
        if keep_wording:
            result += wording
        result.append(acronym)
        position += len(wording)
    return result


def _wording_at(stems: Sequence[str], position: int) -> tuple[tuple[str, ...], str] | None:
    for wording, acronym in _wordings().get(stems[position], ()):
        if tuple(stems[position : position + len(wording)]) == wording:
            return wording, acronym
    return None
