"""What a comparison means for what somebody has shown: what still counts, what to read again, what is new to prove."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from assistant.activities.story import MAX_CHARACTERS, Story
from assistant.comparing.exports.sheets import CARRIES, Report, evidence_line
from assistant.comparing.impact import Carried, Carry, Impact, Proven, impact_of, shown_by
from assistant.comparing.model import Relation
from assistant.french import NBSP, plural, typeset
from assistant.library import Library
from assistant.ui.dossier_reading import OPEN, READING, Open
from assistant.ui.markdown import prose
from assistant.ui.paging import page_of
from assistant.ui.pairs import pair_html
from assistant.ui.state import drop_erased, shown_errors
from assistant.ui.stories import mapping_of, open_in_session
from assistant.ui.texts import choice_name

_TYPED, _STORY, _DOSSIER = "Un texte à écrire ici", "Le récit de « Mes activités »", "Le dossier ouvert"
_TOLD = "impact_told"
_PAGE = 10
"""Criteria shown at once in a group."""
_ORDER = (Carry.COUNTS, Carry.REREAD, Carry.NEW, Carry.MISSING, Carry.DROPPED)
_BRIEF = {
    Carry.COUNTS: ("critère compte encore", "critères comptent encore"),
    Carry.REREAD: ("est à relire", "sont à relire"),
    Carry.NEW: ("est nouveau et à prouver", "sont nouveaux et à prouver"),
    Carry.MISSING: ("était déjà demandé et reste à prouver", "étaient déjà demandés et restent à prouver"),
    Carry.DROPPED: ("n'est plus demandé", "ne sont plus demandés"),
}


def show_impact(report: Report, library: Library) -> Impact | None:
    """Where what was shown comes from, then what becomes of it; None as long as nothing was told."""
    drop_erased(_TOLD)
    drop_erased(OPEN, READING)
    st.subheader("Pour ce qui a été montré", anchor=False)
    held = choice_name(report.a)
    st.markdown(
        prose(
            f"Ce qu'une personne a montré de {held} : ce qui compte encore pour l'autre texte, ce qui est à relire, ce qui est nouveau à "
            "prouver. Rien n'en est enregistré."
        )
    )
    impact: Impact | None = None
    with shown_errors():
        shown = _shown(report, library)
        impact = impact_of(report.comparison, shown) if shown is not None else None
    if impact is not None:
        _show(impact, report)
    return impact


def _shown(report: Report, library: Library) -> Mapping[str, Proven] | None:
    """What is shown of the older text, by criterion."""
    story = open_in_session()
    dossier: Open | None = st.session_state.get(OPEN)
    ways = [_TYPED, *([_STORY] if story.told else []), *([_DOSSIER] if dossier else [])]
    way = st.radio("D'où vient ce qui a été montré", ways, format_func=typeset, horizontal=True, key="impact_way") if ways[1:] else _TYPED
    if dossier is not None and way == _DOSSIER:
        return _of_dossier(dossier, report)
    text = _of_story(story) if way == _STORY else _typed()
    if not text:
        return None
    with st.spinner("Lecture du récit…"):
        return shown_by(mapping_of(library, report.a.id, text))


def _typed() -> str:
    with st.form("impact"):
        written = st.text_area(
            "Ce que la personne a fait",
            st.session_state.get(_TOLD, ""),
            height=140,
            max_chars=MAX_CHARACTERS,
            placeholder="Pendant deux ans, j'ai… Chaque semaine, je…",
        )
        sent = st.form_submit_button("Voir ce qui compte encore", icon=":material/search:")
    if sent and not written.strip():
        st.warning("Racontez en quelques phrases ce que la personne a fait.")
    if sent:
        st.session_state[_TOLD] = written.strip()
    return str(st.session_state.get(_TOLD, ""))


def _of_story(story: Story) -> str:
    count = len(story.replies)
    replies = f", avec {plural(count, 'réponse')}" if count else ""
    st.caption(f"Le récit ouvert dans «{NBSP}Mes activités{NBSP}»{replies}, lu face au premier référentiel.")
    return story.text


def _of_dossier(opened: Open, report: Report) -> Mapping[str, Proven] | None:
    mapping = opened.check.mapping
    if mapping.certification != report.a.id:
        st.info(
            prose(
                f"Le dossier ouvert a été lu pour {opened.check.title}. Pour le voir ici, relisez-le pour {choice_name(report.a)} dans la "
                "page « Dossier », ou choisissez sa certification en premier."
            )
        )
        return None
    st.caption(prose(f"Dossier : {opened.check.dossier.name}."))
    return shown_by(mapping)


def _show(impact: Impact, report: Report) -> None:
    counts = [plural(len(impact.of(carry)), *_BRIEF[carry]) for carry in _ORDER if carry in _ORDER[:3] or impact.of(carry)]
    st.markdown(f"**{prose(' ; '.join(counts))}.**")
    if not any(item.proven for item in impact.carried):
        st.info(typeset("Rien n'y montre un critère du premier référentiel : dites ce qui a été fait, avec quoi, et ce que cela a donné."))
    for carry in _ORDER:
        if items := impact.of(carry):
            with st.expander(f"{CARRIES[carry]} ({len(items)})", expanded=carry in (Carry.COUNTS, Carry.REREAD)):
                _show_items(items, report, carry)


def _show_items(items: Sequence[Carried], report: Report, carry: Carry) -> None:
    versions = report.comparison.relation == Relation.VERSIONS
    for _, item in page_of(items, _PAGE, key=f"impact_{report.comparison.a}_{report.comparison.b}_{carry}"):
        with st.container(border=True, gap="xsmall"):
            st.html(pair_html(item.pair, report.sides, word_by_word=versions))
            st.caption(prose(evidence_line(item)))
