"""Statements as the lines of a text box: one each, the items of a list below and set back; and the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.french import NBSP, quoted
from ingest.errors import AcquisError
from ingest.model import Bullet, Source, Statement
from ingest.readers.inline import split_marker
from ingest.repair import repair

_SET_BACK = "    "
_BREAK = " ⏎ "
"""Stands for a line break inside a statement."""


def as_lines(statements: Iterable[Statement]) -> str:
    """One line per statement, list marks as printed; an empty line tells them apart where they are too long for the width."""
    return "\n\n".join("\n".join([_line(s), *(_SET_BACK + _line(item) for item in s.items)]) for s in statements)


def from_lines(text: str, known: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements that lines say; a line that was there before keeps the mark that it had.

    Raises:
        AcquisError: the first line is set back, so that it belongs to no statement.
    """
    marks = {_line(item): (item.marker, item.text) for item in _flat(known)}
    nowhere = Source(document="")
    found: list[Statement] = []
    for line in text.split("\n"):
        written = line.strip()
        if not written:
            continue
        marker, words = marks.get(written) or _split(written)
        if not words:
            continue
        if line[:1].isspace():
            if not found:
                raise AcquisError(f"La ligne {quoted(written[:40])} est en retrait et ne suit aucune phrase{NBSP}: écrivez-la au bord.")
            item = Bullet(text=words, marker=marker, source=nowhere)
            found[-1] = found[-1].model_copy(update={"items": (*found[-1].items, item)})
        else:
            found.append(Statement(text=words, marker=marker, source=nowhere))
    return tuple(found)


def _flat(statements: Iterable[Statement]) -> Iterator[Statement | Bullet]:
    for statement in statements:
        yield statement
        yield from statement.items


def _line(item: Statement | Bullet) -> str:
    return (item.marker + item.text).replace("\n", _BREAK).strip()


def _split(written: str) -> tuple[str, str]:
    marker, words = split_marker(written)
    return marker, "\n".join(repair(piece) for piece in words.split(_BREAK))
