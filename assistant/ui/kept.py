"""The conversations in the side bar: found again, opened, renamed, exported, erased."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import streamlit as st

from assistant.catalogue import Catalogue
from assistant.conversations import MAX_TITLE, Conversation, Summary
from assistant.exports.content import file_name, transcript
from assistant.french import plural, quoted, short_date, typeset
from assistant.service import Assistant
from assistant.ui.markdown import escape_line, prose
from assistant.ui.talk import Talk, conversations, new_talk, switch_to
from assistant.understanding import display_name
from ingest.errors import AcquisError, UnknownConversation

SHOWN = 12
"""Conversations listed before « Voir les … autres »."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show_kept(talk: Talk, assistant: Assistant) -> None:
    """The conversation that is open, then the others."""
    st.button("Nouvelle conversation", icon=":material/add:", on_click=new_talk, width="stretch", disabled=talk.id is None)
    if talk.summary is not None:
        with st.container(horizontal=True, gap="small"):
            _rename_or_export(Conversation(talk.summary, talk.exchanges), assistant)
            _delete(talk.summary)
    _list(talk, assistant.library.catalogue)


def _list(talk: Talk, catalogue: Catalogue) -> None:
    words = st.session_state.get("search", "")
    found = conversations().summaries(words)
    if not found and not words:
        st.caption(typeset("Vos conversations seront gardées ici, sur cet ordinateur seulement."))
        return
    st.markdown("**Conversations**")
    st.text_input(
        "Chercher dans les conversations", key="search", placeholder="Chercher un mot…", label_visibility="collapsed", max_chars=200
    )
    if not found:
        st.caption("Aucune conversation ne contient ces mots.")
    shown = found if st.session_state.get("all_conversations") else found[:SHOWN]
    now = datetime.now(UTC)
    for summary in shown:
        with st.container(gap=None):
            _show_line(summary, catalogue, now, opened=summary.id == talk.id)
    if len(shown) < len(found):
        more = plural(len(found) - len(shown), "autre conversation", "autres conversations")
        st.button(f"Voir {more}", on_click=_show_all, type="tertiary")
    if not words:
        _delete_all(len(found))


def _show_line(summary: Summary, catalogue: Catalogue, now: datetime, *, opened: bool) -> None:
    title = escape_line(typeset(summary.title))
    st.button(
        f"**{title}**" if opened else title,
        key=f"open-{summary.id}",
        on_click=switch_to,
        args=(summary.id,),
        type="tertiary",
        wrap=True,
        icon=":material/chat_bubble:" if opened else None,
    )
    known = summary.certification is not None and summary.certification in catalogue
    about = f" · {display_name(catalogue[summary.certification])}" if summary.certification and known else ""
    st.caption(escape_line(f"{short_date(summary.updated, now)}{about}"))


def _rename_or_export(conversation: Conversation, assistant: Assistant) -> None:
    summary = conversation.summary
    with st.popover(
        "Gérer", icon=":material/edit_note:", help="Renommer, exporter", key=f"manage-{summary.id}", on_change="rerun"
    ) as managing:
        if not managing.open:
            return
        with st.form(f"rename-{summary.id}", border=False):
            st.text_input("Titre", value=summary.title, max_chars=MAX_TITLE, key=f"title-{summary.id}")
            st.form_submit_button("Renommer", on_click=_rename, args=(summary.id,))
        st.download_button(
            "Exporter pour Word (.docx)",
            lambda: _word(conversation, assistant),
            file_name(summary.title, ".docx"),
            WORD,
            on_click="ignore",
            key=f"word-{summary.id}",
            width="stretch",
        )
        st.download_button(
            "Exporter en Markdown (.md)",
            lambda: _markdown(conversation, assistant),
            file_name(summary.title, ".md"),
            "text/markdown",
            on_click="ignore",
            key=f"markdown-{summary.id}",
            width="stretch",
        )


def _markdown(conversation: Conversation, assistant: Assistant) -> bytes:
    from assistant.exports.markdown import to_markdown

    return to_markdown(transcript(conversation, assistant.library.shelf)).encode("utf-8", "replace")


def _word(conversation: Conversation, assistant: Assistant) -> bytes:
    from assistant.exports.word import to_word

    return to_word(transcript(conversation, assistant.library.shelf))


def _delete(summary: Summary) -> None:
    with st.popover("Effacer", icon=":material/delete:", key=f"delete-{summary.id}"):
        st.markdown(prose(f"La conversation {quoted(summary.title)} sera effacée de cet ordinateur. Les référentiels restent."))
        st.button("Oui, effacer", on_click=_erase, args=(summary.id,), type="primary")


def _delete_all(count: int) -> None:
    with st.popover("Tout effacer", type="tertiary", icon=":material/delete_sweep:"):
        st.markdown(
            f"{plural(count, 'conversation sera effacée', 'conversations seront effacées')} de cet ordinateur, sans retour possible."
        )
        st.button("Oui, tout effacer", on_click=_erase_all, type="primary")


def _rename(conversation_id: str) -> None:
    with problem_told():
        conversations().rename(conversation_id, st.session_state[f"title-{conversation_id}"])
        st.session_state[f"manage-{conversation_id}"] = False


def _erase(conversation_id: str) -> None:
    with problem_told(), suppress(UnknownConversation):  # another page may have erased it
        conversations().delete(conversation_id)
    new_talk()


def _erase_all() -> None:
    with problem_told():
        conversations().delete_all()
    new_talk()


@contextmanager
def problem_told() -> Iterator[None]:
    """In a callback nothing can be shown: what went wrong is told when the page is drawn."""
    try:
        yield
    except AcquisError as error:
        st.session_state["problem"] = str(error)


def _show_all() -> None:
    st.session_state["all_conversations"] = True
