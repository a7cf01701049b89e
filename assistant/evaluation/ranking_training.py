"""Train the ranking and the verdict: ``python -m assistant.evaluation.ranking_training`` (scikit-learn, a few minutes on two cores).

The cases are those of the ``dev`` and ``train`` sets; the home must hold the official documents. Dialogues are first played with what
should have been answered as their memory, then once more with the answers of the ranking just trained. ``--validate`` prints what each
choice of limits gives on cases that the trees were not trained on (folds by case).
"""

from __future__ import annotations

import argparse
import os
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.answer import CompetenceRef, Status
from assistant.chain import Steps, Turn
from assistant.dialogue import Memory
from assistant.evaluation.cases import Case, Expectation, read_cases
from assistant.forest import Forest, load_forest
from assistant.gathering import Gathered
from assistant.library import Library
from assistant.ranking import RELEVANCE, VERDICT, Limits, Ranking, Scored, choose, describe_question
from assistant.reading import Intent, Reading

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingClassifier

Floats = NDArray[np.float32]
_SETS = Path("eval_sets")
_FOLDS = 3
_SIGNALS = 15
_NEAR, _THINNED = 60, 6
_DEPTH = 4
_SHARED = {"l2_regularization": 5.0, "early_stopping": False, "random_state": 0}
_RELEVANCE = {"max_iter": 150, "learning_rate": 0.08, "max_depth": _DEPTH, "max_leaf_nodes": 16, **_SHARED, "min_samples_leaf": 30}
_VERDICT = {"max_iter": 120, "learning_rate": 0.06, "max_depth": 3, "max_leaf_nodes": 8, **_SHARED, "min_samples_leaf": 12}


@dataclass(frozen=True)
class Row:
    """One turn: what it is described by, which of its passages are needed, and what was expected."""

    key: str
    case: str
    scored: Scored
    structure: Gathered | None
    needed: NDArray[np.bool_]
    expected: Expectation


def play(paths: Sequence[Path], library: Library, *, with_answers: bool) -> Iterator[Row]:
    """Describe every turn of some sets; the memory is what was answered, or what should have been."""
    steps = Steps(library, None)
    for path in paths:
        for case in read_cases(path):
            yield from _play_case(path.stem, case, steps, with_answers=with_answers)


def _play_case(name: str, case: Case, steps: Steps, *, with_answers: bool) -> Iterator[Row]:
    memory: Memory | None = None
    for number, asked in enumerate(case.turns, start=1):
        turn = steps.read(Turn(question=asked.question, chosen=case.certification, memory=memory))
        reading = turn.reading
        assert reading is not None
        if not _is_ranked(reading):
            if with_answers:
                answer = steps.compose(steps.retrieve(turn)).answer
                assert answer is not None
                memory = memory if answer.status == Status.OUT_OF_SCOPE and memory else Memory.of(reading, answer)
            continue
        scored, structure = steps.describe(turn)
        wanted = {passage for need in asked.expect.needs for passage in need}
        needed = np.array([passage.id in wanted for passage in scored.passages])
        yield Row(f"{name}/{case.id}/{number}", f"{name}/{case.id}", scored, structure, needed, asked.expect)
        if with_answers:
            done = steps.compose(steps.retrieve(turn))
            assert done.answer is not None
            assert done.reading is not None
            if not (memory and done.answer.status == Status.OUT_OF_SCOPE):
                memory = Memory.of(done.reading, done.answer)
        elif wanted:
            reading = scored.asking.reading
            gold = tuple(CompetenceRef(certification=i, number=n) for i, n in asked.expect.competences)
            certifications = reading.certifications or asked.expect.certifications
            memory = Memory(
                replace(reading, competences=reading.competences or gold, certifications=certifications), cited=tuple(sorted(wanted))
            )


def _is_ranked(reading: Reading) -> bool:
    """Whether the answer to a question read so comes from the ranking."""
    nowhere = reading.correction and not reading.competences and not reading.blocks
    return not (reading.unclear or nowhere or reading.intent in (Intent.SMALL_TALK, Intent.CATALOGUE))


def fit_relevance(rows: Sequence[Row]) -> HistGradientBoostingClassifier:
    """Trees that tell needed passages from others; a turn weighs as much however many passages it needs.

    Of the passages that are not needed, the nearest are all kept and one in ``_THINNED`` of the others, which then weighs so much more.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    generator = np.random.default_rng(0)
    values, needed, weights = [], [], []
    for row in rows:
        if not row.needed.any():
            continue
        near = np.zeros(len(row.needed), bool)
        near[np.argsort(-row.scored.values[:, :_SIGNALS].max(axis=1))[:_NEAR]] = True
        near |= row.needed
        kept = near | (generator.random(len(near)) < 1 / _THINNED)
        values.append(row.scored.values[kept])
        needed.append(row.needed[kept])
        weights.append(np.where(near[kept], 1.0, _THINNED) / row.needed.sum())
    model = HistGradientBoostingClassifier(**_RELEVANCE)
    return model.fit(np.vstack(values), np.concatenate(needed), sample_weight=np.concatenate(weights))


def fit_verdict(rows: Sequence[Row], probabilities: Sequence[Floats]) -> HistGradientBoostingClassifier:
    """Trees that tell questions that the texts answer from others; those where either end is right are left out."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    used = [(row, p) for row, p in zip(rows, probabilities, strict=True) if must_answer(row) is not None and len(p)]
    values = np.vstack([describe_question(row.scored, p) for row, p in used])
    answered = [must_answer(row) for row, _ in used]
    return HistGradientBoostingClassifier(**_VERDICT).fit(values, answered)


