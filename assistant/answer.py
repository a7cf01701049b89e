"""What an answer is: the JSON of ``acquis ask``, and what the chat page shows."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Status(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    OUT_OF_SCOPE = "out_of_scope"
    AMBIGUOUS = "ambiguous"


class Citation(_Frozen):
    """A verified quotation. ``passage`` is its id; ``text`` is verbatim; ``family`` is a family or another part.

    ``corrected``: the day on which somebody wrote these words by hand in the referential; None for the document's own.
    """

    passage: str
    certification: str
    competence: int | None = None
    family: str | None = None
    text: str
    document: str
    page: int | None = None
    lines: tuple[int, int] | None = None
    corrected: date | None = None


class CompetenceRef(_Frozen):
    """A competence by certification id and certification-wide number."""

    certification: str
    number: int


class Answer(_Frozen):
    """One answer. ``answer`` is Markdown with inline marks ``[1]`` that count ``citations`` from 1.

    ``reading`` says in one French line how the question was understood; ``advice`` never quotes.
    """

    id: str | None = None
    status: Status
    answer: str
    reading: str = ""
    certifications: tuple[str, ...] = ()
    competences: tuple[CompetenceRef, ...] = ()
    citations: tuple[Citation, ...] = ()
    advice: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    engine: str = "extractive"
    elapsed_ms: float = 0.0
