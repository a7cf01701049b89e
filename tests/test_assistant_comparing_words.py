"""Differences word by word: both texts come back, typing is no change, what is asked for is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.comparing.words import as_operations, differences, is_kept, same_but_for_form, same_words, words

_PIECES = st.sampled_from(
    ["l'", "l’", "entreprise", "Entreprise", "maîtrisée", "maitrisee", "cœur", " ", "  ", "\n", "\u00a0", ", ", "…", "...", "- ", "5", "%", "é", "e\u0301", "≥"]
)
_TEXTS = st.one_of(st.lists(_PIECES, max_size=12).map("".join), st.text(max_size=30))


@given(_TEXTS, _TEXTS)
def test_both_texts_come_back_character_for_character(old: str, new: str) -> None:
    spans = differences(old, new)
    assert "".join(span.old for span in spans) == old
    assert "".join(span.new for span in spans) == new
    operations = as_operations(spans)
    assert "".join(text for sign, text in operations if sign in "=-") == old
    assert "".join(text for sign, text in operations if sign in "=+") == new


@given(_TEXTS, _TEXTS)
def test_texts_of_the_same_words_have_no_changed_span_and_others_have_one(old: str, new: str) -> None:
    assert all(span.same_words for span in differences(old, new)) == same_words(old, new)


@given(_TEXTS)
def test_a_text_and_itself_are_one_span(text: str) -> None:
    assert as_operations(differences(text, text)) == ([("=", text)] if text else [])


@given(_TEXTS, _TEXTS)
def test_neighbours_are_of_different_sorts(old: str, new: str) -> None:
    for one, other in pairwise(differences(old, new)):
        assert (is_kept(one), one.same_words) != (is_kept(other), other.same_words)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("L'audit est prêt.", "L’audit est prêt"),
        ("les outils (SWOT...)", "Les outils (SWOT…)"),
        ("- un\n- deux", "• un,\n• deux."),
        ("Elle est maîtrisée, elle apparaît", "elle est maitrisée ; elle apparait"),
        ("au cœur du métier", "au coeur du métier"),
        ("« dit »", '"dit"'),
    ],
)
def test_typing_is_no_change(old: str, new: str) -> None:
    assert same_words(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("contrôle", "contrôlé"),
        ("au moins 5 %", "au moins 5"),
        ("un seuil ≥ 3", "un seuil ≤ 3"),
        ("les tâches", "les taches"),
        ("un et deux", "un ou deux"),
    ],
)
def test_a_change_of_words_is_one(old: str, new: str) -> None:
    assert not same_words(old, new)


def test_only_the_words_that_changed_are_marked() -> None:
    found = as_operations(differences("Le four est réglé avec soin.", "Le four est vérifié avec soin."))
    assert found == [("=", "Le four est "), ("-", "réglé"), ("+", "vérifié"), ("=", " avec soin.")]


def test_an_apostrophe_is_marked_alone() -> None:
    assert as_operations(differences("l'audit", "l’audit")) == [("=", "l"), ("-", "'"), ("+", "’"), ("=", "audit")]


@pytest.mark.parametrize(
    ("old", "new", "form"),
    [
        ("L'outil est adapté", "L'outil est adaptée", True),
        ("dans cadre d'un projet", "dans le cadre d'un projet", True),
        ("tout ou une partie", "tout ou partie", True),
        ("les équipes sont associées", "les équipes ne sont pas associées", False),
        ("les fours ou les moules", "les fours et les moules", False),
        ("avec le chef", "sans le chef", False),
        ("doit être vérifié", "peut être vérifié", False),
    ],
)
def test_form_is_agreement_and_articles_never_what_negates_or_allows(old: str, new: str, form: bool) -> None:
    assert same_but_for_form(old, new) is form


def test_words_are_folded_for_comparison_only() -> None:
    assert words("L’Œuvre, 50 %") == ["l", "oeuvre", "50", "%"]
