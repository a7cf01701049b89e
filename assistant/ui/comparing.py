"""The page that compares: two versions word by word, two certifications, or where a term stands in all of them."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from assistant.catalogue import Catalogue
from assistant.comparing.comparer import Comparer, are_versions
from assistant.comparing.concordance import Occurrence, concordance
from assistant.comparing.exports.files import FORMATS, export_bytes
from assistant.comparing.exports.sheets import Report, both_sides, forms, in_brief, substance
from assistant.comparing.model import Relation, Statement
from assistant.french import NBSP, plural, quoted, typeset
from assistant.library import Library
from assistant.ui.chosen import chosen
from assistant.ui.files import offer_files
from assistant.ui.impact import show_impact
from assistant.ui.markdown import escape_line, prose
from assistant.ui.pairs import show_pairs
from assistant.ui.state import desk, open_assistant, shown_errors
from assistant.ui.style import apply_style
from assistant.ui.texts import choice_name

_TWO, _TERM = "Deux référentiels", "Un terme dans tous les référentiels"
_A, _B = "compared_a", "compared_b"
_SHOWN = 12
"""Statements shown before the others open."""


def main() -> None:
    """What to compare above; the comparison below."""
    with shown_errors():
        apply_style()
        library = open_assistant().library
        st.title("Comparer", anchor=False)
        st.markdown(
            typeset(
                "Deux versions d'une certification : ce qui change, mot à mot. Deux certifications : les énoncés proches. "
                "Un terme : qui le nomme, et où."
            )
        )
        what = st.radio("Que comparer", [_TWO, _TERM], horizontal=True, key="compared_what", persist_state="session")
        with shown_errors():
            _show_term(library) if what == _TERM else _show_two(library)


def _show_two(library: Library) -> None:
    catalogue = library.catalogue
    names = sorted(catalogue.ids(), key=lambda name: choice_name(catalogue[name]))
    if len(names) < 2:
        st.info(typeset("Il faut deux référentiels pour comparer. Ajoutez-en dans la page « Référentiels »."))
        return
    first, second = _usual(catalogue, names)
    for key, usual in ((_A, first), (_B, second)):
        if st.session_state.get(key) not in names:
            st.session_state[key] = usual
    a = _choose("Ancienne version, ou certification acquise", names, catalogue, _A)
    b = _choose("Nouvelle version, ou certification visée", names, catalogue, _B)
    if a == b:
        st.info("Choisissez deux référentiels différents.")
        return
    with st.spinner("Comparaison…"):
        report = _report(str(library.home), desk().version, a, b, library)
    _show_report(report, library)


def _usual(catalogue: Catalogue, names: list[str]) -> tuple[str, str]:
    """Two versions of the certification that was chosen, otherwise of any; the first two certifications where there are none."""
    wanted = chosen(catalogue)
    pairs = [(a, b) for a in names for b in names if a < b and are_versions(a, b, catalogue)]
    return next((pair for pair in pairs if wanted in pair), next(iter(pairs), (names[0], names[1])))


def _choose(label: str, names: list[str], catalogue: Catalogue, key: str) -> str:
    found: str = st.selectbox(label, names, format_func=lambda name: choice_name(catalogue[name]), key=key, persist_state="session")
    return found


def _show_report(report: Report, library: Library) -> None:
    comparison = report.comparison
    versions = comparison.relation == Relation.VERSIONS
    st.header(report.title, anchor=False)
    for note in comparison.notes:
        st.info(prose(note), icon=":material/info:")
    st.markdown("\n".join(f"- {prose(line)}" for line in in_brief(comparison)))
    st.subheader("Ce qu'il faut savoir", anchor=False)
    found = substance(comparison)
    for statement in found[:_SHOWN]:
        _show_statement(statement, report)
    if found[_SHOWN:]:
        with st.expander(f"Les {len(found) - _SHOWN} suivants", on_change="rerun", key="compared_more") as more:
            if more.open:
                for statement in found[_SHOWN:]:
                    _show_statement(statement, report)
    if not found:
        st.markdown("Rien ne change sur le fond.")
    if corrections := forms(comparison):
        with st.expander(f"Corrections de forme ({len(corrections)})"):
            st.markdown("\n".join(f"- {prose(statement.text)}" for statement in corrections))
    report = replace(report, impact=show_impact(report, library))
    st.subheader("Mot à mot" if versions else "Énoncé par énoncé", anchor=False)
    show_pairs(report)
    st.subheader("Exporter", anchor=False)
    if report.impact is not None:
        st.caption("Les fichiers disent aussi ce que devient ce qui a été montré, avec les mots de la personne.")
    name = f"comparaison-{comparison.a}-{comparison.b}"
    offer_files(lambda suffix: export_bytes(report, suffix), FORMATS, name, key="compared")


def _show_statement(statement: Statement, report: Report) -> None:
    sides = "".join(f"  \n:small[{escape_line(line)}]" for line in both_sides(statement, report))
    st.markdown(f"- {prose(statement.text)}{sides}")


def _show_term(library: Library) -> None:
    with st.form("term"):
        typed = st.text_input("Terme", max_chars=100, placeholder="audit, AMDEC, analyse des risques…", key="compared_typed")
        sent = st.form_submit_button("Chercher", type="primary", icon=":material/search:")
    if sent:
        st.session_state["compared_term"] = typed
    term: str = st.session_state.get("compared_term", "")
    if not term:
        return
    found = concordance(term, library.shelf)
    st.markdown(f"**{escape_line(quoted(term))}**{NBSP}: {plural(len(found.holders), 'référentiel')} sur {len(found.by_certification)}.")
    for name in found.holders:
        occurrences = found.by_certification[name]
        title = f"{choice_name(library.catalogue[name])} ({plural(len(occurrences), 'passage')})"
        with st.expander(escape_line(title)):
            st.markdown("\n".join(_occurrence(occurrence) for occurrence in occurrences))
    without = [name for name, occurrences in found.by_certification.items() if not occurrences]
    if without:
        st.markdown(
            f"Ne le nomment pas{NBSP}:\n\n" + "\n".join(f"- {escape_line(choice_name(library.catalogue[name]))}" for name in without)
        )


def _occurrence(occurrence: Occurrence) -> str:
    return f"- {escape_line(occurrence.place)}{NBSP}:  \n  {escape_line(quoted(occurrence.text))}"


@st.cache_resource(max_entries=8, show_spinner=False)
def _report(home: str, version: str, a: str, b: str, _library: Library) -> Report:
    comparison = _comparer(home, version, _library).compare(a, b)
    return Report(comparison, _library.store.certification(a), _library.store.certification(b))


@st.cache_resource(max_entries=1, show_spinner=False)
def _comparer(home: str, version: str, _library: Library) -> Comparer:  # noqa: ARG001 - both are the cache key
    return Comparer(_library)


if __name__ == "__main__":
    main()
