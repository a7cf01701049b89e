"""Everything that is not a competence table becomes sections under their headings.

Heading levels of the formats are not to be trusted (``## 1.2`` under ``### 1.``): the printed number decides the depth, and a heading
without number stands under the last numbered one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.elements import Cell, Element, Heading, Paragraph, Table
from ingest.model import Diagnostic, Level, Section, Source
from ingest.structure.places import where
from ingest.structure.sentences import span, statements

_NUMBER = re.compile(r"^\s*(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+(?=\S)|^\s*(?P<letter>[A-Z])\)\s+")
_ROW_RULE = " | "
"""Stands for the rules between the cells of a row read as one line; such a row is no cut sentence."""
_LOOK_BACK = 12
"""How many paragraphs back the beginning of a cut sentence is looked for: a table column may stand between."""
_LONGEST_SENTENCE = 5000
"""A text longer than this is no sentence that waits for its end."""


def read_sections(elements: Iterable[Element]) -> tuple[tuple[Section, ...], list[Diagnostic]]:
    """Gather headings, paragraphs and leftover tables into sections; empty headings stay as sections without text."""
    path: list[tuple[int, str]] = []
    sections: list[tuple[tuple[str, ...], list[Paragraph]]] = [((), [])]
    diagnostics: list[Diagnostic] = []
    for element in elements:
        if isinstance(element, Heading):
            path = _descend(path, element)
            sections.append((tuple(title for _, title in path), []))
        else:
            for paragraph in _paragraphs(element):
                _append(sections, paragraph, diagnostics)
    kept = [(p, ps) for rank, (p, ps) in enumerate(sections) if ps or (p and not _has_child(p, sections[rank + 1 : rank + 2]))]
    return tuple(Section(path=p, paragraphs=statements(ps, split=False)) for p, ps in kept), diagnostics


def _descend(path: list[tuple[int, str]], heading: Heading) -> list[tuple[int, str]]:
    depth = _numbered_depth(heading.text)
    if depth is None:
        numbered = [level for level, title in path if _numbered_depth(title) is not None]
        depth = (numbered[-1] if numbered else 0) + 1 if path else 0
        if numbered and _is_document_title(heading):
            depth = 0
    return [*((level, title) for level, title in path if level < depth), (depth, heading.text)]


def _numbered_depth(text: str) -> int | None:
    match = _NUMBER.match(text)
    if match is None:
        return None
    return 10 if match.group("letter") else 1 + match.group("number").count(".")


def _is_document_title(heading: Heading) -> bool:
    return heading.level == 1 and heading.text.isupper()


def _paragraphs(element: Paragraph | Table) -> list[Paragraph]:
    """A leftover table is read column by column: such tables set two texts side by side, each going on down its column."""
    if isinstance(element, Paragraph):
        return [element]
    width = max((len(row) for row in element.rows), default=0)
    if width <= 2:
        return [p for column in range(width) for row in element.rows if column < len(row) for p in row[column]]
    return [_row_paragraph(row) for row in element.rows if any(row)]


def _row_paragraph(row: tuple[Cell, ...]) -> Paragraph:
    """A row of a wide table reads as one line; the bars stand for its rules."""
    texts = [" ".join((p.marker + p.text).replace("\n", " ") for p in cell) for cell in row]
    filled = [cell[0].source for cell in row if cell]
    return Paragraph(_ROW_RULE.join(texts), span(filled[0], filled[-1]))


def _append(sections: list[tuple[tuple[str, ...], list[Paragraph]]], paragraph: Paragraph, diagnostics: list[Diagnostic]) -> None:
    place = _cut_sentence(sections, paragraph)
    if place is None:
        sections[-1][1].append(paragraph)
        return
    paragraphs, index = place
    start = paragraphs[index]
    text = f"{start.text} {paragraph.text}"
    paragraphs[index] = Paragraph(text, span(start.source, paragraph.source), start.marker, start.depth)
    diagnostics.append(
        Diagnostic(
            level=Level.INFO,
            code="sentence-rejoined",
            message=f"Une phrase coupée a été rejointe : « …{start.text[-30:]} » + « {paragraph.text[:30]}… ».",
            where=where(paragraph.source),
        )
    )


def _cut_sentence(sections: list[tuple[tuple[str, ...], list[Paragraph]]], paragraph: Paragraph) -> tuple[list[Paragraph], int] | None:
    """Where the beginning of a sentence that starts in lower case stands: an unfinished text a few paragraphs back."""
    if paragraph.marker or not paragraph.text[:1].islower() or _ROW_RULE in paragraph.text:
        return None
    paragraphs = sections[-1][1]
    if paragraphs and paragraphs[-1].text.endswith(":"):
        return None  # what a colon announces begins in lower case by right
    for index in range(len(paragraphs) - 1, max(len(paragraphs) - 1 - _LOOK_BACK, -1), -1):
        if _is_unfinished(paragraphs[index].text):
            return paragraphs, index
    return None


def _is_unfinished(text: str) -> bool:
    return bool(re.match(r"[a-zà-öø-ÿ,’']$", text[-1:])) and len(text) <= _LONGEST_SENTENCE and len(text.split(None, 4)) >= 5


def _has_child(path: tuple[str, ...], following: list[tuple[tuple[str, ...], list[Paragraph]]]) -> bool:
    return any(other[: len(path)] == path and len(other) > len(path) for other, _ in following)


def first_source(elements: Iterable[Element], document: str) -> Source:
    """The place of the first element, for things that stand nowhere in particular."""
    return next((element.source for element in elements), Source(document=document))
