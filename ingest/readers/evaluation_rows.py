"""The evaluation tables of a CQPM, rebuilt from text in which their columns were read one after the other.

One row reads: title, conditions, the methods, then the results (unlabelled), then the other families of criteria.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import fuzz

from ingest.elements import Cell, Paragraph, Table
from ingest.model import Diagnostic, Level, Source
from ingest.readers.column_widths import CRITERIA, RESULTS, Columns, Placed, results_width, tell_columns
from ingest.readers.lines import Line, Piece, hangs, pieces_of, width
from ingest.readers.prose import depth
from ingest.repair import repair
from ingest.structure.columns import plain
from ingest.structure.evaluation import FAMILY_HEADING

HEADER = ("Compétences professionnelles", "Conditions de réalisation", "Critères mesurables et observables", "Résultats attendus")
_NUMBER = re.compile(r"^(\d{1,2})\s*[.)]?\s+(?=\S)")
_SAME_TITLE = 85.0
"""rapidfuzz ratio (0..100) from which words are the title announced by the block table."""


@dataclass
class Row:
    """One competence: its lines in order and, once told apart, its parts. ``headings`` pairs each with its paragraphs' first index."""

    lines: list[Line]
    title: list[Line] = field(default_factory=list)
    conditions: list[Line] = field(default_factory=list)
    headings: list[tuple[int, Piece]] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    columns: Columns = field(default_factory=lambda: Columns((), ()))
    title_is_known: bool = True


def rebuild_rows(
    rows: Sequence[Sequence[Line]], titles: Sequence[str], document: str, words: Collection[str]
) -> tuple[list[Table], list[Diagnostic]]:
    """One table per competence, header row included.

    Args:
        rows: the lines of each competence, header left out.
        titles: the titles that the block table announces, in order.
        document: the name that sources bear.
        words: the document's vocabulary, for hyphens.
    """
    parsed = [_divide(list(lines), titles) for lines in rows]
    _label(parsed)
    tables = [_table(row, document, words) for row in parsed]
    return tables, [diagnostic for row in parsed for diagnostic in _doubts(row)]


def opens_row(lines: Sequence[Line], at: int, titles: Sequence[str]) -> bool:
    """Whether a competence starts here although no header announces it: its number, then its title over the next lines."""
    match = _NUMBER.match(lines[at].text)
    if match is None or int(match.group(1)) > len(titles):
        return False
    announced = plain(titles[int(match.group(1)) - 1])
    text = plain(" ".join(line.text for line in lines[at : at + 6]))[match.end() :]
    return fuzz.ratio(text[: len(announced)], announced) >= _SAME_TITLE


def family_heading(lines: Sequence[Line], at: int) -> tuple[Piece, Line | None, int] | None:
    """The family heading that starts at a line, perhaps broken over two.

    Returns:
        The heading's piece, what follows it on its last line if anything does, and the index of the line after; or None.
    """
    match = FAMILY_HEADING.match(lines[at].text)
    if match is None:
        return None
    end = at + 1
    text = lines[at].text
    if ":" not in match.group() and end < len(lines) and ":" in lines[end].text[:60]:
        longer = FAMILY_HEADING.match(f"{text} {lines[end].text}")
        if longer and ":" in longer.group():
            match, text, end = longer, f"{text} {lines[end].text}", end + 1
    last = lines[end - 1]
    rest = text[match.end() :].strip()
    printed = last.text[: len(last.text) - len(rest)].rstrip() if rest else last.text
    heading = Piece("", [*lines[at : end - 1], Line(last.number, printed, last.after_blank, last.after_separator, last.opens_page)])
    return heading, (Line(last.number, rest) if rest else None), end


def _divide(lines: list[Line], titles: Sequence[str]) -> Row:
    row = Row(lines)
    at = 0
    while at < len(lines) and family_heading(lines, at) is None:
        at += 1
    _divide_opening(row, lines[:at], titles)
    families = _families(lines[at:])
    for family, (heading, body) in enumerate(families):
        row.headings.append((len(row.placed), heading))
        near = family in (0, len(families) - 1)
        row.placed += [Placed(paragraph, family, rank == 0, near) for rank, paragraph in enumerate(pieces_of(body))]
    return row


def _families(lines: list[Line]) -> list[tuple[Piece, list[Line]]]:
    """Each family heading with the lines that stand under it; the first line is a heading."""
    families: list[tuple[Piece, list[Line]]] = []
    at = 0
    while at < len(lines):
        if heading := family_heading(lines, at):
            piece, rest, at = heading
            families.append((piece, [rest] if rest else []))
        else:
            families[-1][1].append(lines[at])
            at += 1
    return families


def _divide_opening(row: Row, lines: list[Line], titles: Sequence[str]) -> None:
    """Tell the title from the conditions: by the title announced, else by the first paragraph break."""
    announced = _announced(lines, titles)
    end = _end_of_title(lines, announced) if announced else None
    row.title_is_known = end is not None
    if end is None:
        first = pieces_of(lines)[:1]
        row.title, row.conditions = lines[: len(first[0].lines) if first else 0], lines[len(first[0].lines) if first else 0 :]
        return
    index, length = end
    cut = lines[index]
    row.title = [*lines[:index], Line(cut.number, " ".join(cut.text.split()[:length]))]
    rest = " ".join(cut.text.split()[length:])
    row.conditions = [*([Line(cut.number, rest)] if rest else []), *lines[index + 1 :]]


