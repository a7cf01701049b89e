"""The page where a trainer drafts assessment items, reviews them one by one, and takes away those that were accepted."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.drafting.composing import MOST, Request
from assistant.drafting.drafter import Drafter
from assistant.drafting.exports.files import export_bytes
from assistant.drafting.exports.sheets import TITLES, covered, located
from assistant.drafting.items import Coverage, Kind
from assistant.drafting.workshop import Workshop
from assistant.french import plural, quoted, typeset
from assistant.library import Library
from assistant.ui.chosen import choose
from assistant.ui.files import offer_files
from assistant.ui.item_review import show_item
from assistant.ui.journeys import take_example
from assistant.ui.markdown import escape_line, prose
from assistant.ui.pages import DRAFTING
from assistant.ui.paging import page_of
from assistant.ui.state import drop_erased, open_assistant, shown_errors
from assistant.ui.style import apply_style
from ingest.model import Certification

_KEPT, _FORM = "workshop", "workshop_form"
_PAGE = 20
"""Items shown at once."""
_FORMATS = (".docx", ".xlsx", ".csv", ".md", ".xml", ".gift")
_WORDS = {
    Kind.INTERVIEW: "Questions d'entretien",
    Kind.PROBE: "Questions de relance",
    Kind.SITUATION: "Mises en situation",
    Kind.GRID: "Grille d'observation",
    Kind.CHOICE: "QCM",
    Kind.POSITIONING: "Grille d'autopositionnement",
}


def main() -> None:
    """What to draft above; below, the items, what they cover, and the files."""
    with shown_errors():
        apply_style()
        drop_erased(_KEPT, _FORM)
        library = open_assistant().library
        st.title("Évaluer", anchor=False)
        st.markdown(
            typeset(
                "Acquis propose des questions, des situations et des grilles, chacune liée aux critères du référentiel qu'elle teste. "
                "**Vous relisez** : seul ce que vous acceptez est exporté."
            )
        )
        chosen = choose(library.catalogue, label="Certification à évaluer", none="Choisissez une certification")
        if chosen is None:
            st.info("Choisissez la certification à évaluer.")
            return
        certification = library.catalogue[chosen]
        if take_example(DRAFTING):
            _draft(library, certification, Request(Kind.INTERVIEW, tuple(c.number for _, c in certification.competences())[:1], (), 5))
        with shown_errors():
            _ask(library, certification)
        workshop: Workshop | None = st.session_state.get(_KEPT)
        if workshop is not None and workshop.drafted.certification == chosen:
            _show(workshop)


def _choose_among(label: str, names: dict[int, str], last: Sequence[int], none: str, *, key: str) -> list[int]:
    """Numbers picked by name, those asked last to begin with; ``none`` is shown while nothing is picked."""
    known = [number for number in last if number in names]
    return st.multiselect(label, list(names), known, format_func=names.__getitem__, placeholder=none, select_all=False, key=key)


def _ask(library: Library, certification: Certification) -> None:
    """The form; what was asked last stands in it when the page is opened again."""
    last: Request = st.session_state.get(_FORM, Request(Kind.INTERVIEW))
    blocks = {block.number: f"Bloc {block.number}{f' — {block.title}' if block.title else ''}" for block in certification.blocks}
    titles = {competence.number: f"{competence.number}. {competence.title}" for _, competence in certification.competences()}
    with st.form("drafting"):
        kind = st.selectbox("Que rédiger", list(_WORDS), index=list(_WORDS).index(last.kind), format_func=_WORDS.__getitem__)
        competences = _choose_among("Compétences", titles, last.competences, "Toutes", key=f"competences-{certification.id}")
        chosen_blocks = _choose_among("Blocs", blocks, last.blocks, "Tous", key=f"blocks-{certification.id}")
        count = st.number_input("Nombre", min_value=1, max_value=MOST, value=last.count, step=1, placeholder="Autant qu'il en faut")
        st.caption(typeset("Sans compétence ni bloc, toute la certification ; sans nombre, de quoi couvrir chaque critère."))
        sent = st.form_submit_button("Rédiger", type="primary", icon=":material/edit_note:")
    if sent:
        _draft(library, certification, Request(kind, tuple(sorted(competences)), tuple(sorted(chosen_blocks)), count))


def _draft(library: Library, certification: Certification, request: Request) -> None:
    st.session_state[_FORM] = request
    with st.spinner("Rédaction…"):
        drafted = Drafter(library).draft(certification.id, request)
    st.session_state[_KEPT] = Workshop.of(drafted, certification, request)


def _keep(workshop: Workshop) -> None:
    st.session_state[_KEPT] = workshop
    st.rerun()


def _show(workshop: Workshop) -> None:
    drafted = workshop.drafted
    st.header(TITLES[drafted.kind], anchor=False)
    st.markdown(f"**{escape_line(drafted.scope)}**")
    for note in drafted.notes:
        st.caption(prose(note))
    _show_coverage(drafted.coverage, covered(drafted), "Critères qu'aucun élément proposé ne couvre")
    if workshop.waiting:
        told = f"Accepter les {len(workshop.waiting)} éléments à relire" if len(workshop.waiting) > 1 else "Accepter l'élément à relire"
        if st.button(told, icon=":material/done_all:"):
            _keep(workshop.accept([item.id for item in workshop.waiting]))
    for rank, item in page_of(drafted.items, _PAGE, key=f"items_{drafted.certification}"):
        show_item(rank, item, workshop, _keep)
    _export(workshop)


def _show_coverage(coverage: Coverage, told: str, title: str) -> None:
    share = coverage.covered / coverage.criteria if coverage.criteria else 0.0
    st.progress(share, f"{told[:1].upper()}{told[1:]}.")
    if coverage.missing:
        with st.expander(f"{title} ({len(coverage.missing)})"):
            st.markdown("\n".join(f"- {escape_line(quoted(q.text))} ({escape_line(located(q))})" for q in coverage.missing))


def _export(workshop: Workshop) -> None:
    st.header("Exporter", anchor=False)
    kept = workshop.drafted.kept
    if not kept:
        st.info("Rien n'est encore accepté. Acceptez ou modifiez un élément pour l'exporter.")
        return
    counted = workshop.kept_coverage
    told = f"{plural(len(kept), 'élément accepté', 'éléments acceptés')}, {plural(counted.covered, 'critère couvert', 'critères couverts')}"
    _show_coverage(counted, f"{told} sur {counted.criteria}", "Critères qu'aucun élément accepté ne couvre")
    exported = workshop.to_export()
    name = f"{exported.kind}-{exported.certification}"
    offer_files(lambda suffix: export_bytes(exported, suffix), _FORMATS, name, key="drafted")


if __name__ == "__main__":
    main()
