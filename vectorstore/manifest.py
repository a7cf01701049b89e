"""What an index was made of, and which index is current.

``<home>/index/current`` names a folder beside it; that folder holds ``manifest.json`` and everything else. Replacing ``current`` is the
swap: a crash before it leaves the old index, a crash after it the new one.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.atomic import write_atomically
from ingest.errors import IndexUnusable, StoreError
from vectorstore.embeddings import Embedder
from vectorstore.tokens import TOKENISER_VERSION

INDEX_SCHEMA = 1
REBUILD = "lancez « acquis index » pour le reconstruire"
_CURRENT = "current"


class EmbeddingIdentity(BaseModel):
    """The embedding that made the vectors."""

    model_config = ConfigDict(frozen=True)

    name: str
    fingerprint: str
    dimension: int

    @classmethod
    def of(cls, embedder: Embedder) -> EmbeddingIdentity:
        """The identity of an embedder at hand."""
        return cls(name=embedder.name, fingerprint=embedder.fingerprint, dimension=embedder.dimension)


class Counts(BaseModel):
    """How much an index holds. ``units`` = ``passages`` + ``utterances``, each with a vector. ``words``: distinct tokens of BM25."""

    model_config = ConfigDict(frozen=True)

    passages: int
    utterances: int
    units: int
    words: int


class Manifest(BaseModel):
    """``family`` is shared by all successive indexes of a home, ``version`` names this one and its folder."""

    model_config = ConfigDict(frozen=True)

    schema_version: int = INDEX_SCHEMA
    family: str
    version: str
    created: str = Field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    embedding: EmbeddingIdentity
    tokeniser_version: int = TOKENISER_VERSION
    corpus_sha256: str
    counts: Counts

    @property
    def collection(self) -> str:
        """The name of the Chroma collection that mirrors this index."""
        return f"{self.family}-{self.version}"

    def same_content(self, other: Manifest) -> bool:
        """Whether both indexes would answer every search alike."""
        return (self.schema_version, self.embedding, self.tokeniser_version, self.corpus_sha256) == (
            other.schema_version,
            other.embedding,
            other.tokeniser_version,
            other.corpus_sha256,
        )


def index_folder(home: Path) -> Path:
    """Where all versions of the index lie."""
    return home / "index"


def current_version(home: Path) -> str | None:
    """The version that ``open_index`` would open; compare with ``Index.version`` to know that an open index is outdated."""
    try:
        version = (index_folder(home) / _CURRENT).read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexUnusable(f"L'index de recherche de {home} est illisible : {REBUILD}.") from error
    return version or None


def make_current(home: Path, version: str) -> None:
    """Swap: from now on ``open_index`` opens this version."""
    write_atomically(index_folder(home) / _CURRENT, version + "\n")


def read_manifest(home: Path) -> Manifest:
    """The manifest of the current index.

    Raises:
        IndexUnusable: there is no index, or its manifest is not readable.
    """
    version = current_version(home)
    if version is None:
        raise IndexUnusable(f"Il n'y a pas encore d'index de recherche dans {home} : lancez « acquis index » pour le construire.")
    path = index_folder(home) / version / "manifest.json"
    try:
        return Manifest.model_validate_json(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise IndexUnusable(f"L'index de recherche de {home} est incomplet ({path.name} manque ou est abîmé) : {REBUILD}.") from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into its version's folder."""
    write_atomically(folder / "manifest.json", manifest.model_dump_json(indent=1) + "\n")


def check_manifest(manifest: Manifest, embedder: Embedder) -> None:
    """Refuse an index that this program, with this embedder, cannot search.

    Raises:
        IndexUnusable: says what differs and what to run.
    """
    if manifest.schema_version != INDEX_SCHEMA:
        raise IndexUnusable(f"L'index de recherche est d'un autre format ({manifest.schema_version}, attendu {INDEX_SCHEMA}) : {REBUILD}.")
    if manifest.tokeniser_version != TOKENISER_VERSION:
        raise IndexUnusable(f"L'index de recherche a été fait avec une autre version du découpage en mots : {REBUILD}.")
    wanted = EmbeddingIdentity.of(embedder)
    if manifest.embedding == wanted:
        return
    if manifest.embedding.name == wanted.name and manifest.embedding.dimension == wanted.dimension:
        raise IndexUnusable(f"L'index de recherche a été fait avec une autre version du modèle d'embedding « {wanted.name} » : {REBUILD}.")
    raise IndexUnusable(
        f"L'index de recherche a été fait avec le modèle d'embedding « {manifest.embedding.name} » "
        f"({manifest.embedding.dimension} dimensions), et le réglage actuel est « {wanted.name} » "
        f"({wanted.dimension} dimensions) : {REBUILD}, ou rétablissez l'ancien réglage."
    )


class WriteLock:
    """At most one process writes an index of a home at a time; use it as a context manager."""

    def __init__(self, home: Path, wait: float) -> None:
        self._home = home
        folder = index_folder(home)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"Impossible de créer le dossier {folder} ({error.strerror or error}) : vérifiez les droits.") from error
        self._lock = FileLock(str(folder / "write.lock"), timeout=wait)

    def __enter__(self) -> None:
        try:
            self._lock.acquire()
        except Timeout as error:
            raise StoreError(
                f"Un autre programme Acquis met à jour l'index de {self._home} : attendez qu'il ait fini, puis recommencez."
            ) from error

    def __exit__(self, *_: object) -> None:
        self._lock.release()
