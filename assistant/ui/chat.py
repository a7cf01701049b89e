"""The chat page: a question in French, an answer made of verbatim quotations, each opening in its place."""

from __future__ import annotations

import streamlit as st

from assistant.answer import Answer
from assistant.french import NBSP, quoted, typeset
from assistant.places import citation_title
from assistant.service import MAX_QUESTION, Assistant
from assistant.ui.citations import show_citations
from assistant.ui.examples import starters
from assistant.ui.markdown import answer_markdown, escape, prose
from assistant.ui.state import Conversation, Exchange, conversation, get_ready, open_assistant, sentence, shown_errors
from assistant.ui.texts import answer_as_text, choice_name
from assistant.understanding import display_name

ALL = ""
"""The choice « Toutes les certifications »."""
_YOU, _ACQUIS = ":material/person:", ":material/menu_book:"


def main() -> None:
    """Draw the page; a question asked on it is answered, then the page is drawn again with the answer."""
    with shown_errors():
        assistant = open_assistant()
        dialogue = conversation()
        chosen = _sidebar(assistant, dialogue)
        if not dialogue.exchanges:
            _introduce()
        for rank, exchange in enumerate(dialogue.exchanges):
            _show(exchange, assistant, rank, last=rank == len(dialogue.exchanges) - 1)
        asked = st.empty()
        typed = _question_box()
        _say_scope(assistant, chosen)
        with st.empty().container():  # emptied at once when a conversation has begun, not when the page is complete
            if not dialogue.exchanges:
                _offer_examples(assistant, chosen)
        if question := typed or st.session_state.pop("question_clicked", None):
            with asked.container():
                _answer(question, assistant, dialogue, chosen)
            st.rerun()
        get_ready()


def _sidebar(assistant: Assistant, dialogue: Conversation) -> str | None:
    catalogue = assistant.library.catalogue
    options = [ALL, *sorted(catalogue.ids(), key=lambda i: choice_name(catalogue[i]))]
    _restore_choice(options)
    with st.sidebar:
        chosen = st.selectbox(
            "Certification",
            options,
            key="certification",
            format_func=lambda i: choice_name(catalogue[i]) if i in catalogue else "Toutes les certifications",
        )
        st.caption("Une question qui nomme une autre certification l'emporte sur ce choix.")
        with st.popover("Effacer la conversation", disabled=not dialogue.exchanges, width="stretch"):
            st.markdown("Les questions et les réponses de cette conversation seront oubliées. Les référentiels restent.")
            st.button("Oui, effacer", on_click=_forget, type="primary")
        st.caption(typeset("La conversation n'est enregistrée nulle part : elle disparaît quand vous fermez la page."))
    st.session_state["certification_kept"] = chosen
    return chosen or None


def _restore_choice(options: list[str]) -> None:
    """Streamlit forgets the state of a widget while another page is shown; a choice that no longer exists is dropped."""
    if "certification" not in st.session_state:
        st.session_state["certification"] = st.session_state.get("certification_kept", ALL)
    if st.session_state["certification"] not in options:
        st.session_state["certification"] = ALL


def _forget() -> None:
    del st.session_state["conversation"]


def _click(question: str) -> None:
    st.session_state["question_clicked"] = question


def _question_box() -> str | None:
    """In a container, because at the page's root Streamlit would scroll to the end whenever a citation is opened."""
    with st.container():
        return st.chat_input("Posez votre question sur un référentiel…", max_chars=MAX_QUESTION)


def _say_scope(assistant: Assistant, chosen: str | None) -> None:
    """Which certification is asked about, for those who do not see the side bar (it is folded on a telephone)."""
    catalogue = assistant.library.catalogue
    scope = quoted(display_name(catalogue[chosen])) if chosen else "toutes les certifications"
    st.caption(prose(f"Question posée sur : {scope}. Le menu de gauche permet de choisir."))


def _introduce() -> None:
    st.title("Acquis")
    st.markdown("L'assistant de la validation des acquis de l'expérience. Il répond en citant le référentiel et montre où c'est écrit.")


def _offer_examples(assistant: Assistant, chosen: str | None) -> None:
    found = starters(assistant.library.catalogue, chosen)
    if not found:
        st.info(typeset("Aucun référentiel avec des compétences n'est enregistré. Ajoutez-en un dans la page « Référentiels »."))
        return
    st.header("Pour commencer")
    for column, starter in zip(st.columns(len(found)), found, strict=True):
        with column:
            st.markdown(f"**{starter.who}**")
            for question in starter.questions:
                st.button(prose(question), on_click=_click, args=(question,), width="stretch", wrap=True)


def _answer(question: str, assistant: Assistant, dialogue: Conversation, chosen: str | None) -> None:
    """Ask, and keep the answer (or the sentence that says why there is none) in the conversation."""
    with st.chat_message("user", avatar=_YOU):
        st.markdown(escape(question))
    with st.chat_message("Acquis", avatar=_ACQUIS), st.spinner("Recherche dans les référentiels…"):
        try:
            answer, dialogue.memory = assistant.ask(question, certification=chosen, memory=dialogue.memory)
            dialogue.exchanges.append(Exchange(question, answer))
        except Exception as error:
            dialogue.exchanges.append(Exchange(question, error=sentence(error)))


def _show(exchange: Exchange, assistant: Assistant, rank: int, *, last: bool) -> None:
    with st.chat_message("user", avatar=_YOU):
        st.markdown(escape(exchange.question))
    with st.chat_message("Acquis", avatar=_ACQUIS):
        if exchange.answer is None:
            st.error(prose(exchange.error))
            return
        _show_answer(exchange.question, exchange.answer, assistant, rank)
        if last:
            _suggest(exchange.answer.suggestions)


def _show_answer(question: str, answer: Answer, assistant: Assistant, rank: int) -> None:
    shelf = assistant.library.shelf
    if answer.reading:
        st.caption(f"Compris{NBSP}: {prose(answer.reading)}")
    st.markdown(answer_markdown(answer.answer, answer.citations))
    if answer.citations:
        show_citations(answer.citations, shelf, key=f"citation-{rank}")
    for advice in answer.advice:
        st.info(f"**Conseil**{NBSP}: {prose(advice)}", icon=":material/lightbulb:")
    _copy(question, answer, assistant, rank)


def _copy(question: str, answer: Answer, assistant: Assistant, rank: int) -> None:
    with st.popover("Copier la réponse", icon=":material/content_copy:", type="tertiary", key=f"copy-{rank}", on_change="rerun") as copying:
        if not copying.open:
            return
        shelf = assistant.library.shelf
        titles = [
            citation_title(number, citation, shelf.passage(citation.passage), shelf.catalogue)
            for number, citation in enumerate(answer.citations, start=1)
        ]
        text = answer_as_text(question, answer, titles)
        st.caption("Le bouton en haut à droite du texte le copie ; il est au format Markdown.")
        st.code(text, language=None, wrap_lines=True, height=240)
        st.download_button("Télécharger (.md)", text, "reponse-acquis.md", "text/markdown", key=f"download-{rank}", on_click="ignore")


def _suggest(suggestions: tuple[str, ...]) -> None:
    if suggestions:
        st.caption(f"Et ensuite{NBSP}:")
        for suggestion in suggestions:
            st.button(prose(suggestion), on_click=_click, args=(suggestion,), wrap=True)


if __name__ == "__main__":
    main()
