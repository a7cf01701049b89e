"""Which kinds of proof fit a text: their words (BM25) and their meaning (vectors), with a small preference for the family asked for.

It works on the criteria of any referential; what it is worth is measured on ``eval_sets/proofs-dev.jsonl``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.proofs import Proof, catalogue
from vectorstore.tokens import query_tokens, tokens

if TYPE_CHECKING:
    from vectorstore.embeddings import Embedder, Vectors

Scores = NDArray[np.float32]
"""One number per kind of proof, in the order of the catalogue."""

_BY_WORDS = 0.4
"""The share of BM25 beside the vectors, both as shares of their best: neither alone reaches as much on dev."""
_TITLE = 0.3
"""What the competence's title counts for beside the criterion: a short criterion (« Les collaborateurs sont associés. ») says little."""
_FAMILY = 0.05
"""Added to the proofs that serve the family asked for: enough to settle ties."""
_FEWEST, _MOST = 2, 4
_NEAR_BEST = 0.66
"""A third or fourth proof is given only from this share of the best one's score."""


@dataclass(frozen=True)
class Suited:
    """A proof and how well it fits; ``score`` orders the proofs for one text and compares nothing else."""

    proof: Proof
    score: float


class ProofSearch:
    """The catalogue made ready for search with one embedding model."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._proofs = list(catalogue().values())
        self._titles: dict[str, tuple[Scores, Scores]] = {}

    def best(self, text: str, *, title: str = "", family: str | None = None) -> tuple[Proof, ...]:
        """The two to four proofs that fit a criterion best, best first; ``title`` and ``family``: of its competence, and its part."""
        ranked = self.ranked(text, title=title, family=family)
        kept = [suited for suited in ranked[:_MOST] if suited.score >= _NEAR_BEST * ranked[0].score]
        return tuple(suited.proof for suited in (kept if len(kept) >= _FEWEST else ranked[:_FEWEST]))

    def ranked(self, text: str, *, title: str = "", family: str | None = None) -> list[Suited]:
        """Every proof, best first."""
        serves = np.array([family in proof.families for proof in self._proofs], dtype=np.float32)
        title_words, title_meaning = self._of_title(title)
        words = _share_of_best(self._by_words(text) + _TITLE * title_words)
        meaning = _share_of_best(self._by_meaning(text) + _TITLE * title_meaning)
        scores = _BY_WORDS * words + (1 - _BY_WORDS) * meaning + _FAMILY * serves
        return [Suited(self._proofs[row], float(scores[row])) for row in np.argsort(-scores, kind="stable")]

    def _of_title(self, title: str) -> tuple[Scores, Scores]:
        """By words and by meaning, kept: all the criteria of a competence ask for the same title."""
        if title not in self._titles:
            self._titles = {title: (self._by_words(title), self._by_meaning(title))}
        return self._titles[title]

    def _by_words(self, text: str) -> Scores:
        known = [token for token in query_tokens(text) if token in self._bm25.vocab_dict]
        found: Scores = self._bm25.get_scores(known) if known else np.zeros(len(self._proofs), dtype=np.float32)
        return found

    def _by_meaning(self, text: str) -> Scores:
        """Half the cosine with the whole proof, half that with the nearest of its wordings, which a long list would drown."""
        vector = self._embedder.encode([text])[0]
        nearest = np.maximum.reduceat(self._wordings @ vector, self._starts)
        found: Scores = (self._vectors @ vector + nearest) / 2
        return found

    @cached_property
    def _bm25(self) -> Any:  # noqa: ANN401 - bm25s has no types
        from bm25s import BM25

        index = BM25(method="lucene", k1=1.2, b=0.75)
        index.index([tokens(f"{_wording(proof)} {', '.join(proof.must_contain)}") for proof in self._proofs], show_progress=False)
        return index

    @cached_property
    def _vectors(self) -> Vectors:
        return self._embedder.encode([_wording(proof) for proof in self._proofs])

    @cached_property
    def _wordings(self) -> Vectors:
        """One row for the name, the sentence and each wording of every proof, one proof after the other."""
        return self._embedder.encode([text for proof in self._proofs for text in (proof.name, proof.shows, *proof.words)])

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        """The first row of each proof in ``_wordings``."""
        return np.cumsum([0, *(2 + len(proof.words) for proof in self._proofs[:-1])])


def _wording(proof: Proof) -> str:
    """What is read of a proof as a whole."""
    return f"{proof.name}. {proof.shows} {', '.join(proof.words)}"


def _share_of_best(scores: Scores) -> Scores:
    best = float(scores.max())
    return scores / best if best > 0 else scores
