"""PDF files become headings, paragraphs and tables with their pages.

pypdf opens the file and tells what is wrong with it; pdfplumber gives the characters and lines of each page. Tables come from drawn
lines first (:mod:`ingest.readers.pdf_grid`), then from the tags of a tagged file (:mod:`ingest.readers.pdf_tagged`), then from
the alignment of the text under a known header (:mod:`ingest.readers.pdf_columns`), which is reported as doubtful.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.elements import Element, Paragraph, ReadDocument, Table
from ingest.errors import DamagedDocument, EmptyDocument, EncryptedDocument, OversizedDocument, ScannedDocument
from ingest.model import Diagnostic, Level, Source
from ingest.readers.guards import check_file, digest
from ingest.readers.pdf_assemble import add_page, make_blocks
from ingest.readers.pdf_columns import unruled_tables
from ingest.readers.pdf_furniture import EDGE, MARGIN, without_furniture, without_repeated_tables
from ingest.readers.pdf_grid import GridTable, ruled_tables
from ingest.readers.pdf_headings import Headings
from ingest.readers.pdf_page import UNKNOWN, PageContent, Span, read_page
from ingest.readers.pdf_pieces import Piece, TablePiece
from ingest.readers.pdf_tagged import tagged_columns, tagged_tables
from ingest.readers.pdf_tags import StructureTree
from ingest.readers.pdf_text import Block
from ingest.readers.pdf_words import Words

_UNREADABLE = 0.3
"""Share of letters without a known meaning above which a document is not worth reading."""

Progress = Callable[[int, int], None]


def read_pdf(path: Path, progress: Progress | None = None) -> ReadDocument:
    """Read a PDF; ``progress`` is called with the number of each page read and the number of pages.

    Raises:
        DocumentError: one of its kinds, for a file that is missing, empty, too large, encrypted, damaged or made of images.
    """
    check_file(path)
    with _silenced():
        _check_opens(path)
        pages = _read_pages(path, progress)
    if not any(page.spans for page in pages):
        raise _no_text(path, pages)
    if _share_unknown(pages) > _UNREADABLE:
        raise ScannedDocument(
            f"Le PDF {path.name} est illisible (police sans table de lettres) : passez-le par une reconnaissance de texte (OCR)."
        )
    pieces = _pieces(pages)
    words = Words(make_blocks(pieces))
    elements = tuple(_elements(pieces, words, path.name))
    return ReadDocument(path.name, "pdf", digest(path), elements, len(pages), tuple(_diagnostics(pieces, pages)))


@contextmanager
def _silenced() -> Iterator[None]:
    """pypdf and pdfminer write about every oddity of a file to the log; what matters is raised or reported instead."""
    loggers = [logging.getLogger(name) for name in ("pypdf", "pdfminer", "pdfplumber")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _check_opens(path: Path) -> None:
    """Open the file with pypdf and look at everything that reading would stumble on."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

    damaged = DamagedDocument(f"Le PDF {path.name} est tronqué ou abîmé : téléchargez-le ou exportez-le de nouveau.")
    if not _is_complete(path):
        raise damaged
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise EncryptedDocument(f"Le PDF {path.name} est protégé par un mot de passe : enregistrez-en une copie sans protection.")
        if len(reader.pages) == 0:
            raise EmptyDocument(f"Le PDF {path.name} n'a aucune page : vérifiez que c'est le bon fichier.")
        for page in reader.pages:
            if contents := page.get_contents():
                contents.get_data()
    except LimitReachedError as error:
        raise OversizedDocument(f"Le PDF {path.name} enfle démesurément à l'ouverture et n'est pas lu : exportez-le de nouveau.") from error
    except DependencyError as error:
        raise EncryptedDocument(f"Le PDF {path.name} est chiffré autrement que prévu : enregistrez-en une copie non protégée.") from error
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError, AssertionError) as error:
        raise damaged from error


def _is_complete(path: Path) -> bool:
    """Whether the file ends as every PDF does; pypdf would otherwise read what is left of a truncated one."""
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(stream.tell() - 4096, 0))
        return b"%%EOF" in stream.read()


