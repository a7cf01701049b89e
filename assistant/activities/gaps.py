"""What a story leaves open, and what an answer added to it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.mapping.model import CompetenceMatch, CriterionMatch, Level, Mapping
from assistant.mapping.questions import missing, question_for

_ORDER = {Level.ABSENT: 0, Level.PARTIAL: 1, Level.COVERED: 2}


@dataclass(frozen=True)
class Gap:
    """A question to the person, and the criteria that its answer may show: those of the competence that are not covered yet."""

    question: str
    criteria: tuple[CriterionMatch, ...]


def gaps(match: CompetenceMatch) -> tuple[Gap, ...]:
    """The questions about one competence, the most useful first; a competence that is not shown at all has its own too."""
    still = [criterion for criterion in match.criteria if criterion.status != Level.COVERED]
    return tuple(Gap(question, tuple(c for c in still if question_for(c.passage) == question)) for question in missing(match))


def gained(before: Mapping, after: Mapping) -> tuple[CriterionMatch, ...]:
    """The criteria that are better shown than before, as they are now."""
    had = {criterion.passage.id: criterion.status for match in before.competences for criterion in match.criteria}
    now = [criterion for match in after.competences for criterion in match.criteria]
    return tuple(criterion for criterion in now if _ORDER[criterion.status] > _ORDER[had.get(criterion.passage.id, Level.ABSENT)])
