"""How alike texts are, 0..1: by their words in order, by their content words, by the meaning that the embedding sees."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.comparing.words import words
from vectorstore.embeddings import Embedder
from vectorstore.tokens import tokens

Matrix = NDArray[np.float64]


def by_order(texts: Sequence[str], others: Sequence[str]) -> Matrix:
    """Twice the longest common subsequence of words over the words of both: 1 for the same words in the same order."""
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist

    if not texts or not others:
        return np.zeros((len(texts), len(others)))
    found = cdist([words(text) for text in texts], [words(text) for text in others], scorer=Indel.normalized_similarity)
    return np.asarray(found, dtype=np.float64)


def by_content(texts: Sequence[str], others: Sequence[str]) -> Matrix:
    """Cosine of the content words, stemmed, each weighted by how few of all these texts hold it."""
    said, facing = [Counter(tokens(text)) for text in texts], [Counter(tokens(text)) for text in others]
    held = Counter(token for bag in (*said, *facing) for token in bag)
    weight = {token: math.log(1 + (len(said) + len(facing)) / count) for token, count in held.items()}
    column = {token: n for n, token in enumerate(weight)}

    def vectors(bags: Sequence[Counter[str]]) -> Matrix:
        rows = np.zeros((len(bags), len(column)))
        for row, bag in zip(rows, bags, strict=True):
            for token, count in bag.items():
                row[column[token]] = (1 + math.log(count)) * weight[token]
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        result: Matrix = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
        return result

    return vectors(said) @ vectors(facing).T


def by_meaning(texts: Sequence[str], others: Sequence[str], embedder: Embedder) -> Matrix:
    """Cosine of the embeddings, nothing below zero."""
    if not texts or not others:
        return np.zeros((len(texts), len(others)))
    found = embedder.encode(list(texts)) @ embedder.encode(list(others)).T
    return np.clip(found.astype(np.float64), 0.0, 1.0)
