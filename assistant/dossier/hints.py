"""Headings that name a competence: a hint of what a section is about, never proof of anything."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz import fuzz

from assistant.mapping.doubts import folded
from ingest.model import Certification
from vectorstore.tokens import stem

_NUMBERED = re.compile(r"\b(?:competence|comp\.?|c) ?n?°? ?(\d{1,2})\b")
_ALIKE = 75.0
"""rapidfuzz's ``token_set_ratio`` of the stems from which a heading names a title."""
_LETTERS = 4


def competences_named(heading: str, certification: Certification) -> frozenset[int]:
    """The numbers of the competences that a heading names by number or by the words of their titles; empty where it names none."""
    text = folded(heading)
    titles = {competence.number: _stems(competence.title) for _, competence in certification.competences()}
    by_number = {int(number) for number in _NUMBERED.findall(text)} & set(titles)
    return frozenset(by_number or _by_words(_stems(heading), titles))


def _by_words(heading: str, titles: Mapping[int, str]) -> set[int]:
    if not heading:
        return set()
    shared = {number: fuzz.token_set_ratio(heading, title) for number, title in titles.items()}
    best = max(shared.values(), default=0.0)
    return {number for number, value in shared.items() if value >= _ALIKE and value == best}


def _stems(text: str) -> str:
    return " ".join(dict.fromkeys(stem(word) for word in re.findall(r"[a-z]+", folded(text)) if len(word) >= _LETTERS))
