"""Correcting a referential, in a form or through its Markdown file: the differences are read first, and can be taken back."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from html import escape as escape_html
from pathlib import Path
from threading import Thread

import streamlit as st

from assistant.catalogue import Catalogue
from assistant.comparing.words import differences
from assistant.correcting.editing import TITLE, Place, boxes, places, rewritten
from assistant.correcting.proposing import Proposal, correction, differs_from_document, going_back, keep, labelling, read_edited
from assistant.french import NBSP, plural, quoted, typeset
from assistant.provenance import corrected_on
from assistant.ui.markdown import prose
from assistant.ui.paging import page_of
from assistant.ui.pairs import differences_html
from assistant.ui.state import Desk, desk, shown_errors
from assistant.ui.texts import LEVELS
from assistant.ui.uploads import Upload, keep_in
from assistant.understanding import display_name
from ingest.changes import Change
from ingest.markdown_format import to_markdown
from ingest.model import Certification
from ingest.storage import Record

_IN_FORM, _IN_FILE = "Dans un formulaire", "Dans le fichier Markdown"
_PROPOSED, _AT_WORK = "correction_proposed", "correction_at_work"
_PAGE = 20
"""Differences shown at once."""
_GLANCE = 0.1
"""Seconds between two looks at the progress."""
_LINES = (
    "Chaque ligne est une phrase ; les éléments d'une liste viennent dessous, en retrait de quatre espaces ; les lignes vides ne comptent "
    "pas. Une ligne effacée est retirée du référentiel ; une ligne mise dans une autre case change de famille."
)


class Keeping(Thread):
    """A proposal being kept, apart from the page that shows it: a page is interrupted at each click."""

    def __init__(self, proposal: Proposal, done: str, desk: Desk) -> None:
        super().__init__(daemon=True)
        self.share, self.text, self.done = 0.0, "Enregistrement…", done
        self._proposal, self._desk = proposal, desk
        self._error: Exception | None = None
        self.start()

    def run(self) -> None:
        """Keep it, and what went wrong for :meth:`result`."""
        try:
            with self._desk.open_for_writing() as library:
                keep(library, self._proposal, self._show)
        except Exception as error:
            self._error = error

    def result(self) -> None:
        """Wait until it is done; raises what stopped it."""
        self.join()
        if self._error:
            raise self._error

    def _show(self, step: str, done: int, steps: int) -> None:
        self.share, self.text = (done / steps if steps else 0.0), f"{step}…"


def show_correcting(record: Record, catalogue: Catalogue) -> None:
    """What was corrected so far, the two ways to correct, the version; or the differences that wait for a yes."""
    if working := st.session_state.get(_AT_WORK):
        _follow(working)
    proposal: Proposal | None = st.session_state.get(_PROPOSED)
    if proposal is not None and proposal.before == record:
        _show_proposal(proposal)
        return
    st.session_state.pop(_PROPOSED, None)
    _show_corrected(record)
    st.markdown("**Corriger le texte lu**")
    st.markdown(
        typeset(
            "Comparez la lecture au document, corrigez ce qui a été mal lu. Rien n'est enregistré avant que vous ayez vu les différences ; "
            "partout où un texte corrigé est cité, Acquis dit qu'il a été corrigé à la main, et quand."
        )
    )
    ways = [_IN_FORM, _IN_FILE] if record.certification.blocks else [_IN_FILE]
    way = st.radio("Comment corriger", ways, horizontal=True, key="correction_way", persist_state="session")
    _edit(record) if way == _IN_FORM else _take_file(record)
    _show_version(record, catalogue)


def _follow(working: Keeping) -> None:
    bar = st.progress(0.0)
    while working.is_alive():
        bar.progress(working.share, prose(working.text))
        working.join(_GLANCE)
    del st.session_state[_AT_WORK]
    st.session_state.pop(_PROPOSED, None)
    with shown_errors():
        working.result()
        st.session_state["referentials_done"] = working.done
        st.rerun()


def _edit(record: Record) -> None:
    certification = record.certification
    found = places(certification)
    first = next((rank for rank, place in enumerate(found) if place.competence is not None), 0)
    place = st.selectbox(
        "Ce qui est à corriger", found, index=first, format_func=lambda place: place.name, key=f"correction_place_{certification.id}"
    )
    st.caption(typeset(_LINES))
    with st.form(f"correcting-{certification.id}"):
        texts = {}
        for box in boxes(certification, place):
            if box.key == TITLE:
                texts[box.key] = st.text_input(box.label, box.text, max_chars=500)
            else:
                texts[box.key] = st.text_area(box.label, box.text, height="content", max_chars=50_000)
        sent = st.form_submit_button("Voir les différences", type="primary")
    if sent:
        _propose_form(record, place, texts)


def _propose_form(record: Record, place: Place, texts: dict[str, str]) -> None:
    with shown_errors():
        _propose(correction(record, rewritten(record.certification, place, texts)))


def _take_file(record: Record) -> None:
    certification = record.certification
    st.download_button(
        "Télécharger le texte à corriger",
        to_markdown(certification),
        file_name=f"{certification.id}.md",
        mime="text/markdown",
        on_click="ignore",
        icon=":material/download:",
    )
    st.caption(
        typeset(
            "Modifiez les lignes dans un éditeur de texte et gardez l'en-tête entre les deux lignes « --- ». Les repères de page, à la fin "
            "des lignes, peuvent rester ou partir."
        )
    )
    with st.form(f"corrected-file-{certification.id}", clear_on_submit=True):
        upload = st.file_uploader("Fichier Markdown corrigé", type=["md", "markdown", "txt"])
        sent = st.form_submit_button("Voir les différences", type="primary")
    if sent and upload is None:
        st.warning("Choisissez le fichier corrigé.")
    if sent and upload is not None:
        with shown_errors():
            _propose(correction(record, _read(upload, certification.id)))


def _read(upload: Upload, certification_id: str) -> Certification:
    with tempfile.TemporaryDirectory(prefix="acquis-") as folder:
        return read_edited(keep_in(upload, Path(folder) / "0"), certification_id)


def _propose(proposal: Proposal) -> None:
    if not proposal.changes:
        st.info("Rien ne diffère de ce qui est enregistré.")
        return
    st.session_state[_PROPOSED] = proposal
    st.rerun()


def _show_proposal(proposal: Proposal) -> None:
    name = display_name(proposal.before.certification)
    st.markdown(f"**{prose(plural(len(proposal.changes), 'différence') + ' avec ce qui est enregistré')}**")
    for doubt in proposal.new_doubts:
        st.warning(prose(f"{LEVELS[doubt.level]} : {doubt.message}"))
    _show_changes(proposal.changes, key="correction_page")
    with st.container(horizontal=True):
        yes = st.button("Enregistrer la correction", type="primary", icon=":material/check:")
        if st.button("Abandonner"):
            del st.session_state[_PROPOSED]
            st.rerun()
    if yes:
        count = plural(len(proposal.changes), "différence enregistrée", "différences enregistrées")
        _keep(proposal, f"{quoted(name)} est corrigé : {count}.")


def _keep(proposal: Proposal, done: str) -> None:
    st.session_state[_AT_WORK] = Keeping(proposal, done, desk())
    st.rerun()


def _show_changes(changes: Sequence[Change], *, key: str) -> None:
    st.caption(f"Ce qui part est barré, entre [− et −]{NBSP}; ce qui vient est souligné, entre [+ et +].")
    for _, change in page_of(changes, _PAGE, key=key):
        with st.container(border=True, gap="xsmall"):
            st.html(change_html(change))


def change_html(change: Change) -> str:
    """The place, then both texts in one; every word is escaped."""
    place = change.place[:1].upper() + change.place[1:]
    words = differences_html(differences(change.old, change.new))
    return (
        f"<div style='font-size:0.85rem;font-style:italic'>{escape_html(place)}</div>"
        f"<p style='margin:0.25rem 0;white-space:pre-line;overflow-wrap:anywhere'>{words}</p>"
    )


def _show_corrected(record: Record) -> None:
    certification = record.certification
    by_hand = differs_from_document(record)
    if by_hand:
        on = corrected_on(certification)
        st.info(typeset(f"{plural(len(by_hand), 'différence')} avec ce qui a été lu dans le document{f' ({on})' if on else ''}."))
        with st.expander("Ce qui diffère du document lu"):
            _show_changes(by_hand, key=f"by_hand_page_{certification.id}")
    if record.previous is None:
        return
    with st.popover("Revenir à la version précédente…", icon=":material/undo:"):
        back = going_back(record)
        count = plural(len(back.changes), "texte changera", "textes changeront")
        st.markdown(prose(f"{count}. Vous pourrez revenir à ce qui est là aujourd'hui."))
        if st.button("Oui, revenir", type="primary"):
            _keep(back, f"{quoted(display_name(certification))} est revenu à sa version précédente.")


def _show_version(record: Record, catalogue: Catalogue) -> None:
    certification = record.certification
    st.markdown("**Version**")
    others = [catalogue[i] for i in catalogue.versions_of(certification.id) if i != certification.id and i in catalogue]
    if others:
        names = " ; ".join(display_name(other) for other in others)
        st.caption(prose(f"Acquis tient ce référentiel et celui-ci pour des versions d'une même certification : {names}."))
    with st.form(f"version-{certification.id}"):
        label = st.text_input(
            "Nom de la version", certification.label or "", max_chars=60, placeholder="nouvelle version, ancienne version, 2019…"
        )
        st.caption(typeset("Il suit l'intitulé partout, et les questions peuvent le dire : « que change la nouvelle version ? »."))
        sent = st.form_submit_button("Enregistrer la version")
    if not sent:
        return
    proposal = labelling(record, label)
    if proposal.after == record:
        st.info("C'est déjà le nom de cette version.")
    else:
        named = proposal.after.certification.label
        _keep(proposal, f"Version : {quoted(named)}." if named else "Ce référentiel n'a plus de nom de version.")

