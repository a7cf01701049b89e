"""Each layout trap of the Markdown referentials, as a small document of our own: what must be read from it."""

from __future__ import annotations

import pytest
from conftest import DOCUMENTS

from ingest.elements import ReadDocument
from ingest.model import Certification, Diagnostic, Part
from ingest.pipeline import read_document
from ingest.structure import build

PARTS = (Part.CONDITIONS, Part.METHODS, Part.MEANS, Part.RELATIONS, Part.CONSTRAINTS, Part.RESULTS)
SEWING: dict[str, list[str]] = {
    "conditions": ["Le patron est fourni."],
    "methods": ["Les bords sont ourlés."],
    "means": ["La machine est réglée."],
    "relations": ["Le chef de piste est prévenu."],
    "constraints": ["Le vent est mesuré."],
    "results": ["La voile tient au vent."],
}
"""The competence that most of the documents describe, each in another layout."""
STORM = {"constraints": ["Le vent est mesuré.", "Si cela dépasse force six, le vol est annulé."]}


def read(name: str) -> tuple[Certification, list[Diagnostic]]:
    document = read_document(DOCUMENTS / f"{name}.md")
    assert isinstance(document, ReadDocument)
    return build(document, name)


def assessed(certification: Certification) -> dict[int, dict[str, list[str]]]:
    """The wording of every part of every competence, by number."""
    return {c.number: {str(part): [s.verbatim for s in c.part(part)] for part in PARTS} for _, c in certification.competences()}


def blocks(certification: Certification) -> list[tuple[str | None, str, list[str], list[str]]]:
    """Code, title, competence titles and knowledge of every block."""
    return [(b.code, b.title, [c.title for c in b.competences], [s.text for s in b.knowledge]) for b in certification.blocks]


def sections(certification: Certification) -> dict[tuple[str, ...], list[str]]:
    return {section.path: [p.verbatim for p in section.paragraphs] for section in certification.sections}


def codes(diagnostics: list[Diagnostic]) -> list[str]:
    return [diagnostic.code for diagnostic in diagnostics]


@pytest.mark.parametrize(
    ("name", "different"),
    [
        ("separateur-apres-donnees", {"methods": ["Les bords sont ourlés avant le montage des baguettes."]}),
        ("ligne-vide-dans-tableau", {}),
        (
            "conditions-sur-plusieurs-rangees",
            {
                "conditions": ["Le patron est fourni.", "Le fil est de lin.", "L'atelier est chauffé.", "La lumière suffit."],
                "methods": ["Les bords sont ourlés.", "Les angles sont renforcés."],
                "relations": ["Le chef de piste est prévenu.", "Le public aussi."],
            },
        ),
        ("criteres-dans-la-colonne-conditions", {}),
        (
            "en-matiere-dans-la-phrase",
            {
                "methods": [
                    "Les choix en matière de moyens sont expliqués : toile, fil et aiguille.",
                    "En matière de moyens, le voilier annonce : la toile, puis le fil.",
                    "Le voilier sait quoi faire en matière de contraintes",
                ]
            },
        ),
        (
            "balises-dans-les-criteres",
            {"methods": ["Les objectifs sont Précis, Mesurables & datés."], "means": ["Fil < 2 mm et toile « R&D »."]},
        ),
        (
            "puces-imbriquees",
            {
                "methods": ["Le plan précise :\n□ la toile :\n○ son grain\n○ sa teinte\n□ le fil"],
                "means": ["Le coffret contient :\n-L'aiguille\n- Le dé\n- les ciseaux", "Il est rangé."],
                "relations": ["1. Le chef", "2. Le public"],
            },
        ),
        (
            "coquilles-gardees",
            {
                "conditions": ["Le patron est fournis."],
                "methods": [
                    "Dans cadre de l'essai, l'état l'avancement et l'éléments factuels.",
                    "Le fil (lin, coton,) est choisit.).",
                ],
                "means": ["La machine, réglée) est prête."],
                "relations": ["Le chef est prévenu en internes."],
                "constraints": ["Le vent est , mesuré .."],
                "results": ["La voile tiens."],
            },
        ),
        (
            "points-finaux-absents",
            {
                "conditions": ["Le patron est fourni"],
                "methods": ["Les bords sont ourlés", "Le fil est tendu", "(hors essais) La toile est lavée"],
                "means": ["La machine est réglée"],
                "relations": ["Le chef de piste est prévenu"],
                "constraints": ["Le vent est mesuré"],
                "results": ["La voile tient au vent", "La voile est lavable"],
            },
        ),
        (
            "liste-inline-tirets",
            {
                "methods": [
                    "Le suivi repose sur :\n-relevés du vent,\n-essais de mi-saison,\n- carnet de bord.",
                    "Le suivi est daté.",
                ],
                "relations": ["Le chef de piste - ou son adjoint - est prévenu."],
            },
        ),
        (
            "ou-alternative",
            {
                "conditions": ["Le voilier part d'un patron fourni", "ou Le voilier trace lui-même un patron."],
                "results": ["La voile tient au vent La voile est lavable La voile se plie"],
            },
        ),
    ],
)
def test_one_competence_whatever_its_layout(name: str, different: dict[str, list[str]]) -> None:
    certification, diagnostics = read(name)
    assert assessed(certification) == {1: SEWING | different}
    assert diagnostics == []


