"""What a person told, and the answers that complete it; kept in memory for as long as the application runs, never on the disk."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.french import NBSP
from ingest.errors import AcquisError

MAX_CHARACTERS = 20_000
"""Some seven pages: what is longer is a dossier."""


@dataclass(frozen=True)
class Reply:
    """What the person answered to one of the questions about what is missing."""

    question: str
    text: str


@dataclass(frozen=True)
class Story:
    """``draft`` is what is being written, ``told`` what was read last; ``held``: the ids of the kinds of proof that the person has."""

    draft: str = ""
    told: str = ""
    replies: tuple[Reply, ...] = ()
    held: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """Everything to be read: each reply is a paragraph of its own."""
        return "\n\n".join([self.told, *(reply.text for reply in self.replies)])

    def read(self) -> Story:
        """The story with its draft taken as told.

        Raises:
            AcquisError: it tells nothing, or too much at once.
        """
        if not self.draft.strip():
            raise AcquisError(f"Le récit est vide{NBSP}: racontez en quelques phrases ce que vous avez fait.")
        return _checked(replace(self, told=self.draft))

    def answered(self, replies: tuple[Reply, ...]) -> Story:
        """The story with more answers; empty ones are left out.

        Raises:
            AcquisError: none of them says anything, or the whole has become too long.
        """
        given = tuple(reply for reply in replies if reply.text.strip())
        if not given:
            raise AcquisError(f"Aucune réponse n'est écrite{NBSP}: répondez à l'une des questions, en une phrase ou deux.")
        return _checked(replace(self, replies=(*self.replies, *given)))

    def without_reply(self, rank: int) -> Story:
        """The story without the reply of that rank, from 0."""
        return replace(self, replies=self.replies[:rank] + self.replies[rank + 1 :])

    def holding(self, proof: str, *, held: bool) -> Story:
        """The story with that kind of proof ticked or not."""
        return replace(self, held=self.held | {proof} if held else self.held - {proof})


def _checked(story: Story) -> Story:
    if len(story.text) > MAX_CHARACTERS:
        size, limit = f"{len(story.text):,}".replace(",", NBSP), f"{MAX_CHARACTERS:,}".replace(",", NBSP)
        raise AcquisError(f"Ce récit compte {size} caractères, plus que la limite de {limit}{NBSP}: racontez une activité à la fois.")
    return story
