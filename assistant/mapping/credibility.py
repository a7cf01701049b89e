"""How likely words tell what the person did: a linear model of stems and short runs of words, learnt from paroles and their near misses.

The features are hashed, so that the model is one vector of weights: no vocabulary, any word has a place.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.asking.features import words_of
from assistant.mapping.doubts import doubt_of, folded
from vectorstore.tokens import stem

FILE = Path(__file__).with_name("credibility.npz")
BUCKETS = 2**15
_NEUTRAL = frozenset({"<", ">", "je", "j", "ai", "et"})
"""What begins true accounts and others alike: « je range… » must not count less than « j'ai rangé… »."""
_CERTAIN = 0.05
"""What is left of the credibility of a segment whose own words say that it is no evidence."""


@dataclass(frozen=True)
class Credibility:
    """``weights`` (``BUCKETS``,) and ``intercept`` (1,) of a logistic regression on rows of length 1."""

    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]

    def of_group(self, segments: Sequence[str]) -> NDArray[np.float32]:
        """Shape (n + 1,), 0..1: that of each segment, then of the whole."""
        texts = [folded(segment) for segment in segments]
        each = [min(self._likely(text), _CERTAIN) if doubt_of(text) is not None else self._likely(text) for text in texts]
        return np.array([*each, self._likely(" ".join(texts))], np.float32)

    def _likely(self, text: str) -> float:
        columns = np.array(buckets(text), np.int64)
        score = float(self.weights[columns].sum() / np.sqrt(max(1, len(columns))) + self.intercept[0])
        return float(1 / (1 + np.exp(-score)))

    def save(self, path: Path) -> None:
        """Write as ``.npz``."""
        np.savez_compressed(path, weights=self.weights.astype(np.float16), intercept=self.intercept)


def buckets(text: str) -> list[int]:
    """The distinct places of a folded text's features among ``BUCKETS``, ascending."""
    return sorted({zlib.crc32(gram.encode()) % BUCKETS for gram in _grams(text)})


def _grams(text: str) -> Iterator[str]:
    words = words_of(text)
    for word in words:
        if word not in _NEUTRAL:
            yield f"s:{stem(word)}"
    edged = ["<", *words, ">"]
    for length in (2, 3):
        for start in range(len(edged) - length + 1):
            run = edged[start : start + length]
            if not _NEUTRAL.issuperset(run):
                yield " ".join(run)
    doubt = doubt_of(text)
    if doubt is not None:
        yield f"d:{doubt}"


@cache
def credibility_model(path: Path = FILE) -> Credibility:
    """The model shipped with Acquis, read once a process."""
    with np.load(path) as arrays:
        return Credibility(arrays["weights"].astype(np.float32), arrays["intercept"])
