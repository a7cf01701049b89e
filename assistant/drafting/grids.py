"""Observation grids for who assesses, and self-positioning grids for the candidate: one line a criterion."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.drafting import phrasings
from assistant.drafting.filling import all_acts, fill, pick
from assistant.drafting.grammar.clauses import ActClause
from assistant.drafting.grammar.words import Person, capitalised, elide
from assistant.drafting.interview import competences_of, criteria_of, named, quotations_of
from assistant.drafting.items import Item, Kind, item_id
from assistant.drafting.spreading import Share
from assistant.drafting.units import Unit

OBSERVED = ("Acquis", "Partiellement acquis", "Non acquis")
"""The levels of an observation grid."""
POSITIONED = ("Jamais fait", "Fait avec de l'aide", "Fait sans aide", "Je peux l'apprendre à d'autres")
"""The levels of a self-positioning grid."""


def most_lines(unit: Unit) -> int:
    """How many lines one criterion can give."""
    return len(pick(phrasings.GRID, phrasings.STATE_GRID, phrasings.QUOTE_GRID, unit))


def grid_items(certification: str, shares: Sequence[Share]) -> list[Item]:
    """Observable indicators, in the third person."""
    return [_line(certification, Kind.GRID, share) for share in shares]


def positioning_items(certification: str, shares: Sequence[Share]) -> list[Item]:
    """What the candidate says of himself or herself, in the first person."""
    return [_line(certification, Kind.POSITIONING, share) for share in shares]


def _line(certification: str, kind: Kind, share: Share) -> Item:
    units = (share.unit,)  # a line tests what it says: what other items take along as probes stays uncovered here
    said = _said(kind, share.unit, share.turn)
    text = said if said.endswith("»") else f"{said}."
    return Item(
        id=item_id(certification, kind, text + share.unit.criteria[0]),
        kind=kind,
        text=text,
        expected=tuple(line for unit in units for line in named(unit)),
        criteria=criteria_of(units),
        quotations=quotations_of(units),
        competences=competences_of(units),
    )


def _said(kind: Kind, unit: Unit, turn: int) -> str:
    if turn == 0 and isinstance(unit.clause, ActClause):
        if kind == Kind.GRID:
            return capitalised(all_acts(unit, ActClause.does))
        return elide("Je", all_acts(unit, ActClause.i_do))
    if kind == Kind.GRID:
        bank = pick(phrasings.GRID, phrasings.STATE_GRID, phrasings.QUOTE_GRID, unit)
        return capitalised(fill(bank[turn % len(bank)], unit, person=Person.THEY))
    bank = pick(phrasings.POSITIONING, phrasings.STATE_POSITIONING, phrasings.QUOTE_POSITIONING, unit)
    return fill(bank[turn % len(bank)], unit, person=Person.I)
