"""Links from criteria to proofs, reviewed by hand for the referentials of the project: ids only, on both sides."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

LINKS = Path(__file__).parent / "links.jsonl"


class Link(BaseModel):
    """One line: the id of a criterion, a result or (in a registry sheet) a competence, and the proofs that fit it, best first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    criterion: str = Field(min_length=1)
    proofs: tuple[str, ...] = Field(min_length=2, max_length=4)


@cache
def links() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The links by competence (``"certification/C1"``), then by the id of the passage."""
    by_competence: dict[str, dict[str, tuple[str, ...]]] = {}
    for line in LINKS.read_text("utf-8").splitlines():
        link = Link.model_validate(json.loads(line))
        competence = "/".join(link.criterion.split("/")[:2])
        by_competence.setdefault(competence, {})[link.criterion] = link.proofs
    return by_competence


def reviewed(competence: str, passages: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The links of a competence by passage id; empty unless ``passages`` (the ids of all it can prove) are those that were reviewed.

    A newer version of a text ingested under the same id numbers its criteria otherwise: links by number would then lie.
    """
    found = links().get(competence, {})
    return found if set(found) == set(passages) else {}
