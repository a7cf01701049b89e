"""The chat page: a question in French, an answer made of verbatim quotations, each opening in its place."""

from __future__ import annotations

import streamlit as st

from assistant.answer import Answer, Status
from assistant.exchange import Exchange
from assistant.french import NBSP, quoted, typeset
from assistant.places import citation_title
from assistant.service import MAX_QUESTION, Assistant
from assistant.ui.chosen import choose, chosen
from assistant.ui.citations import show_citations
from assistant.ui.examples import starters
from assistant.ui.inquiry import Inquiry
from assistant.ui.kept import show_kept
from assistant.ui.markdown import answer_markdown, escape, prose
from assistant.ui.opinions import Judged, show_thumbs, show_why
from assistant.ui.rereading import show_reading
from assistant.ui.state import get_ready, open_assistant, shown_errors
from assistant.ui.style import apply_style
from assistant.ui.talk import Request, Talk, begin, open_talk, request
from assistant.ui.texts import answer_as_text
from assistant.understanding import display_name

_YOU, _ACQUIS = ":material/person:", ":material/menu_book:"
_GLANCE = 0.1
"""Seconds between two looks at an answer that is being written."""


def main() -> None:
    """Draw the page; when an answer takes its time, follow it, then draw the page again."""
    with shown_errors():
        apply_style()
        assistant = open_assistant()
        certification = chosen(assistant.library.catalogue)
        talk = begin(open_talk(), assistant, certification)
        _sidebar(talk, assistant)
        _say_problem()
        _introduce(talk)
        with st.container():
            places = [_show(exchange, talk, assistant, rank) for rank, exchange in enumerate(talk.exchanges)]
            places.append(st.empty())
        _question_box(disabled=talk.inquiry is not None)
        _say_scope(assistant, certification)
        _offer_examples(talk, assistant, certification)
        if talk.inquiry is not None:
            _follow(talk.inquiry, places[-1 if talk.inquiry.rank is None else talk.inquiry.rank])
        get_ready()


def _follow(inquiry: Inquiry, place: st.delta_generator.DeltaGenerator) -> None:
    """Show what is being written until it is done; a click elsewhere ends the showing, not the answer, and coming back resumes it."""
    with place.container():
        _show_question(inquiry.asked.question)
        with st.chat_message("Acquis", avatar=_ACQUIS):
            text = st.empty()
            with st.spinner("Recherche dans les référentiels…"):
                stop = st.empty()
                _watch(inquiry, text, stop)
    st.rerun()


def _watch(inquiry: Inquiry, text: st.delta_generator.DeltaGenerator, stop: st.delta_generator.DeltaGenerator) -> None:
    shown, stoppable = "", False
    while inquiry.is_alive():
        if inquiry.text != shown:
            shown = inquiry.text
            text.markdown(answer_markdown(shown, ()))
        if inquiry.can_stop and not stoppable:
            stoppable = True
            stop.button("Arrêter", icon=":material/stop_circle:", on_click=inquiry.stop)
        inquiry.join(_GLANCE)


def _sidebar(talk: Talk, assistant: Assistant) -> None:
    with st.sidebar:
        choose(assistant.library.catalogue)
        st.caption("Une question qui nomme une autre certification l'emporte sur ce choix.")
        with shown_errors():
            show_kept(talk, assistant)


def _click(question: str) -> None:
    request(Request(question))


def _typed() -> None:
    request(Request(st.session_state["typed"]))


def _question_box(*, disabled: bool) -> None:
    """In a container, because at the page's root Streamlit would scroll to the end whenever a citation is opened."""
    with st.container():
        st.chat_input(
            "Posez votre question sur un référentiel…",
            key="typed",
            max_chars=MAX_QUESTION,
            submit_mode="disable",
            disabled=disabled,
            on_submit=_typed,
        )


def _say_scope(assistant: Assistant, certification: str | None) -> None:
    """Which certification is asked about, for those who do not see the side bar (it is folded on a telephone)."""
    catalogue = assistant.library.catalogue
    scope = quoted(display_name(catalogue[certification])) if certification else "toutes les certifications"
    st.caption(prose(f"Question posée sur : {scope}. Le menu de gauche permet de choisir."))


