"""The parse report of a referential: what was counted and what is in doubt, by which a person trusts the reading."""

from __future__ import annotations

import streamlit as st

from assistant.french import NBSP, plural, typeset
from assistant.ui.markdown import escape_line, prose
from assistant.ui.texts import LEVELS, SERIOUS_FIRST
from assistant.ui.uploads import lasting_diagnostics
from ingest.model import Block, Certification, Diagnostic, Part
from ingest.passages import passages_of
from ingest.storage import Record

_COLUMNS = {
    Part.CONDITIONS: "Conditions",
    Part.METHODS: "Méthodes",
    Part.MEANS: "Moyens",
    Part.RELATIONS: "Liens",
    Part.CONSTRAINTS: "Contraintes",
    Part.RESULTS: "Résultats",
}


def show_reading_report(record: Record) -> None:
    """Counts per block and family, then every doubt with its place."""
    certification = record.certification
    pages = f", {plural(certification.document.pages, 'page')}" if certification.document.pages else ""
    passages = plural(len(passages_of(certification)), "passage")
    st.markdown(f"**Document**{NBSP}: {escape_line(record.file_name)} ({certification.document.format}{pages}), {passages}.")
    if certification.blocks:
        st.markdown("**Ce qui a été lu**")
        st.table(count_rows(certification), hide_index=True)
    else:
        st.warning(typeset("Aucun bloc de compétences n'a été reconnu : le document est gardé en sections."))
    _show_diagnostics(lasting_diagnostics(record))


def count_rows(certification: Certification) -> list[dict[str, str | int]]:
    """One row per block and one for the whole: competences, statements of each part, knowledge items."""
    rows = [_row(f"Bloc {block.number}{f' ({block.code})' if block.code else ''}", [block]) for block in certification.blocks]
    return [*rows, _row("Ensemble", certification.blocks)] if len(rows) > 1 else rows


def _row(name: str, blocks: list[Block] | tuple[Block, ...]) -> dict[str, str | int]:
    competences = [competence for block in blocks for competence in block.competences]
    parts = {title: sum(len(competence.part(part)) for competence in competences) for part, title in _COLUMNS.items()}
    return {"Bloc": name, "Compétences": len(competences), **parts, "Connaissances": sum(len(block.knowledge) for block in blocks)}


def _show_diagnostics(diagnostics: list[Diagnostic]) -> None:
    if not diagnostics:
        st.success("Aucune anomalie relevée.")
        return
    st.markdown(f"**{plural(len(diagnostics), 'remarque')} de lecture**")
    ordered = sorted(diagnostics, key=lambda diagnostic: SERIOUS_FIRST.index(diagnostic.level))
    st.table(
        [{"Niveau": LEVELS[d.level], "Remarque": prose(d.message), "Endroit": escape_line(d.where)} for d in ordered],
        hide_index=True,
    )
