"""A check as an Excel workbook: the matrix with filters, the summary, what is to be taken up with the candidate."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.dossier.board import Remark
from assistant.dossier.comparing import Comparison
from assistant.dossier.model import Check
from assistant.dossier.reports.matrix import rows
from assistant.dossier.reports.opinions import HEADING, opinion_rows
from assistant.dossier.wording import ANNOUNCED, ASIDE, CLAIMS, STATE, TITLE, USELESS, headline, next_steps, place_of
from assistant.mapping.model import Level, Segment

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_CELL = 32_000
"""Excel refuses more than 32,767 characters."""
_FILLS = {STATE[Level.COVERED]: "D8EFDB", STATE[Level.PARTIAL]: "FCEFC7", STATE[Level.ABSENT]: "F6D5D2"}
_HEAD, _INK = "1F5A8A", "FFFFFF"


def to_excel(check: Check, comparison: Comparison | None = None, remarks: Mapping[str, Remark] | None = None) -> bytes:
    """The whole .xlsx file."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Matrice"
    _fill(sheet, rows(check), (7, 12, 40, 14, 24, 14, 60, 14, 70, 14), filtered=True)
    _fill(book.create_sheet("Synthèse"), _summary(check, comparison), (16, 70, 16, 16, 16))
    _fill(book.create_sheet("À demander"), _questions(check), (12, 50, 16, 80), filtered=True)
    _fill(book.create_sheet("À reprendre"), _apart(check), (40, 80, 60, 14), filtered=True)
    if remarks:
        _fill(book.create_sheet(HEADING), opinion_rows(check, remarks), (24, 60, 16, 16, 60), filtered=True)
    book.properties.title, book.properties.creator = TITLE, "Acquis"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _summary(check: Check, comparison: Comparison | None) -> list[list[str]]:
    lines = [["Bloc", "Intitulé", *(STATE[level].capitalize() for level in Level)]]
    lines += [[str(block.number), block.title, *(str(len(getattr(block, level))) for level in Level)] for block in check.mapping.blocks]
    lines += [["", headline(check)], *([["", comparison.headline()]] if comparison else [])]
    lines += [["À faire", step] for step in next_steps(check)]
    return lines + [["À savoir", note] for note in (f"Certification : {check.title}", *check.notes)]


def _questions(check: Check) -> list[list[str]]:
    asked = [[str(m.number), m.title, STATE[m.status], question] for m in check.mapping.competences for question in m.next]
    return [["Compétence", "Intitulé", "État", "À demander au candidat"], *asked]


def _apart(check: Check) -> list[list[str]]:
    lines = [[ANNOUNCED, item.label, item.where.heading, place_of(item.where)] for item in check.announced]
    lines += [[CLAIMS, item.segment.text, item.reason.rsplit(":", 1)[-1].strip(), place_of(item.segment)] for item in check.claims]
    lines += [
        [ASIDE, item.segment.text, item.reason.rsplit(":", 1)[-1].strip(), place_of(item.segment)] for item in check.mapping.set_aside
    ]
    lines += [_useless(segment) for segment in check.useless]
    return [["Sujet", "Passage du dossier", "Pourquoi ou sous quel titre", "Où"], *lines]


def _useless(segment: Segment) -> list[str]:
    return [USELESS, segment.text, segment.heading, place_of(segment)]


def _fill(sheet: Worksheet, lines: Sequence[Sequence[str]], widths: Sequence[int], *, filtered: bool = False) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            cell = sheet.cell(row=row, column=column)
            cell.value = _NOT_XML.sub("", value)[:_LONGEST_CELL]
            cell.data_type = "s"  # words, never a formula, whatever they begin with
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if row == 1:
                cell.font, cell.fill = Font(bold=True, color=_INK), PatternFill("solid", fgColor=_HEAD)
            elif value in _FILLS:
                cell.fill = PatternFill("solid", fgColor=_FILLS[value])
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[sheet.cell(row=1, column=column).column_letter].width = width
    sheet.freeze_panes = "A2"
    if filtered:
        sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
