"""Drafted items as files, each read back by something that knows the format and not us."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import gift_reader
import openpyxl
import pytest
from conftest import DOCUMENTS
from lxml import etree

from assistant.drafting.composing import Request, compose
from assistant.drafting.documents import as_document, read_document
from assistant.drafting.exports.files import FORMATS, export_bytes, export_file
from assistant.drafting.exports.gift import to_gift
from assistant.drafting.exports.tabular import inert
from assistant.drafting.items import Choice, Drafted, Item, Kind, Quotation
from assistant.library import Library
from ingest.errors import AcquisError
from ingest.model import Certification

NASTY = "=SOMME(A1) & <b>gras</b> {a=b} ~ #5 : 100 % ]]> \\ « été » 'œuf'\x0b"


@pytest.fixture(scope="module")
def sweets(tmp_path_factory: pytest.TempPathFactory) -> Certification:
    library = Library(tmp_path_factory.mktemp("sweets"))
    library.ingest([DOCUMENTS / "cqpm-confiseur.md"])
    return library.store.certification("cqpm-confiseur")


@pytest.fixture(scope="module", params=list(Kind))
def drafted(request: pytest.FixtureRequest, sweets: Certification) -> Drafted:
    """A set of each kind on the whole certification, its first item full of the characters that formats trip over."""
    found = compose(sweets, Request(request.param, count=4))
    first = found.items[0]
    nasty = first.model_copy(update={"text": NASTY, "expected": (NASTY,), "choices": tuple(c.model_copy(update={"feedback": NASTY}) for c in first.choices)})
    return found.model_copy(update={"items": (nasty, *found.items[1:])})


def clean(text: str) -> str:
    return text.replace("\x0b", "")


def flat(text: str) -> str:
    return " ".join(text.split())


def questions(drafted: Drafted) -> list[etree._Element]:
    quiz = etree.fromstring(export_bytes(drafted, ".xml"))
    assert quiz.tag == "quiz"
    return [question for question in quiz if question.get("type") != "category"]


def test_moodle_accepts_the_questions(drafted: Drafted) -> None:
    """The rules of https://docs.moodle.org/en/Moodle_XML_format, one by one."""
    quiz = etree.fromstring(export_bytes(drafted, ".xml"))
    assert quiz[0].get("type") == "category"
    assert quiz.findtext("question[@type='category']/category/text", "").startswith("$course$/")
    assert len(questions(drafted)) == len(drafted.items)
    for question, item in zip(questions(drafted), drafted.items, strict=True):
        assert question.get("type") == ("multichoice" if item.kind == Kind.CHOICE else "essay")
        assert question.findtext("name/text", "").strip()
        assert question.find("questiontext").get("format") == "html"
        assert float(question.findtext("defaultgrade", "")) == 1
        assert question.findtext("hidden") == "0"
        assert question.findtext("idnumber") == item.id
        assert len(item.id) <= 100  # the width of Moodle's column
        assert question.findtext("tags/tag/text") == item.kind
        for rich in question.iter("questiontext", "generalfeedback", "feedback", "graderinfo"):
            etree.fromstring(f"<div>{html_of(rich)}</div>")  # well-formed HTML, nothing unescaped
    assert len({question.findtext("idnumber") for question in questions(drafted)}) == len(drafted.items)


def html_of(element: etree._Element) -> str:
    return element.findtext("text") or ""


def test_moodle_multiple_choice_has_one_right_answer_and_feedback(sweets: Certification) -> None:
    drafted = compose(sweets, Request(Kind.CHOICE, count=6))
    for question, item in zip(questions(drafted), drafted.items, strict=True):
        assert question.findtext("single") == "true"
        answers = question.findall("answer")
        assert [float(answer.get("fraction")) for answer in answers] == [100.0 if choice.correct else 0.0 for choice in item.choices]
        assert [html.unescape(answer.findtext("text")) for answer in answers] == [choice.text for choice in item.choices]
        assert [html.unescape(answer.findtext("feedback/text")) for answer in answers] == [choice.feedback for choice in item.choices]


def test_moodle_essays_have_a_grading_guide(sweets: Certification) -> None:
    drafted = compose(sweets, Request(Kind.INTERVIEW, (1,)))
    for question, item in zip(questions(drafted), drafted.items, strict=True):
        assert question.findtext("responseformat") == "editor"
        guide = html.unescape(question.findtext("graderinfo/text", ""))
        assert all(line in guide for line in item.expected)
        assert all(flat(quotation.text) in guide for quotation in item.quotations)


def test_moodle_text_is_the_item_s(drafted: Drafted) -> None:
    for question, item in zip(questions(drafted), drafted.items, strict=True):
        shown = html.unescape(re.sub(r"</p><p>|</?p>", "\n", html_of(question.find("questiontext"))))
        assert flat(shown) == flat(clean(item.text))


def test_gift_is_read_by_a_reader_of_its_own(drafted: Drafted) -> None:
    found = gift_reader.read(to_gift(drafted))
    assert [question.id for question in found] == [item.id for item in drafted.items]
    for question, item in zip(found, drafted.items, strict=True):
        assert flat(html.unescape(re.sub(r"<br>", " ", question.text))) == flat(item.text)
        assert question.answers == [(choice.correct, flat(choice.text), flat(choice.feedback)) for choice in item.choices]
        assert all(flat(quotation.text) in question.general for quotation in item.quotations)


