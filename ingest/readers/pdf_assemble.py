"""Tables and text of single pages become those of the document: what a page break cut is put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.readers.pdf_columns import is_title, leading_title
from ingest.readers.pdf_grid import GridTable
from ingest.readers.pdf_page import Span
from ingest.readers.pdf_text import CLINGING, Block, Line, Spacing, blocks_of, lines_of

_SAME_COLUMN = 6.0
_ENDED = re.compile(r"[.!?:;…][)\]»”\"\s]*$")
_HANGING = re.compile(
    r"(?:,|[’']|\b(?:à|au|aux|avec|ce|ces|cette|dans|de|des|du|en|et|la|le|les|leurs?|ou|par|pour|qui|que|sa|ses|son|sur|un|une))$"
)
_RESUMES = re.compile(r"[^\W\d_A-ZÀ-Þ]|[\d(«]")


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


def add_page(pieces: list[Piece], page: int, tables: list[GridTable], spans: list[Span]) -> None:
    """Append the tables and the remaining text of one page, in reading order."""
    lines = lines_of(spans, page)
    for table in tables:
        above = [line for line in lines if line.baseline <= table.top + 0.3 * line.size]
        if above:
            pieces.append(TextPiece(page, above))
        lines = lines[len(above) :]
        rows = [part for row in table.rows for part in _without_header([lines_of(cell, page) for cell in row])]
        last = pieces[-1] if pieces else None
        if isinstance(last, TablePiece) and last.goes_on_in(table, page):
            last.rows += rows
            last.pages += [page] * len(rows)
        else:
            last = TablePiece(table.columns, page, rows, [page] * len(rows), framed=not table.open_top)
            pieces.append(last)
        if table.open_bottom and last.framed:
            last.cut_after.add(page)
        if table.doubtful:
            last.doubtful[page] = table.doubtful
    if lines:
        pieces.append(TextPiece(page, lines))


def _without_header(row: list[list[Line]]) -> list[list[list[Line]]]:
    """A repeated header with no line drawn below it, parted from the row that goes on under it."""
    titles = [leading_title(cell) for cell in row]
    if sum(map(bool, titles)) < 2 or any(cell and not title for cell, title in zip(row, titles, strict=True)):
        return [row]
    header = [cell[:title] for cell, title in zip(row, titles, strict=True)]
    rest = [cell[title:] for cell, title in zip(row, titles, strict=True)]
    return [header, rest] if any(rest) else [row]


def make_blocks(pieces: Sequence[Piece]) -> list[Block]:
    """Cut all pieces into paragraphs, join those that a page break cut, and return them all."""
    stacks = [lines for piece in pieces for lines in _stacks(piece)]
    spacing = Spacing(stacks)
    for piece in pieces:
        if isinstance(piece, TextPiece):
            piece.blocks = _text_blocks(piece.lines, spacing)
        else:
            _table_blocks(piece, spacing)
    _join_text(pieces)
    blocks: list[Block] = []
    for piece in pieces:
        blocks += piece.blocks if isinstance(piece, TextPiece) else [block for row in piece.blocks for cell in row for block in cell]
    return blocks


def _stacks(piece: Piece) -> list[list[Line]]:
    return [piece.lines] if isinstance(piece, TextPiece) else [cell for row in piece.rows for cell in row]


def _text_blocks(lines: list[Line], spacing: Spacing) -> list[Block]:
    """Between two wide gaps, full lines end where the longest does: outside tables there is no better measure."""
    blocks: list[Block] = []
    start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or spacing.is_wide(lines[index - 1], lines[index]):
            stretch = lines[start:index]
            blocks += blocks_of(stretch, min(line.x0 for line in stretch), max(line.x1 for line in stretch), spacing)
            start = index
    return _joined_by_tag(blocks)


def _joined_by_tag(blocks: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for block in blocks:
        if joined and not block.marker and _same_tag(joined[-1], block):
            joined[-1].extend(block)
        else:
            joined.append(block)
    return joined


def _table_blocks(table: TablePiece, spacing: Spacing) -> None:
    columns = [[line for row in table.rows for line in row[column]] for column in range(len(table.columns) - 1)]
    lefts = [min((line.x0 for line in lines), default=0.0) for lines in columns]
    rights = [
        max((line.x1 for line in lines if line.x1 < end), default=end) for lines, end in zip(columns, table.columns[1:], strict=True)
    ]
    table.blocks = [
        [blocks_of(cell, left, right, spacing) for cell, left, right in zip(row, lefts, rights, strict=True)] for row in table.rows
    ]
    for row in range(len(table.rows) - 1, 0, -1):
        if table.pages[row] != table.pages[row - 1]:
            _join_rows(table, row, rights)


def _join_rows(table: TablePiece, first: int, rights: list[float]) -> None:
    """Give back to the row above a page break the rest of its cells, which stands below it, under a repeated header or not."""
    if _is_header(table, first - 1) and _is_header(table, first) and not _overlap(table.blocks[first - 1], table.blocks[first]):
        # The page break cut a header row.
        table.blocks[first - 1] = [cell or rest for cell, rest in zip(table.blocks[first - 1], table.blocks[first], strict=True)]
        _delete_rows(table, first, first)
        return
    below = next((row for row in range(first, len(table.blocks)) if not _is_header(table, row)), None)
    above = first - 1
    if below is None or _is_header(table, above):
        return
    ends = [_last_cell(table, above, column) for column in range(len(rights))]
    cut = [
        bool(end and rest) and _cut(end[-1], rest[0], right)
        for end, rest, right in zip(ends, table.blocks[below], rights, strict=True)
    ]
    begins = bool(table.blocks[below][0])
    known_cut = table.pages[above] in table.cut_after
    if begins and not known_cut and not (cut[0] or (any(cut) and not table.blocks[above][0])):
        return  # the row below is a new one: nothing in it goes on from above
    for column, rest in enumerate(table.blocks[below]):
        if cut[column]:
            ends[column][-1].extend(rest.pop(0))
        table.blocks[above][column] += rest
    _delete_rows(table, first, below)


def _overlap(above: list[list[Block]], below: list[list[Block]]) -> bool:
    return any(cell and rest for cell, rest in zip(above, below, strict=True))


def _delete_rows(table: TablePiece, first: int, last: int) -> None:
    del table.blocks[first : last + 1], table.rows[first : last + 1], table.pages[first : last + 1]


def _last_cell(table: TablePiece, row: int, column: int) -> list[Block]:
    """The last filled cell of a column, not further up than where the row's first column was filled."""
    while row >= 0 and not _is_header(table, row):
        if table.blocks[row][column]:
            return table.blocks[row][column]
        if table.blocks[row][0]:
            break
        row -= 1
    return []


