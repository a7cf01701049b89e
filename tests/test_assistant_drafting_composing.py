"""Drafting by grammar: exactly N, what is covered, what is asked once, what each kind of item holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import DOCUMENTS

from assistant.drafting.checks import faults, too_alike, twins
from assistant.drafting.composing import Request, compose
from assistant.drafting.filling import all_acts
from assistant.drafting.grammar.clauses import ActClause
from assistant.drafting.grammar.parsing import parse
from assistant.drafting.grammar.words import capitalised
from assistant.drafting.items import Drafted, Kind, Origin, Quotation, Status
from assistant.drafting.spreading import share_out
from assistant.drafting.units import Unit, scope_of, units
from assistant.french import NBSP
from assistant.library import Library
from ingest.errors import AcquisError
from ingest.model import Certification


@pytest.fixture(scope="module")
def sweets(tmp_path_factory: pytest.TempPathFactory) -> Certification:
    """An invented certification: 3 blocks, 4 competences, 13 criteria, one of them in three competences."""
    library = Library(tmp_path_factory.mktemp("sweets"))
    library.ingest([DOCUMENTS / "cqpm-confiseur.md"])
    return library.store.certification("cqpm-confiseur")


def texts(drafted: Drafted) -> list[str]:
    return [item.text.replace(NBSP, " ") for item in drafted.items]


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("count", [1, 2, 4])
def test_exactly_as_many_as_asked_for(sweets: Certification, kind: Kind, count: int) -> None:
    drafted = compose(sweets, Request(kind, (1, 2), count=count))
    assert len(drafted.items) == count
    assert len({item.id for item in drafted.items}) == count
    assert twins(drafted.items) == []
    known = {criterion.id for _, competence in sweets.competences() for criterion in competence.criteria}
    for item in drafted.items:
        assert item.criteria
        assert set(item.criteria) <= known
        assert [quotation.criterion for quotation in item.quotations] == list(item.criteria)
        assert (item.origin, item.status) == (Origin.GRAMMAR, Status.PROPOSED)


def test_without_a_count_every_criterion_is_covered(sweets: Certification) -> None:
    for kind in (Kind.INTERVIEW, Kind.PROBE, Kind.SITUATION, Kind.GRID, Kind.POSITIONING):
        drafted = compose(sweets, Request(kind))
        assert (drafted.coverage.criteria, drafted.coverage.covered, drafted.coverage.missing) == (13, 13, ())


def test_what_no_item_covers_is_listed(sweets: Certification) -> None:
    drafted = compose(sweets, Request(Kind.GRID, (1, 2), count=1))
    counted = drafted.coverage
    tested = {criterion for item in drafted.items for criterion in item.criteria}
    assert counted.criteria == 9  # six of the first, three of the second
    assert counted.covered == len(tested & {q.criterion for q in scope_of(sweets, (1, 2)).criteria})
    assert {quotation.criterion for quotation in counted.missing}.isdisjoint(tested)
    assert counted.covered + len(counted.missing) == 9


def test_a_criterion_that_competences_repeat_is_asked_once(sweets: Certification) -> None:
    whole = units(scope_of(sweets))
    (hygiene,) = [unit for unit in whole if "hygiène" in unit.quotations[0].text]
    assert hygiene.transversal
    assert hygiene.competences == (1, 2, 3)
    assert len(hygiene.criteria) == 3
    asked = [text for text in texts(compose(sweets, Request(Kind.INTERVIEW))) if "hygiène" in text]
    assert len(asked) == 1


def test_with_few_questions_what_is_proper_to_a_competence_comes_first(sweets: Certification) -> None:
    shares = share_out(units(scope_of(sweets, (2,))), 1, lambda unit: 1)
    assert not shares[0].unit.transversal
    assert [unit.transversal for unit in shares[0].besides] == [False, True]  # the two others go along as probes


def test_a_criterion_that_leans_on_another_goes_with_it(sweets: Certification) -> None:
    found = units(scope_of(sweets, (1,)))
    assert [unit.criteria for unit in found][1] == ("cqpm-confiseur/C1/methods/2", "cqpm-confiseur/C1/methods/3")


def test_questions_are_made_of_the_criteria(sweets: Certification) -> None:
    asked = texts(compose(sweets, Request(Kind.INTERVIEW, (1,))))
    assert asked == [
        "Racontez une situation où vous avez mesuré et comparé la densité du sirop à la fiche. Qu'avez-vous constaté, et qu'en avez-vous fait ?",
        "Prenez un exemple récent : comment avez-vous fondé les dosages sur plusieurs éléments ? Comment avez-vous vérifié leur calcul par un collègue ? "
        "Quel a été le résultat ?",
        "Donnez un exemple précis d'un moment où vous avez dû étalonner le pèse-sirop avant chaque série. "
        "Quelle était votre part, comment avez-vous procédé et quel a été le résultat ?",
        "Comment avez-vous réalisé un plan de dégustation, et avec qui l'avez-vous partagé ? Racontez un cas précis, votre rôle et l'accueil reçu.",
        "Comment vous y prenez-vous concrètement pour respecter les règles d'hygiène du laboratoire ? Donnez un exemple daté. "
        "Qu'est-ce que cela a changé dans votre façon de faire ?",
    ]


def test_what_the_grammar_cannot_tell_is_quoted(sweets: Certification) -> None:
    (text,) = texts(compose(sweets, Request(Kind.INTERVIEW, (4,))))
    assert text.startswith("Le référentiel demande ceci : « Respect de la confidence du client & de <ses> goûts : {a=b} ~ #5. » Racontez")


def test_a_line_of_a_grid_names_only_what_it_says(sweets: Certification) -> None:
    drafted = compose(sweets, Request(Kind.GRID, (1,), count=2))
    assert [item.criteria for item in drafted.items] == [("cqpm-confiseur/C1/methods/1",), ("cqpm-confiseur/C1/means/1",)]
    assert (drafted.coverage.covered, len(drafted.coverage.missing)) == (2, 4)


def test_grids_speak_of_the_candidate_and_self_positioning_in_the_first_person(sweets: Certification) -> None:
    assert texts(compose(sweets, Request(Kind.GRID, (3,)))) == [
        "Fait appel au chef, au-delà du cadre de ses consignes.",
        "Montre, sur un cas réel, que l'outil de trempage est en cohérence avec la taille du bonbon.",
        "Respecte les règles d'hygiène du laboratoire.",
    ]
    assert texts(compose(sweets, Request(Kind.POSITIONING, (3,)))) == [
        "Je fais appel au chef, au-delà du cadre de mes consignes.",
        "Je peux montrer, sur un cas réel, que l'outil de trempage est en cohérence avec la taille du bonbon.",
        "Je respecte les règles d'hygiène du laboratoire.",
    ]


@pytest.mark.parametrize(
    ("criterion", "line"),
    [
        ("Les cuves sont choisies (cuivre, acier). Elles sont adaptées au volume.", "Choisit les cuves et les adapte au volume"),
        ("La recette est écrite ; elle est justifiée par un essai.", "Écrit la recette et la justifie par un essai"),
        ("Le dosage est calculé. Il est arrondi au gramme.", "Calcule le dosage et l'arrondit au gramme"),
        ("Les écarts sont relevés et des correctifs sont proposés.", "Relève les écarts et propose des correctifs"),
    ],
)
def test_a_line_tells_all_that_its_criterion_asks(criterion: str, line: str) -> None:
    parsed = parse(criterion)
    unit = Unit((Quotation(criterion="c/C1/methods/1", text=criterion),), (1,), "methods", parsed.main, parsed.later)
    assert capitalised(all_acts(unit, ActClause.does)) == line


def test_a_situation_has_an_occasion_documents_tasks_time_and_productions(sweets: Certification) -> None:
    (item,) = compose(sweets, Request(Kind.SITUATION, (1,), count=1)).items
    case = item.case
    assert case is not None
    assert case.context.endswith("Il vous revient de préparer un sirop et contrôler sa densité.")
    assert case.documents == (f"«{NBSP}La fiche de fabrication est fournie.{NBSP}»",)
    assert case.tasks[0] == "Mesurer et comparer la densité du sirop à la fiche."
    assert case.minutes == 15 + 10 * len(case.tasks)
    assert case.productions[-1].startswith("une démonstration commentée")
    assert all(part in item.text for part in (case.context, *case.documents, *case.tasks, *case.productions))


def test_the_key_of_a_choice_is_the_referential_s(sweets: Certification) -> None:
    blocks = {block.number: [knowledge.text.strip(" .") for knowledge in block.knowledge] for block in sweets.blocks}
    items = compose(sweets, Request(Kind.CHOICE, (1,), count=8)).items
    for item in items:
        (right,) = [choice for choice in item.choices if choice.correct]
        wrong = [choice for choice in item.choices if not choice.correct]
        assert 2 <= len(wrong) <= 3
        assert len({choice.text for choice in item.choices}) == len(item.choices)
        assert all(choice.feedback for choice in item.choices)
        assert right.text not in item.text
        if "ne relève pas" in item.text or "n'est pas citée" in item.text or "intruse" in item.text:
            assert right.text not in blocks[1]
            assert all(choice.text in blocks[1] for choice in wrong)
        elif right.text in blocks[1]:
            assert all(choice.text in blocks[2] + blocks[3] for choice in wrong)
        elif right.text in {block.title for block in sweets.blocks}:
            assert right.text == sweets.blocks[0].title


def test_an_element_of_a_list_is_asked_among_those_of_other_lists(sweets: Certification) -> None:
    items = compose(sweets, Request(Kind.CHOICE, (2,), count=6)).items
    (item, *_) = [item for item in items if "ustensiles prévus" in item.text]
    keys = {choice.text for choice in item.choices if choice.correct}
    assert keys <= {"Spatule en bois", "Thermomètre à sonde", "Pinceau humide"}
    assert not {choice.text for choice in item.choices if not choice.correct} & {"Spatule en bois", "Thermomètre à sonde", "Pinceau humide"}
    assert item.criteria == ("cqpm-confiseur/C2/means/1",)


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (Request(Kind.INTERVIEW, (9,)), "n'a pas de compétence 9 : choisissez parmi 1, 2, 3, 4"),
        (Request(Kind.INTERVIEW, (), (7,)), "n'a pas de bloc 7 : choisissez parmi 1, 2, 3"),
        (Request(Kind.INTERVIEW, (1,), count=0), "0 ne convient pas"),
        (Request(Kind.GRID, (4,), count=90), "Demandez-en moins"),
        (Request(Kind.CHOICE, (4,), count=400), "Demandez-en moins"),
    ],
)
def test_what_cannot_be_drafted_is_said(sweets: Certification, request_: Request, message: str) -> None:
    with pytest.raises(AcquisError, match=message):
        compose(sweets, request_)


def test_the_same_request_gives_the_same_items(sweets: Certification) -> None:
    assert compose(sweets, Request(Kind.CHOICE, (1,), count=5)) == compose(sweets, Request(Kind.CHOICE, (1,), count=5))


@pytest.mark.parametrize(
    "text",
    ["Décrivez comment Les objectifs sont fixés.", "Parlez de le four.", "Pourquoi que il pleut ?", "C'est la la cuisson.", "Le four , ici.", "Comment fait-on?", "Dites «\u00a0oui."],
)
def test_faults_of_typing_and_gluing_are_found(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize("text", ["Comment avez-vous fixé les objectifs\u00a0? Lesquels\u00a0?", "Dites ce qu'«\u00a0ISO 9001\u00a0» demande.", "Le onze, l'heure et l'eau."])
def test_sound_french_has_no_fault(text: str) -> None:
    assert faults(text) == []


def test_two_criteria_with_the_same_phrase_around_their_quotation_are_no_twins() -> None:
    assert not too_alike("Ce critère : « le sel »", "Ce critère : « la farine de seigle »")
    assert too_alike("Racontez la cuisson du pain.", "Racontez la cuisson du pain !")


def test_official_texts_are_covered(shared_folder: Path, tmp_path: Path) -> None:
    """Every criterion of a competence of the quality technician is covered, and no text breaks a rule of French."""
    library = Library(tmp_path)
    library.ingest([shared_folder / "referentiels" / "cqpm-technicien-qualite.md"])
    drafted = compose(library.store.certification("cqpm-technicien-qualite"), Request(Kind.INTERVIEW))
    assert drafted.coverage.missing == ()
    assert drafted.coverage.criteria > 80
    assert [(item.text, fault) for item in drafted.items for fault in faults(item.text)] == []