def test_the_text_after_a_table_with_blank_lines_is_a_section() -> None:
    certification, _ = read("ligne-vide-dans-tableau")
    assert sections(certification)[()] == ["Titre du CQPM : Voilier-testeur de cerfs-volants", "Après le tableau, un paragraphe ordinaire."]


def test_a_family_heading_may_share_the_paragraph_of_its_text() -> None:
    certification, diagnostics = read("famille-dans-le-meme-paragraphe")
    assert assessed(certification) == {
        1: SEWING,
        2: {
            "conditions": ["La plage est ouverte."],
            "methods": ["Le nœud est vérifié."],
            "means": ["La bobine est pleine"],
            "relations": ["Le public est tenu à distance."],
            "constraints": ["La marée est connue."],
            "results": ["La voile vole."],
        },
    }
    assert diagnostics == []


def test_criteria_stand_in_one_cell_or_over_several_rows_and_headers_repeat() -> None:
    certification, diagnostics = read("criteres-sur-plusieurs-rangees")
    assert assessed(certification) == {
        1: SEWING,
        2: {
            "conditions": ["La plage est ouverte.", "Le vent est établi."],
            "methods": ["Le nœud est vérifié."],
            "means": ["La bobine est pleine."],
            "relations": ["Le public est tenu à distance."],
            "constraints": ["La marée est connue."],
            "results": ["La voile vole.", "Le vol dure une minute."],
        },
    }
    assert diagnostics == []


def test_rows_that_slip_one_column_to_the_left_are_put_back() -> None:
    """« 3 lampes… » starts like the title of a competence 3; the block table announces two."""
    certification, diagnostics = read("rangee-glissee-colonne-gauche")
    conditions = ["Le patron est fourni.", "Le fil est de lin.", "L'atelier est chauffé et sec.", "3 lampes éclairent la table."]
    assert assessed(certification) == {1: SEWING | {"conditions": conditions}, 2: SEWING | STORM | {"conditions": ["La plage est ouverte."]}}
    assert [(d.code, d.where) for d in diagnostics] == [("slipped-cell", "l. 9"), ("slipped-cell", "l. 10")]


def test_a_sentence_written_twice_is_kept_twice_and_reported() -> None:
    certification, diagnostics = read("phrase-dupliquee")
    assert assessed(certification) == {1: SEWING | {"conditions": ["Le patron est fourni.", "Le patron est fourni."]}}
    assert [(d.code, d.where) for d in diagnostics] == [("duplicated-sentence", "l. 4")]


def test_heading_levels_are_not_trusted_and_the_printed_numbers_are() -> None:
    certification, _ = read("titres-incoherents")
    work = "1. Activités du voilier-testeur"
    assert sections(certification) == {
        ("1. REFERENTIEL DU METIER",): ["Titre du CQPM : Voilier-testeur de cerfs-volants"],
        (work, "1.1. Mission"): ["Le voilier-testeur coud des voiles et les essaie."],
        (work, "1.2. Environnement de travail"): ["Le voilier-testeur travaille sur une plage, avec un chef de piste."],
        (work, "1.3. Relations"): ["Le voilier-testeur travaille sur une plage, avec un marchand de ficelle."],
        ("2. REFERENTIEL DES EPREUVES", "2.1. Epreuves", "Déroulement"): ["Une épreuve dure une marée."],
        ("3. CONDITIONS",): ["Une compétence validée le reste."],
    }


def test_numbered_paragraphs_and_notes_are_no_competences() -> None:
    certification, diagnostics = read("numeros-parasites")
    assert assessed(certification) == {1: SEWING}
    assert sections(certification)[("3. REFERENTIEL D'EVALUATIONS", "3.2. MODALITES")] == [
        "1. une observation sur la plage.",
        "2. des questions sur le vent.",
        "1 Le mot « candidat » désigne aussi bien une candidate.",
    ]
    assert diagnostics == []


def test_a_note_call_leaves_its_word_and_an_exponent_stays() -> None:
    certification, _ = read("appel-de-note-colle")
    assert sections(certification)[("4. ADMISSIBILITE",)] == [
        "La réussite revient aux candidats sous une voile de 3 m2, le 1er essai comptant double."
    ]


