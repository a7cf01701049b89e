"""The reverse question: which proofs of the catalogue are the documents that a person says to have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import TYPE_CHECKING

from assistant.evidence.proofs import Proof, catalogue
from vectorstore.tokens import query_tokens

if TYPE_CHECKING:
    from vectorstore.embeddings import Embedder, Vectors

_CUT = re.compile(r"[,;:\n•]+|\.(?:\s|$)|\s(?:et|ainsi que|puis|plus|aussi)\s")
_ALIKE = 0.62
"""The cosine (0..1) with a name or a wording from which a document is taken for that proof, when they share a word but not all."""
_AS_GOOD = 0.05
"""A second proof is given with the first one when its score is as near as this."""


@dataclass(frozen=True)
class Recognised:
    """A document that somebody mentions: its words at ``start``..``end`` of the text, and the proofs it may be, likeliest first."""

    text: str
    start: int
    end: int
    proofs: tuple[Proof, ...]


class ProofRecogniser:
    """Recognises proofs by their names and wordings, with one embedding model."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._wordings = [(proof, wording) for proof in catalogue().values() for wording in (proof.name, *proof.words)]

    def recognise(self, text: str) -> list[Recognised]:
        """The documents mentioned, in the order of the text; what resembles no proof is left out."""
        found = []
        for start, end in _pieces(text):
            if proofs := self._proofs(text[start:end]):
                found.append(Recognised(text[start:end], start, end, proofs))
        return found

    def _proofs(self, piece: str) -> tuple[Proof, ...]:
        said = frozenset(query_tokens(piece))
        if not said:
            return ()
        cosines = self._vectors @ self._embedder.encode([piece])[0]
        scores: dict[str, float] = {}
        for (proof, _), words, cosine in zip(self._wordings, self._tokens, cosines.tolist(), strict=True):
            scores[proof.id] = max(scores.get(proof.id, 0.0), self._score(said, words, cosine))
        best = sorted(scores, key=lambda proof: -scores[proof])[:2]
        kept = [proof for proof in best if scores[proof] >= max(_ALIKE, scores[best[0]] - _AS_GOOD)]
        return tuple(catalogue()[proof] for proof in kept)

    def _score(self, said: frozenset[str], words: frozenset[str], cosine: float) -> float:
        """The cosine, when they share a word; 1 and the weight of the words in what was said, when the whole wording was said."""
        if words and words <= said:
            return 1.0 + self._weight(words) / self._weight(said)
        return cosine if words & said else 0.0

    def _weight(self, words: frozenset[str]) -> float:
        """A rare word says more about which document is meant: ``sum of log(N / n)`` for words that n of N wordings hold."""
        return sum(log(len(self._tokens) / max(1, self._holders[word])) for word in words)

    @cached_property
    def _holders(self) -> Counter[str]:
        return Counter(word for words in self._tokens for word in words)

    @cached_property
    def _vectors(self) -> Vectors:
        return self._embedder.encode([wording for _, wording in self._wordings])

    @cached_property
    def _tokens(self) -> list[frozenset[str]]:
        return [frozenset(query_tokens(wording)) for _, wording in self._wordings]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where each piece of an enumeration stands, without the blanks around it."""
    start = 0
    for cut in [*_CUT.finditer(text), None]:
        end = cut.start() if cut else len(text)
        piece = text[start:end]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        start = cut.end() if cut else end
