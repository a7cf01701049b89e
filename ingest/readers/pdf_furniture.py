"""Running heads, running feet and page numbers: what stands at the same place of many pages is not part of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.readers.pdf_columns import fold, is_title
from ingest.readers.pdf_grid import GridTable
from ingest.readers.pdf_page import PageContent, Span
from ingest.readers.pdf_text import Line, lines_of

MARGIN = 0.13
"""Share of the page's height, at the top and at the bottom, where running heads and feet stand."""

EDGE = 0.06
"""The same, so near the edge of the page that even a drawn table does not reach there."""

_OFTEN = 0.4
_SMALL = 3
_PAGE_NUMBER = re.compile(r"(?:page|p\.)?\s*[-–—|]?\s*#\s*(?:(?:/|sur|de|of|[-–—])\s*#?)?\s*[-–—|]?$")

Mark = tuple[str, int]


def without_furniture(pages: Sequence[PageContent], spans: Sequence[list[Span]], margin: float) -> list[list[Span]]:
    """Drop from the spans of each page what repeats at the same place of other pages, in its top or bottom ``margin`` (a share)."""
    marked = [_margin_lines(page, its_spans, margin) for page, its_spans in zip(pages, spans, strict=True)]
    counts = Counter(mark for lines in marked for mark in {_mark(line) for line in lines})
    needed = max(2, _OFTEN * len(pages))
    kept: list[list[Span]] = []
    for lines, its_spans in zip(marked, spans, strict=True):
        dropped = {id(span) for line in lines if _is_furniture(line, counts, needed) for span in line.spans}
        kept.append([span for span in its_spans if id(span) not in dropped])
    return kept


def _margin_lines(page: PageContent, spans: list[Span], margin: float) -> list[Line]:
    low, high = margin * page.height, (1 - margin) * page.height
    near_edge = [span for span in spans if span.baseline < low or span.baseline > high]
    return [line for line in lines_of(near_edge, page.number) if not any(is_title(span.text) for span in line.spans)]


def _mark(line: Line) -> Mark:
    return re.sub(r"\d+", "#", fold(line.text)), round(line.baseline / 4)


def _is_furniture(line: Line, counts: Counter[Mark], needed: float) -> bool:
    seen = _seen(_mark(line), counts)
    return seen >= needed or (seen >= 2 and bool(_PAGE_NUMBER.fullmatch(_mark(line)[0])))


def _seen(mark: Mark, counts: Counter[Mark]) -> int:
    text, place = mark
    return sum(counts[text, near] for near in (place - 1, place, place + 1))


def without_repeated_tables(pages: Sequence[PageContent], tables: Sequence[list[GridTable]]) -> list[list[GridTable]]:
    """Drop the small tables that stand at the same place near the edge of most pages: running feet drawn as a table."""
    marked = [[_table_mark(page, table) for table in its_tables] for page, its_tables in zip(pages, tables, strict=True)]
    counts = Counter(mark for marks in marked for mark in set(marks) if mark)
    needed = max(3, _OFTEN * len(pages))
    return [
        [table for table, mark in zip(its_tables, marks, strict=True) if not mark or _seen(mark, counts) < needed]
        for its_tables, marks in zip(tables, marked, strict=True)
    ]


def _table_mark(page: PageContent, table: GridTable) -> Mark | None:
    near_edge = table.top > (1 - 2 * MARGIN) * page.height or table.bottom < 2 * MARGIN * page.height
    spans = [span for cell in table.rows[0] for span in cell]
    if not near_edge or len(table.rows) > _SMALL or any(is_title(span.text) for span in spans):
        return None
    return re.sub(r"\d+", "#", fold(" ".join(span.text for span in spans))), round(table.top / 8)
