"""How well the mapping recognises what activities show: the figures of ``acquis eval`` on sets of activities.

Competences are claimed when their status is not absent; criteria when they have evidence. The baselines give a score to every competence;
their threshold is the one that gives them the best F1 on these very answers, which flatters them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.activities import Activity, check_activities, read_activities
from assistant.library import Library
from assistant.mapping.mapper import Mapper
from assistant.mapping.model import Mapping
from assistant.mapping.profile import Profile
from assistant.mapping.segments import segments_of

_BINS = 10
_CHUNK, _OVERLAP, _RECIPE_K = 1000, 200, 4
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Result:
    """One activity mapped: ``scores`` by competence number, what is ``claimed`` of it, and the same for criteria by id."""

    case: Activity
    scores: dict[int, float]
    claimed: frozenset[int]
    criteria: frozenset[str] | None = None
    milliseconds: float = 0.0

    @property
    def shown(self) -> frozenset[int]:
        """What the activity shows."""
        return frozenset(self.case.expect.competences)

    @property
    def leads(self) -> bool:
        """Whether the best score is that of a competence that is shown."""
        return max(self.scores, key=lambda number: self.scores[number]) in self.shown


def measure_activities(path: Path, library: Library) -> tuple[dict[str, dict[str, dict[str, float]]], list[str]]:
    """Figures by engine (``acquis``, ``recipe``, ``bm25``) then by part (``all``, ``near``, ``far``, ``none``, certification ids); and
    one French line for each activity that Acquis gets wrong."""
    cases = read_activities(path)
    check_activities(cases, library.shelf)
    mapper = Mapper(library)
    mapped = [_result(case, mapper.map_activity(case.certification, case.activity)) for case in cases]
    engines: dict[str, list[Result]] = {"acquis": mapped}
    rankers: dict[str, Callable[[Activity, Profile], dict[int, float]]] = {"recipe": _Recipe(), "bm25": _by_words}
    for name, ranker in rankers.items():
        scored = [(case, ranker(case, mapper.profile(case.certification))) for case in cases]
        cut = _best_cut(scored)
        engines[name] = [Result(case, scores, frozenset(n for n, score in scores.items() if score >= cut)) for case, scores in scored]
    return {name: _by_part(results) for name, results in engines.items()}, [line for result in mapped for line in _failure(result)]


def _result(case: Activity, mapping: Mapping) -> Result:
    return Result(
        case=case,
        scores={match.number: match.score for match in mapping.competences},
        claimed=frozenset(match.number for match in mapping.shown),
        criteria=frozenset(criterion.passage.id for match in mapping.competences for criterion in match.criteria if criterion.evidence)
        if mapping.has_criteria
        else None,
        milliseconds=mapping.elapsed_ms,
    )


def _by_part(results: Sequence[Result]) -> dict[str, dict[str, float]]:
    parts: dict[str, list[Result]] = {"all": list(results)}
    for result in results:
        parts.setdefault(result.case.words, []).append(result)
    for result in results:
        parts.setdefault(result.case.certification, []).append(result)
    return {name: figures(part) for name, part in parts.items()}


def figures(results: Sequence[Result]) -> dict[str, float]:
    """Precision, recall and F1 of competences and of criteria; ``top1`` over the ``shows`` activities that show something, ``abstained``
    over the ``nothing`` that show nothing; ``calibration``: expected calibration error of the scores; median time."""
    showing = [result for result in results if result.shown]
    empty = [result for result in results if not result.shown]
    found = _rates((result.claimed, result.shown) for result in results)
    with_criteria = [result for result in results if result.criteria is not None]
    of_criteria = _rates((result.criteria or frozenset(), frozenset(result.case.expect.criteria)) for result in with_criteria)
    pairs = [(score, number in result.shown) for result in results for number, score in result.scores.items()]
    scores, right = np.array([p[0] for p in pairs], np.float32), np.array([p[1] for p in pairs], bool)
    return {
        "activities": len(results),
        **found,
        **{f"criteria_{name}": value for name, value in of_criteria.items()},
        "shows": len(showing),
        "top1": sum(result.leads for result in showing) / max(1, len(showing)),
        "nothing": len(empty),
        "abstained": sum(not result.claimed for result in empty) / max(1, len(empty)),
        "calibration": calibration_error(np.clip(scores, 0, 1), right),
        "p50_ms": float(np.median([result.milliseconds for result in results])),
    }


def calibration_error(scores: Floats, right: NDArray[np.bool_]) -> float:
    """Expected calibration error: the mean distance between score and share of right ones, over ten bins of scores, by their size."""
    places = np.minimum((scores * _BINS).astype(int), _BINS - 1)
    bins = [(scores[places == place], right[places == place]) for place in set(places.tolist())]
    return float(sum(abs(values.mean() - hits.mean()) * len(values) for values, hits in bins) / max(1, len(scores)))


def _rates(pairs: Iterable[tuple[frozenset[Any], frozenset[Any]]]) -> dict[str, float]:
    listed = list(pairs)
    right = sum(len(claimed & shown) for claimed, shown in listed)
    claimed, shown = sum(len(pair[0]) for pair in listed), sum(len(pair[1]) for pair in listed)
    return {"precision": right / max(1, claimed), "recall": right / max(1, shown), "f1": 2 * right / max(1, claimed + shown)}


def _best_cut(scored: Sequence[tuple[Activity, dict[int, float]]]) -> float:
    """The threshold with the best F1 on the answers themselves."""

    def f1(cut: float) -> float:
        claims = ((frozenset(n for n, s in scores.items() if s >= cut), frozenset(case.expect.competences)) for case, scores in scored)
        return _rates(claims)["f1"]

    cuts = {round(score, 3) for _, scores in scored for score in scores.values()}
    return max(sorted(cuts), key=f1)


def _failure(result: Result) -> list[str]:
    lines = []
    if missed := sorted(result.shown - result.claimed):
        lines.append(f"{result.case.id} manque {missed} — {result.case.activity}")
    if invented := sorted(result.claimed - result.shown):
        lines.append(f"{result.case.id} attribue à tort {invented} — {result.case.activity}")
    return lines


class _Recipe:
    """The recipe that people copy: the text in chunks of 1,000 characters, the four nearest to the whole activity; what a chunk tells of
    is the competence that fills most of it."""

    def __init__(self) -> None:
        self._chunks: dict[str, tuple[list[int], Floats]] = {}

    def __call__(self, case: Activity, profile: Profile) -> dict[int, float]:
        owners, vectors = self._chunks_of(profile)
        cosines = vectors @ profile.matcher.encode([case.activity])[0]
        scores = dict.fromkeys(profile.numbers, 0.0)
        for place in np.argsort(-cosines, kind="stable")[:_RECIPE_K].tolist():
            scores[owners[place]] = max(scores[owners[place]], float(cosines[place]))
        return scores

    def _chunks_of(self, profile: Profile) -> tuple[list[int], Floats]:
        name = profile.certification.id
        if name not in self._chunks:
            text = "".join(f"{passage.text}\n" for passage in profile.matcher.passages if passage.kind != "bullet")
            owner = [n for p in profile.matcher.passages if p.kind != "bullet" for n in [p.competence or 0] * (len(p.text) + 1)]
            starts = range(0, max(1, len(text) - _OVERLAP), _CHUNK - _OVERLAP)
            owners = [max(set(held := owner[start : start + _CHUNK]), key=held.count) for start in starts]
            self._chunks[name] = owners, profile.matcher.encode([text[start : start + _CHUNK] for start in starts])
        return self._chunks[name]


def _by_words(case: Activity, profile: Profile) -> dict[int, float]:
    """BM25 of the best criterion-sized passage for the best sentence, without paroles."""
    lexical = profile.matcher.compare([segment.text for segment in segments_of(case.activity)]).lexical.max(axis=0)
    return {number: float(lexical[profile.competence_of == place].max()) for place, number in enumerate(profile.numbers)}
