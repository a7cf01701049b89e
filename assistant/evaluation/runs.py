"""Runs: answer every case, keep each score with its reason, the run with what it was made from."""

from __future__ import annotations

import hashlib
import json
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.dialogue import Memory
from assistant.evaluation.cases import Case, Expectation, check_labels, read_cases
from assistant.evaluation.scoring import Score, TurnScores, score
from assistant.library import Library
from assistant.service import Assistant
from ingest.atomic import write_atomically
from ingest.errors import AcquisError

MEASURES = ("evidence", "competence", "status", "refusal", "answering", "verbatim")
_LIBRARIES = ("acquis", "bm25s", "chromadb", "langchain-core", "numpy", "PyStemmer", "rapidfuzz")
"""Those whose version may change an answer."""


@dataclass(frozen=True)
class TurnResult:
    """One turn: ``key`` is ``set/case/turn``; ``scores`` maps a measure to (right, reason); ``cited``: passage ids, best or first first."""

    key: str
    question: str
    scores: dict[str, tuple[bool, str]]
    characters: int
    milliseconds: float
    cited: tuple[str, ...] = ()

    @property
    def is_later(self) -> bool:
        """Whether it follows up on an earlier turn."""
        return not self.key.endswith("/1")


@dataclass(frozen=True)
class Run:
    """All turns of a run, in order. ``about``: date, versions, settings and sets that it was made from."""

    results: tuple[TurnResult, ...]
    about: dict[str, Any] = field(default_factory=dict)

    def part(self, *, within: str = "", later: bool | None = None) -> Run:
        """The turns of sets named ``within…``; ``later``: follow-up turns only, or first ones only."""
        kept = (r for r in self.results if r.key.startswith(within) and (later is None or later == r.is_later))
        return Run(tuple(kept), self.about)

    def rate(self, measure: str) -> tuple[int, int]:
        """(right, counted) for a measure."""
        counted = [result.scores[measure][0] for result in self.results if measure in result.scores]
        return sum(counted), len(counted)

    def sets(self) -> list[str]:
        """The names of the sets, in order."""
        return list(dict.fromkeys(result.key.split("/")[0] for result in self.results))

    def failures(self) -> list[tuple[TurnResult, str, str]]:
        """Each wrong score: (turn, measure, reason)."""
        return [(result, name, reason) for result in self.results for name, (right, reason) in result.scores.items() if not right]


@dataclass(frozen=True)
class AskedTurn:
    """A turn of a set that is asked by itself: ``certification`` is the one chosen in the interface."""

    key: str
    question: str
    certification: str | None
    expect: Expectation


Sets = dict[str, list[Case]]
"""The cases of each set, by its name."""


def read_sets(paths: Sequence[Path], library: Library) -> Sets:
    """Read sets of questions and dialogues.

    Raises:
        AcquisError: a set is not readable, two bear the same name, or one names passages that are not in store.
    """
    sets: Sets = {}
    for path in paths:
        if path.stem in sets:
            raise AcquisError(f"Deux jeux d'évaluation s'appellent {path.stem} : renommez l'un des deux.")
        sets[path.stem] = read_cases(path)
        check_labels(sets[path.stem], library.shelf)
    return sets


def turns_with_needs(sets: Sets) -> list[AskedTurn]:
    """The turns that must be answered with passages: what a search that understands nothing can be measured on."""
    return [
        AskedTurn(f"{name}/{case.id}/{number}", turn.question, case.certification, turn.expect)
        for name, cases in sets.items()
        for case in cases
        for number, turn in enumerate(case.turns, start=1)
        if turn.expect.needs and turn.expect.must_answer
    ]


def run_sets(sets: Sets, assistant: Assistant, progress: Callable[[str, int, int], None] | None = None, *, remembers: bool = True) -> Run:
    """Answer the cases of some sets; ``remembers`` False asks each turn as if it were the first."""
    results: list[TurnResult] = []
    for name, cases in sets.items():
        for rank, case in enumerate(cases):
            if progress:
                progress(name, rank, len(cases))
            results += _run_case(name, case, assistant, remembers)
    return Run(tuple(results), _about(sets, assistant.library))


