"""Chroma through langchain-chroma: an index over our own vectors that can be rebuilt from them at any time.

Embedded (a folder beside the vectors) or on a server. Embeddings are always given: Chroma's default embedding function, which
downloads a model, is never reached. Importing this module costs a second: only :mod:`vectorstore.index` does, when it must.
"""

from __future__ import annotations

import shutil
import struct
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from filelock import FileLock, Timeout
from langchain_chroma import Chroma

from ingest.errors import IndexUnusable
from ingest.settings import Settings
from vectorstore.dense import Cosines
from vectorstore.embeddings import Embedder, Vectors
from vectorstore.langchain_embeddings import LangChainEmbeddings
from vectorstore.manifest import Manifest, WriteLock, index_folder
from vectorstore.units import Filters, Rows, Units

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

# Chroma's own defaults lose neighbours: recall@10 on random vectors 0.91 at 2,000 and 0.54 at 10,000; with these 0.99 (at 2 ms a query).
_HNSW: dict[str, Any] = {"space": "cosine", "ef_construction": 400, "ef_search": 400, "max_neighbors": 32}
_FOLDER = "chroma-"
_BATCH = 1000
_PROBES = 16
_SAME = 1e-3



class ChromaDense:
    """Nearest vectors by Chroma's HNSW index. Raises IndexUnusable when the store cannot be reached or used.

    ``server``: host and port of the Chroma server, None for the embedded store.
    """

    def __init__(self, store: Chroma, lock: FileLock | None, server: str | None = None) -> None:
        self.method = f"par le serveur Chroma {server}" if server else "par la base Chroma intégrée"
        self._server = server
        self._store = store
        self._lock = lock  # held as long as this object lives: two processes on one embedded store corrupt it

    def nearest(self, vector: Vectors, count: int, filters: Filters | None = None) -> tuple[Rows, Cosines]:
        """See :class:`vectorstore.dense.DenseSearch`."""
        try:
            found = self._store.similarity_search_by_vector_with_relevance_scores(vector.tolist(), k=count, filter=where(filters))
        except Exception as error:  # chromadb and its HTTP client raise unrelated types
            if self._server:
                raise IndexUnusable(f"Le serveur Chroma {self._server} ne répond plus : relancez-le, puis recommencez.") from error
            raise IndexUnusable("La base Chroma ne répond plus : relancez Acquis, puis recommencez.") from error
        rows = np.array([document.metadata["row"] for document, _ in found], dtype=np.int64)
        cosines = np.array([1 - distance for _, distance in found], dtype=np.float32)
        near = cosines > 0
        order = np.lexsort((rows[near], -cosines[near]))
        return rows[near][order], cosines[near][order]


