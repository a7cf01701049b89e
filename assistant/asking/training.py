"""Train the question model from the phrasings: ``python -m assistant.asking.training`` (scikit-learn, half a minute on one core).

Prints the cross-validated scores (five folds, all variants of a phrasing on one side), then writes the model folder.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.asking.answerable import HEAD
from assistant.asking.features import grams
from assistant.asking.linear import LinearModel
from assistant.asking.model import FOLDER
from assistant.asking.phrasings import Phrasing, read_phrasings, varied
from assistant.spelling import fold_question

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

Fitted = list[tuple[NDArray[np.float64], float]]
"""Weights and intercept of each output."""
Head = tuple[list[str], Fitted]
"""Names of the outputs, and what was fitted for them."""
_VARIANTS = 3
_STRENGTH = 20.0
_LEAST_TEXTS = 4
_LEAST_QUESTIONS, _STRENGTH_ANSWERABLE = 3, 5.0
_FOLDS = 5
_FEWEST = 6
"""A label that fewer phrasings bear is not learnt."""


def train(phrasings: Sequence[Phrasing]) -> tuple[TfidfVectorizer, dict[str, Head]]:
    """The vectoriser, and by head its outputs' names with the fitted classifiers."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    rows = list(varied(phrasings, _VARIANTS))
    vectoriser = TfidfVectorizer(analyzer=lambda folded: list(grams(folded)), min_df=_LEAST_TEXTS, sublinear_tf=True)
    features = vectoriser.fit_transform([fold_question(text) for _, text in rows])
    of_row = [phrasings[position] for position, _ in rows]
    heads: dict[str, Head] = {}
    for head in ("intent", "act"):
        kept = [number for number, phrasing in enumerate(of_row) if getattr(phrasing, head)]
        model = LogisticRegression(C=_STRENGTH, max_iter=300, class_weight="balanced")
        model.fit(features[kept], [getattr(of_row[number], head) for number in kept])
        heads[head] = (list(model.classes_), [(model.coef_[k], model.intercept_[k]) for k in range(len(model.classes_))])
    names = label_names(phrasings)
    fitted = []
    for name in names:
        model = LogisticRegression(C=_STRENGTH, max_iter=300, solver="liblinear", class_weight="balanced")
        model.fit(features, [name in labels_of(phrasing) for phrasing in of_row])
        fitted.append((model.coef_[0], model.intercept_[0]))
    heads["label"] = (names, fitted)
    return vectoriser, heads


def train_answerable(folded: Sequence[str], answered: Sequence[bool], folder: Path) -> LinearModel:
    """Teach the model of :mod:`assistant.asking.answerable` on questions and whether they must be answered; saved in ``folder``."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectoriser = TfidfVectorizer(analyzer=lambda question: list(grams(question)), min_df=_LEAST_QUESTIONS, sublinear_tf=True)
    features = vectoriser.fit_transform(folded)
    model = LogisticRegression(C=_STRENGTH_ANSWERABLE, max_iter=300, solver="liblinear", class_weight="balanced").fit(features, answered)
    save(vectoriser, {HEAD: ([HEAD], [(model.coef_[0], model.intercept_[0])])}, folder)
    return LinearModel(folder)


def labels_of(phrasing: Phrasing) -> frozenset[str]:
    """Its labels, its intent being one."""
    return phrasing.labels | ({phrasing.intent} if phrasing.intent else set())


def label_names(phrasings: Sequence[Phrasing]) -> list[str]:
    """The labels that enough phrasings bear, sorted."""
    counts: dict[str, int] = {}
    for phrasing in phrasings:
        for name in labels_of(phrasing):
            counts[name] = counts.get(name, 0) + 1
    return sorted(name for name, count in counts.items() if count >= _FEWEST)


def save(vectoriser: TfidfVectorizer, heads: dict[str, Head], folder: Path) -> None:
    """Write ``config.json`` and ``weights.npz``; weights in int8 with a scale per output."""
    coefficients = np.array([weights for _, fitted in heads.values() for weights, _ in fitted], dtype=np.float32).T
    intercepts = np.array([intercept for _, fitted in heads.values() for _, intercept in fitted], dtype=np.float32)
    scales = np.abs(coefficients).max(axis=0) / 127
    quantised = np.round(coefficients / scales).astype(np.int8)
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        folder / "weights.npz", weights=quantised, scales=scales, intercepts=intercepts, idf=vectoriser.idf_.astype(np.float32)
    )
    first, placed = 0, {}
    for head, (names, _) in heads.items():
        placed[head] = [first, names]
        first += len(names)
    vocabulary = [str(gram) for gram in vectoriser.get_feature_names_out()]
    (folder / "config.json").write_text(json.dumps({"heads": placed, "vocabulary": vocabulary}, ensure_ascii=False), "utf-8")


def cross_validate(phrasings: Sequence[Phrasing]) -> None:
    """Print what each head gets right on phrasings that it was not trained on."""
    order = list(range(len(phrasings)))
    random.Random(0).shuffle(order)
    right = {"intent": 0, "act": 0}
    counted = {"intent": 0, "act": 0}
    truth: list[frozenset[str]] = []
    found: list[frozenset[str]] = []
    for fold in range(_FOLDS):
        held = set(order[fold::_FOLDS])
        vectoriser, heads = train([phrasing for number, phrasing in enumerate(phrasings) if number not in held])
        for number in sorted(held):
            phrasing = phrasings[number]
            row = vectoriser.transform([fold_question(phrasing.plain)])
            for head in right:
                if wanted := getattr(phrasing, head):
                    names, fitted = heads[head]
                    counted[head] += 1
                    right[head] += names[int(np.argmax(_outputs(row, fitted)))] == wanted
            names, fitted = heads["label"]
            found.append(frozenset(name for name, value in zip(names, _outputs(row, fitted), strict=True) if value > 0))
            truth.append(labels_of(phrasing))
    for head in right:
        print(f"{head}: {right[head]}/{counted[head]} = {right[head] / max(1, counted[head]):.3f}")
    for name in label_names(phrasings):
        both = sum(name in t and name in f for t, f in zip(truth, found, strict=True))
        said, wanted = sum(name in f for f in found), sum(name in t for t in truth)
        print(f"  {name:32} precision {both / max(1, said):.2f} recall {both / max(1, wanted):.2f} of {wanted}")


def _outputs(row: csr_matrix, fitted: Fitted) -> NDArray[np.float64]:
    return np.array([float(row.dot(weights)[0]) + intercept for weights, intercept in fitted])


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=FOLDER)
    parser.add_argument("--no-validation", action="store_true")
    options = parser.parse_args()
    phrasings = read_phrasings()
    print(f"{len(phrasings)} phrasings")
    if not options.no_validation:
        cross_validate(phrasings)
    save(*train(phrasings), options.output)


if __name__ == "__main__":
    main()
