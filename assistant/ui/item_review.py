"""One drafted item: its words, the criteria that it tests, and what the trainer decides of it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.drafting.exports.sheets import quoted_criteria, state
from assistant.drafting.items import Choice, Item, Status
from assistant.drafting.workshop import Workshop
from assistant.french import NBSP
from assistant.ui.markdown import escape, escape_line
from assistant.ui.state import shown_errors

_BADGES = {
    Status.PROPOSED: ("À relire", "gray", ":material/hourglass_empty:"),
    Status.ACCEPTED: ("Accepté", "green", ":material/check_circle:"),
    Status.EDITED: ("Modifié, accepté", "green", ":material/edit:"),
    Status.REJECTED: ("Rejeté", "red", ":material/cancel:"),
}
_LETTERS = "ABCDEFGH"


def show_item(rank: int, item: Item, workshop: Workshop, keep: Callable[[Workshop], None]) -> None:
    """The item in a frame; ``keep`` is given the set as decided."""
    label, color, icon = _BADGES[item.status]
    with st.container(border=True, key=f"item-{rank}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{rank}.**", width="content")
            st.badge(label, color=color, icon=icon)  # type: ignore[arg-type]
        st.markdown(escape(item.text))
        _show_choices(item)
        _show_list("Relances", [probe.text for probe in item.probes])
        if not item.choices:
            _show_list("À entendre ou à voir", item.expected)
        with st.expander(f"Critères testés ({len(quoted_criteria(item))})"):
            st.markdown("\n".join(f"- {escape_line(text)}" for text in quoted_criteria(item)))
            st.caption(f"{escape_line(state(item).capitalize())}.")
        _decide(rank, item, workshop, keep)


def _show_choices(item: Item) -> None:
    for letter, choice in zip(_LETTERS, item.choices, strict=False):
        right = " — **bonne réponse**" if choice.correct else ""
        st.markdown(f"{letter}. {escape_line(choice.text)}{right}  \n:small[{escape_line(choice.feedback)}]")


def _show_list(title: str, lines: list[str] | tuple[str, ...]) -> None:
    if lines:
        st.markdown(f"{title}{NBSP}:\n" + "".join(f"\n- {escape_line(line)}" for line in lines))


def _decide(rank: int, item: Item, workshop: Workshop, keep: Callable[[Workshop], None]) -> None:
    with st.container(horizontal=True):
        open_to = item.status in (Status.PROPOSED, Status.REJECTED)
        if open_to and st.button(f"Accepter le n°{NBSP}{rank}", key=f"accept-{item.id}", icon=":material/check:"):
            keep(workshop.accept([item.id]))
        if item.status != Status.REJECTED and st.button(f"Rejeter le n°{NBSP}{rank}", key=f"reject-{item.id}", icon=":material/close:"):
            keep(workshop.reject(item.id))
    with st.expander(f"Modifier le n°{NBSP}{rank}", icon=":material/edit:"):
        _edit(item, workshop, keep)


def _edit(item: Item, workshop: Workshop, keep: Callable[[Workshop], None]) -> None:
    name = f"{item.id}-{hash(item)}"  # another wording is another form: nothing typed before stands in it
    with st.form(f"edit-{name}", border=False):
        text = st.text_area("Texte", item.text, height="content", key=f"text-{name}")
        choices = _edited_choices(item, name)
        expected = "\n".join(item.expected)
        if not choices:
            expected = st.text_area("À entendre ou à voir, une ligne par point", expected, height="content", key=f"expected-{name}")
        sent = st.form_submit_button("Enregistrer et accepter", type="primary")
    if sent:
        with shown_errors():
            edited = workshop.edit(item.id, text, expected.split("\n"), choices)
            keep(edited)


def _edited_choices(item: Item, name: str) -> list[Choice]:
    if not item.choices:
        return []
    letters = list(_LETTERS[: len(item.choices)])
    texts = [
        (
            st.text_input(f"Réponse {letter}", choice.text, key=f"choice-{letter}-{name}"),
            st.text_input(f"Retour donné à qui choisit {letter}", choice.feedback, key=f"feedback-{letter}-{name}"),
        )
        for letter, choice in zip(letters, item.choices, strict=True)
    ]
    right = next(rank for rank, choice in enumerate(item.choices) if choice.correct)
    key = st.radio("Bonne réponse", letters, index=right, horizontal=True, key=f"right-{name}")
    return [
        Choice(text=text.strip(), correct=letter == key, feedback=feedback) for letter, (text, feedback) in zip(letters, texts, strict=True)
    ]
