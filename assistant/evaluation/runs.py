"""Runs: answer every case, keep each score with its reason, compare two runs.

Two runs are compared case by case: wins, ties, losses, and a 95 % bootstrap interval of the difference (Efron, 1979: resample the
cases with replacement, here 2,000 times with a fixed seed).
"""

from __future__ import annotations

import json
import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.dialogue import Memory
from assistant.evaluation.cases import Case, check_labels, read_cases
from assistant.evaluation.scoring import Score, TurnScores, score
from assistant.service import Assistant
from ingest.atomic import write_atomically
from ingest.errors import AcquisError

MEASURES = ("status", "evidence", "competence", "refusal", "verbatim")
_RESAMPLES = 2000


@dataclass(frozen=True)
class TurnResult:
    """One turn: ``key`` is ``set/case/turn``; ``scores`` maps a measure to (right, reason)."""

    key: str
    question: str
    scores: dict[str, tuple[bool, str]]
    characters: int
    milliseconds: float


@dataclass(frozen=True)
class Run:
    """All turns of a run, in order."""

    results: tuple[TurnResult, ...]

    def rate(self, measure: str, *, within: str = "", later: bool | None = None) -> tuple[int, int]:
        """(right, counted) for a measure, over sets named ``within…``; ``later``: follow-up turns only, or first ones only."""
        counted = [
            result.scores[measure][0]
            for result in self.results
            if measure in result.scores and result.key.startswith(within) and (later is None or later != result.key.endswith("/1"))
        ]
        return sum(counted), len(counted)

    def failures(self) -> list[tuple[TurnResult, str, str]]:
        """Each wrong score: (turn, measure, reason)."""
        return [(result, name, reason) for result in self.results for name, (right, reason) in result.scores.items() if not right]


def run_sets(paths: Sequence[Path], assistant: Assistant, progress: Callable[[str, int, int], None] | None = None) -> Run:
    """Answer the cases of some sets.

    Raises:
        AcquisError: a set is not readable, or names passages that are not in store.
    """
    sets = [(path.stem, read_cases(path)) for path in paths]
    for _, cases in sets:
        check_labels(cases, assistant.library.shelf)
    results: list[TurnResult] = []
    for name, cases in sets:
        for rank, case in enumerate(cases):
            if progress:
                progress(name, rank, len(cases))
            results += _run_case(name, case, assistant)
    return Run(tuple(results))


def _run_case(name: str, case: Case, assistant: Assistant) -> list[TurnResult]:
    results: list[TurnResult] = []
    memory: Memory | None = None
    for number, turn in enumerate(case.turns, start=1):
        answer, memory = assistant.ask(turn.question, certification=case.certification, memory=memory)
        scores = score(answer, turn.expect, assistant.library.shelf)
        results.append(
            TurnResult(
                key=f"{name}/{case.id}/{number}",
                question=turn.question,
                scores={measure: (s.value, s.reason) for measure, s in _given(scores)},
                characters=scores.characters,
                milliseconds=answer.elapsed_ms,
            )
        )
    return results


def _given(scores: TurnScores) -> list[tuple[str, Score]]:
    return [(measure, value) for measure in MEASURES if (value := getattr(scores, measure)) is not None]


def summary(run: Run) -> dict[str, Any]:
    """The figures of a run: rates as [right, counted], quoted characters (mean), milliseconds (median and 95th percentile)."""
    times = sorted(result.milliseconds for result in run.results)
    quoted = [result.characters for result in run.results if result.characters]
    return {
        "turns": len(run.results),
        **{measure: list(run.rate(measure)) for measure in MEASURES},
        "evidence_first_turn": list(run.rate("evidence", later=False)),
        "evidence_later_turns": list(run.rate("evidence", later=True)),
        "characters": round(statistics.mean(quoted)) if quoted else 0,
        "p50_ms": round(statistics.median(times), 1) if times else 0,
        "p95_ms": round(times[int(0.95 * (len(times) - 1))], 1) if times else 0,
    }


def save(run: Run, path: Path) -> None:
    """Write a run as JSON."""
    content = {"summary": summary(run), "results": [result.__dict__ for result in run.results]}
    write_atomically(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def load(path: Path) -> Run:
    """Read a run back; raises AcquisError when it is not one."""
    try:
        rows = json.loads(path.read_text("utf-8"))["results"]
        return Run(tuple(TurnResult(**{**row, "scores": {k: (bool(v[0]), str(v[1])) for k, v in row["scores"].items()}}) for row in rows))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise AcquisError(f"{path} n'est pas un résultat d'évaluation lisible : refaites-le avec « acquis eval -o ».") from error


def compare(run: Run, other: Run, measure: str) -> dict[str, Any]:
    """Wins, ties and losses of ``run`` against ``other`` on the turns that both hold, and the interval of the difference of rates."""
    before = {result.key: result.scores[measure][0] for result in other.results if measure in result.scores}
    pairs = [(r.scores[measure][0], before[r.key]) for r in run.results if measure in r.scores and r.key in before]
    differences = [int(now) - int(then) for now, then in pairs]
    interval = _bootstrap(differences) if differences else (0.0, 0.0)
    return {
        "wins": differences.count(1),
        "ties": differences.count(0),
        "losses": differences.count(-1),
        "difference": round(statistics.mean(differences), 4) if differences else 0.0,
        "interval": [round(bound, 4) for bound in interval],
    }


def _bootstrap(differences: Sequence[int]) -> tuple[float, float]:
    generator = random.Random(0)
    means = sorted(statistics.fmean(generator.choices(differences, k=len(differences))) for _ in range(_RESAMPLES))
    return means[int(0.025 * _RESAMPLES)], means[int(0.975 * _RESAMPLES) - 1]
