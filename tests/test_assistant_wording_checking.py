"""What stays of a model's sentences: words of the passage, announced and nothing more; the rest is struck out or left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Citation
from assistant.verification import STRUCK, verify
from assistant.wording.checking import Fault
from assistant.wording.composing import Composer
from assistant.wording.sentences import Sentences
from ingest.model import Passage, Source

NO_NUMBER = "~~citation retirée : le passage indiqué n'existe pas~~"
OVEN, GARDEN = "CQPM Boulanger > Compétence 1 Conduire le four", "CQPM Jardinier > Compétence 2 Tailler"
TEXTS = (
    "La température du four est réglée selon le type de pain.",
    "Les contrôles portent sur :\n- la couleur de la croûte\n- le poids",
    "La consigne « souffler, goûter » n'est jamais affichée près du four ; l'équipe la connaît.",
    "221",
)
QUESTION = "Comment régler la température du four ?"


def passages(*texts: str, context: str = OVEN, certification: str = "boulanger") -> list[Passage]:
    source = Source(document=f"{certification}.md", lines=(1, 1))
    return [
        Passage(id=f"{certification}/C1/means/{n}", certification=certification, kind="criterion", text=text, context=context, source=source)
        for n, text in enumerate(texts, start=1)
    ]


BAKERY = passages(*TEXTS)
TWO_TRADES = [*BAKERY[:1], *passages("Le sécateur est affûté avant la taille.", context=GARDEN, certification="jardinier")]
NAMES = {"boulanger": "CQPM Boulanger", "jardinier": "CQPM Jardinier"}


def composed(text: str, given: list[Passage] = BAKERY, question: str = QUESTION) -> Composer:
    pieces: list[str] = []
    composer = Composer(given, question, NAMES, pieces.append)
    sentences = Sentences()
    for sentence in [*sentences.feed(text), *sentences.end()]:
        composer.take(sentence)
    assert "".join(pieces) == composer.markdown  # what was given out is the answer
    return composer


def shown(text: str, given: list[Passage] = BAKERY, question: str = QUESTION) -> str:
    return composed(text, given, question).markdown.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Le texte demande : « {TEXTS[0]} » [1]", f"Le texte demande : « {TEXTS[0]} » [1]"),
        ("« température du four » [1].", "« température du four » [1]."),
        ("« Température  du\nfour » [1]", "« température du four » [1]"),  # the passage's own characters
        ("« La temperature du four » [1]", STRUCK),  # an accent is a word of another spelling
        ("“température du four” [1]", "« température du four » [1]"),
        ('"température du four" (passage [1])', "« température du four » [1]"),
        ("**« température du four »** **[1]**", "« température du four » [1]"),
        ("« température du four. » [1]", "« température du four » [1]"),  # the full stop is not in the passage
        ("« selon le type de pain » [1]", "« selon le type de pain. » [1]"),
        ("« L'équipe la connaît » [3]", "« l'équipe la connaît. » [3]"),
        ("« l’équipe la connaît » [passage 3]", "« l'équipe la connaît. » [3]"),
        ("« température du four »", "« température du four » [1]"),  # the number that was left out is found
        ("Selon [1], « température du four »", "Selon, « température du four » [1]"),
        ("La température du four est réglée selon le type de pain [1].", f"« {TEXTS[0]} » [1]"),  # so are the guillemets
        ("« Les contrôles portent sur : - la couleur de la croûte » [2]", "« Les contrôles portent sur :  \n  - la couleur de la croûte  \n  - le poids » [2]"),
        ("Le texte précise que la température du four est réglée selon le type de pain [1].", f"Le texte précise que « {TEXTS[0]} » [1]"),
        ("Le jury veut que la température du four est réglée selon le type de pain [1].", f"« {TEXTS[0]} » [1]"),
        ("« 221 » [4]", "« 221 » [4]"),
        ("« les contrôles portent sur - la couleur de la croûte - le poids. » [2]", STRUCK),  # a colon within is part of the words
    ],
)
def test_words_of_the_passage_are_shown_as_it_writes_them(text: str, expected: str) -> None:
    number = next((n for n in "1234" if f"[{n}]" in expected), "1")
    assert shown(f"« {TEXTS[0]} » [1]\n{text}" if expected == STRUCK else text) == (
        f"« {TEXTS[0]} » [1]\n\n{STRUCK}" if expected == STRUCK else expected.replace(f"[{number}]", "[1]")
    )


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("« La température du four est réglée selon la saison. » [1]", STRUCK),
        ("« température du four » [2]", STRUCK),  # the words of another passage
        ("« La tempéra » [1]", STRUCK),  # half a word
        ("« pérature du four » [1]", STRUCK),
        ("« La température … type de pain » [1]", STRUCK),
        ("« La température du four (…) type de pain » [1]", STRUCK),
        ("« température du four » [9]", NO_NUMBER),
        ("« température du four » [0]", NO_NUMBER),
        ("La température se règle [7].", NO_NUMBER),
        ("« Le candidat paie 500 euros »", STRUCK),  # quotation marks without a number deceive too
        ("« » [1]", STRUCK),
        ("« du » [1]", STRUCK),
    ],
)
def test_what_the_passage_does_not_say_is_struck_out(text: str, note: str) -> None:
    first = "« température du four » [1]"
    answer = shown(f"{first}\n\n{text} Fin.")
    assert answer == f"{first}\n\n{note}"
    assert shown(text) == ""  # a note alone is no answer


@pytest.mark.parametrize(
    "around",
    [
        "Le jury refuse {}",  # a fact
        "Le texte n'exige pas {}",  # a negation
        "Rien ne demande {}",
        "Il faut 3 ans : {}",  # a figure
        "Pour la compétence 3 : {}",  # the question says so, the passage is of competence 1
        "Le candidat peut {}",
        "{}, ce qui est facultatif.",
        "The standard says {}",  # another language
        "![x](http://exemple.fr/x.png) {}",
        "<script>alert(1)</script> {}",
        "Côté moyens : {}",  # the place of the passage does not say so
        "Le texte demande " * 20 + "{}",
    ],
)
def test_words_that_do_more_than_announce_are_left_out(around: str) -> None:
    question = "Comment régler la température du four, compétence 3 ?"
    assert shown(around.format("« type de pain » [1]"), question=question) == "« type de pain. » [1]"


@pytest.mark.parametrize(
    "around",
    ["Le référentiel demande : {}", "Le texte précise également {}", "Pour la compétence 1, conduire le four : {}", "Pour régler la température : {}", "{}"],
)
def test_words_that_announce_stay(around: str) -> None:
    assert shown(around.format("« type de pain » [1]")) == around.format("« type de pain. » [1]")


def test_what_quotes_nothing_is_left_out_and_counted() -> None:
    answer = composed("Bonjour !\n« type de pain » [1]\nLe jury aime le pain chaud. Le four est à 250 degrés [1].")
    assert answer.markdown == "«\u00a0type de pain.\u00a0» [1]"
    assert answer.faults == {Fault.UNPROVED: 3}


def test_of_a_sentence_with_one_false_quotation_the_true_ones_stay_alone() -> None:
    assert shown("Il faut « type de pain » [1] et « le sourire » [2].") == f"« type de pain. » [1] {STRUCK}"
    assert shown("Le texte : « type de pain » [1][9].") == f"« type de pain. » [1] {NO_NUMBER}"


def test_all_the_words_of_a_passage_bring_its_punctuation() -> None:
    given = passages("• Les outils sont les suivants :")
    assert shown("« les outils sont les suivants » [1]", given) == "« • Les outils sont les suivants : » [1]"


def test_one_note_is_enough_for_several_in_a_row() -> None:
    assert shown("« type de pain » [1]\n- « faux » [1]\n- « archifaux » [1]\n- « est réglée » [1]") == (
        f"« type de pain. » [1]\n\n- {STRUCK}\n- « est réglée » [1]"
    )


def test_a_part_that_loses_its_negation_is_widened_to_the_whole() -> None:
    assert shown("« affichée près du four » [3]") == f"« {TEXTS[2]} » [1]"
    assert shown("« l'équipe la connaît » [3]") == "« l'équipe la connaît. » [1]"


def test_a_part_with_half_a_pair_of_guillemets_is_widened_to_the_whole() -> None:
    assert shown("“La consigne « souffler” [3]") == f"« {TEXTS[2]} » [1]"


def test_names_from_the_question_and_the_places_are_no_quotations() -> None:
    assert shown("Pour « Conduire le four » : « type de pain » [1]") == "Pour Conduire le four : « type de pain. » [1]"


def test_a_correction_of_ours_comes_first_and_only_before_something() -> None:
    pieces: list[str] = []
    composer = Composer(BAKERY, QUESTION, NAMES, pieces.append, opening="Il n'y a pas de compétence 9.")
    for text in ("Faux « pain » [9].\n", "« type de pain » [1]\n"):
        for sentence in Sentences().feed(text):
            composer.take(sentence)
    assert composer.markdown.replace("\u00a0", " ") == f"Il n'y a pas de compétence 9.\n\n{NO_NUMBER}\n\n« type de pain. » [1]"
    assert pieces[0].startswith("Il n'y a")


def test_lists_headings_and_their_announcement() -> None:
    text = "### Température\nVoici la réponse :\n- « La température du four » [1]\n- « le poids » [2]\n\nConclusion :\nVoilà."
    assert shown(text) == "Voici la réponse :\n\n- « La température du four » [1]\n- « le poids » [2]"


def test_an_item_that_its_heading_does_not_fit_is_shown_under_its_own_place() -> None:
    cellar = passages("La farine est pesée à la réception.", context="CQPM Boulanger > Compétence 2 Recevoir la farine > moyens utilisés")
    text = "**Conduire le four**\n- « La température du four » [1]\n- « La farine est pesée » [2]\n"
    assert shown(text, [*BAKERY[:1], *cellar]) == (
        "**Conduire le four**\n\n- « La température du four » [1]\n\n*Compétence 2 Recevoir la farine › moyens utilisés*\n\n- « La farine est pesée » [2]"
    )


def test_a_heading_of_what_is_not_shown_is_not_shown() -> None:
    assert shown("**Température**\nRien ici.\n\n- « le poids » [2]") == "- « le poids » [1]"


def test_citations_are_counted_in_order_of_first_use() -> None:
    answer = composed("« le poids » [2] « 221 » [4] « type de pain » [1] « la couleur » [2]")
    assert answer.markdown.replace("\u00a0", " ") == "« le poids » [1] « 221 » [2] « type de pain. » [3] « la couleur » [1]"
    assert [citation.text for citation in answer.citations] == [TEXTS[1], TEXTS[3], TEXTS[0]]


def test_what_was_said_is_not_said_again() -> None:
    answer = composed("« type de pain » [1]. " * 20)
    assert answer.markdown == "«\u00a0type de pain.\u00a0» [1]"  # its own full stop is enough
    assert answer.going_round


def test_several_certifications_are_named_by_us_and_not_by_the_model() -> None:
    text = "Pour le jardinier :\n- « type de pain » [1]\nLe jardinier doit « La température du four » [1]\n- « affûté avant la taille » [2]"
    assert shown(text, TWO_TRADES, "Le jardinier et le boulanger ?") == (
        "**CQPM Boulanger**\n\n- « type de pain. » [1]\n\n« La température du four » [1]\n\n**CQPM Jardinier**\n\n- « affûté avant la taille. » [2]"
    )


def test_a_passage_whose_guillemets_do_not_match_is_quoted_beside_them_or_whole() -> None:
    odd = passages("Le panneau « sortie est lu.")
    assert shown("« sortie est lu » [1]", odd) == "« sortie est lu. » [1]"
    assert shown("“panneau « sortie” [1]", odd) == "« Le panneau « sortie est lu. » [1]"


SCRAPS = st.lists(
    st.sampled_from(
        [*TEXTS, "« ", " »", "«", "»", '"', "“", "”", " [1]", " [2]", "[9]", "[1, 3]", ". ", "\n", "\n\n", "- ", " faux ", "le four", "**", "type de pain", ":", "n'est pas ", "<b>"]
    ),
    max_size=25,
)


@given(SCRAPS)
def test_whatever_a_model_writes_only_words_of_the_passages_stand_in_guillemets(scraps: list[str]) -> None:
    answer = composed("".join(scraps))
    verified = verify(answer.markdown, tuple(Citation(**citation.model_dump()) for citation in answer.citations), written_by_us=False)
    assert (verified.text, verified.failed) == (answer.markdown, ())
    assert bool(answer.markdown) == bool(answer.citations)
    assert not any(sign in answer.markdown for sign in ("<", '"', "“", "faux"))
