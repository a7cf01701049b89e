"""The matrix criterion × status as rows of text, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from assistant.dossier.model import Check
from assistant.dossier.wording import STATE, family_of, one_line, place_of, rank_of
from assistant.drafting.exports.tabular import inert
from assistant.mapping.model import CompetenceMatch, CriterionMatch, Evidence

HEADERS = (
    "Bloc", "Compétence", "Intitulé", "État de la compétence", "Critère", "Famille", "Texte du référentiel", "État du critère",
    "Passages du dossier", "Où",
)  # fmt: skip


def rows(check: Check) -> list[list[str]]:
    """One row a criterion, headers first; a competence without criteria has one row."""
    return [list(HEADERS), *(row for match in check.mapping.competences for row in _rows(match))]


def to_csv(check: Check) -> bytes:
    """Semicolons and a byte-order mark: what a French spreadsheet opens by a double click, accents included."""
    file = io.StringIO()
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerows([inert(cell) for cell in row] for row in rows(check))
    return file.getvalue().encode("utf-8-sig")


def _rows(match: CompetenceMatch) -> Iterator[list[str]]:
    beginning = [str(match.block), str(match.number), match.title, STATE[match.status]]
    if not match.criteria:
        yield [*beginning, "", "", "", "", *_cited(match.evidence)]
    for criterion in match.criteria:
        yield [*beginning, *_criterion(criterion)]


def _criterion(criterion: CriterionMatch) -> list[str]:
    return [rank_of(criterion), family_of(criterion), criterion.passage.text, STATE[criterion.status], *_cited(criterion.evidence)]


def _cited(evidence: tuple[Evidence, ...]) -> list[str]:
    quotations = "\n".join(one_line(item.segment.text) for item in evidence)
    return [quotations, "\n".join(place_of(item.segment) for item in evidence)]
