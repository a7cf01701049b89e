"""The French words around citations and referentials, as plain text; what shows them escapes them."""

from __future__ import annotations

from assistant.answer import Answer, Citation
from assistant.catalogue import Catalogue
from assistant.french import NBSP, plural
from assistant.understanding import display_name
from ingest.model import FRENCH_PART, Certification, Level, Passage, Provenance, Source
from ingest.structure.places import where

FICHE_NOTE = "Fiche : résumé du projet, seul le texte officiel fait foi."
LEVELS = {Level.INFO: "Information", Level.WARNING: "Avertissement", Level.ERROR: "Erreur"}
SERIOUS_FIRST = (Level.ERROR, Level.WARNING, Level.INFO)
STATUSES = {"added": "ajouté", "updated": "mis à jour", "unchanged": "inchangé", "failed": "non lu"}


def origin(certification: Certification) -> str:
    """``"fiche"`` or ``"texte officiel"``."""
    return "fiche" if certification.provenance == Provenance.FICHE else "texte officiel"


def choice_name(certification: Certification) -> str:
    """A certification in a list of choices: title, label, and what its text is."""
    return f"{display_name(certification)} — {origin(certification)}"


def counts(certification: Certification) -> str:
    """``"3 blocs, 6 compétences, 74 critères"``; zeros are left out."""
    competences = [competence for _, competence in certification.competences()]
    numbers = (
        (len(certification.blocks), "bloc"),
        (len(competences), "compétence"),
        (sum(len(competence.criteria) for competence in competences), "critère"),
        (0 if competences else len(certification.sections), "section"),
    )
    return ", ".join(plural(count, noun) for count, noun in numbers if count) or "aucun contenu reconnu"


def citation_title(number: int, citation: Citation, passage: Passage | None, catalogue: Catalogue) -> str:
    """``"[1] Technicien de la qualité — compétence 4, moyens utilisés — p. 3, l. 12"``."""
    name = display_name(catalogue[citation.certification]) if citation.certification in catalogue else citation.certification
    pieces = [name, _place_in_referential(citation, passage), citation_place(citation)]
    return f"[{number}] " + " — ".join(piece for piece in pieces if piece)


def citation_place(citation: Citation) -> str:
    """``"p. 3, l. 12"``; empty when the document has neither pages nor lines."""
    return where(Source(document=citation.document, page=citation.page, lines=citation.lines))


def _place_in_referential(citation: Citation, passage: Passage | None) -> str:
    part = FRENCH_PART.get(citation.family or "", "")
    if citation.competence is not None:
        return ", ".join(piece for piece in (f"compétence {citation.competence}", part) if piece)
    if passage is None:
        return part
    if passage.block is not None:
        return ", ".join(piece for piece in (f"bloc {passage.block}", part) if piece)
    return passage.context.rsplit(" > ", 1)[-1].rstrip(" :")


def answer_as_text(question: str, answer: Answer, titles: list[str]) -> str:
    """A whole turn in Markdown, to paste or file: question, answer, sources (one title per citation), advice."""
    lines = [f"**Question{NBSP}:** {question}", "", answer.answer]
    if answer.citations:
        lines += ["", f"**Sources{NBSP}:**", ""]
        lines += [f"- {title} — {citation.document}" for title, citation in zip(titles, answer.citations, strict=True)]
    if answer.advice:
        lines += ["", *(f"**Conseil{NBSP}:** {advice}" for advice in answer.advice)]
    return "\n".join(lines) + "\n"
