"""The table of blocks, competences and knowledge of a CQPM, rebuilt from text in which its columns were read line by line."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from ingest.elements import Cell, Paragraph, Table
from ingest.model import Source
from ingest.readers.lines import Line, Piece, ends_sentence, hangs, split_mark

HEADER = ("Blocs de compétences", "Compétences professionnelles", "Connaissances associées")
_BLOCK = re.compile(r"^(?:BDC\d*\b|Bloc\s+(?:de\s+comp[ée]tences?\s*)?(?:n°\s*)?\d)", re.IGNORECASE)
_COMPETENCE = re.compile(r"^\d{1,2}\s*[.)]\s+(?=\S)")
_COMPETENCE_INSIDE = re.compile(r"\s+(?=\d{1,2}\s*[.)]\s+[A-ZÀ-ÖØ-ÞŒ])")
_BULLET_INSIDE = re.compile(r"\s+(?=[•▪●■○➢✓]\s*\S|[-–]\s+[A-ZÀ-ÖØ-ÞŒ])")


@dataclass
class _Block:
    name: list[Line]
    competences: list[Piece] = field(default_factory=list)
    knowledge: list[Piece] = field(default_factory=list)


def rebuild_blocks(lines: Sequence[Line], document: str, words: Collection[str]) -> tuple[Table, list[str]]:
    """The block table (header row, then one row per competence, the block and its knowledge on its first) and all its titles.

    Args:
        lines: those under the table's header, up to the next section.
        document: the name that sources bear.
        words: the document's vocabulary, for hyphens.
    """
    blocks = _gather(lines)
    place = Source(document=document, lines=(lines[0].number, lines[-1].number))
    opening = Source(document=document, lines=(lines[0].number, lines[0].number))
    rows: list[tuple[Cell, ...]] = [tuple((Paragraph(name, opening),) for name in HEADER)]
    for block in blocks:
        name = _cell([Piece("", block.name)] if block.name else [], document, words)
        knowledge = _cell(block.knowledge, document, words)
        competences = [_cell([piece], document, words) for piece in block.competences] or [()]
        rows.append((name, competences[0], knowledge))
        rows += [((), competence, ()) for competence in competences[1:]]
    titles = [piece.text(words) for block in blocks for piece in block.competences]
    return Table(tuple(rows), place), [_COMPETENCE.sub("", title) for title in titles]


def _gather(lines: Sequence[Line]) -> list[_Block]:
    """Send each line to its block: to the block's name until a number comes, then to the item that it opens or goes on."""
    blocks: list[_Block] = []
    current: list[Line] | None = None
    for line in (part for whole in lines for part in _parts(whole)):
        if _BLOCK.match(line.text) or not blocks:
            blocks.append(_Block([]))
            current = blocks[-1].name
        block = blocks[-1]
        marker, rest = split_mark(line.text)
        if _COMPETENCE.match(line.text):
            block.competences.append(Piece("", [line]))
            current = block.competences[-1].lines
        elif marker:
            block.knowledge.append(Piece(marker, [Line(line.number, rest)]))
            current = block.knowledge[-1].lines
        elif block.competences and current is block.competences[-1].lines and _opens_item(block.competences[-1], line):
            block.knowledge.append(Piece("", [line]))
            current = block.knowledge[-1].lines
        elif current is not None:
            current.append(line)
    return blocks


def _opens_item(competence: Piece, line: Line) -> bool:
    """An unmarked line in capitals' case after a competence is a knowledge item, unless the competence's last line hangs."""
    return not line.text[:1].islower() and not hangs(competence.last) and (line.after_blank or ends_sentence(competence.last))


def _parts(line: Line) -> list[Line]:
    """The end of a block's name, a competence and its first knowledge item may stand on one line."""
    if split_mark(line.text)[0] and not _COMPETENCE.match(line.text):
        return [line]
    names = _COMPETENCE_INSIDE.split(line.text, maxsplit=1) if _BLOCK.match(line.text) else [line.text]
    pieces = [*names[:-1], *_BULLET_INSIDE.split(names[-1], maxsplit=1)]
    return [Line(line.number, text, line.after_blank and rank == 0) for rank, text in enumerate(pieces)]


def _cell(pieces: Sequence[Piece], document: str, words: Collection[str]) -> Cell:
    return tuple(Paragraph(piece.text(words), piece.source(document), piece.marker, 1 if piece.marker else 0) for piece in pieces)
