"""Training the question model: which labels are learnt, how weights are kept in one byte, and a model learnt from a few phrasings."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.asking.model import QuestionModel
from assistant.asking.phrasings import Phrasing
from assistant.asking.training import Fitted, Head, label_names, labels_of, save, train
from assistant.spelling import fold_question


def phrasing(text: str, intent: str | None = "parts", act: str | None = None, *labels: str) -> Phrasing:
    return Phrasing(text, intent, act, frozenset(labels))


def test_an_intent_is_a_label_too() -> None:
    assert labels_of(phrasing("Quels moyens ?", "parts", None, "means")) == {"parts", "means"}
    assert labels_of(phrasing("et la suivante ?", None, "next", "means")) == {"means"}


def test_a_label_is_learnt_from_six_phrasings() -> None:
    """« parts »: 6 + 5 bear it; « means »: 6; « rare »: 5, one too few."""
    phrasings = [phrasing("a", "parts", None, "means")] * 6 + [phrasing("b", "parts", None, "rare")] * 5
    assert label_names(phrasings) == ["means", "parts"]
    assert label_names([]) == []


class TwoWords:
    """What a fitted vectoriser tells of its features."""

    idf_ = np.array([1.0, 1.0])

    def get_feature_names_out(self) -> NDArray[np.str_]:
        return np.array(["s:11", "s:22"])


def fitted(*outputs: tuple[float, float, float]) -> Fitted:
    return [(np.array([first, second]), intercept) for first, second, intercept in outputs]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Three heads over two words, saved in a folder that did not exist."""
    heads: dict[str, Head] = {
        "intent": (["parts", "search"], fitted((1.27, 0.64, 0.0), (-2.54, 0.0, 0.5))),
        "act": (["new"], fitted((1.0, 1.0, 0.0))),
        "label": (["means"], fitted((0.0, 12.7, -1.0))),
    }
    folder = tmp_path / "new" / "model"
    save(TwoWords(), heads, folder)
    return folder


def test_weights_are_kept_as_hundred_and_twenty_sevenths_of_the_largest(saved: Path) -> None:
    with np.load(saved / "weights.npz") as arrays:
        assert arrays["weights"].dtype == np.int8
        # scales: 1.27/127, 2.54/127, 1/127, 12.7/127; 0.64 is 64 × 0.01
        assert arrays["scales"].tolist() == pytest.approx([0.01, 0.02, 1 / 127, 0.1])
        assert arrays["weights"].tolist() == [[127, -127, 127, 0], [64, 0, 127, 127]]
        assert arrays["intercepts"].tolist() == [0.0, 0.5, 0.0, -1.0]
    config = json.loads((saved / "config.json").read_text("utf-8"))
    assert config == {
        "heads": {"intent": [0, ["parts", "search"]], "act": [2, ["new"]], "label": [3, ["means"]]},
        "vocabulary": ["s:11", "s:22"],
    }


def test_what_is_saved_is_read_by_the_question_model(saved: Path) -> None:
    asked = QuestionModel(saved).read("11")
    assert asked.intents["parts"] == pytest.approx(np.exp(1.27) / (np.exp(1.27) + np.exp(-2.54 + 0.5)), rel=1e-4)
    assert asked.acts == {"new": 1.0}  # alone in its head
    assert asked.labels["means"] == pytest.approx(1 / (1 + np.e))  # the intercept -1 alone


def test_a_way_of_asking_is_learnt_whatever_the_subject(tmp_path: Path) -> None:
    """Eight competences asked in four ways: the words of asking tell the label, the competence (seen with each) tells nothing."""
    pytest.importorskip("sklearn", reason="l'entraînement demande scikit-learn (pip install '.[train]')")
    titles = ["graisser", "dorer", "régler", "sonner", "polir", "limer", "souder", "vernir"]
    ways = {
        ("parts", "means"): "avec quels moyens {comp|%s} ?",
        ("parts", "results"): "quel résultat donne {comp|%s} ?",
        ("search", "where"): "où est écrit {comp|%s} ?",
        ("fact", "level"): "à quel niveau {comp|%s} ?",
    }
    phrasings = [phrasing(way % title, intent, None, label) for (intent, label), way in ways.items() for title in titles]
    turns = {"next": "et %s ?", "thanks": "merci pour %s", "more": "encore sur %s"}
    phrasings += [phrasing(turn % title, None, act) for act, turn in turns.items() for title in titles]
    save(*train(phrasings), tmp_path)
    model = QuestionModel(tmp_path)
    asked = model.read(fold_question("avec quels moyens jardiner ?"))  # a competence that was never seen
    assert (asked.intent, asked.said(["means", "results", "where"])) == ("parts", ("means",))
    assert model.read(fold_question("où est écrit jardiner ?")).intent == "search"
    assert model.read(fold_question("merci pour tout")).act == "thanks"
