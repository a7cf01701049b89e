"""What the ranking is taught on: which turns, what they need, and that nothing is judged by trees that have seen its case."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from assistant.answer import Status
from assistant.asking.model import Asked
from assistant.evaluation.cases import Expectation
from assistant.evaluation.ranking_training import Row, _fold, _is_ranked, has_all, must_answer, out_of_fold, play
from assistant.library import Library
from assistant.ranking import Scored
from assistant.reading import Intent, Reading
from assistant.relevance import Asking
from assistant.understanding import understand

NEW, OLD, CLOCK = "cqpm-animateur-gat-v2", "cqpm-animateur-gat-v1", "cqpm-horloger-de-clocher"
ANSWERED, NOT_FOUND, OUT = Status.ANSWERED, Status.NOT_FOUND, Status.OUT_OF_SCOPE


def row(
    case: str = "q-1", *, status: tuple[Status, ...] = (ANSWERED,), needs: tuple[tuple[str, ...], ...] = (), any_of: bool = False
) -> Row:
    scored = Scored((), np.zeros((0, 1), np.float32), Asking(Reading(case, Intent.SEARCH), Asked({}, {}, {})), 0.0)
    return Row(f"{case}/1", case, scored, None, np.zeros(0, bool), Expectation(status=status, needs=needs, any=any_of))


@pytest.mark.parametrize(
    ("status", "must"),
    [((ANSWERED,), True), ((NOT_FOUND, OUT), False), ((OUT,), False), ((ANSWERED, NOT_FOUND), None)],
)
def test_where_either_end_is_right_nothing_is_learnt(status: tuple[Status, ...], must: bool | None) -> None:
    assert must_answer(row(status=status)) is must


@pytest.mark.parametrize(
    ("cited", "complete"),
    [
        ({"a/1", "b/1"}, True),
        ({"a/2", "b/1", "c/9"}, True),  # a/1 or a/2; what is cited besides does not count against
        ({"a/1", "a/2"}, False),  # b/1 is missing
        (set(), False),
    ],
)
def test_each_need_is_met_by_one_of_its_passages(cited: set[str], complete: bool) -> None:
    assert has_all(row(needs=(("a/1", "a/2"), ("b/1",))), cited) is complete


@pytest.mark.parametrize(
    ("cited", "complete"),
    [
        ({"old/1", "old/2"}, True),  # all that the older one needs
        ({"new/1"}, True),
        ({"old/1"}, False),
        ({"old/2"}, False),
    ],
)
def test_one_certification_of_several_may_be_enough(cited: set[str], complete: bool) -> None:
    assert has_all(row(needs=(("old/1",), ("old/2",), ("new/1",)), any_of=True), cited) is complete
    assert not has_all(row(needs=(("old/1",), ("old/2",), ("new/1",))), cited)  # without it, all three are needed


@pytest.mark.parametrize(
    ("question", "ranked"),
    [
        ("Quels verres pour la dégustation ?", True),
        ("moyens de la compétence 1 de l'horloger", True),
        ("bonjour", False),
        ("Quels référentiels connais-tu ?", False),
        ("moyens de la compétence 2", False),  # of which certification? asked back
        ("compétence 9 de l'horloger", False),  # corrected
    ],
)
def test_only_what_the_ranking_answers_is_learnt_from(question: str, ranked: bool, shelf_library: Library) -> None:
    assert _is_ranked(understand(question, shelf_library.catalogue)) is ranked


def test_the_turns_of_a_case_are_in_one_fold_for_ever() -> None:
    """The fold comes from the case's name alone, so that a case never stands on both sides; hundreds of cases fill all three alike."""
    cases = [f"questions-dev/q-{number}" for number in range(900)]
    counts = np.bincount([_fold(row(case)) for case in cases])
    assert len(counts) == 3
    assert counts.min() > 250  # 300 each, give or take
    assert _fold(row("questions-dev/q-1")) == _fold(row("questions-dev/q-1"))


@dataclass
class Taught:
    """Something fitted on some places, which tells of a place whether it has seen its case."""

    rows: Sequence[Row]
    kept: Sequence[int]

    def __call__(self, place: int) -> np.ndarray:
        return np.array([float(self.rows[place].case in {self.rows[seen].case for seen in self.kept}), float(len(self.kept))], np.float32)


