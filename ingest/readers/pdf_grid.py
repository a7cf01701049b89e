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

from ingest.readers.pdf_page import PageContent, Rule, Span

_SNAP = 3.0
"""Parallel lines closer than this (points) are one: double borders, spaced cells."""

_DASH_GAP = 4.0
_NARROWEST = 7.0
_SHORTEST = 5.0
_COVERED = 0.6
"""Share of a cell's side that must be drawn for the side to exist."""


@dataclass
class GridTable:
    """A table on one page. ``columns`` holds the left of each column and the right of the last; rows hold the spans of each cell.

    ``open_top`` and ``open_bottom``: no line is drawn there, as where a page break cuts a row. ``doubtful`` says in French why
    the columns are uncertain, or is empty.
    """

    columns: list[float]
    top: float
    bottom: float
    rows: list[list[list[Span]]] = field(default_factory=list)
    open_top: bool = False
    open_bottom: bool = False
    doubtful: str = ""

    def column_at(self, x: float) -> int:
        """The index of the column that holds ``x``."""
        return min(max(bisect_right(self.columns, x) - 1, 0), len(self.columns) - 2)


def ruled_tables(page: PageContent, left: list[Span]) -> tuple[list[GridTable], list[Span]]:
    """The ruled tables of a page from top to bottom, filled from the spans in ``left``, and the spans that stand in none of them."""
    horizontals = _straighten(page.horizontals)
    verticals = _straighten(page.verticals)
    tables: list[GridTable] = []
    for group in sorted(_touching(horizontals, verticals), key=lambda g: -(g.right - g.left) * (g.bottom - g.top)):
        found, left = _tables_of_group(group, left)
        tables += found
    return sorted(tables, key=lambda table: table.top), left


@dataclass
class _Group:
    horizontals: list[Rule]
    verticals: list[Rule]

    @property
    def left(self) -> float:
        return min([r.low for r in self.horizontals] + [r.at for r in self.verticals])

    @property
    def right(self) -> float:
        return max([r.high for r in self.horizontals] + [r.at for r in self.verticals])

    @property
    def top(self) -> float:
        return min([r.at for r in self.horizontals] + [r.low for r in self.verticals])

    @property
    def bottom(self) -> float:
        return max([r.at for r in self.horizontals] + [r.high for r in self.verticals])


def _straighten(rules: Iterable[Rule]) -> list[Rule]:
    """Join the pieces of each line: same place within ``_SNAP``, touching or a dash apart."""
    positions = _clusters([rule.at for rule in rules])
    by_position: dict[int, list[Rule]] = {}
    for rule in rules:
        by_position.setdefault(_nearest(positions, rule.at), []).append(rule)
    joined: list[Rule] = []
    for index, pieces in by_position.items():
        pieces.sort(key=lambda piece: piece.low)
        low, high = pieces[0].low, pieces[0].high
        for piece in pieces[1:]:
            if piece.low > high + _DASH_GAP:
                joined.append(Rule(positions[index], low, high))
                low = piece.low
                high = piece.high
            high = max(high, piece.high)
        joined.append(Rule(positions[index], low, high))
    return [rule for rule in joined if rule.high - rule.low >= _SHORTEST]


def _clusters(values: Iterable[float]) -> list[float]:
    """The middles of groups of values, each group no wider than ``_SNAP``."""
    middles: list[float] = []
    group: list[float] = []
    for value in sorted(values):
        if group and value - group[0] > _SNAP:
            middles.append((group[0] + group[-1]) / 2)
            group = []
        group.append(value)
    if group:
        middles.append((group[0] + group[-1]) / 2)
    return middles


def _nearest(positions: Sequence[float], value: float) -> int:
    index = bisect_right(positions, value)
    candidates = [i for i in (index - 1, index) if 0 <= i < len(positions)]
    return min(candidates, key=lambda i: abs(positions[i] - value))


def _touching(horizontals: list[Rule], verticals: list[Rule]) -> list[_Group]:
    """Groups of lines that meet, directly or through others; a group needs lines of both directions."""
    parent = list(range(len(horizontals) + len(verticals)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, h in enumerate(horizontals):
        for j, v in enumerate(verticals):
            if h.low - _SNAP <= v.at <= h.high + _SNAP and v.low - _SNAP <= h.at <= v.high + _SNAP:
                parent[root(i)] = root(len(horizontals) + j)
    for i, first in enumerate(verticals):
        for j, second in enumerate(verticals[:i]):
            # A row that fills a whole page has no horizontal line, but its sides are of one length.
            if abs(first.low - second.low) < _SNAP and abs(first.high - second.high) < _SNAP:
                parent[root(len(horizontals) + i)] = root(len(horizontals) + j)
    groups: dict[int, _Group] = {}
    for index in range(len(parent)):
        group = groups.setdefault(root(index), _Group([], []))
        if index < len(horizontals):
            group.horizontals.append(horizontals[index])
        else:
            group.verticals.append(verticals[index - len(horizontals)])
    return [group for group in groups.values() if group.verticals]


class _Cells:
    """The elementary grid of a group and the cells that remain once undrawn sides are removed."""

    def __init__(self, group: _Group) -> None:
        self.xs = _clusters([rule.at for rule in group.verticals] + [group.left, group.right])
        self.ys = _clusters([rule.at for rule in group.horizontals] + [group.top, group.bottom])
        self.wide, self.high = len(self.xs) - 1, len(self.ys) - 1
        self.side = [[False] * len(self.xs) for _ in range(max(self.high, 0))]
        self.floor = [[False] * max(self.wide, 0) for _ in self.ys]
        for rule in group.verticals:
            column = _nearest(self.xs, rule.at)
            for row in range(self.high):
                self.side[row][column] |= _covers(rule, self.ys[row], self.ys[row + 1])
        for rule in group.horizontals:
            row = _nearest(self.ys, rule.at)
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


def _tables_of_group(group: _Group, spans: list[Span]) -> tuple[list[GridTable], list[Span]]:
    """The tables that a group of lines draws, and the spans left outside; a lone frame is no table."""
    cells = _Cells(group)
    if cells.wide < 2 or cells.high < 1:
        return [], spans
    inside, outside = _split_inside(spans, cells)
    pieces = [piece for span in inside for piece in _cut_at_lines(span, cells)]
    tables = _tables(cells, pieces)
    first_text = min((span.baseline for span in outside), default=group.bottom)
    kept = [table for table in tables if _is_table(table, opens_page=first_text > table.top)]
    held = {id(span) for table in kept for row in table.rows for cell in row for span in cell}
    return kept, outside + [piece for piece in pieces if id(piece) not in held]


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
    table.rows = [row for row in table.rows if any(row)]
    return table


def _is_table(table: GridTable, opens_page: bool) -> bool:
    """Two filled cells, or one where a table goes on from the page before or has three columns."""
    filled = sum(bool(cell) for row in table.rows for cell in row)
    return len(table.columns) > 2 and (filled >= 2 or (filled == 1 and (opens_page or len(table.columns) > 3)))
