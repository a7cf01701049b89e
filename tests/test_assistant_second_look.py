"""How a passage stands among its neighbours, column by column, on five passages whose arithmetic fits on a hand."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from assistant.second_look import cell_of, second_look
from ingest.model import Passage, Source

Floats = NDArray[np.float32]
TINY = 1e-6


def passage(passage_id: str, *, kind: str = "criterion", competence: int | None = None, context: str = "") -> Passage:
    certification = passage_id.split("/")[0]
    source = Source(document="c.md", lines=(1, 1))
    return Passage(id=passage_id, certification=certification, kind=kind, text="x", context=context, competence=competence, source=source)


FIVE = [
    passage("a/C1/means/1", competence=1),
    passage("a/C1/means/2", competence=1),
    passage("a/C1/results/1", competence=1),
    passage("a/S1/1", kind="section", context="a > missions"),
    passage("b/C1/means/1", competence=1),
]
PROBABILITIES = np.array([0.5, 0.25, 0.125, 0.0, 0.75], np.float32)


def looked(passages: list[Passage], probabilities: Floats) -> Floats:
    """What the second look adds to a first look of one column of zeros."""
    return second_look(passages, np.zeros((len(passages), 1), np.float32), probabilities)[:, 1:]


def test_a_cell_is_a_family_of_a_competence_or_a_section() -> None:
    assert [cell_of(one) for one in FIVE] == ["a/C1/means", "a/C1/means", "a/C1/results", "a > missions", "b/C1/means"]


def test_what_was_seen_first_is_kept_beside_what_is_added() -> None:
    first = np.arange(10, dtype=np.float32).reshape(5, 2)
    both = second_look(FIVE, first, PROBABILITIES)
    assert both[:, :2].tolist() == first.tolist()
    assert both.dtype == np.float32


def test_each_passage_by_itself() -> None:
    """Probability, logarithm, rank, share of the best; then for all alike the best and the sum: 0.5 + 0.25 + 0.125 + 0 + 0.75."""
    columns = looked(FIVE, PROBABILITIES)[:, :6].T.tolist()
    assert columns[0] == [0.5, 0.25, 0.125, 0.0, 0.75]
    assert columns[1] == pytest.approx([log(p + TINY) for p in (0.5, 0.25, 0.125, 0.0, 0.75)], rel=1e-5)
    assert columns[2] == [1, 2, 3, 4, 0]
    assert columns[3] == pytest.approx([2 / 3, 1 / 3, 1 / 6, 0, 1])
    assert columns[4:] == [[0.75] * 5, [1.625] * 5]


def test_each_passage_in_its_cell() -> None:
    """The means of a: best 0.5, mean 0.75 / 2, sum 0.75, two passages; its place is second, after the cell of b alone."""
    best, mean, total, count, _, share, place, within = looked(FIVE, PROBABILITIES)[:, 6:14].T.tolist()
    assert best == [0.5, 0.5, 0.125, 0.0, 0.75]
    assert mean == [0.375, 0.375, 0.125, 0.0, 0.75]
    assert total == [0.75, 0.75, 0.125, 0.0, 0.75]
    assert count == [2, 2, 1, 1, 1]
    assert share == pytest.approx([2 / 3, 2 / 3, 1 / 6, 0, 1])
    assert place == [1, 1, 2, 3, 0]
    assert within == pytest.approx([1, 0.5, 1, 0, 1])


def test_each_passage_in_its_competence_and_in_its_certification() -> None:
    """Competence 1 of a holds three passages (0.875), certification a four; competence 1 of b is another."""
    values = looked(FIVE, PROBABILITIES)
    competence, certification = values[:, 14:22].T.tolist(), values[:, 22:30].T.tolist()
    assert competence[2:4] == [[0.875, 0.875, 0.875, 0.0, 0.75], [3, 3, 3, 1, 1]]
    assert certification[2:4] == [[0.875, 0.875, 0.875, 0.875, 0.75], [4, 4, 4, 4, 1]]


def test_each_passage_between_its_neighbours_in_the_document() -> None:
    after, before = looked(FIVE, PROBABILITIES)[:, 30:].T.tolist()
    assert after == [0.25, 0.125, 0.0, 0.75, 0]
    assert before == [0, 0.5, 0.25, 0.125, 0.0]


def test_where_nothing_is_likely_nothing_is_divided_by_nothing() -> None:
    assert np.isfinite(looked(FIVE, np.zeros(5, np.float32))).all()


def test_no_passages_have_no_second_look() -> None:
    assert len(second_look([], np.zeros((0, 1), np.float32), np.zeros(0, np.float32))) == 0


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3), st.floats(0, 1, width=32)), min_size=1, max_size=20))
def test_any_probabilities_give_finite_columns(drawn: list[tuple[int, int, float]]) -> None:
    """And a group is never worth less than its members, nor more than all passages together."""
    passages = [passage(f"{'abc'[text]}/C{number}/means/{rank}", competence=number) for rank, (text, number, _) in enumerate(drawn)]
    probabilities = np.array([probability for *_, probability in drawn], np.float32)
    values = looked(passages, probabilities)
    assert np.isfinite(values).all()
    for first in (6, 14, 22):  # cell, competence, certification
        best, total = values[:, first], values[:, first + 2]
        assert (best >= probabilities).all()
        assert (total <= probabilities.sum() * (1 + 1e-4) + 1e-6).all()
