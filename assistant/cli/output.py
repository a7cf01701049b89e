"""Where things are written: one JSON document on standard output, notices, progress and questions on standard error."""

from __future__ import annotations

import json
import shutil
import sys

from assistant.french import NBSP

_BAR = 24


def print_json(document: object) -> None:
    """One JSON document, readable, on standard output."""
    print(json.dumps(document, ensure_ascii=False, indent=1))


def print_json_line(document: object) -> None:
    """One JSON document on one line, sent at once."""
    print(json.dumps(document, ensure_ascii=False), flush=True)


def notice(message: str) -> None:
    """Tell the user what is going on, on standard error."""
    clear_line()
    print(message, file=sys.stderr, flush=True)


def progress(name: str, done: int, steps: int) -> None:
    """Redraw the progress bar when standard error is a terminal: ``done`` of ``steps`` pages or files."""
    if not sys.stderr.isatty():
        return
    filled = _BAR * done // steps if steps else 0
    line = f"{'█' * filled}{'·' * (_BAR - filled)} {done}/{steps} {name}"
    width = shutil.get_terminal_size().columns - 1
    sys.stderr.write(f"\r\x1b[K{line[:width]}")
    sys.stderr.flush()


def clear_line() -> None:
    """Erase the progress bar."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")


def confirm(question: str, *, yes: bool) -> bool:
    """Ask on a terminal; a script, which nobody watches, has said what it wants by running the command."""
    if yes or not sys.stdin.isatty():
        return True
    sys.stderr.write(f"{question} [o/N]{NBSP}: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("o", "oui")
