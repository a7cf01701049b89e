"""A thumb up or down under an answer, why, and a comment: kept with the conversation, changed and taken back at will."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from assistant.answer import Answer, Status
from assistant.evaluation.scoring import REFUSED
from assistant.exchange import Exchange
from assistant.feedback import FRENCH_REASON, MAX_COMMENT, TO_REVIEW, USEFUL, Feedback, Reason
from assistant.french import typeset
from assistant.ui.kept import problem_told
from assistant.ui.markdown import prose
from assistant.ui.state import desk
from assistant.ui.talk import conversations

_SIGNS = {True: f":material/thumb_up: {USEFUL}", False: f":material/thumb_down: {TO_REVIEW}"}


@dataclass(frozen=True)
class Judged:
    """An answer that may be judged: that of an exchange, by its ``rank`` in a conversation; ``key`` tells its widgets from the others."""

    exchange: Exchange
    conversation: str
    rank: int
    key: str

    def rate(self, feedback: Feedback | None) -> None:
        """Keep an opinion, or take it back (for a callback)."""
        with problem_told():
            conversations().rate(self.conversation, self.rank, self.exchange.revision, feedback)

    def widget(self, name: str) -> str:
        """The key of one of its widgets."""
        return f"{name}-{self.key}"


def show_thumbs(judged: Judged, *, disabled: bool) -> None:
    """The two thumbs, as they were left; pressing the same one again takes the opinion back."""
    thumb, feedback = judged.widget("thumb"), judged.exchange.feedback
    st.session_state[thumb] = feedback.useful if feedback else None
    st.pills(
        typeset("Cette réponse vous est-elle utile ?"),
        list(_SIGNS),
        format_func=lambda useful: _SIGNS[useful],
        key=thumb,
        on_change=_judge,
        args=(judged,),
        disabled=disabled,
        label_visibility="collapsed",
    )


def show_why(judged: Judged, answer: Answer) -> None:
    """Below the thumbs, once one is pressed: the opinion in words, and the form that says more about it."""
    feedback = judged.exchange.feedback
    if feedback is None:
        return
    title = f"Votre avis : {feedback.told}. Préciser, modifier, retirer"
    with st.expander(prose(title), key=judged.widget("why"), on_change="rerun") as why:
        if not why.open:
            return
        with st.form(judged.widget("opinion"), border=False):
            _ask_why(judged, feedback, answer)
            with st.container(horizontal=True):
                st.form_submit_button("Enregistrer", type="primary", on_click=_explain, args=(judged, feedback))
                st.form_submit_button("Retirer mon avis", on_click=judged.rate, args=(None,))
        where = "sur ce serveur" if desk().account else "sur cet ordinateur"
        st.caption(
            typeset(
                f"Votre avis est gardé {where}, avec la conversation : il s'efface avec elle et par la purge. "
                "La page « Réglages » montre tous vos avis et permet de les emporter."
            )
        )


def _ask_why(judged: Judged, feedback: Feedback, answer: Answer) -> None:
    if not feedback.useful:
        st.pills(
            "Ce qui ne va pas (facultatif)",
            _reasons(answer.status),
            default=feedback.reason,
            format_func=lambda reason: FRENCH_REASON[reason],
            key=judged.widget("reason"),
        )
    st.text_area(
        "Commentaire (facultatif)",
        feedback.comment,
        max_chars=MAX_COMMENT,
        height=80,
        key=judged.widget("comment"),
        placeholder="Sans nom de personne ni d'entreprise",
    )


def _reasons(status: Status) -> list[Reason]:
    """Those that make sense for how the answer ended."""
    senseless = Reason.SHOULD_HAVE_REFUSED if status in REFUSED else Reason.SHOULD_HAVE_ANSWERED
    return [reason for reason in Reason if reason is not senseless]


def _judge(judged: Judged) -> None:
    """Keep the thumb at once; a thumb down opens the form, and a comment made before stays."""
    useful: bool | None = st.session_state[judged.widget("thumb")]
    before = judged.exchange.feedback
    judged.rate(None if useful is None else Feedback(useful, comment=before.comment if before else ""))
    st.session_state[judged.widget("why")] = useful is False


def _explain(judged: Judged, feedback: Feedback) -> None:
    reason = st.session_state.get(judged.widget("reason"))
    judged.rate(replace(feedback, reason=reason, comment=st.session_state[judged.widget("comment")]))
    st.session_state[judged.widget("why")] = False
