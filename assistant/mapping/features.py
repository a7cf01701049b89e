"""What the models look at: how a group of segments is like each competence, and each segment like each criterion.

Nothing here knows a subject. Of several competences that ask for the same thing, none is told by it: repeated statements are left out of
what speaks for a competence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.mapping.profile import Profile
from vectorstore.matching import Likeness

Floats = NDArray[np.float32]
_FAMILIES = ("methods", "means", "relations", "constraints", "results")


@dataclass(frozen=True)
class Group:
    """One group of n segments measured: ``signals`` (n + 1, c, s) by competence, the last row for the group's whole text.

    ``pairs``: (n + 1, k, t), the same by criterion. ``credible``: (n + 1,), 0..1: how likely the words tell what the person did.
    """

    signals: Floats
    pairs: Floats
    credible: Floats


def measure(profile: Profile, likeness: Likeness) -> tuple[Floats, Floats]:
    """For each text: signals by competence, shape (texts, c, s), and by criterion, shape (texts, k, t)."""
    told = profile.own_columns
    groups = profile.competence_of[told]
    count = len(profile.numbers)

    def best(values: Floats) -> Floats:
        found = np.zeros((count, len(values)), np.float32)
        np.maximum.at(found, groups, values[:, told].T)
        return found.T

    titles = profile.title_columns
    signals = [
        best(likeness.dense),
        best(likeness.spoken),
        best(likeness.spoken_mean),
        np.log1p(best(likeness.lexical)),
        np.log1p(best(likeness.spoken_lexical)),
        best(likeness.coverage),
        likeness.dense[:, titles],
        likeness.coverage[:, titles],
        likeness.by_words,
        likeness.by_meaning,
    ]
    columns = profile.criterion_columns
    pairs = [
        likeness.dense[:, columns],
        likeness.spoken[:, columns],
        likeness.spoken_mean[:, columns],
        np.log1p(likeness.lexical[:, columns]),
        np.log1p(likeness.spoken_lexical[:, columns]),
        likeness.coverage[:, columns],
    ]
    return np.stack(signals, axis=2).astype(np.float32), np.stack(pairs, axis=2).astype(np.float32)


def competence_features(group: Group) -> Floats:
    """Shape (c, features): the best segment, the mean of all and the whole text, alone and against the other competences."""
    segments, whole = group.signals[:-1], group.signals[-1]
    credible = group.credible[:-1]
    weights = credible[:, None, None]
    best = (segments * weights).max(axis=0)
    mean = (segments * weights).sum(axis=0) / max(1.0, float(len(segments)))
    columns = []
    for values in (best, mean, whole * float(credible.max())):
        columns += [values, values - _best_other(values), (values - values.mean(axis=0)) / (values.std(axis=0) + 1e-3)]
    for values in (segments.max(axis=0), whole):  # as it was said, however little the words seem to tell of a deed
        columns += [values, values - _best_other(values)]
    lead = np.stack([segment - _best_other(segment) for segment in segments]) * weights
    columns += [lead.max(axis=0), np.maximum(lead, 0).sum(axis=0)]
    votes = (_leading(segments) * weights[:, :, 0]).sum(axis=0)[:, None]
    sure = [credible.max(), credible.mean(), credible.min(), group.credible[-1]]
    shared = np.array([len(segments), *sure, len(whole), segments[:, :, 1].max()], np.float32)
    columns += [votes, votes / len(segments), np.tile(shared, (len(whole), 1))]
    return np.hstack(columns).astype(np.float32)


def pair_features(group: Group, profile: Profile, competences: Floats) -> Floats:
    """Shape (n, k, features): each segment with each criterion, given how likely the group shows each competence, shape (c,)."""
    segments, whole = group.pairs[:-1], group.pairs[-1]
    count, criteria = segments.shape[:2]
    owners = profile.competence_of[profile.criterion_columns]
    best_here = np.zeros((count, len(profile.numbers), segments.shape[2]), np.float32)
    for place in range(len(profile.numbers)):
        mine = owners == place
        if mine.any():
            best_here[:, place] = segments[:, mine].max(axis=1)
    beside = segments - best_here[:, owners]
    against = segments - segments.max(axis=1, keepdims=True)
    among = segments - segments.max(axis=0, keepdims=True)
    likely = competences[owners]
    fixed = np.stack(
        [
            likely,
            likely / max(1e-3, float(competences.max(initial=0.0))),
            profile.repeated.astype(np.float32),
            profile.peers.astype(np.float32),
            *(np.array([passage.part == family for passage in profile.criteria], np.float32) for family in _FAMILIES),
        ],
        axis=1,
    )
    leaning = group.signals[:-1, :, 8:10]
    leaning = np.concatenate([leaning, leaning - leaning.max(axis=1, keepdims=True)], axis=2)[:, owners]
    per_segment = np.broadcast_to(group.credible[:-1, None, None], (count, criteria, 1))
    everywhere = [np.broadcast_to(values[None], (count, *values.shape)) for values in (whole, whole - whole.max(axis=0), fixed)]
    return np.concatenate([segments, beside, against, among, leaning, per_segment, *everywhere], axis=2).astype(np.float32)


def _best_other(values: Floats) -> Floats:
    """For each competence, the largest value of another one; of one alone, nothing."""
    if len(values) < 2:
        return np.zeros_like(values)
    order = np.sort(values, axis=0)
    first, second = order[-1], order[-2]
    found: Floats = np.where(values == first, second, first)
    return found


def _leading(segments: Floats) -> Floats:
    """Shape (n, c): which competence leads for each segment, by words and meaning together, weighed by its lead over the second."""
    lean = segments[:, :, 9] + 0.3 * segments[:, :, 8] + segments[:, :, 1]
    order = np.sort(lean, axis=1)
    lead = order[:, -1] - order[:, -2] if lean.shape[1] > 1 else order[:, -1]
    found = np.zeros_like(lean)
    found[np.arange(len(lean)), lean.argmax(axis=1)] = np.minimum(1.0, lead)
    return found
