"""A mapping as the JSON of ``acquis map``; ``acquis check`` adds the places in the dossier."""

from __future__ import annotations

from typing import Any

from assistant.mapping.model import CompetenceMatch, CriterionMatch, Evidence, Mapping, Segment


def as_document(mapping: Mapping, id: str | None = None) -> dict[str, Any]:
    """Every competence of the certification, shown or not; keys are only ever added."""
    return {
        "id": id,
        "certification": mapping.certification,
        "has_criteria": mapping.has_criteria,
        "competences": [_competence(match) for match in mapping.competences],
        "blocks": [
            {
                "number": block.number,
                "code": block.code,
                "title": block.title,
                "covered": list(block.covered),
                "partial": list(block.partial),
                "absent": list(block.absent),
                "reached": block.reached,
            }
            for block in mapping.blocks
        ],
        "first": mapping.first,
        "unmatched": [segment.text for segment in mapping.unmatched],
        "set_aside": [place_of(item.segment) | {"doubt": item.doubt, "reason": item.reason} for item in mapping.set_aside],
        "notes": list(mapping.notes),
        "elapsed_ms": mapping.elapsed_ms,
    }


def place_of(segment: Segment) -> dict[str, Any]:
    """The words and where they stand; page and paragraph where the segment has them."""
    found: dict[str, Any] = {"text": segment.text, "start": segment.start, "end": segment.end}
    for name in ("page", "paragraph"):
        if (value := getattr(segment, name)) is not None:
            found[name] = value
    return found


def _competence(match: CompetenceMatch) -> dict[str, Any]:
    return {
        "number": match.number,
        "code": match.code,
        "title": match.title,
        "block": match.block,
        "status": match.status,
        "score": match.score,
        "criteria": [_criterion(criterion) for criterion in match.criteria],
        "evidence": [_evidence(item) for item in match.evidence],
        "conditions": [{"id": passage.id, "text": passage.text, "evidence": _evidence(item)} for passage, item in match.conditions],
        "next": list(match.next),
    }


def _criterion(match: CriterionMatch) -> dict[str, Any]:
    return {
        "id": match.passage.id,
        "family": match.family,
        "text": match.passage.text,
        "status": match.status,
        "score": match.score,
        "repeated": match.repeated,
        "evidence": [_evidence(item) for item in match.evidence],
    }


def _evidence(item: Evidence) -> dict[str, Any]:
    found = place_of(item.segment) | {"score": item.score}
    if item.opinion is not None:
        found["opinion"] = {"agrees": item.opinion.agrees, "reason": item.opinion.reason, "engine": item.opinion.engine}
    return found
