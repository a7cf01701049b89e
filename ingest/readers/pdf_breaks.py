"""What a page break cut is put together again: header rows, rows, and paragraphs, which keep the page of their first line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.pdf_columns import is_title
from ingest.readers.pdf_pieces import Piece, TablePiece, TextPiece
from ingest.readers.pdf_text import CLINGING, Block

_ENDED = re.compile(r"[.!?:;…][)\]»”\"\s]*$")
_HANGING = re.compile(
    r"(?:,|[’']|\b(?:à|au|aux|avec|ce|ces|cette|dans|de|des|du|en|et|la|le|les|leurs?|ou|par|pour|qui|que|sa|ses|son|sur|un|une))$"
)
_RESUMES = re.compile(r"[^\W\d_A-ZÀ-Þ]|[\d(«]")


def join_table(table: TablePiece, rights: Sequence[float]) -> None:
    """Join the headers and rows that page breaks cut; ``rights`` says where full lines end in each column."""
    _join_headers(table)
    for row in range(len(table.rows) - 1, 0, -1):
        if table.pages[row] != table.pages[row - 1]:
            _join_row(table, row, rights)


def _join_headers(table: TablePiece) -> None:
    """Header rows that follow each other are one header, cut by a page break or repeated after it."""
    for row in range(len(table.rows) - 1, 0, -1):
        if _is_header(table, row) and _is_header(table, row - 1):
            whole = max(table.blocks[row], table.blocks[row - 1], key=lambda cells: sum(map(bool, cells)))
            table.blocks[row - 1] = [
                cell or above or below
                for cell, above, below in zip(whole, table.blocks[row - 1], table.blocks[row], strict=True)
            ]
            _delete_rows(table, row, row)


def _join_row(table: TablePiece, first: int, rights: Sequence[float]) -> None:
    """Give back to the row above a page break the rest of its cells, which stands below it, under a repeated header or not."""
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


def same_tag(above: Block, below: Block) -> bool:
    """Whether the tags of the document say that two blocks are one paragraph."""
    first, second = above.lines[-1].tag, below.lines[0].tag
    return first is not None and second is not None and first.block == second.block and first.kind not in ("TD", "TH")


def _cut(above: Block, below: Block, right: float) -> bool:
    """Whether a paragraph at the end of a page goes on at the top of the next."""
    last, first = above.lines[-1], below.lines[0]
    if first.text[:1] in CLINGING:
        return True
    if below.marker or abs(last.size - first.size) > 0.05 * last.size:
        return False
    if same_tag(above, below):
        return True
    if last.tag and first.tag and last.tag.block != first.tag.block:
        return False
    if _ENDED.search(last.text) or (last.all_bold and not first.some_bold):
        return False
    full = last.x1 + 0.25 * last.size + first.first_word_width >= right - 0.5
    return bool(_HANGING.search(last.text)) or (full and bool(_RESUMES.match(first.text)))


def join_text(pieces: Sequence[Piece]) -> None:
    """Join a paragraph cut by a page break outside tables."""
    for above, below in pairwise(pieces):
        if not isinstance(above, TextPiece) or not isinstance(below, TextPiece) or not above.blocks or not below.blocks:
            continue
        if below.page > above.page and _cut(above.blocks[-1], below.blocks[0], max(line.x1 for line in above.lines)):
            above.blocks[-1].extend(below.blocks.pop(0))
