"""Two versions face each other: the assignment that is best for all units together, then what was split or merged.

Each unit has one counterpart at most. What stands at the same place may differ more and still be the same unit reworded; far from there,
only near-identical words tell that a unit moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.comparing.model import Pair, Status
from assistant.comparing.similarity import Matrix, by_meaning, by_order
from assistant.comparing.units import Unit, pieces
from assistant.comparing.words import same_words
from vectorstore.embeddings import Embedder

WORDS, MEANING = 0.6, 0.4
"""What word order and meaning weigh in the likeness of two versions of a text."""
SAME_PLACE, SAME_GROUP, ELSEWHERE = 0.45, 0.6, 0.75
"""The likeness from which two texts are one: at the same place, in another part of the same competence, anywhere."""
_GROUP_BONUS, _PART_BONUS, _RANK_BONUS = 0.1, 0.05, 0.02
"""Enough to choose among repeated wordings, not enough to keep a text from its better counterpart."""
_PIECE = 0.75
"""The likeness, by words alone, from which a statement is a bullet or sentence of another."""


@dataclass(frozen=True)
class Places:
    """Which group of ``b`` each group of ``a`` has become; groups that are not named keep their name."""

    groups: Mapping[str, str]

    def same_group(self, a: Unit, b: Unit) -> bool:
        """Whether both belong to the same competence, block or heading."""
        return self.groups.get(a.group, a.group) == b.group

    def same(self, a: Unit, b: Unit) -> bool:
        """Whether both stand in the same part of the same group."""
        return a.part == b.part and self.same_group(a, b)


def text_likeness(texts: Sequence[str], others: Sequence[str], embedder: Embedder) -> Matrix:
    """0..1 for each pair; 1 for the same words."""
    ordered = by_order(texts, others)
    mixed = WORDS * ordered + MEANING * by_meaning(texts, others, embedder)
    return np.where(ordered == 1.0, 1.0, np.minimum(mixed, 0.999))


def align(olds: Sequence[Unit], news: Sequence[Unit], places: Places, embedder: Embedder) -> list[Pair]:
    """The pairs of two lists of units of one level, in the order of ``b``; what only ``a`` has stands after what preceded it there."""
    likeness = text_likeness([unit.text for unit in olds], [unit.text for unit in news], embedder)
    chosen = _assigned(olds, news, places, likeness)
    pairs = {b: _pair(olds[a], news[b], float(likeness[a, b]), places) for a, b in chosen.items()}
    lone_news = [b for b in range(len(news)) if b not in pairs]
    lone_olds = [a for a in range(len(olds)) if a not in chosen]
    partners = {olds[a].passage.id: news[b] for a, b in chosen.items()}
    partners_new = {news[b].passage.id: olds[a] for a, b in chosen.items()}
    for b in lone_news:
        nearest = _nearest(likeness[:, b], [places.same_group(old, news[b]) for old in olds], olds)
        pairs[b] = _split_off(news[b], olds, partners) or Pair(None, news[b], Status.ADDED, 0.0, nearest=nearest)
    after: dict[int, list[Pair]] = {}
    for a in lone_olds:
        nearest = _nearest(likeness[a], [places.same_group(olds[a], new) for new in news], news)
        pair = _merged_into(olds[a], news, partners_new) or Pair(olds[a], None, Status.REMOVED, 0.0, nearest=nearest)
        after.setdefault(_seat(a, olds, news, chosen, places), []).append(pair)
    return [*after.get(-1, []), *(pair for b in range(len(news)) for pair in (pairs[b], *after.get(b, [])))]


def _assigned(olds: Sequence[Unit], news: Sequence[Unit], places: Places, likeness: Matrix) -> dict[int, int]:
    """Old index -> new index: the one-to-one choice whose likenesses, squared so that the same words come first, add up to the most."""
    from scipy.optimize import linear_sum_assignment

    if not olds or not news:
        return {}
    worth, allowed = np.zeros(likeness.shape), np.zeros(likeness.shape, dtype=bool)
    for a, old in enumerate(olds):
        for b, new in enumerate(news):
            group, part = places.same_group(old, new), old.part == new.part
            least = SAME_PLACE if group and part else SAME_GROUP if group else ELSEWHERE
            allowed[a, b] = likeness[a, b] >= least
            bonus = _GROUP_BONUS * group + _PART_BONUS * part + _RANK_BONUS * (1 - abs(old.rank - new.rank))
            worth[a, b] = allowed[a, b] * (likeness[a, b] ** 2 + bonus)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return {int(a): int(b) for a, b in zip(rows, columns, strict=True) if allowed[a, b]}


def _pair(old: Unit, new: Unit, similarity: float, places: Places) -> Pair:
    if not places.same(old, new):
        status = Status.MOVED
    elif same_words(old.text, new.text):
        status = Status.UNCHANGED
    else:
        status = Status.REWORDED
    return Pair(old, new, status, similarity)


def _nearest(likeness: Matrix, same_group: Sequence[bool], units: Sequence[Unit]) -> Unit | None:
    """What to show beside a unit alone: the most alike, those of its own competence first among equals."""
    return units[int(np.argmax(likeness + 2 * _GROUP_BONUS * np.array(same_group)))] if units else None


def _split_off(new: Unit, olds: Sequence[Unit], partners: Mapping[str, Unit]) -> Pair | None:
    """A new statement that was a bullet or sentence of an old one, which has left it to stand alone."""
    found = _holder(new, olds, partners)
    return Pair(found[0], new, Status.MOVED, found[2], excerpt=found[1]) if found else None


def _merged_into(old: Unit, news: Sequence[Unit], partners: Mapping[str, Unit]) -> Pair | None:
    """An old statement that has become a bullet or sentence of a new one."""
    found = _holder(old, news, partners)
    return Pair(old, found[0], Status.MOVED, found[2], excerpt=found[1]) if found else None


def _holder(lone: Unit, wholes: Sequence[Unit], partners: Mapping[str, Unit]) -> tuple[Unit, str, float] | None:
    """The unit of which ``lone`` is a piece that the counterpart of that unit does not have, with the piece and the likeness."""
    best: tuple[Unit, str, float] | None = None
    for whole in wholes:
        mine = pieces(whole.text)
        if not mine:
            continue
        likeness = by_order([lone.text], mine)[0]
        at = int(np.argmax(likeness))
        if likeness[at] < _PIECE or (best is not None and likeness[at] <= best[2]):
            continue
        partner = partners.get(whole.passage.id)
        kept = pieces(partner.text) or [partner.text] if partner else []
        if not kept or by_order([mine[at]], kept).max() < _PIECE:
            best = (whole, mine[at], float(likeness[at]))
    return best


def _seat(a: int, olds: Sequence[Unit], news: Sequence[Unit], chosen: Mapping[int, int], places: Places) -> int:
    """The new index after which an old unit without counterpart is shown; -1 for the top.

    That is the counterpart of the nearest before it in its own group, else the end of what its group became, else of any before it.
    """
    before = [n for n in range(a - 1, -1, -1) if n in chosen]
    in_group = [chosen[n] for n in before if olds[n].group == olds[a].group and places.same_group(olds[n], news[chosen[n]])]
    end = [n for n in range(len(news) - 1, -1, -1) if places.same_group(olds[a], news[n])]
    return next(iter((*in_group, *end, *(chosen[n] for n in before))), -1)
