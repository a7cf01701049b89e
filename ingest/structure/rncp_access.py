"""The rows of an RNCP sheet that are ticked OUI or NON: ways into the certification, with the jury of each, and territories."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.elements import Paragraph
from ingest.model import Diagnostic, Fact, Level, Section, Source
from ingest.structure.places import where
from ingest.structure.rncp_form import ROUTES, Label, Line
from ingest.structure.sentences import statements

_TICK = re.compile(r"[x×✓✔☒☑■]", re.IGNORECASE)
_BAR = " | "
"""Stands for the rules of a table in a text that shows one of its rows."""

_YES, _NO, _JURY = "oui", "non", "jury"
_FORM_COLUMNS = {1: _YES, 2: _NO, 3: _JURY}
"""What the columns of the form are where a page break left a table of full width without its header."""

_RESIDUE_WORDS = 3
"""A jury of fewer words, beside others that are described at length, is what recognition left of one."""


@dataclass
class _Row:
    label: Label
    printed: str
    source: Source
    answers: tuple[str, ...]
    jury: str
    readable: bool
    verbatim: str

    @property
    def values(self) -> tuple[str, ...]:
        """OUI or NON; the row as printed where a cross cannot be attributed: the field is then not empty, only unreadable."""
        return self.answers if self.readable else (self.verbatim.strip(),)


@dataclass
class AccessRows:
    """The rows met so far. ``columns`` says what each column of the table being read is; None where headers were merged."""

    rows: list[_Row] = field(default_factory=list)
    verbatim: list[Paragraph] = field(default_factory=list)
    printed: dict[str, str] = field(default_factory=dict)
    source: Source | None = None
    columns: dict[int, str] | None = None
    header_width: int = 0

    def takes(self, line: Line, labels: dict[int, Label]) -> bool:
        """Take a table row if it is one of these tables': their header, or a label with its crosses."""
        if self._is_header(line, labels):
            self.source = self.source or line.source
            self._read_header(line, labels)
            self.verbatim.append(Paragraph(_BAR.join(line.cells), line.source))
            return True
        label = labels.get(0)
        if label is None or label.key not in ROUTES:
            return False
        self.rows.append(self._row(label, line))
        self.verbatim.append(Paragraph(self.rows[-1].verbatim, line.source))
        return True

    def facts(self) -> tuple[list[Fact], list[Diagnostic]]:
        """One fact per way in, OUI or NON where it can be told, and the composition of the juries."""
        facts = [Fact(key=row.label.key, label=row.printed, values=row.values, source=row.source) for row in self.rows]
        diagnostics = [_unreadable(row) for row in self.rows if not row.readable]
        juries, residues = self._juries()
        diagnostics += [_residue(row) for row in residues]
        if "jury" in self.printed and self.source is not None:
            source = juries[0].source if juries else self.source
            values = tuple(dict.fromkeys(row.jury for row in juries))
            facts.append(Fact(key="jury_composition", label=self.printed["jury"], values=values, source=source))
        return facts, diagnostics

    def sections(self) -> Iterator[Section]:
        """The rows as printed, crosses in their columns, then each jury under its way in."""
        if not self.rows:
            return
        top = (self.printed["registration"],) if "registration" in self.printed else ()
        yield Section(path=top, paragraphs=statements(self.verbatim, split=False))
        juries = (*top, self.printed["jury"]) if "jury" in self.printed else top
        for row in self.rows:
            if row.jury:
                yield Section(path=(*juries, row.printed), paragraphs=statements([Paragraph(row.jury, row.source)], split=False))

    def _is_header(self, line: Line, labels: dict[int, Label]) -> bool:
        answers = {cell.strip().lower() for cell in line.cells}
        return any(label.key in ("registration", "jury") for label in labels.values()) or {"oui", "non"} <= answers

    def _read_header(self, line: Line, labels: dict[int, Label]) -> None:
        names = {column: cell.strip().lower() for column, cell in enumerate(line.cells)}
        self.columns = {column: name for column, name in names.items() if name in (_YES, _NO)}
        merged = any(re.fullmatch(r"oui\W*non", name) for name in names.values())
        if merged or not self.columns:
            self.columns = None
        for column, label in labels.items():
            self.printed[label.key] = line.cells[column]
            if label.key == "jury" and self.columns is not None:
                self.columns[column] = _JURY
        self.header_width = len(line.cells)

    def _row(self, label: Label, line: Line) -> _Row:
        columns = self.columns if self.columns and len(line.cells) <= self.header_width else None
        if columns is None and len(line.cells) > len(_FORM_COLUMNS):
            columns = _FORM_COLUMNS
        ticked = [column for column, cell in enumerate(line.cells) if column and _TICK.fullmatch(cell.strip())]
        answers = tuple(columns[column].upper() for column in ticked if columns and columns.get(column) in (_YES, _NO))
        others = [cell for column, cell in enumerate(line.cells) if column and column not in ticked and cell]
        verbatim = _BAR.join(cell for cell in line.cells if cell not in others)
        return _Row(label, line.cells[0], line.source, answers, " ".join(others), bool(answers) or not ticked, verbatim)

    def _juries(self) -> tuple[list[_Row], list[_Row]]:
        described = [row for row in self.rows if len(row.jury.split()) >= _RESIDUE_WORDS]
        residues = [row for row in self.rows if row.jury and row not in described]
        return described, residues


def _unreadable(row: _Row) -> Diagnostic:
    message = f"« {row.printed} » : une croix est imprimée, mais l'en-tête OUI / NON est fusionné ; on ne peut pas dire laquelle des deux."
    return Diagnostic(level=Level.WARNING, code="merged-header", message=message, where=where(row.source))


def _residue(row: _Row) -> Diagnostic:
    message = f"« {row.printed} » : « {row.jury} » dans la composition du jury est un reste de reconnaissance de caractères."
    return Diagnostic(level=Level.WARNING, code="ocr-residue", message=message, where=where(row.source))
