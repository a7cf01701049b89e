"""From a score to « couvert, partiel, absent »."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.mapping.model import Level


@dataclass(frozen=True)
class Cut:
    """From which score (0..1) something is shown in part, and from which it is shown well."""

    partial: float
    covered: float


COMPETENCE = Cut(0.5, 0.8)
"""Half: the claim is likelier right than wrong. The second only decides for sheets without criteria."""
CRITERION = Cut(0.4, 0.6)
"""From where two in three are right on stories held out (a lower one gains 0.01 of F1 and costs dossiers more), and four in five."""
PAIR = 0.3
"""From which score a second or third segment is quoted beside the best one."""
_ENOUGH = 2 / 3
"""The share of its criteria (a partial one counts half) from which a competence is covered; a jury asks for all, a dossier shows most."""


def level_of(score: float, cut: Cut) -> Level:
    """The level of one score."""
    return Level.COVERED if score >= cut.covered else Level.PARTIAL if score >= cut.partial else Level.ABSENT


def level_of_competence(score: float, criteria: Sequence[Level]) -> Level:
    """A competence that is shown is covered when enough of its criteria are; one without criteria, when that is nearly sure."""
    level = level_of(score, COMPETENCE)
    if level == Level.ABSENT or not criteria:
        return level
    weights = {Level.COVERED: 1.0, Level.PARTIAL: 0.5, Level.ABSENT: 0.0}
    share = sum(weights[criterion] for criterion in criteria) / len(criteria)
    return Level.COVERED if share >= _ENOUGH else Level.PARTIAL
