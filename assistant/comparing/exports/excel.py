"""A comparison as an Excel workbook: what to know, all pairs, and the impact where there is one."""

from __future__ import annotations

from assistant.comparing.citing import one_line, place_of
from assistant.comparing.exports.sheets import Report, by_carry, evidence_line, in_brief
from assistant.comparing.exports.tabular import rows
from assistant.comparing.units import Unit
from assistant.exports.excel import Sheet, workbook

_PAIRS = (14, 16, 30, 60, 30, 60, 14, 60, 50, 36, 36)


def to_excel(report: Report) -> bytes:
    """The whole .xlsx file."""
    sheets = [Sheet("En bref", _brief(report), (90, 60, 60)), Sheet("Paires", rows(report), _PAIRS)]
    if report.impact is not None:
        sheets.append(Sheet("Conséquences", _impact(report), (30, 30, 60, 30, 60, 90)))
    return workbook(report.title, sheets)


def _brief(report: Report) -> list[list[str]]:
    lines = [[report.title, *report.sides], *([line, "", ""] for line in (*report.lines, *in_brief(report.comparison)))]
    told = ([one.text, *(f"{end.text} ({end.place})" if end else "" for end in (one.a, one.b))] for one in report.comparison.statements)
    return [*lines, *told]


def _impact(report: Report) -> list[list[str]]:
    assert report.impact is not None
    found = [
        [heading, *(cell for unit in (item.pair.a, item.pair.b) for cell in _cited(unit)), evidence_line(item)]
        for heading, items in by_carry(report.impact)
        for item in items
    ]
    old, new = report.sides
    return [["Conséquence", f"{old} : place", f"{old} : texte", f"{new} : place", f"{new} : texte", "Pourquoi"], *found]


def _cited(unit: Unit | None) -> tuple[str, str]:
    return (place_of(unit), one_line(unit.text)) if unit else ("", "")
