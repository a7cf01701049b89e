"""Plain text, above all as extracted from a PDF: prose becomes headings and paragraphs, flattened tables are rebuilt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz

from ingest.elements import Element, Heading, Paragraph, ReadDocument, Table
from ingest.model import Diagnostic
from ingest.readers import block_lists, evaluation_rows
from ingest.readers.block_lists import rebuild_blocks
from ingest.readers.evaluation_rows import opens_row, rebuild_rows
from ingest.readers.lines import Line, lines_of, vocabulary
from ingest.readers.plain import read_plain
from ingest.readers.prose import is_section_heading, prose_elements
from ingest.repair import drop_note_calls
from ingest.structure.columns import plain

_BLOCK_HEADER = tuple(plain(label) for label in block_lists.HEADER)
_EVALUATION_HEADER = tuple(plain(label) for label in evaluation_rows.HEADER)
_SAME_HEADER = 90.0
_HEADER_LINES = 6
_NOTE = re.compile(r"^(\d{1,2}) (?=[A-ZÀ-ÖØ-ÞŒ])")


@dataclass
class _Reading:
    """What has been read so far; ``titles`` are those of the block table, ``rows`` the evaluation rows still to be rebuilt."""

    document: str
    words: frozenset[str]
    elements: list[Element] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    prose: list[Line] = field(default_factory=list)
    rows: list[list[Line]] = field(default_factory=list)


def read_text(path: Path) -> ReadDocument:
    """Read a text file.

    Raises:
        EmptyDocument: nothing but white space.
        DamagedDocument: binary content, or an encoding that cannot be told.
    """
    file = read_plain(path)
    reading = _Reading(file.name, vocabulary(file.text))
    lines = lines_of(file.text)
    at = 0
    while at < len(lines):
        if end := _header_end(lines, at, _BLOCK_HEADER):
            at = _read_blocks(reading, lines, end)
        elif end := _header_end(lines, at, _EVALUATION_HEADER):
            at = _read_rows(reading, lines, end)
        else:
            reading.prose.append(lines[at])
            at += 1
    _finish_prose(reading)
    elements = _without_note_calls(reading.elements)
    return ReadDocument(file.name, "txt", file.sha256, elements, diagnostics=tuple(reading.diagnostics))


def _header_end(lines: Sequence[Line], at: int, labels: Sequence[str]) -> int:
    """The index after a table header whose labels stand on one line or several, or 0."""
    if not plain(lines[at].text).startswith(tuple(label.split()[0] for label in labels)):
        return 0
    header = " ".join(labels)
    so_far, best, found = "", _SAME_HEADER, 0
    for end in range(at + 1, min(at + _HEADER_LINES, len(lines)) + 1):
        line = lines[end - 1]
        so_far = plain(f"{so_far} {line.text}")
        foreign = set(plain(line.text).split()) - set(header.split())
        if line.tabbed or len(foreign) > len(line.text.split()) // 3 or len(so_far) > 1.2 * len(header):
            break
        if (likeness := fuzz.token_sort_ratio(so_far, header)) >= best:
            best, found = likeness, end
    return found


def _read_blocks(reading: _Reading, lines: Sequence[Line], start: int) -> int:
    end = start
    while end < len(lines) and not is_section_heading(lines[end]) and not _header_end(lines, end, _EVALUATION_HEADER):
        end += 1
    body = [lines[index] for index in range(start, end) if not _header_end(lines, index, _BLOCK_HEADER)]
    if body:
        _finish_prose(reading)
        table, titles = rebuild_blocks(body, reading.document, reading.words)
        reading.elements.append(table)
        reading.titles += titles
    return end


def _read_rows(reading: _Reading, lines: Sequence[Line], start: int) -> int:
    """Cut the evaluation part into rows: at headers, and where a competence's number and title stand."""
    rows: list[list[Line]] = []
    at, fresh = start, True
    while at < len(lines) and not is_section_heading(lines[at]):
        if end := _header_end(lines, at, _EVALUATION_HEADER):
            at, fresh = end, True
            continue
        if (fresh and lines[at].text[:1].isdigit()) or not rows or opens_row(lines, at, reading.titles):
            rows.append([])
        rows[-1].append(lines[at])
        at, fresh = at + 1, False
    if rows:
        _finish_prose(reading)
        tables, doubts = rebuild_rows(rows, reading.titles, reading.document, reading.words)
        reading.elements += tables
        reading.diagnostics += doubts
    return at


def _finish_prose(reading: _Reading) -> None:
    opening = not any(isinstance(element, Heading | Table) for element in reading.elements)
    reading.elements += prose_elements(reading.prose, reading.document, reading.words, opening=opening)
    reading.prose = []


def _without_note_calls(elements: Sequence[Element]) -> tuple[Element, ...]:
    """Footnote calls glued to a word go where the document has a note of that number."""
    notes = {match.group(1) for e in elements if isinstance(e, Paragraph) and (match := _NOTE.match(e.text))}
    if not notes:
        return tuple(elements)
    return tuple(
        Paragraph(drop_note_calls(e.text, notes), e.source, e.marker, e.depth) if isinstance(e, Paragraph) else e for e in elements
    )
