"""Whether a new document is the official text of a fiche in store, told by the titles of their competences."""

from __future__ import annotations

from rapidfuzz import fuzz

from ingest.model import Certification, Diagnostic, Level, Provenance
from ingest.structure.columns import plain

_ALIKE = 85.0
"""Mean similarity (0..100) of competence titles above which two referentials are taken for the same certification."""


def resembling_fiches(certification: Certification, others: list[Certification]) -> list[Diagnostic]:
    """A hint per fiche that seems to sum up this document, with the option that replaces it."""
    if certification.provenance != Provenance.OFFICIAL:
        return []
    return [
        Diagnostic(
            level=Level.INFO,
            code="resembles-fiche",
            message=f"Ce document ressemble à la fiche « {fiche.id} » ({fiche.title}). Pour la remplacer : --replaces {fiche.id}.",
            where=certification.document.name,
        )
        for fiche in others
        if fiche.provenance == Provenance.FICHE and fiche.id != certification.id and _alike(certification, fiche)
    ]


def _alike(a: Certification, b: Certification) -> bool:
    titles_a = [plain(competence.title) for _, competence in a.competences()]
    titles_b = [plain(competence.title) for _, competence in b.competences()]
    if not titles_a or len(titles_a) != len(titles_b):
        return False
    return sum(map(fuzz.ratio, titles_a, titles_b)) / len(titles_a) >= _ALIKE
