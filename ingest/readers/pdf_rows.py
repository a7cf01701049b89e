"""Rows of a table that has no lines between them, told by the order in which its cells were printed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.pdf_page import Span

_FEW_ROWS = 3
_MOSTLY = 0.7


def column_at(columns: Sequence[float], x: float) -> int:
    """The index of the column that holds ``x``; ``columns`` holds the left of each and the right of the last."""
    return min(max(bisect_right(columns, x) - 1, 0), len(columns) - 2)


def printed_rows(spans: Sequence[Span], columns: Sequence[float]) -> list[int]:
    """The row of each span, when cells were printed one after the other: a step back to the left begins a row.

    All are of one row where the order tells nothing.
    """
    row_of: dict[int, int] = {}
    cells: dict[tuple[int, int], list[float]] = {}  # column and row -> baselines
    number = column = 0
    for span in sorted(spans, key=lambda span: span.order):
        its_column = column_at(columns, span.middle[0])
        number += its_column < column
        column = its_column
        row_of[id(span)] = number
        cells.setdefault((column, number), []).append(span.baseline)
    if _is_line_by_line(cells) or not _go_down(cells):
        return [0] * len(spans)
    return [row_of[id(span)] for span in spans]


def _is_line_by_line(cells: dict[tuple[int, int], list[float]]) -> bool:
    """Whether the page was printed line by line through all columns, so that each line looks like a row."""
    rows: dict[int, set[int]] = {}
    for (_, row), baselines in cells.items():
        rows.setdefault(row, set()).update(round(baseline) for baseline in baselines)
    return len(rows) > _FEW_ROWS and sum(len(places) == 1 for places in rows.values()) > _MOSTLY * len(rows)


def _go_down(cells: dict[tuple[int, int], list[float]]) -> bool:
    """Whether in each column each row stands below the one before."""
    ordered = sorted(cells.items())
    return all(max(above) < min(below) for ((one, _), above), ((other, _), below) in pairwise(ordered) if one == other)
