"""The proofs to gather for what a story shows: few that serve many criteria, each with what it must contain."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.evidence.advice import most_useful_first
from assistant.evidence.finding import ProofFinder
from assistant.evidence.proofs import Proof
from assistant.mapping.model import CompetenceMatch, CriterionMatch, Level, Mapping
from ingest.model import Certification, Passage


@dataclass(frozen=True)
class Shown:
    """A passage of the referential that the story shows, with the person's words; ``number`` is its mark (``[1]``) in the checklist."""

    number: int
    passage: Passage
    words: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """A kind of proof, and the marks of the passages that it serves."""

    proof: Proof
    marks: tuple[int, ...]


@dataclass(frozen=True)
class Checklist:
    """What to gather for a certification; advice, never the words of the referential."""

    certification: Certification
    shown: tuple[Shown, ...]
    items: tuple[Item, ...]


def checklist(mapping: Mapping, certification: Certification, finder: ProofFinder) -> Checklist:
    """The proofs of everything that a mapping shows; none where it shows nothing."""
    found = [pair for match in mapping.shown for pair in _passages(match, finder)]
    shown = tuple(Shown(number, passage, words) for number, (passage, words) in enumerate(found, start=1))
    suited = {item.number: finder.proofs_for(item.passage) for item in shown}
    items = tuple(Item(proof, tuple(sorted(marks))) for proof, marks in most_useful_first(suited)) if suited else ()
    return Checklist(certification, shown, items)


def _passages(match: CompetenceMatch, finder: ProofFinder) -> list[tuple[Passage, tuple[str, ...]]]:
    """The criteria that are shown; where only the competence is recognised, all that it asks to prove."""
    met = [criterion for criterion in match.criteria if criterion.status != Level.ABSENT]
    if met:
        return [(criterion.passage, _words(criterion)) for criterion in met]
    words = tuple(item.segment.text for item in match.evidence)
    return [(passage, words) for passage in finder.provable(match.certification, match.number)]


def _words(criterion: CriterionMatch) -> tuple[str, ...]:
    return tuple(item.segment.text for item in criterion.evidence)
