"""The assistant: one object that answers questions and dialogues over a library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.answer import Answer, Status
from assistant.chain import Turn, answer_turn, build_chain
from assistant.dialogue import Memory
from assistant.library import Library
from assistant.reading import Forced, Reading
from assistant.wording.engine import OnText
from ingest.errors import AcquisError

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

MAX_QUESTION = 2000
"""Longer texts (characters) are no questions; a description of activities has its own command."""


class Assistant:
    """Answers questions; keeps nothing between calls: the caller holds the :class:`Memory` of a dialogue."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def ask(
        self,
        question: str,
        *,
        certification: str | None = None,
        memory: Memory | None = None,
        id: str | None = None,
        forced: Forced | None = None,
        on_text: OnText | None = None,
    ) -> tuple[Answer, Memory]:
        """Answer one question.

        Args:
            question: as typed, up to ``MAX_QUESTION`` characters.
            certification: the one chosen by the user; a question that names another one wins.
            memory: what the previous turn returned, for follow-up questions.
            id: given back in the answer.
            forced: what the user corrected in the reading that was shown.
            on_text: given each piece of proved Markdown while a chat model words the answer (never by the extractive engine), and an
                empty text about twice a second. It may raise :class:`assistant.wording.engine.StopAnswer`. The answer
                returned is what counts: where the model fails in the middle, it is composed anew without it.

        Returns:
            The answer, and the memory to pass with the next turn.

        Raises:
            AcquisError: the question is empty or too long, or ``certification`` is unknown.
        """
        if not question.strip():
            raise AcquisError("La question est vide : écrivez ce que vous voulez savoir.")
        if len(question) > MAX_QUESTION:
            raise AcquisError(f"La question dépasse {MAX_QUESTION} caractères : posez-la plus brièvement.")
        self.library.refresh()
        if memory is not None and not all(i in self.library.catalogue for i in memory.reading.certifications):
            memory = None  # what the dialogue was about has been removed
        if certification is not None and certification not in self.library.catalogue:
            self.library.store.record(certification)
        turn = answer_turn(self._chain, Turn(question=question, chosen=certification, memory=memory, forced=forced, on_text=on_text))
        assert turn.answer is not None
        assert turn.reading is not None
        answer = turn.answer.model_copy(update={"id": id})
        if memory is not None and answer.status == Status.OUT_OF_SCOPE:
            return answer, memory  # an aside (« merci », a price) does not change what the dialogue is about
        if memory is not None and _leads_nowhere(turn.reading, answer, memory):
            return answer, replace(memory, suggestions=answer.suggestions)
        return answer, Memory.of(turn.reading, answer, memory)

    def ask_turns(self, questions: Sequence[str], *, certification: str | None = None) -> list[Answer]:
        """Answer the turns of a dialogue in order, each with the memory of those before."""
        answers: list[Answer] = []
        memory: Memory | None = None
        for question in questions:
            answer, memory = self.ask(question, certification=certification, memory=memory)
            answers.append(answer)
        return answers

    @cached_property
    def _chain(self) -> Runnable[Turn, Turn]:
        from assistant.chat_model import make_chat_model

        return build_chain(self.library, make_chat_model(self.library.settings))


def _leads_nowhere(reading: Reading, answer: Answer, memory: Memory) -> bool:
    """« La compétence 9 ? » where there are three: the dialogue goes on from where it was, not from the list shown instead."""
    return bool(reading.correction) and answer.status == Status.NOT_FOUND and reading.certifications == memory.reading.certifications
