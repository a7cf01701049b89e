"""The referentials in store: one readable, versioned JSON file each, replaced in one step."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from ingest.atomic import write_atomically
from ingest.errors import DamagedRecord, StoreError, UnknownCertification
from ingest.model import SCHEMA_VERSION, Certification, Diagnostic
from ingest.originals import Originals

PARSER_VERSION = 1
"""Raised when reading or structuring changes its results: stored documents are then read again on the next ingestion."""


class Record(BaseModel):
    """What the store keeps of one ingested file; ``replaces``: the id of the referential that it took the place of, if it bore another.

    ``as_read``: what was read from the document, where it was corrected by hand since; ``previous``: the state before the last correction.
    """

    model_config = ConfigDict(frozen=True)

    schema_version: int = SCHEMA_VERSION
    parser_version: int = PARSER_VERSION
    file_name: str
    file_sha256: str
    replaces: str | None = None
    certification: Certification
    as_read: Certification | None = None
    previous: Certification | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


class Store:
    """The folder ``<home>/referentials``: ``<id>.json`` per certification."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "referentials"
        self.originals = Originals(home)

    def ids(self) -> list[str]:
        """The ids in store, sorted."""
        return sorted(path.stem for path in self.folder.glob("*.json") if path.stem == slug(path.stem)) if self.folder.is_dir() else []

    def records(self) -> list[Record]:
        """All records, by id."""
        return [self.record(certification_id) for certification_id in self.ids()]

    def certifications(self) -> list[Certification]:
        """All certifications, by id."""
        return [record.certification for record in self.records()]

    def record(self, certification_id: str) -> Record:
        """One record.

        Raises:
            UnknownCertification: no referential bears this id; the message lists those in store.
            DamagedRecord: the file is unreadable.
            StoreError: the file was written by a newer version.
        """
        path = self._existing(certification_id)
        try:
            text = path.read_text("utf-8")
            version = json.loads(text)["schema_version"]
            if version > SCHEMA_VERSION:
                raise StoreError(f"Le référentiel {path.name} a été écrit par une version plus récente d'Acquis : mettez Acquis à jour.")
            return Record.model_validate_json(text)
        except (ValueError, TypeError, KeyError, OSError) as error:  # pydantic's ValidationError is a ValueError
            raise DamagedRecord(
                f"Le référentiel enregistré {path.name} est illisible : ingérez de nouveau son document, "
                f"ou oubliez-le avec « acquis remove {certification_id} »."
            ) from error

    def certification(self, certification_id: str) -> Certification:
        """One certification; raises as :meth:`record`."""
        return self.record(certification_id).certification

    def has(self, certification_id: str) -> bool:
        """Whether this id is in store."""
        return self._path(certification_id).is_file()

    def save(self, record: Record) -> None:
        """Add or replace a record; a crash leaves the old one or the new one, whole."""
        write_atomically(self._path(record.certification.id), record.model_dump_json(indent=1) + "\n")

    def remove(self, certification_id: str) -> None:
        """Forget a referential, even a damaged one, and the copy of its document.

        Raises:
            UnknownCertification: there is none of this id.
            StoreError: the folder cannot be written.
        """
        path = self._existing(certification_id)
        try:
            path.unlink()
        except OSError as error:
            raise StoreError(f"Impossible de supprimer {path} ({error.strerror or error}) : vérifiez les droits.") from error
        self.originals.drop(certification_id)

    def _existing(self, certification_id: str) -> Path:
        path = self._path(certification_id)
        if not path.is_file():
            known = ", ".join(self.ids()) or "aucun"
            raise UnknownCertification(f"Aucun référentiel ne porte l'identifiant « {certification_id} » (en mémoire : {known}).")
        return path

    def _path(self, certification_id: str) -> Path:
        if slug(certification_id) != certification_id:
            return self.folder / "absent.json.none"  # no slug, hence no file: an id never names a path outside the folder
        return self.folder / f"{certification_id}.json"


def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens: ``"CQPM Qualité (v2)"`` becomes ``"cqpm-qualite-v2"``."""
    folded = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    ascii_only = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
