"""Quotations against their passages: what is kept, what is struck out, which marks stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Citation
from assistant.verification import STRUCK, normalise, verify

TEXTS = (
    "La burette contient l'huile prescrite.",
    "Les consignes « goûter, noter » sont lues à voix haute :\n- {une fois}\n- deux fois [12]",
)


def citations(*texts: str) -> tuple[Citation, ...]:
    return tuple(Citation(passage=f"c/C1/means/{n}", certification="c", text=text, document="c.md") for n, text in enumerate(texts, start=1))


CITATIONS = citations(*TEXTS)


@pytest.mark.parametrize(
    "text",
    [
        "« La burette contient l'huile prescrite. » [1]",
        "« La burette contient l'huile prescrite. »[1]",  # no-break spaces, no space before the mark
        "« burette contient » [1]",  # a part of it
        "« La burette contient l’huile prescrite. » [1]",  # a typographic apostrophe
        "« La burette  contient\nl'huile\tprescrite. » [1]",  # white space
        "“La burette contient l'huile prescrite.” [1]",
        '"La burette contient l\'huile prescrite." [1]',
        "« consignes « goûter, noter » sont lues » [2]",  # nested
        "« consignes “goûter, noter” sont lues » [2]",
        "« deux fois [12] » [2]",  # what looks like a mark is in the passage
        "Il faut « la burette » (nom d'un outil).",  # names of ours bear no mark
    ],
)
def test_what_stands_in_its_passage_is_left_as_it_is(text: str) -> None:
    verified = verify(text, CITATIONS)
    assert (verified.text, verified.failed) == (text, ())


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("« La burette contient l'huile proscrite. » [1]", "La burette contient l'huile proscrite."),  # one letter
        ("« la burette contient » [1]", "la burette contient"),  # a capital
        ("« La burette contient l'huile prescrite » [2]", "La burette contient l'huile prescrite"),  # the other passage
        ("« burette » [7]", "burette"),  # no such passage
        ("« burette » [0]", "burette"),
        ("« » [1]", ""),  # nothing is no quotation
        ("« … » [1]", "…"),
        ("“burettes” [1]", "burettes"),
        ('"burettes" [1]', "burettes"),
        ("« burette … prescrite » [1]", "burette … prescrite"),  # an ellipsis hides words
    ],
)
def test_what_does_not_is_struck_out(text: str, quote: str) -> None:
    verified = verify(text, CITATIONS)
    assert (verified.text.strip(), verified.kept, [failed.strip() for failed in verified.failed]) == (STRUCK, 0, [quote])


def test_marks_that_point_to_nothing_are_removed() -> None:
    assert verify("Voir [1], [3] et [12].", CITATIONS).text == "Voir [1],  et ."


def test_of_two_marks_only_the_one_that_holds_the_words_stays() -> None:
    verified = verify("« La burette » [2][1]", CITATIONS)
    assert (verified.text, verified.kept) == ("« La burette » [1]", 1)


def test_each_quotation_is_judged_by_itself() -> None:
    verified = verify("« burette » [1] puis « bidon » [1] puis « voix haute » [2]", CITATIONS)
    assert verified.text == f"« burette » [1] puis {STRUCK} puis « voix haute » [2]"
    assert (verified.kept, [q.strip() for q in verified.failed]) == (2, ["bidon"])


def test_a_model_is_not_trusted_with_quotation_marks_that_bear_no_number() -> None:
    text = "On lit « burette contient » et « bidon contient »."
    assert verify(text, CITATIONS).text == text
    verified = verify(text, CITATIONS, written_by_us=False)
    assert verified.text == f"On lit « burette contient » et {STRUCK}."
    assert verified.kept == 0  # only a numbered quotation counts as proof


WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèàçœ' ,.;:-\n\u00a0’", min_size=1, max_size=80).filter(lambda s: any(c.isalnum() for c in s))


@given(WORDS, st.data())
def test_any_part_of_a_passage_verifies(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    part = text[start:end]
    verified = verify(f"« {part} » [1]", citations(text))
    assert verified.kept == (1 if any(c.isalnum() for c in part) else 0)


@given(WORDS, st.data())
def test_no_part_with_a_changed_letter_verifies(text: str, data: st.DataObject) -> None:
    letters = [rank for rank, character in enumerate(text) if character.isalnum()]
    rank = data.draw(st.sampled_from(letters))
    changed = text[:rank] + "ß" + text[rank + 1 :]  # a letter that no passage has
    assert verify(f"« {changed} » [1]", citations(text)).kept == 0


@given(st.text(max_size=200), st.booleans())
def test_any_text_is_checked_and_one_without_quotations_or_marks_is_left_as_it_is(text: str, ours: bool) -> None:
    verified = verify(text, CITATIONS, written_by_us=ours)
    if not set(text) & set('«“"['):
        assert verified.text == text


@given(st.text(max_size=100))
def test_normalising_is_done_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
