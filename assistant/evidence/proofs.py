"""The catalogue: kinds of proof that people bring from industry, written by the project, in its own words.

All of it is advice: it is never quoted as the words of a referential.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ingest.model import Part

CATALOGUE = Path(__file__).parent / "catalogue.jsonl"

Text = Annotated[str, Field(min_length=1)]


class Proof(BaseModel):
    """One kind of proof.

    ``shows``: what it lets a reader see. ``must_contain``: what it needs to convince. ``hide``: what to mask in it.
    ``watch_out``: what is not enough by itself. ``families``: the parts of a competence that it serves.
    ``words``: how people and texts call it, for search only.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    name: Text
    shows: Text
    must_contain: Annotated[tuple[Text, ...], Field(min_length=3)]
    hide: tuple[Text, ...]
    watch_out: Text
    families: Annotated[tuple[Part, ...], Field(min_length=1)]
    words: Annotated[tuple[Text, ...], Field(min_length=3)]


@cache
def catalogue() -> Mapping[str, Proof]:
    """Every kind of proof by id, in the order of the file; read once."""
    lines = CATALOGUE.read_text("utf-8").splitlines()
    return MappingProxyType({proof.id: proof for proof in (Proof.model_validate(json.loads(line)) for line in lines)})
