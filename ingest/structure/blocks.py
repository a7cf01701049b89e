"""The table of section 2: blocks, the competences that each holds, and the knowledge that goes with them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.elements import Cell, Paragraph
from ingest.model import Diagnostic, Level, Source, Statement
from ingest.structure.columns import Column, cell_text
from ingest.structure.places import where

_CODE = re.compile(r"^\s*(?:BDC\s*\+\s*Code\s+Bloc|(?P<code>BDC\s?\d{2,}|(?:RNCP|RS)\s?\d+\s?-?\s?BC\s?\d+)|BDC)\b[\s:–-]*", re.IGNORECASE)
_COMPETENCE = re.compile(r"^\s*(?:C\s?)?(\d{1,2})\s*[.)\-–:]?\s+(?=\S)")


@dataclass
class ListedCompetence:
    """A competence as the block table lists it: its printed number (often local to the block) and title."""

    printed: int
    title: str
    source: Source


@dataclass
class ListedBlock:
    """A block under construction."""

    code: str | None
    title: str
    source: Source
    competences: list[ListedCompetence] = field(default_factory=list)
    knowledge: list[Paragraph] = field(default_factory=list)


def read_blocks(rows: Iterable[dict[Column, Cell]]) -> tuple[list[ListedBlock], list[Diagnostic]]:
    """Gather the rows of the block table, page breaks and merged cells included."""
    blocks: list[ListedBlock] = []
    diagnostics: list[Diagnostic] = []
    for row in rows:
        name, competences, knowledge = (row.get(c, ()) for c in (Column.BLOCK, Column.COMPETENCE, Column.KNOWLEDGE))
        if name:
            _open_or_continue(blocks, name)
        if not blocks:
            if competences or knowledge:
                source = (competences or knowledge)[0].source
                blocks.append(ListedBlock(None, "", source))
                diagnostics.append(_warning("block-missing", "Des compétences sont listées avant tout intitulé de bloc.", source))
            else:
                continue
        _add_competences(blocks[-1], competences)
        blocks[-1].knowledge.extend(knowledge)
    for number, block in enumerate(blocks, start=1):
        if block.code is None:
            message = f"Bloc {number} : le document ne donne pas de code (champ laissé vide)."
            diagnostics.append(_info("block-code-empty", message, block.source))
    return blocks, diagnostics


def knowledge_items(block: ListedBlock) -> tuple[tuple[Statement, ...], list[Diagnostic]]:
    """One statement per knowledge item; unmarked items are told apart by the line breaks of the document."""
    items: list[Paragraph] = []
    for paragraph in block.knowledge:
        lines = paragraph.text.split("\n") if not paragraph.marker else [paragraph.text.replace("\n", " ")]
        for line in lines:
            if items and not paragraph.marker and line[:1].islower():
                items[-1] = Paragraph(f"{items[-1].text} {line}", items[-1].source, items[-1].marker)
            else:
                items.append(Paragraph(line, paragraph.source, paragraph.marker))
    diagnostics = [
        _warning("knowledge-not-separated", "Connaissances écrites à la suite sans puce : elles n'ont pas pu être séparées.", item.source)
        for item in items
        if not item.marker and len(item.text) > 200
    ]
    return tuple(Statement(text=item.text, marker=item.marker, source=item.source) for item in items), diagnostics


def _open_or_continue(blocks: list[ListedBlock], cell: Cell) -> None:
    text = cell_text(cell)
    match = _CODE.match(text)
    if match is None and blocks and not blocks[-1].competences:  # a title cut by the page
        blocks[-1].title = f"{blocks[-1].title} {text}".strip()
    elif match is None and blocks and _looks_like_rest(blocks[-1].title, text):
        blocks[-1].title = f"{blocks[-1].title} {text}"
    else:
        code = match.group("code").replace(" ", "") if match and match.group("code") else None
        blocks.append(ListedBlock(code, text[match.end() :].strip() if match else text, cell[0].source))


def _looks_like_rest(title: str, text: str) -> bool:
    """The lower-case end of a title whose beginning stands on the page before."""
    return text[:1].islower() and not title.endswith(".")


def _add_competences(block: ListedBlock, cell: Cell) -> None:
    for paragraph in cell:
        for rank, line in enumerate((paragraph.marker + paragraph.text).split("\n")):
            match = _COMPETENCE.match(line)
            if match and (rank == 0 or not block.competences or int(match.group(1)) == block.competences[-1].printed + 1):
                block.competences.append(ListedCompetence(int(match.group(1)), line[match.end() :].strip(), paragraph.source))
            elif block.competences and line.strip():
                block.competences[-1].title += " " + line.strip()
            elif line.strip():
                block.competences.append(ListedCompetence(len(block.competences) + 1, line.strip(), paragraph.source))


def _warning(code: str, message: str, source: Source) -> Diagnostic:
    return Diagnostic(level=Level.WARNING, code=code, message=message, where=where(source))


def _info(code: str, message: str, source: Source) -> Diagnostic:
    return Diagnostic(level=Level.INFO, code=code, message=message, where=where(source))
