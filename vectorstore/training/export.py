"""The trained model as the files that Acquis ships, and back as a sentence-transformers model."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer

from vectorstore.embeddings import MODEL_FORMAT, Vectors


def export(model: SentenceTransformer, folder: Path) -> None:
    """Write ``weights.npy`` (int8), ``scales.npy`` (float32, one per piece), ``tokenizer.json`` and ``config.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    static = static_embedding(model)
    weights: Vectors = static.embedding.weight.detach().cpu().numpy()
    scales = np.maximum(np.abs(weights).max(axis=1), 1e-12).astype(np.float32) / 127
    np.save(folder / "weights.npy", np.round(weights / scales[:, None]).astype(np.int8))
    np.save(folder / "scales.npy", scales)
    static.tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    digest = hashlib.sha256()
    for name in ("weights.npy", "scales.npy", "tokenizer.json"):
        digest.update((folder / name).read_bytes())
    config = {"format": MODEL_FORMAT, "pieces": len(weights), "dimension": weights.shape[1], "sha256": digest.hexdigest()}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", "utf-8")


def as_sentence_transformer(folder: Path) -> SentenceTransformer:
    """The exported files as a sentence-transformers model: to train it further, or to save it in that library's own format."""
    weights = np.load(folder / "weights.npy").astype(np.float32) * np.load(folder / "scales.npy")[:, None]
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    return SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu")


def static_embedding(model: SentenceTransformer) -> StaticEmbedding:
    """The one module of such a model."""
    module = model[0]
    assert isinstance(module, StaticEmbedding)
    return module
