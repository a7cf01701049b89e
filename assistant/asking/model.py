"""The question model: what a question asks for, learnt from written phrasings.

Three classifiers (:mod:`assistant.asking.linear`): ``intent`` of a question that stands alone and ``act`` of a later turn (each a
softmax), and independent ``labels`` (each a logistic regression).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.asking.linear import LinearModel

FOLDER = Path(__file__).parent / "model"


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
    """The three classifiers saved in a folder."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._linear = LinearModel(folder)

    def read(self, folded: str) -> Asked:
        """What a folded question asks for."""
        outputs = self._linear.outputs(folded)
        labels = {name: 1 / (1 + math.exp(-value)) for name, value in outputs["label"].items()}
        return Asked(_softmax(outputs["intent"]), _softmax(outputs["act"]), labels)


def _softmax(outputs: dict[str, float]) -> dict[str, float]:
    most = max(outputs.values())
    powers = {name: math.exp(value - most) for name, value in outputs.items()}
    total = sum(powers.values())
    return {name: power / total for name, power in powers.items()}


@cache
def question_model() -> QuestionModel:
    """The model shipped with Acquis, loaded once a process."""
    return QuestionModel()
