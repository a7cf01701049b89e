"""The conversation open in a session: found again after a change of page or a reload by ``?conversation=ID``."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from assistant.catalogue import Catalogue
from assistant.conversations import Conversations, Summary, new_id
from assistant.dialogue import Memory
from assistant.exchange import Exchange
from assistant.reading import Forced
from assistant.service import Assistant
from assistant.ui.inquiry import Inquiry
from assistant.ui.state import desk
from ingest.errors import UnknownConversation

PARAMETER = "conversation"
QUICK_SECONDS = 0.3
"""An answer that comes within this time is shown at once, without a page that says that it is coming."""


@dataclass(frozen=True)
class Talk:
    """What is open: nothing yet (no ``id``), or a conversation with the question that is being answered, if any."""

    id: str | None = None
    summary: Summary | None = None
    exchanges: tuple[Exchange, ...] = ()
    inquiry: Inquiry | None = None

    @property
    def is_new(self) -> bool:
        """Nothing has been asked yet."""
        return not self.exchanges and self.inquiry is None


@dataclass(frozen=True)
class Request:
    """What the user wants answered: a new question, or the one of ``rank`` again, read as ``forced`` says (None: as Acquis reads it)."""

    question: str = ""
    rank: int | None = None
    forced: Forced | None = None


def conversations() -> Conversations:
    """The conversations of this person."""
    return Conversations(desk().own)


def open_talk() -> Talk:
    """The conversation of the address, otherwise the one that this session had open; one that no longer exists is said to be gone."""
    wanted = st.query_params.get(PARAMETER) or st.session_state.get(PARAMETER)
    if not wanted:
        return Talk()
    inquiry = _pending(wanted)
    try:
        found = conversations().load(wanted)
    except UnknownConversation:
        if inquiry is None:
            _leave()
            st.session_state["problem"] = st.session_state.get("problem") or "Cette conversation n'existe pas, ou plus."
            return Talk()
        _hold(wanted)
        return Talk(wanted, inquiry=inquiry)
    _hold(wanted)
    return Talk(wanted, found.summary, found.exchanges, inquiry)


def switch_to(conversation_id: str) -> None:
    """Open another conversation (for a callback)."""
    st.session_state.pop("request", None)
    _hold(conversation_id)


def new_talk() -> None:
    """Leave the conversation; the next question begins another one (for a callback)."""
    st.session_state.pop("request", None)
    _leave()


def request(wanted: Request) -> None:
    """Have something answered when the page is drawn (for a callback)."""
    st.session_state["request"] = wanted


def begin(talk: Talk, assistant: Assistant, chosen: str | None) -> Talk:
    """Ask what was requested, if anything, and return the conversation with its answer, or with the inquiry that is under way."""
    if talk.inquiry is not None:
        return talk  # another page asks in this conversation: the request waits for its turn
    wanted: Request | None = st.session_state.pop("request", None)
    if wanted is None or (wanted.rank is not None and wanted.rank >= len(talk.exchanges)):
        return talk  # nothing, or a question that has been erased meanwhile
    asked = _asked(wanted, talk, chosen, assistant.library.catalogue)
    conversation_id = talk.id or new_id()
    inquiry = Inquiry(assistant, desk().own, conversation_id, asked, rank=wanted.rank, first=talk.id is None)
    desk().inquiries[conversation_id] = inquiry
    _hold(conversation_id)
    inquiry.start()
    inquiry.join(QUICK_SECONDS)
    return open_talk()


def _asked(wanted: Request, talk: Talk, chosen: str | None, catalogue: Catalogue) -> Exchange:
    before = talk.exchanges if wanted.rank is None else talk.exchanges[: wanted.rank]
    memory = usable(before[-1].memory, catalogue) if before else None
    if wanted.rank is None:
        return Exchange(wanted.question, memory=memory, chosen=chosen)
    again = talk.exchanges[wanted.rank]
    certification = again.chosen if again.chosen and again.chosen in catalogue else None
    return Exchange(again.question, memory=memory, chosen=certification, forced=wanted.forced)


def usable(memory: Memory | None, catalogue: Catalogue) -> Memory | None:
    """The memory, unless it speaks of a referential, a competence or a block that is no longer there."""
    if memory is None:
        return None
    reading = memory.reading
    named = {*reading.certifications, *reading.alternatives}
    named |= {ref.certification for ref in reading.competences} | {ref.certification for ref in reading.blocks}
    there = (
        all(i in catalogue for i in named)
        and all(catalogue[ref.certification].competence(ref.number) for ref in reading.competences)
        and all(ref.number <= len(catalogue[ref.certification].blocks) for ref in reading.blocks)
    )
    return memory if there else None


def _pending(conversation_id: str) -> Inquiry | None:
    inquiry = desk().inquiries.get(conversation_id)
    if inquiry is None or inquiry.is_alive():
        return inquiry
    desk().inquiries.pop(conversation_id, None)
    if inquiry.problem:
        st.session_state["problem"] = inquiry.problem
    return None


def _hold(conversation_id: str) -> None:
    st.session_state[PARAMETER] = conversation_id
    if st.query_params.get(PARAMETER) != conversation_id:
        st.query_params[PARAMETER] = conversation_id


def _leave() -> None:
    st.session_state.pop(PARAMETER, None)
    st.query_params.pop(PARAMETER, None)
