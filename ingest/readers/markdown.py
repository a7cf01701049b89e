"""Markdown with tab-separated, piped or HTML tables whose cells hold HTML.

A blank line or a separator row does not end a tab-separated table: PDF converters put both in the middle of one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import html

from ingest.elements import Cell, Element, Heading, Paragraph, ReadDocument, Table
from ingest.model import Source
from ingest.readers.emphasis import without_marks
from ingest.readers.grid import elements_of_table
from ingest.readers.inline import fold, paragraphs_of_fragment, paragraphs_of_node, split_marker
from ingest.readers.markup import TooDeepError, parse_fragment
from ingest.readers.plain import PlainFile

_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_HTML_HEADING = re.compile(r"\s*<h([1-6])\b[^<>]*>(.*)</h\1>\s*$", re.IGNORECASE)
_UNDERLINE = re.compile(r"={3,}\s*$")
_RULE = re.compile(r"\s*([-*_])(?:\s*\1){2,}\s*$")
_SEPARATOR_CELL = re.compile(r"\s*(?::?-{2,}:?|:-:?|-:)\s*$")
_PIPE_ROW = re.compile(r"\s*\|.*\|\s*$")
_PIPE_SEPARATOR = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$")
_LIST_ITEM = re.compile(r"(\s*)([-*+]|\d{1,2}[.)])\s+(?=\S)")
_TABLE_TAG = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)
_OPENS_TABLE = re.compile(r"\s*<table\b", re.IGNORECASE)


@dataclass
class _Lines:
    """The lines of the file and how far reading has come; line numbers count from 1."""

    texts: list[str]
    document: str
    at: int = 0

    def source(self, first: int, last: int) -> Source:
        return Source(document=self.document, lines=(first + 1, last + 1))


def read_markdown(file: PlainFile) -> ReadDocument:
    """Read a Markdown file into headings, paragraphs and tables with their line numbers.

    Raises:
        DamagedDocument: a cell holds HTML elements nested without end.
    """
    lines = _Lines(file.text.split("\n"), file.name)
    try:
        return ReadDocument(file.name, "md", file.sha256, tuple(_elements(lines)))
    except TooDeepError as error:
        raise error.refusal(file.name) from error


def _elements(lines: _Lines) -> Iterator[Element]:
    while lines.at < len(lines.texts):
        line = lines.texts[lines.at]
        if not line.strip() or _RULE.match(line):
            lines.at += 1
        elif heading := _heading(lines):
            yield heading
        elif _opens_tab_row(line):
            yield _tab_table(lines)
        elif _opens_pipe_table(lines):
            yield _pipe_table(lines)
        elif _OPENS_TABLE.match(line):
            yield from _html_table(lines)
        else:
            yield _paragraph(lines)


def _heading(lines: _Lines) -> Heading | None:
    """``## Titre``, ``<h2>Titre</h2>``, or a line underlined with equal signs."""
    line, start = lines.texts[lines.at], lines.at
    below = lines.texts[start + 1] if start + 1 < len(lines.texts) else ""
    if match := _HEADING.match(line):
        level, text = len(match.group(1)), line[match.end() :].rstrip()
        bare = text.rstrip("#")
        text = bare if bare != text and bare.endswith((" ", "\t")) else text
    elif match := _HTML_HEADING.match(line):
        level, text = int(match.group(1)), match.group(2)
    elif _UNDERLINE.match(below) and not _LIST_ITEM.match(line):
        level, text = 1, line
        lines.at += 1
    else:
        return None
    lines.at += 1
    return Heading(_plain(text), lines.source(start, lines.at - 1), level)


def _opens_tab_row(line: str) -> bool:
    """A tab between texts, or after one: a row; tabs before a text only indent it."""
    return "\t" in line.lstrip()


def _tab_table(lines: _Lines) -> Table:
    start = last = lines.at
    rows: list[tuple[Cell, ...]] = []
    for index in range(start, len(lines.texts)):
        line = lines.texts[index]
        if not line.strip():
            continue
        if "\t" not in line:
            break
        last = index
        if row := _row(line.split("\t"), lines.source(index, index)):
            rows.append(row)
    lines.at = last + 1
    return Table(tuple(rows), lines.source(start, last))


def _opens_pipe_table(lines: _Lines) -> bool:
    """A row between bars, or a row whose outer bars are left out and which a separator row follows."""
    line = lines.texts[lines.at]
    below = lines.texts[lines.at + 1] if lines.at + 1 < len(lines.texts) else ""
    return bool(_PIPE_ROW.match(line)) or ("|" in line and bool(_PIPE_SEPARATOR.match(below)))


