"""An adviser confirms that words show a criterion: with the person's consent, they become a parole of this home."""

from __future__ import annotations

import streamlit as st

from assistant.french import NBSP, quoted, typeset
from assistant.mapping.model import CriterionMatch
from assistant.paroles.adding import ADVISER, confirm
from assistant.ui.markdown import escape, prose
from assistant.ui.state import desk, shown_errors

_HEIGHT = 100
_MAX_CHARACTERS = 600


def offer_confirming(criterion: CriterionMatch) -> None:
    """A small window beside a criterion that is shown; nothing is kept before the box is ticked and the button pressed."""
    words = criterion.evidence[0].segment
    key = f"confirm-{criterion.passage.id}-{words.start}-{words.end}"
    with st.popover("Confirmer (conseiller)", icon=":material/how_to_reg:", key=key, on_change="rerun") as opened:
        if opened.open:
            _ask(criterion, " ".join(words.text.split()), key)


def _ask(criterion: CriterionMatch, said: str, key: str) -> None:
    passage = criterion.passage
    st.markdown(f"**Ces mots montrent-ils bien ce critère{NBSP}?**  \n{escape(quoted(passage.text))}")
    st.caption(
        typeset(
            "Gardés sur cet ordinateur avec votre confirmation, ils aideront à reconnaître ce critère chez d'autres personnes ; "
            "ils ne sont jamais montrés. Ôtez ce qui peut faire reconnaître quelqu'un. "
            f"Pour les retirer : acquis paroles {passage.certification} --remove {ADVISER}, ou la purge de la page Réglages."
        )
    )
    text = st.text_area("Mots à garder", said, height=_HEIGHT, max_chars=max(_MAX_CHARACTERS, len(said)), key=f"{key}-words")
    consent = st.checkbox("La personne est d'accord pour que ces mots soient gardés, sans rien qui l'identifie.", key=f"{key}-consent")
    if st.button("Garder ces mots", key=f"{key}-keep", disabled=not consent):
        with shown_errors():
            _keep(criterion, text or "", consent=consent)


def _keep(criterion: CriterionMatch, text: str, *, consent: bool) -> None:
    passage = criterion.passage
    with st.spinner("Mise à jour de la recherche…"), desk().open_for_writing() as library:
        confirm(library, passage.certification, passage.id, text, consent=consent)
    st.success(prose("Ces mots sont gardés pour ce critère."))
