"""A check as a Word document that an adviser can send."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from assistant.dossier.reports.outline import Bullets, Grid, Part, Text, Title
from assistant.dossier.wording import STATE, TITLE
from assistant.mapping.model import Level

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SHADES = {STATE[Level.COVERED]: "D8EFDB", STATE[Level.PARTIAL]: "FCEFC7", STATE[Level.ABSENT]: "F6D5D2"}
_HEAD = "DCE6F1"
_PAGE_CM, _MARGIN_CM = 21.0, 1.8


def to_word(parts: Iterable[Part]) -> bytes:
    """The whole .docx file."""
    import docx

    document = docx.Document()
    _set_up(document)
    for part in parts:
        _add(document, part)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add(document: Document, part: Part) -> None:
    from docx.shared import Pt, RGBColor

    if isinstance(part, Title):
        document.add_heading(_clean(part.text), level=part.level)
    elif isinstance(part, Bullets):
        for line in part.lines:
            document.add_paragraph(_clean(line), style="List Bullet")
    elif isinstance(part, Grid):
        _add_grid(document, part)
    elif isinstance(part, Text):
        run = document.add_paragraph().add_run(_clean(part.text))
        if part.note:
            run.italic, run.font.size, run.font.color.rgb = True, Pt(9), RGBColor(0x5B, 0x66, 0x70)


def _add_grid(document: Document, grid: Grid) -> None:
    from docx.shared import Cm

    table: Any = document.add_table(rows=0, cols=len(grid.widths), style="Table Grid")
    table.autofit = False
    widths = [Cm((_PAGE_CM - 2 * _MARGIN_CM) * width / sum(grid.widths)) for width in grid.widths]
    for number, line in enumerate(grid.lines):
        row = table.add_row()
        _flag(row, "w:cantSplit")
        if number == 0:
            _flag(row, "w:tblHeader")
        for cell, text, width in zip(row.cells, line, widths, strict=True):
            cell.width = width
            _write(cell, text, head=number == 0)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    document.add_paragraph()


def _write(cell: _Cell, text: str, *, head: bool) -> None:
    from docx.shared import Pt

    run = cell.paragraphs[0].add_run(_clean(text))
    run.bold, run.font.size = head or None, Pt(9)
    if head or text in _SHADES:
        _shade(cell, _HEAD if head else _SHADES[text])


def _shade(cell: _Cell, colour: str) -> None:
    from docx.oxml import OxmlElement

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(_w(name), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _flag(row: Any, name: str) -> None:  # noqa: ANN401 - python-docx's rows have no public element
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _set_up(document: Document) -> None:
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(_PAGE_CM), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(_MARGIN_CM)
    styles: Any = document.styles
    styles["Normal"].font.size = Pt(10.5)
    styles.element.find(".//" + _w("lang")).set(_w("val"), "fr-FR")
    properties = document.core_properties
    properties.title, properties.language, properties.comments = TITLE, "fr-FR", ""
    properties.author = properties.last_modified_by = "Acquis"


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"
