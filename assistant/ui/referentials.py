"""The page of the referentials: which are there, what each holds, how well it was read; adding, exporting, removing."""

from __future__ import annotations

import streamlit as st

from assistant.french import plural, typeset
from assistant.ui.adding import show_adding
from assistant.ui.markdown import escape_line, prose
from assistant.ui.referential import show_referential
from assistant.ui.state import desk, open_assistant, shown_errors
from assistant.ui.style import apply_style
from assistant.ui.texts import counts, origin
from assistant.understanding import display_name
from ingest.fiches import fiche_ids, load_fiches
from ingest.model import Provenance
from ingest.storage import Record, Store


def main() -> None:
    """The list and what can be added to it, or the referential that was opened."""
    with shown_errors():
        apply_style()
        library = open_assistant().library
        records = {record.certification.id: record for record in library.records()}
        with st.container():  # there with or without a message, so that the tabs below stay where they are
            if done := st.session_state.pop("referentials_done", None):
                st.success(prose(done))
        opened = st.session_state.get("opened_referential")
        if opened in records:
            _back()
            show_referential(records[opened], library.store, library.catalogue)
        else:
            _show_list(records, library.store)


def _show_list(records: dict[str, Record], store: Store) -> None:
    st.title("Référentiels")
    st.markdown(
        typeset(
            "Une **fiche** est un résumé rédigé par le projet : seul le **texte officiel** fait foi. "
            "Ajoutez votre exemplaire du texte officiel pour qu'Acquis le cite mot pour mot."
        )
    )
    for record in sorted(records.values(), key=lambda r: display_name(r.certification)):
        _show_line(record)
    if not desk().may_manage:
        st.caption(typeset("Les référentiels de ce serveur sont ajoutés et retirés par les personnes qui le gèrent (page « Réglages »)."))
        return
    _offer_fiches(set(records))
    st.header("Ajouter des documents")
    show_adding(store)


def _show_line(record: Record) -> None:
    certification = record.certification
    with st.container(border=True):
        title = f"**{escape_line(display_name(certification))}**"
        st.button(
            title,
            key=f"open-{certification.id}",
            on_click=_open,
            args=(certification.id,),
            type="tertiary",
            icon=":material/chevron_right:",
            wrap=True,
        )
        official = certification.provenance == Provenance.OFFICIAL
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(origin(certification), color="green" if official else "gray")
            st.caption(escape_line(f"{counts(certification)} · {certification.document.name}"))


def _open(certification_id: str) -> None:
    st.session_state["opened_referential"] = certification_id


def _back() -> None:
    st.button("Tous les référentiels", icon=":material/arrow_back:", on_click=lambda: st.session_state.pop("opened_referential", None))


def _offer_fiches(stored: set[str]) -> None:
    missing = [fiche for fiche in fiche_ids() if fiche not in stored]
    if missing and st.button("Recharger les fiches", icon=":material/restore:", help=f"Remet {plural(len(missing), 'fiche')} du projet."):
        with st.spinner("Chargement des fiches…"), desk().open_for_writing() as library:
            load_fiches(library.home)
            library.reindex()
        st.session_state["referentials_done"] = f"{plural(len(missing), 'fiche remise', 'fiches remises')}."
        st.rerun()


if __name__ == "__main__":
    main()
