"""A model's text as it comes, under time limits that hold whatever the provider's package does with its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

HEARTBEAT_SECONDS = 0.5


@dataclass(frozen=True)
class Limits:
    """Seconds: for the whole answer (a small machine reads a prompt slowly), and without a word once it has begun."""

    total: float = 90.0
    silence: float = 20.0


class Failure(Exception):
    """The model could not be read; ``__cause__`` is what the provider's package raised, if it did."""


class Stalled(Failure):
    """The model began and then said nothing more."""


class TimedOut(Failure):
    """The model did not finish in time."""


def read(chain: Runnable[dict[str, str], str], inputs: dict[str, str], limits: Limits, waiting: Callable[[], None]) -> Generator[str]:
    """The pieces of an answer.

    The model is read in a thread of its own, because a connection that is kept alive without a word would block for ever. Leaving the
    iteration early lets that thread end at its next piece.

    Args:
        chain: gives text in pieces.
        inputs: its variables.
        limits: when to give up.
        waiting: called about twice a second, whether anything comes or not; what it raises ends the reading.

    Raises:
        Failure: the limits were reached, or the provider's package raised something.
    """
    queue: SimpleQueue[str | Exception | None] = SimpleQueue()
    left = threading.Event()
    threading.Thread(target=_pump, args=(chain, inputs, queue, left), daemon=True, name="chat-model").start()
    begun = beat = time.monotonic()
    last = None
    try:
        while True:
            now = time.monotonic()
            if now - begun >= limits.total:
                raise TimedOut
            if last is not None and now - last >= limits.silence:
                raise Stalled
            if now - beat >= HEARTBEAT_SECONDS:
                beat = now
                waiting()
            try:
                item = queue.get(timeout=min(HEARTBEAT_SECONDS, limits.total, limits.silence))
            except Empty:
                continue
            if item is None:
                return
            if isinstance(item, Exception):
                raise Failure from item
            last = time.monotonic()
            yield item
    finally:
        left.set()


def _pump(
    chain: Runnable[dict[str, str], str], inputs: dict[str, str], queue: SimpleQueue[str | Exception | None], left: threading.Event
) -> None:
    from langsmith import tracing_context

    try:
        # a variable left from other work must not send questions to a third party
        with tracing_context(enabled=False), closing(_pieces(chain, inputs)) as pieces:
            for piece in pieces:
                if left.is_set():
                    return
                if piece:
                    queue.put(piece)
        queue.put(None)
    except Exception as error:  # providers raise their own, unrelated types: they are told apart where they are read
        queue.put(error)


def _pieces(chain: Runnable[dict[str, str], str], inputs: dict[str, str]) -> Generator[str]:
    """The stream; a server that does not know streaming is asked once more for the whole text."""
    anything = False
    try:
        with closing(cast(Generator[str], chain.stream(inputs))) as stream:  # left early, it is closed here, where errors are caught
            for piece in stream:
                anything = anything or bool(piece)
                yield piece
    except ValueError:  # LangChain's word for a stream without any piece
        if anything:
            raise
    if not anything:
        yield chain.invoke(inputs)


def without_thinking(pieces: Iterator[str]) -> Iterator[str]:
    """Leave out the ``<think>…</think>`` with which reasoning models begin."""
    begun = ""
    for piece in pieces:
        begun += piece
        start = begun.lstrip()
        if start.startswith("<think>"):
            if "</think>" not in start:
                continue
            start = start.split("</think>", 1)[1].lstrip()
        elif "<think>".startswith(start):
            continue
        yield start
        yield from pieces
        return
    if not begun.lstrip().startswith("<think>"):
        yield begun
