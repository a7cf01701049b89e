"""Train the mapping: ``python -m assistant.evaluation.mapping_training --home HOME`` (scikit-learn, two or three minutes on two cores).

The home must hold the five official documents, indexed with the shipped embedding. Trained on ``eval_sets/activities-train.jsonl``, whose
sentences say what they show; no other set is read. Three models, each calibrated on stories that it was not trained on: whether words are
evidence at all (from the paroles and their near misses), which competences a story shows, which criteria a segment shows.
"""

from __future__ import annotations

import argparse
import os
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.activities import Activity, check_activities, read_activities
from assistant.evaluation.cases import has_key
from assistant.evaluation.mapping import calibration_error
from assistant.forest import Forest
from assistant.library import Library
from assistant.mapping.credibility import BUCKETS, FILE, Credibility, buckets
from assistant.mapping.doubts import folded
from assistant.mapping.features import Group, competence_features, measure, pair_features
from assistant.mapping.levels import COMPETENCE
from assistant.mapping.mapper import Mapper
from assistant.mapping.profile import Profile
from assistant.mapping.scoring import (
    CALIBRATION,
    COMPETENCES,
    CRITERIA,
    DEPTH,
    LINEAR,
    Calibration,
    Linear,
    calibrated,
    combine,
    mean_odds,
)
from assistant.mapping.segments import segments_of
from vectorstore.utterances import NEAR_MISS, read_utterances

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingClassifier

Floats = NDArray[np.float32]
_SET = Path("eval_sets") / "activities-train.jsonl"
_PAROLES = Path("vectorstore") / "paroles"
_FOLDS = 5
_SHARED = {"l2_regularization": 5.0, "early_stopping": False, "random_state": 0, "max_depth": DEPTH, "max_leaf_nodes": 2**DEPTH}
_COMPETENCES = {"max_iter": 150, "learning_rate": 0.06, "min_samples_leaf": 20, "max_features": 0.3, **_SHARED}
_PAIRS = {"max_iter": 150, "learning_rate": 0.07, "min_samples_leaf": 30, "max_features": 0.4, **_SHARED}


@dataclass(frozen=True)
class Story:
    """Segments told in one go, each with the ids that it shows. ``origin``: the case it comes from, for folds; ``weight`` in training."""

    origin: str
    certification: str
    segments: tuple[tuple[str, frozenset[str]], ...]
    weight: float = 1.0
    whole: bool = True

    @property
    def shows(self) -> frozenset[str]:
        """All that its segments show."""
        return frozenset(shown for _, shows in self.segments for shown in shows)


@dataclass(frozen=True)
class Measured:
    """A story with its signals; ``competences`` (c,) and ``pairs`` (n, k): what is shown."""

    story: Story
    profile: Profile
    group: Group
    features: Floats
    competences: NDArray[np.bool_]
    pairs: NDArray[np.bool_]


def story_of(case: Activity) -> Story:
    """A case cut into segments, each showing what the sentence around it shows."""
    told = [(case.activity.index(item.text), len(item.text), frozenset(item.shows)) for item in case.evidence]
    segments = []
    for segment in segments_of(case.activity):
        around = [shows for start, length, shows in told if start < segment.end and segment.start < start + length]
        segments.append((segment.text, frozenset[str]().union(*around)))
    return Story(case.id, case.certification, tuple(segments))


def varied(stories: Sequence[Story], seed: int = 0) -> Iterator[Story]:
    """The stories, and others made of their segments: single ones, some left out, two in a row, nothing but what shows nothing."""
    chance = random.Random(seed)
    by_certification: dict[str, list[Story]] = {}
    for story in stories:
        by_certification.setdefault(story.certification, []).append(story)
    for story in stories:
        yield story
        mine = by_certification[story.certification]
        if len(story.segments) > 1:
            for segment in story.segments:
                yield Story(story.origin, story.certification, (segment,), 0.3, whole=False)
        for _ in range(2):
            kept = tuple(segment for segment in story.segments if chance.random() < 0.6)
            if 0 < len(kept) < len(story.segments):
                yield Story(story.origin, story.certification, kept, 0.5, whole=False)
        same_fold = [other for other in mine if _fold(other.origin) == _fold(story.origin) and other is not story]
        if same_fold:
            yield Story(story.origin, story.certification, story.segments + chance.choice(same_fold).segments, 0.5, whole=False)
    yield from _elsewhere(stories)


