"""The pages of the application, in the order of the menu: one line each in ``ENTRIES``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

HOME, ASSISTANT, ACTIVITIES, REFERENTIALS, SETTINGS = "accueil", "assistant", "activites", "referentiels", "reglages"
DOSSIER, DRAFTING, COMPARING = "dossier", "evaluer", "comparer"


@dataclass(frozen=True)
class Entry:
    """A page: its address (``path``), its file beside this one, its title in the menu and a Material icon."""

    path: str
    file: str
    title: str
    icon: str

    @property
    def script(self) -> str:
        """The file as ``app.py`` sees it, which is what ``st.switch_page`` and ``st.page_link`` want."""
        return f"assistant/ui/{self.file}"


ENTRIES = (
    Entry(HOME, "welcome.py", "Accueil", "home"),
    Entry(ASSISTANT, "chat.py", "Assistant", "chat"),
    Entry(ACTIVITIES, "activities.py", "Mes activités", "work_history"),
    Entry(DOSSIER, "dossier.py", "Dossier", "fact_check"),
    Entry(DRAFTING, "drafting.py", "Évaluer", "edit_note"),
    Entry(COMPARING, "comparing.py", "Comparer", "compare_arrows"),
    Entry(REFERENTIALS, "referentials.py", "Référentiels", "menu_book"),
    Entry(SETTINGS, "preferences.py", "Réglages", "settings"),
    Entry("a-propos", "about.py", "À propos et confidentialité", "shield"),
)


def entry(path: str) -> Entry | None:
    """The page of that address, or None where there is none."""
    return next((found for found in ENTRIES if found.path == path), None)


def navigation() -> StreamlitPage:
    """The page that was asked for, with the menu of all of them; the first one opens at the address without a path.

    Where people sign in, every address shows the page of the login before.
    """
    import streamlit as st

    from assistant.ui.signing import is_open, show_account

    if not is_open():
        return st.navigation([_closed(found) for found in ENTRIES], position="hidden")
    show_account()
    pages = [
        st.Page(found.script, title=found.title, icon=f":material/{found.icon}:", url_path=found.path, default=found is ENTRIES[0])
        for found in ENTRIES
    ]
    return st.navigation(pages, expanded=True)


def _closed(found: Entry) -> StreamlitPage:
    import streamlit as st

    return st.Page("assistant/ui/sign_in.py", title="Connexion", url_path=found.path, default=found is ENTRIES[0])
