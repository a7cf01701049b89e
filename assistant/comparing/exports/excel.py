"""A comparison as an Excel workbook: what to know, all pairs, and the impact where there is one."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from assistant.comparing.citing import one_line, place_of
from assistant.comparing.exports.sheets import Report, by_carry, evidence_line, in_brief
from assistant.comparing.exports.tabular import rows

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PAIRS = (14, 16, 30, 60, 30, 60, 14, 60, 50, 36, 36)


def to_excel(report: Report) -> bytes:
    """The whole .xlsx file."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "En bref"
    _fill(sheet, _brief(report), (90, 60, 60))
    _fill(book.create_sheet("Paires"), rows(report), _PAIRS)
    if report.impact is not None:
        _fill(book.create_sheet("Conséquences"), _impact(report), (30, 36, 70, 90))
    book.properties.title, book.properties.creator = report.title, "Acquis"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _brief(report: Report) -> list[list[str]]:
    lines = [[report.title, *report.sides], *([line, "", ""] for line in (*report.lines, *in_brief(report.comparison)))]
    told = ([one.text, *(f"{end.text} ({end.place})" if end else "" for end in (one.a, one.b))] for one in report.comparison.statements)
    return [*lines, *told]


def _impact(report: Report) -> list[list[str]]:
    assert report.impact is not None
    found = [
        [heading, place_of(item.pair.either), one_line(item.pair.either.text), evidence_line(item)]
        for heading, items in by_carry(report.impact)
        for item in items
    ]
    return [["Conséquence", "Place", "Texte", "Pourquoi"], *found]


def _fill(sheet: Worksheet, lines: list[list[str]], widths: tuple[int, ...]) -> None:
    from openpyxl.styles import Alignment, Font

    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            cell = sheet.cell(row=row, column=column)
            cell.value = _NOT_XML.sub("", value)
            cell.data_type = "s"  # words, never a formula, whatever they begin with
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=row == 1)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[sheet.cell(row=1, column=column).column_letter].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
