"""The matrix of a dossier: criterion × status, filtered; one row opened beside the dossier's words; the adviser's own opinion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape as as_html

import streamlit as st

from assistant.dossier.board import Remark, Row, board, filtered, page_around, remarked
from assistant.dossier.model import Dossier, Extract, Kind
from assistant.dossier.wording import STATE, one_line, place_of
from assistant.french import NBSP, plural, quoted
from assistant.mapping.model import Evidence, Level
from assistant.ui.dossier_reading import Open
from assistant.ui.markdown import escape, escape_line, prose

_OPENED, _BOX, _GRID = "dossier_opened", "dossier_row", "dossier_grid"
_COLORS = {Level.COVERED: "green", Level.PARTIAL: "orange", Level.ABSENT: "gray"}
_NO_OPINION = "sans avis"
_MARK = "background:#fff3bf;color:#1a1a1a;font-weight:600;text-decoration:underline"

Keep = Callable[[Open], None]


def show_matrix(opened: Open, keep: Keep) -> None:
    """The filters, the rows that pass them, and the row that is open."""
    rows = board(opened.check)
    shown = _filters(rows, opened)
    st.caption(f"{plural(len(shown), 'ligne')} sur {len(rows)}. Cliquez sur une ligne, ou choisissez-la dans la liste, pour l'ouvrir.")
    if not shown:
        st.info("Aucune ligne ne passe ces filtres.")
        return
    _grid(shown, opened)
    _open(_choice(shown), opened, keep)


def _filters(rows: Sequence[Row], opened: Open) -> list[Row]:
    titles = {row.competence: f"{row.competence}. {row.title}" for row in rows}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        statuses = st.multiselect(
            "États",
            list(Level),
            format_func=STATE.__getitem__,
            placeholder="Tous",
            select_all=False,
            key="dossier_states",
            persist_state="session",
        )
        competences = st.multiselect(
            "Compétences",
            list(titles),
            format_func=lambda number: titles[number],
            placeholder="Toutes",
            select_all=False,
            key=f"dossier_competences_{opened.check.mapping.certification}",
            persist_state="session",
        )
    commented = st.checkbox("Seulement celles que j'ai commentées", key="dossier_commented", persist_state="session")
    return filtered(rows, statuses=statuses, competences=competences, remarks=opened.remarks if commented else None)


def _grid(rows: Sequence[Row], opened: Open) -> None:
    ids = [row.id for row in rows]

    def clicked() -> None:
        cells = st.session_state[_GRID]["selection"]["cells"]
        if cells and cells[0][0] < len(ids):
            st.session_state[_OPENED] = ids[cells[0][0]]

    remarks = [opened.remarks.get(row.id, Remark()) for row in rows]
    st.dataframe(
        {
            "Critère": [row.name for row in rows],
            "Lecture": [STATE[row.status] for row in rows],
            "Mon avis": [STATE[remark.status] if remark.status else "" for remark in remarks],
            "Où": [row.places for row in rows],
            "Référentiel": [one_line(row.text) for row in rows],
            "Mon commentaire": [one_line(remark.comment) for remark in remarks],
        },
        hide_index=True,
        height=320,
        key=_GRID,
        on_select=clicked,
        selection_mode="single-cell",
        column_config={"Référentiel": st.column_config.TextColumn(width="large")},
        alt="Matrice des critères. La liste « Ligne ouverte », dessous, donne les mêmes lignes.",
    )


def _choice(rows: Sequence[Row]) -> Row:
    """The row that is open, the first one where none is; kept over pages."""
    known = {row.id: row for row in rows}
    if st.session_state.get(_OPENED) not in known:
        st.session_state[_OPENED] = rows[0].id
    st.session_state[_BOX] = st.session_state[_OPENED]

    def chosen() -> None:
        st.session_state[_OPENED] = st.session_state[_BOX]

    st.selectbox("Ligne ouverte", list(known), format_func=lambda key: _label(known[key]), key=_BOX, on_change=chosen)
    return known[st.session_state[_OPENED]]


def _label(row: Row) -> str:
    return f"{row.name} — {STATE[row.status]} — {one_line(row.text)}"


def _open(row: Row, opened: Open, keep: Keep) -> None:
    with st.container(border=True):
        st.markdown(f"**{escape_line(f'{row.name} (compétence {row.competence} : {row.title})'.replace(' :', f'{NBSP}:'))}**")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"Lecture automatique{NBSP}:", width="content")
            st.badge(STATE[row.status], color=_COLORS[row.status])  # type: ignore[arg-type]
        st.markdown(f"**Le référentiel demande**{NBSP}:  \n{escape(quoted(row.text))}")
        if not row.evidence:
            st.markdown("Aucun passage du dossier n'en a été rapproché.")
        for rank, evidence in enumerate(row.evidence):
            _show_passage(evidence, opened.check.dossier, rank)
        _ask_opinion(row, opened, keep)


def _show_passage(evidence: Evidence, dossier: Dossier, rank: int) -> None:
    segment = evidence.segment
    where = place_of(segment) + (f", sous {quoted(one_line(segment.heading))}" if segment.heading else "")
    st.markdown(f"**Le dossier dit** ({escape_line(where)}){NBSP}:")
    paragraph = next((extract.text for extract in dossier.extracts if extract.number == segment.paragraph), segment.text)
    start, end = (segment.start, segment.end) if paragraph[segment.start : segment.end] == segment.text else (0, len(paragraph))
    before, said, after = (as_html(part) for part in (paragraph[:start], paragraph[start:end], paragraph[end:]))
    st.html(f'<p style="margin:0">{before}<mark style="{_MARK}">{said}</mark>{after}</p>')
    title = f"Toute la page {segment.page}" if segment.page else "Les paragraphes autour"
    with st.expander(title, key=f"around-{rank}"):
        for extract in page_around(dossier, segment):
            st.markdown(_extract(extract))


def _extract(extract: Extract) -> str:
    text = escape(extract.text)
    return f"**{text}**" if extract.kind == Kind.HEADING else f"§{NBSP}{extract.number} — {text}"


def _ask_opinion(row: Row, opened: Open, keep: Keep) -> None:
    """What is typed is kept as it is left; the machine's status above does not move."""
    remark = opened.remarks.get(row.id, Remark())
    status_key, comment_key = f"opinion-{row.id}", f"comment-{row.id}"
    st.session_state[status_key] = STATE[remark.status] if remark.status else _NO_OPINION
    st.session_state[comment_key] = remark.comment

    def said() -> None:
        status = next((level for level, word in STATE.items() if word == st.session_state[status_key]), None)
        keep(Open(opened.check, opened.comparison, remarked(opened.remarks, row.id, Remark(status, st.session_state[comment_key]))))

    st.radio("Mon avis", [_NO_OPINION, *STATE.values()], horizontal=True, key=status_key, on_change=said)
    st.text_area("Mon commentaire", key=comment_key, height=80, max_chars=2000, on_change=said)
    st.caption(prose("Votre avis s'ajoute à la lecture automatique et ne la remplace pas : les deux figurent dans le rapport."))
