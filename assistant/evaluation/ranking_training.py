"""Train the ranking and the verdict: ``python -m assistant.evaluation.ranking_training`` (scikit-learn, a few minutes on two cores).

The cases are those of the ``dev`` and ``train`` sets; the home must hold the official documents. Dialogues are first played with what
should have been answered as their memory, then once more with the answers of the ranking just trained. ``--validate`` prints what each
choice of limits gives on cases that the trees were not trained on (folds by case).
"""

from __future__ import annotations

import argparse
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.answer import CompetenceRef, Status
from assistant.asking.answerable import FOLDER as ANSWERABLE
from assistant.asking.answerable import logit
from assistant.asking.training import train_answerable
from assistant.chain import Steps, Turn
from assistant.dialogue import Memory
from assistant.evaluation.cases import Case, Expectation, read_cases
from assistant.forest import Forest, load_forest
from assistant.gathering import Gathered
from assistant.library import Library
from assistant.ranking import RELEVANCE, SECOND_LOOK, VERDICT, Limits, Ranking, Scored, choose, describe_question
from assistant.reading import Intent, Reading
from assistant.second_look import second_look

Floats = NDArray[np.float32]
Weighing = Callable[[int], Floats]
"""From the place of a turn to the probabilities of its passages, or of its being answerable."""
T = TypeVar("T")
_SETS = Path("eval_sets")
_FOLDS = 3
_SIGNALS = 15
_NEAR, _THINNED = 60, 6
_DEPTH, _VERDICT_DEPTH = 4, 3
_SHARED = {"l2_regularization": 5.0, "early_stopping": False, "random_state": 0}
_RELEVANCE = {"max_iter": 150, "learning_rate": 0.08, "max_depth": _DEPTH, "max_leaf_nodes": 16, **_SHARED, "min_samples_leaf": 30}
_VERDICT = {"max_iter": 250, "learning_rate": 0.06, "max_depth": _VERDICT_DEPTH, "max_leaf_nodes": 8, **_SHARED, "min_samples_leaf": 12}


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
                memory = memory if answer.status == Status.OUT_OF_SCOPE and memory else Memory.of(reading, answer, memory)
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
                memory = Memory.of(done.reading, done.answer, memory)
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


