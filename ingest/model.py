"""The typed referential: ``Certification > Block > Competence > Criterion``, plus ``Section`` and ``Fact``.

Everything here is immutable and serialises to readable JSON. Texts are verbatim: white space is folded to
single spaces and extraction damage is repaired (see :mod:`ingest.repair`), nothing else differs from the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

SCHEMA_VERSION = 1


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Family(StrEnum):
    """The four families of criteria of a CQPM evaluation table."""

    METHODS = "methods"
    MEANS = "means"
    RELATIONS = "relations"
    CONSTRAINTS = "constraints"


class Part(StrEnum):
    """Every part of a competence or certification that a passage can come from."""

    METHODS = "methods"
    MEANS = "means"
    RELATIONS = "relations"
    CONSTRAINTS = "constraints"
    CONDITIONS = "conditions"
    RESULTS = "results"
    KNOWLEDGE = "knowledge"


FRENCH_PART: dict[str, str] = {
    "methods": "méthodes utilisées",
    "means": "moyens utilisés",
    "relations": "liens professionnels / relationnels",
    "constraints": "contraintes liées au milieu et à l'environnement de travail",
    "conditions": "conditions de réalisation",
    "results": "résultats attendus",
    "knowledge": "connaissances associées",
}


class Kind(StrEnum):
    """What sort of certification a document describes."""

    CQPM = "cqpm"
    RNCP = "rncp"
    OTHER = "other"


class Provenance(StrEnum):
    """``official``: the publisher's own text. ``fiche``: a summary written by the project."""

    OFFICIAL = "official"
    FICHE = "fiche"


class Source(_Frozen):
    """Where a text stands: enough to show the words in place.

    ``page`` counts from 1 (PDF) and ``lines`` from 1, both inclusive; each is None where the format has none. ``corrected``: the day on
    which somebody wrote these words by hand in the place of those read there; None for the document's own words.
    """

    document: str
    page: int | None = None
    lines: tuple[int, int] | None = None
    corrected: date | None = None


class Bullet(_Frozen):
    """One item of a list. ``marker`` is the mark exactly as printed, spacing included (``"• "``, ``"-"``), or ``""``."""

    text: str
    marker: str = ""
    source: Source


class Statement(_Frozen):
    """One sentence or paragraph with the list that it introduces.

    ``marker`` is set when the statement is itself a list item without a lead-in sentence.
    """

    id: str = ""
    text: str
    marker: str = ""
    items: tuple[Bullet, ...] = ()
    source: Source

    @property
    def verbatim(self) -> str:
        """The whole wording once, marks included: what a quotation shows, one line for the lead-in and one per item."""
        lines = [self.marker + self.text, *(item.marker + item.text for item in self.items)]
        return "\n".join(line for line in lines if line)


class Criterion(Statement):
    """A statement in one of the four families."""

    family: Family


class Competence(_Frozen):
    """A competence. ``number`` is unique in the certification (1..N); ``local_number`` restarts in each block."""

    number: int
    local_number: int | None = None
    code: str | None = None
    title: str
    conditions: tuple[Statement, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    results: tuple[Statement, ...] = ()
    source: Source

    def part(self, part: str) -> tuple[Statement, ...]:
        """The statements of one part: a family, ``conditions`` or ``results``; empty for ``knowledge``."""
        if part == Part.CONDITIONS:
            return self.conditions
        if part == Part.RESULTS:
            return self.results
        return tuple(criterion for criterion in self.criteria if criterion.family == part)


class Block(_Frozen):
    """A block of competences. ``code`` is None where the document leaves the form's blank unfilled."""

    number: int
    code: str | None = None
    title: str
    knowledge: tuple[Statement, ...] = ()
    competences: tuple[Competence, ...] = ()
    source: Source


class Section(_Frozen):
    """Free text under its headings, outermost first."""

    path: tuple[str, ...]
    paragraphs: tuple[Statement, ...] = ()

    @property
    def text(self) -> str:
        """All paragraphs, one per line, marks included."""
        return "\n".join(paragraph.verbatim for paragraph in self.paragraphs)


class Fact(_Frozen):
    """One field of a registry sheet. ``values`` is empty when the document leaves the field empty."""

    key: str
    label: str
    values: tuple[str, ...] = ()
    source: Source


class Document(_Frozen):
    """The file that a certification was read from. ``pages`` is None for formats without pages."""

    name: str
    format: str
    sha256: str
    pages: int | None = None


class Certification(_Frozen):
    """A whole referential."""

    schema_version: int = SCHEMA_VERSION
    id: str
    title: str
    kind: Kind
    provenance: Provenance = Provenance.OFFICIAL
    label: str | None = None
    codes: dict[str, tuple[str, ...]] = {}
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    facts: tuple[Fact, ...] = ()
    document: Document

    def competences(self) -> Iterator[tuple[Block, Competence]]:
        """Each competence with its block, in the order of their numbers in the document."""
        for block in self.blocks:
            for competence in block.competences:
                yield block, competence

    def competence(self, number: int) -> tuple[Block, Competence] | None:
        """The competence that bears this certification-wide number, with its block."""
        return next(((b, c) for b, c in self.competences() if c.number == number), None)

    def fact(self, key: str) -> Fact | None:
        """The fact of that key, or None when the document has no such field (an empty field is a Fact without values)."""
        return next((fact for fact in self.facts if fact.key == key), None)


class Passage(_Frozen):
    """The unit of search and citation. ``text`` is verbatim; ``context`` (breadcrumb) is for indexing only.

    ``kind``: criterion, condition, result, knowledge, competence, block, section, fact, or ``bullet``: one list item
    with its lead-in, which is searched and whose ``parent`` is what gets cited.
    """

    id: str
    certification: str
    kind: str
    text: str
    context: str = ""
    block: int | None = None
    competence: int | None = None
    part: str | None = None
    parent: str | None = None
    source: Source


class Level(StrEnum):
    """How serious a diagnostic is."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Diagnostic(_Frozen):
    """One line of the parse report. ``code`` is stable and English, ``message`` and ``where`` are French and shown."""

    level: Level
    code: str
    message: str
    where: str = ""
