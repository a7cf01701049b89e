"""What every export shows, whatever its format."""

from __future__ import annotations

from assistant.drafting.grids import OBSERVED, POSITIONED
from assistant.drafting.items import Drafted, Item, Kind, Origin, Quotation, Status
from assistant.french import NBSP, plural
from ingest.structure.places import by_hand

TITLES: dict[Kind, str] = {
    Kind.INTERVIEW: "Guide d'entretien",
    Kind.PROBE: "Questions de relance",
    Kind.SITUATION: "Mises en situation professionnelle",
    Kind.GRID: "Grille d'observation",
    Kind.CHOICE: "Questionnaire à choix multiple",
    Kind.POSITIONING: "Grille d'autopositionnement",
}
_ORIGINS = {
    Origin.GRAMMAR: "rédigé automatiquement",
    Origin.MODEL: "rédigé par un modèle de langage, puis contrôlé",
    Origin.PERSON: "rédigé par une personne",
}
_FAMILIES = {"methods": "méthodes", "means": "moyens", "relations": "relations", "constraints": "contraintes"}
_STATUSES = {Status.PROPOSED: "à relire", Status.ACCEPTED: "accepté", Status.EDITED: "modifié", Status.REJECTED: "rejeté"}


def levels(kind: Kind) -> tuple[str, ...]:
    """The columns to tick of a grid; none for other kinds."""
    return {Kind.GRID: OBSERVED, Kind.POSITIONING: POSITIONED}.get(kind, ())


def state(item: Item) -> str:
    """``"rédigé automatiquement, à relire"``."""
    return f"{_ORIGINS[item.origin]}, {_STATUSES[item.status]}"


def covered(drafted: Drafted) -> str:
    """``"12 critères couverts sur 15"``."""
    counted = drafted.coverage
    return f"{plural(counted.covered, 'critère couvert', 'critères couverts')} sur {counted.criteria}"


def quoted_criteria(item: Item) -> list[str]:
    """The criteria of an item, each wording once with all its ids: ``"« … » (C1, méthodes 2)"``."""
    ids: dict[str, list[str]] = {}
    for quotation in item.quotations:
        ids.setdefault(" ".join(quotation.text.split()), []).append(located(quotation))
    return [f"«{NBSP}{text}{NBSP}» ({f'{NBSP}; '.join(places)})" for text, places in ids.items()]


def short(criterion: str) -> str:
    """``"C2, méthodes 1"``: where the criterion stands in its certification, in French."""
    competence, *place = criterion.split("/")[1:]
    if len(place) != 2:
        return competence
    return f"{competence}, {_FAMILIES.get(place[0], place[0])} {place[1]}"


def located(quotation: Quotation) -> str:
    """:func:`short` for a quotation, and that its words were corrected by hand."""
    place = short(quotation.criterion)
    return f"{place}, {by_hand(quotation.corrected)}" if quotation.corrected else place


def right_answer(item: Item) -> str:
    """The key of a multiple-choice question, ``""`` for others."""
    return next((choice.text for choice in item.choices if choice.correct), "")
