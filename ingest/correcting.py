"""A referential corrected by hand: what stays of the document's words, what somebody wrote in their place, and the way back.

A record that was corrected keeps what was read from the document (``as_read``) and the state before the last correction (``previous``).
Words are marked (``Source.corrected``) by comparing them with both: those of the document lose their mark, those of an earlier correction
keep its day, all others bear today's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from ingest.changes import PARTS, counterparts, facing, likeness
from ingest.errors import AcquisError
from ingest.model import (
    Block,
    Bullet,
    Certification,
    Competence,
    Criterion,
    Diagnostic,
    Fact,
    Family,
    Level,
    Section,
    Source,
    Statement,
)
from ingest.storage import Record
from ingest.structure.checks import CODES, check
from ingest.structure.identify import with_ids

HAND_CORRECTED = "hand-corrected"
_S = TypeVar("_S", bound=Statement)


def correct(record: Record, edited: Certification, on: date) -> Record:
    """The record with the words of ``edited``, marked; the same record when nothing differs.

    Id, provenance and document stay those of the record: a correction makes no fiche official and changes no document.
    """
    kept, read = record.certification, record.as_read or record.certification
    marked = _Marking(kept, read, on).certification(edited)
    if marked == kept:
        return record
    return _with(record, marked, read)


def restore(record: Record) -> Record:
    """The record as it was before the last correction, which is kept in its turn: restoring twice changes nothing.

    Raises:
        AcquisError: nothing was corrected.
    """
    if record.previous is None:
        raise AcquisError(f"« {record.certification.id} » n'a pas de version précédente : rien n'y a été corrigé.")
    return _with(record, record.previous, record.as_read or record.certification)


def relabel(record: Record, label: str | None) -> Record:
    """The record under another version label, in all the states that it keeps: a label is no word of the document."""
    states = {name: getattr(record, name) for name in ("certification", "as_read", "previous")}
    return record.model_copy(update={name: state and state.model_copy(update={"label": label}) for name, state in states.items()})


def corrected_places(certification: Certification) -> Iterator[Source]:
    """The places whose words were written by hand."""
    return (source for source in _places(certification) if source.corrected)


def last_corrected(certification: Certification) -> date | None:
    """The day of the last correction that shows in the words; None for the document's own words."""
    return max((source.corrected for source in corrected_places(certification) if source.corrected), default=None)


def _with(record: Record, certification: Certification, read: Certification) -> Record:
    reading = [d for d in record.diagnostics if d.code not in (*CODES, HAND_CORRECTED)]
    return record.model_copy(
        update={
            "certification": certification,
            "as_read": None if certification == read else read,
            "previous": record.certification,
            "diagnostics": (*reading, *check(certification), *_told(certification)),
        }
    )


def _told(certification: Certification) -> Iterator[Diagnostic]:
    count, on = sum(1 for _ in corrected_places(certification)), last_corrected(certification)
    if on:
        words = "1 texte corrigé" if count == 1 else f"{count} textes corrigés"
        message = f"{words} à la main (en dernier le {on:%d/%m/%Y}) : chaque citation de ces mots le dit."
        yield Diagnostic(level=Level.INFO, code=HAND_CORRECTED, message=message)


def _places(certification: Certification) -> Iterator[Source]:
    yield from (fact.source for fact in certification.facts)
    for block in certification.blocks:
        yield block.source
        yield from (statement.source for statement in block.knowledge)
        for competence in block.competences:
            yield competence.source
            yield from (s.source for s in (*competence.conditions, *competence.criteria, *competence.results))
    yield from (paragraph.source for section in certification.sections for paragraph in section.paragraphs)


