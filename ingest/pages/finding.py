"""Where the words of a quotation stand on a page: the likeliest path from word to word over the places where each of them is printed.

A quotation is read line by line, but the page may hold the lines of neighbouring cells between its own, cut its words with hyphens, print
the same sentence for another competence, or continue it on the next page. So every step between two places has a cost, every word found
a gain that grows with its length, and the best sum wins (Viterbi's algorithm).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.pages.drawing import Box, Word
from ingest.pages.steps import ATOM, NEXT_PAGE, Atom, atoms_of, follows, level, plain, step_costs

if TYPE_CHECKING:
    from ingest.pages.steps import Costs

_GAIN, _GAIN_PER_LETTER = 1.0, 0.1
_SKIPPED = 1.0
"""The price of a word that is not found where it should be."""
_WEIGHT_AROUND = 0.3
"""Of a word of the paragraphs around: a lone « le » there does not draw the sentence to itself."""
_MOST_ALIKE = 8
_AS_GOOD = 4.0
"""A sentence that is broken elsewhere into lines is the same all the same; its words picked here and there are not."""
MAX_WORDS = 2000
"""On the pages together, « l'eau » being two; the costs of more would take too much memory."""


@dataclass(frozen=True)
class Found:
    """The boxes of a quotation on each page, one per line, and the share (0 to 1) of its letters that were found.

    ``alike``: how many times as much of it stands there.
    """

    boxes: tuple[tuple[Box, ...], ...]
    share: float
    alike: int = 0


@dataclass(frozen=True)
class _Wanted:
    """A word to be found, the rank of its paragraph, and how much it counts."""

    text: str
    paragraph: int
    weight: float = 1.0


@dataclass(frozen=True)
class _Place:
    """Where a word of the quotation may stand: an atom, or two that a hyphen or a change of font cut apart."""

    first: int
    last: int


@dataclass(frozen=True)
class Neighbours:
    """What tells a sentence from the same one elsewhere on the page.

    ``rank`` (from 0) ``of`` that many: which one it is of the document's paragraphs on that page that say the same. ``before`` and
    ``after``: the paragraphs around it.
    """

    rank: int = 0
    of: int = 1
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def find(quotation: str, pages: Sequence[Sequence[Word]], neighbours: Neighbours = Neighbours()) -> Found:
    """Find a quotation on consecutive pages.

    Where the pages say the same as often as the document, its rank decides; otherwise what stands around, which more or less of it
    may be found on these pages.

    Args:
        quotation: its words; marks, blanks, case and accents do not count.
        pages: the words of each page, at most ``MAX_WORDS`` together.
        neighbours: not marked.
    """
    nothing = Found(tuple(() for _ in pages), 0.0)
    atoms = [atom for rank, words in enumerate(pages) for atom in atoms_of(words, rank)]
    wanted = _wanted([quotation])
    if not wanted or not atoms or len(atoms) > MAX_WORDS:
        return nothing
    costs, crossing = step_costs(atoms, pages)
    letters = sum(len(word.text) for word in wanted)
    alike = _alike(wanted, _places({word.text for word in wanted}, atoms, costs), costs, crossing)
    if len(alike) == neighbours.of > 1:
        path = sorted(alike, key=lambda path: _position(path, atoms, pages))[neighbours.rank]
    elif len(alike) > 1 or neighbours.of > 1:
        path = _among(quotation, neighbours, atoms, costs, crossing)
    else:
        path = alike[0]
    share = sum(len(wanted[rank].text) for rank in path) / letters
    printed = {(atoms[at].page, atoms[at].word) for place in path.values() for at in (place.first, place.last)}
    boxes = tuple(_lines([word.box for rank, word in enumerate(words) if (page, rank) in printed]) for page, words in enumerate(pages))
    return Found(boxes, share, len(alike) if path else 0)


