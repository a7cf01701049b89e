"""A stream is cut into sentences, the same ones however it arrives; quotations stay whole, with their marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.wording.sentences import MAX_SENTENCE, Sentence, Sentences


def cut(text: str, size: int = 1) -> list[Sentence]:
    sentences = Sentences()
    found = [sentence for at in range(0, len(text), size) for sentence in sentences.feed(text[at : at + size])]
    return [*found, *sentences.end()]


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in cut(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un. Deux.", ["Un.", "Deux."]),
        ("« Un. » [1] « Deux » [2]", ["« Un. » [1]", "« Deux » [2]"]),
        ("« Un » [1][2]. Deux", ["« Un » [1][2].", "Deux"]),
        ("« Un » [1]\n[2]", ["« Un » [1]", "[2]"]),
        ("« Un » [1] et « deux » [2].", ["« Un » [1] et « deux » [2]."]),
        ("« Une. Phrase. Entière. » [1] Après", ["« Une. Phrase. Entière. » [1]", "Après"]),  # a quotation is not cut at its full stops
        ('Il dit "Un. Deux." [1] Après', ['Il dit "Un. Deux." [1]', "Après"]),
        ("« dit « Un. » Deux » [1] Après", ["« dit « Un. » Deux » [1]", "Après"]),
        ("Les outils (p. ex. M. Untel, art. 3. Deux", ["Les outils (p. ex. M. Untel, art. 3. Deux"]),  # abbreviations and numbers
        ("La suite… Fin ! Quoi ? Rien", ["La suite…", "Fin !", "Quoi ?", "Rien"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_where_a_sentence_ends(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_lists_and_paragraphs_are_told_apart() -> None:
    assert cut("Le texte :\n- un\n* deux\n3. trois\n\nFin. Là.") == [
        Sentence("Le texte :", 2, False),
        Sentence("un", 1, True),
        Sentence("deux", 1, True),
        Sentence("trois", 1, True),
        Sentence("Fin.", 2, False),
        Sentence("Là.", 0, False),
    ]


def test_a_quoted_list_stays_in_its_quotation() -> None:
    assert texts("« Ordre :\n- un\n- deux » [1]\n- « trois » [2]") == ["« Ordre :\n- un\n- deux » [1]", "« trois » [2]"]


def test_a_quotation_that_is_never_closed_does_not_swallow_the_rest() -> None:
    assert texts("- « un [1]\n- « deux » [2]") == ["« un [1]", "« deux » [2]"]
    assert texts("« un [1]\n\nDeux.") == ["« un [1]", "Deux."]
    assert texts('Il dit "un [1]\nDeux.') == ['Il dit "un [1]', "Deux."]


def test_words_without_end_are_cut() -> None:
    assert [len(sentence.text) for sentence in cut("a" * (2 * MAX_SENTENCE + 5))] == [MAX_SENTENCE + 1, MAX_SENTENCE + 1, 3]


@given(st.text(alphabet="aB.«»“”\"[1] \n-:!", max_size=120), st.integers(1, 40))
def test_the_size_of_the_pieces_does_not_matter_and_no_word_is_lost(text: str, size: int) -> None:
    assert cut(text, size) == cut(text)
    assert [c for s in cut(text) for c in s.text if c in "aB«»"] == [c for c in text if c in "aB«»"]