def fit_relevance(rows: Sequence[Row], values: Sequence[Floats]) -> Forest:
    """Trees that tell needed passages from others by the ``values`` of each row; a turn weighs as much however many passages it needs.

    Of the passages that are not needed, the nearest are all kept and one in ``_THINNED`` of the others, which then weighs so much more.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    generator = np.random.default_rng(0)
    all_values, needed, weights = [], [], []
    for row, described in zip(rows, values, strict=True):
        if not row.needed.any():
            continue
        near = np.zeros(len(row.needed), bool)
        near[np.argsort(-row.scored.values[:, :_SIGNALS].max(axis=1))[:_NEAR]] = True
        near |= row.needed
        kept = near | (generator.random(len(near)) < 1 / _THINNED)
        all_values.append(described[kept])
        needed.append(row.needed[kept])
        weights.append(np.where(near[kept], 1.0, _THINNED) / row.needed.sum())
    model = HistGradientBoostingClassifier(**_RELEVANCE)
    return Forest.of(model.fit(np.vstack(all_values), np.concatenate(needed), sample_weight=np.concatenate(weights)), _DEPTH)


@dataclass(frozen=True)
class Looks:
    """The forests of both looks, and for each turn the probabilities that looks not taught on its case give."""

    first: Forest
    second: Forest
    held_out: list[Floats]


def fit_looks(rows: Sequence[Row]) -> Looks:
    """Both looks; the second is taught on what the first gives for cases that it was not taught on."""
    values = [row.scored.values for row in rows]
    alone = out_of_fold(rows, lambda kept: _weighing(fit_relevance(_of(rows, kept), _of(values, kept)), values))
    looked = [second_look(row.scored.passages, row.scored.values, p) for row, p in zip(rows, alone, strict=True)]
    twice = out_of_fold(rows, lambda kept: _weighing(fit_relevance(_of(rows, kept), _of(looked, kept)), looked))
    return Looks(fit_relevance(rows, values), fit_relevance(rows, looked), twice)


def _weighing(forest: Forest, values: Sequence[Floats]) -> Weighing:
    return lambda place: forest.probabilities(values[place])


def _of(items: Sequence[T], kept: Sequence[int]) -> list[T]:
    return [items[place] for place in kept]


@dataclass(frozen=True)
class Verdict:
    """What tells whether the texts answer; ``held_out``: for each turn, what one not taught on its case gives."""

    forest: Forest
    held_out: list[float]


def fit_verdict(rows: Sequence[Row], probabilities: Sequence[Floats], folder: Path) -> Verdict:
    """The forest, taught on how each question sounds to a model that was not taught on it; that model is saved in ``folder``.

    Turns where either end is right are not learnt from.
    """
    answered = [must_answer(row) for row in rows]
    taught = [place for place, must in enumerate(answered) if must is not None and len(probabilities[place])]
    questions = [row.scored.folded for row in rows]

    def fit_sound(kept: Sequence[int]) -> Weighing:
        used = [place for place in kept if answered[place] is not None]
        with tempfile.TemporaryDirectory() as aside:
            model = train_answerable(_of(questions, used), [bool(answered[place]) for place in used], Path(aside))
        return lambda place: np.array([logit(model, questions[place])], np.float32)

    sounds = out_of_fold(rows, fit_sound)
    described = [
        describe_question(row.scored, found, float(sound[0])) if len(found) else np.zeros(0, np.float32)
        for row, found, sound in zip(rows, probabilities, sounds, strict=True)
    ]

    def fit_forest(kept: Sequence[int]) -> Weighing:
        forest = _fit_verdict(described, answered, [place for place in kept if place in set(taught)])
        return lambda place: forest.probabilities(described[place][None, :]) if len(described[place]) else np.zeros(1, np.float32)

    held_out = [float(found[0]) for found in out_of_fold(rows, fit_forest)]
    train_answerable(_of(questions, taught), [bool(answered[place]) for place in taught], folder)
    return Verdict(_fit_verdict(described, answered, taught), held_out)


def _fit_verdict(described: Sequence[Floats], answered: Sequence[bool | None], kept: Sequence[int]) -> Forest:
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(**_VERDICT)
    return Forest.of(model.fit(np.vstack(_of(described, kept)), [bool(answered[place]) for place in kept]), _VERDICT_DEPTH)


def must_answer(row: Row) -> bool | None:
    """Whether the turn must be answered; None when both ends are right."""
    status = set(row.expected.status)
    return None if Status.ANSWERED in status and len(status) > 1 else Status.ANSWERED in status


def out_of_fold(rows: Sequence[Row], fit: Callable[[Sequence[int]], Weighing]) -> list[Floats]:
    """For each turn, what is found by something fitted on the cases of the other folds: ``fit`` gets the places of their turns."""
    found: dict[int, Floats] = {}
    for fold in range(_FOLDS):
        weigh_turn = fit([place for place, row in enumerate(rows) if _fold(row) != fold])
        found |= {place: weigh_turn(place) for place, row in enumerate(rows) if _fold(row) == fold}
    return [found[place] for place in range(len(rows))]


def _fold(row: Row) -> int:
    return zlib.crc32(row.case.encode()) % _FOLDS


def has_all(row: Row, cited: set[str]) -> bool:
    """Whether everything that a turn needs is among the passages cited."""
    groups: dict[str, list[tuple[str, ...]]] = {}
    for need in row.expected.needs:
        groups.setdefault(need[0].split("/")[0] if row.expected.any else "", []).append(need)
    return any(all(cited & set(need) for need in needs) for needs in groups.values())


def validate(rows: Sequence[Row], probabilities: Sequence[Floats], verdicts: Sequence[float]) -> None:
    """Print evidence, quoted characters, refusals and wrong refusals for several limits, on cases held out."""
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        refused = [verdicts[place] < threshold for place, row in enumerate(rows) if must_answer(row) is False]
        wrongly = [verdicts[place] < threshold for place, row in enumerate(rows) if must_answer(row)]
        print(f"answerable {threshold}: refused {sum(refused)}/{len(refused)}, wrongly {sum(wrongly)}/{len(wrongly)}")
    for least, characters in ((0.005, 4500), (0.003, 3500), (0.003, 4500), (0.003, 6000), (0.002, 4500), (0.002, 6000)):
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
        looks = fit_looks(rows)
        verdict = fit_verdict(rows, looks.held_out, ANSWERABLE)
        if last and options.validate:
            validate(rows, looks.held_out, verdict.held_out)
        looks.first.save(RELEVANCE)
        looks.second.save(SECOND_LOOK)
        verdict.forest.save(VERDICT)
        load_forest.cache_clear()


if __name__ == "__main__":
    main()
