"""An RNCP sheet: facts under the labels of the national form, blocks of capacities, the rest as sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.elements import Paragraph, ReadDocument
from ingest.model import Certification, Diagnostic, Document, Fact, Kind, Level, Section, Source
from ingest.readers.lines import hangs
from ingest.structure.columns import plain
from ingest.structure.ocr_doubts import ocr_doubts
from ingest.structure.places import where
from ingest.structure.rncp_access import AccessRows
from ingest.structure.rncp_blocks import BLOCK_START, BLOCK_TABLE_HEADER, SheetBlock, capacity_parts, read_blocks, to_block, to_sections
from ingest.structure.rncp_facts import facts_of
from ingest.structure.rncp_form import HEADINGS, LABELS, Field, Label, Line, labels_in, lines_of, row_label
from ingest.structure.sentences import statements

_ENOUGH_LABELS = 8
"""Distinct labels of the form from which a document is such a sheet; a text about certifications uses one or two."""

_BY_KEY = {label.key: label for label in LABELS}


def is_rncp(document: ReadDocument) -> bool:
    """Whether the document is filled in on the national form."""
    found: set[str] = set()
    for line in lines_of(document.elements):
        labels = [row_label(cell) for cell in line.cells if cell] if line.cells else [label for label, _ in labels_in(line.text)[0]]
        found |= {label.key for label in labels if label}
    return len(found) >= _ENOUGH_LABELS and "rncp_code" in found


def build_rncp(document: ReadDocument, certification_id: str) -> tuple[Certification, list[Diagnostic]]:
    """Build the certification of a sheet: every word in a fact, a block, a competence or a section."""
    lines = list(lines_of(document.elements))
    sheet = _Sheet()
    for line in lines:
        sheet.add(line)
    blocks, diagnostics = read_blocks(sheet.block_lines)
    diagnostics += sheet.return_orphans(blocks)
    facts, more = facts_of(sheet.fields, sheet.access)
    diagnostics += [*more, *_compare_capacities(sheet.fields, blocks), *ocr_doubts((line.text, line.source) for line in lines)]
    certification = Certification(
        id=certification_id,
        title=_value(facts, "title") or document.name,
        kind=Kind.RNCP,
        codes=_codes(facts),
        blocks=tuple(to_block(block) for block in blocks),
        sections=tuple(_sections(sheet, blocks)),
        facts=facts,
        document=Document(name=document.name, format=document.format, sha256=document.sha256, pages=document.pages),
    )
    return certification, diagnostics


@dataclass
class _Sheet:
    """The sheet as read so far. ``orphans`` are ends of sentences that a table of the form was set between."""

    opening: list[Line] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    block_lines: list[Line] = field(default_factory=list)
    access: AccessRows = field(default_factory=AccessRows)
    orphans: list[Line] = field(default_factory=list)
    columns: dict[int, Field] = field(default_factory=dict)
    in_blocks: bool = False
    in_access: bool = False
    fields_before_access: int = 0

    def add(self, line: Line) -> None:
        """Take the next line: a row of a table, labels with or without their value, a block, or a value."""
        if line.cells:
            self._add_row(line)
            return
        if BLOCK_TABLE_HEADER.fullmatch(line.text) and any(found.label.key == "blocks" for found in self.fields):
            if not self.in_blocks:
                self.fields[-1].lines.append(line)
            return
        found, rest = labels_in(line.text)
        if found:
            self.in_blocks = self.in_access = False
            self.columns = {}
            self.fields += [Field(label, printed, line.source, merged=len(found) > 1) for label, printed in found]
            if rest:
                self.fields[-1].lines.append(Line(rest, line.source))
        elif self.in_blocks or BLOCK_START.search(line.text):
            self.in_blocks = True
            self.block_lines.append(line)
        elif self.in_access and line.text[:1].islower():
            self.orphans.append(line)
        elif self.fields:
            self.fields[-1].lines.append(line)
        else:
            self.opening.append(line)

    def _add_row(self, line: Line) -> None:
        labels = {column: label for column, cell in enumerate(line.cells) if cell and (label := row_label(cell))}
        if self.access.takes(line, labels):
            self.in_blocks, self.in_access = False, True
            self.fields_before_access = self.fields_before_access or len(self.fields)
        elif labels and len(labels) == sum(bool(cell) for cell in line.cells):
            self.columns = {}
            for column, label in labels.items():
                self.columns[column] = Field(label, line.cells[column], line.source)
                self.fields.append(self.columns[column])
        elif self.columns:
            for column, cell in enumerate(line.cells):
                if cell:
                    (self.columns.get(column) or self.fields[-1]).lines.append(Line(cell, line.source))
        elif self.in_blocks:
            self.block_lines.extend(Line(cell, line.source) for cell in line.cells if cell)
        elif labels:  # a label and its value side by side
            self._add_pairs(line, labels)
        elif self.fields:
            self.fields[-1].lines.append(Line(line.text, line.source))
        else:
            self.opening.append(Line(line.text, line.source))

    def _add_pairs(self, line: Line, labels: dict[int, Label]) -> None:
        for column, cell in enumerate(line.cells):
            if column in labels:
                self.fields.append(Field(labels[column], cell, line.source))
            elif cell and self.fields:
                self.fields[-1].lines.append(Line(cell, line.source))

    def return_orphans(self, blocks: Sequence[SheetBlock]) -> list[Diagnostic]:
        """Give the end of a sentence found inside a table back to the text that stops in the middle of one."""
        diagnostics = []
        for orphan in self.orphans:
            cut = [lines for block in blocks for _, lines in block.parts if lines and hangs(lines[-1].text)]
            if not cut:
                self.fields[-1].lines.append(orphan)
                continue
            last = cut[-1][-1]
            cut[-1][-1] = Line(f"{last.text} {orphan.text}", last.source, last.marker)
            message = f"Une phrase coupée a été rejointe : « …{last.text[-30:]} » + « {orphan.text} »."
            diagnostics.append(Diagnostic(level=Level.INFO, code="sentence-rejoined", message=message, where=where(orphan.source)))
        return diagnostics


def _compare_capacities(fields: Sequence[Field], blocks: Sequence[SheetBlock]) -> Iterator[Diagnostic]:
    """The summary lists the capacities too: say where the two wordings or the two lists differ."""
    in_blocks = {parts[0]: parts[1] for block in blocks for line in block.capacities if (parts := capacity_parts(line.text))}
    listed = {
        parts[0]: (parts[1], line.source)
        for found in fields
        if found.label.key == "summary"
        for line in found.lines
        if (parts := capacity_parts(line.text))
    }
    for number, (text, source) in listed.items():
        if number not in in_blocks:
            yield _differs("competence-mismatch", f"C{number} est listée dans le résumé et dans aucun bloc.", source)
        elif plain(text).strip(" .") != plain(in_blocks[number]).strip(" ."):
            message = f"C{number} : le résumé (« {text} ») et le bloc (« {in_blocks[number]} ») n'ont pas les mêmes mots."
            yield _differs("title-differs", message, source)


def _differs(code: str, message: str, source: Source) -> Diagnostic:
    return Diagnostic(level=Level.INFO, code=code, message=message, where=where(source))


def _value(facts: Sequence[Fact], key: str) -> str:
    return next((fact.values[0] for fact in facts if fact.key == key and fact.values), "")


def _codes(facts: Sequence[Fact]) -> dict[str, tuple[str, ...]]:
    patterns = {
        "rncp": ("rncp_code", r"\d{2,6}"),
        "nsf": ("nsf_codes", r"^\d{3}\s?[a-z]?\b"),
        "rome": ("rome_codes", r"^[A-Z]\d{4}\b"),
        "formacode": ("formacodes", r"^\d{5}\b"),
        "convention": ("collective_agreement", r"^\d{3,4}\b"),
    }
    codes = {}
    for name, (key, pattern) in patterns.items():
        values = [value for fact in facts if fact.key == key for value in fact.values]
        codes[name] = tuple(match.group() for value in values if (match := re.search(pattern, value)))
    return {name: values for name, values in codes.items() if values}


def _sections(sheet: _Sheet, blocks: Sequence[SheetBlock]) -> Iterator[Section]:
    """The words of the sheet under their labels, in the order of the form."""
    if sheet.opening:
        yield _section((), sheet.opening)
    printed = {found.label.key: found.printed for found in sheet.fields} | sheet.access.printed
    with_blocks = False
    for rank, found in enumerate(sheet.fields):
        if rank == sheet.fields_before_access:
            yield from sheet.access.sections()
        path = _path(found.label, found.printed, printed)
        if found.lines or found.label.key in HEADINGS:
            yield _section(path, found.lines)
        if found.label.key == "blocks":
            with_blocks = True
            for block in blocks:
                yield from to_sections(block, path)
    if not with_blocks:
        for block in blocks:
            yield from to_sections(block, ())
    if sheet.fields_before_access == len(sheet.fields):
        yield from sheet.access.sections()


def _path(label: Label, as_printed: str, printed: dict[str, str]) -> tuple[str, ...]:
    parent = _BY_KEY.get(label.parent)
    above = _path(parent, printed[parent.key], printed) if parent and parent.key in printed else ()
    return (*above, as_printed)


def _section(path: tuple[str, ...], lines: Sequence[Line]) -> Section:
    paragraphs = [Paragraph(line.text, line.source, line.marker, 1 if line.marker else 0) for line in lines]
    return Section(path=path, paragraphs=statements(paragraphs, split=False))
