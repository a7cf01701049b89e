"""How likely it is that a group of segments shows each competence and each criterion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.mapping.doubts import doubt_of, folded
from assistant.mapping.model import Doubt
from assistant.mapping.profile import Profile

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Scores:
    """Of one group of n segments. ``competences`` (c,) and ``criteria`` (k,): calibrated probabilities that the group shows them.

    ``pairs`` (n, k) and ``leanings`` (n, c), 0..1: how much each segment has to do with it. ``doubts``: why a segment is no evidence.
    """

    competences: Floats
    criteria: Floats
    pairs: Floats
    leanings: Floats
    doubts: tuple[Doubt | None, ...]


def score_group(profile: Profile, texts: Sequence[str]) -> Scores:
    """Score one group, at least one segment."""
    likeness = profile.matcher.compare(texts)
    doubts = tuple(doubt_of(folded(text)) for text in texts)
    kept = np.array([doubt is None for doubt in doubts], np.float32)[:, None]
    combined = (likeness.by_meaning + 0.3 * likeness.by_words) * kept
    leanings = 1 / (1 + np.exp(-4 * (combined - 0.6)))
    columns = profile.criterion_columns
    near = (likeness.dense + likeness.spoken)[:, columns] * kept
    pairs = 1 / (1 + np.exp(-8 * (near - 1.0)))
    competences = leanings.max(axis=0)
    criteria = pairs.max(axis=0, initial=0.0) if len(columns) else np.zeros(0, np.float32)
    return Scores(competences, criteria, pairs, leanings * kept, doubts)
