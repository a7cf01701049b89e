"""One competence, or one block, rewritten in a form: the texts that its boxes hold, and the certification that they give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.correcting.lines import as_lines, from_lines
from assistant.french import NBSP
from ingest.changes import PARTS
from ingest.errors import AcquisError
from ingest.model import FRENCH_PART, Block, Certification, Competence, Criterion, Family, Part
from ingest.repair import repair

TITLE = "title"


@dataclass(frozen=True)
class Place:
    """What a form edits: a competence, or a block when ``competence`` is None."""

    block: int
    competence: int | None
    name: str


@dataclass(frozen=True)
class Box:
    """One box of the form: ``key`` is ``title`` or a part; ``text`` what it holds now."""

    key: str
    label: str
    text: str


def places(certification: Certification) -> list[Place]:
    """Every block with its competences, in the order of the document."""
    found: list[Place] = []
    for block in certification.blocks:
        title = f" — {block.title}" if block.title else ""
        found.append(Place(block.number, None, f"Bloc {block.number}, intitulé et connaissances{title}"))
        found += [Place(block.number, c.number, f"Compétence {c.number} — {c.title}") for c in block.competences]
    return found


def boxes(certification: Certification, place: Place) -> list[Box]:
    """What the form shows."""
    block, competence = _found(certification, place)
    if competence is None:
        knowledge = Box(Part.KNOWLEDGE, FRENCH_PART[Part.KNOWLEDGE].capitalize(), as_lines(block.knowledge))
        return [Box(TITLE, "Intitulé du bloc", block.title), knowledge]
    names = {part: f"Critères{NBSP}: {FRENCH_PART[part]}" for part in Family}
    parts = [Box(part, names.get(part, FRENCH_PART[part].capitalize()), as_lines(competence.part(part))) for part in PARTS]
    return [Box(TITLE, "Intitulé de la compétence", competence.title), *parts]


def rewritten(certification: Certification, place: Place, texts: Mapping[str, str]) -> Certification:
    """The certification with the texts of a form, by the keys of its boxes.

    Raises:
        AcquisError: a competence is left without a title, or a line belongs to no statement.
    """
    block, competence = _found(certification, place)
    title = _title(texts[TITLE], (competence or block).title)
    if competence is None:
        changed = block.model_copy(update={"title": title, "knowledge": from_lines(texts[Part.KNOWLEDGE], block.knowledge)})
        return _with_block(certification, changed)
    if not title:
        raise AcquisError("L'intitulé d'une compétence ne peut pas être vide : écrivez-en un.")
    everything = [statement for part in PARTS for statement in competence.part(part)]  # a line moved to another part keeps its mark
    parts = {part: from_lines(texts[part], everything) for part in PARTS}
    update = {
        "title": title,
        "conditions": parts[Part.CONDITIONS],
        "criteria": tuple(Criterion(**s.model_dump(), family=family) for family in Family for s in parts[Part(family)]),
        "results": parts[Part.RESULTS],
    }
    mine = competence.model_copy(update=update)
    return _with_block(certification, block.model_copy(update={"competences": _replaced(block.competences, mine)}))


def _found(certification: Certification, place: Place) -> tuple[Block, Competence | None]:
    for block in certification.blocks:
        if block.number == place.block:
            return block, next((c for c in block.competences if c.number == place.competence), None)
    raise AcquisError(f"{place.name} n'est plus dans ce référentiel : rouvrez-le.")


def _title(written: str, known: str) -> str:
    folded = " ".join(written.split())
    return known if folded == " ".join(known.split()) else repair(folded)


def _with_block(certification: Certification, block: Block) -> Certification:
    blocks = tuple(block if other.number == block.number else other for other in certification.blocks)
    return certification.model_copy(update={"blocks": blocks})


def _replaced(competences: Sequence[Competence], mine: Competence) -> tuple[Competence, ...]:
    return tuple(mine if other.number == mine.number else other for other in competences)


