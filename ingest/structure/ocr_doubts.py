"""Words that character recognition probably misread: reported, never changed, because a quotation shows what is printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product

from ingest.model import Diagnostic, Level, Source
from ingest.structure.places import where

_CONFUSED = ("OQ0", "gq", "Il1")
"""Letters that recognition takes for one another."""

_SPACED = re.compile(r"\b([A-Z])[.,] ?([A-Z])[.,] ?([A-Z])\b")
_WORD = re.compile(r"[^\W_]{3,}")
_CAPITAL_FOR_ARTICLE = re.compile(r"\bI['’](?=[A-ZÀ-Ýa-zà-ÿ])")
_OFTEN = 3
"""How many times more often than the doubtful word the other one must stand in the document."""


def ocr_doubts(texts: Iterable[tuple[str, Source]]) -> list[Diagnostic]:
    """One diagnostic per word that differs from a much more frequent one by a letter that recognition confuses."""
    kept = list(texts)
    counts = Counter(word for text, _ in kept for word in _words(text))
    found: list[Diagnostic] = []
    for text, source in kept:
        for word in _words(text):
            likely = next((other for other in _lookalikes(word) if counts[other] >= _OFTEN * counts[word]), None)
            if likely:
                found.append(_doubt(_printed(text, word), likely, source))
        if match := _CAPITAL_FOR_ARTICLE.search(text):
            printed = text[match.start() :].split()[0]
            found.append(_doubt(printed, "l" + printed[1:], source))
    return found


def _words(text: str) -> Iterator[str]:
    """Words of three letters and more; « Q, S, E » counts as « QSE »."""
    yield from _WORD.findall(text)
    yield from ("".join(match.groups()) for match in _SPACED.finditer(text))


def _printed(text: str, word: str) -> str:
    spaced = next((match.group() for match in _SPACED.finditer(text) if "".join(match.groups()) == word), None)
    return spaced or word


def _lookalikes(word: str) -> Iterator[str]:
    """The words that differ from this one by one confused letter."""
    for (at, letter), group in product(enumerate(word), _CONFUSED):
        if letter in group:
            yield from (word[:at] + other + word[at + 1 :] for other in group if other != letter)


def _doubt(printed: str, likely: str, source: Source) -> Diagnostic:
    message = f"« {printed} » est sans doute une erreur de reconnaissance pour « {likely} » ; le texte est gardé tel qu'il est imprimé."
    return Diagnostic(level=Level.WARNING, code="ocr-doubt", message=message, where=where(source))
