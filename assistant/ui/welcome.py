"""The first page: who one is, which certification, and what to know about fiches and official texts."""

from __future__ import annotations

import streamlit as st

from assistant.catalogue import Catalogue
from assistant.french import typeset
from assistant.ui.about import outside
from assistant.ui.chosen import choose
from assistant.ui.examples import starters
from assistant.ui.journeys import JOURNEYS, Journey, begin_with_example
from assistant.ui.markdown import prose
from assistant.ui.pages import REFERENTIALS, entry
from assistant.ui.state import desk, get_ready, open_assistant, shown_errors
from ingest.model import Provenance
from ingest.settings import Settings


def main() -> None:
    """The three ways in, below the certification that they are about."""
    with shown_errors():
        library = open_assistant().library
        catalogue = library.catalogue
        st.title("Acquis", anchor=False)
        st.markdown(
            typeset(
                "L'assistant de la validation des acquis de l'expérience (VAE). Il cite les référentiels mot pour mot et montre où c'est "
                "écrit ; ce qui vient de lui est présenté comme un conseil."
            )
        )
        st.caption(_privacy(library.settings))
        certification = choose(catalogue, label="Ma certification", none="Je ne sais pas encore")
        _show_journeys(catalogue, certification)
        _explain_texts(catalogue)
        get_ready()


def _privacy(settings: Settings) -> str:
    if settings.chat_model or settings.chroma_host:
        return " ".join(prose(line) for line in outside(settings))
    return "Tout reste sur ce serveur." if desk().account else "Tout reste sur cet ordinateur."


def _show_journeys(catalogue: Catalogue, certification: str | None) -> None:
    if not starters(catalogue):
        st.info(typeset("Aucun référentiel avec des compétences n'est enregistré. Ajoutez-en un dans la page « Référentiels »."))
        return
    for column, journey in zip(st.columns(len(JOURNEYS), border=True), JOURNEYS, strict=True):
        with column:
            _show_journey(journey, catalogue, certification)


def _show_journey(journey: Journey, catalogue: Catalogue, certification: str | None) -> None:
    st.header(journey.who, anchor=False)
    st.markdown(typeset(journey.comes_for))
    if st.button("Essayer avec un exemple", key=f"example-{journey.page}", type="primary", width="stretch"):
        begin_with_example(journey, catalogue, certification)
    st.page_link(journey.entry.script, label=f"Ouvrir « {journey.entry.title} »".replace("« ", "«\u00a0").replace(" »", "\u00a0»"))


def _explain_texts(catalogue: Catalogue) -> None:
    """Fiches and official texts, as long as there is no official text; then one line."""
    texts = [catalogue[i] for i in catalogue.ids()]
    referentials = entry(REFERENTIALS)
    assert referentials is not None
    if any(text.provenance == Provenance.OFFICIAL for text in texts):
        st.page_link(referentials.script, label="Voir ou ajouter des référentiels", icon=":material/menu_book:")
        return
    st.header("Pour bien commencer", anchor=False)
    st.markdown(
        typeset(
            "Acquis est livré avec des **fiches** : des résumés que le projet a rédigés lui-même, compétence par compétence. Elles donnent "
            "une idée juste de chaque référentiel, mais seul le **texte officiel** fait foi.\n\n"
            "Si vous avez le texte officiel de votre certification (PDF, Word, HTML, texte), ajoutez-le : Acquis le lira ici, sans "
            "l'envoyer nulle part, et le citera mot pour mot à la place de la fiche."
        )
    )
    if st.button("Ajouter un texte officiel", icon=":material/upload_file:"):
        st.switch_page(referentials.script)


if __name__ == "__main__":
    main()
