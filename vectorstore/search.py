"""Hybrid search: BM25 and vectors find units, units stand for passages, two rankings of passages become one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ingest.model import Passage
from vectorstore.dense import DenseSearch, largest
from vectorstore.embeddings import Embedder, Vectors
from vectorstore.fusion import reciprocal_rank_fusion
from vectorstore.lexical import LexicalIndex
from vectorstore.manifest import Manifest
from vectorstore.matching import Matcher
from vectorstore.units import Filters, Rows, Unit, Units

_SMALL = 4000
"""Up to so many passages, all are looked at: the five referentials of the mission have 1,200."""
DEPTH = 200
"""How many units each ranking looks at before they are resolved to passages."""

__all__ = ["Filters", "Hit", "Index", "Signals"]


@dataclass(frozen=True)
class Hit:
    """One passage found. It is never a bullet or a parole: those stand for their statement.

    ``score``: reciprocal rank fusion of both rankings, for ordering only (at most 2/61). ``lexical``: BM25 of the best matching unit,
    0 when no word matches. ``dense``: cosine (-1..1) of the nearest unit. ``coverage`` (0..1): the share, weighted by rarity, of the
    question's content words found in the passage, its breadcrumb, bullets or paroles; low means that the passage is beside the question.
    ``matched``: the text that matched best: the passage's own, a bullet's, or a parole's (never to be quoted: ``by_utterance``).
    """

    passage: Passage
    score: float
    lexical: float
    dense: float
    coverage: float
    matched: str
    by_utterance: bool


@dataclass(frozen=True)
class Signals:
    """What several wordings of a question have in common with each candidate passage.

    ``passages``: the n candidates. ``coverage``, ``dense``, ``lexical``: shape (wordings, n), as in :class:`Hit`. ``spoken``: shape (n,),
    the cosine of the first wording with the nearest parole of the passage, 0 where it has none.
    """

    passages: tuple[Passage, ...]
    coverage: NDArray[np.float32]
    dense: NDArray[np.float32]
    lexical: NDArray[np.float32]
    spoken: NDArray[np.float32]


@dataclass(frozen=True)
class _Side:
    """The units of passages, or those of paroles, by target: ``rows`` of the index, their ``vectors`` in memory, and where in ``rows``
    each of the ``targets`` (ascending) ``starts``.
    """

    rows: Rows
    vectors: Vectors
    targets: NDArray[np.int32]
    starts: Rows

    @classmethod
    def of(cls, units: Units, vectors: Vectors, *, spoken: bool) -> _Side:
        rows = np.flatnonzero(units.spoken == spoken)
        rows = rows[np.argsort(units.targets[rows], kind="stable")]
        targets, starts = np.unique(units.targets[rows], return_index=True)
        return cls(rows, np.asarray(vectors[rows], dtype=np.float32), targets, starts)

    def best(self, values: NDArray[np.float32], targets: Rows, *, missing: float) -> NDArray[np.float32]:
        """The best value, among those of each unit of ``rows``, for each of some targets; ``missing`` for one without unit here."""
        found = np.full(len(targets), missing, np.float32)
        if len(self.rows):
            places = np.minimum(np.searchsorted(self.targets, targets), len(self.targets) - 1)
            known = self.targets[places] == targets
            found[known] = np.maximum.reduceat(values, self.starts)[places[known]]
        return found


@dataclass(frozen=True)
class _Ranking:
    """Targets, best first, with the unit that earned each its place and that unit's score."""

    targets: list[int]
    units: dict[int, int]
    scores: dict[int, float]


_NOTHING = _Ranking([], {}, {})


