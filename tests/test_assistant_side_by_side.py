"""Comparisons as tables and procedures as steps, over the invented shelf: what faces what, and that every word is still the document's."""

from __future__ import annotations

import pytest
from conftest import answering
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, CompetenceRef
from assistant.draft import Draft
from assistant.extractive import compose
from assistant.gathering import Gathered
from assistant.reading import Intent, Reading
from assistant.service import Assistant
from assistant.side_by_side import Column, facing_columns, pair_up, write_tables
from assistant.understanding import understand
from assistant.verification import verify
from ingest.model import Passage, Source

NEW, OLD, SHEET, CLOCK = "cqpm-animateur-gat-v2", "cqpm-animateur-gat-v1", "rncp-99123-animateur-gat", "cqpm-horloger-de-clocher"
COMPARISONS = (
    "Quelle différence entre les deux versions du GAT ?",
    "Compare les moyens de la compétence 1 du GAT et de l'horloger",
    "Quelle différence entre les compétences 1 et 2 de l'horloger ?",
    "résultats de la compétence 1, les deux versions du GAT",
    "connaissances du bloc 1 du GAT, ancienne et nouvelle version",
    "Compare le GAT et l'horloger",
)


def ask(assistant: Assistant, *turns: str) -> Answer:
    return assistant.ask_turns(turns)[-1]


def rows(answer: Answer) -> list[list[str]]:
    """The cells of the tables of an answer, their rules left out."""
    lines = [line for line in answer.answer.replace("\u00a0", " ").splitlines() if line.startswith("|") and "| --- |" not in line]
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]


@pytest.mark.parametrize("question", COMPARISONS)
def test_a_comparison_is_a_table_whose_words_are_all_verified(question: str, assistant: Assistant) -> None:
    answer = ask(assistant, question)
    table = rows(answer)
    assert len({len(row) for row in table}) == 1
    verified = verify(answer.answer, answer.citations)
    assert (verified.kept, verified.failed) == (len(answer.citations), ())
    assert [citation.text for citation in answer.citations] == [shown_text(assistant, citation.passage) for citation in answer.citations]


def shown_text(assistant: Assistant, passage_id: str) -> str:
    passage = assistant.library.shelf.passage(passage_id)
    assert passage is not None
    return passage.text


def test_two_versions_without_a_topic_are_seen_from_above(assistant: Assistant) -> None:
    """« Animer une réunion » moved from 2 to 4, « Former un panel » is new, one title of three was reworded."""
    answer = ask(assistant, "Quelle différence entre les deux versions du GAT ?")
    lines = answer.answer.replace("\u00a0", " ").splitlines()
    assert lines[:4] == [
        "- **Animateur de démarche goût, arôme, texture (nouvelle version)** compte 2 blocs et 4 compétences",
        "- **Animateur de démarche goût, arôme, texture (ancienne version)** compte 2 blocs et 3 compétences",
        "",
        "Entre les deux versions : 4 lignes identiques, 1 ligne reformulée et 1 ligne sans vis-à-vis (—).",  # 2 blocks and 1, 4; 3; 2
    ]
    assert rows(answer) == [
        ["Nouvelle version", "Ancienne version"],
        ["**Bloc 1** : « La préparation des dégustations » [1]", "**Bloc 1** : « La préparation des dégustations » [2]"],
        ["Compétence 1 : « Organiser une séance de dégustation » [3]", "Compétence 1 : « Organiser une séance de dégustation » [4]"],
        ["Compétence 2 : « Former un panel de dégustateurs » [5]", "—"],
        ["**Bloc 2** : « Le suivi des produits » [6]", "**Bloc 2** : « Le suivi des produits » [7]"],
        [
            "Compétence 3 : « Analyser les réclamations des clients » [8]",
            "Compétence 3 : « Analyser les réclamations de la clientèle » [9]",
        ],
        ["Compétence 4 : « Animer une réunion d'amélioration » [10]", "Compétence 2 : « Animer une réunion d'amélioration » [11]"],
    ]
    assert answer.suggestions[0].startswith("Quelles différences pour la compétence 1 entre «")
    assert rows(ask(assistant, answer.suggestions[0]))[0][1:] == [
        "Compétence 1 : Organiser une séance de dégustation — Nouvelle version",
        "Compétence 1 : Organiser une séance de dégustation — Ancienne version",
    ]


