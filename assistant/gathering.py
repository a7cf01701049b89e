"""From a reading to the passages that answer it: from the structure where it names a place, from search otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from assistant import cues
from assistant.answer import CompetenceRef
from assistant.catalogue import Catalogue
from assistant.reading import BlockRef, Intent, Reading
from ingest.model import Passage, Section
from ingest.passages import passages_of
from ingest.structure.columns import plain

ALL_PARTS = ("conditions", *cues.FAMILIES, "results")
MAX_SECTION_CHARACTERS = 4000
"""A whole section up to this length is quoted; of a longer one, the paragraphs that answer best."""


@dataclass(frozen=True)
class Gathered:
    """Passages in the order in which they are to be quoted.

    ``passages`` answer, ``besides`` are worth reading too. ``empty`` names what was asked for and is empty in the document. ``nearest``
    came closest where nothing answers. ``competences``: those that the answer is about, likeliest first.
    """

    passages: tuple[Passage, ...] = ()
    empty: tuple[str, ...] = ()
    nearest: tuple[Passage, ...] = ()
    besides: tuple[Passage, ...] = ()
    competences: tuple[CompetenceRef, ...] = ()


class Shelf:
    """The passages of every certification by id, made once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._by_certification = {i: {p.id: p for p in passages_of(known.certification)} for i, known in catalogue.known.items()}

    def passage(self, passage_id: str) -> Passage | None:
        """A passage by id."""
        return self._by_certification.get(passage_id.split("/")[0], {}).get(passage_id)

    def of(self, certification_id: str) -> Iterable[Passage]:
        """All passages of a certification, in document order."""
        return self._by_certification[certification_id].values()


def from_structure(reading: Reading, shelf: Shelf) -> Gathered | None:
    """The passages of the places that a reading names, or None when only search can tell."""
    if reading.intent == Intent.PARTS and reading.competences:
        return Gathered(_of_competences(reading, shelf, reading.parts or ALL_PARTS))
    if reading.intent == Intent.EVIDENCE and reading.competences:
        return Gathered(_of_competences(reading, shelf, reading.parts or cues.FAMILIES))
    if reading.intent == Intent.KNOWLEDGE:
        return _knowledge(reading, shelf)
    if reading.intent == Intent.STRUCTURE:
        return _structure(reading, shelf)
    if reading.intent == Intent.FACT:
        return _facts(reading, shelf)
    return None


def _of_competences(reading: Reading, shelf: Shelf, parts: Sequence[str]) -> tuple[Passage, ...]:
    found: list[Passage] = []
    for ref in reading.competences:
        mine = [p for p in shelf.of(ref.certification) if p.competence == ref.number and p.kind != "bullet"]
        found += [p for part in parts for p in mine if p.part == part]
        if "knowledge" in parts and mine:
            found += _knowledge_of(shelf, BlockRef(ref.certification, mine[0].block or 0))
        if not any(p.part for p in mine):  # registry sheets have titles only
            found += [p for p in mine if p.kind == "competence"]
    return tuple(dict.fromkeys(found))


def _knowledge(reading: Reading, shelf: Shelf) -> Gathered:
    blocks = list(reading.blocks)
    for ref in reading.competences:
        found = shelf.catalogue[ref.certification].competence(ref.number)
        if found:
            blocks.append(BlockRef(ref.certification, found[0].number))
    if not blocks:
        blocks = [BlockRef(i, block.number) for i in reading.certifications for block in shelf.catalogue[i].blocks]
    passages = [p for block in dict.fromkeys(blocks) for p in _knowledge_of(shelf, block)]
    return Gathered(tuple(passages), () if passages else ("connaissances associées",))


def _knowledge_of(shelf: Shelf, ref: BlockRef) -> list[Passage]:
    return [p for p in shelf.of(ref.certification) if p.kind == "knowledge" and p.block == ref.number]


def _structure(reading: Reading, shelf: Shelf) -> Gathered:
    """Blocks and competences; a code that is asked for and that the document leaves blank is empty."""
    passages = _titles(reading, shelf)
    if cues.CODE.search(plain(reading.question)) and not reading.competences:
        codes = [b.code for p in passages if p.kind == "block" for b in shelf.catalogue[p.certification].blocks if b.number == p.block]
        if codes and not any(codes):
            return Gathered(empty=("code du bloc",))
    return Gathered(passages)


