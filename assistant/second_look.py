"""The second look of the ranking: how a passage stands among those of its place, once each was weighed alone.

What answers a question often stands together (all the bullets of a family, the paragraphs of a section): a passage is more likely to be
needed where its neighbours are, and less where another competence has taken the lead. This is stacking (Wolpert, "Stacked
generalization", 1992): the probabilities of a first forest become features of a second one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.model import Passage

Floats = NDArray[np.float32]
Numbers = NDArray[np.floating]
LOOKED_AT = 150
"""So many passages, best first, get a second look; what the first put lower is not needed."""
_FARTHEST = 60
"""Ranks beyond are told alike."""
_FARTHEST_PLACE = 20
_TINY = 1e-6


def second_look(passages: Sequence[Passage], values: Floats, probabilities: Floats) -> Floats:
    """Shape (n, features): ``values``, shape (n, features of the first look), and how each of the ``probabilities`` stands among others."""
    if not passages:
        return np.zeros((0, 1), np.float32)
    most = float(probabilities.max()) or 1.0
    logarithms = np.log(probabilities + _TINY)
    columns = [probabilities, logarithms, np.minimum(_ranks(probabilities), _FARTHEST), probabilities / most]
    columns += [np.full(len(passages), most), np.full(len(passages), probabilities.sum())]
    for names in ([cell_of(p) for p in passages], [_competence_of(p) for p in passages], [p.certification for p in passages]):
        columns += _among(np.unique(names, return_inverse=True)[1], probabilities, logarithms, most)
    columns += [np.r_[probabilities[1:], 0], np.r_[0, probabilities[:-1]]]
    return np.hstack([values, np.stack(columns, axis=1)]).astype(np.float32)


def _among(group: NDArray[np.int64], probabilities: Floats, logarithms: Floats, most: float) -> list[Numbers]:
    """How a passage stands in its group, and its group among the others."""
    best = np.zeros(group.max() + 1, np.float32)
    np.maximum.at(best, group, probabilities)
    total = np.bincount(group, probabilities).astype(np.float64)
    count = np.bincount(group).astype(np.float64)
    mean_logarithm = np.bincount(group, logarithms) / count
    place = np.minimum(_ranks(best), _FARTHEST_PLACE)
    of_group: list[Numbers] = [best, total / count, total, count, mean_logarithm, best / most, place]
    return [*(column[group] for column in of_group), probabilities / np.maximum(best[group], _TINY)]


def cell_of(passage: Passage) -> str:
    """What a passage stands in: the paragraphs of a section, the statements of one family of one competence."""
    return passage.context if passage.kind == "section" else passage.id.rsplit("/", 1)[0]


def _competence_of(passage: Passage) -> str:
    return cell_of(passage) if passage.competence is None else f"{passage.certification}/{passage.competence}"


def _ranks(values: Floats) -> NDArray[np.float64]:
    ranks = np.empty(len(values))
    ranks[np.argsort(-values, kind="stable")] = np.arange(len(values))
    return ranks