class Index:
    """An open index. It never changes: see ``current_version`` for knowing that a newer one exists."""

    def __init__(
        self, manifest: Manifest, units: Units, vectors: Vectors, embedder: Embedder, lexical: LexicalIndex, dense: DenseSearch
    ) -> None:
        self.manifest = manifest
        self.embedder = embedder
        self.dense = dense
        self._units, self._vectors, self._lexical = units, vectors, lexical

    @property
    def version(self) -> str:
        """Which build this is."""
        return self.manifest.version

    def search(
        self, query: str, *, limit: int = 20, filters: Filters | None = None, by_words: bool = True, by_meaning: bool = True
    ) -> list[Hit]:
        """The passages that answer best, at most ``limit``, best first; filters apply before anything is ranked or cut.

        ``by_words`` and ``by_meaning`` False leave out BM25 or the vectors: what the evaluation compares with.
        """
        if not len(self._units) or not query.strip():
            return []
        vector = self.embedder.encode([query])[0]
        lexical, bm25 = self._rank_lexically(query, filters) if by_words else (_NOTHING, None)
        dense = self._rank_densely(vector, filters) if by_meaning else _NOTHING
        fused = reciprocal_rank_fusion((lexical.targets, dense.targets))
        # of equals, the one that shares words with the question: a rare acronym means little to the vectors
        best = sorted(fused, key=lambda target: (-fused[target], -lexical.scores.get(target, 0.0), target))[:limit]
        return self._hits(query, vector, best, fused, bm25, (lexical, dense), filters)

    def signals(self, wordings: Sequence[str], *, filters: Filters | None = None) -> Signals:
        """The signals of all passages that pass the filters; in a large index, of those that either ranking puts first for a wording.

        Args:
            wordings: the question and other ways to put it, at least one; the paroles are compared with the first.
            filters: what a passage must satisfy; ``spoken`` is not looked at.
        """
        told = replace(filters or Filters(), spoken=False)
        vectors = self.embedder.encode(wordings)
        targets = self._candidates(wordings, vectors, told)
        shape = (len(wordings), len(targets))
        coverage, lexical, dense = np.zeros(shape, np.float32), np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        for number, wording in enumerate(wordings):
            dense[number] = self._told.best(self._told.vectors @ vectors[number], targets, missing=-1.0)
            bm25 = self._lexical.scores(wording)
            if bm25 is not None:
                lexical[number] = self._told.best(bm25[self._told.rows], targets, missing=0.0)
            coverage[number] = self._share_covered(wording, targets)
        spoken = self._spoken.best(self._spoken.vectors @ vectors[0], targets, missing=0.0)
        return Signals(tuple(self._units.passages(targets)), coverage, dense, lexical, np.maximum(spoken, 0.0))

    @cached_property
    def _told(self) -> _Side:
        return _Side.of(self._units, self._vectors, spoken=False)

    @cached_property
    def _spoken(self) -> _Side:
        return _Side.of(self._units, self._vectors, spoken=True)

    def matcher(self, certification: str) -> Matcher:
        """What compares many texts with one certification at once; made anew each time, in about 50 ms."""
        return Matcher(certification, self._units, self._vectors, self.embedder, self._lexical)

    def share_known(self, wording: str) -> float:
        """The share (0..1), weighted by rarity, of a wording's content words that any passage holds; 1 when it has none."""
        weighted = [(weight, bool((~self._units.spoken[rows]).any())) for weight, rows in self._lexical.weights(wording)]
        total = sum(weight for weight, _ in weighted)
        return sum(weight for weight, known in weighted if known) / total if total else 1.0

    def _candidates(self, wordings: Sequence[str], vectors: Vectors, filters: Filters) -> Rows:
        passing = self._units.mask(filters)
        own = np.flatnonzero(self._units.targets == np.arange(len(self._units)))
        everything = own if passing is None else own[passing[own]]
        if len(everything) <= _SMALL:
            return everything
        found: set[int] = set()
        for wording, vector in zip(wordings, vectors, strict=True):
            found.update(self._rank_lexically(wording, filters)[0].targets, self._rank_densely(vector, filters).targets)
        return np.array(sorted(found), dtype=np.int64)

    def _share_covered(self, wording: str, targets: Rows) -> NDArray[np.float32]:
        shares = np.zeros(len(self._units), np.float32)
        total = 0.0
        for weight, rows in self._lexical.weights(wording):
            total += weight
            holders = np.zeros(len(self._units), bool)
            holders[self._units.targets[rows[~self._units.spoken[rows]]]] = True
            shares[holders] += weight
        return shares[targets] / total if total else shares[targets]

    def _rank_lexically(self, query: str, filters: Filters | None) -> tuple[_Ranking, NDArray[np.float32] | None]:
        scores = self._lexical.scores(query)
        if scores is None:
            return _NOTHING, None
        passing = self._units.mask(filters)
        rows = np.flatnonzero(scores > 0 if passing is None else (scores > 0) & passing)
        rows = rows[largest(scores[rows], DEPTH)]
        return self._resolve(rows, scores[rows]), scores

    def _rank_densely(self, vector: Vectors, filters: Filters | None) -> _Ranking:
        if not vector.any():
            return _NOTHING
        return self._resolve(*self.dense.nearest(vector, DEPTH, filters))

    def _resolve(self, rows: Rows, scores: NDArray[np.float32]) -> _Ranking:
        """Units, best first, become their targets: each at the place of its best unit."""
        ranking = _Ranking([], {}, {})
        for row, score in zip(rows.tolist(), scores.tolist(), strict=True):
            target = int(self._units.targets[row])
            if target not in ranking.units:
                ranking.targets.append(target)
                ranking.units[target] = row
                ranking.scores[target] = score
        return ranking

    def _hits(
        self,
        query: str,
        vector: Vectors,
        targets: Sequence[int],
        fused: dict[int, float],
        bm25: NDArray[np.float32] | None,
        rankings: tuple[_Ranking, _Ranking],
        filters: Filters | None,
    ) -> list[Hit]:
        coverages = self._coverages(query, targets, filters)
        allowed = [self._units.of_target(target, spoken=filters is None or filters.spoken) for target in targets]
        matched = [_best_unit(target, rankings) for target in targets]
        passages = self._units.read(targets)
        texts = self._units.read(matched)
        return [
            Hit(
                passage=_passage(passages[i]),
                score=fused[target],
                lexical=float(bm25[allowed[i]].max()) if bm25 is not None else 0.0,
                dense=float((self._vectors[allowed[i]] @ vector).max()),
                coverage=coverages[i],
                matched=texts[i].text,
                by_utterance=texts[i].utterance is not None,
            )
            for i, target in enumerate(targets)
        ]

    def _coverages(self, query: str, targets: Sequence[int], filters: Filters | None) -> list[float]:
        passing = self._units.mask(Filters(spoken=filters is None or filters.spoken))
        kept = [(weight, rows if passing is None else rows[passing[rows]]) for weight, rows in self._lexical.weights(query)]
        weighted = [(weight, set(self._units.targets[rows].tolist())) for weight, rows in kept]
        total = sum(weight for weight, _ in weighted)
        if not total:
            return [0.0] * len(targets)
        return [sum(weight for weight, holders in weighted if target in holders) / total for target in targets]


def _best_unit(target: int, rankings: tuple[_Ranking, _Ranking]) -> int:
    """The unit of the ranking where the target stands higher; lexical first, since its words can be shown."""
    standing = [ranking for ranking in rankings if target in ranking.units]
    return min(standing, key=lambda ranking: ranking.targets.index(target)).units[target]


def _passage(unit: Unit) -> Passage:
    if unit.passage is None:
        raise AssertionError("a target is a passage")
    return unit.passage
