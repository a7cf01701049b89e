"""Which paragraphs of an interleaved evaluation table stand in the criteria column and which in the results column.

Nothing in the text says where the methods end and the results begin. What does say so is how lines were wrapped: a line that broke
although the next word would have fitted does not come from that column, and neither does a line too long for it. The width of the
criteria column is known from the lines under the other family headings; that of the results column is the one that explains the
text best. A path of least cost through the paragraphs (two states, criteria or results) weighs this against the weaker signs: lines
of spaces only, page starts, lists that are not finished.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ingest.readers.lines import Piece, ends_sentence, width

CRITERIA, RESULTS = 0, 1

_OVERFLOW = 20.0
_EARLY_WRAP = 10.0
_LOOSE_LINE, _LOOSE_WRAP = 0.04, 0.08
"""Tolerances, as shares of the column: advance widths are those of another font, list items are indented."""

_DOUBT = 0.3
"""A paragraph is doubtful when putting it in the other column costs less than this."""

_ALIKE, _DOUBT_ALIKE = 0.8, 1.5
"""Where the results column is more than this share of the criteria column, widths prove less, and more is doubtful."""

_ENOUGH_WRAPS = 2
"""Wrapped lines in a row from which widths are worth looking at."""

_WORTH_A_LOOK = 2.0
"""Above this, with the best widths, no other width is tried for a paragraph."""


@dataclass(frozen=True)
class Placed:
    """A paragraph between two family headings.

    ``family`` counts the headings before it in its row, from 0. Results are read after the methods where each family has its own
    cell, and after the last family where all share one: ``results_near`` marks the paragraphs under these two.
    """

    piece: Piece
    family: int
    first: bool
    results_near: bool

    @cached_property
    def widest(self) -> float:
        """The width of its longest line: the column is no narrower."""
        return max(width(line) for line in self.piece.printed)

    @cached_property
    def wraps(self) -> tuple[float, ...]:
        """For each line that the column's edge broke, how wide it would have been with one word more: the column is narrower."""
        return tuple(width(f"{line} {following.split()[0]}") for line, following in pairwise(self.piece.printed) if not ends_sentence(line))


@dataclass(frozen=True)
class Columns:
    """The outcome for one row: a column for each paragraph, and the paragraphs that could as well stand in the other one."""

    labels: tuple[int, ...]
    doubtful: tuple[int, ...]


def tell_columns(placed: Sequence[Placed], heading_widths: Sequence[float], usual_results: float | None) -> Columns:
    """Label each paragraph of a row CRITERIA or RESULTS.

    Args:
        placed: the paragraphs after the first family heading, in order.
        heading_widths: the widths of the lines of the headings themselves, which stand in the criteria column.
        usual_results: the width of the results column in other rows of the document, used where this row's own text tells nothing.
    """
    if not placed:
        return Columns((), ())
    if sum(len(p.wraps) for p in placed) < _ENOUGH_WRAPS:
        return _without_widths(placed)
    known = max([*heading_widths, *(p.widest for p in placed if p.first or not p.results_near)], default=0.0)
    best = min(
        (_path(placed, criteria, results, known, usual_results) for criteria, results in _hypotheses(placed, known, usual_results)),
        key=lambda path: path.cost,
    )
    return Columns(best.labels, _doubtful(placed, best, known, usual_results))


def results_width(placed: Sequence[Placed], columns: Columns) -> float | None:
    """The width that a row's results prove, or None when no line of them was wrapped."""
    results = [p for p, label in zip(placed, columns.labels, strict=True) if label == RESULTS]
    return max((p.widest for p in results), default=None) if any(p.wraps for p in results) else None


@dataclass(frozen=True)
class _Path:
    labels: tuple[int, ...]
    cost: float
    criteria: float
    results: float


def _hypotheses(placed: Sequence[Placed], known: float, usual_results: float | None) -> list[tuple[float, float]]:
    """Pairs of widths worth trying: a column is as wide as one of the lines that it holds."""
    widths = sorted({round(p.widest, 1) for p in placed})
    wide = [known, *(w for w in widths if w > known)] if known else widths
    narrow = [*widths, *([usual_results] if usual_results else [])]
    return [(criteria, results) for criteria in wide for results in narrow]


