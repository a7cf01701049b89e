"""Drafted items as an Excel workbook: the items, a grid to tick where there is one, and what is not covered."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from assistant.drafting.exports.sheets import TITLES, covered, levels, quoted_criteria, short, state
from assistant.drafting.exports.tabular import rows
from assistant.drafting.items import Drafted

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDTHS = (20, 14, 14, 60, 40, 30, 50, 40, 24, 60, 24)
_HEAD, _INK = "1F5A8A", "FFFFFF"


def to_excel(drafted: Drafted) -> bytes:
    """The whole .xlsx file."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if levels(drafted.kind):
        sheet.title = "Grille"
        _fill(sheet, _grid(drafted), (60, 60, *(14 for _ in levels(drafted.kind)), 40, 24))
        sheet = book.create_sheet()
    sheet.title = "Éléments"
    _fill(sheet, rows(drafted), _WIDTHS)
    about = book.create_sheet("Couverture")
    _fill(about, _coverage(drafted), (30, 100))
    book.properties.title = f"{TITLES[drafted.kind]} — {drafted.title}"
    book.properties.creator = "Acquis"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _grid(drafted: Drafted) -> list[list[str]]:
    names = levels(drafted.kind)
    lines = [["\n".join(quoted_criteria(item)), item.text, *("" for _ in names), "", state(item)] for item in drafted.items]
    return [["Critère", "Indicateur", *names, "Commentaire", "Origine et état"], *lines]


def _coverage(drafted: Drafted) -> list[list[str]]:
    lines = [["Certification", drafted.title], ["Étendue", drafted.scope], ["Couverture", covered(drafted)]]
    lines += [["À savoir", note] for note in drafted.notes]
    lines += [[f"Non couvert : {short(quotation.criterion)}", quotation.text] for quotation in drafted.coverage.missing]
    return [["Sujet", "Contenu"], *lines]


def _fill(sheet: Worksheet, lines: list[list[str]], widths: tuple[int, ...]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            cell = sheet.cell(row=row, column=column)
            cell.value = _NOT_XML.sub("", value)
            cell.data_type = "s"  # words, never a formula, whatever they begin with
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if row == 1:
                cell.font, cell.fill = Font(bold=True, color=_INK), PatternFill("solid", fgColor=_HEAD)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[sheet.cell(row=1, column=column).column_letter].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
