"""How a check is said in French, whatever the format of the report."""

from __future__ import annotations

from assistant.dossier.model import Check
from assistant.french import NBSP, plural
from assistant.mapping.model import CompetenceMatch, CriterionMatch, Level, Segment
from assistant.provenance import mark_of

STATE = {Level.COVERED: "oui", Level.PARTIAL: "partiellement", Level.ABSENT: "non"}
"""The three states that France VAE uses."""
TITLE = "Pré-lecture d'un dossier de validation"
CLAIMS = "Affirmations sans fait"
ASIDE = "Passages qui ne montrent pas une pratique de la personne"
USELESS = "Passages qui n'ont été rapprochés d'aucune compétence"
ANNOUNCED = "Preuves annoncées et absentes du dossier"
NEXT = "Suites proposées"
_STEPS = 3
_FAMILIES = {"methods": "méthodes", "means": "moyens", "relations": "relations", "constraints": "contraintes", "results": "résultats"}


def name_of(match: CompetenceMatch) -> str:
    """« Compétence 3 (C3) : … »."""
    code = f" ({match.code})" if match.code and match.code != str(match.number) else ""
    return f"Compétence {match.number}{code}{NBSP}: {match.title}"


def family_of(criterion: CriterionMatch) -> str:
    """« méthodes », « résultats »…"""
    return _FAMILIES.get(criterion.family, criterion.family)


def rank_of(criterion: CriterionMatch) -> str:
    """« C3, méthodes 1 »: where a criterion stands in its certification, and that it was corrected by hand."""
    competence, *place = criterion.passage.id.split("/")[1:]
    rank = f"{competence}, {family_of(criterion)} {place[-1]}" if place else competence
    return rank + mark_of(criterion.passage)


def place_of(segment: Segment) -> str:
    """« p. 4, § 37 »; paragraphs are numbered from the beginning of the dossier, headings included."""
    places = [f"p.{NBSP}{segment.page}"] if segment.page else []
    places += [f"§{NBSP}{segment.paragraph}"] if segment.paragraph else []
    return ", ".join(places)


def one_line(text: str) -> str:
    """The text without its line breaks."""
    return " ".join(text.split())


def counts(check: Check) -> dict[Level, int]:
    """How many competences there are of each status."""
    return {level: sum(match.status == level for match in check.mapping.competences) for level in Level}


def headline(check: Check) -> str:
    """« 11 compétences : 6 oui, 2 partiellement, 3 non. »"""
    number = counts(check)
    states = ", ".join(f"{number[level]} {STATE[level]}" for level in Level)
    return f"{plural(len(check.mapping.competences), 'compétence')}{NBSP}: {states}."


def how_far(match: CompetenceMatch) -> str:
    """« oui (7 critères sur 9, dont 2 en partie) »."""
    if not match.criteria:
        return STATE[match.status]
    met = sum(criterion.status != Level.ABSENT for criterion in match.criteria)
    partly = sum(criterion.status == Level.PARTIAL for criterion in match.criteria)
    beside = f", dont {partly} en partie" if partly else ""
    return f"{STATE[match.status]} ({plural(met, 'critère')} sur {len(match.criteria)}{beside})"


def next_steps(check: Check) -> list[str]:
    """What to do with the dossier now, the most useful first."""
    steps = []
    if check.announced:
        labels = ", ".join(dict.fromkeys(item.label for item in check.announced))
        steps.append(f"Joindre les preuves annoncées et absentes{NBSP}: {labels}.")
    nearly = sorted((m for m in check.mapping.competences if m.status == Level.PARTIAL), key=lambda m: -m.score)
    steps += [f"Compléter la compétence {match.number} («{NBSP}{match.title}{NBSP}»), déjà montrée en partie." for match in nearly[:_STEPS]]
    if check.claims:
        steps.append(f"Remplacer {plural(len(check.claims), 'affirmation')} par un exemple daté{NBSP}: qui, quand, comment, quel résultat.")
    absent = [match.number for match in check.mapping.competences if match.status == Level.ABSENT]
    if absent:
        numbers = ", ".join(map(str, absent))
        steps.append(
            f"Demander au candidat s'il a une expérience, même ancienne ou bénévole, pour les compétences sans trace{NBSP}: {numbers}."
        )
    if not steps:
        steps.append("Préparer l'entretien avec le jury à partir des passages cités.")
    return steps
