"""``--batch``: JSON lines in, JSON lines out, in the same order; a line that fails says so and the others are still answered."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from assistant.cli.output import print_json_line
from assistant.french import NBSP, quoted
from ingest.errors import AcquisError, MissingDocument
from ingest.logs import log_unexpected

AnswerOne = Callable[[dict[str, Any], int], dict[str, Any]]
"""From the fields of a line and its number (from 1) to the JSON of its answer."""


def answer_batch(name: str, answer_one: AnswerOne, home: Path) -> int:
    """Print one line for each line of a file (``-``: standard input); the status is 1 when one failed.

    Raises:
        MissingDocument: the file cannot be read.
    """
    failed = False
    for number, line in enumerate(_lines(name), start=1):
        if line.strip():
            document = _answer_line(line, number, answer_one, home)
            failed = failed or "error" in document
            print_json_line(document)
    return 1 if failed else 0


def readable(text: str) -> str:
    """What is no character (bytes of another encoding, half an emoji) becomes « ? »."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _lines(name: str) -> Iterable[bytes]:
    """The lines as bytes, so that one line in another encoding is one failed line."""
    if name == "-":
        return sys.stdin.buffer
    try:
        return Path(name).read_bytes().splitlines()
    except OSError as error:
        raise MissingDocument(f"Le fichier {quoted(name)} ne peut pas être lu ({error.strerror}){NBSP}: vérifiez son chemin.") from error


def _answer_line(line: bytes, number: int, answer_one: AnswerOne, home: Path) -> dict[str, Any]:
    fields = _fields(line)
    line_id = fields.get("id")
    try:
        return answer_one(fields, number) | {"id": line_id}
    except AcquisError as error:
        return {"id": line_id, "error": str(error)}
    except Exception as error:  # a bug on one line: the others are still answered
        return {"id": line_id, "error": log_unexpected(home, error)}


def _fields(line: bytes) -> dict[str, Any]:
    """The JSON object of a line, or nothing when it is none."""
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}