def test_what_changed_between_versions_is_said_by_its_words_from_the_old_to_the_new(assistant: Assistant) -> None:
    answer = ask(assistant, "Qu'est-ce qui change entre l'ancienne et la nouvelle version du GAT pour la compétence 1 ?")
    assert "- «\xa0gobelets opaques\xa0» devient «\xa0verres noirs\xa0»" in answer.answer


def test_typing_is_no_rewording_and_a_statement_under_another_part_has_moved(assistant: Assistant) -> None:
    """One line of the same words with another apostrophe; two without counterpart, which are one statement that moved."""
    catalogue, draft = assistant.library.catalogue, Draft()

    def column(version: str, apostrophe: str, part: str) -> Column:
        texts = {"methods": f"L{apostrophe}ordre de service est tiré au sort.", part: "Les verres noirs cachent la couleur."}
        passages = [
            Passage(
                id=f"{version}/C1/{p}/1", certification=version, kind="criterion", text=text, competence=1, block=1, part=p, source=Source(document="d.md")
            )
            for p, text in texts.items()
        ]
        return Column(version, version, tuple(passages), whole=True)

    new, old = column("cqpm-animateur-gat-v2", "’", "relations"), column("cqpm-animateur-gat-v1", "'", "means")
    write_tables(draft, [[new, old]], catalogue)
    lines = draft.markdown.split("\n")
    assert lines[0] == "Entre les deux versions\xa0: 1 ligne identique et 2 lignes sans vis-à-vis (—)."
    assert lines[2] == "- un énoncé passe des moyens utilisés [1] aux liens professionnels / relationnels [2]"


def test_other_certifications_face_each_other_block_by_block(assistant: Assistant) -> None:
    """Nothing is said to correspond: blocks and competences stand by rank, and what has nothing beside it is left blank."""
    table = rows(ask(assistant, "Compare le GAT et l'horloger"))
    assert [[cell.split(" : ")[0] for cell in row] for row in table[1:]] == [
        ["**Bloc 1**", "**Bloc 1 (BDC9101)**"],
        ["Compétence 1", "Compétence 1"],
        ["Compétence 2", "Compétence 2"],
        ["**Bloc 2**", "**Bloc 2 (BDC9102)**"],
        ["Compétence 3", "Compétence 3"],
        ["Compétence 4", ""],
    ]


def test_the_means_of_two_certifications_stand_under_their_competences(assistant: Assistant) -> None:
    answer = ask(assistant, "Compare les moyens de la compétence 1 du GAT et de l'horloger")
    assert rows(answer) == [
        [
            "Compétence 1 : Organiser une séance de dégustation — Animateur de démarche goût, arôme, texture (nouvelle version)",
            "Compétence 1 : Graisser les rouages — Horloger de clocher",
        ],
        ["« Des verres noirs cachent la couleur des boissons. » [1]", "« La burette contient l'huile prescrite par le fabricant. » [2]"],
        ["« Le plan de table isole chaque dégustateur derrière un paravent. » [3]", ""],
    ]
    assert [citation.passage for citation in answering(answer)] == [f"{NEW}/C1/means/1", f"{CLOCK}/C1/means/1", f"{NEW}/C1/means/2"]


def test_several_parts_are_named_in_a_column_of_their_own(assistant: Assistant) -> None:
    table = rows(ask(assistant, "Quelle différence entre les compétences 1 et 2 de l'horloger ?"))
    assert table[0] == ["Partie", "Compétence 1 : Graisser les rouages", "Compétence 2 : Régler le balancier"]
    assert [row[0] for row in table[1:]] == [
        "Conditions de réalisation",
        "Méthodes utilisées",
        "Moyens utilisés",
        "Liens professionnels / relationnels",
        "Contraintes liées au milieu et à l'environnement de travail",
        "Résultats attendus",
    ]
    assert table[4][1:] == ["« Le sacristain est averti de l'arrêt des cloches. » [7]", ""]  # competence 2 has none; 2 × 3 rows before


