"""What the columns of a table are, told by their header, wherever the document repeats or forgets it."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from ingest.elements import Cell, Table


class Column(StrEnum):
    """The columns of the two tables of a CQPM."""

    BLOCK = "block"
    COMPETENCE = "competence"
    KNOWLEDGE = "knowledge"
    CONDITIONS = "conditions"
    CRITERIA = "criteria"
    RESULTS = "results"


_HEADERS = {
    Column.BLOCK: r"blocs? de competences?",
    Column.COMPETENCE: r"(competences?|capacites?)( professionnelles?)?",
    Column.KNOWLEDGE: r"(connaissances?|savoirs?)( associe(e)?s)?",
    Column.CONDITIONS: r"conditions?( de realisation)?",
    Column.CRITERIA: r"criteres?( (mesurables?|observables?|d.evaluation).*)?",
    Column.RESULTS: r"resultats?( attendus?)?",
}

BLOCK_TABLE = frozenset({Column.BLOCK, Column.COMPETENCE})
EVALUATION_TABLE = frozenset({Column.COMPETENCE, Column.CRITERIA})

Roles = tuple[Column | None, ...]


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Lower case, no accents, single spaces, straight apostrophes: for comparing, never for showing."""
    folded = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe").replace("Œ", "oe").lower())
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).split())


def cell_text(cell: Cell) -> str:
    """All the words of a cell on one line."""
    return " ".join(" ".join((p.marker + p.text).split()) for p in cell)


def header_roles(row: tuple[Cell, ...]) -> Roles | None:
    """The columns that a row names, or None when it is not a header."""
    roles = tuple(_role(cell_text(cell)) for cell in row)
    named = {role for role in roles if role}
    filled = sum(bool(cell) for cell in row)
    is_header = (named >= BLOCK_TABLE or named >= EVALUATION_TABLE) and len(named) == filled
    return roles if is_header else None


def is_known_table(table: Table) -> bool:
    """Whether any row of the table is a header of the block table or of the evaluation tables."""
    return any(header_roles(row) for row in table.rows)


def by_role(row: tuple[Cell, ...], roles: Roles) -> dict[Column, Cell]:
    """The cells of a row by column; cells beyond the header's width are kept with its last column."""
    cells: dict[Column, Cell] = {}
    current: Column | None = None
    for index, cell in enumerate(row):
        current = (roles[index] or current) if index < len(roles) else current
        if current is not None and cell:
            cells[current] = cells.get(current, ()) + cell
    return cells


def _role(text: str) -> Column | None:
    words = plain(text).strip(" :*")
    return next((column for column, pattern in _HEADERS.items() if re.fullmatch(pattern, words)), None)
