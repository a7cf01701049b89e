"""The evaluation tables: competences with their conditions, criteria by family and results.

What a cell says wins over where it stands: a cell that opens with « En matière de moyens utilisés » holds criteria even when the row
slipped one column to the left, and a text in the first column that is no competence title is a condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from ingest.elements import Cell, Paragraph
from ingest.model import Diagnostic, Family, Level, Source
from ingest.structure.columns import Column, cell_text, plain
from ingest.structure.places import where

FAMILY_HEADING = re.compile(
    r"(?:en\s+mati[èe]re\s+de|selon\s+quel(?:le)?s?)\s+(?P<word>m[ée]thodes?|moyens?|liens?|relations?|contraintes?)\b(?:[^:.;]{0,110}?:|[^:.;]{0,80}$)",
    re.IGNORECASE,
)
_HEADING_WORD = re.compile(
    r"aux?|avec|l[aes]?|d(?:es?|u)?|en|et|ou|utilise(?:e?s|e)?|(?:profession|relation)nel(?:le)?s?|hierarchiques?|fonctionnel(?:le)?s?"
    r"|liee?s?|milieu|environnement|travail|mise?s?|oeuvre|securite|(?:in|ex)ternes?|a"
)
"""What a family heading may say after its first noun; only looked at where punctuation leaves a doubt."""
_FAMILY = {"me": Family.METHODS, "mo": Family.MEANS, "li": Family.RELATIONS, "re": Family.RELATIONS, "co": Family.CONSTRAINTS}
_TITLE = re.compile(r"^\s*(?:C\s?)?(\d{1,2})\s*[.)\-–:]?\s+(?=\S)")
_SHORTEST_BEGINNING = 10
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
    announced = [plain(title) for title in titles]
    for row in rows:
        opens_methods = next(_families(row.get(Column.CRITERIA, ())), None) == Family.METHODS
        _read_first_cell(found, row.get(Column.COMPETENCE, ()), announced, opens_methods, diagnostics)
        if not found:
            if cells := [cell for cell in row.values() if cell]:
                diagnostics.append(_orphan(cells[0]))
            continue
        competence = found[-1]
        for column in (Column.CONDITIONS, Column.CRITERIA, Column.RESULTS):
            _sort_cell(competence, column, row.get(column, ()), diagnostics)
    return found, diagnostics


def family_headings(text: str) -> list[re.Match[str]]:
    """The family headings in a text: not « en matière de moyens » inside a sentence, nor at the start of one."""
    return [match for match in FAMILY_HEADING.finditer(text) if _is_heading(text, match)]


def _is_heading(text: str, match: re.Match[str]) -> bool:
    inside = not (match.start() == 0 or text[match.start() - 1] == "\n" or match.group()[0].isupper())
    doubtful = "," in match.group() or not match.group().endswith(":")
    tail = re.findall("[a-z]+", plain(text[match.end("word") : match.end()]))
    return not inside and not (doubtful and not all(map(_HEADING_WORD.fullmatch, tail)))


def _families(cell: Cell) -> Iterator[Family]:
    for paragraph in cell:
        yield from (_FAMILY[plain(match["word"])[:2]] for match in family_headings(paragraph.text))


def _read_first_cell(
    found: list[AssessedCompetence], cell: Cell, announced: list[str], opens_methods: bool, diagnostics: list[Diagnostic]
) -> None:
    if not cell:
        return
    text = cell_text(cell)
    if found and FAMILY_HEADING.match(text):
        _sort_cell(found[-1], Column.CRITERIA, cell, diagnostics)
    elif found and _completes_title(found[-1], text, announced):
        found[-1].title += " " + text
    elif match := _opens_competence(text, found, announced, opens_methods):
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


def _opens_competence(
    text: str, found: list[AssessedCompetence], announced: list[str], opens_methods: bool
) -> tuple[int, str] | None:
    """The number and title of the competence that a first cell opens, or None when it is a text that slipped there."""
    match = _TITLE.match(text)
    rest = text[match.end() :].strip() if match else text.strip()
    expected = found[-1].number + 1 if found else 1
    if match is None:
        return (expected, rest) if _resembles(rest, announced[expected - 1 : expected]) else None
    printed = int(match.group(1))
    number = max(printed, expected)  # tables that restart at 1 in each block keep certification-wide numbers
    if opens_methods or _resembles(rest, announced):
        return number, rest
    if printed < expected or (announced and (printed > expected or match.group().rstrip()[-1].isdigit())):
        return None  # "3 toiles sont fournies" is a condition that slipped
    return number, rest


def _completes_title(competence: AssessedCompetence, text: str, announced: list[str]) -> bool:
    """Whether the text is the end of a title cut by a page, judged by the title that the block table announces."""
    if competence.number > len(announced) or _TITLE.match(text):
        return False
    whole, so_far = announced[competence.number - 1], plain(competence.title)
    longer = plain(f"{competence.title} {text}")
    return len(so_far) < len(whole) and fuzz.ratio(longer, whole) > max(fuzz.ratio(so_far, whole), 90.0)


def _resembles(title: str, announced: list[str]) -> bool:
    """Whether a title is one of those announced, or the beginning of one that its page cuts."""
    given = plain(title)
    return process.extractOne(given, announced, scorer=fuzz.ratio, score_cutoff=_SAME_TITLE) is not None or (
        len(given) >= _SHORTEST_BEGINNING and any(known.startswith(given) for known in announced)
    )


def _sort_cell(competence: AssessedCompetence, column: Column, cell: Cell, diagnostics: list[Diagnostic]) -> None:
    """Send the paragraphs of a cell to conditions, criteria or results; a family heading always opens criteria."""
    in_criteria = column == Column.CRITERIA
    for paragraph in cell:
        for family, piece in _cut_at_headings(paragraph):
            if family is not None:
                in_criteria = True
                competence.family = family
            if piece.text:
                _place(competence, column, piece, in_criteria, diagnostics)


def _place(competence: AssessedCompetence, column: Column, paragraph: Paragraph, in_criteria: bool, diagnostics: list[Diagnostic]) -> None:
    if not in_criteria:
        (competence.conditions if column == Column.CONDITIONS else competence.results).append(paragraph)
        return
    if competence.family is None:
        competence.family = Family.METHODS
        message = f"Compétence {competence.number} : critères écrits avant tout intitulé de famille ; ils sont lus comme des méthodes."
        diagnostics.append(Diagnostic(level=Level.WARNING, code="family-unnamed", message=message, where=where(paragraph.source)))
    competence.criteria.setdefault(competence.family, []).append(paragraph)


def _cut_at_headings(paragraph: Paragraph) -> list[tuple[Family | None, Paragraph]]:
    """Split a paragraph at the family headings that it holds: (family opened or None, text that follows)."""
    text = paragraph.text
    pieces: list[tuple[Family | None, Paragraph]] = []
    at, family, marker = 0, None, paragraph.marker
    for match in family_headings(text):
        before = text[at : match.start()].strip()
        if before or family is not None:
            pieces.append((family, replace(paragraph, text=before, marker=marker)))
        at, family, marker = match.end(), _FAMILY[plain(match["word"])[:2]], ""
    pieces.append((family, replace(paragraph, text=text[at:].strip(), marker=marker) if at else paragraph))
    return pieces


def _orphan(cell: Cell) -> Diagnostic:
    message = f"Texte d'un tableau sans compétence : « {cell_text(cell)[:60]}… »."
    return Diagnostic(level=Level.WARNING, code="orphan-text", message=message, where=where(cell[0].source))
