"""What Acquis may keep about persons, and how it is erased."""

from __future__ import annotations

import shutil

from assistant.french import NBSP
from assistant.library import Library
from ingest.errors import StoreError
from ingest.originals import FOLDER as ORIGINALS
from ingest.settings import ACCOUNTS
from vectorstore.utterances import added_paroles

PERSONAL = ("conversations", "dossiers", "paroles", "logs", ACCOUNTS, ORIGINALS)
"""Folders of a home that may hold someone's words: a log holds file names and what failed, a PDF its author's name and notes."""


def purge(library: Library) -> list[str]:
    """Erase the personal folders, rebuild the index when it may hold added paroles, and return the names of what was erased.

    The folders are those of ``library.own``: everybody's where it is the home, one person's where they signed in.

    Raises:
        StoreError: a folder cannot be erased.
        IndexUnusable: the configured Chroma server, which may hold added paroles too, cannot be reached.
    """
    spoken = bool(added_paroles(library.own))
    found = [name for name in PERSONAL if (library.own / name).exists()]
    for name in found:
        try:
            shutil.rmtree(library.own / name)
        except OSError as error:
            folder = library.own / name
            raise StoreError(f"Le dossier {folder} n'a pas pu être effacé ({error.strerror}){NBSP}: effacez-le à la main.") from error
    if ("paroles" in found or spoken) and library.store.ids():
        library.reindex(anew=True)
        _follow_on_server(library)
    return found


def _follow_on_server(library: Library) -> None:
    """Opening the new index on a Chroma server deletes the collections of those before."""
    if library.settings.chroma_host:
        from vectorstore.index import open_index

        open_index(library.home, library.settings.model_copy(update={"dense_search": "chroma"}))
