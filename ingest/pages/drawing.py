"""A page of a PDF is drawn by :mod:`ingest.pages.worker`, within limits of time, memory and size."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from ingest.errors import DamagedDocument, DocumentError, MissingDocument, OversizedDocument
from ingest.pages.worker import NO_SUCH_PAGE

MAX_WIDTH = 1460
"""Pixels: the web page makes wider pictures smaller. Letters of an A4 page stay clear when it is shown twice as large."""
PATIENCE_SECONDS = 10.0
_AT_ONCE = BoundedSemaphore(2)

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels of the picture."""


@dataclass(frozen=True)
class Word:
    """What stands between two blanks on one line, and where."""

    text: str
    box: Box


@dataclass(frozen=True)
class Picture:
    """A page drawn as PNG, ``width`` × ``height`` pixels, with its words in the order of the file. ``pages``: those of the document."""

    png: bytes
    width: int
    height: int
    pages: int
    words: tuple[Word, ...]


def draw_page(path: Path, number: int, *, patience: float = PATIENCE_SECONDS, most: int = MAX_WIDTH) -> Picture:
    """Draw page ``number`` (from 1); ``patience`` in seconds, ``most`` pixels across.

    Raises:
        MissingDocument: there is no such page or file.
        OversizedDocument: drawing takes too long.
        DamagedDocument: the page cannot be drawn, or asks for too much memory.
    """
    where = f"La page {number} de {path.name}"
    command = [sys.executable, "-P", str(Path(__file__).with_name("worker.py")), str(path), str(number), str(most)]
    try:
        with _AT_ONCE:
            done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=patience, check=False)
    except subprocess.TimeoutExpired as error:
        raise OversizedDocument(f"{where} est trop longue à dessiner : ouvrez le document vous-même.") from error
    if done.returncode == NO_SUCH_PAGE or not path.is_file():
        raise MissingDocument(f"{where} n'existe pas : ajoutez de nouveau ce document.")
    if done.returncode:
        raise DamagedDocument(f"{where} ne peut pas être dessinée : ouvrez le document vous-même.")
    return _picture(done.stdout, where)


def _picture(output: bytes, where: str) -> Picture:
    head, _, png = output.partition(b"\n")
    try:
        told = json.loads(head)
        words = tuple(Word(text, (left, top, right, bottom)) for text, left, top, right, bottom in told["words"])
        return Picture(png, told["width"], told["height"], told["pages"], words)
    except (ValueError, KeyError, TypeError) as error:
        raise DocumentError(f"{where} ne peut pas être dessinée : ouvrez le document vous-même.") from error
