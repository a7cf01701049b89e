"""Several rankings become one.

Gordon V. Cormack, Charles L. A. Clarke and Stefan Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank
Learning Methods", SIGIR 2009.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

K = 60
"""The constant of the paper: how little the first ranks stand out."""


def reciprocal_rank_fusion(rankings: Iterable[Sequence[int]]) -> dict[int, float]:
    """``score(d) = sum over rankings of 1 / (K + rank(d))``, ranks from 1; an item absent from a ranking gets nothing from it."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + 1 / (K + rank)
    return scores
