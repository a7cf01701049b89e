"""Running heads, running feet and page numbers: what stands at the same place of many pages is not part of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.readers.pdf_columns import fold, is_title
from ingest.readers.pdf_page import PageContent, Span
from ingest.readers.pdf_text import Line, lines_of

MARGIN = 0.13
"""Share of the page's height, at the top and at the bottom, where running heads and feet stand."""

EDGE = 0.06
"""The same, so near the edge of the page that even a drawn table does not reach there."""

_OFTEN = 0.4
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
    text, place = _mark(line)
    seen = sum(counts[text, near] for near in (place - 1, place, place + 1))
    return seen >= needed or (seen >= 2 and bool(_PAGE_NUMBER.fullmatch(text)))