def _alike(wanted: Sequence[_Wanted], places: dict[str, list[_Place]], costs: Costs, crossing: Costs) -> list[dict[int, _Place]]:
    """The best path, and those through other places that find as many words."""
    path, best = _best_path(wanted, places, costs, crossing)
    paths = [path]
    while paths[0] and len(paths) < _MOST_ALIKE:
        used = {at for place in paths[-1].values() for at in (place.first, place.last)}
        places = {word: [place for place in some if place.first not in used and place.last not in used] for word, some in places.items()}
        path, total = _best_path(wanted, places, costs, crossing)
        if len(path) < len(paths[0]) or total < best - _AS_GOOD:
            break
        paths.append(path)
    return paths


def _among(quotation: str, neighbours: Neighbours, atoms: Sequence[Atom], costs: Costs, crossing: Costs) -> dict[int, _Place]:
    """The part of the quotation in the best path through the paragraphs around it too."""
    own_rank = len(neighbours.before)
    wanted = [
        replace(word, weight=1.0 if word.paragraph == own_rank else _WEIGHT_AROUND)
        for word in _wanted([*neighbours.before, quotation, *neighbours.after])
    ]
    path, _ = _best_path(wanted, _places({word.text for word in wanted}, atoms, costs), costs, crossing)
    own = [rank for rank, word in enumerate(wanted) if word.paragraph == own_rank]
    return {rank - own[0]: path[rank] for rank in own if rank in path}


def _position(path: dict[int, _Place], atoms: Sequence[Atom], pages: Sequence[Sequence[Word]]) -> tuple[int, int, int]:
    """The page, the top and the left of the first word."""
    first = atoms[path[min(path)].first]
    left, top, _, _ = pages[first.page][first.word].box
    return first.page, top, left


def _wanted(paragraphs: Sequence[str]) -> list[_Wanted]:
    return [_Wanted(text, rank) for rank, paragraph in enumerate(paragraphs) for text in ATOM.findall(plain(paragraph))]


def _places(wanted: Iterable[str], atoms: Sequence[Atom], costs: Costs) -> dict[str, list[_Place]]:
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


def _best_path(
    wanted: Sequence[_Wanted], places: dict[str, list[_Place]], costs: Costs, crossing: Costs
) -> tuple[dict[int, _Place], float]:
    """The place of each word that was found, by its rank, and the sum of the path through them."""
    import numpy as np

    reached = np.full(len(costs), -np.inf)  # the best sum of the paths that end at each atom, with the step and the paragraph that end it
    last_step, last_paragraph = np.full(len(costs), -1), np.full(len(costs), -1)
    steps: list[tuple[int, _Place, int]] = []  # word, place, step before (-1: none)
    nothing_before = 0.0
    for rank, word in enumerate(wanted):
        crosses = last_paragraph != word.paragraph
        arrivals: list[tuple[int, float, int]] = []
        for place in places[word.text]:
            sums = reached - np.where(crosses, crossing[:, place.first], costs[:, place.first])
            origin = int(sums.argmax())
            begins = sums[origin] <= nothing_before
            steps.append((rank, place, -1 if begins else int(last_step[origin])))
            total = max(float(sums[origin]), nothing_before) + word.weight * (_GAIN + _GAIN_PER_LETTER * len(word.text))
            arrivals.append((place.last, total, len(steps) - 1))
        reached -= _SKIPPED * word.weight
        nothing_before -= _SKIPPED * word.weight
        for at, total, step in arrivals:
            if total > reached[at]:
                reached[at], last_step[at], last_paragraph[at] = total, step, word.paragraph
    end = int(reached.argmax())
    return _walk_back(steps, int(last_step[end])), float(reached[end])


def _walk_back(steps: Sequence[tuple[int, _Place, int]], step: int) -> dict[int, _Place]:
    found: dict[int, _Place] = {}
    while step >= 0:
        rank, place, step = steps[step]
        found[rank] = place
    return found


def _lines(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Boxes of words that follow each other on a line become one box; from the top, then from the left."""
    levels: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box[1] + box[3]):
        if levels and level(levels[-1][-1], box):
            levels[-1].append(box)
        else:
            levels.append([box])
    lines: list[Box] = []
    for words in levels:
        for at, box in enumerate(sorted(words)):
            if at and follows(lines[-1], box):
                line = lines.pop()
                box = (line[0], min(line[1], box[1]), max(line[2], box[2]), max(line[3], box[3]))
            lines.append(box)
    return tuple(lines)
