"""The story open in a session: found again after a change of page or a reload by ``?recit=ID``, and in memory only."""

from __future__ import annotations

import secrets

import streamlit as st

from assistant.activities.story import Story
from assistant.evidence.finding import ProofFinder
from assistant.library import Library
from assistant.mapping.mapper import Mapper
from assistant.mapping.model import Mapping
from assistant.ui.state import desk

PARAMETER = "recit"
_MAPPED = "mapped"


def open_story() -> Story:
    """The story of the address, otherwise the one that this session had open, otherwise a blank one."""
    wanted = st.query_params.get(PARAMETER) or st.session_state.get(PARAMETER, "")
    story = desk().stories.get(wanted)
    if story is None:
        st.query_params.pop(PARAMETER, None)
        st.session_state.pop(PARAMETER, None)
        return Story()
    _hold(wanted)
    return story


def open_in_session() -> Story:
    """The story that this session had open, for another page than that of the story: the address stays as it is."""
    return desk().stories.get(st.session_state.get(PARAMETER, ""), Story())


def keep(story: Story) -> None:
    """Keep what became of the story."""
    key = st.session_state.get(PARAMETER) or secrets.token_urlsafe(12)
    desk().stories[key] = story
    _hold(key)


def forget() -> None:
    """Erase the story, and what was read of it."""
    desk().stories.pop(st.session_state.pop(PARAMETER, ""), None)
    st.query_params.pop(PARAMETER, None)
    st.session_state.pop(_MAPPED, None)


def mapping_of(library: Library, certification: str, text: str) -> Mapping:
    """What a text shows of a certification; a text that was just read is not read again.

    Raises:
        AcquisError: the text tells nothing.
    """
    key = (library.index.version, certification, text)
    mapped: tuple[tuple[str, str, str], Mapping] | None = st.session_state.get(_MAPPED)
    if mapped is None or mapped[0] != key:
        mapped = key, _mapper(str(library.home), desk().version, library).map_activity(certification, text)
        st.session_state[_MAPPED] = mapped
    return mapped[1]


def mapping_with_opinions(library: Library, certification: str, text: str) -> Mapping:
    """The same with the opinion of the chat model of the settings on each pair, kept for as long as the story does not change.

    Raises:
        SettingsError: the model cannot be prepared.
    """
    from assistant.chat_model import make_chat_model
    from assistant.mapping.opinions import with_opinions

    model = make_chat_model(library.settings)
    plain = _mapper(str(library.home), desk().version, library).map_activity(certification, text)
    mapping = with_opinions(plain, model, library.settings) if model is not None else plain
    st.session_state[_MAPPED] = (library.index.version, certification, text), mapping
    return mapping


def open_finder(library: Library) -> ProofFinder:
    """Where proofs are looked up."""
    return _finder(str(library.home), desk().version, library)


@st.cache_resource(max_entries=2, show_spinner=False)
def _mapper(home: str, version: str, _library: Library) -> Mapper:  # noqa: ARG001 - both are the cache key
    return Mapper(_library)


@st.cache_resource(max_entries=2, show_spinner=False)
def _finder(home: str, version: str, _library: Library) -> ProofFinder:  # noqa: ARG001 - both are the cache key
    return ProofFinder(_library)


def _hold(key: str) -> None:
    st.session_state[PARAMETER] = key
    if st.query_params.get(PARAMETER) != key:
        st.query_params[PARAMETER] = key
