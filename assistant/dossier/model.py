"""What a dossier is made of once read, and what a check of it finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.mapping.model import Mapping, Segment, SetAside


class Kind(StrEnum):
    """What a passage of a dossier is: a heading, prose, an item of a list, a row of a table."""

    HEADING = "heading"
    PROSE = "prose"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True)
class Extract:
    """One paragraph, list item or table row, as written; the cells of a row are joined by ``" | "``.

    ``number`` counts all extracts of the dossier from 1, headings included; ``page`` is known for PDF only; ``heading``: the title
    that it stands under; ``section`` counts the headings before it.
    """

    number: int
    text: str
    kind: Kind
    page: int | None = None
    heading: str = ""
    section: int = 0


@dataclass(frozen=True)
class Dossier:
    """A dossier read from a file. ``notes``: what the reader could not read, as French sentences."""

    name: str
    format: str
    extracts: tuple[Extract, ...]
    pages: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """How many words it holds."""
        return sum(len(extract.text.split()) for extract in self.extracts)


@dataclass(frozen=True)
class Announced:
    """A proof that the text refers to and that is not in the file: ``label`` as written (« annexe 3 »), ``where`` it is announced."""

    label: str
    where: Segment


@dataclass(frozen=True)
class Check:
    """A dossier beside a certification. ``mapping``: what it shows.

    ``claims``: what is asserted without a fact, with the reason. ``useless``: passages that serve nothing of this certification and are
    not claims. ``announced``: proofs referred to and not attached. ``title``: the certification's. ``certification_label``: its version.
    """

    dossier: Dossier
    title: str
    mapping: Mapping
    claims: tuple[SetAside, ...]
    useless: tuple[Segment, ...]
    announced: tuple[Announced, ...]
    notes: tuple[str, ...]
    elapsed_ms: float = 0.0
