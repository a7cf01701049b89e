"""A story and its answers, what they leave open, its numbers, the proofs to gather and their files."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from conftest import INVENTED
from telling import ANSWER, BAKER, DONE, MISSING, QUESTION, STORY

from assistant.activities.checklist import Checklist, checklist
from assistant.activities.examples import example_story
from assistant.activities.exports.excel import to_excel
from assistant.activities.exports.markdown import to_markdown
from assistant.activities.exports.word import to_word
from assistant.activities.files import text_in
from assistant.activities.gaps import gained, gaps
from assistant.activities.story import MAX_CHARACTERS, Reply, Story
from assistant.activities.summary import Bar, block_bars, headline
from assistant.evidence.finding import ProofFinder
from assistant.library import Library
from assistant.mapping.mapper import Mapper
from assistant.mapping.model import Level, Mapping
from ingest.errors import AcquisError, UnknownFormat


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library(tmp_path_factory.mktemp("bakery"))
    library.ingest([INVENTED])
    return library


@pytest.fixture(scope="module")
def mapper(library: Library) -> Mapper:
    return Mapper(library)


@pytest.fixture(scope="module")
def mapping(mapper: Mapper) -> Mapping:
    return mapper.map_activity(BAKER, STORY)


@pytest.fixture(scope="module")
def proofs(mapping: Mapping, library: Library) -> Checklist:
    return checklist(mapping, library.catalogue[BAKER], ProofFinder(library))


def test_a_story_is_what_was_told_then_each_answer_in_a_paragraph_of_its_own() -> None:
    story = Story(draft=STORY).read().answered((Reply(QUESTION, ANSWER), Reply("Et avec qui ?", "  ")))
    assert story.text == f"{STORY}\n\n{ANSWER}"
    assert story.without_reply(0).text == STORY


def test_a_draft_is_not_read_before_it_is_asked_for() -> None:
    story = replace(Story(draft="Un.").read(), draft="Deux.")
    assert (story.told, story.read().told) == ("Un.", "Deux.")


@pytest.mark.parametrize("draft", ["", "  \n ", "a" * (MAX_CHARACTERS + 1)])
def test_a_story_that_cannot_be_read_says_why(draft: str) -> None:
    with pytest.raises(AcquisError, match=r"vide|limite de 20.000"):
        Story(draft=draft).read()


def test_no_answer_and_too_much_of_it_are_said() -> None:
    with pytest.raises(AcquisError, match="Aucune réponse"):
        Story(told=STORY).answered((Reply(QUESTION, " "),))
    with pytest.raises(AcquisError, match="limite"):
        Story(told=STORY).answered((Reply(QUESTION, "a" * MAX_CHARACTERS),))


def test_proofs_are_ticked_and_unticked() -> None:
    story = Story().holding("a", held=True).holding("b", held=True).holding("a", held=False)
    assert story.held == {"b"}


def levels(mapping: Mapping, level: Level) -> list[str]:
    """The criteria of competence 1 at a level."""
    return [criterion.passage.text for criterion in mapping.competences[0].criteria if criterion.status == level]


def test_what_is_missing_is_a_question_with_the_criteria_that_it_may_show(mapping: Mapping) -> None:
    asked = {gap.question: [criterion.passage.text for criterion in gap.criteria] for gap in gaps(mapping.competences[0])}
    assert asked[QUESTION.replace(" ?", "\u00a0?")] == [MISSING]
    assert not set(levels(mapping, Level.COVERED)) & {text for texts in asked.values() for text in texts}
    nothing = [criterion.passage.id for gap in gaps(mapping.competences[1]) for criterion in gap.criteria]
    assert sorted(nothing) == sorted(criterion.passage.id for criterion in mapping.competences[1].criteria)  # nothing told, all is asked


def test_an_answer_gains_its_criterion(mapper: Mapper, mapping: Mapping) -> None:
    after = mapper.map_activity(BAKER, f"{STORY}\n\n{ANSWER}")
    assert MISSING in [criterion.passage.text for criterion in gained(mapping, after)]
    assert MISSING not in [criterion.passage.text for criterion in gained(after, mapping)]
    assert gained(after, after) == ()


def test_the_numbers_of_the_chart(mapping: Mapping) -> None:
    first, second = block_bars(mapping)
    assert [bar.number for bar in (*first.bars, *second.bars)] == [1, 2, 3]
    bar = first.bars[0]
    assert (bar.covered + bar.partial, bar.absent, bar.total) == (5, 1, 6)  # 2 methods, means, links, constraints, results
    assert (bar.covered, bar.partial) == (len(levels(mapping, Level.COVERED)), len(levels(mapping, Level.PARTIAL)))
    assert first.bars[1].told == "absente du récit (5 critères)"
    assert headline(mapping).startswith("1 compétence sur 3 apparaît dans votre récit\u00a0: 1 ")


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((5, 0, 1), "montrée en partie\u00a0: 5 critères couverts, 1 absent"),
        ((1, 2, 3), "montrée en partie\u00a0: 1 critère couvert, 2 en partie, 3 absents"),
        ((0, 2, 1), "montrée en partie\u00a0: 2 critères en partie, 1 absent"),
        ((0, 0, 4), "montrée en partie (4 critères)"),
        ((0, 0, 0), "montrée en partie"),
    ],
)
def test_a_bar_in_words(counts: tuple[int, int, int], told: str) -> None:
    assert Bar(1, "Titre", Level.PARTIAL, *counts).told == told


def test_the_headline_of_nothing(mapper: Mapper) -> None:
    nothing = mapper.map_activity(BAKER, "Le jardin est grand.")
    assert headline(nothing) == "Aucune des 3 compétences de cette certification n'apparaît encore dans votre récit."


def test_the_proofs_serve_what_is_shown_in_the_persons_words(proofs: Checklist) -> None:
    assert [shown.number for shown in proofs.shown] == [1, 2, 3, 4, 5]  # the five criteria that the story shows
    assert MISSING not in [shown.passage.text for shown in proofs.shown]
    assert proofs.shown[0].words[0] == DONE
    assert {mark for item in proofs.items for mark in item.marks} == {1, 2, 3, 4, 5}
    assert all(item.marks == tuple(sorted(item.marks)) for item in proofs.items)


def test_nothing_shown_needs_no_proof(mapper: Mapper, library: Library) -> None:
    nothing = mapper.map_activity(BAKER, "Le jardin est grand.")
    assert checklist(nothing, library.catalogue[BAKER], ProofFinder(library)).items == ()


def test_the_checklist_as_markdown(proofs: Checklist) -> None:
    ticked = proofs.items[0].proof
    text = to_markdown(proofs, {ticked.id})
    assert text.count("- [x] ") == 1
    assert text.count("- [ ] ") == len(proofs.items) - 1
    assert f"- [x] **{ticked.name}**" in text
    assert f"Vous dites\u00a0: «\u00a0{DONE}\u00a0»" in text
    assert "> «\u00a0La balance est tarée avant chaque pesée.\u00a0»" in text
    assert "La commission d'évaluation décide." in text


def test_what_was_typed_is_literal_in_markdown(proofs: Checklist) -> None:
    shown = replace(proofs.shown[0], words=("<b>*gras*</b>",))
    text = to_markdown(replace(proofs, shown=(shown,)))
    assert "<b>" not in text.replace("\\<b", "")


def test_the_checklist_as_word(proofs: Checklist) -> None:
    ticked = proofs.items[-1].proof
    document = docx.Document(io.BytesIO(to_word(proofs, {ticked.id})))
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Je l'ai", "Preuve", "Pour les critères"]
    assert [row.cells[0].text for row in table.rows[1:]] == ["☐"] * (len(proofs.items) - 1) + ["☒"]
    assert table.rows[1].cells[1].text.startswith(proofs.items[0].proof.name)
    written = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert f"Vous dites\u00a0: «\u00a0{DONE}\u00a0»" in written
    assert "«\u00a0La balance est tarée avant chaque pesée.\u00a0»" in written


def test_the_checklist_as_excel(proofs: Checklist) -> None:
    ticked = proofs.items[-1]
    book = openpyxl.load_workbook(io.BytesIO(to_excel(proofs, {ticked.proof.id})))
    assert book.sheetnames == ["Preuves", "Critères", "À savoir"]
    heading, *lines = book["Preuves"].iter_rows(values_only=True)
    assert [heading[rank] for rank in (0, 1, 2, 3, 6, 8)] == ["Je l'ai", "Compétences", "Critères", "Preuve", "À masquer", "Mon commentaire"]
    assert [line[0] for line in lines] == ["non"] * (len(proofs.items) - 1) + ["oui"]
    last = dict(zip(heading, lines[-1], strict=True))
    assert last["Preuve"] == ticked.proof.name
    assert last["À masquer"] == ("\n".join(ticked.proof.hide) or None)
    assert last["Compétences"] == "1"
    assert str(last["Critères"]).startswith(f"[{ticked.marks[0]}] compétence 1, ")
    assert last["Mon commentaire"] is None  # for the person to write
    (choice,) = book["Preuves"].data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref)) == ('"oui,non"', f"A2:A{len(proofs.items) + 1}")
    criteria = list(book["Critères"].iter_rows(values_only=True))[1:]
    assert [line[0] for line in criteria] == [f"[{shown.number}]" for shown in proofs.shown]
    assert criteria[0][4] == f"«\u00a0{DONE}\u00a0»"
    assert "La commission d'évaluation décide." in str(book["À savoir"]["B3"].value)


def test_what_was_typed_is_no_formula_in_excel(proofs: Checklist) -> None:
    shown = replace(proofs.shown[0], words=("=1+1\x0b",), passage=proofs.shown[0].passage.model_copy(update={"text": "=HYPERLINK(1)"}))
    book = openpyxl.load_workbook(io.BytesIO(to_excel(replace(proofs, shown=(shown, *proofs.shown[1:])))))
    assert "f" not in {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert book["Critères"]["E2"].value == "«\u00a0=1+1\u00a0»"


def test_a_control_character_does_not_stop_word(proofs: Checklist) -> None:
    shown = replace(proofs.shown[0], words=("avant\x0baprès",))
    assert to_word(replace(proofs, shown=(shown,)))


def test_a_file_gives_its_text_without_its_titles(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Mon parcours", level=1)
    document.add_paragraph("J'ai pesé la farine et l'eau pendant trois ans au fournil.")
    document.add_paragraph("J'ai cuit le pain chaque nuit :")
    document.add_paragraph("les baguettes,", style="List Bullet")
    document.add_paragraph("les miches.", style="List Bullet")
    document.save(str(tmp_path / "recit.docx"))
    assert text_in(tmp_path / "recit.docx") == (
        "J'ai pesé la farine et l'eau pendant trois ans au fournil.\n\nJ'ai cuit le pain chaque nuit :\n\n- les baguettes,\n- les miches."
    )


def test_a_file_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "recit.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    with pytest.raises(UnknownFormat):
        text_in(tmp_path / "recit.docx")


def test_each_fiche_has_an_example_that_shows_something(fiches_library: Library) -> None:
    mapper = Mapper(fiches_library)
    for certification in map(fiches_library.catalogue.__getitem__, fiches_library.catalogue.ids()):
        mapping = mapper.map_activity(certification.id, example_story(certification))
        assert mapping.shown, certification.id
        assert mapping.set_aside, certification.id
    assert example_story(None)
