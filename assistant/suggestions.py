"""The next questions worth asking, and the one-line reading shown above an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant import cues
from assistant.catalogue import Catalogue
from assistant.french import NBSP, listing, plural
from assistant.gathering import sections_named
from assistant.reading import Intent, Reading
from assistant.understanding import display_name
from ingest.model import FRENCH_PART, Passage

_SECTION_NAMES = {
    "missions": "missions et activités",
    "environment": "environnement de travail",
    "interactions": "interactions",
    "evolution": "évolutions du métier",
    "evaluation": "modalités d'évaluation",
    "admissibility": "conditions d'admissibilité",
}


def reading_line(reading: Reading, catalogue: Catalogue) -> str:
    """How the question was understood, in one French line."""
    pieces: list[str] = []
    if set(cues.FAMILIES) <= set(reading.parts):
        pieces.append("critères")
        pieces += [FRENCH_PART[part] for part in reading.parts if part not in cues.FAMILIES]
    else:
        pieces += [FRENCH_PART[part] for part in reading.parts]
    pieces += [_SECTION_NAMES[key] for key in reading.sections if reading.intent == Intent.SECTION]
    if reading.intent == Intent.STRUCTURE:
        pieces.append("blocs et compétences")
    if reading.intent == Intent.FACT:
        pieces.append("fiche signalétique")
    whole = reading.intent in (Intent.PARTS, Intent.EVIDENCE) and reading.competences
    what = listing(pieces) if pieces else "tout ce qui est écrit" if whole else "recherche dans le texte"
    numbers = list(dict.fromkeys(str(ref.number) for ref in reading.competences))
    where = f" de la compétence {numbers[0]}" if len(numbers) == 1 else f" des compétences {listing(numbers)}" if numbers else ""
    names = listing([display_name(catalogue[i]) for i in reading.certifications if i in catalogue])
    return f"{what}{where}{' — ' + names if names else ''}"


def suggest(reading: Reading, passages: Sequence[Passage], catalogue: Catalogue) -> tuple[str, ...]:
    """Up to three questions that this answer makes worth asking; each is understood as it stands."""
    found: list[str] = []
    if reading.compared and reading.intent == Intent.STRUCTURE and not (reading.competences or reading.blocks):
        found += _comparison_of_one(passages, catalogue)
    others = [i for i in reading.alternatives[:1] if not reading.sections or sections_named(reading, i, catalogue)]
    refs = [(p.certification, p.competence) for p in passages if p.competence is not None]
    if refs:
        certification_id, number = refs[0]
        name = f"«{NBSP}{display_name(catalogue[certification_id])}{NBSP}»"
        asked = {p.part for p in passages if p.competence == number}
        for part, question in (
            ("results", "Quels résultats sont attendus pour la compétence"),
            ("means", "Quels moyens sont demandés pour la compétence"),
            ("conditions", "Quelles sont les conditions de réalisation de la compétence"),
            ("relations", "Quels liens professionnels sont demandés pour la compétence"),
        ):
            competence = catalogue[certification_id].competence(number or 0)
            if part not in asked and competence and competence[1].part(part):
                found.append(f"{question} {number} de {name}{NBSP}?")
        for other in others:
            found.insert(1, f"Et dans {display_name(catalogue[other])}{NBSP}?")
    elif reading.certifications and reading.certifications[0] in catalogue:
        certification = catalogue[reading.certifications[0]]
        name = f"«{NBSP}{display_name(certification)}{NBSP}»"
        count = sum(1 for _ in certification.competences())
        if count:
            found.append(f"Quelles sont les compétences de {name}{NBSP}?")
        if "evaluation" not in reading.sections and sections_named(replace(reading, sections=("evaluation",)), certification.id, catalogue):
            found.append(f"Comment se passe l'évaluation pour {name}{NBSP}?")
        found += [f"Et dans {display_name(catalogue[other])}{NBSP}?" for other in others]
    else:
        with_competences = [i for i in catalogue.ids() if any(catalogue[i].competences())]
        found += [f"Quelles sont les compétences de «{NBSP}{display_name(catalogue[i])}{NBSP}»{NBSP}?" for i in with_competences[:3]]
    return tuple(dict.fromkeys(found))[:3]


def _comparison_of_one(passages: Sequence[Passage], catalogue: Catalogue) -> list[str]:
    """After two whole referentials side by side, one competence of each."""
    names = [f"«{NBSP}{display_name(catalogue[i])}{NBSP}»" for i in dict.fromkeys(p.certification for p in passages)]
    return [f"Quelles différences pour la compétence 1 entre {names[0]} et {names[1]}{NBSP}?"] if len(names) == 2 else []


def catalogue_answer(catalogue: Catalogue) -> str:
    """The referentials in store, as a list."""
    lines = [f"Je connais {plural(len(catalogue.known), 'référentiel')}{NBSP}:", ""]
    for certification_id in catalogue.ids():
        certification = catalogue[certification_id]
        competences = sum(1 for _ in certification.competences())
        origin = "fiche, résumé du projet" if certification.provenance == "fiche" else "texte officiel"
        lines.append(f"- **{display_name(certification)}** — {plural(competences, 'compétence')}, {origin}")
    return "\n".join(lines)
