"""The proofs to gather, to tick one by one and to take away as a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from assistant.activities.checklist import Checklist, Item
from assistant.activities.exports.wording import marks, notes, place
from assistant.activities.story import Story
from assistant.evidence.wording import details
from assistant.exports.formats import content_in
from assistant.french import NBSP, plural, quoted
from assistant.ui.files import offer_files
from assistant.ui.markdown import escape, escape_line, prose

OnTick = Callable[[str, bool], None]


def show_checklist(checklist: Checklist, story: Story, on_tick: OnTick) -> None:
    """Each proof with its box; what it must contain opens below it."""
    ticked = sum(item.proof.id in story.held for item in checklist.items)
    st.markdown(prose(f"Peu de preuves, qui servent à plusieurs critères. Cochées : {ticked} sur {len(checklist.items)}."))
    for item in checklist.items:
        with st.container(gap="xxsmall"):
            _show_item(item, held=item.proof.id in story.held, on_tick=on_tick)
    with st.expander(f"À quels critères renvoient les numéros ({plural(len(checklist.shown), 'critère')})"):
        for shown in checklist.shown:
            st.markdown(f"**\\[{shown.number}\\]** {place(shown).capitalize()}{NBSP}:  \n{escape(quoted(shown.passage.text))}")
    for note in notes(checklist):
        st.caption(prose(note))
    _offer_files(checklist, story)


def _show_item(item: Item, *, held: bool, on_tick: OnTick) -> None:
    key = f"proof-{item.proof.id}"
    st.session_state[key] = held
    st.checkbox(f"{item.proof.name}, pour {marks(item)}", key=key, on_change=lambda: on_tick(item.proof.id, bool(st.session_state[key])))
    with st.expander(escape_line(f"Ce qu'elle doit montrer : {item.proof.name}".replace(" :", f"{NBSP}:"))):
        for line in (item.proof.shows, *details(item.proof)):
            st.markdown(prose(line))


def _offer_files(checklist: Checklist, story: Story) -> None:
    offer_files(partial(_file, checklist, story), (".docx", ".xlsx", ".md"), "mes-preuves", key="proofs")


def _file(checklist: Checklist, story: Story, suffix: str) -> bytes:
    from assistant.activities.exports.excel import to_excel
    from assistant.activities.exports.markdown import to_markdown
    from assistant.activities.exports.word import to_word

    formats: dict[str, Callable[[Checklist], bytes]] = {
        ".docx": lambda made: to_word(made, story.held),
        ".xlsx": lambda made: to_excel(made, story.held),
        ".md": lambda made: to_markdown(made, story.held).encode("utf-8", "replace"),
    }
    return content_in(formats, checklist, suffix)
