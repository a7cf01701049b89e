"""What a person thinks of an answer: a thumb up or down, why, and a comment; kept beside the answer, on this machine only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

MAX_COMMENT = 1000
"""Characters of a comment; what follows is cut off."""


class Reason(StrEnum):
    """Why an answer is not the right one."""

    MISSING_PASSAGE = "missing_passage"
    WRONG_COMPETENCE = "wrong_competence"
    WRONG_CERTIFICATION = "wrong_certification"
    USELESS_CITATION = "useless_citation"
    SHOULD_HAVE_REFUSED = "should_have_refused"
    SHOULD_HAVE_ANSWERED = "should_have_answered"
    OTHER = "other"


FRENCH_REASON = {
    Reason.MISSING_PASSAGE: "Passage manquant",
    Reason.WRONG_COMPETENCE: "Mauvaise compétence",
    Reason.WRONG_CERTIFICATION: "Mauvaise certification",
    Reason.USELESS_CITATION: "Citation inutile",
    Reason.SHOULD_HAVE_REFUSED: "Aurait dû refuser",
    Reason.SHOULD_HAVE_ANSWERED: "N'aurait pas dû refuser",
    Reason.OTHER: "Autre",
}
USEFUL, TO_REVIEW = "Utile", "À revoir"
"""The two opinions in French."""


@dataclass(frozen=True)
class Feedback:
    """An opinion on one answer. ``reason`` is only given for an answer that is not ``useful``, and not always."""

    useful: bool
    reason: Reason | None = None
    comment: str = ""
    given: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def told(self) -> str:
        """The opinion in French: ``"à revoir (mauvaise compétence)"``."""
        return told(self.useful, self.reason)


def told(useful: bool, reason: Reason | None) -> str:
    """An opinion in French, without its comment."""
    opinion = (USEFUL if useful else TO_REVIEW).lower()
    return f"{opinion} ({FRENCH_REASON[reason].lower()})" if reason else opinion
