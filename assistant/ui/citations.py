"""The citations of an answer: numbered chips; the one chosen is shown in its place, with the words around it or the page it stands on."""

from __future__ import annotations

import streamlit as st

from assistant.answer import Citation
from assistant.french import NBSP, typeset
from assistant.gathering import Shelf
from assistant.library import Library
from assistant.passage_pages import passage_pages
from assistant.places import citation_place, citation_title
from assistant.ui.markdown import escape, escape_line
from assistant.ui.page_pictures import draw, show_pages
from assistant.ui.surroundings import Surroundings, surroundings
from assistant.ui.texts import FICHE_NOTE
from ingest.model import Passage, Provenance
from ingest.structure.places import by_hand

FOLDED_FROM = 13
"""From so many citations on, they stand behind one line, so that a long answer is not buried under its sources."""
_PARTS = {
    "methods": "méthodes",
    "means": "moyens",
    "relations": "liens",
    "constraints": "contraintes",
    "conditions": "conditions",
    "results": "résultats",
    "knowledge": "connaissances",
}
_LONGEST_PLACE = 40


def show_citations(citations: tuple[Citation, ...], library: Library, key: str) -> None:
    """One chip per citation; what it opens is made when it is chosen.

    No fragment: a fragment's citation opened while the page is still being drawn would stay empty.
    """
    shelf = library.shelf
    place = st.container() if len(citations) < FOLDED_FROM else _folded(len(citations), key)
    if place is None:
        return
    with place:
        chosen = st.pills(
            f"**Sources**{NBSP}: ouvrez une citation pour la lire à sa place dans le document.",
            range(1, len(citations) + 1),
            format_func=dict(enumerate(_chips(citations, shelf), start=1)).__getitem__,
            key=key,
        )
        if chosen is not None:
            with st.container(border=True, key=f"{key}-opened"):
                _show_citation(chosen, citations[chosen - 1], library)


def _folded(count: int, key: str) -> st.delta_generator.DeltaGenerator | None:
    folder = st.expander(f"Voir les {count} citations", key=f"{key}-all", on_change="rerun")
    return folder if folder.open else None


def _chips(citations: tuple[Citation, ...], shelf: Shelf) -> list[str]:
    """``"1 · compétence 4, moyens · p. 3"``; a competence that all share is left out, for the answer names it."""
    shared = len({(citation.certification, citation.competence) for citation in citations}) == 1 < len(citations)
    chips = []
    for number, citation in enumerate(citations, start=1):
        where = _where(citation, shelf.passage(citation.passage), shared=shared)
        chips.append(escape_line(" · ".join(piece for piece in (str(number), where, citation_place(citation)) if piece)))
    return chips


def _where(citation: Citation, passage: Passage | None, *, shared: bool) -> str:
    """Short, because the whole title stands above what is opened."""
    part = _PARTS.get(citation.family or "", "")
    if citation.competence is not None:
        place = f"compétence {citation.competence}"
    elif passage is not None and passage.block is not None:
        place = f"bloc {passage.block}"
    else:
        place = "" if passage is None else _shortened(passage.context.rsplit(" > ", 1)[-1].rstrip(" :"))
    return part if part and shared and citation.competence is not None else ", ".join(piece for piece in (place, part) if piece)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_PLACE else text[: _LONGEST_PLACE - 1].rstrip() + "…"


def _show_citation(number: int, citation: Citation, library: Library) -> None:
    """The cited words in their place: on the page of a PDF, otherwise between those before and after."""
    shelf = library.shelf
    place = citation_place(citation) or "sans numéro de page ni de ligne"
    st.markdown(f"**{escape_line(citation_title(number, citation, shelf.passage(citation.passage), shelf.catalogue))}**")
    st.markdown(f"**Document**{NBSP}: {escape_line(citation.document)} — {place}")
    found = surroundings(shelf, citation.passage)
    if found is None:
        st.caption(typeset("Ce référentiel a changé depuis la réponse : seul le passage cité est montré."))
    with st.spinner("Ouverture de la page du document…"):
        pages = passage_pages(citation, shelf, library.store.originals, draw)
    if pages is not None and pages.pages:
        _show_cited(citation)
        show_pages(pages, citation.document, citation.text)
        if found is not None:
            with st.expander("Lire en texte ce qui est autour"):
                _show_in_text(citation, found)
    else:
        _show_in_text(citation, found)
        if pages is not None:
            show_pages(pages, citation.document, citation.text)
    if citation.certification in shelf.catalogue and shelf.catalogue[citation.certification].provenance == Provenance.FICHE:
        st.caption(typeset(FICHE_NOTE))


def _show_cited(citation: Citation) -> None:
    if citation.corrected:
        how = by_hand(citation.corrected)
        st.caption(typeset(f"Passage cité tel qu'il a été {how} : ces mots ne sont pas tous ceux du document, qui seul fait foi."))
    else:
        st.caption("Passage cité, mot pour mot")
    st.markdown(_highlighted(citation.text))


def _show_in_text(citation: Citation, found: Surroundings | None) -> None:
    if found is None:
        _show_cited(citation)
        return
    st.caption(escape_line(found.cited.context.replace(" > ", " › ")))
    _neighbours("Avant", found.before)
    _show_cited(citation)
    _neighbours("Après", found.after)
    if not found.before and not found.after:
        st.caption("Ce passage est le seul de sa partie.")


def _highlighted(text: str) -> str:
    """Line by line: the mark of a whole paragraph would end with its first line."""
    lines = escape(text).split("  \n")
    return "  \n".join(f":yellow-background[{line}]" if line else "" for line in lines)


def _neighbours(label: str, passages: tuple[Passage, ...]) -> None:
    if passages:
        st.caption(f"**{label}**")
        for passage in passages:
            st.caption(escape(passage.text))
