"""The question model: what a question asks for, learnt from written phrasings; numpy only, a millisecond a question.

Three linear classifiers share the features of :mod:`assistant.asking.features` (weights ``tf·idf``, rows of length 1): ``intent`` of a
question that stands alone and ``act`` of a later turn (each a softmax), and independent ``labels`` (each a logistic regression).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.asking.features import grams

FOLDER = Path(__file__).parent / "model"
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Asked:
    """Probabilities (0..1) by name. ``intents`` and ``acts`` each sum to 1; ``labels`` are independent of one another."""

    intents: dict[str, float]
    acts: dict[str, float]
    labels: dict[str, float]

    @property
    def intent(self) -> str:
        """The likeliest intent."""
        return max(self.intents, key=lambda name: self.intents[name])

    @property
    def act(self) -> str:
        """The likeliest act."""
        return max(self.acts, key=lambda name: self.acts[name])

    def said(self, names: Sequence[str], least: float = 0.5) -> tuple[str, ...]:
        """Those of ``names`` whose label is at least so probable, in the order given."""
        return tuple(name for name in names if self.labels.get(name, 0.0) >= least)


class QuestionModel:
    """Reads ``config.json`` (heads, vocabulary) and ``weights.npz`` (int8 weights with a scale per output) of a folder."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._config: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
        with np.load(folder / "weights.npz") as arrays:
            self._weights: NDArray[np.int8] = arrays["weights"]
            self._scales: Floats = arrays["scales"]
            self._intercepts: Floats = arrays["intercepts"]
            self._idf: Floats = arrays["idf"]

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {gram: column for column, gram in enumerate(self._config["vocabulary"])}

    def read(self, folded: str) -> Asked:
        """What a folded question asks for."""
        counts: dict[int, int] = {}
        for gram in grams(folded):
            column = self._columns.get(gram)
            if column is not None:
                counts[column] = counts.get(column, 0) + 1
        columns = np.fromiter(counts, dtype=np.int64, count=len(counts))
        values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))) * self._idf[columns]
        length = float(np.linalg.norm(values)) or 1.0
        outputs = (values / length) @ self._weights[columns].astype(np.float32) * self._scales + self._intercepts
        return Asked(self._softmax("intent", outputs), self._softmax("act", outputs), self._logistic("label", outputs))

    def _head(self, name: str, outputs: Floats) -> tuple[list[str], Floats]:
        first, names = self._config["heads"][name]
        return names, outputs[first : first + len(names)]

    def _softmax(self, head: str, outputs: Floats) -> dict[str, float]:
        names, values = self._head(head, outputs)
        powers = np.exp(values - values.max())
        return dict(zip(names, (powers / powers.sum()).tolist(), strict=True))

    def _logistic(self, head: str, outputs: Floats) -> dict[str, float]:
        names, values = self._head(head, outputs)
        return dict(zip(names, (1 / (1 + np.exp(-values))).tolist(), strict=True))


@cache
def question_model() -> QuestionModel:
    """The model shipped with Acquis, loaded once a process."""
    return QuestionModel()
