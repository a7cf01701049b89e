"""Two runs side by side, turn by turn: wins, ties, losses, and a 95 % bootstrap interval of the mean difference.

Bradley Efron, "Bootstrap Methods: Another Look at the Jackknife", 1979: the turns are resampled with replacement, here 2,000 times with
a fixed seed.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence
from typing import Any

from assistant.evaluation.runs import Run

_RESAMPLES = 2000


def compare(run: Run, other: Run, measure: str) -> dict[str, Any]:
    """Wins, ties and losses of ``run`` against ``other`` on the turns that both hold, and the interval of the difference of rates."""
    before = {result.key: result.scores[measure][0] for result in other.results if measure in result.scores}
    pairs = [(r.scores[measure][0], before[r.key]) for r in run.results if measure in r.scores and r.key in before]
    differences = [int(now) - int(then) for now, then in pairs]
    return {
        "wins": differences.count(1),
        "ties": differences.count(0),
        "losses": differences.count(-1),
        **_mean_and_interval(differences, 4),
    }


def compare_characters(run: Run, other: Run) -> dict[str, Any]:
    """How many characters more ``run`` quotes on average, on the turns for which either quotes something."""
    before = {result.key: result.characters for result in other.results}
    pairs = [(result.characters, before[result.key]) for result in run.results if result.key in before]
    return _mean_and_interval([now - then for now, then in pairs if now or then], 1)


def _mean_and_interval(differences: Sequence[int], digits: int) -> dict[str, Any]:
    if not differences:
        return {"difference": 0.0, "interval": [0.0, 0.0]}
    interval = [round(bound, digits) for bound in _bootstrap(differences)]
    return {"difference": round(statistics.fmean(differences), digits), "interval": interval}


def _bootstrap(differences: Sequence[int]) -> tuple[float, float]:
    generator = random.Random(0)
    means = sorted(statistics.fmean(generator.choices(differences, k=len(differences))) for _ in range(_RESAMPLES))
    return means[int(0.025 * _RESAMPLES)], means[int(0.975 * _RESAMPLES) - 1]
