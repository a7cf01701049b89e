"""The few words that Streamlit's widgets say in English and offer no setting for, said in French by a style sheet."""

from __future__ import annotations

import streamlit as st

_UPLOADER = '[data-testid="stFileUploaderDropzone"]'
_SHEET = f"""<style>
{_UPLOADER} > span [data-testid="stMarkdownContainer"] p {{ display: none; }}
{_UPLOADER} > span [data-testid="stMarkdownContainer"]::after {{ content: "Choisir des fichiers"; }}
[data-testid="stFileUploaderDropzoneInstructions"] span {{ display: none; }}
[data-testid="stFileUploaderDropzoneInstructions"]::after {{ content: "ou déposez-les ici"; font-size: 0.875rem; }}
[data-testid="stForm"] [data-testid="InputInstructions"] {{ display: none; }}
</style>"""


def speak_french() -> None:
    """Translate the file uploader and the form hints of this page."""
    st.html(_SHEET)
