"""What the pages share: the assistant, opened once per process; the questions being answered; errors shown as sentences."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st

from assistant.accounts import Account, may_manage
from assistant.activities.story import Story
from assistant.french import NBSP, listing, typeset
from assistant.library import Library
from assistant.service import Assistant
from assistant.ui.fleeting import Fleeting
from assistant.ui.inquiry import Inquiry, sentence
from assistant.ui.markdown import prose
from assistant.ui.signing import signed_in
from ingest.errors import AcquisError
from ingest.settings import default_home, load_settings
from ingest.storage import Store

if TYPE_CHECKING:
    from assistant.ui.dossier_reading import Kept

_PATIENCE_SECONDS = 5.0
_SENT = 0.1
"""Seconds in which the server sends the page that was drawn, before work that would keep it from sending."""
_MOST_STORIES, _MOST_DOSSIERS = 200, 50
"""Beyond, the oldest are forgotten."""


@dataclass
class House:
    """One home in this process: who writes there, the version of its content that everyone reads, the desks of those who use it."""

    home: Path
    writing: Lock = field(default_factory=Lock)
    version: str = ""
    desks: dict[str, Desk] = field(default_factory=dict)


@dataclass
class Desk:
    """What this process holds of one person; where nobody signs in, everybody sits at the same desk.

    ``inquiries`` are known by the conversation that they belong to, ``stories`` and ``dossiers`` by a word that only their address holds,
    so that a page that was reloaded finds them again.
    """

    house: House
    account: Account | None = None
    inquiries: dict[str, Inquiry] = field(default_factory=dict)
    stories: Fleeting[Story] = field(default_factory=lambda: Fleeting(_MOST_STORIES))
    dossiers: Fleeting[Kept] = field(default_factory=lambda: Fleeting(_MOST_DOSSIERS))
    erased: int = 0
    """How many times everything was forgotten: what sessions hold from before is dropped by :func:`drop_erased`."""

    @property
    def home(self) -> Path:
        """What everybody shares: referentials, index, settings."""
        return self.house.home

    @property
    def own(self) -> Path:
        """Where what is this person's is kept: the home, or a folder of it where people sign in."""
        return self.account.folder(self.home) if self.account else self.home

    @property
    def version(self) -> str:
        """Which content everybody reads."""
        return self.house.version

    @property
    def may_manage(self) -> bool:
        """Whether this person may change what everybody shares."""
        return may_manage(self.account, load_settings(self.home).managers)

    @contextmanager
    def open_for_writing(self, *, own_words: bool = False) -> Iterator[Library]:
        """A library of one's own to add to or remove from; the sessions of this process write one after the other.

        Args:
            own_words: only what is this person's is written, which everybody may do.

        Raises:
            AcquisError: it takes a manager.
        """
        if not own_words and not self.may_manage:
            managers = listing(list(load_settings(self.home).managers))
            raise AcquisError(f"Seule une personne qui gère ce serveur peut faire cela{NBSP}: adressez-vous à {managers}.")
        with self.house.writing:
            yield Library(self.home, own=self.own)

    def forget(self) -> None:
        """Erase what is in memory of anybody's words; a question on its way ends first, so that nothing is kept after."""
        for inquiry in list(self.inquiries.values()):
            inquiry.stop()
            inquiry.join(_PATIENCE_SECONDS)
        self.inquiries.clear()
        self.stories.clear()
        self.dossiers.clear()
        self.erased += 1


def desk() -> Desk:
    """The desk of whoever is signed in, in the home chosen by ``ACQUIS_HOME``.

    Raises:
        AcquisError: login is asked for, and this session has not signed in.
    """
    house, account = _house(str(default_home())), signed_in()
    key = account.key if account else ""
    if account and not account.folder(house.home).is_dir():
        account.make_folder(house.home)
    return house.desks.setdefault(key, Desk(house, account))


def open_assistant() -> Assistant:
    """The assistant over the current referentials, shared by all sessions.

    While a session adds documents, the others keep the content that was there before: it changes for all when the index is ready.

    Raises:
        AcquisError: the store cannot be read, or the fiches of a first start cannot be loaded.
    """
    house = desk().house
    if not house.version:
        _first_start(house)
    if not house.writing.locked():
        house.version = content_version(house.home)
    return _assistant(str(house.home), house.version)


def drop_erased(*keys: str) -> None:
    """Take out of this session, under these keys, what it held when everything was erased."""
    mark = f"{keys[0]}_erased"
    if st.session_state.get(mark, 0) != desk().erased:
        for key in keys:
            st.session_state.pop(key, None)
    st.session_state[mark] = desk().erased


def get_ready() -> None:
    """Load what the first question needs, once the page is drawn: the chain and the search index."""
    _ready(str(desk().home), desk().version)


@contextmanager
def shown_errors() -> Iterator[None]:
    """Show what goes wrong inside as one French sentence; what is not an ``AcquisError`` is logged."""
    try:
        yield
    except Exception as error:
        st.error(prose(sentence(error, default_home())))


def content_version(home: Path) -> str:
    """Changes whenever a referential is added, replaced or removed, or the index swapped, by this program or another."""
    files = [*sorted(Store(home).folder.glob("*.json")), home / "index" / "current", home / "settings.toml"]
    stats = [(path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files if path.is_file()]
    return hashlib.sha256(repr(stats).encode()).hexdigest()


@st.cache_resource(show_spinner=False)
def _house(home: str) -> House:
    return House(Path(home))


@st.cache_resource(max_entries=2, show_spinner="Ouverture des référentiels…")
def _assistant(home: str, version: str) -> Assistant:  # noqa: ARG001 - the version is part of the cache key
    library = Library(Path(home), long_lived=True)
    library.shelf  # noqa: B018 - read from the disk now, while nobody writes
    return Assistant(library)


@st.cache_resource(max_entries=2, show_spinner=False)
def _ready(home: str, version: str) -> bool:
    assistant = _assistant(home, version)
    time.sleep(_SENT)
    with suppress(AcquisError):  # told when a question needs the index; the structure answers without it
        assistant.ask("Bonjour")
        assistant.library.index.signals(["bonjour"])
    return True


def _first_start(here: House) -> None:
    with here.writing:
        library = Library(here.home)
        if not library.store.ids():
            with st.spinner(typeset("Premier démarrage : chargement des fiches et préparation de la recherche…")):
                library.ensure_content()
        here.version = content_version(here.home)
