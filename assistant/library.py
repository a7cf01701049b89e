"""The shelf of referentials with its search index: what every command and page opens."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.catalogue import Catalogue
from assistant.gathering import Shelf
from ingest.atomic import write_atomically
from ingest.model import Passage
from ingest.passages import passages_of
from ingest.pipeline import DocumentReport, IngestOptions, ingest
from ingest.settings import Settings, load_settings
from ingest.storage import Record, Store
from vectorstore.utterances import added_paroles

if TYPE_CHECKING:
    from vectorstore.search import Index

Progress = Callable[[str, int, int], None]
"""Called with (French name of the step, done, in all); 0 in all while the number is unknown."""

Notice = Callable[[str], None]
"""Tells the user what is going on (first start, index being made)."""


class Library:
    """One home folder: referentials, index, settings.

    ``long_lived`` is True in the web application, which keeps its index open; a command opens it once and leaves. ``own`` is where
    paroles are added: the home itself, but for a person who signed in.
    """

    def __init__(self, home: Path, *, notice: Notice | None = None, long_lived: bool = False, own: Path | None = None) -> None:
        self.home = home
        self.own = own or home
        self.store = Store(home)
        self.long_lived = long_lived
        self._notice = notice or (lambda _: None)

    @cached_property
    def settings(self) -> Settings:
        """The settings of this home."""
        return load_settings(self.home)

    def ensure_content(self) -> list[DocumentReport]:
        """Load the fiches into an empty home, the index being left to the first search; does nothing when anything is in store."""
        if self.store.ids():
            return []
        from ingest.fiches import load_fiches

        self._notice(
            "Premier démarrage : chargement des fiches (des résumés rédigés par le projet ; les textes officiels "
            "s'ajoutent avec « acquis ingest »)."
        )
        reports = load_fiches(self.home)
        self._forget()
        return reports

    def ingest(self, paths: Iterable[Path], options: IngestOptions | None = None) -> list[DocumentReport]:
        """Ingest documents and bring the index up to date when anything changed."""
        reports = ingest(paths, self.home, options)
        if any(report.status in ("added", "updated") for report in reports):
            self.reindex()
        return reports

    def remove(self, certification_id: str) -> None:
        """Forget a referential and what the index holds of it."""
        self.store.remove(certification_id)
        self.reindex()

    def reindex(self, *, anew: bool = False, progress: Progress | None = None) -> None:
        """Build the index of all passages beside the old one and swap it in; ``anew`` takes nothing over from a damaged one."""
        from vectorstore.index import build_index

        self._forget()
        indexed: list[str] = []

        def everything() -> Iterator[Passage]:
            """Read when this process's turn to write has come: another one may have added a referential while it waited."""
            indexed.append(self._content())
            yield from self.passages()

        build_index(self.home, everything(), self.settings, anew=anew, progress=progress)
        write_atomically(self._indexed, indexed[0] + "\n")

    def passages(self) -> list[Passage]:
        """All passages of all referentials in store."""
        return [passage for certification in self.store.certifications() for passage in passages_of(certification)]

    def records(self) -> list[Record]:
        """All stored records, with their parse reports."""
        return self.store.records()

    @cached_property
    def catalogue(self) -> Catalogue:
        """The certifications prepared for recognition."""
        self._read_from = self._stamp()
        return Catalogue(self.store.certifications())

    def refresh(self) -> None:
        """Read the shelf again when another program has changed it since."""
        if "catalogue" in self.__dict__ and self._read_from != self._stamp():
            self._forget()

    @cached_property
    def shelf(self) -> Shelf:
        """The passages by id."""
        return Shelf(self.catalogue)

    @cached_property
    def index(self) -> Index:
        """The search index; one left stale by an interrupted ingestion is built anew.

        Raises:
            IndexUnusable: it was made by another embedding model.
        """
        from vectorstore.index import open_index
        from vectorstore.manifest import current_version

        indexed = self._indexed.read_text("utf-8").strip() if self._indexed.is_file() else None
        if indexed != self._content() or current_version(self.home) is None:
            self._notice("Mise à jour de l'index de recherche…")
            self.reindex()
        return open_index(self.home, self.settings, long_lived=self.long_lived)

    @property
    def _indexed(self) -> Path:
        """The file that tells what the index was made from, so that an ingestion interrupted before indexing is noticed."""
        return self.home / "indexed.txt"

    def _content(self) -> str:
        """A digest of everything that gets indexed: the referentials and the paroles of this home."""
        digest = hashlib.sha256()
        for path in sorted([*self.store.folder.glob("*.json"), *added_paroles(self.home)]):
            digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()

    def _stamp(self) -> list[tuple[str, int, int]]:
        """Names, sizes and dates of the stored referentials: what tells cheaply that something changed."""
        files = [(path.name, path.stat()) for path in sorted(self.store.folder.glob("*.json"))]
        return [(name, stat.st_size, stat.st_mtime_ns) for name, stat in files]

    def _forget(self) -> None:
        for name in ("catalogue", "shelf", "index"):
            self.__dict__.pop(name, None)