def test_a_table_of_two_texts_cut_by_its_page_is_read_down_each_column() -> None:
    certification, diagnostics = read("tableau-commission-coupe")
    assert sections(certification)[("3.2. MODALITES",)] == [
        "COMMISSION",
        "La commission compte trois voiliers de métier.",
        "L'essai a lieu pendant un jour de vent ordinaire sur la plage de la commune ou dans une soufflerie habilitée, selon la saison.",
        "ATELIER",
        "(hors VAE)",
        "L'atelier donne un avis écrit.",
        "1. un vol de nuit,",
        "2. un vol de jour.",
    ]
    assert sections(certification)[("3.2. MODALITES", "PRÉSENTATION DES VOLS")] == ["Le candidat montre ses vols."]
    assert codes(diagnostics) == ["sentence-rejoined", "no-competence"]


def test_a_block_may_have_its_code_a_blank_or_the_blank_form() -> None:
    certification, diagnostics = read("code-de-bloc-absent")
    assert blocks(certification) == [
        (None, "La couture", ["Coudre la voile"], ["Les toiles"]),
        (None, "L'essai", ["Essayer la voile"], ["Les vents"]),
        ("BDC0907", "Le rangement", ["Plier la voile"], ["Les plis"]),
    ]
    assert [(d.code, d.where) for d in diagnostics if d.code == "block-code-empty"] == [("block-code-empty", "l. 4"), ("block-code-empty", "l. 5")]
    assert certification.codes == {"blocks": ("BDC0907",)}


def test_the_title_of_the_evaluation_table_is_kept_and_the_difference_told() -> None:
    certification, diagnostics = read("intitule-different")
    assert blocks(certification) == [("BDC0901", "La couture", ["Coudre tout ou une partie d'une voile"], ["Les toiles"])]
    assert assessed(certification) == {1: SEWING}
    assert codes(diagnostics) == ["title-differs"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("numerotation-par-bloc", [(1, 1, 1), (1, 2, 2), (2, 1, 3), (2, 2, 4)]),
        ("evaluation-numerotee-par-bloc", [(1, 1, 1), (1, 2, 2), (2, 1, 3)]),
    ],
)
def test_numbers_run_through_the_certification_even_where_they_restart(name: str, expected: list[tuple[int, int, int]]) -> None:
    """(block, number in the block, number in the certification); constraints said again in each competence stay in each."""
    certification, diagnostics = read(name)
    assert [(b.number, c.local_number, c.number) for b, c in certification.competences()] == expected
    assert assessed(certification) == dict.fromkeys((number for _, _, number in expected), SEWING | STORM)
    assert diagnostics == []


def test_knowledge_merged_over_blocks_is_kept_as_printed_and_doubted() -> None:
    certification, diagnostics = read("connaissances-partagees")
    assert [knowledge for _, _, _, knowledge in blocks(certification)] == [
        ["Les toiles", "Les nœuds", "Les vents", "Les nœuds"],
        ["Les vents", "Les nœuds"],
    ]
    assert [c for c in codes(diagnostics) if c in ("duplicated-sentence", "shared-knowledge")] == ["duplicated-sentence", "shared-knowledge"]


def test_knowledge_without_marks_is_told_apart_by_blanks_and_italics() -> None:
    certification, _ = read("connaissances-double-espace")
    assert [knowledge for _, _, _, knowledge in blocks(certification)] == [
        ["Les toiles", "Les nœuds", "Les vents de bord de mer"],
        ["Les marées", "Les drapeaux", "Les plages"],
    ]


def test_a_block_table_goes_on_after_a_blank_line_without_its_header() -> None:
    certification, _ = read("blocs-coupes-par-une-ligne-vide")
    assert blocks(certification) == [
        ("BDC0901", "La couture", ["Coudre la voile"], ["Les toiles"]),
        ("BDC0902", "L'essai", ["Essayer la voile", "Plier la voile"], ["Les vents", "Les plis"]),
    ]


def test_a_table_of_another_chapter_does_not_go_on_from_the_block_table() -> None:
    certification, _ = read("tableau-d-un-autre-chapitre")
    assert [code for code, _, _, _ in blocks(certification)] == ["BDC0901"]
    assert sections(certification)[("3. CALENDRIER DES MAREES",)] == ["Mois | Marée | Heure", "Mars | Haute | Six heures"]


def test_what_is_missing_is_reported_with_its_place() -> None:
    certification, diagnostics = read("famille-absente")
    assert assessed(certification)[1] == SEWING | {"methods": ["Les angles sont nets."], "constraints": [], "results": []}
    assert [(d.code, d.where) for d in diagnostics] == [
        ("family-unnamed", "l. 4"),
        ("numbering-gap", "l. 5"),  # competence 2 does not exist
        ("missing-family", "l. 4"),  # constraints
        ("missing-family", "l. 4"),  # results
    ]
