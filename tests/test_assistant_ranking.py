"""What is quoted of a ranking: the arithmetic of the limits, on passages and probabilities written by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.asking.model import Asked
from assistant.gathering import Gathered
from assistant.ranking import Limits, Ranking, Scored, choose, rank
from assistant.reading import Intent, Reading
from assistant.relevance import Asking
from ingest.model import Passage, Source

LIMITS = Limits(least=0.05, least_beside=0.3, characters=100, main=0.2, answerable=0.5)


def passage(name: str, length: int = 10, *, competence: int | None = 1, kind: str = "criterion", context: str = "") -> Passage:
    source = Source(document="c.md", lines=(1, 1))
    return Passage(id=f"c/{name}", certification="c", kind=kind, text="x" * length, context=context, competence=competence, source=source)


def ranking(*found: tuple[Passage, float], answerable: float = 0.9) -> Ranking:
    return Ranking(tuple(one for one, _ in found), tuple(probability for _, probability in found), answerable)


def names(passages: tuple[Passage, ...]) -> list[str]:
    return [one.id.removeprefix("c/") for one in passages]


def test_what_is_likely_answers_and_what_is_less_is_worth_reading_besides() -> None:
    """The best has 0.5: from 0.2 × 0.5 = 0.1 on a passage belongs to the answer."""
    chosen = choose(ranking((passage("a"), 0.5), (passage("b"), 0.1), (passage("c"), 0.09)), None, LIMITS)
    assert (names(chosen.passages), names(chosen.besides)) == (["a", "b"], ["c"])
    assert (chosen.nearest, chosen.empty) == ((), ())


def test_what_is_unlikely_is_not_quoted() -> None:
    """0.05 is the least, 0.049 is below."""
    chosen = choose(ranking((passage("a"), 0.1), (passage("b"), 0.05), (passage("c"), 0.049)), None, LIMITS)
    assert names(chosen.passages) == ["a", "b"]
    assert chosen.besides == ()


def test_the_best_is_quoted_however_unlikely_once_the_texts_answer() -> None:
    assert names(choose(ranking((passage("a"), 0.01), (passage("b"), 0.009)), None, LIMITS).passages) == ["a"]


def test_nothing_is_quoted_where_the_texts_do_not_answer() -> None:
    found = [(passage(name), 0.9) for name in "abcd"]
    refused = choose(ranking(*found, answerable=0.49), None, LIMITS)
    assert (refused.passages, refused.besides) == ((), ())
    assert names(refused.nearest) == ["a", "b", "c"]  # what came closest, three at most
    assert choose(ranking(*found, answerable=0.5), None, LIMITS).passages != ()


def test_quotations_end_at_the_limit_and_a_shorter_one_may_still_fit() -> None:
    """a takes 60; b would make 60 + 50 = 110 > 100; c makes 60 + 40 = 100, which is allowed; d would make 101."""
    found = ranking((passage("a", 60), 0.9), (passage("b", 50), 0.8), (passage("c", 40), 0.7), (passage("d", 1), 0.6))
    assert names(choose(found, None, LIMITS).passages) == ["a", "c"]


def test_the_best_is_quoted_however_long() -> None:
    found = ranking((passage("a", 500), 0.9), (passage("b", 1), 0.8))
    assert names(choose(found, None, LIMITS).passages) == ["a"]


def test_passages_of_one_place_stand_together_where_the_best_of_them_stands() -> None:
    found = ranking(
        (passage("C2/a", competence=2), 0.9),
        (passage("S1/1", competence=None, kind="section", context="c > missions"), 0.8),
        (passage("C1/a", competence=1), 0.7),
        (passage("S1/2", competence=None, kind="section", context="c > missions"), 0.6),
        (passage("S2/1", competence=None, kind="section", context="c > jury"), 0.5),
        (passage("C2/b", competence=2), 0.4),
    )
    assert names(choose(found, None, LIMITS).passages) == ["C2/a", "C2/b", "S1/1", "S1/2", "C1/a", "S2/1"]


def test_the_places_that_a_question_names_are_quoted_whole_and_first() -> None:
    """However long, however unlikely, and in their own order; besides them a passage needs 0.3, and to be no part of them."""
    named = (passage("C3/b", 80, competence=3), passage("C3/a", 80, competence=3))
    found = ranking((passage("C1/a"), 0.9), (named[1], 0.5), (passage("C1/b"), 0.3), (passage("C1/c"), 0.29), answerable=0.0)
    limits = Limits(least=0.05, least_beside=0.3, characters=1000, main=0.2, answerable=0.5)
    chosen = choose(found, Gathered(named), limits)
    assert names(chosen.passages) == ["C3/b", "C3/a"]
    assert names(chosen.besides) == ["C1/a", "C1/b"]


def test_a_field_that_is_empty_is_the_answer() -> None:
    empty = Gathered(empty=("Code du bloc",))
    alone = choose(ranking((passage("a"), 0.9)), empty, LIMITS)
    assert (alone.passages, alone.besides, alone.empty) == ((), (), ("Code du bloc",))
    both = choose(ranking((passage("a"), 0.9)), Gathered((passage("b"),), ("Code du bloc",)), LIMITS)
    assert (names(both.passages), both.empty) == (["b"], ("Code du bloc",))


def test_no_passages_at_all_answer_nothing() -> None:
    assert choose(ranking(answerable=0.9), None, LIMITS) == Gathered()
    asking = Asking(Reading("Quoi ?", Intent.SEARCH), Asked({}, {}, {}))
    assert rank(Scored((), np.zeros((0, 1), np.float32), asking, 0.0)) == Ranking((), (), 0.0)


FOUND = st.lists(st.tuples(st.integers(1, 60), st.floats(0, 1), st.integers(1, 3)), max_size=12)


@given(FOUND, st.integers(0, 4), st.floats(0, 1))
def test_nothing_is_quoted_twice_and_the_limit_holds(found: list[tuple[int, float, int]], named: int, answerable: float) -> None:
    passages = [passage(f"p{number}", length, competence=place) for number, (length, _, place) in enumerate(found)]
    ranked = sorted(zip(passages, (probability for _, probability, _ in found), strict=True), key=lambda pair: -pair[1])
    structure = Gathered(tuple(passages[:named])) if named and passages else None
    chosen = choose(ranking(*ranked, answerable=answerable), structure, LIMITS)
    quoted = [*chosen.passages, *chosen.besides]
    assert len(quoted) == len({one.id for one in quoted})
    probability_of = {one.id: probability for one, probability in ranked}
    if structure:
        assert chosen.passages == structure.passages
        assert all(probability_of[one.id] >= LIMITS.least_beside for one in chosen.besides)
        assert sum(len(one.text) for one in chosen.besides) <= LIMITS.characters or len(chosen.besides) == 1
    elif answerable < LIMITS.answerable:
        assert quoted == []
        assert [one.id for one in chosen.nearest] == [one.id for one, _ in ranked[:3]]
    elif quoted:
        assert len(quoted) == 1 or sum(len(one.text) for one in quoted) <= LIMITS.characters
        assert min(probability_of[one.id] for one in chosen.passages) >= max(
            (probability_of[one.id] for one in chosen.besides), default=0.0
        )


@pytest.mark.parametrize("field", ["least", "least_beside", "main", "answerable"])
def test_the_shipped_limits_are_probabilities_and_shares(field: str) -> None:
    assert 0 < getattr(Limits(), field) < 1
    assert Limits().characters > 0