def test_a_comparison_goes_on_in_the_next_turn(assistant: Assistant) -> None:
    answer = ask(assistant, "Compare les moyens de la compétence 1 du GAT et de l'horloger", "et les résultats ?")
    assert [citation.passage for citation in answering(answer)] == [f"{NEW}/C1/results/1", f"{CLOCK}/C1/results/1"]
    assert len(rows(answer)) == 2  # the headings and one result each


def test_a_list_in_a_cell_is_on_one_line(assistant: Assistant) -> None:
    answer = ask(assistant, "méthodes de la compétence 1, les deux versions du GAT")
    assert (
        "« L'ordre de service est tiré au sort : - les échantillons portent un numéro à trois chiffres "
        "- une pause de deux minutes sépare deux échantillons » [1]"
    ) in rows(answer)[1]


@pytest.mark.parametrize(
    "question",
    [
        "moyens de la compétence 1 du GAT",
        "moyens des compétences 1 et 2 de l'horloger",  # asked together, not compared
        "Quelle est la différence entre la compétence 9 et la compétence 1 de l'horloger ?",  # only one exists
        "Code ROME du GAT ?",
    ],
)
def test_what_is_not_compared_is_no_table(question: str, assistant: Assistant) -> None:
    assert rows(ask(assistant, question)) == []


def asking(**changes: object) -> Reading:
    refs = (CompetenceRef(certification=CLOCK, number=1), CompetenceRef(certification=CLOCK, number=2))
    known: dict[str, object] = {"certifications": (CLOCK,), "competences": refs, "compared": True}
    return Reading("Comparez.", Intent.PARTS, **{**known, **changes})  # type: ignore[arg-type]


def means(assistant: Assistant, *numbers: int) -> list[Passage]:
    found = [assistant.library.shelf.passage(f"{CLOCK}/C{number}/means/1") for number in numbers]
    return [passage for passage in found if passage]


def test_words_that_no_cell_can_hold_stay_in_a_list(assistant: Assistant) -> None:
    """A vertical bar would end the cell; to escape it would change the quotation."""
    catalogue = assistant.library.catalogue
    first, second = means(assistant, 1, 2)
    assert len(facing_columns(asking(), [first, second], (), catalogue)) == 1
    barred = first.model_copy(update={"text": "Le rapport a | b est noté."})
    assert facing_columns(asking(), [barred, second], (), catalogue) == []
    answer = compose(asking(), Gathered((barred, second)), catalogue).markdown
    assert "- «\u00a0Le rapport a | b est noté.\u00a0» [1]" in answer
    assert not answer.startswith("|")


def test_more_than_three_places_do_not_fit_side_by_side(assistant: Assistant) -> None:
    catalogue, shelf = assistant.library.catalogue, assistant.library.shelf
    ids = [f"{NEW}/C{number}/results/1" for number in (1, 2, 3, 4)]
    passages = [passage for i in ids if (passage := shelf.passage(i))]
    refs = tuple(CompetenceRef(certification=NEW, number=number) for number in (1, 2, 3, 4))
    assert [len(columns) for columns in facing_columns(asking(competences=refs[:3]), passages[:3], (), catalogue)] == [3]
    assert facing_columns(asking(competences=refs), passages, (), catalogue) == []
    assert facing_columns(asking(compared=False), means(assistant, 1, 2), (), catalogue) == []


def found(assistant: Assistant, *places: str) -> list[Passage]:
    return [passage for place in places if (passage := assistant.library.shelf.passage(place))]


def table_of(assistant: Assistant, reading: Reading, passages: list[Passage], besides: list[Passage]) -> tuple[list[str], list[str]]:
    """The lines of the table, its rule left out, and those of the list below it."""
    answer = compose(reading, Gathered(tuple(passages), besides=tuple(besides)), assistant.library.catalogue).markdown
    lines = answer.replace("\u00a0", " ").split("\n")
    rest = [line for line in lines if line.startswith(("-", "**"))]
    return [line for line in lines if line.startswith("|") and "---" not in line], rest


