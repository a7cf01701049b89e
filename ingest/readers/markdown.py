"""Markdown with tab-separated, piped or HTML tables whose cells hold HTML.

A blank line or a separator row does not end a tab-separated table: PDF converters put both in the middle of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

from ingest.elements import Cell, Element, Heading, Paragraph, ReadDocument, Table
from ingest.model import Source
from ingest.readers.grid import table_of_node
from ingest.readers.inline import fold, paragraphs_of_fragment, split_marker
from ingest.readers.plain import PlainFile

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"\s*([-*_])(\s*\1){2,}\s*$")
_SEPARATOR_CELL = re.compile(r"\s*:?-{2,}:?\s*$")
_PIPE_ROW = re.compile(r"\s*\|.*\|\s*$")
_LIST_ITEM = re.compile(r"(\s*)([-*+]|\d{1,2}[.)])\s+(?=\S)")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])")


@dataclass
class _Lines:
    """The lines of the file and how far reading has come; line numbers count from 1."""

    texts: list[str]
    document: str
    at: int = 0

    def source(self, first: int, last: int) -> Source:
        return Source(document=self.document, lines=(first + 1, last + 1))


def read_markdown(file: PlainFile) -> ReadDocument:
    """Read a Markdown file into headings, paragraphs and tables with their line numbers."""
    lines = _Lines(file.text.splitlines(), file.name)
    return ReadDocument(file.name, "md", file.sha256, tuple(_elements(lines)))


def _elements(lines: _Lines) -> Iterator[Element]:
    while lines.at < len(lines.texts):
        line = lines.texts[lines.at]
        if not line.strip() or _RULE.match(line):
            lines.at += 1
        elif heading := _HEADING.match(line):
            yield Heading(_plain(heading.group(2)), lines.source(lines.at, lines.at), len(heading.group(1)))
            lines.at += 1
        elif "\t" in line.strip("\n"):
            yield _tab_table(lines)
        elif _PIPE_ROW.match(line):
            yield _pipe_table(lines)
        elif line.lstrip().lower().startswith("<table"):
            yield from _html_table(lines)
        else:
            yield _paragraph(lines)


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


def _pipe_table(lines: _Lines) -> Table:
    start = lines.at
    rows: list[tuple[Cell, ...]] = []
    while lines.at < len(lines.texts) and _PIPE_ROW.match(lines.texts[lines.at]):
        cells = re.split(r"(?<!\\)\|", lines.texts[lines.at].strip()[1:-1])
        if row := _row([cell.replace(r"\|", "|") for cell in cells], lines.source(lines.at, lines.at)):
            rows.append(row)
        lines.at += 1
    return Table(tuple(rows), lines.source(start, lines.at - 1))


def _row(cells: list[str], source: Source) -> tuple[Cell, ...] | None:
    """The cells of one row, or None for a separator row, which says nothing."""
    filled = [cell for cell in cells if cell.strip()]
    if filled and all(_SEPARATOR_CELL.match(cell) for cell in filled):
        return None
    return tuple(paragraphs_of_fragment(_without_emphasis(cell), source) for cell in cells)


def _html_table(lines: _Lines) -> Iterator[Table]:
    start = lines.at
    while lines.at < len(lines.texts) and "</table>" not in lines.texts[lines.at].lower():
        lines.at += 1
    last = min(lines.at, len(lines.texts) - 1)
    lines.at = last + 1
    node = html.fragment_fromstring("\n".join(lines.texts[start : last + 1]), create_parent="div")
    for table in node.iter("table"):
        yield table_of_node(table, lambda cell: lines.source(min(start + max((cell.sourceline or 1) - 1, 0), last), last))


def _paragraph(lines: _Lines) -> Paragraph:
    """A list item or a run of lines up to a blank line or another construct."""
    start = lines.at
    item = _LIST_ITEM.match(lines.texts[start])
    parts = [lines.texts[start][item.end() :] if item else lines.texts[start]]
    lines.at += 1
    while lines.at < len(lines.texts) and _continues(lines.texts[lines.at]):
        parts.append(lines.texts[lines.at].strip())
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


def _continues(line: str) -> bool:
    starts_other = _HEADING.match(line) or _LIST_ITEM.match(line) or _PIPE_ROW.match(line) or _RULE.match(line)
    return bool(line.strip()) and not starts_other and "\t" not in line and not line.lstrip().startswith("<table")


def _depth(indent: str) -> int:
    return 1 + len(indent.expandtabs(4)) // 2


def _plain(text: str) -> str:
    """Text without Markdown emphasis and inline HTML."""
    paragraphs = paragraphs_of_fragment(_without_emphasis(text), Source(document=""))
    return fold(" ".join(paragraph.marker + paragraph.text for paragraph in paragraphs)).replace("\n", " ")


def _without_emphasis(text: str) -> str:
    while (cleaned := _EMPHASIS.sub(r"\2", text)) != text:
        text = cleaned
    return text
