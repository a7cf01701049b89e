"""What the ranking looks at: the arithmetic of its parts, and what holds of all features whatever the trees make of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from assistant.answer import CompetenceRef
from assistant.asking.model import Asked
from assistant.library import Library
from assistant.reading import Intent, Reading
from assistant.relevance import (
    Asking,
    _best_of_group,
    _Fixed,
    _groups,
    _is_named,
    _label_of,
    _mean_of_best,
    _of_title,
    _ranks,
    _share,
    features,
)
from ingest.model import Passage
from vectorstore.search import Signals

NEW, OLD, SHEET, CLOCK = "cqpm-animateur-gat-v2", "cqpm-animateur-gat-v1", "rncp-99123-animateur-gat", "cqpm-horloger-de-clocher"
NOTHING = Asked({}, {}, {})
Floats = NDArray[np.float32]


def numbers(*values: float) -> Floats:
    return np.array(values, np.float32)


def test_ranks_count_from_the_largest() -> None:
    assert _ranks(numbers(0.2, 0.9, 0.5)).tolist() == [2, 0, 1]
    assert _ranks(numbers(0.5, 0.5)).tolist() == [0, 1]  # of equals, the first


def test_shares_are_of_the_largest() -> None:
    assert _share(numbers(1, 2, 4)).tolist() == [0.25, 0.5, 1]
    assert _share(numbers(0, 0)).tolist() == [0, 0]  # nothing has a share of nothing
    assert _share(numbers(-1, 0)).tolist() == [0, 0]
    assert _share(numbers()).tolist() == []


def test_names_become_groups_in_order_and_none_is_no_group() -> None:
    assert _groups(["b", None, "a", "b"]).tolist() == [0, -1, 1, 0]


def test_a_group_is_as_good_as_its_best_passage() -> None:
    groups = _groups(["a", "b", None, "a"])
    assert _best_of_group(numbers(0.25, 0.5, 1, 0.75), groups).tolist() == [0.75, 0.5, 0, 0.75]  # outside all groups: 0
    assert _best_of_group(numbers(1), _groups([None])).tolist() == [0]


def test_a_group_is_told_by_the_mean_of_its_best() -> None:
    """a holds 1, 0.5, 0.25 and 0: the best two make 0.75, the best three 1.75 / 3; b holds one."""
    groups = _groups(["a", "b", "a", None, "a", "a"])
    values = numbers(0.25, 0.5, 1, 9, 0, 0.5)
    assert _mean_of_best(values, groups, 2).tolist() == [0.75, 0.5, 0.75, 0, 0.75, 0.75]
    assert _mean_of_best(values, groups, 3).tolist() == pytest.approx([1.75 / 3, 0.5, 1.75 / 3, 0, 1.75 / 3, 1.75 / 3])


def test_all_passages_of_a_competence_know_how_its_title_fares() -> None:
    groups = _groups(["C1", "C1", "C2", None, "C2"])
    titles = np.array([True, False, False, False, True])
    assert _of_title(numbers(0.5, 1, 1, 1, 0.25), titles, groups).tolist() == [0.5, 0.5, 0.25, 0, 0.25]


def fixed(library: Library, passage_id: str) -> _Fixed:
    passage = library.shelf.passage(passage_id)
    assert passage is not None
    return _Fixed.of(passage, library.catalogue)


@pytest.mark.parametrize(
    ("passage_id", "keys"),
    [
        (f"{CLOCK}/C1/means/1", ("means",)),
        (f"{CLOCK}/C1", ("structure", "where")),
        (f"{CLOCK}/B2", ("structure", "where")),
        (f"{CLOCK}/S1/1", ("missions",)),
        (f"{NEW}/S4/1", ("evaluation",)),
        (f"{NEW}/S5/1", ("admissibility",)),
        (f"{SHEET}/facts/rome_codes", ("rome_codes",)),
    ],
)
def test_a_place_answers_to_the_labels_that_ask_for_it(passage_id: str, keys: tuple[str, ...], shelf_library: Library) -> None:
    assert fixed(shelf_library, passage_id).keys == keys


def test_what_does_not_depend_on_the_question(shelf_library: Library) -> None:
    means = fixed(shelf_library, f"{OLD}/C1/means/1")
    assert (means.competence, means.part, means.cell) == ((OLD, 1), "means", f"{OLD}/C1/means")
    assert (means.newest, fixed(shelf_library, f"{NEW}/C1/means/1").newest) == (False, True)
    assert fixed(shelf_library, f"{CLOCK}/C2/methods/1").has_figure  # « trois jours »
    assert not fixed(shelf_library, f"{CLOCK}/C2/means/1").has_figure


def test_a_place_is_asked_for_as_much_as_its_likeliest_label(shelf_library: Library) -> None:
    means, title = fixed(shelf_library, f"{CLOCK}/C1/means/1"), fixed(shelf_library, f"{CLOCK}/C1")
    labels = {"means": 0.25, "criteria": 0.75, "structure": 0.125, "where": 0.5}
    assert _label_of(means, labels) == 0.375  # criteria ask for all four families, at half their weight: 0.75 / 2 > 0.25
    assert _label_of(means, {"means": 0.5, "criteria": 0.75}) == 0.5
    assert _label_of(title, labels) == 0.5
    assert _label_of(title, {}) == 0.0


def test_a_place_is_named_by_the_cues_of_its_kind(shelf_library: Library) -> None:
    reading = Reading("?", Intent.SEARCH, parts=("means",), sections=("evaluation",), facts=("rome_codes",))
    named = [f"{CLOCK}/C1/means/1", f"{NEW}/S4/1", f"{SHEET}/facts/rome_codes"]
    assert all(_is_named(fixed(shelf_library, passage_id), reading) for passage_id in named)
    others = [f"{CLOCK}/C1/results/1", f"{CLOCK}/C1", f"{NEW}/S5/1", f"{SHEET}/facts/nsf_codes"]
    assert not any(_is_named(fixed(shelf_library, passage_id), reading) for passage_id in others)


def some_passages(library: Library) -> tuple[Passage, ...]:
    ids = [f"{CLOCK}/{place}" for place in ("C1", "C1/means/1", "C1/results/1", "C2", "C2/means/1", "S1/1")]
    ids += [f"{NEW}/C1/means/1", f"{OLD}/C1/means/1", f"{NEW}/S4/1", f"{SHEET}/facts/rome_codes", f"{NEW}/B1"]
    return tuple(passage for passage_id in ids if (passage := library.shelf.passage(passage_id)))


def signals_of(passages: tuple[Passage, ...], seed: int) -> Signals:
    """Signals drawn at random, no two alike, so that no rank depends on the order of equals."""
    generator = np.random.default_rng(seed)

    def drawn(*shape: int) -> Floats:
        count = int(np.prod(shape))
        return (generator.permutation(count).reshape(shape) / count).astype(np.float32)

    count = len(passages)
    return Signals(passages, coverage=drawn(3, count), dense=drawn(3, count), lexical=drawn(3, count) * 9, spoken=drawn(count))


def shuffled(signals: Signals, order: NDArray[np.int64]) -> Signals:
    return replace(
        signals,
        passages=tuple(signals.passages[place] for place in order),
        coverage=signals.coverage[:, order],
        dense=signals.dense[:, order],
        lexical=signals.lexical[:, order],
        spoken=signals.spoken[order],
    )


ASKING = Asking(
    Reading("Quels moyens ?", Intent.PARTS, (CLOCK,), competences=(CompetenceRef(certification=CLOCK, number=1),), parts=("means",)),
    Asked({"parts": 1.0}, {"narrow": 0.5, "other_part": 0.25}, {"means": 0.75, "where": 0.5}),
    before=Reading(
        "Et la deuxième ?", Intent.PARTS, (CLOCK,), competences=(CompetenceRef(certification=CLOCK, number=2),), parts=("results",)
    ),
    cited=frozenset({f"{CLOCK}/C2/means/1"}),
    placed=frozenset({f"{CLOCK}/C1/means/1"}),
)


@given(seed=st.integers(0, 10_000), order=st.permutations(range(11)))
@settings(max_examples=30)
def test_a_passage_is_described_alike_wherever_it_stands(seed: int, order: list[int], shelf_library: Library) -> None:
    """One row a passage, finite, and the same row when the search gives them in another order."""
    passages = some_passages(shelf_library)
    assert len(passages) == 11
    signals, places = signals_of(passages, seed), np.array(order)
    values = features(ASKING, signals, shelf_library.catalogue)
    assert values.shape[0] == 11
    assert values.dtype == np.float32
    assert np.isfinite(values).all()
    moved = features(ASKING, shuffled(signals, places), shelf_library.catalogue)
    assert np.allclose(moved, values[places], atol=1e-6)


def test_only_the_dialogue_tells_a_later_turn_from_the_same_question_alone(shelf_library: Library) -> None:
    """Without a turn before, nothing cited and no act, the features of the dialogue are all 0: fewer differ from 0 than with them."""
    signals = signals_of(some_passages(shelf_library), 1)
    alone = features(replace(ASKING, before=None, cited=frozenset()), signals, shelf_library.catalogue)
    later = features(ASKING, signals, shelf_library.catalogue)
    differing = np.flatnonzero((alone != later).any(axis=0))
    assert differing.size
    assert not alone[:, differing].any()


def test_nothing_is_described_where_nothing_is_found(shelf_library: Library) -> None:
    empty = np.zeros((3, 0), np.float32)
    none = Signals((), coverage=empty, dense=empty, lexical=empty, spoken=np.zeros(0, np.float32))
    assert features(Asking(Reading("?", Intent.SEARCH), NOTHING), none, shelf_library.catalogue).shape[0] == 0
