"""The words that the files of a checklist share."""

from __future__ import annotations

from assistant.activities.checklist import Checklist, Item, Shown
from assistant.evidence.wording import DECISION
from assistant.french import listing
from assistant.provenance import correction_notes, mark_of
from assistant.understanding import display_name
from ingest.model import FRENCH_PART, Provenance

TITLE = "Mes preuves à réunir"
HAVE = "Je l'ai"
FICHE = "Les critères cités viennent d'une fiche, un résumé du projet : seul le texte officiel fait foi."
YOURS = "Ce que vous dites et ce que dit le référentiel"


def subject(checklist: Checklist) -> str:
    """The certification by its name."""
    return display_name(checklist.certification)


def notes(checklist: Checklist) -> tuple[str, ...]:
    """What the reader must know of the whole."""
    fiche = (FICHE,) if checklist.certification.provenance == Provenance.FICHE else ()
    return (DECISION, *fiche, *correction_notes(checklist.certification))


def marks(item: Item) -> str:
    """``"[1], [2] et [5]"``."""
    return listing([f"[{mark}]" for mark in item.marks])


def place(shown: Shown) -> str:
    """``"compétence 2, méthodes utilisées"``, and that the words were corrected by hand."""
    return f"compétence {shown.passage.competence}{f', {part(shown)}' if part(shown) else ''}{mark_of(shown.passage)}"


def part(shown: Shown) -> str:
    """``"méthodes utilisées"``; empty for the competence as a whole."""
    return FRENCH_PART.get(shown.passage.part or "", "")
