"""A conversation as a Word document: headings, quotations set apart with their place, advice in a frame of its own."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from assistant.exports.content import NOTE, Block, Quote, Runs, Section, Table, Transcript
from assistant.french import NBSP, long_date, typeset

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.table import _Row
    from docx.text.paragraph import Paragraph as WordParagraph

_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that an XML file cannot hold."""
PLACE, ADVICE, READING = "Place de la citation", "Conseil", "Lecture"
_INK, _GREY, _BLUE, _SAND = "1F2933", "5B6670", "1F5A8A", "F4F1E8"


def to_word(conversation: Transcript) -> bytes:
    """The whole .docx file."""
    import docx

    document = docx.Document()
    _set_styles(document)
    _set_properties(document, conversation)
    document.add_heading(_clean(conversation.title), level=0)
    _add(document, f"Conversation avec Acquis, {long_date(conversation.created)}", READING)
    _add(document, typeset(NOTE), READING)
    for section in conversation.sections:
        _add_section(document, section)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_section(document: Document, section: Section) -> None:
    document.add_heading(_clean(" ".join(section.question.split())), level=1)
    if section.reading:
        _add(document, f"Compris{NBSP}: {section.reading}", READING)
    if section.error:
        _add(document, section.error)
    for block in section.blocks:
        _add_block(document, block)
    if section.sources:
        _add_runs(_add(document, ""), [("Sources", True, False), (f"{NBSP}:", False, False)])
        for source in section.sources:
            if source.text:
                _add_quote(document, source)
            else:
                _add(document, source.place, PLACE)
    for advice in section.advice:
        _add_runs(_add(document, "", ADVICE), [(f"Conseil{NBSP}: ", True, False), (advice, False, False)])


def _add_block(document: Document, block: Block) -> None:
    if isinstance(block, Quote):
        _add_quote(document, block)
    elif isinstance(block, Table):
        _add_table(document, block)
    elif block.heading:
        _fill(document.add_heading("", level=2), block.runs)
    elif block.marker:
        numbered = block.marker[0].isdigit()
        paragraph = _add(document, f"{block.marker} " if numbered else "", None if numbered else "List Bullet")
        _fill(paragraph, block.runs)
    else:
        paragraph = _add(document, "")
        paragraph.paragraph_format.keep_with_next = all(run.bold or run.italic for run in block.runs[:1])
        _fill(paragraph, block.runs)


def _add_quote(document: Document, quote: Quote) -> None:
    marker = f"{quote.marker} " if quote.marker else ""
    words = _add(document, f"{marker}«{NBSP}{quote.text}{NBSP}»", "Quote")
    words.paragraph_format.keep_with_next = True
    _add(document, f"— {quote.place}", PLACE)


def _add_table(document: Document, table: Table) -> None:
    columns = max(len(row) for row in table.rows)
    made = document.add_table(rows=0, cols=columns, style="Table Grid")
    for rank, row in enumerate(table.rows):
        cells = made.add_row().cells
        for cell, runs in zip(cells, row, strict=False):
            _fill(cell.paragraphs[0], runs, bold=rank == 0)
    _repeat_on_each_page(made.rows[0])
    _add(document, "")


def _repeat_on_each_page(row: _Row) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _add(document: Document, text: str, style: str | None = None) -> WordParagraph:
    return document.add_paragraph(_clean(text), style=style)


def _fill(paragraph: WordParagraph, runs: Runs, *, bold: bool = False) -> None:
    _add_runs(paragraph, [(run.text, run.bold or bold, run.italic) for run in runs])


def _add_runs(paragraph: WordParagraph, runs: list[tuple[str, bool, bool]]) -> None:
    for text, bold, italic in runs:
        made = paragraph.add_run(_clean(text))
        made.bold, made.italic = bold or None, italic or None


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text.replace("\r\n", "\n"))


def _set_properties(document: Document, conversation: Transcript) -> None:
    properties = document.core_properties
    properties.title = _clean(conversation.title)
    properties.author = properties.last_modified_by = "Acquis"
    properties.comments = ""
    properties.language = "fr-FR"
    properties.created = properties.modified = conversation.created.replace(tzinfo=None)


def _set_styles(document: Document) -> None:
    """French for the spelling checker, a sober page, and three styles of our own that the reader may change in Word."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt

    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
    styles: Any = document.styles
    language = styles.element.find(".//" + _w("lang"))
    language.set(_w("val"), "fr-FR")
    for name in ("Title", "Heading 1", "Heading 2"):
        _write_in(styles[name], _BLUE if name != "Title" else _INK, size=None)
    quote = styles["Quote"]
    _write_in(quote, _INK, size=None)
    quote.font.italic = False
    quote.paragraph_format.left_indent = Cm(0.8)
    quote.paragraph_format.space_after = Pt(2)
    _frame(quote, _BLUE)
    for name in (PLACE, ADVICE, READING):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
    _write_in(styles[PLACE], _GREY, size=9)
    styles[PLACE].paragraph_format.left_indent = Cm(0.8)
    _write_in(styles[READING], _GREY, size=10)
    styles[READING].paragraph_format.keep_with_next = True
    styles[ADVICE].paragraph_format.left_indent = Cm(0.2)
    _frame(styles[ADVICE], "B7791F", _SAND)


def _write_in(style: ParagraphStyle, color: str, size: int | None) -> None:
    from docx.shared import Pt, RGBColor

    style.font.color.rgb = RGBColor.from_string(color)
    if size:
        style.font.size = Pt(size)


def _frame(style: ParagraphStyle, color: str, background: str | None = None) -> None:
    """A bar on the left, and a background; python-docx has no call for either."""
    from docx.oxml import OxmlElement

    properties = style.element.get_or_add_pPr()
    borders, bar = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", color)):
        bar.set(_w(name), value)
    borders.append(bar)
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    if background:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", background)):
            shade.set(_w(name), value)
        properties.insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"