def _without_widths(placed: Sequence[Placed]) -> Columns:
    """Lines that were never wrapped have no column: only the weaker signs are left."""
    best = _path(placed, math.inf, math.inf, 0.0, None)
    return Columns(best.labels, _doubtful(placed, best, 0.0, None))


def _misfit(p: Placed, column: float) -> float:
    overflow = max(0.0, p.widest / column - 1 - _LOOSE_LINE) * _OVERFLOW
    return overflow + sum(max(0.0, 1 - wrap / column - _LOOSE_WRAP) for wrap in p.wraps) * _EARLY_WRAP


def _path(
    placed: Sequence[Placed],
    criteria: float,
    results: float,
    known: float,
    usual_results: float | None,
    forced: tuple[int, int] | None = None,
) -> _Path:
    """The cheapest labels for two given widths; ``forced`` is (index, label)."""
    widths = (criteria, results)
    costs, back = [0.0, math.inf], []
    for index, p in enumerate(placed):
        previous = placed[index - 1] if index else None
        reached = []
        for label in (CRITERIA, RESULTS):
            came = min((CRITERIA, RESULTS), key=lambda before: costs[before] + _move(previous, p, before, label))
            price = costs[came] + _move(previous, p, came, label) + _misfit(p, widths[label])
            reached.append((price + (math.inf if forced and forced == (index, 1 - label) else 0.0), came))
        back.append([came for _, came in reached])
        costs = [price for price, _ in reached]
    label = min((CRITERIA, RESULTS), key=lambda final: costs[final])
    labels = [label]
    for came_from in reversed(back[1:]):
        labels.append(came_from[labels[-1]])
    labels.reverse()
    cost = costs[label] + _implausible(criteria, results, known, usual_results)
    return _Path(tuple(labels), cost + (0.0 if RESULTS in labels else 3.0), criteria, results)


def _implausible(criteria: float, results: float, known: float, usual_results: float | None) -> float:
    """What the two widths themselves cost: columns as wide as each other prove nothing, and rows of a document resemble each other."""
    cost = max(0.0, criteria / known - 1 - _LOOSE_LINE) * _OVERFLOW / 2 if known else 0.0
    cost += 1.0 if results > 0.9 * criteria else 0.0
    return cost + (abs(math.log(results / usual_results)) if usual_results else 0.0)


def _move(previous: Placed | None, p: Placed, before: int, label: int) -> float:
    """What it costs to find ``p`` in column ``label`` after a paragraph in column ``before``."""
    if p.first:  # what follows a heading on its line, or right under it, is the family's
        return 0.0 if label == CRITERIA else 2.5
    start = p.piece.lines[0]
    if before == label:
        return 0.4 if label == CRITERIA and start.after_separator else 0.0
    if label == CRITERIA:
        return 1.0 if start.opens_page else 3.0
    return _leaves_criteria(previous, p)


def _leaves_criteria(previous: Placed | None, p: Placed) -> float:
    start = p.piece.lines[0]
    cost = 1.0 if p.results_near else 4.0
    cost -= 0.8 if start.after_separator else 0.0
    cost -= 2.0 if start.opens_page and not p.results_near else 0.0
    cost -= 0.1 if start.after_blank else 0.0
    if previous is not None:
        unfinished = previous.piece.last.rstrip().endswith(":")
        cost += 3.0 if unfinished else (0.5 if not ends_sentence(previous.piece.last) else 0.0)
        if previous.piece.marker:
            cost += 1.0 if p.piece.marker == previous.piece.marker else -0.2
    return cost


def _doubtful(placed: Sequence[Placed], best: _Path, known: float, usual_results: float | None) -> tuple[int, ...]:
    """The paragraphs that another width of the results column would put elsewhere at hardly more cost."""
    if RESULTS not in best.labels:
        return tuple(range(len(placed)))
    widths = [results for criteria, results in _hypotheses(placed, known, usual_results) if criteria == best.criteria] or [best.results]

    def extra(index: int, results: float) -> float:
        forced = (index, 1 - best.labels[index])
        return _path(placed, best.criteria, results, known, usual_results, forced).cost - best.cost

    likely = [index for index in range(len(placed)) if extra(index, best.results) < _WORTH_A_LOOK]
    doubt = _DOUBT_ALIKE if best.results > _ALIKE * best.criteria else _DOUBT
    return tuple(index for index in likely if min(extra(index, results) for results in widths) < doubt)
