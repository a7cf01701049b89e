"""The matrix of a check as an adviser works with it: one row a criterion, filtered, with the adviser's own opinion beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.dossier.model import Check, Dossier, Extract
from assistant.dossier.wording import family_of, place_of, rank_of
from assistant.mapping.model import CompetenceMatch, CriterionMatch, Evidence, Level, Segment

_AROUND = 2
"""Paragraphs shown on each side of a passage where the document has no pages."""


@dataclass(frozen=True)
class Remark:
    """What the adviser thinks of one row: ``status`` None where only a comment is given. It never changes what the machine found."""

    status: Level | None = None
    comment: str = ""

    @property
    def empty(self) -> bool:
        """Whether it says nothing."""
        return self.status is None and not self.comment.strip()


@dataclass(frozen=True)
class Row:
    """One criterion, or a competence without criteria. ``id`` is that of the criterion, ``CERT/C3`` for a competence."""

    id: str
    competence: int
    title: str
    block: int
    name: str
    family: str
    text: str
    status: Level
    evidence: tuple[Evidence, ...]

    @property
    def places(self) -> str:
        """« p. 4, § 37 ; § 12 »."""
        return "\u00a0; ".join(dict.fromkeys(place_of(item.segment) for item in self.evidence))


def board(check: Check) -> tuple[Row, ...]:
    """Every row, in the order of the referential."""
    return tuple(row for match in check.mapping.competences for row in _rows(match))


def filtered(
    rows: Sequence[Row],
    *,
    statuses: Sequence[Level] = (),
    competences: Sequence[int] = (),
    remarks: Mapping[str, Remark] | None = None,
) -> list[Row]:
    """The rows of these statuses and competences, all where none is named; ``remarks``: only those that they are about."""
    return [
        row
        for row in rows
        if (not statuses or row.status in statuses)
        and (not competences or row.competence in competences)
        and (remarks is None or row.id in remarks)
    ]


def remarked(remarks: Mapping[str, Remark], row: str, remark: Remark) -> dict[str, Remark]:
    """The remarks with this one; an empty one is taken away."""
    others = {key: value for key, value in remarks.items() if key != row}
    return others if remark.empty else others | {row: remark}


def page_around(dossier: Dossier, segment: Segment) -> tuple[Extract, ...]:
    """What stands around a passage: its page where the document has some, otherwise the paragraphs beside it."""
    if segment.page is not None:
        return tuple(extract for extract in dossier.extracts if extract.page == segment.page)
    here = segment.paragraph or 0
    return tuple(extract for extract in dossier.extracts if abs(extract.number - here) <= _AROUND)


def _rows(match: CompetenceMatch) -> list[Row]:
    if match.criteria:
        return [_row(match, criterion) for criterion in match.criteria]
    name = f"C{match.number}"
    return [
        Row(f"{match.certification}/{name}", match.number, match.title, match.block, name, "", match.title, match.status, match.evidence)
    ]


def _row(match: CompetenceMatch, criterion: CriterionMatch) -> Row:
    passage = criterion.passage
    beginning = (passage.id, match.number, match.title, match.block, rank_of(criterion), family_of(criterion))
    return Row(*beginning, passage.text, criterion.status, criterion.evidence)
