"""One question of a conversation with what became of it, and its strict writing as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer import Answer
from assistant.dialogue import Memory
from assistant.feedback import Feedback
from assistant.reading import Forced

T = TypeVar("T", bound=Answer | Memory | Forced | Feedback)

UNREADABLE = "Cette réponse a été écrite par une autre version d'Acquis et n'est plus lisible : reposez la question."


@dataclass(frozen=True)
class Exchange:
    """A question with its answer, or with the sentence (``error``) that says why there is none.

    ``chosen`` is the certification picked beside the question, ``forced`` the reading that the user put in the place of ours; both are
    needed to ask again. ``memory`` is what the next question leans on. ``revision`` counts the answers that this one has replaced.
    ``feedback`` is what the person thinks of this very answer: another answer in its place begins without one.
    """

    question: str
    answer: Answer | None = None
    error: str = ""
    memory: Memory | None = None
    chosen: str | None = None
    forced: Forced | None = None
    asked: datetime = field(default_factory=lambda: datetime.now(UTC))
    revision: int = 0
    feedback: Feedback | None = None


class _Kept(BaseModel, Generic[T]):
    """Nothing unknown, nothing of another type is read back."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kept: T


_KEPT: dict[type, Any] = {Answer: _Kept[Answer], Memory: _Kept[Memory], Forced: _Kept[Forced], Feedback: _Kept[Feedback]}


def to_json(value: Answer | Memory | Forced | Feedback | None) -> str | None:
    """The value as JSON text."""
    return None if value is None else str(_KEPT[type(value)](kept=value).model_dump_json())


def from_json(kind: type[T], text: str | None) -> T | None:
    """What :func:`to_json` wrote, or None when it does not parse (any longer)."""
    try:
        value: T | None = None if text is None else _KEPT[kind].model_validate_json(text).kept
    except ValidationError:
        return None
    return value
