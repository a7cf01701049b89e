"""The command line: parse, run one command, turn what goes wrong into a sentence and an exit status.

0 done; 1 an error that the user can read; 2 wrong usage; 130 interrupted. Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from importlib import import_module
from pathlib import Path
from typing import TextIO

from assistant.cli.parser import build_parser

FAILED = 1
INTERRUPTED = 130

HANDLERS = {
    "ingest": "referentials",
    "list": "referentials",
    "show": "referentials",
    "export": "referentials",
    "remove": "referentials",
    "correct": "correcting",
    "label": "correcting",
    "ask": "asking",
    "map": "mapping",
    "check": "checking",
    "evidence": "evidence",
    "draft": "drafting",
    "compare": "comparing",
    "paroles": "paroles",
    "conversations": "conversations",
    "feedback": "feedback",
    "eval": "evaluating",
    "index": "upkeep",
    "serve": "upkeep",
    "bench": "upkeep",
    "purge": "upkeep",
}
"""The module of ``assistant.cli`` that holds the function of each command, imported when the command is run."""


def main(argv: list[str] | None = None) -> int:
    """Run one command line (without the program's name) and return its exit status."""
    _speak_utf8(sys.stdout, sys.stderr)
    try:
        arguments = build_parser().parse_args(argv)
    except SystemExit as stop:  # argparse leaves this way, for --help (0) and for wrong usage (2)
        return int(stop.code or 0)
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _run(arguments: Namespace) -> int:
    from ingest.errors import AcquisError
    from ingest.settings import default_home

    home = Path(arguments.home).expanduser() if arguments.home else default_home()
    arguments.home = home.absolute()
    handler = getattr(import_module(f"assistant.cli.{HANDLERS[arguments.command]}"), f"{arguments.command}_command")
    try:
        return int(handler(arguments))
    except AcquisError as error:
        _complain(str(error))
    except BrokenPipeError:
        raise
    except Exception as error:  # a bug: the user gets a sentence, the log gets the traceback
        from ingest.logs import log_unexpected

        _complain(log_unexpected(arguments.home, error))
    return FAILED


def _complain(message: str) -> None:
    from assistant.cli.output import clear_line

    clear_line()
    print(message, file=sys.stderr)


def _speak_utf8(*streams: TextIO) -> None:
    """French needs it whatever the locale says; a character that cannot be written is shown by its code."""
    for stream in streams:
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _drop_output() -> None:
    """Nobody reads standard output any more: what Python would still flush at exit goes nowhere, silently."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
