"""Bugs are written to ``<home>/logs/acquis.log``; the user reads one sentence."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

MAX_BYTES = 1_000_000


def log_path(home: Path) -> Path:
    """The log file of a home folder."""
    return home / "logs" / "acquis.log"


def log_unexpected(home: Path, error: BaseException) -> str:
    """Append the traceback to the log and return the sentence to show; a log that cannot be written does not hide the error."""
    path = log_path(home)
    what = f"Erreur imprévue ({type(error).__name__})\u00a0: c'est un défaut d'Acquis."
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=MAX_BYTES, backupCount=1, encoding="utf-8")
    except OSError:
        return f"{what} Le journal {path} n'a pas pu être écrit\u00a0; signalez ce que vous faisiez."
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    handler.handle(
        logging.LogRecord("acquis", logging.ERROR, __file__, 0, "unexpected error", None, (type(error), error, error.__traceback__))
    )
    handler.close()
    return f"{what} Les détails sont dans {path}\u00a0; joignez-les à votre signalement."