def _say_problem() -> None:
    place = st.empty()
    if problem := st.session_state.pop("problem", None):
        place.error(prose(problem))


def _introduce(talk: Talk) -> None:
    """This place and that of the examples are always there: emptied at once when something is asked, not when it is answered."""
    place = st.empty()
    if not talk.is_new:
        return
    with place.container():
        st.title("Assistant")
        st.markdown("L'assistant de la validation des acquis de l'expérience. Il répond en citant le référentiel et montre où c'est écrit.")


def _offer_examples(talk: Talk, assistant: Assistant, certification: str | None) -> None:
    place = st.empty()
    if not talk.is_new:
        return
    with place.container():
        found = starters(assistant.library.catalogue, certification)
        if not found:
            st.info(typeset("Aucun référentiel avec des compétences n'est enregistré. Ajoutez-en un dans la page « Référentiels »."))
            return
        st.header("Pour commencer")
        for column, starter in zip(st.columns(len(found)), found, strict=True):
            with column:
                st.markdown(f"**{starter.who}**")
                for question in starter.questions:
                    st.button(prose(question), on_click=_click, args=(question,), width="stretch", wrap=True)


def _show(exchange: Exchange, talk: Talk, assistant: Assistant, rank: int) -> st.delta_generator.DeltaGenerator:
    """Show an exchange and return its place, which stays empty while its question is being answered again."""
    place = st.empty()
    if talk.inquiry is None or talk.inquiry.rank != rank:
        with place.container():
            _show_exchange(exchange, talk, assistant, rank)
    return place


def _show_exchange(exchange: Exchange, talk: Talk, assistant: Assistant, rank: int) -> None:
    busy = talk.inquiry is not None
    key = f"{talk.id}-{rank}-{exchange.revision}"
    _show_question(exchange.question)
    with st.chat_message("Acquis", avatar=_ACQUIS):
        if exchange.answer is None:
            st.error(prose(exchange.error))
            again = Request(rank=rank, forced=exchange.forced)
            st.button("Reposer la question", key=f"again-{key}", on_click=request, args=(again,), disabled=busy)
            return
        if exchange.answer.reading:
            show_reading(exchange, exchange.answer, assistant.library.catalogue, rank, key, disabled=busy)
        _show_answer(exchange.answer, assistant, key)
        _judge_or_copy(Judged(exchange, str(talk.id), rank, key), exchange.answer, assistant, disabled=busy)
        if rank == len(talk.exchanges) - 1:
            _suggest(exchange.answer, disabled=busy)


def _show_question(question: str) -> None:
    with st.chat_message("user", avatar=_YOU):
        st.markdown(escape(question))


def _show_answer(answer: Answer, assistant: Assistant, key: str) -> None:
    st.markdown(answer_markdown(answer.answer, answer.citations))
    if answer.citations:
        show_citations(answer.citations, assistant.library, key=f"citation-{key}")
    for advice in answer.advice:
        st.info(f"**Conseil**{NBSP}: {prose(advice)}", icon=":material/lightbulb:")


def _judge_or_copy(judged: Judged, answer: Answer, assistant: Assistant, *, disabled: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        show_thumbs(judged, disabled=disabled)
        _copy(judged.exchange.question, answer, assistant, judged.key)
    show_why(judged, answer)


def _copy(question: str, answer: Answer, assistant: Assistant, key: str) -> None:
    with st.popover("Copier la réponse", icon=":material/content_copy:", type="tertiary", key=f"copy-{key}", on_change="rerun") as copying:
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
        st.download_button("Télécharger (.md)", text, "reponse-acquis.md", "text/markdown", key=f"download-{key}", on_click="ignore")


def _suggest(answer: Answer, *, disabled: bool) -> None:
    """The next questions; the readings to choose from when the question could be read in several ways."""
    if answer.suggestions:
        st.caption(f"Choisissez{NBSP}:" if answer.status == Status.AMBIGUOUS else f"Et ensuite{NBSP}:")
        for suggestion in answer.suggestions:
            st.button(prose(suggestion), on_click=_click, args=(suggestion,), wrap=True, disabled=disabled)


if __name__ == "__main__":
    main()
