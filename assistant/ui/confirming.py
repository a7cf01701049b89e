"""An adviser confirms that words show a criterion: with the person's consent, they become a parole of this home."""

from __future__ import annotations

import streamlit as st

from assistant.french import NBSP, typeset
from assistant.mapping.model import CriterionMatch
from assistant.paroles.adding import ADVISER, confirm
from assistant.ui.state import desk, shown_errors

_HEIGHT = 100
_MAX_CHARACTERS = 600
_KEPT = "Ces mots sont gardés pour ce critère."


def offer_confirming(criterion: CriterionMatch) -> None:
    """A small window beside a criterion that is shown; nothing is kept before the box is ticked and the button pressed."""
    key = f"confirm-{criterion.passage.id}"
    with st.popover("Confirmer (conseiller)", icon=":material/how_to_reg:", key=key, on_change="rerun") as opened:
        if opened.open:
            _ask(criterion, key)


def _ask(criterion: CriterionMatch, key: str) -> None:
    passage = criterion.passage
    sentences = [" ".join(item.segment.text.split()) for item in criterion.evidence]
    said = sentences[0]
    if len(sentences) > 1:
        said = st.selectbox(f"Quels mots montrent bien ce critère{NBSP}?", sentences, key=f"{key}-which")
    st.caption(
        typeset(
            "Gardés sur cet ordinateur avec votre confirmation, ils aideront à reconnaître ce critère chez d'autres personnes ; "
            "ils ne sont jamais montrés. Ôtez ce qui peut faire reconnaître quelqu'un. "
            f"Pour les retirer : acquis paroles {passage.certification} --remove {ADVISER}, ou la purge de la page Réglages."
        )
    )
    text = st.text_area("Mots à garder", said, height=_HEIGHT, max_chars=max(_MAX_CHARACTERS, len(said)), key=f"{key}-words-{said}")
    agreed = "La personne est d'accord pour que ces mots soient gardés, sans rien qui l'identifie."
    consent = st.checkbox(agreed, key=f"{key}-consent-{said}")  # other words want another consent
    if st.button("Garder ces mots", key=f"{key}-keep", disabled=not consent):
        with shown_errors():
            _keep(criterion, text or "", consent=consent)


def _keep(criterion: CriterionMatch, text: str, *, consent: bool) -> None:
    passage = criterion.passage
    with st.spinner("Mise à jour de la recherche…"), desk().open_for_writing(own_words=True) as library:
        confirm(library, passage.certification, passage.id, text, consent=consent)
    st.success(_KEPT)
    st.toast(_KEPT)  # the small window may have to be scrolled
