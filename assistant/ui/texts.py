"""The French words around citations and referentials, as plain text; what shows them escapes them."""

from __future__ import annotations

from assistant.answer import Answer
from assistant.french import NBSP, plural
from assistant.provenance import corrected_on
from assistant.understanding import display_name
from ingest.model import Certification, Level, Provenance

FICHE_NOTE = "Fiche : résumé du projet, seul le texte officiel fait foi."
LEVELS = {Level.INFO: "Information", Level.WARNING: "Avertissement", Level.ERROR: "Erreur"}
SERIOUS_FIRST = (Level.ERROR, Level.WARNING, Level.INFO)
STATUSES = {"added": "ajouté", "updated": "mis à jour", "unchanged": "inchangé", "failed": "non lu"}


def origin(certification: Certification) -> str:
    """``"fiche"`` or ``"texte officiel"``, and when somebody corrected it: ``"texte officiel corrigé à la main le 21/11/2026"``."""
    corrected = corrected_on(certification)
    if certification.provenance == Provenance.FICHE:
        return f"fiche {corrected.replace('corrigé', 'corrigée')}".rstrip()
    return f"texte officiel {corrected}".rstrip()


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


def answer_as_text(question: str, answer: Answer, titles: list[str]) -> str:
    """A whole turn in Markdown, to paste or file: question, answer, sources (one title per citation), advice."""
    lines = [f"**Question{NBSP}:** {question}", "", answer.answer]
    if answer.citations:
        lines += ["", f"**Sources{NBSP}:**", ""]
        lines += [f"- {title} — {citation.document}" for title, citation in zip(titles, answer.citations, strict=True)]
    if answer.advice:
        lines += ["", *(f"**Conseil{NBSP}:** {advice}" for advice in answer.advice)]
    return "\n".join(lines) + "\n"
