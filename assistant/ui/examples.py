"""Questions to start from, for each of the three people who use Acquis, about the referentials that are there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.catalogue import Catalogue
from assistant.french import NBSP, quoted
from assistant.understanding import display_name
from ingest.model import Certification, Kind


@dataclass(frozen=True)
class Starter:
    """One user and three questions."""

    who: str
    questions: tuple[str, str, str]


def starters(catalogue: Catalogue, chosen: str | None = None) -> tuple[Starter, ...]:
    """Three questions for each user; about the certification chosen, otherwise about three different ones, named in the questions.

    Empty when no referential in store has competences.
    """
    subjects = [catalogue[chosen]] if chosen in catalogue.known else clearest(catalogue)
    subjects = [subject for subject in subjects if any(subject.competences())]
    if not subjects:
        return ()
    candidate, adviser, trainer = (_Subject(subjects[rank % len(subjects)], chosen) for rank in range(3))
    return (
        Starter("Candidat, candidate", _candidate(candidate)),
        Starter("Conseiller, conseillère VAE", _adviser(adviser)),
        Starter("Formateur, formatrice", _trainer(trainer)),
    )


def clearest(catalogue: Catalogue) -> list[Certification]:
    """Those with criteria, or the sheets when there is nothing else; short names first, which read best in a question."""
    certifications = sorted((catalogue[i] for i in catalogue.ids()), key=lambda c: len(display_name(c)))
    return [c for c in certifications if c.kind != Kind.RNCP] or certifications


class _Subject:
    """A certification as the questions speak of it; the one chosen need not be named."""

    def __init__(self, certification: Certification, chosen: str | None) -> None:
        self.certification = certification
        self.is_sheet = certification.kind == Kind.RNCP
        name = "" if certification.id == chosen else _short_name(certification)
        self.of, self.about = (f" de {name}", f" pour {name}") if name else ("", "")

    def competence(self, part: str, wanted: int) -> str:
        """The wanted competence if that part of it is described, otherwise the first one that has it, otherwise the first of all."""
        competences = [competence for _, competence in self.certification.competences()]
        numbers = [competence.number for competence in competences if competence.part(part)] or [competences[0].number]
        return f"compétence {wanted if wanted in numbers else numbers[0]}{self.of}"


def _short_name(certification: Certification) -> str:
    name = quoted(re.sub(r"\s*\([^)]*\)", "", certification.title))
    return f"{name} ({certification.label})" if certification.label else name


def _candidate(subject: _Subject) -> tuple[str, str, str]:
    second = (
        f"Quelle est la composition du jury{subject.about}"
        if subject.is_sheet
        else (f"Quelles preuves apporter pour la {subject.competence('methods', 1)}")
    )
    return f"Quelles sont les compétences{subject.of}{NBSP}?", f"{second}{NBSP}?", f"Comment se passe l'évaluation{subject.about}{NBSP}?"


def _adviser(subject: _Subject) -> tuple[str, str, str]:
    if subject.is_sheet:
        first, second = f"Quel est le code RNCP{subject.of}", f"Jusqu'à quand l'enregistrement est-il valable{subject.about}"
        return f"{first}{NBSP}?", f"{second}{NBSP}?", f"Quels sont les codes ROME{subject.of}{NBSP}?"
    return (
        f"Quels sont les critères de la {subject.competence('methods', 2)}{NBSP}?",
        f"Quelles sont les conditions de réalisation de la {subject.competence('conditions', 3)}{NBSP}?",
        f"Quelles sont les conditions d'admissibilité{subject.about}{NBSP}?",
    )


def _trainer(subject: _Subject) -> tuple[str, str, str]:
    if subject.is_sheet:
        first, second = f"Quels sont les blocs de compétences{subject.of}", f"Quels types d'emplois sont accessibles{subject.about}"
        return f"{first}{NBSP}?", f"{second}{NBSP}?", f"Quels sont les secteurs d'activité{subject.about}{NBSP}?"
    return (
        f"Quels moyens sont utilisés dans la {subject.competence('means', 4)}{NBSP}?",
        f"Quels résultats sont attendus de la {subject.competence('results', 2)}{NBSP}?",
        f"Quelles sont les connaissances associées au bloc {subject.certification.blocks[0].number}{subject.of}{NBSP}?",
    )
