"""``ask``: one question, or a batch of questions and dialogues."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant.answer import Answer
from assistant.cli import reports
from assistant.cli.batches import answer_batch, readable
from assistant.cli.output import notice, print_json
from assistant.french import NBSP
from assistant.library import Library
from assistant.service import Assistant
from ingest.errors import AcquisError


class Request(BaseModel):
    """One line of a batch: a question, or the turns of a dialogue. Other keys are left aside."""

    question: str | None = None
    turns: list[str] | None = None
    certification: str | None = None


def ask_command(arguments: Namespace) -> int:
    """One answer, or one line per line with status 1 when a line failed."""
    library = Library(arguments.home, notice=notice)
    library.ensure_content()
    assistant = Assistant(library)
    if arguments.batch is not None:

        def answer_one(fields: dict[str, Any], number: int) -> dict[str, Any]:
            return _reply(assistant, _request(fields, number), arguments.certification)

        return answer_batch(arguments.batch, answer_one, arguments.home)
    reply, _ = assistant.ask(readable(arguments.question), certification=arguments.certification)
    if arguments.json:
        print_json(_dump(reply))
    else:
        print(reports.answer(reply))
    return 0


def _request(fields: dict[str, Any], number: int) -> Request:
    try:
        request = Request.model_validate(fields)
    except ValidationError:
        request = Request()
    if request.question is None and not request.turns:
        raise AcquisError(
            f"La ligne {number} n'est pas une question lisible{NBSP}: "
            'écrivez {"id": …, "question": …} ou {"id": …, "turns": [question, …]}, en JSON et en UTF-8, sur une seule ligne.'
        )
    return request


def _reply(assistant: Assistant, request: Request, default: str | None) -> dict[str, Any]:
    certification = request.certification or default
    if request.turns:
        replies = assistant.ask_turns([readable(turn) for turn in request.turns], certification=certification)
        return {"id": None, "turns": [_dump(reply) for reply in replies]}
    reply, _ = assistant.ask(readable(request.question or ""), certification=certification)
    return _dump(reply)


def _dump(reply: Answer) -> dict[str, Any]:
    return reply.model_dump(mode="json")
