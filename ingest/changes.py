"""What differs between two states of one referential, place by place: what a person reads before a correction is kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from rapidfuzz import fuzz

from ingest.model import FRENCH_PART, Block, Certification, Competence, Fact, Family, Part, Section, Statement

PARTS = (Part.CONDITIONS, *Family, Part.RESULTS)
_SAME_STATEMENT = 40.0
"""rapidfuzz ratio (0..100) from which two texts at the same place are one that was rewritten."""
_T = TypeVar("_T")


@dataclass(frozen=True)
class Change:
    """One text that differs. ``place`` is French (``"compétence 8, moyens utilisés 2"``); a side without text is empty."""

    place: str
    old: str
    new: str


def changes(before: Certification, after: Certification) -> tuple[Change, ...]:
    """Everything that differs, to the character, in the order of ``after``; what only ``before`` has follows what it stood in."""
    return tuple(change for change in _changes(before, after) if change.old != change.new)


def _changes(before: Certification, after: Certification) -> Iterator[Change]:
    yield Change("intitulé", before.title, after.title)
    yield Change("version", before.label or "", after.label or "")
    yield Change("type", before.kind, after.kind)
    yield Change("codes", _codes(before), _codes(after))
    yield from (_of_fact(one, other) for one, other in facing(before.facts, after.facts, lambda fact: fact.key, _apart))
    yield from _of_blocks(before, after)
    for one, other in facing(before.sections, after.sections, lambda section: section.path, _same_section):
        yield from _of_section(one, other)


def _codes(certification: Certification) -> str:
    return " ; ".join(f"{name} : {', '.join(values)}" for name, values in certification.codes.items())


def _apart(one: Fact, other: Fact) -> float:  # noqa: ARG001 - fields of other keys are other fields
    return 0.0


def _of_fact(before: Fact | None, after: Fact | None) -> Change:
    either = after or before
    assert either is not None
    old, new = ("\n".join((fact.label, *fact.values)) if fact else "" for fact in (before, after))
    return Change(f"fiche signalétique, {either.label.rstrip(' :')}", old, new)


def _of_blocks(before: Certification, after: Certification) -> Iterator[Change]:
    blocks, competences = counterparts(before.blocks, after.blocks), counterparts(_all(before), _all(after))
    for block in after.blocks:
        old = blocks.get(block.number)
        yield Change(f"bloc {block.number}", _title(old) if old else "", _title(block))
        yield from _of_part(f"bloc {block.number}, {FRENCH_PART[Part.KNOWLEDGE]}", old.knowledge if old else (), block.knowledge)
        for competence in block.competences:
            yield from _of_competence(competences.get(competence.number), competence)
    kept = {block.number for block in blocks.values()}
    for block in before.blocks:
        if block.number not in kept:
            yield Change(f"bloc {block.number}", _title(block), "")
            yield from _of_part(f"bloc {block.number}, {FRENCH_PART[Part.KNOWLEDGE]}", block.knowledge, ())
    kept = {competence.number for competence in competences.values()}
    for competence in _all(before):
        if competence.number not in kept:
            yield from _of_competence(competence, None)


def _all(certification: Certification) -> list[Competence]:
    return [competence for _, competence in certification.competences()]


def _of_competence(before: Competence | None, after: Competence | None) -> Iterator[Change]:
    either = after or before
    assert either is not None
    name = f"compétence {either.number}"
    yield Change(name, _title(before) if before else "", _title(after) if after else "")
    for part in PARTS:
        yield from _of_part(f"{name}, {FRENCH_PART[part]}", before.part(part) if before else (), after.part(part) if after else ())


def _title(place: Block | Competence) -> str:
    code = f"[{place.code}] " if place.code else ""
    return f"{place.number}. {code}{place.title}"


def _same_section(one: Section, other: Section) -> float:
    return fuzz.ratio(one.text, other.text)


def _of_section(before: Section | None, after: Section | None) -> Iterator[Change]:
    either = after or before
    assert either is not None
    name = f"section « {' › '.join(either.path[-2:])} »"
    yield Change(name, " › ".join(before.path) if before else "", " › ".join(after.path) if after else "")
    yield from _of_part(name, before.paragraphs if before else (), after.paragraphs if after else ())


def _of_part(name: str, before: Sequence[Statement], after: Sequence[Statement]) -> Iterator[Change]:
    ranks = {id(statement): rank for side in (before, after) for rank, statement in enumerate(side, start=1)}
    for old, new in facing(before, after, lambda statement: statement.verbatim, likeness):
        yield Change(f"{name} {ranks[id(new or old)]}", old.verbatim if old else "", new.verbatim if new else "")


def likeness(one: Statement, other: Statement) -> float:
    """How much two statements have in common, from 0 to 100."""
    return fuzz.ratio(one.verbatim, other.verbatim)


def counterparts(before: Sequence[_Numbered], after: Sequence[_Numbered]) -> Mapping[int, _Numbered]:
    """For the number of each block (or competence) of ``after``, that of ``before``: of the same title, else of the same number.

    A competence that was forgotten by the reading and is added by hand moves the numbers of those that follow: the titles tell.
    """
    found: dict[int, _Numbered] = {}
    left = list(before)
    for same in (
        lambda old, new: (old.number, old.title) == (new.number, new.title),
        lambda old, new: old.title == new.title,
        lambda old, new: old.number == new.number,
    ):
        for new in after:
            old = next((old for old in left if same(old, new)), None) if new.number not in found else None
            if old is not None:
                found[new.number] = old
                left.remove(old)
    return found


_Numbered = TypeVar("_Numbered", Block, Competence)


def facing(
    before: Sequence[_T], after: Sequence[_T], key: Callable[[_T], Hashable], likeness_of: Callable[[_T, _T], float]
) -> Iterator[tuple[_T | None, _T | None]]:
    """Each item of ``after`` with what it was: of the same key and order, else, between two of those, the likeliest that is left."""
    matcher = SequenceMatcher(None, [key(item) for item in before], [key(item) for item in after], autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(before[i:j], after[k:m], strict=True)
            continue
        left = list(before[i:j])
        for item in after[k:m]:
            scores = [likeness_of(old, item) for old in left]
            if scores and max(scores) >= _SAME_STATEMENT:
                yield left.pop(scores.index(max(scores))), item
            else:
                yield None, item
        for item in left:
            yield item, None
