"""A certification prepared for mapping: its competences, their criteria, and which criteria repeat from one competence to another."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ingest.model import Block, Certification, Competence, Passage
from vectorstore.matching import Matcher

_SAME = 0.93
"""The cosine from which two statements of different competences say the same."""
_PROVABLE = ("criterion", "result")


class Profile:
    """``numbers``: the c competences, ascending; ``criteria``: the k criteria and results that a person can show, in document order."""

    def __init__(self, certification: Certification, matcher: Matcher) -> None:
        self.certification = certification
        self.matcher = matcher
        self.competences: tuple[tuple[Competence, Block], ...] = tuple(
            (competence, block) for block, competence in sorted(certification.competences(), key=lambda pair: pair[1].number)
        )
        self.numbers = tuple(competence.number for competence, _ in self.competences)
        self.places = {number: place for place, number in enumerate(self.numbers)}
        self.criteria: tuple[Passage, ...] = tuple(matcher.passages[column] for column in self._columns_of_kind(*_PROVABLE))
        self._column = {passage.id: column for column, passage in enumerate(self.criteria)}

    @property
    def has_criteria(self) -> bool:
        """False for a registry sheet, which has titles only."""
        return bool(self.criteria)

    @cached_property
    def criterion_columns(self) -> NDArray[np.int64]:
        """Where the criteria stand among the matcher's passages, shape (k,)."""
        return self._columns_of_kind(*_PROVABLE)

    @cached_property
    def condition_columns(self) -> NDArray[np.int64]:
        """Where the conditions of performance stand among the matcher's passages."""
        return self._columns_of_kind("condition")

    @cached_property
    def title_columns(self) -> NDArray[np.int64]:
        """Where the title of each competence stands among the matcher's passages, shape (c,)."""
        titles = {self.matcher.passages[column].competence: column for column in self._columns_of_kind("competence")}
        return np.array([titles[number] for number in self.numbers], dtype=np.int64)

    @cached_property
    def competence_of(self) -> NDArray[np.int64]:
        """The place (0..c-1) of each passage's competence, shape (p,)."""
        return np.array([self.places[passage.competence or 0] for passage in self.matcher.passages], dtype=np.int64)

    @cached_property
    def repeats(self) -> NDArray[np.int64]:
        """In how many other competences each passage of the matcher is said in nearly the same words, shape (p,)."""
        same = self.matcher.nearness() >= _SAME
        elsewhere = np.zeros((len(same), len(self.numbers)), dtype=bool)
        for place in range(len(self.numbers)):
            elsewhere[:, place] = same[:, self.competence_of == place].any(axis=1)
        elsewhere[np.arange(len(same)), self.competence_of] = False
        counts: NDArray[np.int64] = elsewhere.sum(axis=1)
        return counts

    @cached_property
    def own_columns(self) -> NDArray[np.int64]:
        """The statements and titles that speak for one competence alone, among the matcher's passages."""
        return np.flatnonzero(self.repeats == 0)

    @cached_property
    def peers(self) -> NDArray[np.int64]:
        """How many criteria the competence of each criterion has, shape (k,)."""
        owners = self.competence_of[self.criterion_columns]
        counts: NDArray[np.int64] = np.bincount(owners, minlength=len(self.numbers))[owners]
        return counts

    @cached_property
    def repeated(self) -> NDArray[np.bool_]:
        """Which criteria other competences ask for too, shape (k,)."""
        found: NDArray[np.bool_] = self.repeats[self.criterion_columns] > 0
        return found

    def columns_of(self, place: int) -> list[int]:
        """The criteria (0..k-1) of the competence at a place."""
        number = self.numbers[place]
        return [column for column, passage in enumerate(self.criteria) if passage.competence == number]

    def _columns_of_kind(self, *kinds: str) -> NDArray[np.int64]:
        return np.array([column for column, passage in enumerate(self.matcher.passages) if passage.kind in kinds], dtype=np.int64)
