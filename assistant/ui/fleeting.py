"""What is kept in memory only, so that a page that was reloaded finds it again, and not for long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, MutableMapping
from typing import TypeVar

T = TypeVar("T")

HOURS = 8
"""After so many hours without being looked at, it is forgotten: a day's work."""


class Fleeting(MutableMapping[str, T]):
    """Values by a word that only an address holds. Of more than ``most``, those looked at least recently are forgotten."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._values: dict[str, tuple[float, T]] = {}

    def __getitem__(self, key: str) -> T:
        self._forget_old()
        value = self._values[key][1]
        self[key] = value
        return value

    def __setitem__(self, key: str, value: T) -> None:
        self._values.pop(key, None)
        self._values[key] = self._clock(), value
        self._forget_old()

    def __delitem__(self, key: str) -> None:
        del self._values[key]

    def __iter__(self) -> Iterator[str]:
        self._forget_old()
        return iter(list(self._values))

    def __len__(self) -> int:
        self._forget_old()
        return len(self._values)

    def _forget_old(self) -> None:
        """The values stand in the order in which they were last looked at."""
        since = self._clock() - HOURS * 3600
        for key, (looked, _) in list(self._values.items()):
            if looked >= since and len(self._values) <= self._most:
                return
            self._values.pop(key, None)
