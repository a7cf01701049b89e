"""A check as the JSON of ``acquis check``: that of ``acquis map`` with places in the dossier, and what a dossier has besides."""

from __future__ import annotations

from typing import Any

from assistant.dossier.model import Check
from assistant.dossier.wording import STATE, counts, next_steps
from assistant.mapping.document import as_document as mapping_document
from assistant.mapping.document import place_of
from assistant.mapping.model import Level, Segment, SetAside

FORMAT = 1
"""Raised when a key changes its meaning; a comparison refuses another one."""


def as_document(check: Check, *, masked: bool = False) -> dict[str, Any]:
    """Every competence, shown or not. ``start`` and ``end`` count the characters of the dossier's paragraph ``paragraph``."""
    document = mapping_document(check.mapping)
    for competence in document["competences"]:
        competence["state"] = STATE[Level(competence["status"])]
    return document | {
        "format": FORMAT,
        "title": check.title,
        "dossier": {
            "name": check.dossier.name,
            "format": check.dossier.format,
            "pages": check.dossier.pages,
            "paragraphs": len(check.dossier.extracts),
            "words": check.dossier.words,
        },
        "masked": masked,
        "summary": {str(level): number for level, number in counts(check).items()} | {"by_block": _by_block(document["blocks"])},
        "claims": [_aside(item) for item in check.claims],
        "useless": [_placed(segment) for segment in check.useless],
        "announced": [{"label": item.label} | _placed(item.where) for item in check.announced],
        "next_steps": next_steps(check),
        "notes": list(check.notes),
        "elapsed_ms": check.elapsed_ms,
    }


def _by_block(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"number": block["number"], "code": block["code"], "title": block["title"], "reached": block["reached"]}
        | {str(level): len(block[str(level)]) for level in Level}
        for block in blocks
    ]


def _aside(item: SetAside) -> dict[str, Any]:
    return _placed(item.segment) | {"reason": item.reason}


def _placed(segment: Segment) -> dict[str, Any]:
    return place_of(segment) | ({"heading": segment.heading} if segment.heading else {})
