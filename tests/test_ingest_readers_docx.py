"""Word documents: headings, list marks that are not in the text, merged cells, and what must not be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from layouts import BLOCKS, EVALUATION, prose, tables, words

from ingest.elements import Heading, Paragraph, ReadDocument
from ingest.errors import EmptyDocument
from ingest.readers.docx import read_docx


def read(document: Document, tmp_path: Path) -> ReadDocument:
    document.save(str(tmp_path / "fournil.docx"))
    return read_docx(tmp_path / "fournil.docx")


def element(tag: str, text: str = "", **attributes: str) -> Any:  # noqa: ANN401 - python-docx elements
    node = OxmlElement(tag)
    if text:
        node.text = text
    for name, value in attributes.items():
        node.set(qn(f"w:{name}"), value)
    return node


def test_headings_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Référentiel du boulanger", 1)
    document.add_paragraph("Le fournil ouvre à quatre heures.")
    document.add_table(rows=1, cols=2).rows[0].cells[0].text = "Four"
    document.add_heading("Les épreuves", 2)
    read_back = read(document, tmp_path)
    assert [type(e).__name__ for e in read_back.elements] == ["Heading", "Paragraph", "Table", "Heading"]
    assert [(e.text, e.level) for e in read_back.elements if isinstance(e, Heading)] == [("Référentiel du boulanger", 1), ("Les épreuves", 2)]
    assert (read_back.format, read_back.name, read_back.pages) == ("docx", "fournil.docx", None)


def test_list_marks_come_from_the_numbering(tmp_path: Path) -> None:
    document = docx.Document()
    for text, style in (("la farine", "List Bullet"), ("le sel", "List Bullet 2"), ("Peser", "List Number"), ("Pétrir", "List Number")):
        document.add_paragraph(text, style=style)
    document.add_paragraph("• typée à la main", style="List Bullet")
    marks = [(e.marker, e.text) for e in read(document, tmp_path).elements if isinstance(e, Paragraph)]
    assert marks == [("• ", "la farine"), ("• ", "le sel"), ("1. ", "Peser"), ("2. ", "Pétrir"), ("• ", "typée à la main")]


def test_a_mark_typed_in_the_text_is_kept_as_printed(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("-  la balance")
    (paragraph,) = read(document, tmp_path).elements
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.marker, paragraph.text, paragraph.depth) == ("-  ", "la balance", 1)


def test_merged_cells_keep_their_text_once(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=3)
    for cell, title in zip(table.rows[0].cells, BLOCKS, strict=True):
        cell.text = title
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Le fournil"
    for row, (competence, knowledge) in enumerate((("1. Pétrir", "Les farines"), ("2. Cuire", "Les fours")), start=1):
        table.cell(row, 1).text, table.cell(row, 2).text = competence, knowledge
    table.cell(3, 0).merge(table.cell(3, 2)).text = "Note commune"
    (read_back,) = tables(read(document, tmp_path))
    assert words(read_back) == [list(BLOCKS), ["Le fournil", "1. Pétrir", "Les farines"], ["", "2. Cuire", "Les fours"], ["Note commune", "", ""]]


def test_paragraphs_of_a_cell_stay_apart_and_nested_tables_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=4)
    for cell, title in zip(table.rows[0].cells, EVALUATION, strict=True):
        cell.text = title
    cell = table.cell(1, 2)
    cell.text = "En matière de méthodes utilisées :"
    cell.add_paragraph("La pesée est juste.")
    cell.add_table(rows=1, cols=1).cell(0, 0).text = "Au gramme près."
    (read_back,) = tables(read(document, tmp_path))
    assert words(read_back)[1] == ["", "", "En matière de méthodes utilisées : / La pesée est juste. / Au gramme près.", ""]


def test_line_breaks_tabs_and_special_hyphens(tmp_path: Path) -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("Pesée")
    run.add_break()
    run.add_text("puis\tpétrissage, sans non")
    run._r.append(element("w:noBreakHyphen"))
    run._r.append(element("w:t", "confor"))
    run._r.append(element("w:softHyphen"))
    run._r.append(element("w:t", "mité"))
    assert prose(read(document, tmp_path)) == ["Pesée\npuis pétrissage, sans non-conformité"]


def test_deleted_text_field_codes_and_note_calls_are_not_read(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Le candidat")
    call = paragraph.add_run("1")
    call.font.superscript = True
    paragraph.add_run(" pèse la farine.")
    deleted = element("w:del")
    run = element("w:r")
    run.append(element("w:delText", " Texte supprimé."))
    deleted.append(run)
    inserted = element("w:ins")
    run = element("w:r")
    run.append(element("w:t", "Puis le sel."))
    inserted.append(run)
    field = element("w:r")
    field.append(element("w:instrText", "PAGE"))
    for node in (deleted, inserted, field):
        paragraph._p.append(node)
    assert prose(read(document, tmp_path)) == ["Le candidat pèse la farine.Puis le sel."]


def test_without_heading_styles_bold_numbered_lines_are_headings(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph().add_run("1.2. Environnement de travail").bold = True
    document.add_paragraph().add_run("Important").bold = True
    assert [type(e).__name__ for e in read(document, tmp_path).elements] == ["Heading", "Paragraph"]


def test_a_document_without_text(tmp_path: Path) -> None:
    with pytest.raises(EmptyDocument, match=r"fournil\.docx ne contient aucun texte"):
        read(docx.Document(), tmp_path)
