"""Lines outside tables become headings and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ingest.elements import Element, Heading, Paragraph, Table
from ingest.model import Source
from ingest.readers.lines import Line, Piece, ends_sentence, in_capitals, opens_in_lower_case, pieces_of, split_mark, usual_width
from ingest.repair import repair

_NUMBERED = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2})+)\.?\s+[A-ZÀ-ÖØ-ÞŒ]")
_CHAPTER = re.compile(r"^\d{1,2}\.?\s+(?=\S)")
_LETTERED = re.compile(r"^[A-Z]\)\s+\S[^.;:]{3,80}$")
_LOOK_BACK = 6
"""How many paragraphs back the beginning of a sentence is looked for when another column stands between its two halves."""


def is_section_heading(line: Line) -> bool:
    """Whether a line opens a numbered section: « 1.2. Environnement », « 3. REFERENTIEL »; list items are not in capitals."""
    chapter = _CHAPTER.match(line.text)
    return bool(_NUMBERED.match(line.text) or (chapter and in_capitals(line.text[chapter.end() :])) or _LETTERED.match(line.text))


def prose_elements(lines: Sequence[Line], document: str, words: Collection[str], *, opening: bool) -> list[Element]:
    """Headings, paragraphs and tab-separated tables of a run of lines, in order.

    Args:
        lines: outside the tables that extraction flattened.
        document: the name that sources bear.
        words: the document's vocabulary, for hyphens.
        opening: no numbered heading stands before these lines: a line in capitals is then a title.
    """
    column = usual_width(lines)
    elements: list[Element] = []
    run: list[Line] = []
    at = 0
    while at < len(lines):
        if lines[at].tabbed or is_section_heading(lines[at]):
            elements += _paragraphs(run, document, words, column, opening)
            run = []
        if lines[at].tabbed:
            end = _after_rows(lines, at)
            elements.append(_tab_table(lines[at:end], document))
        elif is_section_heading(lines[at]):
            opening = False
            end = _after_heading(lines, at)
            elements.append(_heading(Piece("", list(lines[at:end])), document, words))
        else:
            end = at + 1
            run.append(lines[at])
        at = end
    return [*elements, *_paragraphs(run, document, words, column, opening)]


def _after_heading(lines: Sequence[Line], at: int) -> int:
    """A heading broken over two lines goes on in lower case, a blank line between or not."""
    end = at + 1
    while end < len(lines) and _continues_heading(lines[end - 1].text, lines[end].text):
        end += 1
    return end


def _continues_heading(before: str, text: str) -> bool:
    return text[:1].islower() and not ends_sentence(before) and not split_mark(text)[0]


def _heading(piece: Piece, document: str, words: Collection[str]) -> Heading:
    numbered = _NUMBERED.match(piece.printed[0])
    level = 1 + numbered.group("number").count(".") if numbered else (1 if _CHAPTER.match(piece.printed[0]) else None)
    return Heading(piece.text(words), piece.source(document), level)


def _paragraphs(run: Sequence[Line], document: str, words: Collection[str], column: float, opening: bool) -> list[Element]:
    pieces = _rejoin(pieces_of(run, column))
    elements: list[Element] = []
    marks: list[str] = []
    for piece in pieces:
        if opening and not piece.marker and in_capitals(" ".join(piece.printed)) and not ends_sentence(piece.last):
            elements.append(_heading(piece, document, words))
        else:
            elements.append(Paragraph(piece.text(words), piece.source(document), piece.marker, depth(piece, marks)))
    return elements


def depth(piece: Piece, marks: list[str]) -> int:
    """The nesting of a list item: a mark of another kind inside a list is one deeper. ``marks`` holds the open lists."""
    kind = "1" if any(letter.isdigit() for letter in piece.marker) else piece.marker.strip()
    if not kind:
        marks.clear()
    elif kind in marks:
        del marks[marks.index(kind) + 1 :]
    else:
        marks.append(kind)
    return len(marks)


def _rejoin(pieces: list[Piece]) -> list[Piece]:
    """Give the second half of a sentence back to the first, across the paragraphs of another column, with the list it introduces."""
    kept: list[Piece] = []
    list_at: int | None = None
    for piece in pieces:
        start = _unfinished(kept) if opens_in_lower_case(piece) else None
        if start is not None:
            start.lines.extend(piece.lines)
            list_at = kept.index(start) + 1 if piece.last.endswith(":") else None
        elif list_at is not None and piece.marker:
            kept.insert(list_at, piece)
            list_at += 1
        else:
            kept.append(piece)
            list_at = None
    return kept


def _unfinished(pieces: list[Piece]) -> Piece | None:
    for piece in reversed(pieces[-_LOOK_BACK:]):
        text = " ".join(piece.printed)
        if not ends_sentence(piece.last) and not in_capitals(text) and len(text.split()) >= 5:
            return piece
    return None


def _after_rows(lines: Sequence[Line], at: int) -> int:
    while at < len(lines) and lines[at].tabbed:
        at += 1
    return at


def _tab_table(lines: Sequence[Line], document: str) -> Table:
    rows = []
    for line in lines:
        place = Source(document=document, lines=(line.number, line.number))
        texts = [repair(cell) for cell in line.tabbed]
        rows.append(tuple((Paragraph(text, place),) if text else () for text in texts))
    return Table(tuple(rows), Source(document=document, lines=(lines[0].number, lines[-1].number)))
