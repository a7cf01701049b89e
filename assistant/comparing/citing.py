"""Words of a referential with their place, as statements and exports show them."""

from __future__ import annotations

from assistant.comparing.model import Cited
from assistant.comparing.units import MARKER, Level, Unit
from assistant.provenance import mark_of
from ingest.model import FRENCH_PART


def cited(unit: Unit) -> Cited:
    """The unit's words, on one line, and where they stand."""
    return Cited(unit.passage.id, unit.passage.certification, one_line(unit.text), place_of(unit))


def place_of(unit: Unit) -> str:
    """``"compétence 8, moyens utilisés 2"``, ``"bloc 2, connaissances associées 4"``, the heading of a section, the label of a field;
    and that the words were corrected by hand."""
    return _place(unit) + mark_of(unit.passage)


def _place(unit: Unit) -> str:
    passage = unit.passage
    if unit.level == Level.BLOCK:
        return f"bloc {passage.block}"
    if unit.level == Level.COMPETENCE:
        return f"compétence {passage.competence}"
    if unit.level in (Level.SECTION, Level.FACT):
        return f"section «\xa0{passage.context.rsplit(' > ', 1)[-1].rstrip(' :')}\xa0»"
    group = f"bloc {passage.block}" if unit.level == Level.KNOWLEDGE else f"compétence {passage.competence}"
    return f"{group}, {FRENCH_PART[unit.part]} {passage.id.rsplit('/', 1)[-1]}"


def one_line(text: str) -> str:
    """A text with its line breaks as spaces, without the mark of the list item that it is."""
    return " ".join(MARKER.sub("", text).split())
