"""What is missing, as questions to the person: one for each criterion that was not shown, the most useful first.

A question is ours and quotes nothing: it is chosen by what the criterion speaks of (:mod:`assistant.mapping.prompts`), or else by its
family, so that it works for a referential never seen.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.french import typeset
from assistant.mapping.doubts import folded
from assistant.mapping.model import CompetenceMatch, CriterionMatch, Level
from assistant.mapping.prompts import BY_FAMILY, BY_SUBJECT
from ingest.model import Passage

_MOST = 5
_WORTH = {"methods": 0.30, "results": 0.25, "relations": 0.20, "means": 0.15, "constraints": 0.05}
"""What a jury misses most. Added to how nearly the criterion was shown: what was half told is soonest completed."""
_REPEATED = 0.4
"""Taken off what other competences ask for too: it says little about this one."""


def missing(match: CompetenceMatch) -> tuple[str, ...]:
    """The questions of one competence, at most ``_MOST``, none twice; for a competence without criteria, one on each side of a deed."""
    if not match.criteria:
        return tuple(typeset(BY_FAMILY[family]) for family in ("methods", "results", "relations")) if match.status != Level.COVERED else ()
    wanted = sorted((criterion for criterion in match.criteria if criterion.status != Level.COVERED), key=lambda c: -_use(c))
    answered = {question_for(criterion.passage) for criterion in match.criteria if criterion.status == Level.COVERED}
    asked = dict.fromkeys(question_for(criterion.passage) for criterion in wanted)
    return tuple(question for question in asked if question not in answered)[:_MOST]


def question_for(passage: Passage) -> str:
    """The question that would bring the evidence of one criterion."""
    text = folded(passage.text)
    for pattern, question in _by_subject():
        if pattern.search(text):
            return typeset(question)
    return typeset(BY_FAMILY.get(passage.part or "", BY_FAMILY["methods"]))


def _use(criterion: CriterionMatch) -> float:
    half_told = 0.3 if criterion.status == Level.PARTIAL else criterion.score
    return _WORTH.get(criterion.family, 0.0) + half_told - (_REPEATED if criterion.repeated else 0.0)


@cache
def _by_subject() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), question) for pattern, question in BY_SUBJECT)
