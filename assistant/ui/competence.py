"""One competence beside what was told: each criterion with both quotations, and what is missing as questions to answer on the spot."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.activities.gaps import Gap, gaps
from assistant.activities.story import Reply
from assistant.activities.summary import OF_CRITERION, Bar
from assistant.french import NBSP, quoted
from assistant.mapping.model import CompetenceMatch, CriterionMatch, Evidence, Level
from assistant.provenance import mark_of
from assistant.ui.confirming import offer_confirming
from assistant.ui.markdown import escape, escape_line, prose
from ingest.model import FRENCH_PART

OnReplies = Callable[[tuple[Reply, ...]], None]
_ICONS = {
    Level.COVERED: ":material/check_circle:",
    Level.PARTIAL: ":material/contrast:",
    Level.ABSENT: ":material/radio_button_unchecked:",
}
_COLORS = {Level.COVERED: "green", Level.PARTIAL: "orange", Level.ABSENT: "gray"}


def show_competence(match: CompetenceMatch, bar: Bar, *, key: str, expanded: bool, on_replies: OnReplies) -> None:
    """One line that opens; its contents are made when it does. ``key`` changes with the story, so that answered questions are blank."""
    label = escape_line(f"Compétence {match.number} — {match.title} · {bar.told}")
    name = f"competence-{match.certification}-{match.number}"
    with st.expander(label, key=name, expanded=expanded, icon=_ICONS[match.status], on_change="rerun") as opened:
        if opened.open:
            _show(match, key, on_replies)


def _show(match: CompetenceMatch, key: str, on_replies: OnReplies) -> None:
    met = [criterion for criterion in match.criteria if criterion.status != Level.ABSENT]
    for criterion in met:
        _show_criterion(criterion)
    if not met and match.evidence:
        _say(match.evidence)
        if match.criteria:
            st.caption("Aucun critère précis n'y est reconnu.")
    _show_conditions(match)
    found = gaps(match)
    if found:
        _ask(match, found, key, on_replies)
    asked = {criterion.passage.id for gap in found for criterion in gap.criteria}
    _list_others([c for c in match.criteria if c.status == Level.ABSENT and c.passage.id not in asked])


def _show_criterion(criterion: CriterionMatch) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(OF_CRITERION[criterion.status], color=_COLORS[criterion.status])  # type: ignore[arg-type]
            st.caption(FRENCH_PART.get(criterion.family, "").capitalize(), width="content")
        _say(criterion.evidence)
        st.markdown(f"**Le référentiel demande**{NBSP}:  \n{_wanted(criterion)}")
        if criterion.repeated:
            st.caption("D'autres compétences demandent presque la même chose.")
        if criterion.evidence:
            offer_confirming(criterion)


def _wanted(criterion: CriterionMatch) -> str:
    return escape(quoted(criterion.passage.text) + mark_of(criterion.passage))


def _show_conditions(match: CompetenceMatch) -> None:
    """A hint that proves nothing: where the person works may be where the referential wants the competence."""
    if match.conditions:
        st.markdown(f"**Conditions de réalisation que vos mots rejoignent**{NBSP}: un indice, pas une preuve.")
        st.markdown("\n".join(_item(quoted(passage.text) + mark_of(passage)) for passage, _ in match.conditions))


def _say(evidence: tuple[Evidence, ...]) -> None:
    words = "  \n".join(escape(quoted(item.segment.text)) for item in evidence)
    st.markdown(f"**Vous dites**{NBSP}:  \n{words}")
    for item in evidence:
        if item.opinion is not None and not item.opinion.agrees:
            st.caption(prose(f"Le modèle de langage n'est pas de cet avis : {item.opinion.reason}"))


def _ask(match: CompetenceMatch, found: tuple[Gap, ...], key: str, on_replies: OnReplies) -> None:
    """The questions as a form: what is typed in it is read when it is sent."""
    st.markdown(f"**Pour compléter**{NBSP}: répondez à une ou plusieurs questions, en disant ce que vous avez fait vous-même.")
    with st.form(f"gaps-{match.number}-{key}"):
        texts = []  # labels are our own words, without the marks of Markdown, which screen readers would read
        for rank, gap in enumerate(found):
            texts.append(st.text_area(gap.question, key=f"gap-{match.number}-{rank}-{key}", height=80, max_chars=2000))
            if gap.criteria:
                wanted = "  \n".join(_wanted(criterion) for criterion in gap.criteria)
                st.caption(f"Le référentiel demande{NBSP}:  \n{wanted}")
        sent = st.form_submit_button("Ajouter mes réponses et relire", type="primary")
    if sent:
        on_replies(tuple(Reply(gap.question, text) for gap, text in zip(found, texts, strict=True)))


def _list_others(criteria: list[CriterionMatch]) -> None:
    if not criteria:
        return
    st.markdown(f"**Ce que le référentiel demande aussi, et que votre récit ne montre pas**{NBSP}:")
    st.markdown("\n".join(_item(criterion.passage.text + mark_of(criterion.passage)) for criterion in criteria))


def _item(text: str) -> str:
    return f"- {escape(text).replace(chr(10), chr(10) + '  ')}"
