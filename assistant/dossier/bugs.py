"""What is logged of a bug met while a dossier is read: where it happened, and none of the candidate's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ingest.errors import AcquisError


class DossierBug(Exception):
    """A bug met while a dossier was read: its traceback without its message, which may hold the candidate's words."""


@contextmanager
def without_words() -> Iterator[None]:
    """Let what is not foreseen out as a :class:`DossierBug`; errors made to be shown pass as they are."""
    try:
        yield
    except (AcquisError, BrokenPipeError):
        raise
    except Exception as error:
        raise DossierBug(type(error).__name__).with_traceback(error.__traceback__) from None
