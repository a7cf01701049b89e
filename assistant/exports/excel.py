"""An Excel workbook of words: sheets with a heading row that stays in sight, wide enough to read, never a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_CELL = 32_000
"""Excel refuses more than 32,767 characters."""
_HEAD, _INK = "1F5A8A", "FFFFFF"


@dataclass(frozen=True)
class Sheet:
    """``lines``: the heading row, then the others; ``widths``: of the columns, in characters; ``filtered``: with the arrows that filter.

    ``fills``: the colours of the cells that hold just such a word; ``choices``: the words to choose from in a column, by its rank from 1.
    """

    name: str
    lines: Sequence[Sequence[str]]
    widths: Sequence[int]
    filtered: bool = False
    fills: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)


def workbook(title: str, sheets: Sequence[Sheet]) -> bytes:
    """The whole .xlsx file."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), sheet)
    book.properties.title, book.properties.creator = title, "Acquis"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write(made: Worksheet, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for row, line in enumerate(sheet.lines, start=1):
        for column, value in enumerate(line, start=1):
            cell = made.cell(row=row, column=column)
            cell.value = _NOT_XML.sub("", value)[:_LONGEST_CELL]
            cell.data_type = "s"  # words, never a formula, whatever they begin with
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if row == 1:
                cell.font, cell.fill = Font(bold=True, color=_INK), PatternFill("solid", fgColor=_HEAD)
            elif value in sheet.fills:
                cell.fill = PatternFill("solid", fgColor=sheet.fills[value])
    for column, width in enumerate(sheet.widths, start=1):
        made.column_dimensions[made.cell(row=1, column=column).column_letter].width = width
    for column, words in sheet.choices.items():
        _offer(made, column, words)
    made.freeze_panes = "A2"
    if sheet.filtered:
        made.auto_filter.ref = made.dimensions
    made.page_setup.orientation, made.page_setup.fitToWidth, made.page_setup.fitToHeight = "landscape", 1, 0
    made.sheet_properties.pageSetUpPr.fitToPage = True
    made.print_title_rows = "1:1"


def _offer(made: Worksheet, column: int, words: Sequence[str]) -> None:
    """A list to choose from in the cells of a column; anything else may still be written."""
    from openpyxl.worksheet.datavalidation import DataValidation

    offered = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=False)
    letter = made.cell(row=1, column=column).column_letter
    offered.add(f"{letter}2:{letter}{max(2, made.max_row)}")
    made.add_data_validation(offered)
