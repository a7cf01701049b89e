"""A mapping in numbers and few words: what a chart and a table show."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from assistant.french import NBSP, plural
from assistant.mapping.model import CompetenceMatch, Level, Mapping

OF_COMPETENCE = {Level.COVERED: "couverte", Level.PARTIAL: "montrée en partie", Level.ABSENT: "absente du récit"}
OF_CRITERION = {Level.COVERED: "couvert", Level.PARTIAL: "en partie", Level.ABSENT: "absent"}


@dataclass(frozen=True)
class Bar:
    """One competence: how many of its criteria and results are at each level."""

    number: int
    title: str
    status: Level
    covered: int
    partial: int
    absent: int

    @property
    def total(self) -> int:
        """How many criteria and results it has; none in a registry sheet."""
        return self.covered + self.partial + self.absent

    @property
    def told(self) -> str:
        """``"montrée en partie : 4 critères couverts, 2 en partie, 3 absents"``; ``"absente du récit (9 critères)"``."""
        state = OF_COMPETENCE[self.status]
        if self.absent == self.total:
            return f"{state} ({plural(self.total, 'critère')})" if self.total else state
        covered, absent = plural(self.covered, "critère couvert", "critères couverts"), plural(self.absent, "absent")
        partial = plural(self.partial, "critère en partie", "critères en partie") if not self.covered else f"{self.partial} en partie"
        counts = ((self.covered, covered), (self.partial, partial), (self.absent, absent))
        return f"{state}{NBSP}: {', '.join(words for count, words in counts if count)}"


@dataclass(frozen=True)
class BlockBars:
    """One block with the bars of its competences, in the order of the referential."""

    number: int
    title: str
    reached: bool
    bars: tuple[Bar, ...]


def block_bars(mapping: Mapping) -> tuple[BlockBars, ...]:
    """The blocks of a mapping, as a chart or a table shows them."""
    return tuple(
        BlockBars(block.number, block.title, block.reached, tuple(_bar(m) for m in mapping.competences if m.block == block.number))
        for block in mapping.blocks
    )


def headline(mapping: Mapping) -> str:
    """``"3 compétences sur 11 apparaissent dans votre récit : 1 couverte, 2 en partie."``."""
    total, levels = len(mapping.competences), Counter(match.status for match in mapping.shown)
    if not mapping.shown:
        return f"Aucune des {total} compétences de cette certification n'apparaît encore dans votre récit."
    verb = "apparaît" if len(mapping.shown) == 1 else "apparaissent"
    counts = ((levels[Level.COVERED], "couverte", "couvertes"), (levels[Level.PARTIAL], "en partie", "en partie"))
    kinds = ", ".join(plural(count, one, several) for count, one, several in counts if count)
    return f"{plural(len(mapping.shown), 'compétence')} sur {total} {verb} dans votre récit{NBSP}: {kinds}."


def _bar(match: CompetenceMatch) -> Bar:
    levels = Counter(criterion.status for criterion in match.criteria)
    counts = (levels[Level.COVERED], levels[Level.PARTIAL], levels[Level.ABSENT])
    return Bar(match.number, match.title, match.status, *counts)
