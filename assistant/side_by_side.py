"""Comparisons as tables: the places that a question compares stand in columns, what corresponds stands in one row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import TypeVar

from rapidfuzz import fuzz

from assistant.catalogue import Catalogue
from assistant.comparing.summary import changed_words
from assistant.comparing.words import same_words
from assistant.draft import Draft
from assistant.french import NBSP, listing, plural
from assistant.gathering import ALL_PARTS, of_sections_named
from assistant.naming import likeness
from assistant.places import block_name, competence_name, place_heading, rank_in_document
from assistant.reading import Intent, Reading
from assistant.understanding import display_name
from ingest.model import FRENCH_PART, Passage
from ingest.structure.columns import plain

ABSENT = "—"
"""What stands facing a statement without counterpart in the other version."""
_MOST_COLUMNS = 3
_ALIKE = 0.6
"""Likeness (0..1) from which two titles or two statements face each other."""
_SAME = 0.85
"""Likeness from which two statements under different parts are one that moved."""
_MOST_CHANGES = 3
_PARTS = (None, *ALL_PARTS, "knowledge")
Row = tuple[Passage | None, ...]
_T = TypeVar("_T")


@dataclass(frozen=True)
class Column:
    """One side: its heading and its passages, in the order of the document. ``whole``: all that the place holds is here."""

    heading: str
    certification: str
    passages: tuple[Passage, ...]
    whole: bool


def facing_columns(reading: Reading, passages: Sequence[Passage], besides: Sequence[Passage], catalogue: Catalogue) -> list[list[Column]]:
    """The columns of each table that a comparison wants; none where there is nothing to compare, or more than fits side by side.

    Competences (or blocks, for knowledge) face each other, one table for each rank where two certifications bring as many; otherwise whole
    certifications do, with what corresponds among ``besides``. A cell cannot hold a vertical bar without changing the words quoted: such
    passages are not for tables.
    """
    if not reading.compared or reading.intent == Intent.FACT:
        return []
    if reading.intent == Intent.STRUCTURE:
        return _facing_certifications(reading, passages, catalogue)
    if all(_is_placed(passage, reading) for passage in passages):
        tables = _facing_places([_by_place(mine) for mine in _by_certification(reading, passages).values()], catalogue)
        if tables:
            return tables
    return _facing_certifications(reading, _corresponding(reading, passages, besides, catalogue), catalogue)


def _by_certification(reading: Reading, passages: Sequence[Passage]) -> dict[str, list[Passage]]:
    """In the order in which the reading tells them."""
    found: dict[str, list[Passage]] = {i: [] for i in reading.certifications}
    for passage in passages:
        found.setdefault(passage.certification, []).append(passage)
    return {i: mine for i, mine in found.items() if mine}


def _facing_certifications(reading: Reading, passages: Sequence[Passage], catalogue: Catalogue) -> list[list[Column]]:
    sides = _by_certification(reading, passages)
    names = _names(list(sides), catalogue)
    whole = reading.intent == Intent.STRUCTURE
    return _fitting([[Column(names[i], i, tuple(mine), whole=whole) for i, mine in sides.items()]])


def _corresponding(reading: Reading, passages: Sequence[Passage], besides: Sequence[Passage], catalogue: Catalogue) -> Sequence[Passage]:
    """Of what was searched: the sections that are named, as they are printed; else what answers, and what two versions have in common."""
    pool = [passage for passage in (*passages, *besides) if passage.certification in reading.certifications]
    named = of_sections_named(reading, pool, catalogue)
    if len({passage.certification for passage in named}) > 1:
        return sorted(named, key=rank_in_document)
    if not _are_versions([passage.certification for passage in pool], catalogue):
        return passages
    return [p for p in pool if p in passages or any(p.certification != o.certification and _likeness(p, o) >= _ALIKE for o in pool)]


def _facing_places(sides: Sequence[Sequence[tuple[Passage, ...]]], catalogue: Catalogue) -> list[list[Column]]:
    named = len(sides) > 1
    if named and len({len(places) for places in sides}) > 1:
        return []
    names = _names([places[0][0].certification for places in sides], catalogue) if named else {}
    grouped = zip(*sides, strict=True) if named else sides
    return _fitting([[_place_column(place, catalogue, names) for place in places] for places in grouped])


def _names(certifications: Sequence[str], catalogue: Catalogue) -> dict[str, str]:
    """What tells the certifications apart: their labels where they are versions of one title, else their names."""
    labels = {i: catalogue[i].label or "" for i in certifications}
    short = all(labels.values()) and len(set(labels.values())) == len(labels) and _are_versions(certifications, catalogue)
    return {i: label.capitalize() if short else display_name(catalogue[i]) for i, label in labels.items()}


def _are_versions(certifications: Sequence[str], catalogue: Catalogue) -> bool:
    return len(set(certifications)) > 1 and set(certifications) <= set(catalogue.versions_of(certifications[0]))


def _fitting(tables: list[list[Column]]) -> list[list[Column]]:
    """The tables, or none when one of them is too narrow, too wide or has words that no cell can hold."""
    fits = all(2 <= len(columns) <= _MOST_COLUMNS for columns in tables)
    words = [word for columns in tables for column in columns for word in (column.heading, *(p.text for p in column.passages))]
    return tables if fits and not any("|" in word for word in words) else []


def _is_placed(passage: Passage, reading: Reading) -> bool:
    """Whether a passage was asked for by its place, so that all that stands there is quoted."""
    refs = {(ref.certification, ref.number) for ref in reading.competences}
    return (passage.certification, passage.competence) in refs or (passage.kind == "knowledge" and reading.intent == Intent.KNOWLEDGE)


def _by_place(passages: Sequence[Passage]) -> list[tuple[Passage, ...]]:
    places: dict[tuple[int | None, int | None], list[Passage]] = {}
    for passage in passages:
        places.setdefault((passage.competence, passage.block if passage.competence is None else None), []).append(passage)
    return [tuple(mine) for mine in places.values()]


def _place_column(passages: tuple[Passage, ...], catalogue: Catalogue, names: Mapping[str, str]) -> Column:
    certification = catalogue[passages[0].certification]
    suffix = f" — {names[certification.id]}" if names else ""
    return Column(f"{place_heading(passages[0], certification)}{suffix}", certification.id, passages, whole=True)


def write_tables(draft: Draft, tables: Sequence[Sequence[Column]], catalogue: Catalogue) -> None:
    """Write what :func:`facing_columns` found."""
    for columns in tables:
        _write(draft, columns, catalogue)


def _write(draft: Draft, columns: Sequence[Column], catalogue: Catalogue) -> None:
    gaps = len(columns) == 2 and columns[0].whole and _are_versions([column.certification for column in columns], catalogue)
    parts = [part for part in _PARTS if any(p.part == part for column in columns for p in column.passages)]
    by_part = columns[0].whole and any(parts)
    rows: list[tuple[str, Row]] = []
    for part in parts if by_part else [None]:
        mine = [[p for p in column.passages if not by_part or p.part == part] for column in columns]
        label = FRENCH_PART[part].capitalize() if part else ""
        rows += [(label if number == 0 else "", row) for number, row in enumerate(_rows(mine, gaps=gaps))]
    if gaps:
        draft.say(_summary([row for _, row in rows]))
        draft.say()
        older = columns[0].certification == catalogue.newest_first([column.certification for column in columns])[1]
        _say_changes(draft, [row if older else row[::-1] for _, row in rows])
    labelled = by_part and len(parts) > 1
    headings = [column.heading for column in columns]
    _line(draft, ["Partie", *headings] if labelled else headings)
    _line(draft, ["---"] * (len(headings) + labelled))
    above = [""] * len(columns)
    for label, row in rows:
        cells = [ABSENT if gaps else ""] * len(row)
        for side, passage in enumerate(row):
            if passage:
                place = "" if by_part else _place(passage, catalogue)
                cells[side] = f"{place}{NBSP}: {draft.cell(passage)}" if place != above[side] else draft.cell(passage)
                above[side] = place
        _line(draft, [label, *cells] if labelled else cells)
    draft.say()


def _line(draft: Draft, cells: Sequence[str]) -> None:
    draft.say(f"| {' | '.join(cells)} |")


def _place(passage: Passage, catalogue: Catalogue) -> str:
    """What stands before a quotation whose column holds several places, where the place is not that of the cell above."""
    certification = catalogue[passage.certification]
    if passage.kind == "block":
        return f"**{block_name(certification, passage.block)}**"
    if passage.kind == "competence":
        return competence_name(certification, passage.competence)
    if passage.competence is not None:
        name = competence_name(certification, passage.competence)
    elif passage.kind == "knowledge":
        name = block_name(certification, passage.block)
    else:
        name = place_heading(passage, certification)
    return f"*{name}{f', {FRENCH_PART[passage.part]}' if passage.part else ''}*"


def _rows(sides: Sequence[Sequence[Passage]], *, gaps: bool) -> list[Row]:
    """What corresponds in one row. With ``gaps``, the rest faces nothing; without, common statements come first and the rest fills rows."""
    if not gaps and any(passage.kind == "block" for side in sides for passage in side):
        return [row for facing in zip_longest(*map(_by_block, sides), fillvalue=()) for row in zip_longest(*facing)]
    if len(sides) != 2:
        return list(zip_longest(*sides))
    paired = pair_up(sides[0], sides[1], _likeness, _ALIKE)
    if gaps:
        return list(paired)
    common: list[Row] = [row for row in paired if None not in row]
    left, right = ([row[side] for row in paired if row[1 - side] is None] for side in (0, 1))
    return [*common, *zip_longest(left, right)]


def _by_block(passages: Sequence[Passage]) -> list[tuple[Passage, ...]]:
    """Each block with its competences."""
    return [tuple(group) for _, group in groupby(passages, key=lambda passage: passage.block)]


def pair_up(
    left: Sequence[_T], right: Sequence[_T], likeness_of: Callable[[_T, _T], float], least: float
) -> list[tuple[_T | None, _T | None]]:
    """Each item of ``left`` with its counterpart, in the order of ``left``; what ``right`` has besides follows what it stands after there,
    and what ``left`` alone has at that point.

    Counterparts are taken one to one, the likeliest first; of equals, those whose ranks are nearest.

    Args:
        left, right: items in order.
        likeness_of: from 0 (nothing in common) to 1.
        least: the likeness below which two items are not counterparts.
    """
    scored = [(likeness_of(a, b), -abs(i - j), i, j) for i, a in enumerate(left) for j, b in enumerate(right)]
    facing: dict[int, int] = {}
    taken: set[int] = set()
    for score, _, i, j in sorted(scored, key=lambda pair: (-pair[0], -pair[1], pair[2], pair[3])):
        if score >= least and i not in facing and j not in taken:
            facing[i] = j
            taken.add(j)
    rows: list[tuple[int | None, int | None]] = [(i, facing.get(i)) for i in range(len(left))]
    for j in range(len(right)):
        if j not in taken:
            at = next((place + 1 for place, row in enumerate(rows) if j and row[1] == j - 1), 0)
            while at < len(rows) and rows[at][1] is None:
                at += 1
            rows.insert(at, (None, j))
    return [(None if i is None else left[i], None if j is None else right[j]) for i, j in rows]


def _likeness(passage: Passage, other: Passage) -> float:
    if passage.kind != other.kind:
        return 0.0
    if passage.kind in ("block", "competence"):
        return likeness(passage.text, other.text)
    return fuzz.ratio(plain(passage.text), plain(other.text)) / 100


def _say_changes(draft: Draft, rows: Sequence[Row]) -> None:
    """The words that changed, from the older version to the newer, where they are few enough to be read at a glance."""
    told = [changed_words(old.text, new.text) for old, new in rows if old and new]
    few = [changes for changes in told if 0 < len(changes) <= _MOST_CHANGES]
    for changes in few:
        draft.say(f"- {listing(changes)}")
    moved = list(_moved(rows))
    for old, new in moved:
        ends = [f"{FRENCH_PART[passage.part or '']} [{draft.cite(passage)}]" for passage in (old, new)]
        draft.say(f"- un énoncé passe des {ends[0]} aux {ends[1]}")
    if few or moved:
        draft.say()


def _moved(rows: Sequence[Row]) -> Iterator[tuple[Passage, Passage]]:
    """What stands without counterpart on both sides, in nearly the same words under another part."""
    lone_olds = [old for old, new in rows if old and not new and old.part]
    lone_news = [new for old, new in rows if new and not old and new.part]
    for old, new in pair_up(lone_olds, lone_news, _likeness, _SAME):
        if old and new and old.part != new.part:
            yield old, new


def _summary(rows: Sequence[Row]) -> str:
    """How much the two versions agree, counted in rows."""
    faced = [row for row in rows if None not in row]
    same = sum(same_words(old.text, new.text) for old, new in faced if old and new)
    counts = [
        (same, "ligne identique", "lignes identiques"),
        (len(faced) - same, "ligne reformulée", "lignes reformulées"),
        (len(rows) - len(faced), f"ligne sans vis-à-vis ({ABSENT})", f"lignes sans vis-à-vis ({ABSENT})"),
    ]
    return f"Entre les deux versions{NBSP}: {listing([plural(count, one, several) for count, one, several in counts if count])}."
