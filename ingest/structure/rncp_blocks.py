"""The blocks of an RNCP sheet: title, capacities, modalities of evaluation, however the two columns were flattened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.elements import Paragraph
from ingest.model import Block, Competence, Diagnostic, Level, Section, Source
from ingest.readers.lines import split_mark
from ingest.structure.places import where
from ingest.structure.rncp_form import Line
from ingest.structure.sentences import statements

BLOCK_START = re.compile(r"Bloc\s+de\s+comp[ée]tences?\s+n\s?[°ºo]\s?(?P<number>\d+)", re.IGNORECASE)
BLOCK_TABLE_HEADER = re.compile(r"(?:INTITUL[EÉ]\s*)?(?:DESCRIPTIF\s+ET\s+MODALIT[EÉ]S\s+D['’][EÉ]VALUATION)?", re.IGNORECASE)
_SHEET = re.compile(r"(?:de\s+)?la\s+fiche\s+n\s?[°ºo]\s?\d+\s*[-–:]\s*", re.IGNORECASE)
_INTRODUCTION = re.compile(
    r"Ce\s+bloc\s+de\s+comp[ée]tences?\s+reprend\s+(?:les?|la)\s+\w+\s+professionnelles?(?P<end>\s+suivantes?(?:\s*:)?)?", re.IGNORECASE
)
_STRAY_END = re.compile(r"\s*\bsuivantes?\s*:?$", re.IGNORECASE)
_DESCRIPTION = r"Descriptif\s?:"
_EVALUATION = r"Modalit[ée]s\s+d['’][ée]valuation\s?:"
_CERTIFICATE = r"Attestation\s?:"
_CAPACITY = r"(?:C\s?\d{1,2}\b\s?[-–:.]?|\d{1,2}\))\s+(?=[A-ZÀ-ÖØ-ÞŒ])"
_CUTS = re.compile(rf"(?=\bBloc\s+de\s+comp[ée]tences?\s+n\s?[°ºo]|\b{_DESCRIPTION}|\b{_EVALUATION}|\b{_CERTIFICATE}|(?<!\w){_CAPACITY})")
_ALTERNATIVE = re.compile(r"(?<=[.;])\s+(?=(?:Ou|Et)\s+[A-ZÀ-ÖØ-ÞŒ])|(?<=\b(?:Ou|Et))\s+(?=[A-ZÀ-ÖØ-ÞŒ])|(?<=[;:])\s+(?=[-–]\s)")


@dataclass
class SheetBlock:
    """A block under construction: ``header`` is its name as printed, the other lists hold its paragraphs in order."""

    number: int
    source: Source
    header: str = ""
    title: str = ""
    description: list[Line] = field(default_factory=list)
    capacities: list[Line] = field(default_factory=list)
    parts: list[tuple[str, list[Line]]] = field(default_factory=list)


def read_blocks(lines: Sequence[Line]) -> tuple[list[SheetBlock], list[Diagnostic]]:
    """Gather the lines between the first block's name and the end of the last block."""
    blocks: list[SheetBlock] = []
    diagnostics: list[Diagnostic] = []
    for line in (piece for whole in lines for piece in _cut(whole)):
        if match := BLOCK_START.match(line.text):
            blocks.append(SheetBlock(int(match.group("number")), line.source, header=line.text))
        elif blocks and not BLOCK_TABLE_HEADER.fullmatch(line.text):  # the header is repeated before each block
            _store(blocks[-1], line)
    for block in blocks:
        diagnostics += _name(block)
    return blocks, diagnostics


def capacity_parts(text: str) -> tuple[int, str] | None:
    """The number and title of a capacity: « C1 Préparer… », « C1- Préparer… » or « 7) Organiser… »."""
    match = re.match(rf"{_CAPACITY}", text)
    digits = re.search(r"\d+", text[: match.end()]) if match else None
    return (int(digits.group()), text[match.end() :].strip()) if match and digits else None


def to_block(block: SheetBlock) -> Block:
    """The typed block; an RNCP sheet has no knowledge list and its capacities have no criteria."""
    competences = []
    for local, line in enumerate(block.capacities, start=1):
        if parts := capacity_parts(line.text):
            number, title = parts
            competences.append(Competence(number=number, local_number=local, code=f"C{number}", title=title, source=line.source))
    return Block(number=block.number, title=block.title, competences=tuple(competences), source=block.source)


