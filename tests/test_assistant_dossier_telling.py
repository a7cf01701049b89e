"""What is a deed, a claim, the work of others, a copy of the referential; which proofs are missing; what headings name."""

from __future__ import annotations

import pytest

from assistant.dossier.attachments import announced_proofs, only_points
from assistant.dossier.hints import competences_named
from assistant.dossier.model import Dossier, Extract, Kind
from assistant.dossier.telling import Wordings, doubt_in, is_claim, is_deed
from assistant.library import Library
from assistant.mapping.model import Doubt, Segment
from assistant.mapping.segments import segments_of


def segment(text: str) -> Segment:
    return Segment(text, 0, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "J'ai animé la réunion de sécurité.",
        "Chaque lundi, je contrôle les extincteurs.",
        "Le tableau de bord, c'est moi qui l'ai créé.",
        "On m'a confié le plan d'action.",
    ],
)
def test_deeds(text: str) -> None:
    assert is_deed(segment(text))


@pytest.mark.parametrize(
    "text",
    [
        "L'usine emploie 120 personnes.",
        "J'aimerais conduire un audit.",
        "Je suis rigoureuse.",
        "Je maîtrise parfaitement l'Ishikawa.",
        "Je n'ai pas participé à ce projet.",
    ],
)
def test_no_deeds(text: str) -> None:
    assert not is_deed(segment(text))


def test_items_of_a_list_tell_deeds_without_a_pronoun() -> None:
    assert is_deed(segment("Animation de la réunion du lundi"), item=True)
    assert not is_deed(segment("Animation de la réunion du lundi"))
    assert not is_deed(segment("120 salariés"), item=True)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Je suis une personne rigoureuse et je sais motiver une équipe.", True),
        ("Les outils n'ont plus de secret pour moi. J'adore le terrain.", True),
        ("Je maîtrise l'AMDEC. En mars, j'ai animé celle du four.", False),
        ("L'usine a trois lignes.", False),
        ("J'aimerais apprendre.", False),
    ],
)
def test_claims_assert_and_tell_nothing(text: str, claim: bool) -> None:
    assert is_claim(segments_of(text)) is claim


@pytest.mark.parametrize(
    "text",
    [
        "Les audits sont réalisés par un consultant.",
        "Le zonage a été étudié et décidé par le bureau des méthodes.",
        "Chez nous, c'est le service ordonnancement qui tient le planning.",
    ],
)
def test_the_work_of_others(text: str) -> None:
    assert doubt_in(segment(text)) == Doubt.OTHERS


@pytest.mark.parametrize(
    "text",
    [
        "Le plan a été validé par moi.",
        "Le plan est validé par la direction.",
        "Le bilan est fait trois fois par an.",
        "Les fiches que j'ai écrites sont lues par tous.",
    ],
)
def test_not_the_work_of_others(text: str) -> None:
    assert doubt_in(segment(text)) is None


def test_the_words_of_the_referential_are_recognised_when_nobody_acts() -> None:
    wordings = Wordings(["Les écarts sont mesurés :\n- par rapport aux objectifs du service qualité", "Un plan d'action est établi."])
    assert wordings.restated(segment("Les écarts sont mesurés par rapport aux objectifs du service qualité."))
    assert not wordings.restated(segment("J'ai mesuré les écarts par rapport aux objectifs du service qualité."))
    assert not wordings.restated(segment("Un plan."))  # too short to tell
    assert not wordings.restated(segment("Les camions arrivent avant sept heures du matin."))


def dossier(*texts: str) -> Dossier:
    extracts = tuple(Extract(number, text, Kind.PROSE, section=0) for number, text in enumerate(texts, start=1))
    return Dossier("d.md", "md", extracts)


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        (("Voir annexe 3.",), ["annexe 3"]),
        (("Voir annexe 3.", "Annexe 3 : rapport"), []),
        (("Voir l'annexe n° 3 et l'annexe B.", "Annexe B — photo"), ["annexe 3"]),
        (("Voir annexes 1, 2 et 4.", "Annexe 2", "ANNEXE 4 : plan"), ["annexe 1"]),
        (("Voir annexes 2 à 4.", "Annexe 3 : plan"), ["annexe 2", "annexe 4"]),
        (("Pièce jointe 2 et pièce jointe 2.",), ["pièce 2"]),
        (("J'ai mis cela en annexe.",), ["en annexe"]),
        (("J'ai formé trois agents (feuille d'émargement jointe).",), ["feuille d'émargement jointe"]),
        (("J'ai changé les joints de la pompe.",), []),
        (("J'ai mis cela en annexe.", "Annexe 1 : plan"), []),
        (("Une pièce de 3 kilos.", "L'annexe à côté."), []),
    ],
)
def test_proofs_announced_and_not_attached(texts: tuple[str, ...], missing: list[str]) -> None:
    found = announced_proofs(dossier(*texts))
    assert [item.label for item in found] == missing
    for item in found:
        text = texts[(item.where.paragraph or 0) - 1]
        assert text[item.where.start : item.where.end] == item.where.text


def test_pointers_to_a_proof_are_no_evidence() -> None:
    assert only_points(segment("Le registre est en annexe 1."))
    assert only_points(segment("Annexe 2 — photographie du panneau"))
    assert not only_points(segment("J'ai écrit le registre, qui est en annexe 1."))
    assert not only_points(segment("Le registre compte 312 textes."))


@pytest.mark.parametrize(
    ("heading", "numbers"),
    [
        ("8. Auditer un processus QSE", {8}),
        ("Compétence 3", {3}),
        ("C11 – mes actions", {11}),
        ("Traiter les non-conformités", {9}),
        ("Ma vie", set()),
        ("", set()),
        ("Compétence 99", set()),
    ],
)
def test_headings_that_name_a_competence(heading: str, numbers: set[int], fiches_library: Library) -> None:
    certification = fiches_library.store.certification("cqpm-coordonnateur-qse-v2")
    assert competences_named(heading, certification) == numbers