def _titles(reading: Reading, shelf: Shelf) -> tuple[Passage, ...]:
    found: list[Passage] = []
    for certification_id in reading.certifications:
        wanted = {block.number for block in reading.blocks if block.certification == certification_id}
        numbers = {ref.number for ref in reading.competences if ref.certification == certification_id}
        for passage in shelf.of(certification_id):
            if passage.kind not in ("block", "competence") or (wanted and passage.block not in wanted):
                continue
            if numbers and passage.kind == "competence" and passage.competence not in numbers:
                continue
            if numbers and passage.kind == "block" and not _holds(shelf, certification_id, passage.block, numbers):
                continue
            found.append(passage)
    return tuple(found)


def _holds(shelf: Shelf, certification_id: str, block: int | None, numbers: set[int]) -> bool:
    return any(b.number == block and c.number in numbers for b, c in shelf.catalogue[certification_id].competences())


def _facts(reading: Reading, shelf: Shelf) -> Gathered:
    passages: list[Passage] = []
    empty: list[str] = []
    for certification_id in reading.certifications:
        for fact in shelf.catalogue[certification_id].facts:
            if not any(_is_asked(fact.key, key) for key in reading.facts):
                continue
            passage = shelf.passage(f"{certification_id}/facts/{fact.key}")
            if passage:
                passages.append(passage)
            else:
                empty.append(fact.label)
    return Gathered(tuple(dict.fromkeys(passages)), tuple(empty))


def _is_asked(fact_key: str, asked: str) -> bool:
    """« access » asks for every access route; dates of registration come with the order that sets them."""
    if asked == "access":
        return fact_key.startswith("access_")
    return fact_key == asked or (asked.startswith("registered") and fact_key == "legal_creation_order")


def sections_named(reading: Reading, certification_id: str, catalogue: Catalogue) -> list[Section]:
    """The sections with text that the reading names by topic: by a heading of their path below the document's own title."""
    patterns = [cues.SECTIONS[key][1] for key in reading.sections]
    sections = [section for section in catalogue[certification_id].sections if section.paragraphs]
    named = [s for s in sections if any(re.search(p, plain(heading)) for p in patterns for heading in s.path[1:] or s.path)]
    of_blocks = [s for s in named for b in reading.blocks if re.search(rf"bloc\D{{0,20}} ?n°? ?{b.number}\b", plain(" ".join(s.path)))]
    return of_blocks or named


def of_sections_named(reading: Reading, passages: Sequence[Passage], catalogue: Catalogue) -> list[Passage]:
    """Those of the passages that stand in the sections that the reading names."""
    if reading.intent != Intent.SECTION:
        return []
    sections = [section for i in reading.certifications for section in sections_named(reading, i, catalogue)]
    named = {paragraph.id for section in sections for paragraph in section.paragraphs}
    return [passage for passage in passages if passage.id in named]


def activities_named(reading: Reading, certification_id: str, shelf: Shelf) -> list[Passage]:
    """The paragraphs on the activity that bears a block's title, for the blocks that the reading names."""
    wanted = {b.number for b in reading.blocks if b.certification == certification_id}
    titles = [plain(b.title) for b in shelf.catalogue[certification_id].blocks if b.number in wanted and b.title]
    starts = [p for p in shelf.of(certification_id) if p.kind == "section" and _is_block_title(p.text, titles)]
    return [p for start in starts for p in activity_of(start, shelf)]


def activity_of(passage: Passage, shelf: Shelf) -> tuple[Passage, ...]:
    """In the section on activities, each activity is a title (that of a block) followed by its paragraphs: all of them go together."""
    certification = shelf.catalogue[passage.certification]
    titles = [plain(block.title) for block in certification.blocks if block.title]
    siblings = [p for p in shelf.of(passage.certification) if p.kind == "section" and p.context == passage.context]
    starts = [rank for rank, p in enumerate(siblings) if _is_block_title(p.text, titles)]
    at = siblings.index(passage) if passage in siblings else -1
    before = [start for start in starts if start <= at]
    if not before:
        return (passage,)
    end = next((start for start in starts if start > at), len(siblings))
    return tuple(siblings[before[-1] : end])


def _is_block_title(text: str, titles: list[str]) -> bool:
    said = plain(text).strip(" •-;:.")
    return any(fuzz.ratio(said, title) >= 90.0 for title in titles)
