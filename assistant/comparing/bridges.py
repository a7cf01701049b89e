"""Passerelles: of two certifications, which criteria ask for the same thing, and what one leaves to prove for the other.

A likeness of words and meaning, not a decision: two criteria are « close » when their texts and the competences they belong to are. What a
close criterion has shown is a reason to read the other one, never an equivalence.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.comparing.model import Pair, Status
from assistant.comparing.similarity import Matrix, by_content, by_meaning
from assistant.comparing.units import Level, Unit, units_of
from assistant.comparing.words import same_words
from ingest.model import Part, Passage
from vectorstore.embeddings import Embedder
from vectorstore.tokens import tokens

_CONTENT, _MEANING = 0.3, 0.7
_TITLE_BONUS, _COMPETENCE_BONUS, _PART_BONUS = 0.2, 0.2, 0.03
"""Two statements of competences alike are closer than two of competences that have nothing in common; chosen on the dev set."""
CLOSE = 0.34
"""The score from which two statements are close; CLOSE_TITLES for competences compared as wholes. Both go with the shipped embedding:
a new one asks for another look at the dev set."""
CLOSE_TITLES = 0.35
FIRM = 0.35
"""The likeness of the texts alone below which what is close, maybe by its competence only, is said to be close « peut-être »."""


class Bridges:
    """The scores of every unit of ``a`` against every unit of ``b``: statements, or whole competences where a side has titles only."""

    def __init__(self, a: Sequence[Passage], b: Sequence[Passage], embedder: Embedder) -> None:
        self._embedder = embedder
        self._statements = [_asked(passages) for passages in (a, b)]
        self._competences = [units_of(passages, Level.COMPETENCE) for passages in (a, b)]
        self.by_statement = all(self._statements)
        self.olds, self.news = self._statements if self.by_statement else self._competences
        self.likeness = self._texts(self.olds, self.news)
        self.scores = self._of_statements() if self.by_statement else self._of_competences()
        self.least = CLOSE if self.by_statement else CLOSE_TITLES

    def nearest(self, a: int) -> list[tuple[Unit, float]]:
        """The units of ``b`` with their scores for one unit of ``a``, best first."""
        return [(self.news[b], float(self.scores[a, b])) for b in np.argsort(-self.scores[a], kind="stable")]

    def pairs(self) -> tuple[Pair, ...]:
        """Each unit of ``b`` with its closest of ``a``, or alone, and what else of ``a`` is close to it; last, what is close to none."""
        if not self.olds or not self.news:
            return (
                *(Pair(None, unit, Status.ADDED, 0.0) for unit in self.news),
                *(Pair(unit, None, Status.REMOVED, 0.0) for unit in self.olds),
            )
        best = self.scores.argmax(axis=0)
        found = [self._pair(int(a), b, lone="b") for b, a in enumerate(best)]
        used = {pair.a.passage.id for pair in found if pair.a}
        lone = [a for a, unit in enumerate(self.olds) if unit.passage.id not in used]
        more = [self._pair(a, int(self.scores[a].argmax()), lone="a") for a in lone]
        rank = {unit.passage.id: n for n, unit in enumerate(self.news)}
        return tuple(sorted((*found, *more), key=lambda pair: rank[pair.b.passage.id] if pair.b else len(rank)))

    def _pair(self, a: int, b: int, *, lone: str) -> Pair:
        old, new = self.olds[a], self.news[b]
        if self.scores[a, b] >= self.least:
            status = Status.UNCHANGED if same_words(old.text, new.text) else Status.REWORDED
            return Pair(old, new, status, float(self.likeness[a, b]))
        if lone == "b":
            return Pair(None, new, Status.ADDED, 0.0, nearest=old)
        return Pair(old, None, Status.REMOVED, 0.0, nearest=new)

    def _texts(self, olds: Sequence[Unit], news: Sequence[Unit]) -> Matrix:
        texts, others = [unit.text for unit in olds], [unit.text for unit in news]
        return _CONTENT * by_content(texts, others) + _MEANING * by_meaning(texts, others, self._embedder)

    def _of_statements(self) -> Matrix:
        mine, theirs = self._competences
        title = self._even([unit.text for unit in mine], [unit.text for unit in theirs])
        whole = self._even([self._whole(unit, 0) for unit in mine], [self._whole(unit, 1) for unit in theirs])
        rows, columns = _competence_rows(self.olds, mine), _competence_rows(self.news, theirs)
        bonus = _TITLE_BONUS * title + _COMPETENCE_BONUS * whole
        parts = np.array([[old.part == new.part for new in self.news] for old in self.olds])
        scores: Matrix = self.likeness + bonus[np.ix_(rows, columns)] + _PART_BONUS * parts
        return scores

    def _of_competences(self) -> Matrix:
        """Half the titles, half the best statement of the side that has some against the title of the other."""
        best = self.likeness.copy()
        mine, theirs = self._competences
        if self._statements[1]:
            found = self._texts(mine, self._statements[1])
            for column, unit in enumerate(theirs):
                best[:, column] = _best(found, self._statements[1], unit, axis=1)
        elif self._statements[0]:
            found = self._texts(self._statements[0], theirs)
            for row, unit in enumerate(mine):
                best[row] = _best(found, self._statements[0], unit, axis=0)
        scores: Matrix = (self.likeness + best) / 2
        return scores

    def _even(self, texts: Sequence[str], others: Sequence[str]) -> Matrix:
        return (by_content(texts, others) + by_meaning(texts, others, self._embedder)) / 2

    def _whole(self, competence: Unit, side: int) -> str:
        mine = (unit.text for unit in self._statements[side] if unit.passage.competence == competence.passage.competence)
        return " ".join((competence.text, *mine))


def is_firm(pair: Pair) -> bool:
    """Whether two close statements are close by their own words and meaning, not by their competences only."""
    return pair.similarity >= FIRM or pair.level == Level.COMPETENCE


def shared_words(pair: Pair) -> tuple[list[str], list[str]]:
    """The content words of ``b`` that ``a`` has too, and those that it has not, as they are written, each once."""
    assert pair.a is not None
    assert pair.b is not None
    known = set(tokens(pair.a.text))
    shared: dict[str, str] = {}
    own: dict[str, str] = {}
    for written in pair.b.text.replace("’", "'").replace("'", "' ").split():
        word = written.strip(".,;:!?…()[]«»\"•-–—/")
        found = tokens(word)
        if found:
            (shared if set(found) <= known else own).setdefault(found[0], word)
    return list(shared.values()), list(own.values())


def _asked(passages: Sequence[Passage]) -> list[Unit]:
    """Criteria and expected results; conditions are the setting, nothing to prove."""
    return [unit for unit in units_of(passages, Level.STATEMENT) if unit.part != Part.CONDITIONS]


def _competence_rows(units: Sequence[Unit], competences: Sequence[Unit]) -> list[int]:
    at = {unit.passage.competence: n for n, unit in enumerate(competences)}
    return [at[unit.passage.competence] for unit in units]


def _best(found: Matrix, statements: Sequence[Unit], competence: Unit, *, axis: int) -> Matrix:
    mine = [n for n, unit in enumerate(statements) if unit.passage.competence == competence.passage.competence]
    if not mine:
        return np.zeros(found.shape[1 - axis])
    best: Matrix = found.take(mine, axis=axis).max(axis=axis)
    return best
