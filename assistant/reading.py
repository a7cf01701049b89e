"""What a question was understood to ask: the result of :mod:`assistant.understanding`, shown to the user in one line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.answer import CompetenceRef


class Intent(StrEnum):
    """What kind of thing is asked for."""

    PARTS = "parts"  # criteria, conditions, results of named competences
    KNOWLEDGE = "knowledge"
    STRUCTURE = "structure"  # blocks and competences: which, how many, which codes
    SECTION = "section"
    FACT = "fact"
    EVIDENCE = "evidence"
    DRAFT = "draft"  # questions, grids… to be written about named competences
    SEARCH = "search"
    ACTIVITY = "activity"  # what a person did is told: to be mapped
    BRIDGE = "bridge"  # what the competences of one certification are worth for another
    CATALOGUE = "catalogue"  # which referentials are there
    SMALL_TALK = "small_talk"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class BlockRef:
    """A block by certification id and number."""

    certification: str
    number: int


@dataclass(frozen=True)
class Forced:
    """What the user chose instead of what was read: each field that is set wins over the question; ``parts`` as in :class:`Reading`."""

    certification: str | None = None
    competence: CompetenceRef | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """How a question is read. Empty tuples mean "not said", not "none".

    ``certifications`` are those the answer is about, likeliest first; ``named`` says whether the question (or the dialogue, or the
    user's choice) told them. ``alternatives`` are readings that were set aside and may be offered. ``topic`` is what is asked about,
    without the names and the words of asking; ``query`` is what gets searched: the same with the words of competence titles kept.
    ``inherited``: a short turn took what it asks from the turn before. ``everywhere``: all places that speak of it are wanted.
    ``numbered``: the competences were given by number. ``narrated``: the question tells what somebody did.
    ``quantity``: a figure is asked for, which only a text with a figure answers. ``outside``: words of prices, opinions, law, other
    diplomas… occur, which no referential answers; they are a hint, not a verdict. ``compared``: several places are wanted side by side.
    ``stepwise``: how something proceeds is asked. ``correction`` is a French sentence about a false premise. ``unclear`` is a
    question to ask back when answering would be guessing.
    """

    question: str
    intent: Intent
    certifications: tuple[str, ...] = ()
    named: bool = False
    competences: tuple[CompetenceRef, ...] = ()
    blocks: tuple[BlockRef, ...] = ()
    parts: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    topic: str = ""
    query: str = ""
    inherited: bool = False
    everywhere: bool = False
    numbered: bool = False
    narrated: bool = False
    quantity: bool = False
    outside: bool = False
    compared: bool = False
    stepwise: bool = False
    correction: str = ""
    unclear: str = ""
