"""Hurried typing undone: SMS spellings, mistyped words of asking, and the English words of the trade.

Only words that announce what is asked are mended; the content words of a question stay as typed, search copes with them.
"""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from ingest.structure.columns import plain

_SMS = (
    (r"\bk(?:el|elle|els|elles)\b", "quel"),
    (r"\bc koi\b", "c'est quoi"),
    (r"\bkoi\b", "quoi"),
    (r"\bpr\b", "pour"),
    (r"\bds\b", "dans"),
    (r"\bc(?= (?:lesquelles?|lesquels?|lequel|laquelle|dans|quoi|quel))", "c'est"),
    (r"\bcpt\b|\bcomp\b(?=\.? ?\d)", "competence"),
    (r"\b(?:ref|reft)\b", "referentiel"),
)
_ENGLISH = {
    "skill": "competence", "skills": "competences", "competency": "competence", "competencies": "competences",
    "results": "resultats attendus", "outcomes": "resultats attendus", "methods": "methodes", "tools": "moyens",
    "means": "moyens", "criteria": "criteres", "criterion": "critere", "knowledge": "connaissances", "blocks": "blocs",
    "block": "bloc", "constraints": "contraintes", "conditions": "conditions", "relationships": "relations",
    "assessment": "evaluation", "assessed": "evaluation", "quality": "qualite", "technician": "technicien",
    "logistics": "logistique", "coordinator": "coordonnateur", "manager": "pilote", "safety": "securite",
    "environment": "environnement", "regulatory": "reglementaire", "watch": "veille", "audit": "audit", "risk": "risque",
    "risks": "risques", "supplier": "fournisseur", "suppliers": "fournisseurs", "stock": "stock", "inventory": "inventaire",
    "improvement": "amelioration", "continuous": "continue", "nonconformity": "non-conformite",
    "non-conformities": "non-conformites", "actions": "actions", "corrective": "correctives", "objectives": "objectifs",
    "planning": "planification", "team": "equipe", "teams": "equipes", "version": "version", "new": "nouvelle version",
    "old": "ancienne version", "which": "quels", "how": "comment", "many": "combien", "expected": "attendus",
    "evidence": "preuve", "proof": "preuve", "jury": "jury", "missions": "missions", "documents": "documents",
}  # fmt: skip
_IS_ENGLISH = re.compile(r"\b(?:what|which|how|the|are|is|does|for|with|of|should|must)\b")
_ASKING_WORDS = (
    "methodes", "methode", "moyens", "moyen", "resultats", "resultat", "attendus", "attendu", "criteres", "critere", "conditions",
    "connaissances", "connaissance", "contraintes", "contrainte", "relationnel", "competences", "competence", "realisation", "evaluation",
    "certification", "referentiel", "admissibilite", "environnement", "interactions", "evolution", "evolutions", "ancienne", "nouvelle",
    "technicien", "coordonnateur", "logistique", "qualite", "missions",
)  # fmt: skip
_MISTYPED = 84.0
"""rapidfuzz ratio (0..100) from which a word of five letters or more is one of the words of asking: « resulats » is 94."""


def fold_question(question: str) -> str:
    """Lower case, no accents, straight apostrophes, single spaces; SMS spellings, mistyped and English words of asking mended."""
    folded = plain(question.replace("…", "..."))
    for pattern, spelled in _SMS:
        folded = re.sub(pattern, spelled, folded)
    if len(_IS_ENGLISH.findall(folded)) >= 2:
        folded = re.sub(r"[a-z-]+", lambda match: _ENGLISH.get(match.group(), match.group()), folded)
    return re.sub(r"[a-z]{5,}", lambda match: _mended(match.group()), folded)


def _mended(word: str) -> str:
    if word in _ASKING_WORDS:
        return word
    found = process.extractOne(word, _ASKING_WORDS, scorer=fuzz.ratio, score_cutoff=_MISTYPED)
    return found[0] if found and abs(len(found[0]) - len(word)) <= 2 and not word.startswith(found[0]) else word
