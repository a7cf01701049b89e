"""A dossier's file becomes numbered extracts: headings, paragraphs, list items and table rows, each with its page where there is one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from assistant.dossier.model import Dossier, Extract, Kind
from assistant.french import NBSP
from ingest.elements import Element, Heading, Paragraph, ReadDocument, Table
from ingest.errors import AcquisError, EmptyDocument, OversizedDocument
from ingest.model import Level, Source
from ingest.pipeline import Progress
from ingest.readers.guards import check_file

FORMATS = {".docx": "docx", ".pdf": "pdf", ".odt": "odt", ".md": "md", ".markdown": "md", ".txt": "txt"}
MOST_CHARACTERS = 1_500_000
"""About 500 pages of prose: more is not the dossier of one candidate."""
_SHORT_CELL = 120
"""A row is read as one line when no cell is longer; longer cells are paragraphs of their own, as in forms to fill in."""
_SHORTEST_DOSSIER = 20
"""Words; with fewer there is nothing to check."""
_UNDERLINED = re.compile(r"^[=\-~_*]{3,}$")
_ITEM = re.compile(r"^\s*(?:[-–—*•▪●○◦‣·✓➢➤]|\d{1,2}[.)])\s+(?=\S)")
_LONGEST_TITLE = 90
_FEWEST_CAPITALS = 4


def read_dossier(path: Path, progress: Progress | None = None) -> Dossier:
    """Read a dossier; ``progress`` is called with (file name, page, pages) while a PDF is read.

    Raises:
        DocumentError: one of its kinds, for a file that is missing, of another format, empty, scanned, encrypted, damaged or too large.
    """
    document = _read(path, check_file(path, FORMATS), progress)
    extracts = tuple(_numbered(document.elements))
    size = sum(len(extract.text) for extract in extracts)
    if size > MOST_CHARACTERS:
        millions = f"{size / 1e6:.1f}".replace(".", ",")
        raise OversizedDocument(
            f"Le dossier {path.name} contient {millions} millions de caractères, c'est trop : retirez-en les documents joints."
        )
    dossier = Dossier(document.name, document.format, extracts, document.pages, tuple(_notes(document)))
    if dossier.words < _SHORTEST_DOSSIER:
        raise EmptyDocument(
            f"Le dossier {path.name} ne contient presque aucun texte ({dossier.words} mots) : vérifiez que c'est le bon fichier."
        )
    return dossier


def _read(path: Path, kind: str, progress: Progress | None) -> ReadDocument:
    if kind == "odt":
        from assistant.dossier.odt import read_odt

        return read_odt(path)
    if kind == "txt":
        return _read_prose(path)
    from ingest.pipeline import read_document

    document = read_document(path, progress)
    if not isinstance(document, ReadDocument):
        raise AcquisError(f"Le fichier {path.name} est un référentiel d'Acquis, pas un dossier{NBSP}: donnez le dossier du candidat.")
    return document


def _read_prose(path: Path) -> ReadDocument:
    """Plain text: paragraphs end at blank lines, at list marks and at titles; what lies within a paragraph is only folded lines."""
    from ingest.readers.plain import read_plain

    file = read_plain(path)
    elements: list[Element] = []
    for first, block in _blocks(file.text):
        source = Source(document=file.name, lines=(first, first + len(block) - 1))
        lines = [line for line in block if not _UNDERLINED.match(line.strip())]
        alone = len(lines) == 1 and _is_title(lines[0], underlined=len(lines) < len(block))
        if lines and (alone or _shouts(lines[0])):
            elements.append(Heading(lines.pop(0).strip().lstrip("#").strip(), source))
        if lines:
            elements += [Paragraph(text, source, marker, int(bool(marker))) for marker, text in _items(lines)]
    return ReadDocument(file.name, "txt", file.sha256, tuple(elements))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    first, block = 1, list[str]()
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            first = first if block else number
            block.append(line)
        elif block:
            yield first, block
            block = []


def _is_title(line: str, *, underlined: bool) -> bool:
    text = line.strip()
    if underlined or text.startswith("#"):
        return True
    return len(text) <= _LONGEST_TITLE and text[-1] not in ".;:,!?…»" and not _ITEM.match(text) and len(text.split()) <= 14


def _shouts(line: str) -> bool:
    """A short line in capitals is a title even when the text follows at once."""
    text = line.strip()
    return text.isupper() and sum(letter.isalpha() for letter in text) >= _FEWEST_CAPITALS and len(text) <= _LONGEST_TITLE


def _items(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    parts: list[str] = []
    marker = ""
    for line in lines:
        if mark := _ITEM.match(line):
            if parts:
                yield marker, " ".join(parts)
            marker, parts = mark.group().lstrip(), [line[mark.end() :].strip()]
        else:
            parts.append(line.strip())
    yield marker, " ".join(parts)


def _numbered(elements: Iterable[Element]) -> Iterator[Extract]:
    section, heading = 0, ""
    for number, (text, kind, page) in enumerate(_texts(elements), start=1):
        if kind == Kind.HEADING:
            heading, section = text, section + 1
        yield Extract(number, text, kind, page, heading, section)


def _texts(elements: Iterable[Element]) -> Iterator[tuple[str, Kind, int | None]]:
    for element in elements:
        if isinstance(element, Table):
            yield from _rows(element)
        elif isinstance(element, Heading):
            yield element.text, Kind.HEADING, element.source.page
        elif element.text.strip():
            yield element.text, Kind.ITEM if element.depth else Kind.PROSE, element.source.page


def _rows(table: Table) -> Iterator[tuple[str, Kind, int | None]]:
    for row in table.rows:
        cells = [cell for cell in row if cell]
        if not cells:
            continue
        if len(cells) > 1 and all(sum(len(paragraph.text) for paragraph in cell) <= _SHORT_CELL for cell in cells):
            joined = " | ".join(" ".join(paragraph.text for paragraph in cell).replace("\n", " ") for cell in cells)
            yield joined, Kind.ROW, cells[0][0].source.page
        else:
            for paragraph in (paragraph for cell in cells for paragraph in cell):
                yield paragraph.text, Kind.ITEM if paragraph.depth else Kind.PROSE, paragraph.source.page


def _notes(document: ReadDocument) -> Iterator[str]:
    """What the reader warns of, but doubtful tables, which only matter to the structure of a referential."""
    for diagnostic in document.diagnostics:
        if diagnostic.level != Level.INFO and diagnostic.code != "doubtful-table":
            yield f"{diagnostic.message} ({diagnostic.where})" if diagnostic.where else diagnostic.message
