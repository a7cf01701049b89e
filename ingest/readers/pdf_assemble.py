"""The tables and texts of single pages become those of the document, cut into paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers.pdf_breaks import join_table, join_text, same_tag
from ingest.readers.pdf_columns import is_title, title_lines
from ingest.readers.pdf_grid import GridTable
from ingest.readers.pdf_page import Span
from ingest.readers.pdf_pieces import Piece, TablePiece, TextPiece
from ingest.readers.pdf_text import Block, Line, Spacing, blocks_of, lines_of

_ENOUGH_TITLES = 2


def add_page(pieces: list[Piece], page: int, tables: list[GridTable], spans: list[Span]) -> None:
    """Append the tables and the remaining text of one page, in reading order."""
    lines = lines_of(spans, page)
    for table in tables:
        above = [line for line in lines if line.baseline <= table.top + 0.3 * line.size]
        if above:
            pieces.append(TextPiece(page, above))
        lines = lines[len(above) :]
        rows = [part for row in table.rows for part in _parted([lines_of(cell, page) for cell in row])]
        last = pieces[-1] if pieces else None
        if isinstance(last, TablePiece) and last.goes_on_in(table, page):
            rows = rows[_repeats_header(last, rows) :]
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


def _repeats_header(table: TablePiece, rows: list[list[list[Line]]]) -> bool:
    """Whether the rows begin with the first row of the table again; headers of competence tables stay, they part competences."""
    first, again = ([" ".join(line.text for line in cell) for cell in row] for row in (table.rows[0], rows[0]))
    return len(rows) > 1 and first == again and not all(is_title(text) for text in again if text)


def _parted(row: list[list[Line]]) -> list[list[list[Line]]]:
    """A row parted from the repeated header that stands in its cells, at their top or at their end, with no line drawn between."""
    heads = [title_lines(cell) for cell in row]
    if sum(map(bool, heads)) >= _ENOUGH_TITLES and all(head or not cell for cell, head in zip(row, heads, strict=True)):
        parts = [[cell[:head] for cell, head in zip(row, heads, strict=True)], [cell[head:] for cell, head in zip(row, heads, strict=True)]]
        return [part for part in parts if any(part)]
    tails = [len(cell) - title_lines(cell, at_end=True) for cell in row]
    if sum(tail < len(cell) for cell, tail in zip(row, tails, strict=True)) >= _ENOUGH_TITLES:
        parts = [[cell[:tail] for cell, tail in zip(row, tails, strict=True)], [cell[tail:] for cell, tail in zip(row, tails, strict=True)]]
        return [part for part in parts if any(part)]
    return [row]


def make_blocks(pieces: Sequence[Piece]) -> list[Block]:
    """Cut all pieces into paragraphs, join those that a page break cut, and return them all."""
    in_text = Spacing(piece.lines for piece in pieces if isinstance(piece, TextPiece))
    in_tables = Spacing(cell for piece in pieces if isinstance(piece, TablePiece) for row in piece.rows for cell in row)
    for piece in pieces:
        if isinstance(piece, TextPiece):
            piece.blocks = _text_blocks(piece.lines, in_text)
        else:
            _table_blocks(piece, in_tables)
    join_text(pieces)
    blocks: list[Block] = []
    for piece in pieces:
        blocks += piece.blocks if isinstance(piece, TextPiece) else [block for row in piece.blocks for cell in row for block in cell]
    return blocks


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
        if joined and not block.marker and same_tag(joined[-1], block):
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
    join_table(table, rights)
