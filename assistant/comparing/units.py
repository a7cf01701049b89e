"""What is compared: the passages of a certification by level, each with the place that it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assistant.comparing.words import words
from ingest.model import Passage

MARKER = re.compile(r"^\s*(?:[•▪◦‣·○●■□►➢✓*–—-]+|\d+[.)])\s*")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÀ-Ý])")
_ENUMERATOR = re.compile(r"^(?:\d+|[a-z])$")


class Level(StrEnum):
    """What sort of thing is compared with its like."""

    BLOCK = "block"
    COMPETENCE = "competence"
    STATEMENT = "statement"
    KNOWLEDGE = "knowledge"
    SECTION = "section"
    FACT = "fact"


_LEVELS = {
    "block": Level.BLOCK,
    "competence": Level.COMPETENCE,
    "criterion": Level.STATEMENT,
    "condition": Level.STATEMENT,
    "result": Level.STATEMENT,
    "knowledge": Level.KNOWLEDGE,
    "section": Level.SECTION,
    "fact": Level.FACT,
}


@dataclass(frozen=True)
class Unit:
    """A passage with its place. ``group``: the competence, block or heading that it belongs to; ``rank``: where in it, 0 to 1."""

    passage: Passage
    level: Level
    group: str
    rank: float

    @property
    def part(self) -> str:
        """The family or other part; empty where there is none."""
        return self.passage.part or ""

    @property
    def text(self) -> str:
        """The wording, verbatim."""
        return self.passage.text


def units_of(passages: Iterable[Passage], level: Level) -> list[Unit]:
    """The units of one level, in the order of the document; single bullets, which their statement holds, are left out."""
    kept = [passage for passage in passages if _LEVELS.get(passage.kind) == level and words(passage.text)]
    groups: dict[str, list[Passage]] = {}
    for passage in kept:
        groups.setdefault(_group(passage, level), []).append(passage)
    ranks = {p.id: n / max(1, len(mine) - 1) for mine in groups.values() for n, p in enumerate(mine)}
    return [Unit(passage, level, _group(passage, level), ranks[passage.id]) for passage in kept]


def pieces(text: str) -> list[str]:
    """The bullets and sentences that a statement of several is made of, without their marks; empty for a single one."""
    lines = [MARKER.sub("", line) for line in text.split("\n")]
    found = [piece.strip() for line in lines for piece in _SENTENCE.split(line) if words(piece)]
    return found if len(found) > 1 else []


def _group(passage: Passage, level: Level) -> str:
    if level == Level.STATEMENT:
        return f"C{passage.competence}"
    if level in (Level.KNOWLEDGE, Level.COMPETENCE):
        return f"B{passage.block}"
    if level == Level.SECTION:
        return heading_key(passage.context.rsplit(" > ", 1)[-1])
    if level == Level.FACT:
        return passage.id.split("/", 1)[1]
    return ""


def heading_key(heading: str) -> str:
    """A heading without its number or letter: the words that stay when sections are counted anew."""
    said = words(heading)
    while len(said) > 1 and _ENUMERATOR.match(said[0]):
        said = said[1:]
    return " ".join(said)
