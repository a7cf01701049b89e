"""Linear classifiers over the words of a question: numpy only, a millisecond a question.

Features are those of :mod:`assistant.asking.features`, weighted ``tf·idf``, rows of length 1 (Salton and Buckley, 1988); each output is
a weighted sum with an intercept. Trained by :mod:`assistant.asking.training` with scikit-learn.
"""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.asking.features import grams

Floats = NDArray[np.float32]


class LinearModel:
    """Reads ``config.json`` (heads, vocabulary) and ``weights.npz`` (int8 weights with a scale per output) of a folder."""

    def __init__(self, folder: Path) -> None:
        self._config: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
        with np.load(folder / "weights.npz") as arrays:
            self._weights: NDArray[np.int8] = arrays["weights"]
            self._scales: Floats = arrays["scales"]
            self._intercepts: Floats = arrays["intercepts"]
            self._idf: Floats = arrays["idf"]

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {gram: column for column, gram in enumerate(self._config["vocabulary"])}

    def outputs(self, folded: str) -> dict[str, dict[str, float]]:
        """What each head gives a folded question (see :func:`assistant.spelling.fold_question`), by the names of its outputs."""
        counts: dict[int, int] = {}
        for gram in grams(folded):
            column = self._columns.get(gram)
            if column is not None:
                counts[column] = counts.get(column, 0) + 1
        columns = np.fromiter(counts, dtype=np.int64, count=len(counts))
        values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))) * self._idf[columns]
        length = float(np.linalg.norm(values)) or 1.0
        found = (values / length) @ self._weights[columns].astype(np.float32) * self._scales + self._intercepts
        return {
            head: dict(zip(names, found[first : first + len(names)].tolist(), strict=True))
            for head, (first, names) in self._config["heads"].items()
        }
