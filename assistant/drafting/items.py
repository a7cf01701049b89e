"""What drafting gives: items that each name the criteria they test, their state in the trainer's review, and what they cover."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(StrEnum):
    """What can be drafted; the values are the words of the command line."""

    INTERVIEW = "entretien"
    PROBE = "relance"
    SITUATION = "situation"
    GRID = "grille"
    CHOICE = "qcm"
    POSITIONING = "positionnement"


class Status(StrEnum):
    """Where an item stands in the review: only accepted and edited ones are the trainer's."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"


class Origin(StrEnum):
    """Who worded an item: our grammar, the chat model that is configured, or a person."""

    GRAMMAR = "grammar"
    MODEL = "model"
    PERSON = "person"


class Quotation(_Frozen):
    """A criterion in the referential's own words, character for character; ``corrected``: the day on which a hand wrote them there."""

    criterion: str
    text: str
    corrected: date | None = None


class Choice(_Frozen):
    """One answer of a multiple-choice question, with what is said to who chooses it."""

    text: str
    correct: bool
    feedback: str


class Probe(_Frozen):
    """A question to ask next, and the criteria that it tests."""

    text: str
    criteria: tuple[str, ...]


class Case(_Frozen):
    """A professional situation. ``minutes`` to prepare and present it; ``documents`` quote the referential's conditions."""

    context: str
    documents: tuple[str, ...]
    tasks: tuple[str, ...]
    minutes: int
    productions: tuple[str, ...]


class Item(_Frozen):
    """One drafted item. ``text`` and ``expected`` are ours; ``quotations`` are the referential's.

    ``criteria`` are ids of criteria (of competences, where a registry sheet has no criteria); ``knowledge`` ids of knowledge items.
    """

    id: str
    kind: Kind
    text: str
    choices: tuple[Choice, ...] = ()
    expected: tuple[str, ...] = ()
    criteria: tuple[str, ...]
    quotations: tuple[Quotation, ...] = ()
    competences: tuple[int, ...] = ()
    probes: tuple[Probe, ...] = ()
    case: Case | None = None
    knowledge: tuple[str, ...] = ()
    origin: Origin = Origin.GRAMMAR
    status: Status = Status.PROPOSED


class Coverage(_Frozen):
    """How many criteria are in the scope, how many some item tests, and those that none does."""

    criteria: int
    covered: int
    missing: tuple[Quotation, ...] = ()


class Drafted(_Frozen):
    """Items for one scope of one certification. ``notes`` are for the reader, in French; ``engine`` is ``grammar`` or a model's name."""

    certification: str
    title: str
    scope: str
    kind: Kind
    items: tuple[Item, ...]
    coverage: Coverage
    notes: tuple[str, ...] = ()
    engine: str = "grammar"

    @property
    def kept(self) -> tuple[Item, ...]:
        """The items that the trainer accepted, edited ones included."""
        return tuple(item for item in self.items if item.status in (Status.ACCEPTED, Status.EDITED))

    def coverage_competences(self) -> set[int]:
        """The competences of the scope: those of the items and those of the criteria that none tests."""
        missing = (quotation.criterion.split("/")[1] for quotation in self.coverage.missing)
        return {number for item in self.items for number in item.competences} | {int(name[1:]) for name in missing}

    @property
    def offered(self) -> tuple[Item, ...]:
        """The items that the trainer did not reject."""
        return tuple(item for item in self.items if item.status != Status.REJECTED)


def item_id(certification: str, kind: Kind, text: str) -> str:
    """A name that stays as long as the wording that was drafted: the same request gives the same ids."""
    return f"{certification}/{kind}/{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def coverage(items: Iterable[Item], scope: Sequence[Quotation]) -> Coverage:
    """What the items test of the criteria in scope."""
    tested = {criterion for item in items for criterion in item.criteria}
    missing = tuple(quotation for quotation in scope if quotation.criterion not in tested)
    return Coverage(criteria=len(scope), covered=len(scope) - len(missing), missing=missing)
