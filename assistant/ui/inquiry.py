"""A question on its way to an answer, apart from the page: a click elsewhere, a reload or a closed page does not lose the answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Thread

from assistant.conversations import Conversations
from assistant.exchange import Exchange
from assistant.service import Assistant
from assistant.wording.engine import StopAnswer
from ingest.errors import AcquisError, UnknownConversation
from ingest.logs import log_unexpected


class Inquiry(Thread):
    """Asks, and keeps the exchange in its conversation when it is done.

    ``rank`` is that of the exchange whose place the answer takes, None for a new one; an exchange is only replaced by an answer, and what
    prevented it is said in ``problem``. ``text`` is what has been written so far; ``can_stop`` tells that an engine that writes is at work.
    """

    def __init__(
        self,
        assistant: Assistant,
        home: Path,
        conversation: str,
        asked: Exchange,
        *,
        rank: int | None = None,
        first: bool = False,
    ) -> None:
        super().__init__(daemon=True, name=f"inquiry-{conversation}")
        self.assistant = assistant
        self.home = home
        self.conversation = conversation
        self.asked = asked
        self.rank = rank
        self.first = first
        self.text = ""
        self.problem = ""
        self.can_stop = False
        self._stopping = False

    def run(self) -> None:
        """Ask, then keep what came of it."""
        exchange = self.asked
        try:
            answer, memory = self.assistant.ask(
                exchange.question,
                certification=exchange.chosen,
                memory=exchange.memory,
                forced=exchange.forced,
                on_text=self._hear,
            )
            exchange = replace(exchange, answer=answer, memory=memory)
        except Exception as error:
            exchange = replace(exchange, error=sentence(error, self.home))
        self._keep(exchange)

    def stop(self) -> None:
        """Have the engine end its answer: it asks about twice a second, and what was proved so far is the answer."""
        self._stopping = True

    def _hear(self, piece: str) -> None:
        if self._stopping:
            raise StopAnswer
        self.can_stop = True
        self.text += piece

    def _keep(self, exchange: Exchange) -> None:
        store = Conversations(self.home)
        try:
            if self.first:
                store.start(exchange, self.conversation)
            elif self.rank is None:
                store.append(self.conversation, exchange)
            elif exchange.answer is not None:
                store.replace(self.conversation, self.rank, exchange)
            else:
                self.problem = exchange.error
        except UnknownConversation:
            pass  # deleted meanwhile: what was erased does not come back
        except Exception as error:
            self.problem = sentence(error, self.home)


def sentence(error: Exception, home: Path) -> str:
    """What to tell about an error: its own message, or where the log of an unexpected one lies."""
    return str(error) if isinstance(error, AcquisError) else log_unexpected(home, error)
