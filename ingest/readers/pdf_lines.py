"""Drawn lines become straight segments, and segments that meet become groups: one group is one table, or several that touch."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.pdf_page import Rule

_SNAP = 3.0
"""Parallel lines closer than this (points) are one: double borders, spaced cells."""

_DASH_GAP = 4.0
_SHORTEST = 5.0


@dataclass
class Group:
    """Straight lines that meet, directly or through others."""

    horizontals: list[Rule]
    verticals: list[Rule]

    @property
    def left(self) -> float:
        """The left end of its lines."""
        return min([r.low for r in self.horizontals] + [r.at for r in self.verticals])

    @property
    def right(self) -> float:
        """The right end of its lines."""
        return max([r.high for r in self.horizontals] + [r.at for r in self.verticals])

    @property
    def top(self) -> float:
        """The top end of its lines."""
        return min([r.at for r in self.horizontals] + [r.low for r in self.verticals])

    @property
    def bottom(self) -> float:
        """The bottom end of its lines."""
        return max([r.at for r in self.horizontals] + [r.high for r in self.verticals])


def straighten(rules: Iterable[Rule]) -> list[Rule]:
    """Join the pieces of each line: same place within ``_SNAP``, touching or a dash apart."""
    positions = clusters([rule.at for rule in rules])
    by_position: dict[int, list[Rule]] = {}
    for rule in rules:
        by_position.setdefault(nearest(positions, rule.at), []).append(rule)
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


def clusters(values: Iterable[float]) -> list[float]:
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


def nearest(positions: Sequence[float], value: float) -> int:
    """The index of the position closest to a value."""
    index = bisect_right(positions, value)
    candidates = [i for i in (index - 1, index) if 0 <= i < len(positions)]
    return min(candidates, key=lambda i: abs(positions[i] - value))


def touching(horizontals: list[Rule], verticals: list[Rule]) -> list[Group]:
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
    groups: dict[int, Group] = {}
    for index in range(len(parent)):
        group = groups.setdefault(root(index), Group([], []))
        if index < len(horizontals):
            group.horizontals.append(horizontals[index])
        else:
            group.verticals.append(verticals[index - len(horizontals)])
    return [group for group in groups.values() if group.verticals]