def _elsewhere(stories: Sequence[Story]) -> Iterator[Story]:
    """Receiving, storing and carrying goods show nothing of the other certifications."""
    others = sorted({story.certification for story in stories if "logistique" not in story.certification})
    for number, story in enumerate(story for story in stories if "logistique" in story.certification and story.shows):
        if all(shown.split("/")[1] in ("C1", "C2", "C3", "C5") for shown in story.shows):
            emptied = tuple((text, frozenset[str]()) for text, _ in story.segments)
            yield Story(story.origin, others[number % len(others)], emptied, 0.5, whole=False)


def measured(stories: Sequence[Story], mapper: Mapper, credibilities: Sequence[Credibility]) -> list[Measured]:
    """The stories with their signals; ``credibilities``: by fold, each not trained on the stories of that fold."""
    found = []
    for story in stories:
        profile = mapper.profile(story.certification)
        texts = [text for text, _ in story.segments]
        signals, pairs = measure(profile, profile.matcher.compare([*texts, " ".join(texts)]))
        group = Group(signals, pairs, credibilities[_fold(story.origin)].of_group(texts))
        places = {f"{story.certification}/C{number}": place for place, number in enumerate(profile.numbers)}
        competences = np.zeros(len(profile.numbers), bool)
        for shown in story.shows:
            competences[places["/".join(shown.split("/")[:2])]] = True
        shown_by = np.array([[passage.id in shows for passage in profile.criteria] for _, shows in story.segments], bool)
        shown_by = shown_by.reshape(len(texts), len(profile.criteria))
        found.append(Measured(story, profile, group, competence_features(group), competences, shown_by))
    return found


def fit_credibility(texts: Sequence[str], evidence: Sequence[bool]) -> Credibility:
    """A logistic regression on hashed features."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    rows = [buckets(folded(text)) for text in texts]
    values = np.concatenate([np.full(len(row), 1 / np.sqrt(max(1, len(row)))) for row in rows])
    ends = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    matrix = csr_matrix((values, np.concatenate([np.array(row, np.int64) for row in rows]), ends), shape=(len(rows), BUCKETS))
    model = LogisticRegression(C=3.0, max_iter=500, solver="liblinear").fit(matrix, evidence)
    return Credibility(model.coef_[0].astype(np.float32), model.intercept_.astype(np.float32))


def credibilities_of(stories: Sequence[Story], paroles: Path) -> list[Credibility]:
    """One for each fold, trained on the paroles and the segments of the other folds' stories; last, one trained on everything."""
    texts, evidence = told_and_not(paroles)
    found = []
    for fold in (*range(_FOLDS), None):
        told = [segment for story in stories if _fold(story.origin) != fold for segment in story.segments]
        wholes = [(" ".join(text for text, _ in story.segments), story.shows) for story in stories if _fold(story.origin) != fold]
        more = [*told, *wholes]
        found.append(fit_credibility([*texts, *(text for text, _ in more)], [*evidence, *(bool(shows) for _, shows in more)]))
    return found


def told_and_not(paroles: Path) -> tuple[list[str], list[bool]]:
    """All paroles, and whether each is evidence of something."""
    files = [path for path in sorted(paroles.glob("*.jsonl")) if has_key(path, "competence")]
    spoken = [utterance for path in files for utterance in read_utterances(path)]
    return [utterance.text for utterance in spoken], [utterance.part != NEAR_MISS for utterance in spoken]


