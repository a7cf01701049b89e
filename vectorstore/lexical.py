"""BM25 over French tokens, with bm25s (Lucene's variant: every score of a shared token is above zero).

Stephen Robertson and Hugo Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.tokens import query_tokens, tokens

TEXT_WEIGHT = 2
"""How often a passage's own words count for once in its breadcrumb: a criterion about audits outranks one that stands under "audit"."""
_K1, _B = 1.2, 0.75
_SHORTEST_MENDED = 5
_SAME_TOKEN = 83.0
"""rapidfuzz ratio (0..100) from which an unknown token of at least five letters is a mistyped one: « suport » is 92, « sistem » 83."""


Analysis = Callable[[str], list[str]]
"""Text to index tokens."""


class LexicalWriter:
    """Collects the tokens of units as integers, then writes the BM25 index. ``analysis`` is that of passages."""

    def __init__(self, analysis: Analysis = tokens) -> None:
        self._analysis = analysis
        self._vocabulary: dict[str, int] = {}
        self._ids = array("i")
        self._ends = array("q", [0])

    def add(self, text: str, context: str = "") -> None:
        """One unit: its text counts ``TEXT_WEIGHT`` times, its breadcrumb once."""
        ids = [self._vocabulary.setdefault(token, len(self._vocabulary)) for token in self._analysis(text)]
        self._ids.extend(ids * TEXT_WEIGHT)
        self._ids.extend(self._vocabulary.setdefault(token, len(self._vocabulary)) for token in self._analysis(context))
        self._ends.append(len(self._ids))

    def save(self, folder: Path) -> int:
        """Write the index, unless no unit has any token. The result is the number of distinct tokens."""
        words = len(self._vocabulary)
        if not words:
            return 0
        from bm25s import BM25

        index = BM25(method="lucene", k1=_K1, b=_B)
        index.index(_Corpus(_Documents(self._ids, self._ends), self._vocabulary), show_progress=False)
        index.save(str(folder), show_progress=False)
        return words


class _Documents:
    """The token ids of each unit as bm25s wants them, made one list at a time: all at once would fill the memory."""

    def __init__(self, ids: array[int], ends: array[int]) -> None:
        self._ids, self._ends = ids, ends

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, row: int) -> list[int]:
        if not 0 <= row < len(self):
            raise IndexError(row)
        return self._ids[self._ends[row] : self._ends[row + 1]].tolist()

    def __iter__(self) -> Iterator[list[int]]:
        return (self[row] for row in range(len(self)))


@dataclass(frozen=True)
class _Corpus:
    """The form in which bm25s takes documents that are not plain lists."""

    ids: _Documents
    vocab: dict[str, int]


class LexicalIndex:
    """The BM25 index of a folder, memory-mapped. ``analysis`` is that of questions; ``mends``: mistyped words are mended."""

    def __init__(self, folder: Path, analysis: Analysis = query_tokens, *, mends: bool = True) -> None:
        self._analysis, self._mends = analysis, mends
        self._index: Any = None
        if (folder / "params.index.json").is_file():
            from bm25s import BM25

            self._index = BM25.load(str(folder), mmap=True, show_progress=False)

    @property
    def count(self) -> int:
        """How many units it holds; 0 when no unit had a token."""
        return int(self._index.scores["num_docs"]) if self._index is not None else 0

    @property
    def words(self) -> int:
        """How many distinct tokens it holds."""
        return len([token for token in self._vocabulary if token])  # bm25s adds an empty one

    def scores(self, query: str) -> NDArray[np.float32] | None:
        """The BM25 score of every unit, above zero where it shares a token with the query; None when none does."""
        known = [token for token in self._query_tokens(query) if token in self._vocabulary]
        if not known:
            return None
        found: NDArray[np.float32] = self._index.get_scores(known)
        return found

    def weights(self, query: str) -> list[tuple[float, NDArray[np.int64]]]:
        """For each distinct content token of the query: its inverse document frequency, and the rows of the units that hold it.

        The frequency is ``ln(1 + (N - n + 0.5) / (n + 0.5))`` for n units of N; a token in no unit weighs most.
        """
        return [self._weight(token) for token in dict.fromkeys(self._query_tokens(query))]

    def tokens_of(self, text: str) -> list[str]:
        """The tokens of a told text, in order, as they are: what was mistyped is not mended."""
        return self._analysis(text)

    def postings(self, token: str) -> tuple[float, NDArray[np.int64], NDArray[np.float32]]:
        """Of one token: its inverse document frequency (as in :meth:`weights`), the rows of the units that hold it, their BM25 scores."""
        weight, rows = self._weight(token)
        if not len(rows):
            return weight, rows, np.zeros(0, np.float32)
        scores, number = self._index.scores, self._vocabulary[token]
        return weight, rows, np.asarray(scores["data"][scores["indptr"][number] : scores["indptr"][number + 1]], dtype=np.float32)

    def _query_tokens(self, query: str) -> list[str]:
        found = self._analysis(query)
        return [self._mended(token) for token in found] if self._mends else found

    def _mended(self, token: str) -> str:
        """A mistyped token becomes the nearest one of the index; one that nothing resembles stays, and weighs against an answer."""
        if token in self._vocabulary or len(token) < _SHORTEST_MENDED or not token.isalpha():
            return token
        from rapidfuzz import fuzz, process

        found = process.extractOne(token, self._words, scorer=fuzz.ratio, score_cutoff=_SAME_TOKEN)
        return str(found[0]) if found else token

    @cached_property
    def _words(self) -> list[str]:
        return [word for word in self._vocabulary if len(word) >= _SHORTEST_MENDED and word.isalpha()]

    @property
    def _vocabulary(self) -> dict[str, int]:
        return self._index.vocab_dict if self._index is not None else {}

    def _weight(self, token: str) -> tuple[float, NDArray[np.int64]]:
        rows = np.empty(0, dtype=np.int64)
        if token in self._vocabulary:
            number = self._vocabulary[token]
            scores = self._index.scores
            rows = np.asarray(scores["indices"][scores["indptr"][number] : scores["indptr"][number + 1]], dtype=np.int64)
        return float(np.log1p((self.count - len(rows) + 0.5) / (len(rows) + 0.5))), rows
