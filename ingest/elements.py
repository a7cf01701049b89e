"""What every reader returns: a flat sequence of headings, paragraphs and tables, each with its place.

Readers know formats and nothing about certifications; :mod:`ingest.structure` knows certifications and nothing
about formats. This is the only thing that passes between them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.model import Diagnostic, Source


@dataclass(frozen=True)
class Paragraph:
    """A paragraph or list item. ``marker`` is the bullet or number as printed; ``depth`` its nesting (0 = not a list)."""

    text: str
    source: Source
    marker: str = ""
    depth: int = 0


@dataclass(frozen=True)
class Heading:
    """A heading. ``level`` is what the format claims (1 = outermost) and is not to be trusted, or None."""

    text: str
    source: Source
    level: int | None = None


Cell = tuple[Paragraph, ...]
"""A table cell: its paragraphs in order; empty where the cell is blank or merged into the one above."""


@dataclass(frozen=True)
class Table:
    """Rows of cells, header rows included wherever the document repeats them. Rows may have unequal lengths."""

    rows: tuple[tuple[Cell, ...], ...]
    source: Source


Element = Heading | Paragraph | Table


@dataclass(frozen=True)
class ReadDocument:
    """The elements of one file in reading order, with what the reader itself noticed."""

    name: str
    format: str
    sha256: str
    elements: tuple[Element, ...]
    pages: int | None = None
    diagnostics: tuple[Diagnostic, ...] = field(default=())