def fit_competences(rows: Sequence[Measured]) -> HistGradientBoostingClassifier:
    """Trees that tell the competences that a story shows from the others."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    weights = np.concatenate([np.full(len(row.competences), row.story.weight) for row in rows])
    values, shown = np.vstack([row.features for row in rows]), np.concatenate([row.competences for row in rows])
    return HistGradientBoostingClassifier(**_COMPETENCES).fit(values, shown, sample_weight=weights)


def fit_pairs(rows: Sequence[Measured], likely: Sequence[Floats]) -> HistGradientBoostingClassifier:
    """Trees that tell the criteria that a segment shows; pairs of other competences are thinned out."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    chance = np.random.default_rng(0)
    values, shown, weights = [], [], []
    for row, competences in zip(rows, likely, strict=True):
        if not row.story.whole or not row.pairs.size:
            continue
        described = pair_features(row.group, row.profile, competences).reshape(row.pairs.size, -1)
        wanted = row.pairs.ravel()
        near = np.broadcast_to(competences[row.profile.competence_of[row.profile.criterion_columns]] > 0.1, row.pairs.shape).ravel()
        kept = wanted | near | (chance.random(len(wanted)) < 0.2)
        values.append(described[kept])
        shown.append(wanted[kept])
        weights.append(np.where(wanted | near, 1.0, 5.0)[kept])
    return HistGradientBoostingClassifier(**_PAIRS).fit(np.vstack(values), np.concatenate(shown), sample_weight=np.concatenate(weights))


def fit_linear(rows: Sequence[Measured]) -> Linear:
    """A logistic regression on the same features, its standardisation folded into the weights."""
    from sklearn.linear_model import LogisticRegression

    values, shown = np.vstack([row.features for row in rows]), np.concatenate([row.competences for row in rows])
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-6
    weights = np.concatenate([np.full(len(row.competences), row.story.weight) for row in rows])
    model = LogisticRegression(C=0.02, max_iter=500).fit((values - mean) / spread, shown, sample_weight=weights)
    slopes = model.coef_[0] / spread
    return Linear(slopes.astype(np.float32), (model.intercept_ - slopes @ mean).astype(np.float32))


def fit_line(probabilities: Floats, shown: NDArray[np.bool_]) -> Floats:
    """Slope and intercept of the log-odds that calibrate some probabilities."""
    from sklearn.linear_model import LogisticRegression

    safe = np.clip(probabilities, 1e-6, 1 - 1e-6)
    model = LogisticRegression(C=1000.0).fit(np.log(safe / (1 - safe))[:, None], shown)
    return np.array([model.coef_[0, 0], model.intercept_[0]], np.float32)


@dataclass(frozen=True)
class Judge:
    """The two models of competences."""

    forest: Forest
    linear: Linear

    @classmethod
    def fit(cls, rows: Sequence[Measured]) -> Judge:
        """Trained on some rows."""
        return cls(Forest.of(fit_competences(rows), DEPTH), fit_linear(rows))

    def of(self, row: Measured) -> Floats:
        """Shape (c,), not calibrated."""
        return mean_odds(self.forest, self.linear, row.features)


def out_of_fold(rows: Sequence[Measured]) -> list[Floats]:
    """For each row, how likely each competence is by models not trained on its story's fold, shape (c,)."""
    found: dict[int, Floats] = {}
    for fold in range(_FOLDS):
        judge = Judge.fit([row for row in rows if _fold(row.story.origin) != fold])
        found |= {place: judge.of(row) for place, row in enumerate(rows) if _fold(row.story.origin) == fold}
    return [found[place] for place in range(len(rows))]


def report_left_out(rows: Sequence[Measured]) -> None:
    """Print, for each certification, what models trained on the stories of the others are worth on its own."""
    for name in sorted({row.story.certification for row in rows}):
        judge = Judge.fit([row for row in rows if row.story.certification != name])
        mine = [row for row in rows if row.story.certification == name and row.story.whole]
        scores, shown = np.concatenate([judge.of(row) for row in mine]), np.concatenate([row.competences for row in mine])
        first = [row.competences[judge.of(row).argmax()] for row in mine if row.competences.any()]
        claimed = scores >= COMPETENCE.partial
        f1 = 2 * float((claimed & shown).sum()) / max(1, claimed.sum() + shown.sum())
        print(f"{name} left out: {len(mine)} stories, F1 {f1:.3f}, right competence first {np.mean(first):.3f}", flush=True)


