"""Drafted items as an Excel workbook: the items, a grid to tick where there is one, and what is not covered."""

from __future__ import annotations

from assistant.drafting.exports.sheets import TITLES, covered, levels, located, quoted_criteria, state
from assistant.drafting.exports.tabular import rows
from assistant.drafting.items import Drafted
from assistant.exports.excel import Sheet, workbook

_WIDTHS = (20, 14, 14, 60, 40, 30, 50, 40, 24, 60, 24)


def to_excel(drafted: Drafted) -> bytes:
    """The whole .xlsx file."""
    sheets = [Sheet("Éléments", rows(drafted), _WIDTHS), Sheet("Couverture", _coverage(drafted), (30, 100))]
    if names := levels(drafted.kind):
        sheets.insert(0, Sheet("Grille", _grid(drafted), (60, 60, *(14 for _ in names), 40, 24)))
    return workbook(f"{TITLES[drafted.kind]} — {drafted.title}", sheets)


def _grid(drafted: Drafted) -> list[list[str]]:
    names = levels(drafted.kind)
    lines = [["\n".join(quoted_criteria(item)), item.text, *("" for _ in names), "", state(item)] for item in drafted.items]
    return [["Critère", "Indicateur", *names, "Commentaire", "Origine et état"], *lines]


def _coverage(drafted: Drafted) -> list[list[str]]:
    lines = [["Certification", drafted.title], ["Étendue", drafted.scope], ["Couverture", covered(drafted)]]
    lines += [["À savoir", note] for note in drafted.notes]
    lines += [[f"Non couvert : {located(quotation)}", quotation.text] for quotation in drafted.coverage.missing]
    return [["Sujet", "Contenu"], *lines]
