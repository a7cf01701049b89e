"""The pages of a PDF on which a citation stands, drawn when it is opened, with its words marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from assistant.french import NBSP, quoted
from assistant.passage_pages import PassagePages
from assistant.ui.markdown import prose
from ingest.errors import AcquisError, DocumentError
from ingest.pages.drawing import Box, Picture, draw_page
from ingest.pages.marking import marked, marked_from_near

_KEPT, _SECONDS = 24, 600
"""Pictures kept for all sessions (about 0.2 MB each), and how long."""


def show_pages(found: PassagePages, document: str, words: str) -> None:
    """Each page whole, then what is marked on it from near; a screen reader says the words in the place of the picture."""
    for page in found.pages:
        name = f"Page {page.number} de {document}"
        said = f"{name}, où sont surlignés ces mots{NBSP}: {quoted(words)}" if page.boxes else name
        whole, near = _marked(page.picture.png, page.boxes)
        st.image(whole, caption=f"Page {page.number}{', les mots cités surlignés' if page.boxes else ''}", alt=said, width="stretch")
        if near:
            st.image(near, caption=f"Page {page.number}, de plus près", alt=f"Les mêmes mots, de plus près{NBSP}: {name}")
    if found.note:
        st.info(prose(found.note), icon=":material/info:")


def draw(path: Path, number: int) -> Picture:
    """A page, drawn once for all sessions.

    Raises:
        DocumentError: it cannot be drawn, which is not tried again for ten minutes.
    """
    stat = path.stat()
    drawn = _drawn(str(path), number, f"{stat.st_mtime_ns} {stat.st_size}")
    if isinstance(drawn, str):
        raise DocumentError(drawn)
    return drawn


def forget_pictures() -> None:
    """Erase from memory all that was drawn."""
    _drawn.clear()
    _marked.clear()


@st.cache_data(max_entries=_KEPT, ttl=_SECONDS, show_spinner=False)
def _drawn(path: str, number: int, version: str) -> Picture | str:  # noqa: ARG001 - the version is part of the cache key
    """The page, or the sentence that says why there is none."""
    try:
        return draw_page(Path(path), number)
    except AcquisError as error:
        return str(error)


@st.cache_data(max_entries=_KEPT, ttl=_SECONDS, show_spinner=False)
def _marked(png: bytes, boxes: Sequence[Box]) -> tuple[bytes, bytes | None]:
    return marked(png, boxes), marked_from_near(png, boxes)
