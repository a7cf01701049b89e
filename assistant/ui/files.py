"""Files to take away: one button a format, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import streamlit as st

from assistant.ui.kept import WORD

_NAMES = {
    ".docx": ("Word (.docx)", WORD),
    ".xlsx": ("Excel (.xlsx)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".csv": ("CSV (.csv)", "text/csv"),
    ".md": ("Markdown (.md)", "text/markdown"),
    ".xml": ("XML Moodle (.xml)", "application/xml"),
    ".gift": ("GIFT (.gift)", "text/plain"),
    ".json": ("JSON (.json)", "application/json"),
}


def offer_files(content: Callable[[str], bytes], suffixes: Iterable[str], name: str, *, key: str) -> None:
    """A row of buttons; ``content`` makes the file of a suffix, ``name`` is that of the files without it."""
    with st.container(horizontal=True):
        for suffix in suffixes:
            label, mime = _NAMES[suffix]
            st.download_button(
                f"Télécharger en {label}",
                partial(content, suffix),
                f"{name}{suffix}",
                mime,
                key=f"{key}{suffix}",
                on_click="ignore",
                icon=":material/download:",
            )
