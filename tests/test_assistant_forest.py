"""Trees walked all at once: by hand, against a walk that goes node by node, and against scikit-learn."""

from __future__ import annotations

from math import exp, log
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from assistant.forest import Forest, load_forest

Floats = NDArray[np.float32]


def forest(columns: list[list[int]], thresholds: list[list[float]], leaves: list[list[float]], base: float = 0.0) -> Forest:
    return Forest(np.array(columns, np.int16), np.array(thresholds, np.float32), np.array(leaves, np.float32), np.array([base], np.float32))


def sigmoid(value: float) -> float:
    return 1 / (1 + exp(-value))


def table(*rows: list[float]) -> Floats:
    return np.array(rows, np.float32)


@pytest.fixture
def two_questions() -> Forest:
    """« Is column 1 above 0.5 ? »; if not, « column 0 above 2 ? »; if so, « column 0 above 3 ? »."""
    return forest([[1, 0, 0]], [[0.5, 2.0, 3.0]], [[-2.0, -1.0, 1.0, 2.0]], base=log(3))


def test_each_answer_leads_to_its_leaf(two_questions: Forest) -> None:
    assert two_questions.depth == 2  # four leaves
    found = two_questions.probabilities(table([1, 0], [9, 0], [1, 1], [9, 1]))
    assert found.tolist() == pytest.approx([sigmoid(log(3) + leaf) for leaf in (-2, -1, 1, 2)], rel=1e-5)


def test_a_value_equal_to_the_threshold_goes_left(two_questions: Forest) -> None:
    """As in scikit-learn: left is « at most »."""
    assert two_questions.probabilities(table([2, 0.5]))[0] == pytest.approx(sigmoid(log(3) - 2), rel=1e-5)


def test_trees_add_up_before_the_sigmoid() -> None:
    """base ln 2, leaves ln 3 and -ln 6 (or 0): e^(ln 2 + ln 3 - ln 6) = 1, so 1/2; without the last, e^(ln 6) = 6, so 6/7."""
    both = forest([[0], [1]], [[0.0], [0.0]], [[0.0, log(3)], [0.0, -log(6)]], base=log(2))
    assert both.probabilities(table([1, 1], [1, 0])).tolist() == pytest.approx([1 / 2, 6 / 7], rel=1e-5)


def test_no_rows_give_no_probabilities(two_questions: Forest) -> None:
    assert two_questions.probabilities(np.zeros((0, 2), np.float32)).shape == (0,)


def test_rows_are_weighed_one_by_one(two_questions: Forest) -> None:
    rows = table([1, 0], [9, 1], [2, 0.5])
    apart = [float(two_questions.probabilities(rows[at : at + 1])[0]) for at in range(3)]
    assert two_questions.probabilities(rows).tolist() == pytest.approx(apart)
    assert two_questions.probabilities(np.asfortranarray(rows)).tolist() == pytest.approx(apart)  # whatever the order in memory


def test_a_saved_forest_is_read_back_once(two_questions: Forest, tmp_path: Path) -> None:
    path = tmp_path / "forest.npz"
    two_questions.save(path)
    read = load_forest(path)
    rows = table([1, 0], [9, 1])
    assert read.probabilities(rows).tolist() == two_questions.probabilities(rows).tolist()
    assert load_forest(path) is read


NODE = [("value", float), ("feature_idx", int), ("num_threshold", float), ("left", int), ("right", int), ("is_leaf", bool)]


class Fitted:
    """What a fitted classifier of scikit-learn keeps of its trees: lists of nodes, the root first."""

    class Tree:
        def __init__(self, nodes: list[tuple[Any, ...]]) -> None:
            self.nodes = np.array(nodes, NODE)

    def __init__(self, *trees: list[tuple[Any, ...]], baseline: float = 0.0) -> None:
        self._predictors = [[Fitted.Tree(nodes)] for nodes in trees]
        self._baseline_prediction = np.array([[baseline]])


def test_a_tree_that_ends_early_is_made_complete() -> None:
    """The root asks « column 0 above 1 ? »; no is a leaf already, which every path to the left then reaches."""
    model = Fitted(
        [
            (0.0, 0, 1.0, 1, 2, False),
            (-3.0, 0, 0.0, 0, 0, True),
            (0.0, 1, 5.0, 3, 4, False),
            (4.0, 0, 0.0, 0, 0, True),
            (7.0, 0, 0.0, 0, 0, True),
        ],
        baseline=0.25,
    )
    made = Forest.of(model, depth=2)
    assert made.columns.tolist() == [[0, 0, 1]]
    assert made.thresholds.tolist() == [[1.0, np.inf, 5.0]]  # nothing is above infinity: the second question is answered by no
    assert made.leaves.tolist() == [[-3.0, 0.0, 4.0, 7.0]]
    assert made.probabilities(table([0, 9], [2, 5], [2, 6])).tolist() == pytest.approx(
        [sigmoid(0.25 + leaf) for leaf in (-3, 4, 7)], rel=1e-5
    )


def test_a_tree_of_a_single_leaf_gives_it_to_all() -> None:
    made = Forest.of(Fitted([(1.5, 0, 0.0, 0, 0, True)]), depth=3)
    assert made.probabilities(table([-9], [0], [9])).tolist() == pytest.approx([sigmoid(1.5)] * 3, rel=1e-5)


def walked(one: Forest, row: Floats) -> float:
    """The slow way: node by node, tree by tree."""
    total = float(one.base[0])
    for columns, thresholds, leaves in zip(one.columns, one.thresholds, one.leaves, strict=True):
        place = 0
        while place < len(columns):
            place = 2 * place + (2 if row[columns[place]] > thresholds[place] else 1)
        total += float(leaves[place - len(columns)])
    return sigmoid(total)


@st.composite
def forests(draw: st.DrawFn) -> tuple[Forest, Floats]:
    """A forest over three columns and some rows; thresholds and values are few, so that they are often equal."""
    depth, trees = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    some = st.sampled_from([-1.0, 0.0, 0.5, 2.0])

    def grid(rows: int, columns: int, values: st.SearchStrategy[Any]) -> list[list[Any]]:
        return draw(st.lists(st.lists(values, min_size=columns, max_size=columns), min_size=rows, max_size=rows))

    made = forest(
        grid(trees, 2**depth - 1, st.integers(0, 2)), grid(trees, 2**depth - 1, some), grid(trees, 2**depth, some), base=draw(some)
    )
    return made, np.array(grid(draw(st.integers(1, 6)), 3, some), np.float32)


@given(forests())
def test_walking_all_trees_at_once_is_walking_each(drawn: tuple[Forest, Floats]) -> None:
    made, rows = drawn
    assert made.probabilities(rows).tolist() == pytest.approx([walked(made, row) for row in rows], rel=1e-4)


def test_trees_of_scikit_learn_give_the_same_probabilities() -> None:
    ensemble = pytest.importorskip("sklearn.ensemble", reason="l'entraînement demande scikit-learn (pip install '.[train]')")
    generator = np.random.default_rng(7)
    values = generator.normal(size=(400, 6)).astype(np.float32)
    wanted = values[:, 0] * values[:, 1] + values[:, 2] > 0.3
    model = ensemble.HistGradientBoostingClassifier(max_iter=20, max_depth=3, max_leaf_nodes=6, random_state=0).fit(values, wanted)
    assert Forest.of(model, depth=3).probabilities(values) == pytest.approx(model.predict_proba(values)[:, 1], rel=1e-4, abs=1e-6)
