"""Streamlit entry: page set-up and navigation; the pages live in :mod:`assistant.ui`."""

import streamlit as st

from assistant.ui.pages import navigation

st.set_page_config(page_title="Acquis — assistant VAE", page_icon="🎓", initial_sidebar_state="auto")
navigation().run()
