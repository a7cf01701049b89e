"""Tables without vertical lines: columns told by their header and by the strips that no text crosses.

A header is a row that bears at least two of the column titles of a competence table. Between two titles lies a gutter; it narrows
with each line below, and the table ends where a line leaves nothing of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_grid import GridTable
from ingest.readers.pdf_page import Rule, Span
from ingest.readers.pdf_rows import column_at, printed_rows
from ingest.readers.pdf_text import Line, lines_of

TITLES = (
    "blocs de competences",
    "competences professionnelles",
    "connaissances associees",
    "conditions de realisation",
    "criteres mesurables et observables",
    "criteres mesurables observables",
    "criteres d'evaluation",
    "resultats attendus",
)
"""The column titles that a header is recognised by, folded."""

_HEADING_SCALE = 1.15
_SHORTEST_HEADING = 16
_MIN_TITLES = 3
_LONE_MARK = re.compile(r"\s*(?:[^\w.,:;!?)»]{1,2}|o|\d{1,2}[.)])\s*$")
_MARK_SPACE = 3.0

Interval = tuple[float, float]


def fold(text: str) -> str:
    """Lower case without accents, single spaces, straight apostrophes."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").lower())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def is_title(text: str) -> bool:
    """Whether a text is a column title, or a piece of one that was wrapped."""
    words = re.escape(fold(text))
    return len(words) > 4 and any(re.search(rf"(?<!\w){words}(?!\w)", title) for title in TITLES)


def title_lines(lines: Sequence[Line], at_end: bool = False) -> int:
    """How many lines at the head (or at the end) of a cell make up a whole column title; 0 when there is none."""
    for count in range(min(len(lines), 4), 0, -1):
        if fold(" ".join(line.text for line in (lines[-count:] if at_end else lines[:count]))) in TITLES:
            return count
    return 0


@dataclass
class _Title:
    spans: list[Span]

    @property
    def x0(self) -> float:
        return min(span.x0 for span in self.spans)

    @property
    def x1(self) -> float:
        return max(span.x1 for span in self.spans)

    @property
    def top(self) -> float:
        return min(span.baseline - span.size for span in self.spans)

    @property
    def bottom(self) -> float:
        return max(span.baseline for span in self.spans)

    @property
    def text(self) -> str:
        return " ".join(span.text for span in self.spans)

    @property
    def is_whole(self) -> bool:
        return fold(self.text) in TITLES


@dataclass
class _Part:
    """The lines of a table on one page, under its header where the page has it."""

    page: int
    header: list[_Title]
    lines: list[Line] = field(default_factory=list)

    @property
    def titles(self) -> list[Span]:
        return [span for title in self.header for span in title.spans]

    @property
    def spans(self) -> list[Span]:
        return [span for line in self.lines for span in line.spans]


@dataclass
class _Run:
    """A table over all its pages. ``gutters`` holds what is left between each pair of columns; ``size`` is that of its letters."""

    gutters: list[list[Interval]]
    size: float
    parts: list[_Part]

    def take(self, line: Line) -> bool:
        """Add a line, unless it shows that the table is over."""
        in_capitals = line.all_bold and line.text.isupper() and len(line.text) >= _SHORTEST_HEADING
        if line.size > _HEADING_SCALE * self.size or in_capitals:
            return False
        narrowed = [_without(gutter, _extents(line)) for gutter in self.gutters]
        if not all(narrowed):
            return False
        self.gutters = narrowed
        self.parts[-1].lines.append(line)
        return True

    def awaits(self, titles: list[_Title], spans: list[Span]) -> bool:
        """Whether titles at the head of a page complete a header that stood alone at the end of the page before."""
        last = max(title.bottom for title in titles)
        return not any(part.lines for part in self.parts) and all(is_title(s.text) for s in spans if s.baseline <= last)

    def complete(self, titles: list[_Title]) -> None:
        """Add the titles of a header that a page break cut."""
        self.parts[-1].header = titles
        everything = sorted((title for part in self.parts for title in part.header), key=lambda title: title.x0)
        self.gutters = [[(left.x1, right.x0)] for left, right in pairwise(everything)]

    def columns(self) -> list[float]:
        """The left of each column and the right of the last."""
        everything = [span for part in self.parts for span in part.spans + part.titles]
        extents = [extent for part in self.parts for line in part.lines for extent in _extents(line)]
        inner = [_middle(gutter, extents) for gutter in self.gutters]
        return [min(s.x0 for s in everything) - 1, *inner, max(s.x1 for s in everything) + 1]


def unruled_tables(pages: Sequence[list[Span]], rules: Sequence[Sequence[Rule]]) -> list[tuple[list[GridTable], list[Span]]]:
    """For each page, given as its spans and horizontal rules: the tables that a header there or earlier announces, and the other spans."""
    runs: list[_Run] = []
    rests: list[list[Span]] = []
    current: _Run | None = None
    for number, spans in enumerate(pages):
        if current:
            current.parts.append(_Part(number, []))
        current, rest = _follow(spans, number, current, runs)
        rests.append(rest)
    tables: list[list[GridTable]] = [[] for _ in pages]
    for run in runs:
        columns = run.columns()
        for part in run.parts:
            if part.lines or part.header:
                tables[part.page].append(_table(part, columns, rules[part.page]))
    return list(zip(tables, rests, strict=True))