def _announced(lines: list[Line], titles: Sequence[str]) -> str | None:
    match = _NUMBER.match(lines[0].text) if lines else None
    number = int(match.group(1)) if match else 0
    return plain(titles[number - 1]) if 0 < number <= len(titles) else None


def _end_of_title(lines: list[Line], announced: str) -> tuple[int, int] | None:
    """Where the announced title ends: (line, words of that line); line ends win over places inside a line."""
    best: tuple[float, int, int] | None = None
    so_far = ""
    for index, line in enumerate(lines):
        text = line.text if index else _NUMBER.sub("", line.text)
        skipped = len(line.text.split()) - len(text.split())
        for length, word in enumerate(text.split(), start=1):
            so_far = plain(f"{so_far} {word}")
            at_end = length == len(text.split())
            score = fuzz.ratio(so_far, announced) - (0 if at_end else 3)
            if best is None or score > best[0]:
                best = (score, index, length + skipped)
        if len(so_far) > 1.5 * len(announced) + 20:
            break
    return best[1:] if best and best[0] >= _SAME_TITLE else None


def _label(rows: list[Row]) -> None:
    """Tell the columns of every row apart; rows whose own lines prove nothing use the width that the others prove."""
    usual: float | None = None
    for _ in range(2):
        proven = []
        for row in rows:
            heading_widths = [width(line) for _, piece in row.headings for line in piece.printed]
            row.columns = tell_columns(row.placed, heading_widths, usual)
            if found := results_width(row.placed, row.columns):
                proven.append(found)
        usual = sorted(proven)[len(proven) // 2] if proven else None


def _table(row: Row, document: str, words: Collection[str]) -> Table:
    criteria: list[Piece] = []
    results = [p.piece for p, label in zip(row.placed, row.columns.labels, strict=True) if label == RESULTS]
    opens = dict(row.headings)
    for index, (p, label) in enumerate(zip(row.placed, row.columns.labels, strict=True)):
        criteria += [piece for first, piece in row.headings if first == index and piece is not None] if index in opens else []
        criteria += [p.piece] if label == CRITERIA else []
    criteria += [piece for first, piece in row.headings if first >= len(row.placed)]
    title = [Piece("", row.title)] if row.title else []
    cells = tuple(_cell(pieces, document, words) for pieces in (title, pieces_of(row.conditions), criteria, results))
    source = Source(document=document, lines=(row.lines[0].number, row.lines[-1].number))
    opening = Source(document=document, lines=(row.lines[0].number, row.lines[0].number))
    header = tuple((Paragraph(name, opening),) for name in HEADER)
    return Table((header, cells), source)


def _cell(pieces: Sequence[Piece], document: str, words: Collection[str]) -> Cell:
    marks: list[str] = []
    return tuple(Paragraph(piece.text(words), piece.source(document), piece.marker, depth(piece, marks)) for piece in pieces)


def _doubts(row: Row) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    name = repair(" ".join(line.text for line in row.title))[:60] or "sans intitulé"
    if not row.title_is_known:
        message = f"« {name} » : la limite entre l'intitulé et les conditions n'est pas sûre (intitulé absent du tableau des blocs)."
        found.append(_doubt(message, row.lines[0], row.lines[-1]))
    if not row.headings:
        message = f"« {name} » : aucun intitulé de famille (« En matière de… ») ; critères et résultats n'ont pas pu être séparés."
        found.append(_doubt(message, row.lines[0], row.lines[-1]))
    if row.columns.doubtful:
        pieces = [row.placed[index].piece for index in row.columns.doubtful]
        message = f"« {name} » : la limite entre les critères et les résultats attendus n'est pas sûre ; à vérifier dans le document."
        found.append(_doubt(message, pieces[0].lines[0], pieces[-1].lines[-1]))
    if _is_cut(row):
        message = f"« {name} » : la rangée semble coupée par la page, ses colonnes se mêlent ; à vérifier dans le document."
        found.append(_doubt(message, row.lines[0], row.lines[-1]))
    return found


def _is_cut(row: Row) -> bool:
    """Whether a page cut the row: results stand in two places or right under a heading, criteria resume, conditions stop short."""
    labelled = list(zip(row.columns.labels, row.placed, strict=True))
    changes = list(pairwise(labelled))
    resumed = any(before == RESULTS and label == CRITERIA and not p.first for (before, _), (label, p) in changes)
    runs = sum(before == CRITERIA and label == RESULTS for (before, _), (label, _) in changes)
    misplaced = any(label == RESULTS and p.first for label, p in labelled)
    unfinished = bool(row.conditions) and (hangs(" ".join(line.text for line in row.conditions)) or row.conditions[-1].text.endswith(","))
    return resumed or runs > 1 or misplaced or unfinished


def _doubt(message: str, first: Line, last: Line) -> Diagnostic:
    return Diagnostic(level=Level.WARNING, code="doubtful-boundary", message=message, where=f"l. {first.number}-{last.number}")
