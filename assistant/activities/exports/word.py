"""A checklist as a Word document: a table to tick by hand, then the criteria that it serves."""

from __future__ import annotations

import io
import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from assistant.activities.checklist import Checklist, Item, Shown
from assistant.activities.exports.wording import HAVE, TITLE, YOURS, marks, notes, place, subject
from assistant.evidence.wording import details
from assistant.french import NBSP, quoted

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDTHS = (1.4, 11.2, 3.4)
"""Centimetres of the columns, on a portrait page."""


def to_word(checklist: Checklist, held: Collection[str] = ()) -> bytes:
    """The whole .docx file; ``held``: the ids of the proofs that are ticked."""
    import docx
    from docx.shared import Cm

    document = docx.Document()
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
    properties = document.core_properties
    properties.title, properties.author, properties.language, properties.comments = TITLE, "Acquis", "fr-FR", ""
    document.add_heading(TITLE, level=0)
    document.add_paragraph(_clean(subject(checklist)))
    for note in notes(checklist):
        document.add_paragraph(note)
    _add_table(document, checklist.items, held)
    document.add_heading(YOURS, level=1)
    for shown in checklist.shown:
        _add_shown(document, shown)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_table(document: Document, items: tuple[Item, ...], held: Collection[str]) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=3, style="Table Grid")
    table.autofit = False
    for cell, title in zip(table.rows[0].cells, (HAVE, "Preuve", "Pour les critères"), strict=True):
        _write(cell, [title], bold=True)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # repeated on each page
    for item in items:
        cells = table.add_row().cells
        _write(cells[0], ["☒" if item.proof.id in held else "☐"])
        _write(cells[1], [item.proof.name, item.proof.shows, *details(item.proof)], bold=True)
        _write(cells[2], [marks(item)])
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = Cm(width)


def _write(cell: _Cell, lines: list[str], *, bold: bool = False) -> None:
    """The lines of a cell; ``bold``: the first one is."""
    for rank, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if rank == 0 else cell.add_paragraph()
        run = paragraph.add_run(_clean(line))
        run.bold = (bold and rank == 0) or None


def _add_shown(document: Document, shown: Shown) -> None:
    title = document.add_paragraph()
    title.add_run(f"[{shown.number}] {place(shown).capitalize()}").bold = True
    title.paragraph_format.keep_with_next = True
    for words in shown.words:
        document.add_paragraph(_clean(f"Vous dites{NBSP}: {quoted(words)}"))
    document.add_paragraph(_clean(quoted(shown.passage.text)), style="Quote")


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
