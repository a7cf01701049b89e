"""What Streamlit offers no setting for: its uploader's English words, titles that are buttons, the contrast of what is chosen."""

from __future__ import annotations

import streamlit as st

_UPLOADER = '[data-testid="stFileUploaderDropzone"]'
_SHEET = f"""<style>
{_UPLOADER} > span [data-testid="stMarkdownContainer"] p {{ display: none; }}
{_UPLOADER} > span [data-testid="stMarkdownContainer"]::after {{ content: "Choisir des fichiers"; }}
[data-testid="stFileUploaderDropzoneInstructions"] span {{ display: none; }}
[data-testid="stFileUploaderDropzoneInstructions"]::after {{ content: "ou déposez-les ici"; font-size: 0.875rem; }}
[data-testid="stForm"] [data-testid="InputInstructions"], [data-testid="stTextArea"] [data-testid="InputInstructions"] {{ display: none; }}
[data-testid="stElementContainer"]:has([data-testid="stDataFrame"]) [data-testid="stElementToolbar"] {{ display: none; }}
[class*="st-key-open-"] button p {{ text-align: left; }}
[data-testid="stButtonGroup"] button[data-variant][data-selected]:not([data-disabled]) {{ color: inherit; }}
</style>"""


def apply_style() -> None:
    """Give the page its style sheet; nothing that a document or a person writes goes into it."""
    st.html(_SHEET)
