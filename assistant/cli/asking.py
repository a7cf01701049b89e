"""``ask``: one question, or a batch of questions and dialogues."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant.answer import Answer
from assistant.cli import reports
from assistant.cli.output import notice, print_json, print_json_line
from assistant.french import NBSP, quoted
from assistant.library import Library
from assistant.service import Assistant
from ingest.errors import AcquisError, MissingDocument
from ingest.logs import log_unexpected


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
        return _answer_batch(assistant, arguments)
    reply, _ = assistant.ask(_readable(arguments.question), certification=arguments.certification)
    if arguments.json:
        print_json(_dump(reply))
    else:
        print(reports.answer(reply))
    return 0


def _answer_batch(assistant: Assistant, arguments: Namespace) -> int:
    failed = False
    for number, line in enumerate(_lines(arguments.batch), start=1):
        if line.strip():
            document = _answer_line(assistant, line, number, arguments)
            failed = failed or "error" in document
            print_json_line(document)
    return 1 if failed else 0


def _lines(name: str) -> Iterable[bytes]:
    """The lines of a file (``-``: standard input) as bytes, so that one line in another encoding is one failed line."""
    if name == "-":
        return sys.stdin.buffer
    try:
        return Path(name).read_bytes().splitlines()
    except OSError as error:
        raise MissingDocument(f"Le fichier {quoted(name)} ne peut pas être lu ({error.strerror}){NBSP}: vérifiez son chemin.") from error


def _answer_line(assistant: Assistant, line: bytes, number: int, arguments: Namespace) -> dict[str, Any]:
    fields = _fields(line)
    line_id = fields.get("id")
    try:
        request = _request(fields, number)
        return _reply(assistant, request, arguments.certification) | {"id": line_id}
    except AcquisError as error:
        return {"id": line_id, "error": str(error)}
    except Exception as error:  # a bug on one line: the others are still answered
        return {"id": line_id, "error": log_unexpected(arguments.home, error)}


def _fields(line: bytes) -> dict[str, Any]:
    """The JSON object of a line, or nothing when it is none."""
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}


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
        replies = assistant.ask_turns([_readable(turn) for turn in request.turns], certification=certification)
        return {"id": None, "turns": [_dump(reply) for reply in replies]}
    reply, _ = assistant.ask(_readable(request.question or ""), certification=certification)
    return _dump(reply)


def _dump(reply: Answer) -> dict[str, Any]:
    return reply.model_dump(mode="json")


def _readable(text: str) -> str:
    """What is no character (bytes of another encoding, half an emoji) becomes « ? »."""
    return text.encode("utf-8", "replace").decode("utf-8")