def must_answer(row: Row) -> bool | None:
    """Whether the turn must be answered; None when both ends are right."""
    status = set(row.expected.status)
    return None if Status.ANSWERED in status and len(status) > 1 else Status.ANSWERED in status


def out_of_fold(rows: Sequence[Row]) -> list[Floats]:
    """For each turn, the probabilities given by trees that were not trained on its case."""
    found: dict[int, Floats] = {}
    for fold in range(_FOLDS):
        forest = Forest.of(fit_relevance([row for row in rows if _fold(row) != fold]), _DEPTH)
        found |= {place: forest.probabilities(row.scored.values) for place, row in enumerate(rows) if _fold(row) == fold}
    return [found[place] for place in range(len(rows))]


def _fold(row: Row) -> int:
    return zlib.crc32(row.case.encode()) % _FOLDS


def has_all(row: Row, cited: set[str]) -> bool:
    """Whether everything that a turn needs is among the passages cited."""
    groups: dict[str, list[tuple[str, ...]]] = {}
    for need in row.expected.needs:
        groups.setdefault(need[0].split("/")[0] if row.expected.any else "", []).append(need)
    return any(all(cited & set(need) for need in needs) for needs in groups.values())


def validate(rows: Sequence[Row], probabilities: Sequence[Floats]) -> None:
    """Print evidence, quoted characters, refusals and wrong refusals for several limits, on cases held out."""
    verdicts: dict[int, float] = {}
    for fold in range(_FOLDS):
        kept = [place for place, row in enumerate(rows) if _fold(row) != fold]
        forest = Forest.of(fit_verdict([rows[place] for place in kept], [probabilities[place] for place in kept]), 3)
        for place, row in enumerate(rows):
            if _fold(row) == fold and len(probabilities[place]):
                described = describe_question(row.scored, probabilities[place])
                verdicts[place] = float(forest.probabilities(described[None, :])[0])
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        refused = [verdicts.get(place, 0.0) < threshold for place, row in enumerate(rows) if must_answer(row) is False]
        wrongly = [verdicts.get(place, 0.0) < threshold for place, row in enumerate(rows) if must_answer(row)]
        print(f"answerable {threshold}: refused {sum(refused)}/{len(refused)}, wrongly {sum(wrongly)}/{len(wrongly)}")
    for least in (0.002, 0.003, 0.005, 0.01):
        for characters in (3000, 3500, 4500):
            print(f"least {least}, characters {characters}:", end=" ")
            _print_evidence(rows, probabilities, Limits(least=least, characters=characters, answerable=-1.0))


def _print_evidence(rows: Sequence[Row], probabilities: Sequence[Floats], limits: Limits) -> None:
    right: dict[str, list[bool]] = {}
    quoted: list[int] = []
    for row, found in zip(rows, probabilities, strict=True):
        if not row.expected.needs:
            continue
        order = np.argsort(-found, kind="stable")
        ranking = Ranking(tuple(row.scored.passages[p] for p in order), tuple(float(found[p]) for p in order), 1.0)
        gathered = choose(ranking, row.structure, limits)
        passages = (*gathered.passages, *gathered.besides)
        quoted.append(sum(len(passage.text) for passage in passages))
        turn = "first" if row.key.endswith("/1") else "later"
        right.setdefault(f"{row.key.split('-')[0]} {turn}", []).append(has_all(row, {passage.id for passage in passages}))
        right.setdefault("all", []).append(right[f"{row.key.split('-')[0]} {turn}"][-1])
    rates = ", ".join(f"{name} {sum(values)}/{len(values)}={sum(values) / len(values):.3f}" for name, values in sorted(right.items()))
    print(f"{rates}; {np.mean(quoted):.0f} characters")


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("ACQUIS_HOME", ".")))
    parser.add_argument("--validate", action="store_true")
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    names = [f"{what}-{split}.jsonl" for split in ("dev", "train") for what in ("questions", "dialogues", "refusals")]
    paths = [_SETS / name for name in names]
    library = Library(options.home)
    for round_ in range(options.rounds):
        rows = list(play(paths, library, with_answers=round_ > 0))
        print(f"round {round_ + 1}: {len(rows)} turns, {rows[0].scored.values.shape[1]} features", flush=True)
        last = round_ == options.rounds - 1
        probabilities = out_of_fold(rows)
        if last and options.validate:
            validate(rows, probabilities)
        Forest.of(fit_relevance(rows), _DEPTH).save(RELEVANCE)
        Forest.of(fit_verdict(rows, probabilities), 3).save(VERDICT)
        load_forest.cache_clear()


if __name__ == "__main__":
    main()