def _follow(spans: list[Span], page: int, current: _Run | None, runs: list[_Run]) -> tuple[_Run | None, list[Span]]:
    """Go down a page: lines join the table that is open, headers open one. Returns the table open at the end, and the other spans."""
    rows = _title_rows(spans)
    headers = [row for row in rows if len(row) >= _MIN_TITLES]
    if current and rows and rows[0] not in headers and current.awaits(rows[0], spans):
        current.complete(rows[0])
        headers_and_late = [*headers, rows[0]]
    else:
        headers_and_late = headers
    in_header = {id(span) for header in headers_and_late for title in header for span in title.spans}
    rest: list[Span] = []
    for line in [*lines_of((span for span in spans if id(span) not in in_header), page), None]:
        while headers and (line is None or max(title.bottom for title in headers[0]) < line.baseline):
            current = _open(headers.pop(0), page)
            runs.append(current)
        if line is not None and (current is None or not current.take(line)):
            rest += line.spans
            current = None
    return current, rest


def _title_rows(spans: list[Span]) -> list[list[_Title]]:
    """Rows of whole column titles from top to bottom, each from left to right."""
    titles: list[_Title] = []
    for phrase in _title_phrases(spans):
        above = next((title for title in titles if not title.is_whole and _goes_on(title, phrase)), None)
        if above:
            above.spans += phrase.spans
        else:
            titles.append(phrase)
    rows: list[list[_Title]] = []
    for title in sorted((title for title in titles if title.is_whole), key=lambda title: title.top):
        row = next((row for row in rows if title.top < max(t.bottom for t in row) and title.bottom > min(t.top for t in row)), None)
        if row:
            row.append(title)
        else:
            rows.append([title])
    return [sorted(row, key=lambda title: title.x0) for row in rows]


def _title_phrases(spans: list[Span]) -> list[_Title]:
    """Column titles, or the lines of wrapped ones, from top to bottom; each may have been printed word by word."""
    phrases: list[_Title] = []
    for line in lines_of(spans, 0):
        rest = line.spans
        while rest:
            count = max((n for n in range(1, len(rest) + 1) if _is_phrase(rest[:n])), default=0)
            if count:
                phrases.append(_Title(rest[:count]))
            rest = rest[max(count, 1) :]
    return phrases


def _is_phrase(spans: list[Span]) -> bool:
    close = all(right.x0 - left.x1 < 1.2 * right.size for left, right in pairwise(spans))
    return close and is_title(" ".join(span.text for span in spans))


def _goes_on(title: _Title, phrase: _Title) -> bool:
    together = fold(f"{title.text} {phrase.text}")
    size = phrase.spans[0].size
    near = 0 <= phrase.bottom - title.bottom < 2 * size and phrase.x0 < title.x1 + 1.5 * size and title.x0 < phrase.x1
    return near and any(whole.startswith(together) for whole in TITLES)


def _open(header: list[_Title], page: int) -> _Run:
    gutters = [[(left.x1, right.x0)] for left, right in pairwise(header)]
    return _Run(gutters, median(span.size for title in header for span in title.spans), [_Part(page, header)])


def _extents(line: Line) -> list[Interval]:
    """From where to where the spans of a line reach; a list mark reaches as far as the text it marks."""
    extents: list[Interval] = []
    marked = False
    for span in line.spans:
        if marked and span.x0 - extents[-1][1] < _MARK_SPACE * span.size:
            extents[-1] = (extents[-1][0], span.x1)
        else:
            extents.append((span.x0, span.x1))
        marked = bool(_LONE_MARK.match(span.text))
    return extents


def _without(gutter: list[Interval], extents: Iterable[Interval]) -> list[Interval]:
    """What is left of a gutter once the extents of the texts are taken away."""
    for left, right in extents:
        gutter = [
            piece
            for low, high in gutter
            for piece in ((low, min(high, left)), (max(low, right), high))
            if piece[1] - piece[0] > 0.3
        ]
    return gutter


def _table(part: _Part, columns: list[float], rules: Sequence[Rule]) -> GridTable:
    everything = part.spans + part.titles
    table = GridTable(columns, min(s.baseline - s.size for s in everything), max(s.baseline for s in everything) + 1)
    if part.header:
        header: list[list[Span]] = [[] for _ in columns[1:]]
        for title in part.header:
            header[column_at(columns, (title.x0 + title.x1) / 2)] += title.spans
        table.rows.append(header)
    table.rows += _rows(part.spans, table, rules)
    table.doubtful = "ses colonnes ne sont pas tracées et ont été déduites de l'alignement du texte"
    return table


def _middle(gutter: list[Interval], extents: list[Interval]) -> float:
    """Where to part two columns: before the place where most lines of the right one begin."""

    def starts(interval: Interval) -> int:
        return sum(abs(left - interval[1]) < 1 for left, _ in extents)

    low, high = max(gutter, key=lambda interval: (starts(interval), interval[1] - interval[0]))
    return max((low + high) / 2, high - 2)


def _rows(spans: list[Span], table: GridTable, horizontals: Sequence[Rule]) -> list[list[list[Span]]]:
    """Rows by the lines drawn between them, else by the order in which the cells were printed, else a single row."""
    width = table.columns[-1] - table.columns[0]
    lines = sorted(rule.at for rule in horizontals if rule.high - rule.low > 0.5 * width and table.top < rule.at < table.bottom)
    numbers = [sum(line < span.middle[1] for line in lines) for span in spans] if lines else printed_rows(spans, table.columns)
    rows: list[list[list[Span]]] = []
    for number in sorted(set(numbers)):
        row: list[list[Span]] = [[] for _ in table.columns[1:]]
        for span, its_row in zip(spans, numbers, strict=True):
            if its_row == number:
                row[column_at(table.columns, span.middle[0])].append(span)
        rows.append(row)
    return rows