def open_embedded(folder: Path, manifest: Manifest, vectors: Vectors, units: Units, embedder: Embedder) -> ChromaDense | None:
    """The embedded store of an index, built or rebuilt when it is missing or incomplete; None when another process has it open."""
    lock = FileLock(str(folder / "chroma.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return None
    for path in folder.glob(f"{_FOLDER}*"):
        try:
            return ChromaDense(_embedded(path, manifest, vectors, units, embedder), lock)
        except IndexUnusable:
            shutil.rmtree(path, ignore_errors=True)  # nothing is lost: the vectors are ours
    # always a new name: in one process Chroma goes on using what it knew of a path, even when it is gone
    path = folder / f"{_FOLDER}{uuid.uuid4().hex[:8]}"
    try:
        return ChromaDense(_embedded(path, manifest, vectors, units, embedder), lock)
    except IndexUnusable:
        lock.release()
        raise


def open_server(home: Path, settings: Settings, manifest: Manifest, vectors: Vectors, units: Units, embedder: Embedder) -> ChromaDense:
    """The collection of this index on the configured server, built or rebuilt when it is missing or incomplete."""
    host, port = settings.chroma_server or ("", 0)
    place = f"{host}:{port}"
    try:
        client = chromadb.HttpClient(host=host, port=port, settings=_quiet())
        client.heartbeat()
    except Exception as error:  # connection errors of three libraries
        raise IndexUnusable(
            f"Le serveur Chroma {place} ne répond pas (réglage chroma_host) : lancez-le avec « chroma run », "
            "ou retirez ce réglage pour la base intégrée."
        ) from error
    with WriteLock(home, wait=60):
        store = _mirror(client, manifest, vectors, units, embedder)
        _forget_others(client, home, manifest)
    return ChromaDense(store, None, place)


def where(filters: Filters | None) -> dict[str, Any] | None:
    """The same filters in Chroma's language; None when everything passes."""
    if filters is None:
        return None
    clauses: list[dict[str, Any]] = []
    for field, wanted in (("certification", filters.certifications), ("kind", filters.kinds), ("part", filters.parts)):
        if wanted is not None:
            clauses.append({field: {"$in": sorted(wanted) or [""]}})  # an empty list is refused; nothing bears the empty name
    if filters.competences is not None:
        clauses.append(_any_of([_competence(wanted) for wanted in filters.competences] or [{"certification": ""}]))
    if not filters.spoken:
        clauses.append({"spoken": 0})
    if not clauses:
        return None
    return clauses[0] if len(clauses) == 1 else {"$and": clauses}


def _competence(wanted: int | tuple[str, int]) -> dict[str, Any]:
    if isinstance(wanted, int):
        return {"competence": wanted}
    return {"$and": [{"certification": wanted[0]}, {"competence": wanted[1]}]}


def _any_of(clauses: list[dict[str, Any]]) -> dict[str, Any]:
    return clauses[0] if len(clauses) == 1 else {"$or": clauses}


def _quiet() -> ChromaSettings:
    return ChromaSettings(anonymized_telemetry=False)


def _embedded(path: Path, manifest: Manifest, vectors: Vectors, units: Units, embedder: Embedder) -> Chroma:
    store = _mirror(_embedded_client(path), manifest, vectors, units, embedder)
    for header in path.glob("*/header.bin"):
        _wipe_spare_room(header)
    return store


def _wipe_spare_room(header: Path) -> None:
    """Zero what an HNSW index holds beyond its elements.

    A new index is written with room for a hundred elements, and that room is memory of this process as it was: a dossier read before,
    a key. Format: header.bin of chroma-hnswlib, version (u32), offset, most elements, elements, bytes of an element (u64 each).
    """
    _, _, _, elements, size = struct.unpack_from("<IQQQQ", header.read_bytes())
    for name, used in (("data_level0.bin", elements * size), ("length.bin", elements * struct.calcsize("<f"))):
        file = header.with_name(name)
        spare = file.stat().st_size - used
        if spare > 0:
            with file.open("r+b") as out:
                out.seek(used)
                out.write(bytes(spare))


def _embedded_client(path: Path) -> ClientAPI:
    try:
        return chromadb.PersistentClient(path=str(path), settings=_quiet())
    except Exception as error:  # a damaged SQLite file surfaces as any of several types
        raise IndexUnusable(f"La base Chroma {path} est abîmée : supprimez ce dossier, Acquis la refera.") from error


def _mirror(client: ClientAPI, manifest: Manifest, vectors: Vectors, units: Units, embedder: Embedder) -> Chroma:
    """The collection as a LangChain store, filled from our vectors unless it mirrors them already."""
    filled = np.flatnonzero(np.any(vectors, axis=1))  # a row of zeros has no cosine
    try:
        store = _store(client, manifest, embedder, len(filled))
        if not _is_whole(_collection(client, manifest), vectors, filled):
            client.delete_collection(manifest.collection)
            store = _store(client, manifest, embedder, len(filled))
            _fill(_collection(client, manifest), vectors, units, filled)
            if not _is_whole(_collection(client, manifest), vectors, filled):
                raise IndexUnusable("La base Chroma ne rend pas ce qu'on lui a confié : passez le réglage dense_search à « exact ».")
    except IndexUnusable:
        raise
    except Exception as error:  # chromadb raises unrelated types
        raise IndexUnusable("La base Chroma est inutilisable : relancez Acquis, ou passez le réglage dense_search à « exact ».") from error
    return store


def _store(client: ClientAPI, manifest: Manifest, embedder: Embedder, vectors: int) -> Chroma:
    """The collection, made when it is missing.

    Chroma writes its graph every ``sync_threshold`` vectors (1,000 of its own accord) and adds what came after again at every opening, a
    millisecond each, during which nothing else runs: with all of them as threshold, it is written once, whole.
    """
    return Chroma(
        client=client,
        collection_name=manifest.collection,
        embedding_function=LangChainEmbeddings(embedder),
        collection_configuration={"hnsw": {**_HNSW, "sync_threshold": max(2, vectors)}},  # type: ignore[arg-type]
    )


def _collection(client: ClientAPI, manifest: Manifest) -> Collection:
    return client.get_collection(manifest.collection, embedding_function=None)


def _fill(collection: Collection, vectors: Vectors, units: Units, rows: Rows) -> None:
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        collection.upsert(
            ids=[str(row) for row in batch],
            embeddings=np.asarray(vectors[batch]),
            metadatas=[units.metadata(int(row)) for row in batch],
            documents=[unit.text for unit in units.read(batch)],
        )


def _is_whole(collection: Collection, vectors: Vectors, rows: Rows) -> bool:
    """Whether all vectors are there: by their number, and by asking for some. A missing segment leaves the number unchanged."""
    if collection.count() != len(rows):
        return False
    if not len(rows):
        return True
    probes = rows[np.linspace(0, len(rows) - 1, min(_PROBES, len(rows))).astype(int)]
    found = collection.query(query_embeddings=np.asarray(vectors[probes]), n_results=1, include=["distances"])
    distances = found["distances"] or []
    return len(distances) == len(probes) and all(near and near[0] < _SAME for near in distances)


def _forget_others(client: ClientAPI, home: Path, manifest: Manifest) -> None:
    """Delete this home's collections whose index is no longer on disk."""
    for collection in client.list_collections():
        family, _, version = collection.name.rpartition("-")
        if family == manifest.family and not (index_folder(home) / version).is_dir():
            client.delete_collection(collection.name)
