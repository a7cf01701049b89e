"""From each printed word to each other: how likely it is that they are read one after the other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.pages.drawing import Box, Word
from ingest.repair import repair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Costs = NDArray[np.float32]
    """Square: from each atom (row) to each other (column)."""

ATOM = re.compile(r"[^\W\d_]+|\d+")
NEXT, BELOW, NEAR, NEXT_PAGE, ELSEWHERE = 0.0, 0.2, 1.5, 2.5, 7.0
"""Costs of a step: right after on the line, from the end of a line to the start of the one below, otherwise close, to the page after,
anywhere else (which a few words do not pay for)."""
_CROSSING, _BACK, _FAR = 1.5, 0.5, 40.0
"""The most that a step to another paragraph, which may stand anywhere, costs; a little more back than on; one more for so many lines."""
_LEVEL = 0.4
"""Two words stand on one line when their middles differ by less than this many heights."""
_NEXT_LINE, _CLOSE_LINES = 1.8, 3.0
"""In heights of a line: how far below the next line of a paragraph is, and how far at most."""
_SPACE, _WIDE_SPACE, _WIDEST_SPACE = 0.8, 4.0, 15.0
"""In heights of a line: the widest gap within a line of a cell, one that holds something skipped (a note call, a list mark), and one that
holds a word that was not read."""


@dataclass(frozen=True)
class Atom:
    """Letters or figures in a row: a part of a printed word. ``page`` and ``word`` are ranks; ``right``: its end, signs included."""

    text: str
    page: int
    word: int
    right: int


def plain(text: str) -> str:
    """Small letters without accents, ligatures taken apart, damage of extraction undone."""
    folded = unicodedata.normalize("NFKD", repair(text).lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def atoms_of(words: Sequence[Word], page: int) -> list[Atom]:
    """The atoms of a page; a sign that stands alone belongs to the word before it."""
    atoms: list[Atom] = []
    for rank, word in enumerate(words):
        texts = ATOM.findall(plain(word.text))
        atoms += [Atom(text, page, rank, word.box[2]) for text in texts]
        if not texts and atoms and follows(words[rank - 1].box, word.box):
            atoms[-1] = replace(atoms[-1], right=word.box[2])
    return atoms


def level(line: Box, box: Box) -> bool:
    """Whether two boxes stand on one line."""
    return abs((line[1] + line[3]) - (box[1] + box[3])) / 2 < _LEVEL * max(line[3] - line[1], box[3] - box[1])


def follows(line: Box, box: Box) -> bool:
    """Whether a box stands on a line, beside or inside what is already there."""
    near = 2 * _SPACE * max(line[3] - line[1], box[3] - box[1])
    return level(line, box) and line[0] - near < box[2] and box[0] < line[2] + near


def step_costs(atoms: Sequence[Atom], pages: Sequence[Sequence[Word]]) -> tuple[Costs, Costs]:
    """The costs of the steps between the atoms of these pages: within a paragraph, and from one paragraph to another."""
    import numpy as np

    boxes = np.array([pages[atom.page][atom.word].box for atom in atoms], dtype=np.float32)
    page, word = np.array([(atom.page, atom.word) for atom in atoms]).T
    left, top, _, bottom = boxes.T
    right = np.array([atom.right for atom in atoms], dtype=np.float32)
    height = np.maximum(bottom - top, 1)
    tall = np.maximum(height[:, None], height[None, :])
    down = (top + bottom)[None, :] / 2 - (top + bottom)[:, None] / 2
    gap = left[None, :] - right[:, None]
    same_page = page[:, None] == page[None, :]
    on_level = same_page & (np.abs(down) < _LEVEL * tall)
    on_line = on_level & (left[None, :] > left[:, None]) & (gap > -tall) & (gap < _SPACE * tall)
    starts, ends = ~on_line.any(axis=0), ~on_line.any(axis=1)
    apart = _apart(on_line, left, right)
    lower = same_page & (down >= _LEVEL * tall) & (down < _CLOSE_LINES * tall) & (apart < _WIDE_SPACE * tall)
    rank = np.arange(len(atoms))
    costs = np.full(gap.shape, ELSEWHERE, dtype=np.float32)
    costs[page[None, :] == page[:, None] + 1] = NEXT_PAGE
    costs[on_level & (gap >= _WIDE_SPACE * tall) & (gap < _WIDEST_SPACE * tall)] = NEXT_PAGE
    costs[on_level & (gap >= _SPACE * tall) & (gap < _WIDE_SPACE * tall)] = NEAR
    costs[lower] = NEAR
    costs[lower & (down < _NEXT_LINE * tall) & (apart < _SPACE * tall) & ends[:, None] & starts[None, :]] = BELOW
    costs[on_line] = NEXT
    costs[same_page & (word[:, None] == word[None, :]) & (rank[None, :] == rank[:, None] + 1)] = NEXT
    costs[rank, rank] = np.inf
    crossing = np.minimum(np.abs(down) / (_FAR * tall), 1) + _CROSSING
    crossing[rank[None, :] < rank[:, None]] += _BACK
    return costs, np.minimum(costs, crossing)


def _apart(on_line: NDArray[np.bool_], left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    """The distance, from side to side, between the lines (of a cell) that two atoms stand on; negative where one is above the other."""
    import numpy as np

    first, last = left.copy(), right.copy()
    pairs = list(zip(*(ranks.tolist() for ranks in on_line.nonzero()), strict=True))
    for at, then in sorted(pairs, key=lambda pair: float(left[pair[1]])):
        first[then] = min(first[then], first[at])
    for at, then in sorted(pairs, key=lambda pair: -float(right[pair[0]])):
        last[at] = max(last[at], last[then])
    apart: NDArray[np.float32] = np.maximum(first[None, :] - last[:, None], first[:, None] - last[None, :])
    return apart
