"""Documents given through the browser: kept in a temporary folder under their own names while they are read."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from typing import Protocol

from assistant.library import Library
from assistant.ui.state import Desk
from ingest.fiches import fiche_ids
from ingest.model import Certification, Diagnostic, Provenance
from ingest.pipeline import DocumentReport, IngestOptions
from ingest.resemblance import resembling_fiches
from ingest.storage import Record, Store

ShowProgress = Callable[[float, str], None]
"""Called with the share done (0..1) and a French sentence."""


class Upload(Protocol):
    """A file as the browser sent it."""

    name: str

    def getbuffer(self) -> memoryview:
        """Its bytes."""


class UploadProgress:
    """Turns the steps of an ingestion (files, then pages of a file) into one share of the whole."""

    def __init__(self, files: int, show: ShowProgress) -> None:
        self._files = files
        self._show = show
        self._name = ""
        self._rank = -1

    def __call__(self, name: str, done: int, steps: int) -> None:
        """Called for each file with its rank, then for each page of a PDF; the first call with a new name opens its file."""
        share, pages = 0.0, ""
        if name != self._name:
            self._name, self._rank = name, self._rank + 1
        elif steps:
            share, pages = done / steps, f", page {done} sur {steps}"
        self._show(min(1.0, (self._rank + share) / self._files), f"Lecture de {name}{pages}…")


class Intake(Thread):
    """The ingestion of uploaded files, apart from the page that shows it: a page is interrupted at each click."""

    def __init__(self, uploads: Sequence[Upload], label: str, desk: Desk) -> None:
        super().__init__(daemon=True)
        self.share, self.text = 0.0, "Envoi des documents…"
        self._uploads, self._label, self._desk = uploads, label, desk
        self._reports: list[DocumentReport] = []
        self._error: Exception | None = None
        self.start()

    def run(self) -> None:
        """Take the files in, keeping what went wrong for :meth:`result`."""
        try:
            with self._desk.open_for_writing() as library:
                self._reports = take_in(self._uploads, self._label, library, self._show)
        except Exception as error:
            self._error = error

    def result(self) -> list[DocumentReport]:
        """The reports, once it is done; raises what stopped it."""
        self.join()
        if self._error:
            raise self._error
        return self._reports

    def _show(self, share: float, text: str) -> None:
        self.share, self.text = share, text


def take_in(uploads: Sequence[Upload], label: str, library: Library, show: ShowProgress) -> list[DocumentReport]:
    """Ingest uploaded files; ids come from their names, so these are kept.

    Args:
        uploads: the files, at least one.
        label: a version label for all of them, or an empty string.
        library: where they go.
        show: told how far the reading is.

    Returns:
        One report per file, in order.
    """
    with tempfile.TemporaryDirectory(prefix="acquis-") as folder:
        paths = [keep_in(upload, Path(folder) / str(rank)) for rank, upload in enumerate(uploads)]
        options = IngestOptions(label=label.strip() or None, progress=UploadProgress(len(paths), show))
        return library.ingest(paths, options)


def summarised_fiches(certification: Certification, store: Store) -> list[Certification]:
    """The fiches in store that seem to sum up this document, and that it may replace.

    None when it bears the id of a shipped fiche: it stands in that fiche's place already, and what else it resembles is another version.
    """
    if certification.id in fiche_ids():
        return []
    fiches = [other for other in store.certifications() if other.provenance == Provenance.FICHE and other.id != certification.id]
    return [fiche for fiche in fiches if resembling_fiches(certification, [fiche])]


def lasting_diagnostics(record: Record) -> list[Diagnostic]:
    """A parse report without the hints about fiches, which the pages give as a button while they hold."""
    return [diagnostic for diagnostic in record.diagnostics if diagnostic.code != "resembles-fiche"]


def keep_in(upload: Upload, folder: Path) -> Path:
    """The file, written into a new folder under its own name."""
    folder.mkdir()
    path = folder / _own_name(upload.name)
    path.write_bytes(upload.getbuffer())
    return path


def _own_name(name: str) -> str:
    """The last part of a name, whatever folders a hostile client wrote before it."""
    return re.split(r"[/\\]", name)[-1].strip(". \0") or "document"
