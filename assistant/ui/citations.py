"""The citations of an answer: each opens to its document, its place, the verbatim words and the words around them."""

from __future__ import annotations

import streamlit as st

from assistant.answer import Citation
from assistant.french import NBSP, typeset
from assistant.gathering import Shelf
from assistant.places import citation_place, citation_title
from assistant.ui.markdown import escape, escape_line
from assistant.ui.surroundings import surroundings
from assistant.ui.texts import FICHE_NOTE
from ingest.model import Passage, Provenance

FOLDED_FROM = 7
"""From so many citations on, they stand behind one line, so that a long answer is not buried under its sources."""


def show_citations(citations: tuple[Citation, ...], shelf: Shelf, key: str) -> None:
    """One line per citation, whose contents are made when it is opened.

    No fragment: a fragment's citation opened while the page is still being drawn would stay empty.
    """
    st.markdown(f"**Sources**{NBSP}: ouvrez une citation pour la lire à sa place dans le document.")
    place = st.container(gap="xxsmall") if len(citations) < FOLDED_FROM else _folded(len(citations), key)
    if place is None:
        return
    with place:
        for number, citation in enumerate(citations, start=1):
            title = citation_title(number, citation, shelf.passage(citation.passage), shelf.catalogue)
            with st.expander(escape_line(title), key=f"{key}-{number}", on_change="rerun") as opened:
                if opened.open:
                    show_citation(citation, shelf)


def _folded(count: int, key: str) -> st.delta_generator.DeltaGenerator | None:
    folder = st.expander(f"Voir les {count} citations", key=f"{key}-all", on_change="rerun")
    return folder if folder.open else None


def show_citation(citation: Citation, shelf: Shelf) -> None:
    """The cited words set apart, with their neighbours before and after."""
    found = surroundings(shelf, citation.passage)
    place = citation_place(citation) or "sans numéro de page ni de ligne"
    st.markdown(f"**Document**{NBSP}: {escape_line(citation.document)} — {place}")
    if found is None:
        st.caption(typeset("Ce référentiel a changé depuis la réponse : seul le passage cité est montré."))
    else:
        st.caption(escape_line(found.cited.context.replace(" > ", " › ")))
        _neighbours("Avant", found.before)
    with st.container(border=True):
        st.caption("Passage cité, mot pour mot")
        st.markdown(escape(citation.text))
    if found is not None:
        _neighbours("Après", found.after)
        if not found.before and not found.after:
            st.caption("Ce passage est le seul de sa partie.")
    if citation.certification in shelf.catalogue and shelf.catalogue[citation.certification].provenance == Provenance.FICHE:
        st.caption(typeset(FICHE_NOTE))


def _neighbours(label: str, passages: tuple[Passage, ...]) -> None:
    if passages:
        st.caption(f"**{label}**")
        for passage in passages:
            st.caption(escape(passage.text))