def to_sections(block: SheetBlock, path: tuple[str, ...]) -> Iterator[Section]:
    """The block's words as sections: its description with the list of capacities, then each other part."""
    here = (*path, block.header)
    listed = [Paragraph(line.text, line.source, line.marker or "- ", 1) for line in block.capacities]
    described = [Paragraph(line.text, line.source, line.marker) for line in block.description]
    yield Section(path=here, paragraphs=statements([*described, *listed], split=False))
    for title, lines in block.parts:
        paragraphs = [Paragraph(line.text, line.source, line.marker, 1 if line.marker else 0) for line in lines]
        if paragraphs:
            yield Section(path=(*here, title), paragraphs=statements(paragraphs, split=False))


def _cut(line: Line) -> Iterator[Line]:
    """The parts of a line that recognition ran together; list marks inside are told from the text."""
    pieces = [piece.strip() for piece in _CUTS.split(line.text) if piece.strip()]
    if len(pieces) == 1 and not _ALTERNATIVE.search(line.text):
        yield line
        return
    for rank, piece in enumerate(part.strip() for cut in pieces for part in _ALTERNATIVE.split(cut)):
        marker, text = (line.marker, piece) if rank == 0 else split_mark(piece) if piece[:1] in "-–•" else ("", piece)
        if text:
            yield Line(text, line.source, marker)


def _store(block: SheetBlock, line: Line) -> None:
    label = re.match(rf"({_EVALUATION}|{_CERTIFICATE})\s*", line.text)
    if label:
        block.parts.append((label.group(1), []))
        if rest := line.text[label.end() :].strip():
            block.parts[-1][1].append(Line(rest, line.source, line.marker))
    elif block.parts:
        block.parts[-1][1].append(line)
    elif capacity_parts(line.text):
        block.capacities.append(line)
    else:
        block.description.append(line)


def _name(block: SheetBlock) -> list[Diagnostic]:
    """Tell the block's title from the sentence beside it, with which recognition mixed it."""
    diagnostics = [*_gather_header(block), *_return_stray_end(block)]
    start = BLOCK_START.match(block.header)
    rest = block.header[start.end() :].strip() if start else block.header
    block.title = _SHEET.sub("", rest, count=1).strip(" -–:")
    return diagnostics


def _gather_header(block: SheetBlock) -> list[Diagnostic]:
    """« Bloc de compétence n°3 de | Descriptif : la fiche n° 1 - L'audit | Ce bloc reprend … suivante | QSE »: the name in pieces."""
    if _SHEET.search(block.header):
        return []
    for index, line in enumerate(block.description):
        match = _SHEET.search(line.text)
        if match is None:
            continue
        introduction = _INTRODUCTION.search(line.text)
        name_end = introduction.start() if introduction else len(line.text)
        after = line.text[introduction.end() :].strip() if introduction else ""
        pieces = [line.text[match.start() : name_end].strip(), after]
        block.header = " ".join(filter(None, [block.header, *pieces]))
        remaining = " ".join(filter(None, [line.text[: match.start()].strip(), introduction.group() if introduction else ""]))
        block.description[index] = Line(remaining, line.source, line.marker)
        joined = " + ".join(f"« {piece} »" for piece in pieces if piece)
        return [_told(block, "title-reassembled", f"l'intitulé, coupé en morceaux par la reconnaissance, a été reconstitué : {joined}")]
    return []


def _return_stray_end(block: SheetBlock) -> list[Diagnostic]:
    """The end of « … les capacités professionnelles suivantes : », read with the title, goes back to its sentence."""
    stray = _STRAY_END.search(block.header)
    if stray is None:
        return []
    for index, line in enumerate(block.description):
        introduction = _INTRODUCTION.fullmatch(line.text.strip())
        if introduction and not introduction.group("end"):
            block.description[index] = Line(f"{line.text} {stray.group().strip()}", line.source, line.marker)
            block.header = block.header[: stray.start()]
            return [_told(block, "title-repaired", f"« {stray.group().strip()} », lu dans l'intitulé, a été rendu à la phrase d'à côté")]
    return []


def _told(block: SheetBlock, code: str, what: str) -> Diagnostic:
    return Diagnostic(level=Level.INFO, code=code, message=f"Bloc {block.number} : {what}.", where=where(block.source))