@pytest.mark.parametrize("text", ["::a::q{=b ~c", "::a::q{b}", "::a::q{=b}{}", "::a::q : r{=b}"])
def test_the_gift_reader_refuses_what_is_not_gift(text: str) -> None:
    with pytest.raises(gift_reader.GiftError):
        gift_reader.read(text)


def test_csv_opens_in_a_french_spreadsheet(drafted: Drafted) -> None:
    content = export_bytes(drafted, ".csv")
    assert content.startswith(b"\xef\xbb\xbf")
    head, *lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert head[:4] == ["Identifiant", "Type", "Compétences", "Texte"]
    assert [line[0] for line in lines] == [item.id for item in drafted.items]
    assert lines[0][3] == f"'{NASTY}"
    assert all(line[-1] == "rédigé automatiquement, à relire" for line in lines)


@pytest.mark.parametrize(("cell", "written"), [("=1+1", "'=1+1"), ("+33", "'+33"), ("-5", "'-5"), ("@A1", "'@A1"), ("a=b", "a=b")])
def test_no_cell_is_a_formula(cell: str, written: str) -> None:
    assert inert(cell) == written


def test_excel_holds_every_item_and_no_formula(drafted: Drafted) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export_bytes(drafted, ".xlsx")))
    grids = drafted.kind in (Kind.GRID, Kind.POSITIONING)
    assert book.sheetnames == (["Grille"] if grids else []) + ["Éléments", "Couverture"]
    rows = list(book["Éléments"].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [item.id for item in drafted.items]
    assert rows[1][3] == clean(NASTY)
    assert all(cell.data_type == "s" for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
    if grids:
        assert book["Grille"].max_row == 1 + len(drafted.items)


def words(document: docx.document.Document) -> Iterator[str]:
    yield from (paragraph.text for paragraph in document.paragraphs)
    yield from (cell.text for table in document.tables for row in table.rows for cell in row.cells)


def test_word_holds_every_item_its_criteria_and_its_origin(drafted: Drafted) -> None:
    document = docx.Document(io.BytesIO(export_bytes(drafted, ".docx")))
    text = "\n".join(words(document))
    for item in drafted.items:
        assert all(clean(line) in text for line in item.text.split("\n") if line.strip())
        assert all(flat(quotation.text) in text for quotation in item.quotations)
    assert "rédigé automatiquement, à relire" in text.lower()
    assert "relisez-les" in text


def test_a_word_grid_is_ready_to_print(sweets: Certification) -> None:
    drafted = compose(sweets, Request(Kind.GRID, (1,)))
    document = docx.Document(io.BytesIO(export_bytes(drafted, ".docx")))
    section = document.sections[0]
    width, height, left, right = (int(length or 0) for length in (section.page_width, section.page_height, section.left_margin, section.right_margin))
    assert width > height > 0
    identity, grid = document.tables
    assert "Évaluateur" in identity.rows[0].cells[1].text
    head, *lines = grid.rows
    assert [cell.text for cell in head.cells] == ["Critère du référentiel", "Indicateur observable", "Acquis", "Partiellement acquis", "Non acquis", "Commentaire"]
    assert "tblHeader" in head._tr.xml
    assert len(lines) == len(drafted.items)
    assert all([cell.text for cell in line.cells][2:] == ["☐", "☐", "☐", ""] for line in lines)
    assert 0 < sum(int(column.width or 0) for column in grid.columns) <= width - left - right


def test_markdown_keeps_marks_as_characters(drafted: Drafted) -> None:
    text = export_bytes(drafted, ".md").decode()
    assert text.startswith("# ")
    assert "\\<b\\>gras\\</b\\>" in text
    assert all(any(flat(quotation.text).split()[0] in line for line in text.split("\n")) for item in drafted.items for quotation in item.quotations)


def test_json_reads_back_as_it_was(drafted: Drafted, tmp_path: Path) -> None:
    path = tmp_path / "series.json"
    export_file(drafted, path)
    assert read_document(path) == drafted
    assert json.loads(path.read_text("utf-8")) == as_document(drafted)


@pytest.mark.parametrize("content", ["{}", "[]", "no json", '{"coverage": {}}'])
def test_another_file_is_no_series(content: str, tmp_path: Path) -> None:
    path = tmp_path / "autre.json"
    path.write_text(content, "utf-8")
    with pytest.raises(AcquisError, match=r"autre\.json"):
        read_document(path)
    with pytest.raises(AcquisError, match="n'existe pas"):
        read_document(tmp_path / "absent.json")


def test_an_unknown_format_is_refused(sweets: Certification) -> None:
    with pytest.raises(AcquisError, match=r"\.odt"):
        export_bytes(compose(sweets, Request(Kind.GRID, (3,))), ".odt")
    assert set(FORMATS) == {".docx", ".xlsx", ".csv", ".md", ".xml", ".gift", ".json"}


def test_a_choice_that_ends_the_cdata_is_escaped() -> None:
    item = Item(
        id="a/qcm/1", kind=Kind.CHOICE, text="]]>", choices=(Choice(text="]]>", correct=True, feedback="]]>"), Choice(text="b", correct=False, feedback="c")),
        criteria=("a/C1/methods/1",), quotations=(Quotation(criterion="a/C1/methods/1", text="]]>"),),
    )  # fmt: skip
    series = Drafted.model_validate(
        {"certification": "a/b", "title": "T", "scope": "S", "kind": "qcm", "items": (item,), "coverage": {"criteria": 1, "covered": 1}}
    )
    (question,) = questions(series)
    assert html.unescape(html_of(question.find("questiontext"))) == "<p>]]></p>"
