"""An HTML table becomes rows of cells: spanned cells keep their text in their first row and column only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import html

from ingest.elements import Cell, Paragraph, Table
from ingest.model import Source
from ingest.readers.inline import paragraphs_of_node

MAX_SPAN = 50
"""A hostile ``colspan="100000"`` must not become a hundred thousand cells."""

MAX_COLUMNS = 200
"""Beyond this width, spans are not filled in any more; the texts of the cells are all kept."""

Place = Callable[[html.HtmlElement], Source]
"""Tells where an element stands in its document."""


def elements_of_table(table: html.HtmlElement, place: Place) -> Iterator[Paragraph | Table]:
    """The caption of a ``<table>``, if any, and its grid."""
    for caption in table.iterchildren("caption"):
        yield from paragraphs_of_node(caption, place(caption))
    yield table_of_node(table, place)


def table_of_node(table: html.HtmlElement, place: Place) -> Table:
    """Lay a ``<table>`` out on a grid; tables inside its cells are read as text of the cell."""
    rows: list[tuple[Cell, ...]] = []
    covered: dict[int, int] = {}  # column -> last row covered by a cell above
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is not table:
            continue
        cells: list[Cell] = []
        for cell in row.iterchildren("td", "th"):
            _skip_covered(cells, covered, len(rows))
            rowspan, colspan = _span(cell, "rowspan"), _span(cell, "colspan")
            start = len(cells)
            cells.append(tuple(paragraphs_of_node(cell, place(cell))))
            if start + colspan <= MAX_COLUMNS:
                cells.extend(() for _ in range(colspan - 1))
                covered |= dict.fromkeys(range(start, start + colspan), len(rows) + rowspan - 1)
        _skip_covered(cells, covered, len(rows))
        rows.append(tuple(cells))
    return Table(tuple(rows), place(table))


def _skip_covered(cells: list[Cell], covered: dict[int, int], row: int) -> None:
    while covered.get(len(cells), -1) >= row:
        cells.append(())


def _span(cell: html.HtmlElement, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), MAX_SPAN) if re.fullmatch("[0-9]{1,9}", value) else 1
