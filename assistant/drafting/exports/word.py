"""Drafted items as a Word document: a grid ready to print and fill in, or a guide to hold during the interview."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from assistant.drafting.exports.sheets import TITLES, covered, levels, located, quoted_criteria, state
from assistant.drafting.items import Drafted, Item, Kind
from assistant.french import NBSP

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph as WordParagraph

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BOX = "☐"
_SHADE = "DCE6F1"


def to_word(drafted: Drafted) -> bytes:
    """The whole .docx file."""
    import docx

    document = docx.Document()
    _set_page(document, landscape=bool(levels(drafted.kind)))
    _set_properties(document, drafted)
    document.add_heading(_clean(TITLES[drafted.kind]), level=0)
    _add(document, f"{drafted.title} — {drafted.scope}")
    if levels(drafted.kind):
        _add_identity(document, positioning=drafted.kind == Kind.POSITIONING)
        _add_grid(document, drafted)
    else:
        for number, item in enumerate(drafted.items, start=1):
            _add_item(document, number, item)
    _add_coverage(document, drafted)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_identity(document: Document, *, positioning: bool) -> None:
    from docx.shared import Cm

    names = ["Candidat", "Date", "Signature"] if positioning else ["Candidat", "Évaluateur", "Date et lieu", "Signature"]
    table = document.add_table(rows=1, cols=len(names), style="Table Grid")
    table.rows[0].height = Cm(1.1)
    for cell, name in zip(table.rows[0].cells, names, strict=True):
        _write(cell, f"{name}{NBSP}:")
    _add(document, "")


def _add_grid(document: Document, drafted: Drafted) -> None:
    from docx.shared import Cm

    names = levels(drafted.kind)
    each = 2.4 if len(names) < 4 else 2.1
    widths = [7.6, 6.6, *(each for _ in names), 25.6 - 14.2 - each * len(names)]
    table = document.add_table(rows=1, cols=len(widths), style="Table Grid")
    table.autofit = False
    for cell, title in zip(table.rows[0].cells, ["Critère du référentiel", "Indicateur observable", *names, "Commentaire"], strict=True):
        _write(cell, title, bold=True)
        _shade(cell)
    _repeat_on_each_page(table.rows[0])
    for item in drafted.items:
        row = table.add_row()
        _keep_together(row)
        cells = row.cells
        _write(cells[0], "\n".join(quoted_criteria(item)))
        _write(cells[1], item.text)
        for cell in cells[2:-1]:
            _write(cell, _BOX, centred=True)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)


def _add_item(document: Document, number: int, item: Item) -> None:
    first, *rest = item.text.split("\n")
    heading = _add(document, f"{number}. {first}", bold=True)
    heading.paragraph_format.keep_with_next = True
    for line in rest:
        if line.strip():
            _add(document, line)
    for letter, choice in zip("ABCDEFGH", item.choices, strict=False):
        _add(document, f"{_BOX} {letter}. {choice.text}")
    if item.choices:
        right = next(f"{letter}. {choice.text}" for letter, choice in zip("ABCDEFGH", item.choices, strict=False) if choice.correct)
        _add_list(document, "Corrigé", [right, *(choice.feedback for choice in item.choices if choice.correct)])
    else:
        _add_list(document, "À entendre ou à voir", item.expected)
    _add_list(document, "Relances", [probe.text for probe in item.probes])
    _add_list(document, "Critères du référentiel", quoted_criteria(item))
    if not item.choices:
        _add(document, f"Notes{NBSP}: ……………………………………………………………………………………………………………………")
    _add(document, f"{state(item).capitalize()}.", small=True)


def _add_coverage(document: Document, drafted: Drafted) -> None:
    _add(document, "")
    _add(document, f"{covered(drafted)}.", bold=True)
    missing = [f"«{NBSP}{' '.join(q.text.split())}{NBSP}» ({located(q)})" for q in drafted.coverage.missing]
    _add_list(document, "Critères qu'aucun élément ne couvre", missing)
    if levels(drafted.kind):
        states = sorted({state(item) for item in drafted.items})
        _add(document, f"Lignes{NBSP}: {f'{NBSP}; '.join(states)}.", small=True)
    for note in drafted.notes:
        _add(document, note, small=True)


def _add_list(document: Document, title: str, lines: list[str] | tuple[str, ...]) -> None:
    if not lines:
        return
    lead = _add(document, f"{title}{NBSP}:", small=True)
    lead.paragraph_format.keep_with_next = True
    for line in lines:
        document.add_paragraph(_clean(line), style="List Bullet")


def _add(document: Document, text: str, *, bold: bool = False, small: bool = False) -> WordParagraph:
    from docx.shared import Pt, RGBColor

    paragraph = document.add_paragraph()
    run = paragraph.add_run(_clean(text))
    run.bold = bold or None
    if small:
        run.font.size, run.font.color.rgb = Pt(9), RGBColor(0x5B, 0x66, 0x70)
    paragraph.paragraph_format.space_after = Pt(4)
    return paragraph


def _write(cell: _Cell, text: str, *, bold: bool = False, centred: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(_clean(text))
    run.bold, run.font.size = bold or None, Pt(9)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _shade(cell: _Cell) -> None:
    from docx.oxml import OxmlElement

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
        shade.set(_w(name), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _repeat_on_each_page(row: _Row) -> None:
    _flag(row, "w:tblHeader")


def _keep_together(row: _Row) -> None:
    _flag(row, "w:cantSplit")


def _flag(row: _Row, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _set_page(document: Document, *, landscape: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    section = document.sections[0]
    wide, high = Cm(29.7), Cm(21)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (wide, high) if landscape else (high, wide)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    styles: Any = document.styles
    styles["Normal"].font.size = Pt(10.5)
    styles.element.find(".//" + _w("lang")).set(_w("val"), "fr-FR")


def _set_properties(document: Document, drafted: Drafted) -> None:
    properties = document.core_properties
    properties.title = _clean(f"{TITLES[drafted.kind]} — {drafted.title}")
    properties.author = properties.last_modified_by = "Acquis"
    properties.comments, properties.language = "", "fr-FR"


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"
