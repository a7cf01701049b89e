"""The conversations kept on this machine: started, gone on with, listed, searched, renamed, erased."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from assistant.answer import Answer
from assistant.conversation_file import ConversationFile
from assistant.dialogue import Memory
from assistant.exchange import UNREADABLE, Exchange, from_json, to_json
from assistant.feedback import MAX_COMMENT, Feedback
from assistant.french import NBSP, quoted
from assistant.reading import Forced
from ingest.errors import AcquisError, UnknownConversation
from ingest.structure.columns import plain

MAX_TITLE = 70
"""Characters of a title; a longer first question is cut after a word."""


@dataclass(frozen=True)
class Summary:
    """A conversation in a list; ``certification`` is what its last answer was about, ``exchanges`` how many questions it has."""

    id: str
    title: str
    created: datetime
    updated: datetime
    certification: str | None
    exchanges: int


@dataclass(frozen=True)
class Conversation:
    """A whole conversation, its questions in the order in which they were asked."""

    summary: Summary
    exchanges: tuple[Exchange, ...]


def new_id() -> str:
    """An id for a conversation to come."""
    return secrets.token_hex(5)


def short_title(question: str) -> str:
    """The first question as a title: one line, cut after a word."""
    line = " ".join(question.split())
    return line if len(line) <= MAX_TITLE else line[: MAX_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


class Conversations:
    """The conversations of one home. All methods raise :class:`StoreError` when the file cannot be read or written."""

    def __init__(self, home: Path) -> None:
        self._file = ConversationFile(home)

    def start(self, exchange: Exchange, conversation_id: str | None = None) -> str:
        """Keep a first exchange as a new conversation and return its id."""
        conversation_id = conversation_id or new_id()
        title = short_title(_storable(exchange.question))
        with self._file.writing() as connection:
            asked = exchange.asked.isoformat()
            connection.execute("INSERT INTO conversations VALUES (?, ?, ?, ?, NULL)", (conversation_id, title, asked, asked))
            self._put(connection, conversation_id, 0, exchange)
        return conversation_id

    def append(self, conversation_id: str, exchange: Exchange) -> int:
        """Keep the next exchange of a conversation and return its rank, from 0.

        Raises:
            UnknownConversation: it has been deleted: what is erased does not come back with an answer that was under way.
        """
        with self._file.writing() as connection:
            self._check(connection, conversation_id)
            query = "SELECT count(*) FROM exchanges WHERE conversation = ?"
            rank: int = connection.execute(query, (conversation_id,)).fetchone()[0]
            self._put(connection, conversation_id, rank, exchange)
        return rank

    def replace(self, conversation_id: str, rank: int, exchange: Exchange) -> None:
        """Put another exchange in the place of one.

        The earlier answer is overwritten: asking again without the forced reading gives it back, and one question keeps one answer.

        Raises:
            UnknownConversation: there is no such conversation, or it has no such exchange.
        """
        with self._file.writing() as connection:
            self._check(connection, conversation_id)
            found = connection.execute(
                "SELECT revision FROM exchanges WHERE conversation = ? AND rank = ?", (conversation_id, rank)
            ).fetchone()
            if found is None:
                raise UnknownConversation(f"La conversation {quoted(conversation_id)} n'a pas de question {rank + 1}.")
            self._put(connection, conversation_id, rank, exchange, revision=found[0] + 1)

    def rate(self, conversation_id: str, rank: int, revision: int, feedback: Feedback | None) -> None:
        """Keep what the person thinks of an answer; None takes it back. It goes with the answer when that one is replaced or erased.

        Raises:
            UnknownConversation: there is no such conversation, or that answer has been replaced or erased meanwhile.
        """
        kept = replace(feedback, comment=_storable(feedback.comment.strip())[:MAX_COMMENT]) if feedback else None
        with self._changing(conversation_id) as connection:
            where = "conversation = ? AND rank = ? AND revision = ? AND answer IS NOT NULL"
            place = (conversation_id, rank, revision)
            changed = connection.execute(f"UPDATE exchanges SET feedback = ? WHERE {where}", (to_json(kept), *place)).rowcount
            if not changed:
                raise UnknownConversation(f"Cette réponse a été remplacée ou effacée{NBSP}: votre avis n'est pas gardé.")

    def rated(self) -> list[Conversation]:
        """The conversations that hold an answer with an opinion, the last one first."""
        if not self._file.exists():
            return []
        with self._file.opened() as connection:
            query = f"{_SUMMARIES} WHERE EXISTS (SELECT 1 FROM exchanges e WHERE e.conversation = c.id AND e.feedback IS NOT NULL)"
            found = [row[0] for row in connection.execute(f"{query} ORDER BY c.updated DESC, c.id")]
        held: list[Conversation] = []
        for conversation_id in found:
            with suppress(UnknownConversation):  # erased meanwhile
                held.append(self.load(conversation_id))
        return held

    def summaries(self, words: str = "") -> list[Summary]:
        """The conversations that hold all these words (accents and case do not matter) in title, questions or answers; last one first."""
        if not self._file.exists():
            return []
        held = (
            "(fold(c.title) LIKE ? ESCAPE '\\' OR EXISTS"
            " (SELECT 1 FROM exchanges e WHERE e.conversation = c.id AND e.words LIKE ? ESCAPE '\\'))"
        )
        patterns = [_pattern(word) for word in plain(_storable(words)).split()]
        where = f" WHERE {' AND '.join([held] * len(patterns))}" if patterns else ""
        query = f"{_SUMMARIES}{where} ORDER BY c.updated DESC, c.id"
        with self._file.opened() as connection:
            rows = connection.execute(query, [pattern for pattern in patterns for _ in range(2)]).fetchall()
        return [_summary(row) for row in rows]

    def load(self, conversation_id: str) -> Conversation:
        """A whole conversation. An exchange that another version of Acquis wrote may have lost its answer or its memory.

        Raises:
            UnknownConversation: there is none of this id.
        """
        if not self._file.exists():
            raise _unknown(conversation_id)
        with self._file.opened() as connection:
            row = connection.execute(f"{_SUMMARIES} WHERE c.id = ?", (_storable(conversation_id),)).fetchone()
            if row is None:
                raise _unknown(conversation_id)
            rows = connection.execute(
                "SELECT question, answer, error, memory, chosen, forced, asked, revision, feedback FROM exchanges"
                " WHERE conversation = ? ORDER BY rank",
                (conversation_id,),
            ).fetchall()
        return Conversation(_summary(row), tuple(_exchange(row) for row in rows))

    def rename(self, conversation_id: str, title: str) -> str:
        """Give a conversation another title and return it as kept: one line of at most ``MAX_TITLE`` characters.

        Raises:
            AcquisError: the title is empty.
            UnknownConversation: there is none of this id.
        """
        kept = short_title(_storable(title))
        if not kept:
            raise AcquisError("Le titre est vide : écrivez-en un.")
        with self._changing(conversation_id) as connection:
            connection.execute("UPDATE conversations SET title = ? WHERE id = ?", (kept, conversation_id))
        return kept

    def delete(self, conversation_id: str) -> None:
        """Erase a conversation.

        Raises:
            UnknownConversation: there is none of this id.
        """
        with self._changing(conversation_id) as connection:
            connection.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))

    def delete_all(self) -> int:
        """Erase all conversations and return how many there were."""
        if not self._file.exists():
            return 0
        with self._file.writing() as connection:
            count: int = connection.execute("DELETE FROM conversations").rowcount
        return count

    def _put(self, connection: sqlite3.Connection, conversation_id: str, rank: int, exchange: Exchange, *, revision: int = 0) -> None:
        answer = exchange.answer
        said = [exchange.question, answer.answer if answer else ""]
        values = (
            conversation_id,
            rank,
            exchange.question,
            to_json(answer),
            exchange.error,
            to_json(exchange.memory),
            exchange.chosen,
            to_json(exchange.forced),
            exchange.asked.isoformat(),
            revision,
            plain(" ".join(said)),
            to_json(exchange.feedback),
        )
        storable = [_storable(value) if isinstance(value, str) else value for value in values]
        connection.execute("INSERT OR REPLACE INTO exchanges VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", storable)
        about = answer.certifications[0] if answer and answer.citations and answer.certifications else None
        connection.execute(
            "UPDATE conversations SET updated = max(updated, ?), certification = coalesce(?, certification) WHERE id = ?",
            (exchange.asked.isoformat(), about, conversation_id),
        )

    def _check(self, connection: sqlite3.Connection, conversation_id: str) -> None:
        if not connection.execute("SELECT 1 FROM conversations WHERE id = ?", (_storable(conversation_id),)).fetchone():
            raise _unknown(conversation_id)

    @contextmanager
    def _changing(self, conversation_id: str) -> Iterator[sqlite3.Connection]:
        """A transaction on a conversation that exists."""
        if not self._file.exists():
            raise _unknown(conversation_id)
        with self._file.writing() as connection:
            self._check(connection, conversation_id)
            yield connection


_SUMMARIES = (
    "SELECT c.id, c.title, c.created, c.updated, c.certification,"
    " (SELECT count(*) FROM exchanges e WHERE e.conversation = c.id) FROM conversations c"
)


def _summary(row: tuple[str, str, str, str, str | None, int]) -> Summary:
    return Summary(row[0], row[1], datetime.fromisoformat(row[2]), datetime.fromisoformat(row[3]), row[4], row[5])


def _exchange(row: tuple[str, str | None, str, str | None, str | None, str | None, str, int, str | None]) -> Exchange:
    question, answer_text, error, memory, chosen, forced, asked, revision, feedback = row
    answer = from_json(Answer, answer_text)
    return Exchange(
        question=question,
        answer=answer,
        error=error if answer or error else UNREADABLE,
        memory=from_json(Memory, memory),
        chosen=chosen,
        forced=from_json(Forced, forced),
        asked=datetime.fromisoformat(asked),
        revision=revision,
        feedback=from_json(Feedback, feedback),
    )


def _pattern(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _storable(text: str) -> str:
    """Half an emoji, which UTF-8 cannot write, becomes « ? »."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _unknown(conversation_id: str) -> UnknownConversation:
    known = f"«{NBSP}acquis conversations list{NBSP}» donne celles qui existent"
    return UnknownConversation(f"Aucune conversation n'a l'identifiant {quoted(conversation_id)}{NBSP}: {known}.")
