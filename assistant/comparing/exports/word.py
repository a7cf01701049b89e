"""A comparison as a Word document: what to know, the impact, then the differences with gone words struck out and new ones underlined."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from assistant.comparing.citing import place_of
from assistant.comparing.exports.sheets import (
    Report,
    both_sides,
    by_carry,
    changed,
    evidence_line,
    forms,
    in_brief,
    quoted_sides,
    remark,
    status_name,
    substance,
)
from assistant.comparing.model import Pair, Relation

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as WordParagraph

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDTHS = (2.2, 8.2, 8.2, 5.4)
"""Centimetres of the four columns of a landscape page."""
_GONE, _COME = (0xA6, 0x1B, 0x1B), (0x1B, 0x6B, 0x2E)


def to_word(report: Report) -> bytes:
    """The whole .docx file."""
    import docx
    from docx.enum.section import WD_ORIENT

    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.core_properties.title, document.core_properties.author = report.title, "Acquis"
    document.core_properties.language = "fr-FR"
    document.add_heading(_clean(report.title), level=0)
    _list(document, [*report.lines, *in_brief(report.comparison)])
    _add_impact(document, report)
    versions = report.comparison.relation == Relation.VERSIONS
    document.add_heading("Ce qui change" if versions else "Ce qui est proche, ce qui reste à prouver", level=1)
    for statement in substance(report.comparison):
        document.add_paragraph(_clean(statement.text), style="List Bullet")
        for line in both_sides(statement, report):
            _small(document, line)
    if found := forms(report.comparison):
        document.add_heading("Corrections de forme", level=1)
        _list(document, [statement.text for statement in found])
    document.add_heading("Mot à mot" if versions else "Énoncé par énoncé", level=1)
    _add_table(document, report)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_impact(document: Document, report: Report) -> None:
    if report.impact is None:
        return
    document.add_heading("Pour ce que vous avez montré", level=1)
    for heading, items in by_carry(report.impact):
        document.add_heading(f"{heading} ({len(items)})", level=2)
        for item in items:
            first, *rest = quoted_sides(item, report)
            document.add_paragraph(_clean(first), style="List Bullet")
            for line in rest:
                _small(document, line)
            if item.proven:
                _small(document, evidence_line(item))


def _add_table(document: Document, report: Report) -> None:
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=4, style="Table Grid")
    for cell, title in zip(table.rows[0].cells, ["État", *report.sides, "Remarque"], strict=True):
        cell.paragraphs[0].add_run(title).bold = True
    _repeat(table.rows[0]._tr)
    table.autofit = False
    for pair in changed(report.comparison):
        cells = table.add_row().cells
        _write(cells[0], status_name(pair, report.comparison.relation))
        _side(cells[1], pair, old=True, plain=report.comparison.relation == Relation.CERTIFICATIONS)
        _side(cells[2], pair, old=False, plain=report.comparison.relation == Relation.CERTIFICATIONS)
        _write(cells[3], remark(pair, report.comparison.relation))
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = Cm(width)


def _side(cell: _Cell, pair: Pair, *, old: bool, plain: bool) -> None:
    """One side's words under its place; what the other side has not is marked."""
    from docx.shared import Pt, RGBColor

    unit = pair.a if old else pair.b
    if unit is None:
        return
    place = cell.paragraphs[0].add_run(f"{place_of(unit).capitalize()}\n")
    place.italic, place.font.size = True, Pt(8)
    for span in pair.spans:
        run = cell.paragraphs[0].add_run(_clean(span.old if old else span.new))
        run.font.size = Pt(9)
        if not (span.same_words or plain):
            run.font.strike, run.font.underline = old or None, (not old) or None
            run.font.color.rgb = RGBColor(*(_GONE if old else _COME))


def _repeat(row: object) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.table import CT_Row

    assert isinstance(row, CT_Row)
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _list(document: Document, lines: list[str]) -> None:
    for line in lines:
        document.add_paragraph(_clean(line), style="List Bullet")


def _small(document: Document, text: str) -> WordParagraph:
    from docx.shared import Cm, Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Cm(1.2)
    paragraph.add_run(_clean(text)).font.size = Pt(9)
    return paragraph


def _write(cell: _Cell, text: str) -> None:
    from docx.shared import Pt

    cell.paragraphs[0].add_run(_clean(text)).font.size = Pt(9)


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
