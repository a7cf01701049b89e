"""How likely it is that a group of segments shows each competence and each criterion."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.forest import Forest, load_forest
from assistant.mapping.credibility import credibility_model
from assistant.mapping.doubts import doubt_of, folded
from assistant.mapping.features import Group, competence_features, measure, pair_features
from assistant.mapping.model import Doubt
from assistant.mapping.profile import Profile

Floats = NDArray[np.float32]
_HERE = Path(__file__).parent
COMPETENCES = _HERE / "competences.npz"
LINEAR = _HERE / "linear.npz"
CRITERIA = _HERE / "criteria.npz"
CALIBRATION = _HERE / "calibration.npz"
DEPTH = 4
"""Of both forests."""
_INCREDIBLE = 0.1
"""Below this credibility a segment is set aside though no word tells why, unless it says what the person did."""
_FIRST_PERSON = re.compile(r"\bj'|\bje\b|\bon\b|\bnous\b")


@dataclass(frozen=True)
class Calibration:
    """Logistic calibration (Platt, 1999) of both scores: slope and intercept on the log-odds, each of shape (2,)."""

    competences: Floats
    criteria: Floats

    def save(self, path: Path) -> None:
        """Write as ``.npz``."""
        np.savez(path, competences=self.competences, criteria=self.criteria)


@dataclass(frozen=True)
class Linear:
    """A logistic regression: ``weights`` (features,), ``intercept`` (1,). Steadier than trees where the training had little to show."""

    weights: Floats
    intercept: Floats

    def save(self, path: Path) -> None:
        """Write as ``.npz``."""
        np.savez_compressed(path, weights=self.weights, intercept=self.intercept)


@dataclass(frozen=True)
class Scores:
    """Of one group of n segments. ``competences`` (c,) and ``criteria`` (k,): calibrated probabilities that the group shows them.

    ``pairs`` (n, k) and ``leanings`` (n, c), 0..1: how much each segment has to do with it. ``conditions`` (n, q): the cosine of
    each segment with each condition of performance. ``doubts``: why a segment is no evidence.
    """

    competences: Floats
    criteria: Floats
    pairs: Floats
    leanings: Floats
    conditions: Floats
    doubts: tuple[Doubt | None, ...]


def score_groups(profile: Profile, groups: Sequence[Sequence[str]]) -> list[Scores]:
    """Score groups of segments, at least one in each, measured all at once."""
    texts = [text for group in groups for text in [*group, " ".join(group)]]
    likeness = profile.matcher.compare(texts)
    signals, pairs = measure(profile, likeness)
    conditions = likeness.dense[:, profile.condition_columns]
    credible = np.concatenate([credibility_model().of_group(group) for group in groups])
    found, start = [], 0
    for group in groups:
        end = start + len(group)
        measured = Group(signals[start : end + 1], pairs[start : end + 1], credible[start : end + 1])
        found.append(_score(profile, measured, group, conditions[start:end]))
        start = end + 1
    return found


def _score(profile: Profile, group: Group, texts: Sequence[str], conditions: Floats) -> Scores:
    calibration = _calibration()
    features = competence_features(group)
    competences = calibrated(mean_odds(load_forest(COMPETENCES), _linear(), features), calibration.competences)
    doubts = tuple(_doubt(text, float(value)) for text, value in zip(texts, group.credible[:-1], strict=True))
    kept = np.array([doubt is None for doubt in doubts], np.float32)[:, None]
    leanings = np.clip(group.signals[:-1, :, 9], 0, 1) * group.credible[:-1, None] * kept
    if not profile.has_criteria:
        return Scores(competences, np.zeros(0, np.float32), np.zeros((len(texts), 0), np.float32), leanings, conditions * kept, doubts)
    described = pair_features(group, profile, competences)
    pairs = load_forest(CRITERIA).probabilities(described.reshape(-1, described.shape[2])).reshape(described.shape[:2]) * kept
    return Scores(competences, calibrated(combine(pairs), calibration.criteria), pairs, leanings, conditions * kept, doubts)


def _doubt(text: str, credible: float) -> Doubt | None:
    plain = folded(text)
    return doubt_of(plain) or (Doubt.UNCLEAR if credible < _INCREDIBLE and not _FIRST_PERSON.search(plain) else None)


def mean_odds(forest: Forest, linear: Linear, features: Floats) -> Floats:
    """The probabilities whose log-odds are the mean of both models'; shape (n,) from (n, features)."""
    safe = np.clip(forest.probabilities(features), 1e-6, 1 - 1e-6)
    odds = (np.log(safe / (1 - safe)) + features @ linear.weights + linear.intercept[0]) / 2
    found: Floats = 1 / (1 + np.exp(-odds))
    return found


def combine(pairs: Floats) -> Floats:
    """That any segment shows a criterion, as if each did or did not independently of the others; shape (k,) from (n, k)."""
    found: Floats = 1 - np.prod(1 - pairs, axis=0)
    return found


def calibrated(probabilities: Floats, line: Floats) -> Floats:
    """The probabilities that a slope and an intercept on the log-odds give."""
    safe = np.clip(probabilities, 1e-6, 1 - 1e-6)
    found: Floats = 1 / (1 + np.exp(-(line[0] * np.log(safe / (1 - safe)) + line[1])))
    return found.astype(np.float32)


@cache
def _linear() -> Linear:
    with np.load(LINEAR) as arrays:
        return Linear(arrays["weights"], arrays["intercept"])


@cache
def _calibration() -> Calibration:
    with np.load(CALIBRATION) as arrays:
        return Calibration(arrays["competences"], arrays["criteria"])