def test_what_corresponds_in_the_other_version_comes_up_from_below(assistant: Assistant) -> None:
    """The search put the older « réunion » and its means besides; the title faces its own, the means resemble nothing and stay below."""
    titles, means_of = found(assistant, f"{NEW}/C4", f"{OLD}/C2"), found(assistant, f"{OLD}/C1/means/1")
    reading = Reading("Quelle différence pour la réunion ?", Intent.SEARCH, (NEW, OLD), compared=True)
    table, rest = table_of(assistant, reading, titles[:1], [titles[1], *means_of])
    assert table == [
        "| Nouvelle version | Ancienne version |",
        "| Compétence 4 : « Animer une réunion d'amélioration » [1] | Compétence 2 : « Animer une réunion d'amélioration » [2] |",
    ]
    assert rest == [
        "**À lire aussi**",
        "**Compétence 1 : Organiser une séance de dégustation** — Animateur de démarche goût, arôme, texture (ancienne version)",
        f"- « {means_of[0].text} » [3]",
    ]


def test_sections_that_are_named_are_compared_as_they_are_printed(assistant: Assistant) -> None:
    """In the order of the documents and whatever the search made of them; a place is named above its first paragraph only."""
    new, old = found(assistant, f"{NEW}/S1/1", f"{NEW}/S1/2"), found(assistant, f"{OLD}/S1/1")
    elsewhere = found(assistant, f"{CLOCK}/C1/means/1")
    reading = Reading("Compare les missions.", Intent.SECTION, (NEW, OLD), sections=("missions",), compared=True)
    table, rest = table_of(assistant, reading, [*new[::-1], *elsewhere], old)
    heading = "*1.1. Missions et activités visées*"
    assert table[0] == "| Nouvelle version | Ancienne version |"
    cells = [cell.strip() for line in table[1:] for cell in line.strip("| ").split(" | ")]
    assert cells[0].startswith(f"{heading} : « ")
    assert sum(heading in cell for cell in cells) == 2  # once a column
    assert {passage.text for passage in (*new, *old)} == {cell.split("« ")[1].split(" »")[0] for cell in cells if "«" in cell}
    assert [line for line in rest if line.startswith("- ")] == [f"- « {elsewhere[0].text} » [{len(new) + len(old) + 1}]"]


def same(one: str, other: str) -> float:
    return float(one == other)


def test_counterparts_face_each_other_and_the_rest_stands_where_it_was() -> None:
    # b faces b; x comes after a, which stands before b on the left; y after b
    assert pair_up(["a", "b", "c"], ["x", "b", "y"], same, 1.0) == [("a", None), (None, "x"), ("b", "b"), ("c", None), (None, "y")]
    assert pair_up([], ["x", "y"], same, 1.0) == [(None, "x"), (None, "y")]
    assert pair_up(["a"], [], same, 1.0) == [("a", None)]


def test_the_likeliest_counterpart_is_taken_first_and_only_once() -> None:
    likenesses = {("a", "x"): 0.7, ("a", "y"): 0.9, ("b", "y"): 0.95, ("b", "x"): 0.2}
    # b-y (0.95) before a-y (0.9); a is left with x (0.7)
    assert pair_up(["a", "b"], ["x", "y"], lambda a, b: likenesses[a, b], 0.6) == [("a", "x"), ("b", "y")]
    # with x out of reach, a faces nothing
    assert pair_up(["a", "b"], ["x", "y"], lambda a, b: likenesses[a, b], 0.8) == [("a", None), (None, "x"), ("b", "y")]


def test_of_equals_the_nearest_ranks_face_each_other() -> None:
    assert pair_up(["a1", "a2"], ["a3", "a4"], lambda _a, _b: 1.0, 0.5) == [("a1", "a3"), ("a2", "a4")]


ITEMS = st.lists(st.integers(0, 4), max_size=7)


@given(ITEMS, ITEMS)
def test_nothing_is_lost_and_the_order_of_the_left_side_is_kept(left: list[int], right: list[int]) -> None:
    paired = pair_up(left, right, lambda a, b: 1 - abs(a - b) / 4, 0.7)
    assert [one for one, _ in paired if one is not None] == left
    assert sorted(other for _, other in paired if other is not None) == sorted(right)
    assert all(abs(one - other) <= 1 for one, other in paired if one is not None and other is not None)  # 1 - 2/4 = 0.5 < 0.7
    assert (None, None) not in paired