def _run_case(name: str, case: Case, assistant: Assistant, remembers: bool) -> list[TurnResult]:
    results: list[TurnResult] = []
    memory: Memory | None = None
    for number, turn in enumerate(case.turns, start=1):
        answer, memory = assistant.ask(turn.question, certification=case.certification, memory=memory if remembers else None)
        scores = score(answer, turn.expect, assistant.library.shelf)
        results.append(
            TurnResult(
                key=f"{name}/{case.id}/{number}",
                question=turn.question,
                scores={measure: (s.value, s.reason) for measure, s in _given(scores)},
                characters=scores.characters,
                milliseconds=answer.elapsed_ms,
                cited=tuple(dict.fromkeys(citation.passage for citation in answer.citations)),
            )
        )
    return results


def _given(scores: TurnScores) -> list[tuple[str, Score]]:
    return [(measure, value) for measure in MEASURES if (value := getattr(scores, measure)) is not None]


def _about(sets: Sets, library: Library) -> dict[str, Any]:
    from importlib.metadata import PackageNotFoundError, version
    from platform import python_version

    versions = {"python": python_version()}
    for name in _LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:  # a copy of the sources that was never installed
            versions[name] = "?"
    manifest, settings = library.index.manifest, library.settings
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions,
        "settings": settings.model_dump(include={"embedding_model", "dense_search", "chat_model"}),
        "index": {"embedding": manifest.embedding.fingerprint, "tokeniser": manifest.tokeniser_version, "corpus": manifest.corpus_sha256},
        "referentials": {record.certification.id: record.file_sha256 for record in library.records()},
        "sets": {name: {"cases": len(cases), "sha256": _digest(cases)} for name, cases in sets.items()},
    }


def _digest(cases: Iterable[Case]) -> str:
    return hashlib.sha256("\n".join(case.model_dump_json(by_alias=True) for case in cases).encode()).hexdigest()


def summary(run: Run) -> dict[str, Any]:
    """The figures of a run: rates as [right, counted], quoted characters (mean), milliseconds (median and 95th percentile)."""
    times = sorted(result.milliseconds for result in run.results)
    quoted = [result.characters for result in run.results if result.characters]
    return {
        "turns": len(run.results),
        **{measure: list(run.rate(measure)) for measure in MEASURES},
        "characters": round(statistics.mean(quoted)) if quoted else 0,
        "p50_ms": round(statistics.median(times), 1) if times else 0,
        "p95_ms": round(times[int(0.95 * (len(times) - 1))], 1) if times else 0,
    }


def parts(run: Run) -> dict[str, Run]:
    """The run by turn and by set: ``first_turns``, ``later_turns``, then each set by its name."""
    by_turn = {"first_turns": run.part(later=False), "later_turns": run.part(later=True)}
    return by_turn | {name: run.part(within=f"{name}/") for name in run.sets()}


def save(run: Run, path: Path, baselines: dict[str, Run] | None = None) -> None:
    """Write a run, and what it was compared with, as JSON."""
    content = {
        "about": run.about,
        "summary": summary(run),
        "parts": {name: summary(part) for name, part in parts(run).items()},
        "results": [result.__dict__ for result in run.results],
    }
    if baselines:
        content["baselines"] = {
            name: {"summary": summary(other), "results": [result.__dict__ for result in other.results]} for name, other in baselines.items()
        }
    write_atomically(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def load(path: Path) -> Run:
    """Read a run back; raises AcquisError when it is not one."""
    try:
        content = json.loads(path.read_text("utf-8"))
        return Run(tuple(_result(row) for row in content["results"]), dict(content.get("about", {})))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise AcquisError(f"{path} n'est pas un résultat d'évaluation lisible : refaites-le avec « acquis eval -o ».") from error


def _result(row: dict[str, Any]) -> TurnResult:
    scores = {name: (bool(value[0]), str(value[1])) for name, value in row["scores"].items()}
    return TurnResult(**{**row, "scores": scores, "cited": tuple(row.get("cited", ()))})
