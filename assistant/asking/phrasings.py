"""The written phrasings that the question model learns from: how people ask, with what is not asking marked.

One JSON object a line: ``text`` with inline marks ``{slot|words}`` (slots ``cert``, ``comp``, ``num``, ``block``, ``topic``), ``labels``,
and ``intent`` for a question that stands alone or ``act`` for a later turn of a dialogue (then ``before`` is the question before it).
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_MARK = re.compile(r"\{(?P<slot>cert|comp|num|block|topic)\|(?P<words>[^{}|]*)\}")
FOLDER = Path(__file__).parent / "phrasings"


@dataclass(frozen=True)
class Phrasing:
    """One way of asking. ``intent`` or ``act`` is set, not both; ``labels`` as in :mod:`assistant.asking.model`."""

    text: str
    intent: str | None
    act: str | None
    labels: frozenset[str]

    @property
    def plain(self) -> str:
        """The text without its marks."""
        return _MARK.sub(lambda mark: mark.group("words"), self.text)

    @property
    def fillers(self) -> list[tuple[str, str]]:
        """(slot, words) of each mark, in order."""
        return [(mark.group("slot"), mark.group("words")) for mark in _MARK.finditer(self.text)]

    @property
    def asking(self) -> str:
        """What is left when everything marked is taken away: the words of asking."""
        return _MARK.sub(" ", self.text)


def read_phrasings(folder: Path = FOLDER) -> list[Phrasing]:
    """All phrasings of a folder's ``*.jsonl`` files; raises KeyError or ValueError on a line that is not one."""
    return [_phrasing(json.loads(line)) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines() if line]


def _phrasing(row: dict[str, object]) -> Phrasing:
    labels = row.get("labels") or []
    assert isinstance(labels, list)
    intent, act = row.get("intent"), row.get("act")
    return Phrasing(str(row["text"]), str(intent) if intent else None, str(act) if act else None, frozenset(map(str, labels)))


def varied(phrasings: Sequence[Phrasing], times: int, *, seed: int = 0) -> Iterator[tuple[int, str]]:
    """Each phrasing ``times`` times with the fillers of others in its marks, so that the way of asking is learnt and not the subject.

    Yields (position in ``phrasings``, text).
    """
    generator = random.Random(seed)
    pool: dict[str, list[str]] = {}
    for phrasing in phrasings:
        for slot, words in phrasing.fillers:
            pool.setdefault(slot, []).append(words)
    for position, phrasing in enumerate(phrasings):
        for _ in range(times if phrasing.fillers else 1):
            yield position, _MARK.sub(lambda mark: generator.choice(pool[mark.group("slot")]), phrasing.text)
