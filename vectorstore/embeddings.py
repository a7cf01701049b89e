"""Sentences become vectors: the model shipped with Acquis (numpy and tokenizers only), or any sentence-transformers model."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import IndexUnusable, SettingsError
from ingest.settings import DEFAULT_EMBEDDING, Settings

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]
"""Shape (number of texts, dimension), rows of length 1; a text without any known piece is a row of zeros."""

MODEL_FORMAT = "acquis-static-1"
_SHIPPED = Path(__file__).parent / "model"
_BATCH = 1024


class Embedder(Protocol):
    """Turns texts into normalised vectors. ``fingerprint`` differs whenever the same text may give another vector."""

    @property
    def name(self) -> str:
        """What the settings call the model."""

    @property
    def fingerprint(self) -> str:
        """Identifies the weights."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One normalised row per text."""


def load_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name: the shipped one, a folder in our format, or a sentence-transformers model.

    Raises:
        SettingsError: the model cannot be loaded; the message says what to do.
    """
    name = settings.embedding_model
    if name == DEFAULT_EMBEDDING:
        return StaticEmbedder(_SHIPPED, name)
    if _is_static(Path(name)):
        return StaticEmbedder(Path(name), name)
    return SentenceTransformersEmbedder(name)


class StaticEmbedder:
    """Mean of one vector per word piece. Weights are int8 with a scale per row, read from disk as they are needed.

    The folder holds ``config.json``, ``tokenizer.json``, ``weights.npy`` (int8, pieces × dimension) and ``scales.npy`` (float32, pieces).
    """

    def __init__(self, folder: Path = _SHIPPED, name: str = DEFAULT_EMBEDDING) -> None:
        self.name = name
        try:
            config = json.loads((folder / "config.json").read_text("utf-8"))
            self.fingerprint = str(config["sha256"])
            self._weights: NDArray[np.int8] = np.load(folder / "weights.npy", mmap_mode="r")
            self._scales: Vectors = np.load(folder / "scales.npy")
        except (OSError, EOFError, ValueError, KeyError) as error:
            raise IndexUnusable(
                f"Le modèle d'embedding du dossier {folder} est incomplet ou abîmé : réinstallez Acquis ou ce modèle."
            ) from error
        self._folder = folder

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._weights.shape[1])

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._folder / "tokenizer.json"))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One normalised row per text; zeros for a text without any known piece."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            self._encode_batch(texts[start : start + _BATCH], vectors[start : start + _BATCH])
        return vectors

    def _encode_batch(self, texts: Sequence[str], out: Vectors) -> None:
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        lengths = np.array([len(encoding.ids) for encoding in encodings])
        pieces = np.fromiter((piece for encoding in encodings for piece in encoding.ids), dtype=np.int64, count=int(lengths.sum()))
        if not len(pieces):
            return
        rows = self._weights[pieces].astype(np.float32) * self._scales[pieces, None]
        filled = np.flatnonzero(lengths)
        starts = np.concatenate(([0], np.cumsum(lengths[filled])[:-1]))
        out[filled] = normalised(np.add.reduceat(rows, starts, axis=0))


class SentenceTransformersEmbedder:
    """Any sentence-transformers model by its name or folder. Nothing is downloaded unless ``HF_HUB_OFFLINE=0`` is set."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._model = _load_sentence_transformer(name)
        dimension = self._model.get_embedding_dimension()
        self.dimension: int = int(dimension) if dimension else self.encode(["a"]).shape[1]

    @cached_property
    def fingerprint(self) -> str:
        """A digest of the vector of a fixed sentence, rounded: another model under the same name does not pass."""
        import hashlib

        probe = self.encode(["Le plan d'action qualité est suivi et les écarts sont analysés."])
        return hashlib.sha256(np.round(probe, 3).astype(np.float32).tobytes()).hexdigest()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One normalised row per text."""
        found = self._model.encode(list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)


def normalised(vectors: Vectors) -> Vectors:
    """Rows divided by their length; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return result


def _is_static(folder: Path) -> bool:
    config = folder / "config.json"
    if not (folder / "weights.npy").is_file() or not config.is_file():
        return False
    try:
        return bool(json.loads(config.read_text("utf-8")).get("format") == MODEL_FORMAT)
    except ValueError:
        return False


def _load_sentence_transformer(name: str) -> Any:  # noqa: ANN401 - its own type costs five seconds of import
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # both must be set before the first import of the library
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(name)
    except Exception as error:  # the library raises a dozen unrelated types for "no such model"
        raise SettingsError(
            f"Le modèle d'embedding « {name} » (réglage embedding_model, variable EMBEDDING_MODEL) n'a pas pu être chargé ici : "
            f"donnez le chemin d'un dossier sentence-transformers, téléchargez-le d'abord (HF_HUB_OFFLINE=0), "
            f"ou revenez à « {DEFAULT_EMBEDDING} », le modèle fourni."
        ) from error
