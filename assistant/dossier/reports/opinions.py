"""What the adviser thinks, in the reports: beside what was read automatically, never instead of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant.dossier.board import Remark, board
from assistant.dossier.model import Check
from assistant.dossier.reports.outline import Grid, Part, Title
from assistant.dossier.wording import STATE, one_line
from assistant.mapping.model import Level
from ingest.errors import AcquisError

HEADING = "Avis du conseiller"
_HEADERS = ["Critère", "Référentiel", "Lecture automatique", "Avis", "Commentaire"]


def opinion_rows(check: Check, remarks: Mapping[str, Remark]) -> list[list[str]]:
    """One row a remark, in the order of the referential, headers first."""
    told = [(row, remarks[row.id]) for row in board(check) if row.id in remarks]
    return [
        _HEADERS,
        *(
            [row.name, one_line(row.text), STATE[row.status], STATE[remark.status] if remark.status else "—", remark.comment.strip()]
            for row, remark in told
        ),
    ]


def as_parts(check: Check, remarks: Mapping[str, Remark]) -> Iterator[Part]:
    """A section of the reports for reading; nothing where the adviser said nothing."""
    if remarks:
        yield Title(HEADING, 1)
        yield Grid(tuple(tuple(line) for line in opinion_rows(check, remarks)), (14, 32, 14, 13, 27))


def opinions_document(remarks: Mapping[str, Remark]) -> list[dict[str, Any]]:
    """The key ``remarks`` of the JSON."""
    return [{"id": key, "status": remark.status, "comment": remark.comment} for key, remark in remarks.items()]


class _Said(BaseModel):
    id: str
    status: Level | None = None
    comment: str = ""


class _Opinions(BaseModel):
    remarks: tuple[_Said, ...] = ()


def read_opinions(content: bytes, name: str) -> dict[str, Remark]:
    """The remarks of a check's JSON, whose file is called ``name``, by row: what the adviser thought is carried over to the next reading.

    Raises:
        AcquisError: the remarks are not as :func:`opinions_document` writes them.
    """
    try:
        said = _Opinions.model_validate_json(content).remarks
    except ValidationError as error:
        raise AcquisError(
            f"Les avis du conseiller ne sont pas lisibles dans {name}\u00a0: reprenez le fichier JSON tel qu'Acquis l'a écrit."
        ) from error
    return {item.id: Remark(item.status, item.comment) for item in said}
