"""The page where an adviser has a candidate's dossier read beside a referential; nothing of it is written on the disk."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

import streamlit as st

from assistant.activities.examples import example_story
from assistant.dossier.bugs import without_words
from assistant.dossier.checking import Checker
from assistant.dossier.comparing import Change, Comparison
from assistant.dossier.document import as_document
from assistant.dossier.model import Check, Dossier, Extract, Kind
from assistant.dossier.reports.files import FORMATS
from assistant.dossier.wording import ANNOUNCED, ASIDE, CLAIMS, NEXT, STATE, USELESS, headline, next_steps, one_line, place_of
from assistant.french import NBSP, quoted, typeset
from assistant.library import Library
from assistant.mapping.model import Segment
from assistant.ui.chosen import choose
from assistant.ui.dossier_kept import forget, recall, remember
from assistant.ui.dossier_matrix import show_matrix
from assistant.ui.dossier_reading import OPEN, READING, Open, Previous, Reading
from assistant.ui.files import offer_files
from assistant.ui.journeys import take_example
from assistant.ui.markdown import escape_line, prose
from assistant.ui.pages import DOSSIER
from assistant.ui.state import desk, drop_erased, open_assistant, shown_errors
from assistant.ui.style import apply_style
from ingest.readers.guards import MAX_BYTES

_GLANCE = 0.1
"""Seconds between two looks at the progress."""
_KINDS = f"Dossier du candidat : Word, PDF, LibreOffice, Markdown ou texte, de {MAX_BYTES // 1024**2} Mo au plus"


def main() -> None:
    """The file above; below, what it shows."""
    with shown_errors():
        apply_style()
        drop_erased(OPEN, READING)
        recall()
        library = open_assistant().library
        st.title("Dossier", anchor=False)
        st.markdown(
            typeset(
                "Acquis met en face de chaque critère du référentiel les mots du dossier. C'est une **lecture indicative** : elle prépare "
                "votre entretien, et votre avis reste à côté du sien. Rien du dossier n'est enregistré sur le disque."
            )
        )
        certification = choose(library.catalogue, label="Certification visée", none="Choisissez une certification")
        if certification is None:
            st.info("Choisissez la certification visée pour qu'un dossier soit lu.")
            return
        if take_example(DOSSIER):
            _start(library, certification, _example(example_story(library.catalogue[certification])), None)
        remember()
        with shown_errors():
            _follow()
        remember()
        _ask(library, certification)
        opened: Open | None = st.session_state.get(OPEN)
        if opened is not None and opened.check.mapping.certification == certification:
            with shown_errors(), without_words():
                _show(opened)
        elif opened is not None:
            _offer_again(opened, library, certification)


def _ask(library: Library, certification: str) -> None:
    opened: Open | None = st.session_state.get(OPEN)
    known = opened is not None and opened.check.mapping.certification == certification
    with st.form("dossier", clear_on_submit=True):
        upload = st.file_uploader(typeset(_KINDS))
        with st.expander("Comparer avec une lecture précédente"):
            previous = st.file_uploader("Lecture précédente, au format JSON d'Acquis")
            same = known and st.checkbox("Comparer avec la lecture affichée", value=True)
        sent = st.form_submit_button("Lire le dossier", type="primary", icon=":material/fact_check:")
    if sent and upload is None:
        st.warning("Choisissez un dossier.")
    if sent and upload is not None:
        before = Previous(bytes(previous.getbuffer()), previous.name) if previous else None
        if before is None and same and opened is not None:
            before = Previous(json.dumps(as_document(opened.check)).encode(), "affichée")
        _start(library, certification, upload, before)
        st.rerun()


def _start(library: Library, certification: str, given: object, previous: Previous | None) -> None:
    opened: Open | None = st.session_state.get(OPEN)
    remarks = opened.remarks if opened is not None and opened.check.mapping.certification == certification else None
    checker = _checker(str(library.home), desk().version, library)
    st.session_state[READING] = Reading(given, certification, checker, previous, remarks)  # type: ignore[arg-type]


def _follow() -> None:
    """Show the progress until it is done; a click elsewhere ends the showing, not the reading, and coming back resumes it."""
    reading: Reading | None = st.session_state.get(READING)
    if reading is None:
        return
    bar = st.progress(0.0, prose(reading.text))
    while reading.is_alive():
        bar.progress(reading.share, prose(reading.text))
        time.sleep(_GLANCE)
    bar.empty()
    del st.session_state[READING]
    st.session_state[OPEN] = reading.result()


def _offer_again(opened: Open, library: Library, certification: str) -> None:
    st.info("Ce dossier a été lu pour une autre certification.")
    if st.button("Le lire pour celle-ci", icon=":material/refresh:"):
        _start(library, certification, opened.check.dossier, None)
        st.rerun()


def _keep(opened: Open) -> None:
    st.session_state[OPEN] = opened
    remember()


def _show(opened: Open) -> None:
    check = opened.check
    st.header("Synthèse", anchor=False)
    st.caption(f"{escape_line(check.dossier.name)}, pour {escape_line(quoted(check.title))}")
    st.markdown(f"**{prose(headline(check))}**")
    for note in check.notes:
        st.info(prose(note), icon=":material/info:")
    st.markdown(f"{NEXT}{NBSP}:\n\n" + "\n".join(f"- {prose(step)}" for step in next_steps(check)))
    if opened.comparison:
        _show_comparison(opened.comparison)
    st.header("Matrice", anchor=False)
    show_matrix(opened, _keep)
    _show_rest(check)
    st.header("Rapport", anchor=False)
    masked = st.checkbox("Masquer les noms, courriels, téléphones et entreprises reconnus", key="dossier_masked", persist_state="session")
    offer_files(lambda suffix: opened.report(masked=masked).content(suffix), FORMATS, "lecture-du-dossier", key="dossier")
    st.caption("Le fichier JSON sert à comparer avec la prochaine version du dossier.")
    st.button("Fermer ce dossier", icon=":material/close:", on_click=forget)


def _show_comparison(comparison: Comparison) -> None:
    st.header("Depuis la lecture précédente", anchor=False)
    st.markdown(prose(comparison.headline()))
    _listed("Ce qui s'est amélioré", [_change(change) for change in comparison.improved])
    _listed("Ce qui est moins bien montré", [_change(change) for change in comparison.lost])
    _listed("Preuves désormais jointes", comparison.attached)


def _change(change: Change) -> str:
    what = change.criterion.split("/", 1)[1] if change.criterion else f"Compétence {change.competence} ({change.title})"
    return f"{what} : {STATE[change.before]} → {STATE[change.after]}"


def _show_rest(check: Check) -> None:
    _listed(ANNOUNCED, [f"{item.label}{_at(item.where)}" for item in check.announced])
    _listed(CLAIMS, [f"{item.reason}{_at(item.segment)}" for item in check.claims])
    _listed(ASIDE, [f"{item.reason}{_at(item.segment)}" for item in check.mapping.set_aside])
    _listed(USELESS, [f"{quoted(one_line(segment.text))}{_at(segment)}" for segment in check.useless])


def _listed(title: str, lines: Sequence[str]) -> None:
    if lines:
        with st.expander(f"{title} ({len(lines)})"):
            st.markdown("\n".join(f"- {prose(one_line(line))}" for line in lines))


def _at(segment: Segment) -> str:
    place = place_of(segment)
    return f" ({place})" if place else ""


def _example(story: str) -> Dossier:
    """A story as the dossier of somebody invented."""
    extracts = tuple(Extract(rank, text, Kind.PROSE, section=1) for rank, text in enumerate(story.split("\n\n"), start=1))
    return Dossier("exemple.txt", "txt", extracts)


@st.cache_resource(max_entries=2, show_spinner=False)
def _checker(home: str, version: str, _library: Library) -> Checker:  # noqa: ARG001 - both are the cache key
    return Checker(_library)


if __name__ == "__main__":
    main()