@pytest.mark.parametrize(
    ("question", "compared", "stepwise"),
    [
        ("qu'est-ce qui distingue le GAT de l'horloger ?", True, False),
        ("mets côte à côte le GAT et l'horloger", True, False),
        ("GAT vs horloger, moyens de la compétence 1", True, False),
        ("les deux versions du GAT, compétence 1", True, False),
        ("moyens des compétences 1 et 2 de l'horloger", False, False),
        ("quels CQPM parlent d'huile ?", False, False),
        ("Comment se passe l'évaluation du GAT ?", False, True),
        ("Quelles étapes pour l'admission au GAT ?", False, True),
        ("Comment se déroule le jury du GAT ?", False, True),
        ("Qui évalue pour le GAT ?", False, False),
    ],
)
def test_what_shape_a_question_wants(question: str, compared: bool, stepwise: bool, assistant: Assistant) -> None:
    reading = understand(question, assistant.library.catalogue)
    assert (reading.compared, reading.stepwise) == (compared, stepwise)


STEPS = ("La candidature est déposée.", "PIÈCES À JOINDRE", "Le dossier est lu :\n- par le jury", "(hors VAE)", "Le jury délibère.")


def evaluation(assistant: Assistant) -> Passage:
    passage = assistant.library.shelf.passage(f"{NEW}/S4/1")
    assert passage is not None
    return passage


def test_a_procedure_is_numbered_in_the_order_of_the_document(assistant: Assistant) -> None:
    """Passages come by rank of the search; steps are the paragraphs of the sections named, titles among them are no steps."""
    catalogue = assistant.library.catalogue
    original = catalogue[NEW]
    section = next(s for s in original.sections if s.path[-1].startswith("3.1."))
    paragraphs = tuple(section.paragraphs[0].model_copy(update={"id": f"{NEW}/S4/{n}", "text": text}) for n, text in enumerate(STEPS, 1))
    changed = original.model_copy(update={"sections": (section.model_copy(update={"paragraphs": paragraphs}),)})
    base = evaluation(assistant)
    passages = [base.model_copy(update={"id": f"{NEW}/S4/{n}", "text": text}) for n, text in enumerate(STEPS, 1)]
    other = means(assistant, 1)[0]
    reading = Reading("Comment se passe l'évaluation ?", Intent.SECTION, (NEW,), sections=("evaluation",), stepwise=True)
    found = Gathered((passages[4], other, passages[0]), besides=(passages[3], passages[1], passages[2]))
    shelf = type(catalogue)([changed, catalogue[CLOCK]])
    assert compose(reading, found, shelf).markdown.replace("\u00a0", " ").split("\n") == [
        "**3.1. Modalités d'évaluation** — Animateur de démarche goût, arôme, texture (nouvelle version)",
        "",
        "1. « La candidature est déposée. » [1]",
        "",
        "« PIÈCES À JOINDRE » [2]",
        "",
        "2. « Le dossier est lu :  ",
        "  - par le jury » [3]",
        "",
        "« (hors VAE) » [4]",
        "",
        "3. « Le jury délibère. » [5]",
        "",
        "**À lire aussi**",
        "",
        "**Compétence 1 : Graisser les rouages** — Horloger de clocher",
        "",
        "*Moyens utilisés*",
        "",
        "- « La burette contient l'huile prescrite par le fabricant. » [6]",
    ]


def test_the_course_of_the_evaluation_is_a_step_and_a_plain_question_is_a_list(assistant: Assistant) -> None:
    stepwise = ask(assistant, "Comment se passe l'évaluation du GAT ?").answer.splitlines()
    plain = ask(assistant, "Modalités d'évaluation du GAT").answer.splitlines()
    words = "«\u00a0La commission observe le candidat pendant une dégustation réelle, puis l'interroge vingt minutes.\u00a0» [1]"
    assert f"1. {words}" in stepwise
    assert f"- {words}" in plain


def test_proofs_for_a_block_are_those_of_its_competences(assistant: Assistant) -> None:
    answer = ask(assistant, "Quelles preuves pour le bloc 1 de l'horloger ?")
    assert {(citation.competence, citation.family) for citation in answering(answer)} == {
        *((1, family) for family in ("methods", "means", "relations", "constraints")),
        *((2, family) for family in ("methods", "means", "constraints")),  # the document gives it no relations
    }
    assert [(ref.certification, ref.number) for ref in answer.competences] == [(CLOCK, 1), (CLOCK, 2)]
    assert answer.advice
