"""The PDF files that referentials were read from, copied so that a citation can be shown on its page."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ingest.atomic import write_bytes_atomically
from ingest.errors import StoreError
from ingest.model import Certification, Document
from ingest.readers.guards import digest

FOLDER = "documents"


class Originals:
    """The folder ``<home>/documents``: ``<id>.pdf`` for each referential read from a PDF."""

    def __init__(self, home: Path) -> None:
        self.folder = home / FOLDER

    def keep(self, certification: Certification, path: Path) -> None:
        """Copy the file of a referential if it is the PDF that it was read from; a copy of another document is dropped.

        Raises:
            StoreError: the folder cannot be written.
        """
        if self.of(certification):
            return
        self.drop(certification.id)
        if not is_pdf(certification.document):
            return
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() == certification.document.sha256:
            write_bytes_atomically(self._path(certification.id), content)

    def of(self, certification: Certification) -> Path | None:
        """The copy of its document, or None: not a PDF, added before copies were kept, or erased since."""
        path = self._path(certification.id)
        known = is_pdf(certification.document) and path.is_file() and digest(path) == certification.document.sha256
        return path if known else None

    def drop(self, certification_id: str) -> None:
        """Forget the copy of a referential's document, if there is one.

        Raises:
            StoreError: the file cannot be deleted.
        """
        path = self._path(certification_id)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"Impossible de supprimer {path} ({error.strerror or error}) : vérifiez les droits.") from error

    def _path(self, certification_id: str) -> Path:
        return self.folder / f"{certification_id}.pdf"


def is_pdf(document: Document) -> bool:
    """Whether a referential was read from a PDF, maybe corrected since."""
    return document.format == "pdf"
