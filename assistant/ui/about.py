"""The page that says what stays on the machine, and what a fiche is worth beside an official text."""

from __future__ import annotations

import streamlit as st

from assistant.conversation_file import FOLDER
from assistant.french import typeset
from assistant.ui.fleeting import HOURS
from assistant.ui.markdown import escape_line, prose
from assistant.ui.state import desk, shown_errors
from ingest.logs import log_path
from ingest.settings import Settings, load_settings
from ingest.storage import Store


def main() -> None:
    """Three short paragraphs, true to the settings of this home."""
    with shown_errors():
        home, own = desk().home, desk().own
        st.title("À propos et confidentialité")
        st.markdown(typeset(_TEXTS))
        st.header("Ce qui reste sur cet ordinateur")
        if desk().account is not None:
            st.info(typeset("Vous êtes sur un serveur partagé : « cet ordinateur » est ce serveur, et « vous seul » est son compte."))
        st.markdown(
            typeset(
                f"- Les référentiels et l'index de recherche : {escape_line(str(home))}\n"
                f"- Une copie des PDF ajoutés, pour montrer la page d'une citation : {escape_line(str(Store(home).originals.folder))}\n"
                f"- Le journal des erreurs imprévues : {escape_line(str(log_path(home)))}\n"
                f"- Les conversations, dans un fichier que vous seul pouvez lire : {escape_line(str(own / FOLDER))}. "
                "Chacune s'efface dans le menu de gauche de l'assistant ; la page « Réglages » ou « acquis purge » les effacent toutes.\n"
                "- Les récits de la page « Mes activités » et les dossiers ouverts : en mémoire seulement, "
                f"{HOURS} heures au plus après leur dernier usage."
            )
        )
        st.header("Ce qui sort de cet ordinateur")
        for line in outside(load_settings(home), shared=desk().account is not None):
            st.markdown(prose(line))


def outside(settings: Settings, *, shared: bool = False) -> list[str]:
    """What leaves the machine under these settings, one sentence each; nothing by default, save who signs in on a ``shared`` server."""
    lines: list[str] = []
    if settings.chat_model:
        model = f"{settings.chat_model} à l'adresse {settings.chat_base_url}" if settings.chat_base_url else settings.chat_model
        lines.append(f"Un modèle de langage est configuré ({model}) : il reçoit vos questions et les passages trouvés.")
    if settings.chroma_host:
        what = "les passages, les paroles et les vecteurs des questions"
        lines.append(f"Un serveur Chroma est configuré ({settings.chroma_host}) : il reçoit {what}.")
    if shared:
        nothing = "" if lines else "Rien du reste : Acquis n'envoie aucune statistique."
        return [*lines, f"Un service d'identité reconnaît qui se connecte. {nothing}".strip()]
    return lines or ["Rien : Acquis n'ouvre aucune connexion, n'envoie aucune statistique et n'écoute que cet ordinateur (127.0.0.1)."]


_TEXTS = """
Acquis aide à la validation des acquis de l'expérience (VAE) : il lit les référentiels de certification et répond en les citant
mot pour mot, avec le document, la page ou la ligne. Ce qui n'est pas une citation est un conseil, présenté comme tel.

**Fiche ou texte officiel.** Au premier démarrage, Acquis contient des fiches : des résumés rédigés par le projet,
compétence par compétence. Elles donnent une idée juste du référentiel, mais seul le texte officiel fait foi.
Ajoutez votre exemplaire dans la page « Référentiels » : Acquis propose alors de remplacer la fiche.

**Ce qu'Acquis ne fait pas.** Il ne décide de rien : la recevabilité et la certification relèvent de la commission et du jury.
"""

if __name__ == "__main__":
    main()