def test_no_turn_is_judged_by_what_has_seen_its_case() -> None:
    """Forty dialogues of two turns: whatever is fitted for a turn has seen neither it nor its neighbour, and has seen all other folds."""
    rows = [row(f"d-{number}") for number in range(40) for _ in range(2)]
    found = out_of_fold(rows, lambda kept: Taught(rows, kept))
    assert [float(seen) for seen, _ in found] == [0.0] * 80
    sizes = np.bincount([_fold(one) for one in rows])
    assert [int(count) for _, count in found] == [80 - sizes[_fold(one)] for one in rows]


def case(case_id: str, *turns: tuple[str, dict[str, object]]) -> str:
    return json.dumps({"id": case_id, "turns": [{"question": question, "expect": expect} for question, expect in turns]})


@pytest.fixture
def played(tmp_path: Path) -> Path:
    """A greeting, a dialogue that leans on what should have been answered, and a question that must be refused."""
    means = {"status": ["answered"], "certifications": [CLOCK], "competences": [[CLOCK, 1]], "needs": [[f"{CLOCK}/C1/means/1"]]}
    results = {**means, "needs": [[f"{CLOCK}/C1/results/1"]]}
    lines = [
        case("hello", ("bonjour", {"status": ["out_of_scope"]})),
        case("oil", ("Quelle huile contient la burette ?", means), ("et les résultats attendus ?", results)),
        case("visa", ("Faut-il un visa pour la croisière ?", {"status": ["not_found"]})),
    ]
    path = tmp_path / "sample.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_each_ranked_turn_is_a_row_with_the_passages_that_it_needs(played: Path, shelf_library: Library) -> None:
    rows = list(play([played], shelf_library, with_answers=False))
    assert [one.key for one in rows] == ["sample/oil/1", "sample/oil/2", "sample/visa/1"]  # a greeting ranks nothing
    needed = [[p.id for p, wanted in zip(one.scored.passages, one.needed, strict=True) if wanted] for one in rows]
    assert needed == [[f"{CLOCK}/C1/means/1"], [f"{CLOCK}/C1/results/1"], []]
    assert [must_answer(one) for one in rows] == [True, True, False]
    assert all(len(one.scored.values) == len(one.scored.passages) for one in rows)
    assert len({one.scored.values.shape[1] for one in rows}) == 1


def test_a_later_turn_remembers_what_should_have_been_answered(played: Path, shelf_library: Library) -> None:
    """« et les résultats attendus ? » says neither certification nor competence: both come from the labels of the turn before."""
    first, later, _ = (one.scored.asking for one in play([played], shelf_library, with_answers=False))
    assert (first.before, first.cited) == (None, frozenset())
    assert later.before is not None
    assert [(ref.certification, ref.number) for ref in later.before.competences] == [(CLOCK, 1)]
    assert later.cited == {f"{CLOCK}/C1/means/1"}
    assert [(ref.certification, ref.number) for ref in later.reading.competences] == [(CLOCK, 1)]


def test_a_later_turn_may_remember_what_was_answered(tmp_path: Path, shelf_library: Library) -> None:
    """A competence given by number is answered whatever the trees say; the labels (here of another) are not looked at."""
    expect: dict[str, object] = {"status": ["answered"], "competences": [[CLOCK, 3]], "needs": [[f"{CLOCK}/C3/means/1"]]}
    lines = [
        case("numbered", ("moyens de la compétence 2 de l'horloger", expect), ("et la suivante ?", expect)),
        case("other", ("missions de l'horloger", expect)),
    ]
    path = tmp_path / "sample.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    first, later, other = (one.scored.asking for one in play([path], shelf_library, with_answers=True))
    assert (first.before, other.before) == (None, None)
    assert later.before is not None
    assert [(ref.certification, ref.number) for ref in later.before.competences] == [(CLOCK, 2)]
    assert f"{CLOCK}/C2/means/1" in later.cited
    assert [(ref.certification, ref.number) for ref in later.reading.competences] == [(CLOCK, 3)]
