"""Each repair step undoes one kind of damage and touches nothing else."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.repair import COMPOUND_PREFIXES, INLINE_MARKUP, STEPS, drop_note_calls, join_lines, repair

STEP = {step.name: step.apply for step in STEPS}

DAMAGED = [
    ("ligatures", "déﬁnir l'eﬃcacité, le ﬂux, eﬀet", "définir l'efficacité, le flux, effet"),
    ("invisible", "qua\u00adlité\u200b et sé\u00ad\ncurité\ufeff", "qualité et sécurité"),
    ("symbol-bullets", "\uf0b7 Réaliste", "• Réaliste"),
    ("composed", "qualite\u0301", "qualité"),
    ("look-alikes", "Х Χ Оu Сe", "X X Ou Ce"),
    ("broken-hyphens", "les non-\nconformités, la non- \nconformité", "les non-conformités, la non-conformité"),
    ("spaces", " risques\u00a0; 5\u202f% \t de\u2009défauts\n", "risques ; 5 % de défauts"),
    ("split-compounds", "un sous- traitant, vis-à- vis, la non- qualité", "un sous-traitant, vis-à-vis, la non-qualité"),
]

KEPT = [
    ("ligatures", "œuvre, cæcum"),
    ("look-alikes", "Σ des écarts, 5 μm, kΩ, χ², Москва"),
    ("broken-hyphens", "à court-\net long-terme"),
    ("broken-hyphens", "rythme -\nnature"),
    ("split-compounds", "à court- et long-terme"),
    ("split-compounds", "sous- ou surévaluer"),
    ("split-compounds", "rythme - nature, réunion- bilan"),
    ("split-compounds", "bous- culer"),
]


@pytest.mark.parametrize(("name", "damaged", "mended"), DAMAGED)
def test_a_step_undoes_its_damage(name: str, damaged: str, mended: str) -> None:
    assert STEP[name](damaged) == mended


@pytest.mark.parametrize(("name", "text"), KEPT)
def test_a_step_leaves_alone_what_is_not_its_damage(name: str, text: str) -> None:
    assert STEP[name](text) == text


def test_every_step_has_a_damaged_example() -> None:
    assert {name for name, _, _ in DAMAGED} == set(STEP)


@pytest.mark.parametrize("typo", ["la norme 9001_2015", "Analyse et ’évaluation", "achats, etc.…", "peut être amener", "audités,)"])
def test_the_authors_typos_stay(typo: str) -> None:
    assert repair(typo) == typo


def test_lines_are_joined_and_compounds_keep_their_hyphen() -> None:
    assert join_lines(["le savoir- ", " faire du sous-", "traitant"]) == "le savoir-faire du sous-traitant"


def test_a_hyphen_of_justification_goes_when_the_document_knows_the_word_without_it() -> None:
    assert join_lines(["une forma-", "tion"], words={"formation"}) == "une formation"
    assert join_lines(["une forma-", "tion"], words={"formation", "forma-tion"}) == "une forma-tion"
    assert join_lines(["une forma-", "tion"]) == "une forma-tion"


def test_a_note_call_goes_only_when_the_note_exists() -> None:
    assert drop_note_calls("les candidats1 et le jury2", {"1"}) == "les candidats et le jury2"
    assert drop_note_calls("le CO2, la norme 9001, les 5S", {"1", "2"}) == "le CO2, la norme 9001, les 5S"


def test_marks_left_by_an_ocr_tool_go_and_arithmetic_stays() -> None:
    assert INLINE_MARKUP.apply("<u>H1301</u> : **Avis :** 2 ** 3 < 9") == "H1301 : Avis : 2 ** 3 < 9"


_FRENCH = st.text("abcdeéèêàâçîôùûœ'’-.,;: ()0123456789ABCÉ\n\t\u00a0\u00ad•ﬁОХ", max_size=80)


@given(_FRENCH)
def test_repair_is_idempotent(text: str) -> None:
    assert repair(repair(text)) == repair(text)


@given(st.text(max_size=60))
def test_repair_is_idempotent_on_any_text(text: str) -> None:
    assert repair(repair(text)) == repair(text)


@given(_FRENCH)
def test_repair_never_loses_a_letter_or_a_digit(text: str) -> None:
    def signs(value: str) -> str:
        drawn = value.replace("ﬁ", "fi").replace("О", "O").replace("Х", "X")
        return "".join(sign for sign in drawn if sign.isalnum())

    assert signs(repair(text)) == signs(text)


@given(st.lists(st.text(string.ascii_letters + string.digits, min_size=1), min_size=1))
def test_a_plain_sentence_is_unchanged(words: list[str]) -> None:
    sentence = " ".join(words) + "."
    assert repair(sentence) == sentence


@given(st.sampled_from(COMPOUND_PREFIXES), st.text(string.ascii_lowercase, min_size=5))
def test_a_compound_split_after_its_prefix_is_joined(prefix: str, rest: str) -> None:
    assert repair(f"un {prefix}- {rest}") == f"un {prefix}-{rest}"
