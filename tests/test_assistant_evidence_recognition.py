"""Documents that people say to have are recognised as proofs of the catalogue, at their place in the text."""

from __future__ import annotations

import pytest

from assistant.evidence.recognition import ProofRecogniser, Recognised
from vectorstore.embeddings import StaticEmbedder


@pytest.fixture(scope="module")
def recogniser() -> ProofRecogniser:
    return ProofRecogniser(StaticEmbedder())


def first_ids(found: list[Recognised]) -> list[str]:
    return [recognised.proofs[0].id for recognised in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("j'ai un rapport d'audit et une matrice de polyvalence", ["rapport-audit", "matrice-polyvalence"]),
        ("mes fiches de non conf, une attestation de mon chef", ["fiche-non-conformite", "attestation-employeur"]),
        ("un 8D, un ishikawa et la carte SPC de la ligne 2", ["rapport-8d", "analyse-causes", "carte-controle-msp"]),
        ("le CACES 3 ainsi que l'inventaire de fin d'année", ["autorisation-conduite", "inventaire-tournant"]),
        ("je peux montrer le DUERP\nle livret de mon apprenti", ["duerp", "livret-tutorat"]),
        ("des bons de livraison avec réserves ; mon cahier de relève", ["bon-reception", "journal-bord"]),
        ("les plannings gantt, la feuille de présence de la formation", ["planning-gantt", "emargement-formation"]),
        ("arbre des causes de l'accident de mars", ["analyse-accident"]),
    ],
)
def test_each_document_of_an_enumeration_is_recognised(text: str, expected: list[str], recogniser: ProofRecogniser) -> None:
    assert first_ids(recogniser.recognise(text)) == expected


@pytest.mark.parametrize("text", ["", "  ", "j'ai rien gardé", "bonjour, merci beaucoup", "ma femme est infirmière", "et, et ; ,", "de la du"])
def test_what_names_no_document_is_left_out(text: str, recogniser: ProofRecogniser) -> None:
    assert recogniser.recognise(text) == []


def test_a_question_after_the_documents_is_no_document(recogniser: ProofRecogniser) -> None:
    assert first_ids(recogniser.recognise("j'ai un rapport d'audit, ça couvre quoi ?")) == ["rapport-audit"]


def test_the_place_in_the_text_is_exact(recogniser: ProofRecogniser) -> None:
    text = "Voici :  un rapport d'audit ,\n et la matrice de polyvalence."
    found = recogniser.recognise(text)
    assert [text[r.start : r.end] for r in found] == [r.text for r in found] == ["un rapport d'audit", "la matrice de polyvalence"]


def test_a_document_that_may_be_two_kinds_names_both(recogniser: ProofRecogniser) -> None:
    """A sheet of deviations is that of a product, or that of an audit."""
    (sheet,) = recogniser.recognise("des fiches d'écart")
    assert [proof.id for proof in sheet.proofs] == ["fiche-non-conformite", "suivi-ecarts-audit"]
