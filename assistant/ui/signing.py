"""Who is signed in, where the server asks for it: Streamlit's OpenID Connect login, off without ``[auth]`` in ``secrets.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from assistant.accounts import Account
from assistant.french import NBSP, listing
from assistant.ui.markdown import escape_line
from ingest.errors import AcquisError, SettingsError
from ingest.settings import SECRETS

_NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")


def asks_for_login() -> bool:
    """Whether people sign in on this server.

    Raises:
        SettingsError: the secrets cannot be read, so that nobody is let in by mistake.
    """
    return _section() is not None


def is_open() -> bool:
    """Whether this session may see the pages: somebody signed in, or nobody has to. Where that cannot be told, it may not."""
    try:
        return not asks_for_login() or bool(st.user.get("is_logged_in"))
    except SettingsError:
        return False


def signed_in() -> Account | None:
    """The account of this session; None where nobody signs in.

    Raises:
        AcquisError: login is asked for, and this session has not signed in.
    """
    if not asks_for_login():
        return None
    if not st.user.get("is_logged_in"):
        raise AcquisError("Connectez-vous pour continuer.")
    return Account.of(st.user.to_dict())


def check_login() -> None:
    """Refuse a login that cannot work.

    Raises:
        SettingsError: the secrets cannot be read, or lack something; the message says what.
    """
    section = _section() or {}
    if missing := [name for name in _NEEDED if not section.get(name)]:
        raise SettingsError(f"La connexion est incomplète{NBSP}: la section [auth] de {SECRETS} doit donner {listing(missing)}.")
    from importlib.util import find_spec

    if find_spec("authlib") is None:
        raise SettingsError("La connexion demande le paquet Authlib : installez-le avec pip install '.[login]', puis relancez Acquis.")


def show_account() -> None:
    """Who is signed in and the way out, in the side bar of every page."""
    account = signed_in()
    if account is None:
        return
    with st.sidebar:
        st.caption(f"Vous êtes {escape_line(account.name)}")
        st.button("Se déconnecter", icon=":material/logout:", on_click=st.logout, width="stretch")


def _section() -> Mapping[str, object] | None:
    secrets = st.secrets
    if secrets.load_if_toml_exists():
        found = secrets.get("auth")
        if found is None or isinstance(found, Mapping):
            return found
        raise SettingsError(f"La section [auth] de {SECRETS} n'en est pas une : corrigez-la.")
    present = [path for path in st.get_option("secrets.files") if Path(path).exists()]
    if present:
        raise SettingsError(f"Le fichier {present[0]} n'est pas lisible : corrigez-le ou supprimez-le, puis relancez Acquis.")
    return None
