"""The opinions on answers as a file of evaluation cases: all that it would hold is read, and chosen, before it is taken away."""

from __future__ import annotations

import streamlit as st

from assistant.evaluation.cases import case_lines
from assistant.evaluation.opinions import Proposal, lines, propose
from assistant.french import listing, plural, typeset
from assistant.ui.markdown import escape_line, prose
from assistant.ui.state import open_assistant
from assistant.ui.talk import conversations


def show_opinions() -> None:
    """A part of the settings."""
    st.header("Vos avis sur les réponses", anchor=False)
    rated = conversations().rated()
    if not rated:
        st.caption(typeset("Aucun avis. Un avis se donne sous une réponse de l'assistant : « Utile » ou « À revoir »."))
        return
    proposals = propose(rated, open_assistant().library.shelf)
    st.markdown(
        typeset(
            "Vos avis peuvent servir à mesurer et à améliorer Acquis : ils s'emportent dans un fichier de cas d'évaluation, "
            "qu'un conseiller relit et termine. Rien n'est envoyé : vous remettez ce fichier à qui vous voulez."
        )
    )
    with st.expander(f"Lire et choisir ce qui sera exporté ({len(proposals)})", key="opinions", on_change="rerun") as reading:
        if reading.open:
            _choose(proposals)


def _choose(proposals: list[Proposal]) -> None:
    st.markdown(typeset("Le fichier contiendra ces questions et ces commentaires, tels quels. Décochez ce qui ne doit pas partir."))
    wanted = [proposal.case for rank, proposal in enumerate(proposals, start=1) if _is_wanted(rank, proposal)]
    if not wanted:
        st.caption("Rien n'est coché.")
        return
    st.download_button(
        f"Télécharger {plural(len(wanted), 'cas', 'cas')} (.jsonl)",
        case_lines(wanted).encode(),
        "avis.jsonl",
        "application/jsonl",
        on_click="ignore",
        icon=":material/download:",
    )


def _is_wanted(rank: int, proposal: Proposal) -> bool:
    """One case in full, with its box; ticked, unless it seems to identify someone."""
    with st.container(border=True):
        wanted = st.checkbox(f"Exporter le cas {rank}", value=not proposal.personal, key=f"opinion-{proposal.case.id}")
        if proposal.personal:
            st.warning(prose(f"Ce cas semble contenir {listing(proposal.personal)}."), icon=":material/person_alert:")
        st.markdown("  \n".join(escape_line(line) for line in lines(proposal.case)))
    return wanted
