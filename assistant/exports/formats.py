"""What all exports share: the content in the format that a file's suffix names, and what is said where there is no such format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from ingest.errors import AcquisError

T = TypeVar("T")


def content_in(formats: Mapping[str, Callable[[T], bytes]], thing: T, suffix: str) -> bytes:
    """The content of a file with that suffix, from what writes each of the ``formats`` (``".docx"``…).

    Raises:
        AcquisError: no such format.
    """
    if suffix.lower() not in formats:
        raise unknown_format(suffix, formats)
    return formats[suffix.lower()](thing)


def json_bytes(document: dict[str, Any]) -> bytes:
    """A JSON document as a file."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def unknown_format(suffix: str, formats: Iterable[str]) -> AcquisError:
    """The error to raise for a suffix that is none of the formats."""
    return AcquisError(f"Le format {suffix or '(aucun)'} n'est pas connu : donnez un fichier en {', '.join(formats)}.")
