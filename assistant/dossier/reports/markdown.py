"""A check as Markdown, for a terminal or a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.dossier.reports.outline import Bullets, Grid, Part, Text, Title

_MARKS = re.compile(r"([\\`*_<>|\[\]#])")


def to_markdown(parts: Iterable[Part]) -> str:
    """The whole file."""
    return "\n".join(line for part in parts for line in _lines(part)) + "\n"


def _lines(part: Part) -> Iterator[str]:
    if isinstance(part, Title):
        yield f"{'#' * (part.level + 1)} {_plain(part.text)}"
    elif isinstance(part, Text):
        yield f"*{_plain(part.text)}*" if part.note else _plain(part.text)
    elif isinstance(part, Bullets):
        yield from (f"- {_plain(line)}" for line in part.lines)
    elif isinstance(part, Grid):
        yield from _grid(part)
    yield ""


def _grid(grid: Grid) -> Iterator[str]:
    head, *lines = [f"| {' | '.join(_plain(cell) for cell in line)} |" for line in grid.lines]
    yield head
    yield f"|{'---|' * len(grid.lines[0])}"
    yield from lines


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split(" ")))
