"""The dossier open in a session, found again after a reload by ``?lecture=WORD``: in memory only, and forgotten as stories are."""

from __future__ import annotations

import secrets

import streamlit as st

from assistant.ui.dossier_reading import OPEN, READING, Kept
from assistant.ui.state import desk

PARAMETER = "lecture"


def recall() -> None:
    """Give a session that has no dossier the one of its address."""
    if OPEN in st.session_state or READING in st.session_state:
        return
    kept = desk().dossiers.get(st.query_params.get(PARAMETER, ""))
    if kept is None:
        st.query_params.pop(PARAMETER, None)
        return
    st.session_state[PARAMETER] = st.query_params[PARAMETER]
    for key, value in ((OPEN, kept.opened), (READING, kept.reading)):
        if value is not None:
            st.session_state[key] = value


def remember() -> None:
    """Keep what this session has open, or on its way, for the time when the page is reloaded."""
    kept = Kept(st.session_state.get(OPEN), st.session_state.get(READING))
    if kept == Kept():
        forget()
        return
    word = st.session_state.setdefault(PARAMETER, secrets.token_urlsafe(12))
    desk().dossiers[word] = kept
    if st.query_params.get(PARAMETER) != word:
        st.query_params[PARAMETER] = word


def forget() -> None:
    """Erase the dossier of this session, and what was read of it."""
    for key in (OPEN, READING):
        st.session_state.pop(key, None)
    desk().dossiers.pop(st.session_state.pop(PARAMETER, ""), None)
    st.query_params.pop(PARAMETER, None)
