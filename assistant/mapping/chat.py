"""Activities told in the chat: mapped to the certification that the dialogue is about, quotations cited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Answer, CompetenceRef, Status
from assistant.catalogue import Catalogue
from assistant.draft import Draft
from assistant.french import NBSP
from assistant.library import Library
from assistant.mapping.mapper import Mapper
from assistant.mapping.markdown import body, closing
from assistant.mapping.opinions import with_opinions
from assistant.mapping.telling import told_part
from assistant.provenance import correction_notes, source_notices
from assistant.reading import Intent, Reading
from assistant.understanding import display_name

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_WHICH = f"À quelle certification faut-il comparer ce que vous avez fait{NBSP}?"
_CRITERIA_SHOWN = 5
_ELSEWHERE = frozenset({Intent.SMALL_TALK, Intent.CATALOGUE, Intent.DRAFT})


def read_as_activity(reading: Reading, question: str, chosen: str | None, catalogue: Catalogue) -> Reading:
    """The reading of a text that tells activities, to be mapped to one certification; any other reading is returned as it is."""
    if reading.intent in _ELSEWHERE or not told_part(question):
        return reading
    named = (chosen,) if chosen else reading.certifications[:1] if reading.named else tuple(catalogue.ids())
    if len(named) == 1:
        return replace(reading, intent=Intent.ACTIVITY, certifications=named, unclear="", correction="", outside=False)
    return replace(reading, unclear=_WHICH, alternatives=tuple(catalogue.ids()))


def activity_answer(mapper: Mapper, reading: Reading, library: Library, model: BaseChatModel | None = None) -> Answer:
    """What the told activities show, with a citation for every criterion quoted; the advice never quotes."""
    certification, catalogue = reading.certifications[0], library.catalogue
    mapping = mapper.map_activity(certification, told_part(reading.question))
    if model is not None:
        mapping = with_opinions(mapping, model, library.settings)
    draft = Draft()
    for line in body(mapping, draft.cell, most=_CRITERIA_SHOWN):
        draft.say(line)
    for line in closing(mapping):
        draft.say(line)
    notes = [note for note in mapping.notes if note not in correction_notes(catalogue[certification])]  # each citation tells it
    quoted = [criterion.passage for match in mapping.shown for criterion in match.criteria if criterion.evidence]
    return Answer(
        status=Status.ANSWERED if mapping.shown else Status.NOT_FOUND,
        answer=draft.markdown,
        reading=f"activités racontées — {display_name(catalogue[certification])}",
        certifications=(certification,),
        competences=tuple(CompetenceRef(certification=certification, number=match.number) for match in mapping.shown),
        citations=tuple(draft.citations),
        advice=(*notes, *source_notices(quoted, catalogue)),
        suggestions=tuple(
            f"Quelles preuves apporter pour la compétence {match.number} du «{NBSP}{display_name(catalogue[certification])}{NBSP}»{NBSP}?"
            for match in mapping.shown[:3]
        ),
    )
