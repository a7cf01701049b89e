"""What a comparison is made of. ``a`` is the older version, or the certification held; ``b`` the newer one, or the one aimed at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from assistant.comparing.units import Level, Unit, pieces
from assistant.comparing.words import Span, differences, same_but_for_form


class Status(StrEnum):
    """What became of a unit. ``unchanged``: the same words at the same place, typing aside. ``reworded``: at the same place, other words.

    ``moved``: it stood elsewhere (another part, competence or block) or inside another statement, reworded or not. Between two
    certifications, ``reworded`` reads « close », ``added`` « remains to be proved », ``removed`` « of no use there ».
    """

    UNCHANGED = "unchanged"
    REWORDED = "reworded"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


class Relation(StrEnum):
    """How two referentials are compared."""

    VERSIONS = "versions"
    CERTIFICATIONS = "certifications"


@dataclass(frozen=True)
class Pair:
    """A unit of ``a`` facing one of ``b``; one of the two is None when it has no counterpart.

    ``similarity``: 0..1, of the texts alone. ``excerpt``: the bullet or sentence of the longer side that the other holds, when a statement
    was split or merged; ``""`` otherwise. ``nearest``: for a unit alone, the nearest of the other side, which is no counterpart.
    """

    a: Unit | None
    b: Unit | None
    status: Status
    similarity: float
    excerpt: str = ""
    nearest: Unit | None = None

    @property
    def level(self) -> Level:
        """The level of both units."""
        return self.either.level

    @property
    def either(self) -> Unit:
        """The unit of ``b``, or that of ``a`` where there is none."""
        unit = self.b or self.a
        assert unit is not None
        return unit

    @cached_property
    def only_form(self) -> bool:
        """Whether both sides are there and say the same but for agreement, inflection and articles."""
        if self.a is None or self.b is None:
            return False
        old = self.excerpt if self.is_split else self.a.text
        new = self.excerpt if self.excerpt and not self.is_split else self.b.text
        return same_but_for_form(old, new)

    @property
    def is_split(self) -> bool:
        """Whether ``excerpt`` is what left a statement of ``a``; an excerpt that is not was merged into one of ``b``."""
        return bool(self.excerpt) and self.a is not None and self.excerpt in pieces(self.a.text)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The differences of the two wordings."""
        return differences(self.a.text if self.a else "", self.b.text if self.b else "")


@dataclass(frozen=True)
class Cited:
    """Words of a referential with the passage that holds them. ``place`` is French: ``"compétence 8, moyens utilisés 2"``."""

    passage: str
    certification: str
    text: str
    place: str


@dataclass(frozen=True)
class Statement:
    """One thing to know, in French, with the words of both sides that it rests on; a side without counterpart cites what is nearest.

    ``only_form``: a matter of agreement or articles, which changes nothing of what is asked for.
    """

    text: str
    status: Status
    competence: int | None
    a: Cited | None
    b: Cited | None
    only_form: bool = False


@dataclass(frozen=True)
class Comparison:
    """Two referentials compared on a day. ``pairs``: every unit of ``b`` in its order, what only ``a`` has after its neighbours.

    ``backwards``: ``a`` is known to be the newer version.
    """

    a: str
    b: str
    relation: Relation
    on: date
    pairs: tuple[Pair, ...]
    statements: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()
    backwards: bool = False

    def of(self, level: Level) -> tuple[Pair, ...]:
        """The pairs of one level."""
        return tuple(pair for pair in self.pairs if pair.level == level)

    def counts(self) -> dict[str, dict[str, int]]:
        """How many pairs have each status, by level; levels without pairs are left out."""
        found: dict[str, dict[str, int]] = {}
        for pair in self.pairs:
            of_level = found.setdefault(pair.level.value, {status.value: 0 for status in Status})
            of_level[pair.status.value] += 1
        return found
