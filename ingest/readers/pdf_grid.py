"""Ruled tables: drawn lines become a grid, the grid becomes cells.

Steps, each a function: lines -> straight segments (dashes joined, double borders snapped together) -> groups of segments that
touch -> an elementary grid for each group -> cells, by removing every side that is not drawn -> slabs, between lines that run
across the whole table -> tables, one for each run of slabs whose columns agree. Tables that touch become one grid, and the change of
columns from slab to slab parts them again. A cell cut at the end of a page has no bottom line: the extent of its group closes it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.readers.pdf_lines import Group, clusters, nearest, straighten, touching
from ingest.readers.pdf_page import PageContent, Rule, Span
from ingest.readers.pdf_rows import column_at, printed_rows

_NARROWEST = 7.0
_NEXT_LINE = 2.2
_COVERED = 0.6
"""Share of a cell's side that must be drawn for the side to exist."""


@dataclass
class GridTable:
    """A table on one page. ``columns`` holds the left of each column and the right of the last; rows hold the spans of each cell.

    ``open_top`` and ``open_bottom``: no line is drawn there, as where a page break cuts a row. ``doubtful`` says in French why
    the columns or rows are uncertain, or is empty.
    """

    columns: list[float]
    top: float
    bottom: float
    rows: list[list[list[Span]]] = field(default_factory=list)
    open_top: bool = False
    open_bottom: bool = False
    doubtful: str = ""


def ruled_tables(page: PageContent, left: list[Span]) -> tuple[list[GridTable], list[Span]]:
    """The ruled tables of a page from top to bottom, filled from the spans in ``left``, and the spans that stand in none of them."""
    horizontals = straighten(page.horizontals)
    verticals = straighten(page.verticals)
    tables: list[GridTable] = []
    for group in sorted(touching(horizontals, verticals), key=lambda g: -(g.right - g.left) * (g.bottom - g.top)):
        found, left = _tables_of_group(group, left)
        tables += found
    return sorted(tables, key=lambda table: table.top), left


class _Cells:
    """The elementary grid of a group and the cells that remain once undrawn sides are removed."""

    def __init__(self, group: Group) -> None:
        self.xs = clusters([rule.at for rule in group.verticals] + [group.left, group.right])
        self.ys = clusters([rule.at for rule in group.horizontals] + [group.top, group.bottom])
        self.wide, self.high = len(self.xs) - 1, len(self.ys) - 1
        self.side = [[False] * len(self.xs) for _ in range(max(self.high, 0))]
        self.floor = [[False] * max(self.wide, 0) for _ in self.ys]
        for rule in group.verticals:
            column = nearest(self.xs, rule.at)
            for row in range(self.high):
                self.side[row][column] |= _covers(rule, self.ys[row], self.ys[row + 1])
        for rule in group.horizontals:
            row = nearest(self.ys, rule.at)
            for column in range(self.wide):
                self.floor[row][column] |= _covers(rule, self.xs[column], self.xs[column + 1])
        self.cell = self._flood()

    def _flood(self) -> list[list[int]]:
        """The number of the cell that each elementary cell belongs to."""
        cell = [[-1] * self.wide for _ in range(self.high)]
        count = 0
        for row in range(self.high):
            for column in range(self.wide):
                if cell[row][column] >= 0:
                    continue
                cell[row][column] = count
                todo = [(row, column)]
                while todo:
                    for r, c in self._open_neighbours(*todo.pop()):
                        if cell[r][c] < 0:
                            cell[r][c] = count
                            todo.append((r, c))
                count += 1
        return cell

    def _open_neighbours(self, row: int, column: int) -> Iterable[tuple[int, int]]:
        if column + 1 < self.wide and not self.side[row][column + 1]:
            yield row, column + 1
        if column > 0 and not self.side[row][column]:
            yield row, column - 1
        if row + 1 < self.high and not self.floor[row + 1][column]:
            yield row + 1, column
        if row > 0 and not self.floor[row][column]:
            yield row - 1, column

    def drawn(self, row: int) -> list[int]:
        """The indices of the vertical lines drawn in an elementary row."""
        return [column for column in range(len(self.xs)) if self.side[row][column]]

    def slabs(self) -> list[tuple[int, int]]:
        """Runs of elementary rows (first, past the last) between lines that cross the whole table."""
        cuts = [0, *(y for y in range(1, self.high) if self._crosses(y)), self.high]
        return list(pairwise(cuts))

    def _crosses(self, y: int) -> bool:
        above, below = self.drawn(y - 1), self.drawn(y)
        low = max(above[0] if above else 0, below[0] if below else 0)
        high = min(above[-1] if above else self.wide, below[-1] if below else self.wide)
        if high <= low:
            return any(self.floor[y])
        return all(self.floor[y][column] for column in range(low, high))


def _covers(rule: Rule, low: float, high: float) -> bool:
    return min(rule.high, high) - max(rule.low, low) >= _COVERED * (high - low)


def _tables_of_group(group: Group, spans: list[Span]) -> tuple[list[GridTable], list[Span]]:
    """The tables that a group of lines draws, and the spans left outside; a lone frame is no table."""
    cells = _Cells(group)
    if cells.wide < 2 or cells.high < 1:
        return [], spans
    if not any(cells.floor[-1]):
        cells.ys[-1] = _end_of_overflow(spans, cells)
    inside, outside = _split_inside(spans, cells)
    pieces = [piece for span in inside for piece in _cut_at_lines(span, cells)]
    tables = _tables(cells, pieces)
    first_text = min((span.baseline for span in outside), default=group.bottom)
    kept = [table for table in tables if _is_table(table, opens_page=first_text > table.top)]
    held = {id(span) for table in kept for row in table.rows for cell in row for span in cell}
    return kept, outside + [piece for piece in pieces if id(piece) not in held]


