"""A check as an Excel workbook: the matrix with filters, the summary, what is to be taken up with the candidate."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.dossier.board import Remark
from assistant.dossier.comparing import Comparison
from assistant.dossier.model import Check
from assistant.dossier.reports.matrix import rows
from assistant.dossier.reports.opinions import HEADING, opinion_rows
from assistant.dossier.wording import ANNOUNCED, ASIDE, CLAIMS, STATE, TITLE, USELESS, headline, next_steps, place_of
from assistant.exports.excel import Sheet, workbook
from assistant.mapping.model import Level, Segment

_FILLS = {STATE[Level.COVERED]: "D8EFDB", STATE[Level.PARTIAL]: "FCEFC7", STATE[Level.ABSENT]: "F6D5D2"}


def to_excel(check: Check, comparison: Comparison | None = None, remarks: Mapping[str, Remark] | None = None) -> bytes:
    """The whole .xlsx file."""
    sheets = [
        Sheet("Matrice", rows(check), (7, 12, 40, 14, 24, 14, 60, 14, 70, 14), filtered=True, fills=_FILLS),
        Sheet("Synthèse", _summary(check, comparison), (16, 70, 16, 16, 16), fills=_FILLS),
        Sheet("À demander", _questions(check), (12, 50, 16, 80), filtered=True, fills=_FILLS),
        Sheet("À reprendre", _apart(check), (40, 80, 60, 14), filtered=True, fills=_FILLS),
    ]
    if remarks:
        sheets.append(Sheet(HEADING, opinion_rows(check, remarks), (24, 60, 16, 16, 60), filtered=True, fills=_FILLS))
    return workbook(TITLE, sheets)


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
