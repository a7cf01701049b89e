"""Two versions face each other: the assignment that is best for all units together, then what was split or merged.

Each unit has one counterpart at most. What stands at the same place may differ more and still be the same unit reworded; far from there,
only near-identical words tell that a unit moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    return _in_order(_pairs(olds, news, places, embedder), olds, news, places)


def _pairs(olds: Sequence[Unit], news: Sequence[Unit], places: Places, embedder: Embedder) -> list[Pair]:
    likeness = text_likeness([unit.text for unit in olds], [unit.text for unit in news], embedder)
    chosen = _assigned(olds, news, places, likeness)
    facing = {a: _pair(olds[a], news[b], float(likeness[a, b]), places) for a, b in chosen.items()}
    partners = {olds[a].passage.id: news[b] for a, b in chosen.items()}
    backwards = {news[b].passage.id: olds[a] for a, b in chosen.items()}
    lone_olds = [unit for a, unit in enumerate(olds) if a not in chosen]
    lone_news = [unit for b, unit in enumerate(news) if b not in chosen.values()]
    parted = [pair for unit in lone_news if (pair := _split_off(unit, olds, partners))]
    parted += [pair for unit in lone_olds if (pair := _merged_into(unit, news, backwards))]
    parted = _with_successors(parted, {unit.passage.id for unit in (*lone_olds, *lone_news)}, places)
    told = {unit.passage.id for pair in (*facing.values(), *parted) for unit in (pair.a, pair.b) if unit}
    return [*facing.values(), *parted, *_alone(olds, news, likeness, places, told)]


def _alone(olds: Sequence[Unit], news: Sequence[Unit], likeness: Matrix, places: Places, told: set[str]) -> Iterator[Pair]:
    """What came and what went: the units that no pair tells of."""
    for b, new in enumerate(news):
        if new.passage.id not in told:
            nearest = _nearest(likeness[:, b], [places.same_group(old, new) for old in olds], olds)
            yield Pair(None, new, Status.ADDED, 0.0, nearest=nearest)
    for a, old in enumerate(olds):
        if old.passage.id not in told:
            nearest = _nearest(likeness[a], [places.same_group(old, new) for new in news], news)
            yield Pair(old, None, Status.REMOVED, 0.0, nearest=nearest)


def _with_successors(parted: Sequence[Pair], lone: set[str], places: Places) -> list[Pair]:
    """Of a statement that was wholly taken apart (or put together), the piece at its place is the statement itself, reworded."""
    found: list[Pair] = []
    succeeded: set[str] = set()
    for pair in parted:
        assert pair.a is not None
        assert pair.b is not None
        whole = pair.a if pair.is_split else pair.b
        succeeds = whole.passage.id in lone - succeeded and places.same(pair.a, pair.b)
        if succeeds:
            succeeded.add(whole.passage.id)
            pair = Pair(pair.a, pair.b, Status.REWORDED, pair.similarity)
        found.append(pair)
    return found


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


def _in_order(pairs: Sequence[Pair], olds: Sequence[Unit], news: Sequence[Unit], places: Places) -> list[Pair]:
    """In the order of ``b``. A unit that only ``a`` has stands after what preceded it in its group, else at the end of what that became."""
    at_old = {unit.passage.id: n for n, unit in enumerate(olds)}
    at_new = {unit.passage.id: n for n, unit in enumerate(news)}
    became = sorted((at_old[pair.a.passage.id], at_new[pair.b.passage.id]) for pair in pairs if pair.a and pair.b)

    def seat(pair: Pair) -> tuple[int, int, int]:
        if pair.b is not None:
            return at_new[pair.b.passage.id], 0, at_old[pair.a.passage.id] if pair.a else 0
        assert pair.a is not None
        old, rank = pair.a, at_old[pair.a.passage.id]
        before = [(a, b) for a, b in became if a < rank]
        in_group = [b for a, b in before if olds[a].group == old.group and places.same_group(olds[a], news[b])]
        end = [n for n, new in enumerate(news) if places.same_group(old, new)]
        return (in_group or end or [b for _, b in before] or [-1])[-1], 1, rank

    return sorted(pairs, key=seat)
