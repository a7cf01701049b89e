"""An HTML table becomes rows of cells: spanned cells keep their text in their first row and column only."""

from __future__ import annotations

from collections.abc import Callable

from lxml import html

from ingest.elements import Cell, Table
from ingest.model import Source
from ingest.readers.inline import paragraphs_of_node

MAX_SPAN = 50
"""A hostile ``colspan="100000"`` must not become a hundred thousand cells."""


def table_of_node(table: html.HtmlElement, place: Callable[[html.HtmlElement], Source]) -> Table:
    """Lay a ``<table>`` out on a grid; ``place`` tells where a cell stands in its document."""
    rows: list[tuple[Cell, ...]] = []
    pending: dict[int, int] = {}  # column -> rows still covered by a cell above
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is not table:
            continue
        cells: list[Cell] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            _skip_covered(cells, pending)
            rowspan, colspan = _span(cell, "rowspan"), _span(cell, "colspan")
            cells.append(tuple(paragraphs_of_node(cell, place(cell))))
            cells.extend(() for _ in range(colspan - 1))
            if rowspan > 1:
                pending |= dict.fromkeys(range(len(cells) - colspan, len(cells)), rowspan - 1)
        _skip_covered(cells, pending)
        rows.append(tuple(cells))
    return Table(tuple(rows), place(table))


def _skip_covered(cells: list[Cell], pending: dict[int, int]) -> None:
    while pending.get(len(cells), 0) > 0:
        pending[len(cells)] -= 1
        cells.append(())


def _span(cell: html.HtmlElement, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), MAX_SPAN) if value.isdigit() else 1
