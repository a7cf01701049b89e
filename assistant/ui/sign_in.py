"""The only page of whoever has not signed in, where the server asks for it."""

from __future__ import annotations

import streamlit as st

from assistant.french import typeset
from assistant.ui.signing import check_login
from assistant.ui.state import shown_errors


def main() -> None:
    """A sentence and a button; the identity provider does the rest."""
    with shown_errors():
        st.title("Acquis", anchor=False)
        check_login()
        st.markdown(
            typeset(
                "L'assistant de la validation des acquis de l'expérience (VAE). Ce serveur est partagé : connectez-vous pour retrouver "
                "vos conversations. Personne d'autre ne les voit dans Acquis."
            )
        )
        st.button("Se connecter", type="primary", icon=":material/login:", on_click=st.login)


if __name__ == "__main__":
    main()
