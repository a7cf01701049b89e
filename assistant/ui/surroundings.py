"""The words around a citation: the passages that stand before and after it in the same part of the document."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.gathering import Shelf
from ingest.model import Passage

REACH = 2
"""How many passages are shown on each side."""
_TITLES = ("block", "competence", "fact")
"""Kinds that stand alone in their place: their neighbours are the other titles (or facts) of the document."""


@dataclass(frozen=True)
class Surroundings:
    """A cited passage, with its neighbours in document order."""

    cited: Passage
    before: tuple[Passage, ...] = ()
    after: tuple[Passage, ...] = ()


def surroundings(shelf: Shelf, passage_id: str) -> Surroundings | None:
    """The passage of that id among its neighbours, or None when it is no longer in store."""
    cited = shelf.passage(passage_id)
    if cited is None:
        return None
    place = _place(cited)
    row = [passage for passage in shelf.of(cited.certification) if passage.kind != "bullet" and _place(passage) == place]
    rank = next(rank for rank, passage in enumerate(row) if passage.id == cited.id) if cited in row else 0
    return Surroundings(cited, tuple(row[max(0, rank - REACH) : rank]), tuple(row[rank + 1 : rank + 1 + REACH]) if cited in row else ())


def _place(passage: Passage) -> tuple[str, ...]:
    return (passage.kind,) if passage.kind in _TITLES else ("text", passage.context)
