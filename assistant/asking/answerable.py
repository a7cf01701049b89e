"""Whether a question sounds like those that the referentials answer: one feature of the verdict, which also looks at what was found.

Taught on the questions of the ``dev`` and ``train`` sets by :mod:`assistant.evaluation.ranking_training`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assistant.asking.linear import LinearModel

FOLDER = Path(__file__).parent / "answerable"
HEAD = "answered"


def sounds_answerable(folded: str) -> float:
    """Above 0 when it rather sounds so: the logarithm of the odds, before calibration."""
    return logit(_model(), folded)


def logit(model: LinearModel, folded: str) -> float:
    """The output of a model taught to tell answered questions."""
    return model.outputs(folded)[HEAD][HEAD]


@cache
def _model() -> LinearModel:
    return LinearModel(FOLDER)
