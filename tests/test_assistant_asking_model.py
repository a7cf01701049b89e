"""The question model computed by hand on a model of two words, and what holds for the one shipped whatever its weights."""

from __future__ import annotations

import json
from math import exp, log, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.asking.model import Asked, QuestionModel, question_model
from assistant.spelling import fold_question

HEADS = {"intent": [0, ["parts", "search"]], "act": [2, ["new", "next"]], "label": [4, ["means", "results"]]}


@pytest.fixture
def tiny(tmp_path: Path) -> QuestionModel:
    """Two features, six outputs: « 11 » speaks for the first of each pair, « 22 » for the second."""
    config = {"heads": HEADS, "vocabulary": ["s:11", "s:22"]}
    (tmp_path / "config.json").write_text(json.dumps(config), "utf-8")
    np.savez(
        tmp_path / "weights.npz",
        weights=np.array([[4, 0, 2, 0, 8, 0], [0, 4, 0, 2, 0, 8]], np.int8),
        scales=np.full(6, 0.5, np.float32),
        intercepts=np.array([0, log(3), 0, 0, log(4), 0], np.float32),
        idf=np.array([1, 2], np.float32),
    )
    return QuestionModel(tmp_path)


def test_words_that_the_model_does_not_know_leave_the_intercepts(tiny: QuestionModel) -> None:
    asked = tiny.read("rien de connu")
    assert asked.intents == pytest.approx({"parts": 1 / 4, "search": 3 / 4})  # e^0 and e^ln3, over 1 + 3
    assert asked.acts == pytest.approx({"new": 1 / 2, "next": 1 / 2})
    assert asked.labels == pytest.approx({"means": 4 / 5, "results": 1 / 2})  # 1 / (1 + e^-ln4) = 1 / (1 + 1/4)


def test_one_known_word_weighs_its_whole_row(tiny: QuestionModel) -> None:
    """A row has length 1 whatever the idf: « 11 » alone gives 1 × 4 × 0.5 = 2 to the first intent, 1 to the act, 4 to the label."""
    asked = tiny.read("11")
    assert asked.intents["parts"] == pytest.approx(exp(2) / (exp(2) + 3))
    assert asked.acts["new"] == pytest.approx(exp(1) / (exp(1) + 1))
    assert asked.labels["means"] == pytest.approx(1 / (1 + exp(-(4 + log(4)))))


def test_counts_are_dampened_and_weighted_by_rarity(tiny: QuestionModel) -> None:
    """« 11 11 22 »: (1 + ln 2) × 1 and (1 + ln 1) × 2, divided by their length."""
    first, second = 1 + log(2), 2.0
    length = sqrt(first**2 + second**2)
    asked = tiny.read("11 11 22")
    powers = exp(2 * first / length), exp(2 * second / length + log(3))
    assert asked.intents["parts"] == pytest.approx(powers[0] / sum(powers), rel=1e-5)
    assert asked.labels["results"] == pytest.approx(1 / (1 + exp(-4 * second / length)), rel=1e-5)


def test_the_likeliest_is_named_and_labels_are_told_in_the_order_asked() -> None:
    asked = Asked({"parts": 0.2, "fact": 0.8}, {"new": 0.9, "next": 0.1}, {"means": 0.5, "results": 0.49, "where": 0.7})
    assert (asked.intent, asked.act) == ("fact", "new")
    assert asked.said(["where", "results", "means", "unheard of"]) == ("where", "means")  # one half counts, 0.49 does not
    assert asked.said(["where", "results", "means"], least=0.6) == ("where",)
    assert asked.said(["results"], least=0.4) == ("results",)


@given(st.text(max_size=200))
def test_the_shipped_model_gives_probabilities_to_any_text(question: str) -> None:
    asked = question_model().read(fold_question(question))
    assert sum(asked.intents.values()) == pytest.approx(1, abs=1e-4)
    assert sum(asked.acts.values()) == pytest.approx(1, abs=1e-4)
    assert all(0 <= value <= 1 for value in (*asked.intents.values(), *asked.acts.values(), *asked.labels.values()))


def test_the_shipped_model_is_loaded_once() -> None:
    assert question_model() is question_model()


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("Quels moyens pour la compétence 2 ?", "means"),
        ("Quelles connaissances faut-il pour le bloc 1 ?", "knowledge"),
        ("Quels sont les résultats attendus ?", "results"),
    ],
)
def test_the_shipped_model_has_learnt_the_plainest_questions(question: str, label: str) -> None:
    """A sanity check that no training may break: the part that is named is likelier than not, and likelier than the others."""
    labels = question_model().read(fold_question(question)).labels
    assert labels[label] > 0.5
    assert labels[label] == max(labels[part] for part in ("means", "knowledge", "results", "conditions"))
