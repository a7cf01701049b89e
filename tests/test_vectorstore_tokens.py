from __future__ import annotations

import pytest

from vectorstore.tokens import query_tokens, tokens
from vectorstore.vocabulary import FAMILIES, SYNONYMS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'opérateur n’a qu'une consigne", ["oper", "consign"]),  # both apostrophes; the elided words are stop words
        ("Jusqu'au contrôle", ["control"]),
        ("BDC0230, C4 et ISO 9001_2015", ["bdc0230", "c4", "iso", "9001", "2015"]),
        ("5S 8D n°2", ["5s", "8d", "2"]),  # one-character tokens are kept when they are digits
        ("Une œuvre", ["oeuvr"]),
        ("", []),
        ("… — « » ?", []),
        ("du de la", []),
    ],
)
def test_words_codes_and_elisions(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("auditeur", "audit"),
        ("travaux", "travail"),
        ("conduite", "conduire"),
        ("Contrôlé", "controle"),
        ("NON-CONFORMITÉS", "nc"),
        ("reçoit", "réception"),
    ],
)
def test_two_words_of_one_family_are_one_token_in_a_question(one: str, other: str) -> None:
    assert query_tokens(one) == query_tokens(other)


def test_accents_may_be_typed_composed_decomposed_or_not_at_all() -> None:
    assert tokens("qualite\u0301") == tokens("qualité") == ["qualit"]


def test_a_passage_keeps_the_words_of_an_acronym_and_a_question_asks_for_the_acronym() -> None:
    assert tokens("Le document unique est à jour") == ["docu", "uniqu", "duerp", "jour"]
    assert query_tokens("Le document unique est à jour") == ["duerp", "jour"]
    assert tokens("Le DUERP est à jour") == query_tokens("Le DUERP est à jour") == ["duerp", "jour"]


def test_the_longest_wording_of_an_acronym_is_taken() -> None:
    assert query_tokens("document unique d'évaluation des risques professionnels") == ["duerp"]


def test_every_line_of_the_tables_brings_its_words_together() -> None:
    for family in FAMILIES:
        assert len({token for word in family.split() for token in tokens(word)}) == 1, family
    for acronym, *wordings in SYNONYMS:
        for wording in wordings:
            assert query_tokens(wording) == query_tokens(acronym), wording


@pytest.mark.parametrize(
    ("everyday", "formal"),
    [
        ("un souci", "un problème"),
        ("le fenwick", "le chariot"),
        ("les casiers", "le rayonnage"),
        ("la paperasse", "les documents"),
        ("le patron", "la hiérarchie"),
        ("le feu vert", "la validation"),
        ("l'appro", "l'approvisionnement"),
        ("securite", "sécurité"),  # without accents
        ("FNC", "fiche de non-conformité"),
        ("retour d'expérience", "REX"),
    ],
)
def test_everyday_words_find_formal_ones(everyday: str, formal: str) -> None:
    assert query_tokens(everyday) == query_tokens(formal)


def test_a_wording_made_of_stop_words_does_not_swallow_a_number() -> None:
    assert query_tokens("les cinq compétences, les huit critères") == ["cinq", "competent", "huit", "criter"]
