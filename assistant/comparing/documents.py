"""A comparison, its impact and a concordance as the JSON of ``acquis compare``; keys are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.comparing.citing import place_of
from assistant.comparing.concordance import Concordance
from assistant.comparing.impact import Carried, Impact, counted
from assistant.comparing.model import Cited, Comparison, Pair, Statement
from assistant.comparing.units import Unit
from assistant.comparing.words import as_operations


def as_document(comparison: Comparison, impact: Impact | None = None) -> dict[str, Any]:
    """The whole comparison. ``diff``: "=" and "-" joined give the text of ``a``, "=" and "+" that of ``b``."""
    document: dict[str, Any] = {
        "a": comparison.a,
        "b": comparison.b,
        "relation": comparison.relation,
        "date": comparison.on.isoformat(),
        "pairs": [_pair(pair) for pair in comparison.pairs],
        "summary": {
            "counts": comparison.counts(),
            "statements": [_statement(statement) for statement in comparison.statements],
            "notes": list(comparison.notes),
        },
    }
    if impact is not None:
        document["impact"] = {"counts": counted(impact.carried), "criteria": [_carried(item) for item in impact.carried]}
    return document


def _pair(pair: Pair) -> dict[str, Any]:
    document: dict[str, Any] = {
        "a": pair.a.passage.id if pair.a else None,
        "b": pair.b.passage.id if pair.b else None,
        "status": pair.status,
        "similarity": round(pair.similarity, 3),
        "diff": [list(operation) for operation in as_operations(pair.spans)],
        "level": pair.level,
        "a_place": _place(pair.a),
        "b_place": _place(pair.b),
        "only_form": pair.only_form,
    }
    if pair.excerpt:
        document["excerpt"] = pair.excerpt
    if pair.nearest:
        document["nearest"] = pair.nearest.passage.id
    return document


def _place(unit: Unit | None) -> str | None:
    return place_of(unit) if unit else None


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "text": statement.text,
        "status": statement.status,
        "competence": statement.competence,
        "a": _cited(statement.a),
        "b": _cited(statement.b),
        "only_form": statement.only_form,
    }


def _cited(words: Cited | None) -> dict[str, str] | None:
    return {"passage": words.passage, "certification": words.certification, "text": words.text, "place": words.place} if words else None


def _carried(item: Carried) -> dict[str, Any]:
    return {
        "a": item.pair.a.passage.id if item.pair.a else None,
        "b": item.pair.b.passage.id if item.pair.b else None,
        "carry": item.carry,
        "before": item.proven.status if item.proven else None,
        "evidence": list(item.proven.evidence) if item.proven else [],
        "why": item.why,
    }


def concordance_document(found: Sequence[Concordance]) -> dict[str, Any]:
    """Each term with its occurrences by certification."""
    return {
        "terms": [
            {
                "term": one.term,
                "certifications": [
                    {
                        "id": name,
                        "count": len(occurrences),
                        "occurrences": [
                            {"passage": item.passage.id, "place": item.place, "text": item.passage.text} for item in occurrences
                        ],
                    }
                    for name, occurrences in one.by_certification.items()
                ],
            }
            for one in found
        ]
    }