def _end_of_overflow(spans: list[Span], cells: _Cells) -> float:
    """Where the text of a row cut by the page end stops, when it is printed further down than the lines are drawn."""
    end = cells.ys[-1]
    lines = [cells.xs[column] for column in cells.drawn(cells.high - 1)]
    for span in sorted(spans, key=lambda span: span.baseline):
        if span.baseline <= cells.ys[-1] or not cells.xs[0] <= span.middle[0] <= cells.xs[-1]:
            continue
        if span.baseline > end + _NEXT_LINE * span.size or any(span.x0 < x < span.x1 for x in lines):
            break
        end = max(end, span.baseline + 1)
    return end


def _split_inside(spans: list[Span], cells: _Cells) -> tuple[list[Span], list[Span]]:
    inside: list[Span] = []
    outside: list[Span] = []
    for span in spans:
        x, y = span.middle
        within = cells.xs[0] <= x <= cells.xs[-1] and cells.ys[0] - 1 <= y <= cells.ys[-1] + 1
        (inside if within else outside).append(span)
    return inside, outside


def _cut_at_lines(span: Span, cells: _Cells) -> list[Span]:
    """A span printed across a drawn vertical line is the text of two cells."""
    row = _index(cells.ys, span.middle[1])
    for column in cells.drawn(row):
        if span.x0 + 0.5 < cells.xs[column] < span.x1 - 0.5 and (halves := span.cut_at(cells.xs[column])):
            return [halves[0], *_cut_at_lines(halves[1], cells)]
    return [span]


def _index(positions: Sequence[float], value: float) -> int:
    return min(max(bisect_right(positions, value) - 1, 0), len(positions) - 2)


def _tables(cells: _Cells, spans: list[Span]) -> list[GridTable]:
    """Slabs with agreeing columns form one table; spans go to the row and column where their cell begins."""
    layouts: list[tuple[set[int], int, int]] = []
    for first, past in cells.slabs():
        columns = {column for row in range(first, past) for column in cells.drawn(row)} | _open_ends(cells, first, past)
        columns = _wide_enough(columns, cells.xs)
        if layouts and (columns <= layouts[-1][0] or layouts[-1][0] <= columns):
            layouts[-1] = (layouts[-1][0] | columns, layouts[-1][1], past)
        else:
            layouts.append((columns, first, past))
    return [_fill(cells, sorted(columns), first, past, spans) for columns, first, past in layouts if len(columns) >= 2]


def _wide_enough(columns: set[int], xs: Sequence[float]) -> set[int]:
    """Columns without the strips that hold no letter: the space between the borders of two cells."""
    kept: list[int] = []
    for column in sorted(columns):
        if not kept or xs[column] - xs[kept[-1]] >= _NARROWEST:
            kept.append(column)
    return set(kept)


def _open_ends(cells: _Cells, first: int, past: int) -> set[int]:
    """Where horizontal lines end beyond the outermost vertical line: an outer border that is not drawn."""
    drawn = {column for row in range(first, past) for column in cells.drawn(row)}
    barred = [c for y in (first, past) for c in range(cells.wide) if cells.floor[y][c]]
    ends: set[int] = set()
    if barred and drawn and min(barred) < min(drawn):
        ends.add(min(barred))
    if barred and drawn and max(barred) + 1 > max(drawn):
        ends.add(max(barred) + 1)
    return ends


def _fill(cells: _Cells, columns: list[int], first: int, past: int, spans: list[Span]) -> GridTable:
    table = GridTable([cells.xs[column] for column in columns], cells.ys[first], cells.ys[past])
    table.open_top, table.open_bottom = not any(cells.floor[first]), not any(cells.floor[past])
    corner: dict[int, tuple[int, int]] = {}  # cell -> its first elementary row and column
    for row in range(first, past):
        for column in range(columns[0], columns[-1]):
            known = corner.get(cells.cell[row][column], (row, column))
            corner[cells.cell[row][column]] = (min(known[0], row), min(known[1], column))
    starts = sorted({row for row, _ in corner.values()})
    table.rows = [[[] for _ in columns[1:]] for _ in starts]
    for span in spans:
        x, y = span.middle
        row, column = _index(cells.ys, y), _index(cells.xs, x)
        if first <= row < past and columns[0] <= column < columns[-1]:
            row, column = corner[cells.cell[row][column]]
            table.rows[starts.index(row)][bisect_right(columns, column) - 1].append(span)
    if len(table.rows) == 1 and (table.open_top or table.open_bottom):
        table.rows = _without_floors(table)
        if len(table.rows) > 1:
            table.doubtful = "ses rangées ne sont pas tracées et ont été déduites de l'ordre du texte"
    table.rows = [row for row in table.rows if any(row)]
    return table


def _without_floors(table: GridTable) -> list[list[list[Span]]]:
    """The rows of a table with vertical lines only."""
    spans = [span for cell in table.rows[0] for span in cell]
    numbers = printed_rows(spans, table.columns)
    rows: list[list[list[Span]]] = [[[] for _ in table.rows[0]] for _ in range(max(numbers, default=0) + 1)]
    for span, number in zip(spans, numbers, strict=True):
        rows[number][column_at(table.columns, span.middle[0])].append(span)
    return rows


def _is_table(table: GridTable, opens_page: bool) -> bool:
    """Two filled cells, or one where a table goes on from the page before or has three columns."""
    filled = sum(bool(cell) for row in table.rows for cell in row)
    return len(table.columns) > 2 and (filled >= 2 or (filled == 1 and (opens_page or len(table.columns) > 3)))