def _pipe_table(lines: _Lines) -> Table:
    start = lines.at
    rows: list[tuple[Cell, ...]] = []
    while lines.at < len(lines.texts) and "|" in lines.texts[lines.at]:
        bare = lines.texts[lines.at].strip().removeprefix("|")
        bare = bare[:-1] if bare.endswith("|") and not bare.endswith(r"\|") else bare
        cells = [cell.replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", bare)]
        if row := _row(cells, lines.source(lines.at, lines.at)):
            rows.append(row)
        lines.at += 1
    return Table(tuple(rows), lines.source(start, lines.at - 1))


def _row(cells: list[str], source: Source) -> tuple[Cell, ...] | None:
    """The cells of one row, or None for a separator row, which says nothing."""
    filled = [cell for cell in cells if cell.strip()]
    if filled and all(_SEPARATOR_CELL.match(cell) for cell in filled):
        return None
    return tuple(paragraphs_of_fragment(without_marks(cell), source) for cell in cells)


def _html_table(lines: _Lines) -> Iterator[Paragraph | Table]:
    """The lines up to the tag that closes the table; where none does, up to the first blank line."""
    start = lines.at
    last = _last_table_line(lines)
    lines.at = last + 1
    node = parse_fragment("\n".join(lines.texts[start : last + 1]))

    def place(element: html.HtmlElement) -> Source:
        first = min(start + (element.sourceline or 1) - 1, last)
        return lines.source(first, min(first + "".join(element.itertext()).count("\n"), last))

    yield from _tables_and_text(node, place)


def _last_table_line(lines: _Lines) -> int:
    depth = 0
    for index in range(lines.at, len(lines.texts)):
        depth += sum(-1 if tag.group(1) else 1 for tag in _TABLE_TAG.finditer(lines.texts[index]))
        if depth <= 0:
            return index
    blank = (index for index in range(lines.at, len(lines.texts)) if not lines.texts[index].strip())
    return next(blank, len(lines.texts)) - 1


def _tables_and_text(node: html.HtmlElement, place: Callable[[html.HtmlElement], Source]) -> Iterator[Paragraph | Table]:
    """What stands on the lines of a table, text after its end included."""
    for child in list(node):
        tail, child.tail = child.tail, None
        if child.tag == "table":
            yield from elements_of_table(child, place)
        elif isinstance(child.tag, str):
            yield from paragraphs_of_node(child, place(child))
        if tail and tail.strip():
            yield from paragraphs_of_fragment(tail.replace("&", "&amp;").replace("<", "&lt;"), place(child))


def _paragraph(lines: _Lines) -> Paragraph:
    """A list item or a run of lines up to a blank line or another construct."""
    start = lines.at
    item = _LIST_ITEM.match(lines.texts[start])
    parts = [lines.texts[start][item.end() :] if item else lines.texts[start]]
    lines.at += 1
    while lines.at < len(lines.texts) and _continues(lines):
        parts.append(lines.texts[lines.at])
        lines.at += 1
    source = lines.source(start, lines.at - 1)
    text = _plain(" ".join(part.strip() for part in parts))
    if item:
        printed, rest = split_marker(text)
        if printed and not printed[0].isdigit():  # "- • Text": the inner mark is the one printed
            return Paragraph(rest, source, printed, _depth(item.group(1)))
        return Paragraph(text, source, item.group(2) + " ", _depth(item.group(1)))
    marker, rest = split_marker(text)
    return Paragraph(rest, source, marker, 1 if marker else 0)


def _continues(lines: _Lines) -> bool:
    line = lines.texts[lines.at]
    starts_other = (
        _HEADING.match(line)
        or _HTML_HEADING.match(line)
        or _LIST_ITEM.match(line)
        or _opens_pipe_table(lines)
        or _RULE.match(line)
        or _OPENS_TABLE.match(line)
    )
    return bool(line.strip()) and not starts_other and not _opens_tab_row(line)


def _depth(indent: str) -> int:
    return 1 + len(indent.expandtabs(4)) // 2


def _plain(text: str) -> str:
    """Text without Markdown emphasis and inline HTML, on one line."""
    paragraphs = paragraphs_of_fragment(without_marks(text), Source(document=""))
    return fold(" ".join(paragraph.marker + paragraph.text for paragraph in paragraphs)).replace("\n", " ")
