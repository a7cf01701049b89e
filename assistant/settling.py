"""The last step of understanding: what a question is about and what is asked of it, once the places that it names are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant import cues
from assistant.answer import CompetenceRef
from assistant.catalogue import Catalogue
from assistant.dialogue import Memory
from assistant.reading import BlockRef, Intent, Reading
from assistant.topic import search_query, topic_query
from ingest.model import Kind

_WHICH = "De quelle compétence s'agit-il, et de quelle certification ?"


def settle(reading: Reading, folded: str, catalogue: Catalogue) -> Reading:
    """The topic and the final intent, from what was found."""
    if not reading.inherited:
        reading = replace(reading, narrated=bool(cues.NARRATION.search(folded)))
        reading = replace(
            reading,
            topic=topic_query(reading, folded, catalogue),
            query=search_query(reading, folded, catalogue),
            everywhere=bool(cues.EVERYWHERE.search(folded)),
            quantity=bool(cues.QUANTITY.search(folded)),
        )
    if reading.unclear or reading.correction:
        return reading
    if reading.intent == Intent.DRAFT:
        return reading if reading.certifications else replace(reading, unclear=_WHICH, alternatives=tuple(catalogue.ids()))
    if reading.intent == Intent.EVIDENCE:
        whole_blocks = reading.blocks and not (reading.competences or reading.topic)
        return replace(reading, competences=_of_blocks(reading.blocks, catalogue)) if whole_blocks else reading
    if reading.competences and cues.BLOCK_OF.search(folded):
        return replace(reading, intent=Intent.STRUCTURE)
    if reading.topic and cues.LOCATE.search(folded):
        return replace(reading, intent=Intent.SEARCH, parts=())
    if reading.parts and not (reading.topic or reading.certifications or reading.competences or reading.sections):
        return replace(reading, unclear=_WHICH, alternatives=tuple(catalogue.ids()))
    return replace(reading, **_intent_of_place(reading, folded, catalogue))


def _intent_of_place(reading: Reading, folded: str, catalogue: Catalogue) -> dict[str, Any]:
    """What changes in a reading, given the places that it names: the first rule that fits."""
    families = {*cues.FAMILIES, "conditions", "results"}
    if reading.quantity and not (cues.COUNT.search(folded) or reading.facts or (reading.parts and reading.competences)):
        return {"intent": Intent.SEARCH, "parts": ()}
    if reading.inherited and (reading.competences or reading.intent != Intent.PARTS):
        return {}
    if reading.competences and reading.parts:
        return {"intent": Intent.KNOWLEDGE if reading.parts == ("knowledge",) else Intent.PARTS}
    if reading.numbered and len(reading.competences) > 1 and cues.COMPARISON.search(folded):
        return {"intent": Intent.PARTS}
    if reading.facts and any(catalogue[i].kind == Kind.RNCP for i in reading.certifications) and not reading.competences:
        return {"intent": Intent.FACT}
    if "knowledge" in reading.parts and reading.certifications and (reading.blocks or not reading.topic):
        return {"intent": Intent.KNOWLEDGE}
    if reading.blocks and cues.LISTED.search(folded) and not (reading.parts or reading.competences or cues.ACTIVITY.search(folded)):
        return {"intent": Intent.STRUCTURE}
    if reading.blocks and reading.certifications and not reading.competences and (reading.sections or cues.ACTIVITY.search(folded)):
        return {"intent": Intent.SECTION, "sections": reading.sections or ("missions",)}
    if reading.certifications and cues.WHOLE_STRUCTURE.search(folded):
        return {"intent": Intent.STRUCTURE}
    if cues.COUNT.search(folded) and reading.certifications and not set(reading.parts) & families:
        return {"intent": Intent.STRUCTURE}
    if (
        cues.STRUCTURE.search(folded)
        and reading.certifications
        and not (set(reading.parts) & families or reading.sections or reading.topic)
    ):
        return {"intent": Intent.STRUCTURE}
    if reading.certifications and cues.LISTED.search(folded) and not (_names_a_place(reading) or reading.topic):
        return {"intent": Intent.STRUCTURE}
    if reading.blocks and set(reading.parts) & families:
        return {"intent": Intent.PARTS, "competences": _of_blocks(reading.blocks, catalogue)}
    if reading.sections and not reading.competences:
        return {"intent": Intent.SECTION}
    if reading.blocks and not reading.competences:
        return {"intent": Intent.STRUCTURE}
    if reading.competences and not reading.topic:
        return {"intent": Intent.PARTS}
    if len(reading.certifications) > 1 and cues.COMPARISON.search(folded) and not (reading.topic or reading.parts or reading.facts):
        return {"intent": Intent.STRUCTURE}
    return {"intent": Intent.PARTS if reading.parts and "knowledge" not in reading.parts else Intent.SEARCH}


def _names_a_place(reading: Reading) -> bool:
    return bool(reading.parts or reading.sections or reading.facts or reading.competences or reading.blocks)


def is_compared(reading: Reading, folded: str, memory: Memory | None, catalogue: Catalogue) -> bool:
    """Whether the question wants places side by side: it says so, names the versions of one title, or goes on with a comparison."""
    if cues.COMPARISON.search(folded):
        return True
    several = len(reading.certifications) > 1
    versions = several and set(reading.certifications) <= set(catalogue.versions_of(reading.certifications[0])) and not reading.everywhere
    return versions or bool(several and memory and memory.reading.compared)


def _of_blocks(blocks: Sequence[BlockRef], catalogue: Catalogue) -> tuple[CompetenceRef, ...]:
    return tuple(
        CompetenceRef(certification=block.certification, number=competence.number)
        for block in blocks
        for competence in catalogue[block.certification].blocks[block.number - 1].competences
    )
