"""One referential: its blocks, competences and criteria; its parse report; export and removal."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.catalogue import Catalogue
from assistant.french import NBSP, quoted, typeset
from assistant.ui.adding import offer_replacing
from assistant.ui.correcting import show_correcting
from assistant.ui.in_document import offer_page
from assistant.ui.markdown import escape, escape_line, prose
from assistant.ui.reading_report import show_reading_report
from assistant.ui.state import desk
from assistant.ui.texts import FICHE_NOTE, counts, origin
from assistant.understanding import display_name
from ingest.markdown_format import to_markdown
from ingest.model import FRENCH_PART, Block, Certification, Competence, Family, Part, Provenance, Statement
from ingest.storage import Record, Store
from ingest.structure.places import where


def show_referential(record: Record, store: Store, catalogue: Catalogue) -> None:
    """The whole page of one referential."""
    certification = record.certification
    st.title(escape_line(display_name(certification)))
    st.caption(escape_line(f"{origin(certification).capitalize()} · {counts(certification)} · {certification.document.name}"))
    if certification.provenance == Provenance.FICHE:
        st.info(typeset(FICHE_NOTE))
    if desk().may_manage:
        offer_replacing(certification.id, store, key="replace")
    content, report, correcting, upkeep = st.tabs(["Contenu", "Rapport de lecture", "Corriger", "Exporter ou retirer"])
    with content:
        _show_content(certification)
    with report:
        show_reading_report(record)
    with correcting:
        if desk().may_manage:
            show_correcting(record, catalogue)
        else:
            st.caption(typeset("Les référentiels de ce serveur sont corrigés par les personnes qui le gèrent (page « Réglages »)."))
    with upkeep:
        _export(certification)
        if desk().may_manage:
            _remove(certification)


def _show_content(certification: Certification) -> None:
    for block in certification.blocks:
        _show_block(block, certification)
    if certification.facts:
        with st.expander("Fiche signalétique"):
            for fact in certification.facts:
                values = escape("\n".join(fact.values)) if fact.values else "*champ vide dans le document*"
                st.markdown(f"**{escape_line(fact.label.rstrip(' :'))}**{NBSP}:  \n{values}")
    if certification.sections:
        st.header("Autres sections")
    for section in certification.sections:
        if section.paragraphs:
            with st.expander(escape_line(" › ".join(section.path[-2:]) or "Sans titre")):
                _show_statements(section.paragraphs)


def _show_block(block: Block, certification: Certification) -> None:
    code = f" ({block.code})" if block.code else ""
    st.header(escape_line(f"Bloc {block.number}{code}{f' — {block.title}' if block.title else ''}"))
    for competence in block.competences:
        _show_competence(competence, certification)
    if block.knowledge:
        with st.expander("Connaissances associées"):
            _show_statements(block.knowledge)


def _show_competence(competence: Competence, certification: Certification) -> None:
    code = f" ({competence.code})" if competence.code else ""
    with st.expander(escape_line(f"Compétence {competence.number}{code} — {competence.title}")):
        shown = [part for part in (Part.CONDITIONS, *Family, Part.RESULTS) if competence.part(part)]
        for part in shown:
            st.markdown(f"**{FRENCH_PART[part].capitalize()}**")
            _show_statements(competence.part(part))
        if not shown:
            st.caption("Le document ne décrit ni critères, ni conditions, ni résultats pour cette compétence.")
        statements = [statement for part in shown for statement in competence.part(part)]
        offer_page(certification, statements, key=f"page-{certification.id}-{competence.number}")


def _show_statements(statements: Sequence[Statement]) -> None:
    st.markdown("\n".join(_statement(statement) for statement in statements))


def _statement(statement: Statement) -> str:
    """A list item with the list that it introduces, the place in the document after it."""
    place = where(statement.source)
    lines = escape(statement.verbatim).replace("\n", "\n  ")
    return f"- {lines}{f' :gray[({place})]' if place else ''}"


def _export(certification: Certification) -> None:
    st.markdown("**Exporter**")
    st.markdown("Le fichier Markdown se lit, se corrige à la main et s'ajoute de nouveau.")
    st.download_button(
        "Télécharger au format Markdown",
        to_markdown(certification),
        file_name=f"{certification.id}.md",
        mime="text/markdown",
        on_click="ignore",
    )


def _remove(certification: Certification) -> None:
    st.markdown("**Retirer**")
    with st.popover("Retirer ce référentiel…", icon=":material/delete:"):
        is_fiche = certification.provenance == Provenance.FICHE
        again = "« Recharger les fiches » la remettra." if is_fiche else "Vous pourrez ajouter le document de nouveau."
        st.markdown(prose(f"Acquis ne citera plus {quoted(display_name(certification))}. {again}"))
        if st.button("Oui, retirer", type="primary"):
            with st.spinner("Mise à jour de la recherche…"), desk().open_for_writing() as library:
                library.remove(certification.id)
            st.session_state["referentials_done"] = f"{quoted(display_name(certification))} est retiré."
            st.rerun()
