"""The figures of the mapping: each by hand on a few activities."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.evaluation.activities import Activity
from assistant.evaluation.mapping import Result, calibration_error, figures


def result(shown: list[int], claimed: set[int], scores: dict[int, float]) -> Result:
    case = Activity.model_validate(
        {
            "id": "a",
            "certification": "c",
            "activity": "J'ai fait.",
            "words": "near" if shown else "none",
            "expect": {"competences": shown, "criteria": [f"c/C{n}/means/1" for n in shown]},
        }
    )
    return Result(case, scores, frozenset(claimed), frozenset(f"c/C{n}/means/1" for n in claimed))


def test_precision_recall_top_and_abstention() -> None:
    results = [
        result([1], {1, 2}, {1: 0.9, 2: 0.6}),  # one right, one wrong
        result([2], set(), {1: 0.4, 2: 0.3}),  # missed, and the other leads
        result([], set(), {1: 0.1, 2: 0.0}),
        result([], {2}, {1: 0.1, 2: 0.7}),
    ]
    found = figures(results)
    assert found["precision"] == pytest.approx(1 / 3)  # right: 1; claimed: 2 + 0 + 0 + 1
    assert found["recall"] == pytest.approx(1 / 2)  # right: 1; shown: 2
    assert found["f1"] == pytest.approx(2 * 1 / (3 + 2))
    assert found["criteria_f1"] == pytest.approx(2 * 1 / (3 + 2))
    assert (found["shows"], found["top1"]) == (2, 0.5)
    assert (found["nothing"], found["abstained"]) == (2, 0.5)


def test_calibration_error() -> None:
    scores = np.array([0.05, 0.05, 0.85, 0.85], np.float32)
    right = np.array([False, False, True, False])
    # first bin: |0.05 - 0| over 2 of 4; ninth: |0.85 - 0.5| over 2 of 4
    assert calibration_error(scores, right) == pytest.approx((0.05 * 2 + 0.35 * 2) / 4, abs=1e-6)
    assert calibration_error(np.array([1.0], np.float32), np.array([True])) == pytest.approx(0.0)