def _is_header(table: TablePiece, row: int) -> bool:
    texts = [" ".join(line.text for line in cell) for cell in table.rows[row] if cell]
    return bool(texts) and all(is_title(text) for text in texts)


def _same_tag(above: Block, below: Block) -> bool:
    first, second = above.lines[-1].tag, below.lines[0].tag
    return first is not None and second is not None and first.block == second.block and first.kind not in ("TD", "TH")


def _cut(above: Block, below: Block, right: float) -> bool:
    """Whether a paragraph at the end of a page goes on at the top of the next."""
    last, first = above.lines[-1], below.lines[0]
    if first.text[:1] in CLINGING:
        return True
    if below.marker or abs(last.size - first.size) > 0.05 * last.size:
        return False
    if _same_tag(above, below):
        return True
    if last.tag and first.tag and last.tag.block != first.tag.block:
        return False
    if _ENDED.search(last.text) or (last.all_bold and not first.some_bold):
        return False
    full = last.x1 + 0.25 * last.size + first.first_word_width >= right - 0.5
    return bool(_HANGING.search(last.text)) or (full and bool(_RESUMES.match(first.text)))


def _join_text(pieces: Sequence[Piece]) -> None:
    """Join a paragraph cut by a page break outside tables."""
    for above, below in pairwise(pieces):
        if not isinstance(above, TextPiece) or not isinstance(below, TextPiece) or not above.blocks or not below.blocks:
            continue
        if below.page > above.page and _cut(above.blocks[-1], below.blocks[0], max(line.x1 for line in above.lines)):
            above.blocks[-1].extend(below.blocks.pop(0))
