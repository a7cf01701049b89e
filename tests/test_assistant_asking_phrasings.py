"""Written phrasings: their marks, the files they come from, and the variants made by exchanging what is not asking."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.asking.phrasings import Phrasing, read_phrasings, varied

MEANS = Phrasing("Quels moyens pour {comp|graisser les rouages} de {cert|l'horloger} ?", "parts", None, frozenset({"means"}))
NEXT = Phrasing("et la suivante ?", None, "next", frozenset())


def test_marks_set_the_subject_apart_from_the_asking() -> None:
    assert MEANS.plain == "Quels moyens pour graisser les rouages de l'horloger ?"
    assert MEANS.fillers == [("comp", "graisser les rouages"), ("cert", "l'horloger")]
    assert MEANS.asking == "Quels moyens pour   de   ?"  # each mark leaves a space between the two around it
    assert (NEXT.plain, NEXT.fillers, NEXT.asking) == ("et la suivante ?", [], "et la suivante ?")


@pytest.mark.parametrize("text", ["{autre|mot}", "{cert}", "{cert|un {comp|deux}", "cert|mot}", "{}"])
def test_what_is_no_mark_stays_text(text: str) -> None:
    """Slots are five known words; a brace that opens another mark is never part of one."""
    known = [slot for slot, _ in Phrasing(text, "search", None, frozenset()).fillers]
    assert known == (["comp"] if "{comp|deux}" in text else [])


def test_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text('{"text": "trois", "act": "thanks"}\n', "utf-8")
    (tmp_path / "a.jsonl").write_text(
        '{"text": "un", "intent": "search"}\n\n{"text": "deux", "intent": "parts", "labels": ["means"]}\n', "utf-8"
    )
    (tmp_path / "c.txt").write_text("rien\n", "utf-8")
    assert read_phrasings(tmp_path) == [
        Phrasing("un", "search", None, frozenset()),
        Phrasing("deux", "parts", None, frozenset({"means"})),
        Phrasing("trois", None, "thanks", frozenset()),
    ]


@pytest.mark.parametrize(("line", "error"), [('{"intent": "parts"}', KeyError), ("{", ValueError)])
def test_a_line_that_is_no_phrasing_is_an_error(line: str, error: type[Exception], tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(line, "utf-8")
    with pytest.raises(error):
        read_phrasings(tmp_path)


def test_the_phrasings_of_the_project_are_well_formed() -> None:
    """Each has an intent or an act, not both; no brace is left once the marks are read, and no mark is empty."""
    phrasings = read_phrasings()
    assert phrasings
    assert [p.text for p in phrasings if bool(p.intent) == bool(p.act)] == []
    assert [p.text for p in phrasings if "{" in p.plain or "}" in p.plain] == []
    assert [p.text for p in phrasings if any(not words.strip() for _, words in p.fillers)] == []


def test_what_holds_no_mark_is_given_once_and_the_rest_as_often_as_asked() -> None:
    assert [position for position, _ in varied([NEXT, MEANS, NEXT], 3)] == [0, 1, 1, 1, 2]


def test_a_mark_takes_the_words_of_its_own_slot() -> None:
    """With one filler for each slot there is nothing to exchange: every variant is the phrasing itself."""
    assert {text for _, text in varied([MEANS], 4)} == {MEANS.plain}
    other = Phrasing("{comp|dorer} et {comp|régler}", "parts", None, frozenset())
    texts = {text for position, text in varied([MEANS, other], 40) if position == 0}
    # the competence is one of three, the certification is always l'horloger
    assert texts == {f"Quels moyens pour {comp} de l'horloger ?" for comp in ("graisser les rouages", "dorer", "régler")}


def test_variants_depend_on_the_seed_alone() -> None:
    many = [MEANS, *(Phrasing(f"{{comp|mot {number}}}", "search", None, frozenset()) for number in range(9))]
    assert list(varied(many, 5, seed=1)) == list(varied(many, 5, seed=1))
    assert list(varied(many, 5, seed=1)) != list(varied(many, 5, seed=2))


WORDS = st.text("abcé '-", min_size=1, max_size=8)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=6), st.integers(1, 4))
def test_the_way_of_asking_never_changes(parts: list[tuple[str, str]], times: int) -> None:
    phrasings = [Phrasing(f"{asking}<{{topic|{topic}}}>", "search", None, frozenset()) for asking, topic in parts]
    topics = {topic for _, topic in parts}
    made = list(varied(phrasings, times))
    assert Counter(position for position, _ in made) == dict.fromkeys(range(len(parts)), times)
    for position, text in made:
        asking, topic = text.removesuffix(">").split("<")
        assert asking == parts[position][0]
        assert topic in topics


def test_a_phrasing_read_back_from_json_is_the_same(tmp_path: Path) -> None:
    row = {"text": MEANS.text, "intent": MEANS.intent, "labels": sorted(MEANS.labels)}
    (tmp_path / "a.jsonl").write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    assert read_phrasings(tmp_path) == [MEANS]
