"""Where the words of a quotation stand on a page: the likeliest path from word to word over the places where each of them is printed.

A quotation is read line by line, but the page may hold the lines of neighbouring cells between its own, cut its words with hyphens, print
the same sentence for another competence, or continue it on the next page. So every step between two places has a cost, every word found
a gain that grows with its length, and the best sum wins (Viterbi's algorithm).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.pages.drawing import Box, Word
from ingest.pages.steps import ATOM, NEXT_PAGE, Atom, atoms_of, follows, plain, step_costs

if TYPE_CHECKING:
    from ingest.pages.steps import Costs

_GAIN, _GAIN_PER_LETTER = 1.0, 0.1
_SKIPPED = 1.0
"""The price of a word that is not found where it should be."""
MAX_WORDS = 2500
"""On the pages together; more are no text to search."""


@dataclass(frozen=True)
class Found:
    """The boxes of a quotation on each page, one per line, and the share (0 to 1) of its letters that were found."""

    boxes: tuple[tuple[Box, ...], ...]
    share: float


@dataclass(frozen=True)
class _Place:
    """Where a word of the quotation may stand: an atom, or two that a hyphen or a change of font cut apart."""

    first: int
    last: int


def find(quotation: str, pages: Sequence[Sequence[Word]], *, before: str = "", after: str = "") -> Found:
    """Find a quotation on consecutive pages.

    Args:
        quotation: its words; marks, blanks, case and accents do not count.
        pages: the words of each page, at most ``MAX_WORDS`` together.
        before: what the document says just before, which tells a sentence from the same one elsewhere; not marked.
        after: what it says just after.
    """
    wanted, own = _wanted(before, quotation, after)
    nothing = Found(tuple(() for _ in pages), 0.0)
    atoms = [atom for rank, words in enumerate(pages) for atom in atoms_of(words, rank)]
    if not own or not atoms or sum(map(len, pages)) > MAX_WORDS:
        return nothing
    costs, crossing = step_costs(atoms, pages)
    path = _best_path(wanted, own, _places(wanted, atoms, costs), costs, crossing)
    matched = {rank: path[rank] for rank in own if rank in path}
    share = sum(len(wanted[rank]) for rank in matched) / sum(len(wanted[rank]) for rank in own)
    printed = {(atoms[at].page, atoms[at].word) for place in matched.values() for at in (place.first, place.last)}
    boxes = tuple(_lines([word.box for rank, word in enumerate(words) if (page, rank) in printed]) for page, words in enumerate(pages))
    return Found(boxes, share)


def _wanted(before: str, quotation: str, after: str) -> tuple[list[str], range]:
    """All words in order, and the ranks of those of the quotation."""
    parts = [ATOM.findall(plain(text)) for text in (before, quotation, after)]
    return [word for part in parts for word in part], range(len(parts[0]), len(parts[0]) + len(parts[1]))


def _places(wanted: Sequence[str], atoms: Sequence[Atom], costs: Costs) -> dict[str, list[_Place]]:
    places: dict[str, list[_Place]] = {word: [] for word in wanted}
    heads: dict[str, set[str]] = defaultdict(set)
    for word in places:
        for length in range(1, len(word)):
            heads[word[:length]].add(word)
    for at, atom in enumerate(atoms):
        if atom.text in places:
            places[atom.text].append(_Place(at, at))
        for then in (costs[at] <= NEXT_PAGE).nonzero()[0].tolist() if atom.text in heads else ():
            if (whole := atom.text + atoms[then].text) in heads[atom.text]:
                places[whole].append(_Place(at, then))
    return places


def _best_path(wanted: Sequence[str], own: range, places: dict[str, list[_Place]], costs: Costs, crossing: Costs) -> dict[int, _Place]:
    """The place of each word that was found, by its rank."""
    import numpy as np

    reached = np.full(len(costs), -np.inf)  # the best sum of the paths that end at each atom, with the step and the word that end it
    last_step, last_rank = np.full(len(costs), -1), np.full(len(costs), -1)
    steps: list[tuple[int, _Place, int]] = []  # word, place, step before (-1: none)
    for rank, word in enumerate(wanted):
        crosses = last_rank < (own.start if rank in own else own.stop if rank >= own.stop else 0)
        nothing_before = -_SKIPPED * rank
        arrivals: list[tuple[int, float, int]] = []
        for place in places[word]:
            sums = reached - np.where(crosses, crossing[:, place.first], costs[:, place.first])
            origin = int(sums.argmax())
            begins = sums[origin] <= nothing_before
            steps.append((rank, place, -1 if begins else int(last_step[origin])))
            total = max(float(sums[origin]), nothing_before) + _GAIN + _GAIN_PER_LETTER * len(word)
            arrivals.append((place.last, total, len(steps) - 1))
        reached -= _SKIPPED
        for at, total, step in arrivals:
            if total > reached[at]:
                reached[at], last_step[at], last_rank[at] = total, step, rank
    return _walk_back(steps, int(last_step[int(reached.argmax())]))


def _walk_back(steps: Sequence[tuple[int, _Place, int]], step: int) -> dict[int, _Place]:
    found: dict[int, _Place] = {}
    while step >= 0:
        rank, place, step = steps[step]
        found[rank] = place
    return found


def _lines(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Boxes of words that follow each other on a line become one box."""
    lines: list[Box] = []
    for box in sorted(boxes, key=lambda box: ((box[1] + box[3]) // 2, box[0])):
        near = next((at for at, line in enumerate(lines) if follows(line, box)), None)
        if near is None:
            lines.append(box)
        else:
            line = lines[near]
            lines[near] = (min(line[0], box[0]), min(line[1], box[1]), max(line[2], box[2]), max(line[3], box[3]))
    return tuple(lines)