class _Marking:
    """Gives every text of an edited certification its place and its mark, by the state kept and what was read from the document."""

    def __init__(self, kept: Certification, read: Certification, on: date) -> None:
        self._kept, self._read, self._on = kept, read, on
        self._nowhere = Source(document=kept.document.name, corrected=on)

    def certification(self, edited: Certification) -> Certification:
        kept = self._kept
        fixed = {"id": kept.id, "provenance": kept.provenance, "document": kept.document}
        update = {
            "blocks": tuple(self._block(block, edited) for block in edited.blocks),
            "sections": self._sections(edited.sections),
            "facts": tuple(self._fact(fact) for fact in edited.facts),
        }
        return with_ids(edited.model_copy(update=fixed | update))

    def _block(self, block: Block, edited: Certification) -> Block:
        kept, read = (counterparts(state.blocks, edited.blocks).get(block.number) for state in (self._kept, self._read))
        return block.model_copy(
            update={
                "source": self._of_title(block, kept, read),
                "knowledge": self._statements(block.knowledge, kept.knowledge if kept else (), read.knowledge if read else ()),
                "competences": tuple(self._competence(competence, edited) for competence in block.competences),
            }
        )

    def _competence(self, competence: Competence, edited: Certification) -> Competence:
        states = (_competences(self._kept), _competences(self._read))
        kept, read = (counterparts(state, _competences(edited)).get(competence.number) for state in states)
        parts = {
            part: self._statements(competence.part(part), *(state.part(part) if state else () for state in (kept, read))) for part in PARTS
        }
        criteria = [criterion for family in Family for criterion in parts[family] if isinstance(criterion, Criterion)]
        update = {"conditions": parts["conditions"], "results": parts["results"], "criteria": tuple(criteria)}
        return competence.model_copy(update=update | {"source": self._of_title(competence, kept, read)})

    def _of_title(self, edited: Block | Competence, *states: Block | Competence | None) -> Source:
        for state in states:
            if state is not None and (state.title, state.code) == (edited.title, edited.code):
                return state.source
        place = next((state.source for state in states if state is not None), self._nowhere)
        return place.model_copy(update={"corrected": self._on})

    def _fact(self, fact: Fact) -> Fact:
        known = [other for state in (self._kept, self._read) for other in state.facts if other.key == fact.key]
        for other in known:
            if (other.label, other.values) == (fact.label, fact.values):
                return fact.model_copy(update={"source": other.source})
        place = next((other.source for other in known), self._nowhere)
        return fact.model_copy(update={"source": place.model_copy(update={"corrected": self._on})})

    def _sections(self, edited: Sequence[Section]) -> tuple[Section, ...]:
        kept, read = (self._beside(state.sections, edited) for state in (self._kept, self._read))
        return tuple(
            section.model_copy(
                update={"paragraphs": self._statements(section.paragraphs, *(s.paragraphs if s else () for s in (kept[n], read[n])))}
            )
            for n, section in enumerate(edited)
        )

    @staticmethod
    def _beside(state: Sequence[Section], edited: Sequence[Section]) -> list[Section | None]:
        def alike(one: Section, other: Section) -> float:
            return 100.0 * (one.path == other.path or one.text == other.text)

        return [old for old, new in facing(state, edited, lambda section: section.path, alike) if new is not None]

    def _statements(self, edited: Sequence[_S], kept: Sequence[Statement], read: Sequence[Statement]) -> tuple[_S, ...]:
        was_kept, was_read = (_facing(state, edited) for state in (kept, read))
        return tuple(self._statement(statement, was_kept[n], was_read[n]) for n, statement in enumerate(edited))

    def _statement(self, statement: _S, kept: Statement | None, read: Statement | None) -> _S:
        for state in (kept, read):
            if state is not None and _words(state) == _words(statement):
                return statement.model_copy(update={"source": state.source, "items": state.items})
        place = (kept or read).source if kept or read else self._nowhere  # type: ignore[union-attr]
        items = tuple(self._item(item, statement, kept, read) for item in statement.items)
        return statement.model_copy(update={"source": place.model_copy(update={"corrected": self._on}), "items": items})

    def _item(self, item: Bullet, statement: Statement, *states: Statement | None) -> Bullet:
        for state in states:
            for old in state.items if state is not None and state.text == statement.text else ():
                if (old.marker, old.text) == (item.marker, item.text):
                    return old
        place = next((state.source for state in states if state is not None), self._nowhere)
        return item.model_copy(update={"source": place.model_copy(update={"corrected": self._on})})


def _competences(certification: Certification) -> list[Competence]:
    return [competence for _, competence in certification.competences()]


def _facing(state: Sequence[Statement], edited: Sequence[Statement]) -> list[Statement | None]:
    """For each statement of ``edited``, what it was: the same words wherever they stand in the part, else what they replace."""
    found = [old for old, new in facing(state, edited, _words, likeness) if new is not None]
    used = {id(old) for old in found if old is not None}
    for n, statement in enumerate(edited):
        if found[n] is None or _words(found[n]) != _words(statement):
            same = next((old for old in state if id(old) not in used and _words(old) == _words(statement)), None)
            found[n] = same or found[n]
            used.add(id(same))
    return found


def _words(statement: Statement | None) -> tuple[object, ...]:
    if statement is None:
        return ()
    return statement.marker, statement.text, tuple((item.marker, item.text) for item in statement.items)
