"""How well the mapping recognises what activities show: the figures of ``acquis eval`` on sets of activities."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_BINS = 10


def calibration_error(scores: NDArray[np.float32], right: NDArray[np.bool_]) -> float:
    """Expected calibration error: the mean distance between score and share of right ones, over ten bins of scores, by their size."""
    places = np.minimum((scores * _BINS).astype(int), _BINS - 1)
    return sum(abs(scores[places == b].mean() - right[places == b].mean()) * (places == b).mean() for b in set(places.tolist()))