def _read_pages(path: Path, progress: Progress | None) -> list[PageContent]:
    import pdfplumber

    with _damage_in(path):
        pdf = pdfplumber.open(path)
    with pdf:
        tree = StructureTree(pdf)
        with _damage_in(path):
            pages = pdf.pages
        contents: list[PageContent] = []
        for page in pages:
            with _damage_in(path):
                page.layout  # noqa: B018 - parses the page, once
            contents.append(read_page(page, tree.tags_of(page)))
            page.close()
            if progress:
                progress(len(contents), len(pages))
    return contents


@contextmanager
def _damage_in(path: Path) -> Iterator[None]:
    """pdfminer raises errors of every kind on damaged files."""
    try:
        yield
    except Exception as error:
        raise DamagedDocument(f"Le PDF {path.name} est abîmé et ne peut pas être lu : téléchargez-le ou exportez-le de nouveau.") from error


def _no_text(path: Path, pages: list[PageContent]) -> EmptyDocument | ScannedDocument:
    if any(page.has_image for page in pages):
        return ScannedDocument(
            f"Le PDF {path.name} est numérisé, fait d'images sans texte : passez-le d'abord par une reconnaissance de texte (OCR)."
        )
    return EmptyDocument(f"Le PDF {path.name} ne contient aucun texte : vérifiez que c'est le bon fichier.")


def _unknown(page: PageContent) -> int:
    return sum(span.chars.count(UNKNOWN) for span in page.spans)


def _share_unknown(pages: list[PageContent]) -> float:
    return sum(map(_unknown, pages)) / sum(len(span.chars) for page in pages for span in page.spans)


def _pieces(pages: list[PageContent]) -> list[Piece]:
    """The tables and texts of the whole document in reading order."""
    ruled: list[list[GridTable]] = []
    outside: list[list[Span]] = []
    for page, spans in zip(pages, without_furniture(pages, [page.spans for page in pages], EDGE), strict=True):
        tables, rest = ruled_tables(page, spans)
        ruled.append(tables)
        outside.append(rest)
    ruled = without_repeated_tables(pages, ruled)
    outside = without_furniture(pages, outside, MARGIN)
    columns = tagged_columns(outside)
    pieces: list[Piece] = []
    tagged = [tagged_tables(spans, columns) for spans in outside]
    aligned = unruled_tables([rest for _, rest in tagged], [page.horizontals for page in pages])
    for page, tables, (from_tags, _), (from_alignment, rest) in zip(pages, ruled, tagged, aligned, strict=True):
        add_page(pieces, page.number, sorted([*tables, *from_tags, *from_alignment], key=lambda table: table.top), rest)
    return pieces


def _elements(pieces: list[Piece], words: Words, document: str) -> Iterator[Element]:
    headings = Headings(pieces)
    for piece in pieces:
        if isinstance(piece, TablePiece):
            rows = tuple(tuple(tuple(_paragraph(block, words, document) for block in cell) for cell in row) for row in piece.blocks)
            yield Table(tuple(row for row in rows if any(row)), Source(document=document, page=piece.page))
            continue
        for block in piece.blocks:
            paragraph = _paragraph(block, words, document)
            yield headings.heading(block, paragraph) or paragraph


def _paragraph(block: Block, words: Words, document: str) -> Paragraph:
    return Paragraph(words.join(block), Source(document=document, page=block.page), block.marker, block.depth)


def _diagnostics(pieces: list[Piece], pages: list[PageContent]) -> Iterator[Diagnostic]:
    doubtful: dict[str, set[int]] = {}
    for piece in pieces:
        for page, reason in piece.doubtful.items() if isinstance(piece, TablePiece) else ():
            doubtful.setdefault(reason, set()).add(page)
    for reason, numbers in doubtful.items():
        where = "p. " + ", ".join(map(str, sorted(numbers)))
        yield Diagnostic(level=Level.WARNING, code="doubtful-table", message=f"Tableau à vérifier : {reason}.", where=where)
    for content in pages:
        if count := _unknown(content):
            message = f"{count} caractères de cette page n'ont pas pu être lus : la police ne dit pas à quelles lettres ils correspondent."
            yield Diagnostic(level=Level.WARNING, code="unknown-characters", message=message, where=f"p. {content.number}")
        if content.has_image and not content.spans:
            message = "Cette page est une image sans texte : elle n'a pas été lue."
            yield Diagnostic(level=Level.WARNING, code="scanned-page", message=message, where=f"p. {content.number}")
