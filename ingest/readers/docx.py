"""Word files become headings, paragraphs and tables; merged cells keep their text in their first row and column only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.elements import Cell, Element, Heading, Paragraph, ReadDocument, Table
from ingest.errors import DamagedDocument, EmptyDocument
from ingest.model import Source
from ingest.readers.docx_numbering import Numbering
from ingest.readers.guards import check_archive, check_file, digest
from ingest.readers.inline import fold, split_marker

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING_STYLE = re.compile(r"(?:heading|titre|title)\s*([1-9])?$", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:\d{1,2}\.)+\d{0,2}\s+\S")
_LONGEST_HEADING = 250

Node = Any  # lxml elements of python-docx, untyped


def read_docx(path: Path) -> ReadDocument:
    """Read a Word document: body only, without running heads, comments and deleted text.

    Raises:
        DocumentError: one of its kinds, for a file that is missing, empty, too large (also once inflated), encrypted or damaged.
    """
    check_file(path)
    check_archive(path)
    document = _open(path)
    reader = _Reader(document, path.name)
    elements = tuple(reader.elements(document.element.body))
    if not elements:
        raise EmptyDocument(f"Le document {path.name} ne contient aucun texte : vérifiez que c'est le bon fichier.")
    return ReadDocument(path.name, "docx", digest(path), elements)


def _open(path: Path) -> Document:
    import docx

    try:
        return docx.Document(str(path))
    except Exception as error:  # python-docx and lxml raise errors of every kind on damaged parts
        message = f"Le document {path.name} est abîmé : rouvrez-le dans Word ou LibreOffice et enregistrez-le de nouveau."
        raise DamagedDocument(message) from error


class _Reader:
    """Walks the body of one document."""

    def __init__(self, document: Document, name: str) -> None:
        self.source = Source(document=name)
        self.numbering = Numbering(document)
        self.levels = _heading_levels(document)
        used = {node.get(f"{_W}val") for node in document.element.body.iter(f"{_W}pStyle")}
        self.has_heading_styles = bool(used & self.levels.keys())

    def elements(self, container: Node) -> Iterator[Element]:
        for node in container:
            if node.tag == f"{_W}p":
                yield from self.texts(node)
            elif node.tag == f"{_W}tbl":
                table = self.table(node)
                if any(cell for row in table.rows for cell in row):
                    yield table
            elif node.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag", f"{_W}customXml"):
                yield from self.elements(node)

    def texts(self, node: Node) -> Iterator[Heading | Paragraph]:
        """The text of a paragraph, then that of the boxes anchored in it."""
        typed, rest = split_marker("".join(_pieces(node)).strip())
        text = fold(rest)
        mark, depth = self.numbering.mark(node)
        if text:
            level = self._level(node, typed + text)
            if level is not None:
                yield Heading((mark + typed + text).replace("\n", " "), self.source, level)
            else:
                # A mark typed inside a list item is the one that was meant.
                yield Paragraph(text, self.source, typed or mark, depth or int(bool(typed)))
        for box in _boxes(node):
            for inner in box.iterchildren(f"{_W}p"):
                yield from self.texts(inner)

    def table(self, node: Node) -> Table:
        """Rows of cells; a cell merged into the one above or beside it is empty."""
        return Table(tuple(tuple(self._row(row)) for row in _children(node, "tr")), self.source)

    def _row(self, row: Node) -> Iterator[Cell]:
        yield from (() for _ in range(_number(row, "trPr", "gridBefore")))
        for cell in _children(row, "tc"):
            properties = cell.find(f"{_W}tcPr")
            merge = properties.find(f"{_W}vMerge") if properties is not None else None
            goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            yield () if goes_on else tuple(self._cell(cell))
            yield from (() for _ in range(_number(cell, "tcPr", "gridSpan") - 1))

    def _cell(self, cell: Node) -> Iterator[Paragraph]:
        for element in self.elements(cell):
            if isinstance(element, Table):
                yield from (paragraph for row in element.rows for inner in row for paragraph in inner)
            elif isinstance(element, Heading):
                yield Paragraph(element.text, self.source)
            else:
                yield element

    def _level(self, node: Node, text: str) -> int | None:
        """The level of a heading; where no style is used for headings, a bold line that is numbered or in capitals is one."""
        style = node.find(f"{_W}pPr/{_W}pStyle")
        outline = node.find(f"{_W}pPr/{_W}outlineLvl")
        if outline is not None and outline.get(f"{_W}val", "9") < "9":
            return int(outline.get(f"{_W}val")) + 1
        if style is not None and style.get(f"{_W}val") in self.levels:
            return self.levels[style.get(f"{_W}val")]
        if self.has_heading_styles or len(text) > _LONGEST_HEADING or text[-1] in ".;,":
            return None
        return 1 if _is_bold(node) and (text.isupper() or _NUMBERED.match(text)) else None


def _children(node: Node, tag: str) -> Iterator[Node]:
    """The rows of a table or the cells of a row, also those inside content controls and insertions."""
    for child in node:
        if child.tag == f"{_W}{tag}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _children(child, tag)


def _number(node: Node, properties: str, name: str) -> int:
    """A count in the properties of a row or cell; a column more or less is 1 for spans, 0 for gaps."""
    found = node.find(f"{_W}{properties}/{_W}{name}")
    value = found.get(f"{_W}val", "") if found is not None else ""
    return min(int(value), 50) if value.isdigit() else 0


def _pieces(node: Node) -> Iterator[str]:
    """The printed text of a paragraph or run in order; line breaks are line feeds."""
    for child in node:
        tag = child.tag
        if tag == f"{_W}t":
            yield (child.text or "")
        elif tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif tag in (f"{_W}tab", f"{_W}ptab"):
            yield " "
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        elif tag == f"{_W}r" and _is_note_call(child):
            continue
        elif tag not in (f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}txbxContent", _FALLBACK) and isinstance(tag, str):
            yield from _pieces(child)


def _is_note_call(run: Node) -> bool:
    raised = run.find(f"{_W}rPr/{_W}vertAlign")
    text = "".join(node.text or "" for node in run.iter(f"{_W}t"))
    return raised is not None and raised.get(f"{_W}val") == "superscript" and text.strip().isdigit()


def _boxes(node: Node) -> Iterator[Node]:
    for box in node.iter(f"{_W}txbxContent"):
        if not any(ancestor.tag == _FALLBACK for ancestor in box.iterancestors()):
            yield box


def _is_bold(node: Node) -> bool:
    runs = [run for run in node.iter(f"{_W}r") if "".join(t.text or "" for t in run.iter(f"{_W}t")).strip()]
    marks = [run.find(f"{_W}rPr/{_W}b") for run in runs]
    return bool(marks) and all(mark is not None and mark.get(f"{_W}val", "1") not in ("0", "false") for mark in marks)


def _heading_levels(document: Document) -> dict[str, int]:
    """The level of each style that is for headings, by style identifier."""
    levels: dict[str, int] = {}
    for style in document.styles.element.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        match = _HEADING_STYLE.match(name.get(f"{_W}val", "")) if name is not None else None
        if outline is not None and outline.get(f"{_W}val", "9") < "9":
            levels[style.get(f"{_W}styleId")] = int(outline.get(f"{_W}val")) + 1
        elif match:
            levels[style.get(f"{_W}styleId")] = int(match.group(1) or 1)
    return levels
