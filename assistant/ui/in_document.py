"""A statement of a referential shown on the page of the PDF that it was read from."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.draft import citation_of
from assistant.passage_pages import passage_pages
from assistant.ui.markdown import escape
from assistant.ui.page_pictures import draw, show_pages
from assistant.ui.state import open_assistant
from ingest.model import Certification, Statement
from ingest.originals import is_pdf

_LONGEST_CHOICE = 90


def offer_page(certification: Certification, statements: Sequence[Statement], key: str) -> None:
    """A choice among statements, and the page of the one that is chosen; nothing where the document has no pages."""
    if not statements or not is_pdf(certification.document):
        return
    texts = {statement.id: _shortened(statement.verbatim) for statement in statements}
    chosen = st.selectbox(
        "Voir dans le document", list(texts), index=None, format_func=texts.__getitem__, placeholder="Choisissez un passage", key=key
    )
    library = open_assistant().library
    passage = library.shelf.passage(chosen) if chosen else None
    if passage is None:
        return
    with st.spinner("Ouverture de la page du document…"):
        pages = passage_pages(citation_of(passage), library.shelf, library.store.originals, draw)
    st.markdown(escape(passage.text))
    if pages is not None:
        show_pages(pages, passage.source.document, passage.text)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_CHOICE else f"{text[:_LONGEST_CHOICE].rsplit(' ', 1)[0]}…"
