"""Streamlit entry: page set-up and navigation; the pages live in :mod:`assistant.ui`."""

import streamlit as st

st.set_page_config(page_title="Acquis — assistant VAE", page_icon="🎓", initial_sidebar_state="auto")
st.navigation(
    [
        st.Page("assistant/ui/chat.py", title="Assistant", icon=":material/chat:", url_path="assistant", default=True),
        st.Page("assistant/ui/referentials.py", title="Référentiels", icon=":material/menu_book:", url_path="referentiels"),
        st.Page("assistant/ui/about.py", title="À propos et confidentialité", icon=":material/shield:", url_path="a-propos"),
    ]
).run()
