"""What a document is assembled from: stretches of text and tables, over all their pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.readers.pdf_grid import GridTable
from ingest.readers.pdf_text import Block, Line

_SAME_COLUMN = 6.0


@dataclass
class TextPiece:
    """A stretch of lines outside tables on one page."""

    page: int
    lines: list[Line]
    blocks: list[Block] = field(default_factory=list)


@dataclass
class TablePiece:
    """A table, over all its pages. ``rows`` hold the lines of each cell, ``blocks`` its paragraphs, ``pages`` the page of each row.

    ``framed``: a line closes its top, so that a page where none closes the bottom (``cut_after``) is one that cuts a row.
    """

    columns: list[float]
    page: int
    rows: list[list[list[Line]]]
    pages: list[int]
    framed: bool = False
    cut_after: set[int] = field(default_factory=set)
    doubtful: dict[int, str] = field(default_factory=dict)
    blocks: list[list[list[Block]]] = field(default_factory=list)

    def goes_on_in(self, table: GridTable, page: int) -> bool:
        """Whether a table at the top of the next page continues this one."""
        if page != self.pages[-1] + 1 or len(table.columns) != len(self.columns):
            return False
        return all(abs(here - there) < _SAME_COLUMN for here, there in zip(table.columns, self.columns, strict=True))


Piece = TextPiece | TablePiece
