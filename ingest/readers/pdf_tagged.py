"""Tables without lines in a tagged PDF: the tags say which cell and row each text belongs to, positions say which column."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from ingest.readers.pdf_grid import GridTable
from ingest.readers.pdf_page import Span

Extent = tuple[float, float]


def tagged_columns(pages: Iterable[list[Span]]) -> dict[int, list[float]]:
    """For each tagged table of at least two columns, over all its pages: the left of each column and the right of the last."""
    rows: dict[int, dict[int, dict[int, Extent]]] = {}
    for spans in pages:
        for span in spans:
            if span.tag and span.tag.table is not None and span.tag.row is not None and span.tag.cell is not None:
                cells = rows.setdefault(span.tag.table, {}).setdefault(span.tag.row, {})
                low, high = cells.get(span.tag.cell, (span.x0, span.x1))
                cells[span.tag.cell] = (min(low, span.x0), max(high, span.x1))
    layouts = {table: _columns([sorted(cells.values()) for cells in its_rows.values()]) for table, its_rows in rows.items()}
    return {table: columns for table, columns in layouts.items() if len(columns) > 2}


def _columns(rows: list[list[Extent]]) -> list[float]:
    """Column bounds from the rows that have the most cells; a column that overlaps its neighbour makes the row useless."""
    most = max(len(row) for row in rows)
    full = [row for row in rows if len(row) == most]
    lows = [min(row[column][0] for row in full) for column in range(most)]
    highs = [max(row[column][1] for row in full) for column in range(most)]
    if any(high > low + 1 for high, low in zip(highs, lows[1:], strict=False)):
        return []
    return [lows[0] - 1, *((high + low) / 2 for high, low in zip(highs, lows[1:], strict=False)), highs[-1] + 1]


def tagged_tables(spans: list[Span], columns: dict[int, list[float]]) -> tuple[list[GridTable], list[Span]]:
    """The tagged tables of one page from top to bottom, and the spans that belong to none."""
    tables: dict[int, list[Span]] = {}
    rest: list[Span] = []
    for span in spans:
        if span.tag and span.tag.table in columns and span.tag.row is not None:
            tables.setdefault(span.tag.table, []).append(span)
        else:
            rest.append(span)
    found = [_table(its_spans, columns[table]) for table, its_spans in tables.items()]
    return sorted(found, key=lambda table: table.top), rest


def _table(spans: list[Span], columns: list[float]) -> GridTable:
    table = GridTable(columns, min(s.baseline - s.size for s in spans), max(s.baseline for s in spans) + 1)
    rows: dict[int, dict[int, list[Span]]] = {}
    for span in sorted(spans, key=lambda span: span.order):
        assert span.tag is not None
        rows.setdefault(span.tag.row or 0, {}).setdefault(span.tag.cell or 0, []).append(span)
    for cells in rows.values():
        row: list[list[Span]] = [[] for _ in columns[1:]]
        for its_spans in cells.values():
            row[_column(its_spans, columns)] += its_spans
        table.rows.append(row)
    return table


def _column(spans: list[Span], columns: list[float]) -> int:
    """The column that the text of a cell covers most; of equals, the first."""
    low, high = min(span.x0 for span in spans), max(span.x1 for span in spans)
    shares = [min(high, right) - max(low, left) for left, right in pairwise(columns)]
    return shares.index(max(shares))
