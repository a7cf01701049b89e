"""Nearest vectors: exactly, over our own file, or through Chroma. Both give the rows of the same units, best first."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import SettingsError
from ingest.settings import Settings
from vectorstore.embeddings import Vectors
from vectorstore.units import Filters, Rows, Units

EXACT_LIMIT = 20_000
"""Up to so many vectors a one-shot command searches exactly: 20,000 × 256 take 3 ms, importing Chroma takes a second."""

HELD_ELSEWHERE = "la base Chroma intégrée, qui ne sert qu'un programme à la fois, est tenue par un autre (les réponses sont les mêmes)"

Cosines = NDArray[np.float32]


class DenseSearch(Protocol):
    """Finds the units nearest to a vector. ``method`` ends the sentence « Les voisins sont cherchés… »."""

    method: str

    def nearest(self, vector: Vectors, count: int, filters: Filters | None = None) -> tuple[Rows, Cosines]:
        """Up to ``count`` units that pass the filters, with their cosine (above zero), best first. ``vector`` has shape (dimension,)."""


class ExactDense:
    """Every vector is compared: nothing to build, nothing to lose. ``held``: another process has the Chroma store that was wanted."""

    def __init__(self, vectors: Vectors, units: Units, *, held: bool = False) -> None:
        why = f" : {HELD_ELSEWHERE}" if held else ""
        self.method = f"par comparaison directe{why}"
        self._vectors, self._units = vectors, units

    def nearest(self, vector: Vectors, count: int, filters: Filters | None = None) -> tuple[Rows, Cosines]:
        """See :class:`DenseSearch`."""
        passing = self._units.mask(filters)
        rows = np.arange(len(self._vectors)) if passing is None else np.flatnonzero(passing)
        cosines: Cosines = (self._vectors @ vector) if passing is None else (self._vectors[rows] @ vector)
        best = largest(cosines, count)
        best = best[cosines[best] > 0]
        return rows[best], cosines[best]


def largest(values: Cosines, count: int) -> Rows:
    """Where the ``count`` largest values stand, largest first; of equals, the first first."""
    if len(values) > count:
        floor = np.partition(values, len(values) - count)[len(values) - count]
        candidates = np.flatnonzero(values >= floor)
    else:
        candidates = np.arange(len(values))
    return candidates[np.argsort(-values[candidates], kind="stable")][:count]


def load_vectors(folder: Path) -> Vectors:
    """The vectors of an index, memory-mapped: shape (units, dimension)."""
    vectors: Vectors = np.load(folder / "vectors.npy", mmap_mode="r")
    return vectors


def wants_chroma(settings: Settings, vectors: int, *, long_lived: bool) -> bool:
    """Whether this process should search through Chroma.

    Raises:
        SettingsError: ``dense_search`` is neither auto, chroma nor exact.
    """
    if settings.dense_search not in ("auto", "chroma", "exact"):
        raise SettingsError(f"Le réglage dense_search vaut « {settings.dense_search} » : choisissez auto, chroma ou exact.")
    if settings.dense_search == "auto":
        return bool(settings.chroma_host) or long_lived or vectors > EXACT_LIMIT
    return settings.dense_search == "chroma"
