"""Many texts against the passages of one certification at once: what the mapping of activities looks at.

Where :class:`vectorstore.search.Index` ranks passages for one question, a :class:`Matcher` measures every pair of text and passage, and
what each text has in common with the whole of each competence (its titles, statements and paroles taken together).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ingest.model import Passage
from vectorstore.embeddings import Embedder, Vectors, normalised
from vectorstore.lexical import LexicalIndex
from vectorstore.units import Filters, Rows, Units

Floats = NDArray[np.float32]
_NEAREST = 3
_SMOOTHING = 0.3
_RIDGE = 30.0


@dataclass(frozen=True)
class Likeness:
    """How n texts are like the p passages and the c competences of a matcher.

    Shape (n, p): ``lexical`` (BM25 of the best unit of the passage's own words), ``coverage`` (0..1, the share of the text's words, by
    rarity, that the passage holds), ``dense`` (cosine of its nearest own unit), ``spoken`` (cosine of its nearest parole, 0 without
    any), ``spoken_mean`` (mean of its three nearest), ``spoken_lexical`` (BM25 of its best parole).
    Shape (n, c): ``by_words`` (log-odds a token that the words come from the competence: naive Bayes), ``by_meaning`` (ridge regression
    on the vectors, about 1 for the right one).
    """

    lexical: Floats
    coverage: Floats
    dense: Floats
    spoken: Floats
    spoken_mean: Floats
    spoken_lexical: Floats
    by_words: Floats
    by_meaning: Floats


class Matcher:
    """Compares texts with the statements and titles of one certification's competences.

    ``passages``: p statements (conditions, criteria, results) and titles; ``competences``: the c numbers, ascending.
    """

    def __init__(self, certification: str, units: Units, vectors: Vectors, embedder: Embedder, lexical: LexicalIndex) -> None:
        self._embedder, self._lexical = embedder, lexical
        mask = units.mask(Filters(certifications=frozenset({certification})))
        rows = np.arange(len(units)) if mask is None else np.flatnonzero(mask)
        owners = units.passages(units.targets[rows])
        belongs = np.array([owner.competence is not None for owner in owners], dtype=bool)
        rows = rows[belongs]
        kept = [owner for owner, of_competence in zip(owners, belongs, strict=True) if of_competence]
        self._rows: Rows = rows
        targets = units.targets[rows]
        distinct = np.unique(targets)
        self.passages: tuple[Passage, ...] = tuple(units.passages(distinct))
        self._passage_of = np.searchsorted(distinct, targets)
        self._spoken = units.spoken[rows]
        self._vectors: Vectors = normalised(np.asarray(vectors[rows], dtype=np.float32))
        self.competences: tuple[int, ...] = tuple(sorted({owner.competence for owner in kept if owner.competence is not None}))
        places = {number: place for place, number in enumerate(self.competences)}
        self._competence_of = np.array([places[owner.competence] for owner in kept if owner.competence is not None], dtype=np.int64)
        self._place = np.full(len(units), -1, dtype=np.int64)
        self._place[rows] = np.arange(len(rows))
        self._projection = self._fit_ridge()
        self._words: dict[str, tuple[float, Rows, Floats, Floats]] = {}
        self._sizes = np.bincount(self._competence_of, minlength=len(self.competences)).astype(np.float32)

    def compare(self, texts: Sequence[str]) -> Likeness:
        """Measure every pair; a text without known words gets zeros."""
        vectors = self._embedder.encode(texts)
        cosines = vectors @ self._vectors.T
        own = self._best(cosines, ~self._spoken, -1.0)
        spoken = self._best(cosines, self._spoken, 0.0)
        mean = self._mean_of_nearest(cosines)
        scores = np.zeros((len(texts), len(self._rows)), np.float32)
        coverage = np.zeros((len(texts), len(self.passages)), np.float32)
        by_words = np.zeros((len(texts), len(self.competences)), np.float32)
        for number, text in enumerate(texts):
            self._compare_words(text, scores[number], coverage[number], by_words[number])
        lexical, spoken_lexical = self._best(scores, ~self._spoken, 0.0), self._best(scores, self._spoken, 0.0)
        by_meaning = np.hstack([vectors, np.ones((len(texts), 1), np.float32)]) @ self._projection
        return Likeness(lexical, coverage, own, spoken, mean, spoken_lexical, by_words, by_meaning)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of some texts, by the model of the index."""
        return self._embedder.encode(texts)

    def nearness(self) -> Floats:
        """The cosine of every two passages, shape (p, p): which statements are nearly the same."""
        first = np.zeros((len(self.passages), self._vectors.shape[1]), np.float32)
        for row in np.flatnonzero(~self._spoken)[::-1]:  # a passage comes before its bullets, and is written last
            first[self._passage_of[row]] = self._vectors[row]
        found: Floats = first @ first.T
        return found

    def _best(self, values: Floats, mask: NDArray[np.bool_], nothing: float) -> Floats:
        """The largest of each passage's units of one kind."""
        found = np.full((len(self.passages), len(values)), nothing, np.float32)
        np.maximum.at(found, self._passage_of[mask], values[:, mask].T)
        return found.T

    def _mean_of_nearest(self, cosines: Floats) -> Floats:
        found = np.zeros((len(cosines), len(self.passages)), np.float32)
        for passage, columns in self._paroles_of:
            mine = cosines[:, columns]
            if mine.shape[1] > _NEAREST:
                mine = np.partition(mine, mine.shape[1] - _NEAREST, axis=1)[:, -_NEAREST:]
            found[:, passage] = mine.mean(axis=1)
        return found

    @cached_property
    def _paroles_of(self) -> list[tuple[int, Rows]]:
        """Each passage that has paroles, with theirs."""
        columns = np.flatnonzero(self._spoken)
        return [(int(passage), columns[self._passage_of[columns] == passage]) for passage in np.unique(self._passage_of[columns])]

    def _compare_words(self, text: str, scores: Floats, coverage: Floats, by_words: Floats) -> None:
        tokens = self._lexical.tokens_of(text)
        total = 0.0
        for token in dict.fromkeys(tokens):
            weight, places, values, odds = self._word(token)
            total += weight
            scores[places] += values
            told = places[~self._spoken[places]]
            coverage[np.unique(self._passage_of[told])] += weight
            by_words += odds
        if total:
            coverage /= total
        if tokens:
            by_words /= np.sqrt(len(tokens))

    def _word(self, token: str) -> tuple[float, Rows, Floats, Floats]:
        """Of one token: its rarity, the units of the certification that hold it, their BM25 scores, and its log-odds by competence."""
        if token not in self._words:
            weight, rows, values = self._lexical.postings(token)
            places = self._place[rows]
            here = places >= 0
            places, values = places[here], values[here]
            held = np.bincount(self._competence_of[places], minlength=len(self.competences)).astype(np.float32)
            rates = (held + _SMOOTHING) / (self._sizes + 2 * _SMOOTHING)
            odds = np.log(rates) - np.log(rates.mean()) if len(places) else np.zeros_like(rates)
            self._words[token] = weight, places, values, odds.astype(np.float32)
        return self._words[token]

    def _fit_ridge(self) -> Floats:
        """Weights from a vector and a constant to each competence, each competence counting alike."""
        if not len(self._rows):
            return np.zeros((self._embedder.dimension + 1, 0), np.float32)
        wanted = np.eye(len(self.competences), dtype=np.float32)[self._competence_of]
        counts = np.maximum(wanted.sum(axis=0), 1)
        weights = (len(wanted) / len(self.competences) / counts)[self._competence_of][:, None]
        values = np.hstack([self._vectors, np.ones((len(wanted), 1), np.float32)])
        penalty = np.eye(values.shape[1], dtype=np.float32) * _RIDGE
        penalty[-1, -1] = 0.001
        solved: Floats = np.linalg.solve(values.T @ (values * weights) + penalty, values.T @ (wanted * weights)).astype(np.float32)
        return solved
