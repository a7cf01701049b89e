"""The vectors of an index: ``vectors.npy`` (float32, units × dimension) and ``digests.npy``, by which unchanged texts keep theirs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.embeddings import Embedder, Vectors
from vectorstore.units import Unit, Units

_BATCH = 1024
_DIGEST = 16


def embedded_text(unit: Unit) -> str:
    """What is embedded for a unit: what it says; a fact's value says nothing without its label."""
    passage = unit.passage
    if passage is not None and passage.kind == "fact":
        return f"{passage.context.rpartition(' > ')[2]} : {passage.text}"
    return unit.text


def write_vectors(folder: Path, units: Units, embedder: Embedder, known: Path | None, progress: Callable[[str, int, int], None]) -> None:
    """Embed all units, in batches. ``known``: the folder of an earlier index made by the same embedding, whose vectors are reused."""
    reuse = _Known(known)
    vectors: Vectors = np.lib.format.open_memmap(
        folder / "vectors.npy", mode="w+", dtype=np.float32, shape=(len(units), embedder.dimension)
    )
    digests = np.zeros((len(units), _DIGEST), dtype=np.uint8)
    for start in range(0, len(units), _BATCH):
        texts = [embedded_text(unit) for unit in units.read(range(start, min(start + _BATCH, len(units))))]
        stop = start + len(texts)
        keys = [hashlib.blake2b(text.encode("utf-8"), digest_size=_DIGEST).digest() for text in texts]
        digests[start:stop] = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, _DIGEST)
        vectors[start:stop] = _vectors_of(texts, keys, embedder, reuse)
        progress("Calcul des vecteurs", stop, len(units))
    vectors.flush()  # type: ignore[attr-defined]  # it is a memory map
    np.save(folder / "digests.npy", digests)


class _Known:
    """Vectors of an earlier index by the digest of their text."""

    def __init__(self, folder: Path | None) -> None:
        self._rows: dict[bytes, int] = {}
        self._vectors: Vectors | None = None
        if folder is None:
            return
        try:
            digests: NDArray[np.uint8] = np.load(folder / "digests.npy")
            vectors: Vectors = np.load(folder / "vectors.npy", mmap_mode="r")
        except (OSError, EOFError, ValueError):
            return  # an index that lost these files is only slower to replace
        if len(digests) == len(vectors):
            self._rows = {digest.tobytes(): row for row, digest in enumerate(digests)}
            self._vectors = vectors

    def row(self, key: bytes) -> int | None:
        """The row of that text, or None."""
        return self._rows.get(key)

    def take(self, rows: Sequence[int]) -> Vectors:
        """The vectors of these rows."""
        assert self._vectors is not None
        found: Vectors = self._vectors[list(rows)]
        return found


def _vectors_of(texts: Sequence[str], keys: Sequence[bytes], embedder: Embedder, reuse: _Known) -> Vectors:
    rows = [reuse.row(key) for key in keys]
    missing = [i for i, row in enumerate(rows) if row is None]
    result = np.empty((len(texts), embedder.dimension), dtype=np.float32)
    if missing:
        result[missing] = embedder.encode([texts[i] for i in missing])
    present = [(i, row) for i, row in enumerate(rows) if row is not None]
    if present:
        result[[i for i, _ in present]] = reuse.take([row for _, row in present])
    return result
