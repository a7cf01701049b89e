"""What is missing, as questions to the person: one per criterion that was not shown, the most useful first."""

from __future__ import annotations

from assistant.mapping.model import CompetenceMatch, CriterionMatch, Level

_MOST = 5
_BY_FAMILY = {
    "methods": "Comment vous y êtes-vous pris, étape par étape ?",
    "means": "Avec quels outils, documents ou équipements l'avez-vous fait ?",
    "relations": "Avec qui avez-vous travaillé, et à qui avez-vous rendu compte ?",
    "constraints": "Quelles règles ou contraintes avez-vous dû respecter, et comment ?",
    "results": "Qu'est-ce que cela a donné, avec des chiffres ou des dates ?",
}


def missing(match: CompetenceMatch) -> tuple[str, ...]:
    """The questions of one competence, at most ``_MOST``, none twice."""
    absent = [criterion for criterion in match.criteria if criterion.status != Level.COVERED]
    return tuple(dict.fromkeys(question_for(criterion) for criterion in absent))[:_MOST]


def question_for(criterion: CriterionMatch) -> str:
    """The question that would bring the evidence of one criterion."""
    return _BY_FAMILY.get(criterion.family, _BY_FAMILY["methods"]).replace(" ?", "\u00a0?")
