"""Adding documents: the form, its progress, and what became of each file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import streamlit as st

from assistant.french import NBSP, plural, quoted, typeset
from assistant.ui.markdown import escape_line, prose
from assistant.ui.state import desk
from assistant.ui.texts import LEVELS, SERIOUS_FIRST, STATUSES
from assistant.ui.uploads import Intake, summarised_fiches
from assistant.understanding import display_name
from ingest.model import Level
from ingest.pipeline import DocumentReport
from ingest.readers.guards import MAX_BYTES
from ingest.storage import Store

_KINDS = f"Documents PDF, Word (.docx), HTML, Markdown ou texte, de {MAX_BYTES // 1024**2} Mo au plus"
_HELP = (
    "La version distingue deux documents de même titre ; elle vaut pour tous les fichiers choisis. "
    "Le nom du fichier sert d'identifiant : un document du même nom remplace le précédent."
)
_GLANCE = 0.1
"""Seconds between two looks at the progress."""


def show_adding(store: Store) -> None:
    """The form, or how far the documents given are; then the reports of the last ones given in this session."""
    if "intake" in st.session_state:
        _follow(st.session_state["intake"])
    with st.form("adding", clear_on_submit=True):
        files = st.file_uploader(_KINDS, accept_multiple_files=True)
        label = st.text_input("Version (facultatif)", placeholder="nouvelle version, 2024…")
        st.caption(typeset(_HELP))
        sent = st.form_submit_button("Lire et enregistrer", type="primary")
    if sent and not files:
        st.warning("Choisissez au moins un fichier.")
    if sent and files:
        st.session_state["intake"] = Intake(files, label, desk())
        st.rerun()
    _show_reports(store)


def _follow(intake: Intake) -> None:
    """Show the progress until it is done; a click elsewhere ends the showing, not the reading, and coming back resumes it."""
    bar = st.progress(0.0)
    while intake.is_alive():
        bar.progress(intake.share, prose(intake.text))
        intake.join(_GLANCE)
    del st.session_state["intake"]
    st.session_state["reports"] = intake.result()
    st.rerun()


def _show_reports(store: Store) -> None:
    reports: list[DocumentReport] = st.session_state.get("reports", [])
    if not reports:
        return
    st.markdown("**Derniers documents lus**")
    for rank, report in enumerate(reports):
        _show_report(report, store, rank)


def _show_report(report: DocumentReport, store: Store, rank: int) -> None:
    name = escape_line(Path(report.path).name)
    if report.error:
        st.error(f"**{name}**{NBSP}: {STATUSES[report.status]}. {prose(report.error)}")
        return
    if report.certification is None or not store.has(report.certification):
        return
    shown = st.warning if any(d.level != Level.INFO for d in report.diagnostics) else st.success
    shown(f"**{name}**{NBSP}: {STATUSES[report.status]} — {escape_line(_summary(report))}.")
    st.button("Voir le référentiel et son rapport de lecture", key=f"see-{rank}", on_click=_see, args=(report.certification,))
    offer_replacing(report.certification, store, key=f"replace-{rank}")


def _summary(report: DocumentReport) -> str:
    numbers = [plural(report.blocks, "bloc"), plural(report.competences, "compétence"), plural(report.criteria, "critère")]
    if report.pages:
        numbers.insert(0, plural(report.pages, "page"))
    levels = Counter(diagnostic.level for diagnostic in report.diagnostics)
    return ", ".join([*numbers, *(plural(levels[level], LEVELS[level].lower()) for level in SERIOUS_FIRST if levels[level])])


def _see(certification_id: str) -> None:
    st.session_state["opened_referential"] = certification_id


def offer_replacing(certification_id: str, store: Store, key: str) -> None:
    """« Remplacer la fiche… » for each fiche that this document seems to be the official text of."""
    for fiche in summarised_fiches(store.certification(certification_id), store):
        name = escape_line(quoted(display_name(fiche)))
        st.info(f"Ce document ressemble à la fiche {name}. S'il en est le texte officiel, il peut la remplacer.")
        if st.button(f"Remplacer la fiche {name}", key=f"{key}-{fiche.id}", wrap=True):
            with st.spinner("Remplacement de la fiche…"), desk().open_for_writing() as library:
                library.remove(fiche.id)
            st.session_state["referentials_done"] = f"La fiche {quoted(display_name(fiche))} est remplacée par votre document."
            st.rerun()