def criteria_out_of_fold(rows: Sequence[Measured], likely: Sequence[Floats]) -> list[Floats]:
    """For each row, the pairs' scores by trees not trained on its story's fold, shape (n, k)."""
    found: dict[int, Floats] = {}
    for fold in range(_FOLDS):
        kept = [place for place, row in enumerate(rows) if _fold(row.story.origin) != fold]
        forest = Forest.of(fit_pairs([rows[place] for place in kept], [likely[place] for place in kept]), DEPTH)
        for place, row in enumerate(rows):
            if _fold(row.story.origin) == fold:
                described = pair_features(row.group, row.profile, likely[place])
                found[place] = forest.probabilities(described.reshape(-1, described.shape[2])).reshape(described.shape[:2])
    return [found[place] for place in range(len(rows))]


def train(library: Library, *, leave_out: bool = False) -> None:
    """Train everything and write it beside the code that reads it; ``leave_out``: only print what a certification never told of gets."""
    mapper = Mapper(library)
    cases = read_activities(_SET)
    check_activities(cases, library.shelf)
    stories = [story_of(case) for case in cases]
    credibilities = credibilities_of(stories, _PAROLES)
    rows = measured(list(varied(stories)), mapper, credibilities)
    if leave_out:
        report_left_out(rows)
        return
    credibilities[-1].save(FILE)
    print(f"{len(stories)} stories, {len(rows)} with their variants, {rows[0].features.shape[1]} features", flush=True)
    raw = out_of_fold(rows)
    wholes = [place for place, row in enumerate(rows) if row.story.whole]
    line = fit_line(np.concatenate([raw[place] for place in wholes]), np.concatenate([rows[place].competences for place in wholes]))
    likely = [calibrated(values, line) for values in raw]
    report("competences", np.concatenate([likely[p] for p in wholes]), np.concatenate([rows[p].competences for p in wholes]))
    judge = Judge.fit(rows)
    judge.forest.save(COMPETENCES)
    judge.linear.save(LINEAR)
    with_criteria = [place for place in wholes if rows[place].profile.has_criteria]
    chosen, given = [rows[place] for place in with_criteria], [likely[place] for place in with_criteria]
    pairs = criteria_out_of_fold(chosen, given)
    combined = np.concatenate([combine(values) for values in pairs])
    shown = np.concatenate([row.pairs.any(axis=0) for row in chosen])
    criteria_line = fit_line(combined, shown)
    report("criteria", calibrated(combined, criteria_line), shown)
    Forest.of(fit_pairs(chosen, given), DEPTH).save(CRITERIA)
    Calibration(line, criteria_line).save(CALIBRATION)


def report(name: str, scores: Floats, shown: NDArray[np.bool_]) -> None:
    """Print precision, recall and F1 at several cuts, and the expected calibration error in ten bins, on stories held out."""
    for cut in (0.25, 0.3, 0.35, 0.4, 0.5, 0.6):
        claimed = scores >= cut
        right = float((claimed & shown).sum())
        precision, recall = right / max(1, claimed.sum()), right / shown.sum()
        print(f"{name} at {cut}: precision {precision:.3f}, recall {recall:.3f}, F1 {2 * right / max(1, claimed.sum() + shown.sum()):.3f}")
    print(f"{name}: expected calibration error {calibration_error(scores, shown):.3f}", flush=True)


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("ACQUIS_HOME", ".")))
    parser.add_argument("--leave-out", action="store_true", help="train nothing: measure each certification without its own stories")
    options = parser.parse_args()
    train(Library(options.home), leave_out=options.leave_out)


def _fold(origin: str) -> int:
    return zlib.crc32(origin.encode()) % _FOLDS


if __name__ == "__main__":
    main()
