"""The evaluation tables: competences with their conditions, criteria by family and results.

What a cell says wins over where it stands: a cell that opens with « En matière de moyens utilisés » holds criteria even when the row
slipped one column to the left, and a text in the first column that is no competence title is a condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from ingest.elements import Cell, Paragraph
from ingest.model import Diagnostic, Family, Level, Source
from ingest.structure.columns import Column, cell_text, plain
from ingest.structure.places import where

FAMILY_HEADING = re.compile(
    r"(?:en\s+mati[èe]re\s+de|selon\s+quel(?:le)?s?)\s+(?P<word>m[ée]thodes?|moyens?|liens?|relations?|contraintes?)\b(?:[^:.;]{0,110}?:|[^:.;]{0,80}$)",
    re.IGNORECASE,
)
_FAMILY = {"me": Family.METHODS, "mo": Family.MEANS, "li": Family.RELATIONS, "re": Family.RELATIONS, "co": Family.CONSTRAINTS}
_TITLE = re.compile(r"^\s*(?:C\s?)?(\d{1,2})\s*[.)\-–:]?\s+(?=\S)")
_SAME_TITLE = 75.0
"""rapidfuzz ratio (0..100) above which a first cell is the announced title: « tout ou partie » / « tout ou une partie » is 97."""


@dataclass
class AssessedCompetence:
    """A competence as the evaluation tables describe it, paragraphs still uncut."""

    number: int
    title: str
    source: Source
    conditions: list[Paragraph] = field(default_factory=list)
    criteria: dict[Family, list[Paragraph]] = field(default_factory=dict)
    results: list[Paragraph] = field(default_factory=list)
    family: Family | None = None


def read_competences(rows: Iterable[dict[Column, Cell]], titles: list[str]) -> tuple[list[AssessedCompetence], list[Diagnostic]]:
    """Assemble the rows of all evaluation tables.

    Args:
        rows: cells by column, in reading order.
        titles: the titles announced by the block table, in order; empty when there is none.
    """
    found: list[AssessedCompetence] = []
    diagnostics: list[Diagnostic] = []
    for row in rows:
        _read_first_cell(found, row.get(Column.COMPETENCE, ()), titles, diagnostics)
        if not found:
            if cells := [cell for cell in row.values() if cell]:
                diagnostics.append(_orphan(cells[0]))
            continue
        competence = found[-1]
        for column in (Column.CONDITIONS, Column.CRITERIA, Column.RESULTS):
            _sort_cell(competence, column, row.get(column, ()), diagnostics)
    return found, diagnostics


def _read_first_cell(found: list[AssessedCompetence], cell: Cell, titles: list[str], diagnostics: list[Diagnostic]) -> None:
    if not cell:
        return
    text = cell_text(cell)
    if FAMILY_HEADING.match(text) and found:
        _sort_cell(found[-1], Column.CRITERIA, cell, diagnostics)
    elif found and _completes_title(found[-1], text, titles):
        found[-1].title += " " + text
    elif match := _opens_competence(text, found, titles):
        number, title = match
        found.append(AssessedCompetence(number, title, cell[0].source))
    elif found:
        found[-1].conditions.extend(cell)
        diagnostics.append(
            Diagnostic(
                level=Level.INFO,
                code="slipped-cell",
                message=(
                    f"Compétence {found[-1].number} : un texte de la colonne « Compétences » n'est pas un intitulé ; "
                    "il est lu comme une condition."
                ),
                where=where(cell[0].source),
            )
        )
    else:
        diagnostics.append(_orphan(cell))


def _opens_competence(text: str, found: list[AssessedCompetence], titles: list[str]) -> tuple[int, str] | None:
    match = _TITLE.match(text)
    rest = text[match.end() :].strip() if match else text.strip()
    expected = found[-1].number + 1 if found else 1
    if match:
        printed = int(match.group(1))
        if printed >= expected or (titles and _resembles(rest, titles)):
            # tables that restart at 1 in each block keep certification-wide numbers
            return (printed if printed >= expected else expected), rest
    if titles and expected <= len(titles) and fuzz.ratio(plain(rest), plain(titles[expected - 1])) >= _SAME_TITLE:
        return expected, rest
    return None


def _completes_title(competence: AssessedCompetence, text: str, titles: list[str]) -> bool:
    """Whether the text is the end of a title cut by a page, judged by the title that the block table announces."""
    if competence.number > len(titles) or _TITLE.match(text):
        return False
    announced, so_far = plain(titles[competence.number - 1]), plain(competence.title)
    longer = plain(f"{competence.title} {text}")
    return len(so_far) < len(announced) and fuzz.ratio(longer, announced) > max(fuzz.ratio(so_far, announced), 90.0)


def _resembles(title: str, titles: list[str]) -> bool:
    return any(fuzz.ratio(plain(title), plain(known)) >= _SAME_TITLE for known in titles)


def _sort_cell(competence: AssessedCompetence, column: Column, cell: Cell, diagnostics: list[Diagnostic]) -> None:
    """Send the paragraphs of a cell to conditions, criteria or results; a family heading always opens criteria."""
    in_criteria = column == Column.CRITERIA
    for paragraph in cell:
        for family, text in _cut_at_headings(paragraph.marker + paragraph.text if FAMILY_HEADING.search(paragraph.text) else ""):
            if family is not None:
                in_criteria = True
                competence.family = family
            if text:
                _place(competence, column, Paragraph(text, paragraph.source), in_criteria, diagnostics)
        if not FAMILY_HEADING.search(paragraph.text):
            _place(competence, column, paragraph, in_criteria, diagnostics)


def _place(competence: AssessedCompetence, column: Column, paragraph: Paragraph, in_criteria: bool, diagnostics: list[Diagnostic]) -> None:
    if not in_criteria:
        (competence.conditions if column == Column.CONDITIONS else competence.results).append(paragraph)
        return
    if competence.family is None:
        competence.family = Family.METHODS
        message = f"Compétence {competence.number} : critères écrits avant tout intitulé de famille ; ils sont lus comme des méthodes."
        diagnostics.append(Diagnostic(level=Level.WARNING, code="family-unnamed", message=message, where=where(paragraph.source)))
    competence.criteria.setdefault(competence.family, []).append(paragraph)


def _cut_at_headings(text: str) -> list[tuple[Family | None, str]]:
    """Split a text at the family headings that it holds: (family opened or None, text that follows)."""
    pieces: list[tuple[Family | None, str]] = []
    at, family = 0, None
    for match in FAMILY_HEADING.finditer(text):
        if before := text[at : match.start()].strip():
            pieces.append((family, before))
        elif family is not None:
            pieces.append((family, ""))
        family = _FAMILY[plain(match.group("word"))[:2]]
        at = match.end()
    if text:
        pieces.append((family, text[at:].strip()))
    return pieces


def _orphan(cell: Cell) -> Diagnostic:
    message = f"Texte d'un tableau sans compétence : « {cell_text(cell)[:60]}… »."
    return Diagnostic(level=Level.WARNING, code="orphan-text", message=message, where=where(cell[0].source))
