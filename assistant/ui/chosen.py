"""The certification, chosen once for all the pages of a session, and found again after a reload by ``?certification=ID``."""

from __future__ import annotations

import streamlit as st

from assistant.catalogue import Catalogue
from assistant.ui.texts import choice_name

ALL = ""
"""The choice « Toutes les certifications »."""
PARAMETER = "certification"
_KEY, _KEPT, _WANTED = "certification", "certification_kept", "certification_wanted"


def chosen(catalogue: Catalogue) -> str | None:
    """The certification chosen, or None; to be called before :func:`choose` on a page that needs it earlier.

    Streamlit forgets the state of a box when another page is shown, even one with the same box: the choice is kept apart and given again.
    """
    before = st.session_state.get(_KEPT, st.query_params.get(PARAMETER, ALL))
    value = st.session_state.pop(_WANTED, None) or st.session_state.get(_KEY, before)
    if value not in catalogue:
        value = ALL  # removed since
    st.session_state[_KEY] = st.session_state[_KEPT] = value
    _write_address(value)
    return value or None


def choose(catalogue: Catalogue, *, label: str = "Certification", none: str = "Toutes les certifications") -> str | None:
    """The box, and what stands in it; ``none`` is what the page calls the absence of a choice."""
    certification = chosen(catalogue)
    st.selectbox(
        label,
        [ALL, *sorted(catalogue.ids(), key=lambda i: choice_name(catalogue[i]))],
        key=_KEY,
        format_func=lambda i: choice_name(catalogue[i]) if i in catalogue else none,
    )
    return certification


def wish(certification: str) -> None:
    """Choose for the user, from the next drawing of a page on."""
    st.session_state[_WANTED] = certification


def _write_address(value: str) -> None:
    if not value:
        st.query_params.pop(PARAMETER, None)
    elif st.query_params.get(PARAMETER) != value:
        st.query_params[PARAMETER] = value
