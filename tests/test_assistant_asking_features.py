"""What the question model sees: every feature of a short question, and why a typing mistake hides little of a word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.asking.features import grams, words_of
from assistant.spelling import fold_question


def test_words_are_runs_of_letters_and_figures_and_the_question_mark() -> None:
    assert words_of("c'est quoi la c4, svp ?") == ["c", "est", "quoi", "la", "c4", "svp", "?"]
    assert words_of("…") == []


def test_every_feature_of_two_words() -> None:
    assert sorted(grams("c4 ?")) == sorted(
        [
            *("s:c4", "s:?"),  # stems; what holds a figure is its own
            *("p:<c4", "p:c4>", "p:<c4>"),  # pieces of three and four signs of « <c4> », none of five
            "p:<?>",
            *("w:< c4", "w:c4 ?", "w:? >"),  # pairs, the edges of the question being words
            *("w:< c4 ?", "w:c4 ? >"),
        ]
    )


def test_nothing_is_seen_in_an_empty_question_but_its_edges() -> None:
    assert list(grams("")) == ["w:< >"]


def test_forms_of_a_word_share_their_stem() -> None:
    assert [gram for gram in grams("moyens moyen") if gram.startswith("s:")] == ["s:moyen", "s:moyen"]


def pieces(word: str) -> set[str]:
    return {gram for gram in grams(word) if gram.startswith("p:")}


def test_a_mistyped_word_keeps_the_pieces_away_from_the_mistake() -> None:
    """« <competence> » has 12 signs: 10 + 9 + 8 = 27 pieces of three, four and five, all different.

    The e mistyped as a is the eighth sign: 3 + 4 + 5 = 12 pieces hold it, so that 15 are left.
    """
    right, wrong = pieces("competence"), pieces("competance")
    assert len(right) == 27
    assert len(right & wrong) == 15
    assert not {gram for gram in grams("competence") if gram.startswith("s:")} & {gram for gram in grams("competance") if gram[:2] == "s:"}


@given(st.text(max_size=60))
def test_any_question_has_features_of_three_kinds(question: str) -> None:
    """As many stems as words; one pair more than words, and one triple fewer than pairs."""
    folded = fold_question(question)
    words, found = words_of(folded), list(grams(folded))
    kinds = [gram[:2] for gram in found]
    assert set(kinds) <= {"s:", "p:", "w:"}
    assert kinds.count("s:") == len(words)
    assert kinds.count("w:") == (len(words) + 1) + len(words)
    assert kinds.count("p:") == sum(max(0, len(word) + 3 - length) for word in words for length in (3, 4, 5))
