"""Hurried typing undone: SMS spellings, mistyped words of asking, and questions in English.

Only words that announce what is asked are mended; the content words of a question stay as typed, search copes with them.
"""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from assistant.english import to_french
from assistant.french import number
from ingest.structure.columns import plain

_SMS = (
    (r"\bk(?:el|elle|els|elles)\b", "quel"),
    (r"\bc koi\b", "c'est quoi"),
    (r"\bsame (?:thing|question)(?: for)?\b", "meme question pour"),
    (r"\bkoi\b", "quoi"),
    (r"\bki\b", "qui"),
    (r"\bcomen\b|\bcmt\b|\bcoment\b", "comment"),
    (r"\bcb\b|\bcbien\b", "combien"),
    (r"\bcombien (?:il )?y a (?:de |d')?(?=competence|bloc)|\bcombien il y a (?:de )?", "combien de "),
    (r"\bya\b", "il y a"),
    (r"\b(?:fo|fau|faux)\b(?= )", "faut"),
    (r"\bjsui[st]?\b|\bchui\b", "je suis"),
    (r"\bj(?=(?:e )?(?:di|dis|fai|fais)\b)", "je "),
    (r"\bg\b(?= (?:un|une|fait|pas|deja|mis|des|le|la))", "j'ai"),
    (r"\bjle\b", "je le"),
    (r"\bexpe\b|\bexped\b", "expedition"),
    (r"\brecep\b", "reception"),
    (r"\bentr\.", "entreprise "),
    (r"\bcond\.", "conditions "),
    (r"\bresul?t\.", "resultats "),
    (r"\bmeth\.", "methodes "),
    (r"\bcrit\.", "criteres "),
    (r"\bconn\.", "connaissances "),
    (r"\bcontr\.", "contraintes "),
    (r"\beval\.", "evaluation "),
    (r"\bpil\. ?log\.?", "pilote logistique "),
    (r"\bcert(?:if)?\.", "certification "),
    (r"\bpr\b", "pour"),
    (r"\bds\b", "dans"),
    (r"\bc(?= (?:lesquelles?|lesquels?|lequel|laquelle|dans|quoi|quel))", "c'est"),
    (r"\bcpt\b|\bco[mn]p\b(?=\.? ?\d)", "competence"),
    (r"\b(?:ref|reft)\b", "referentiel"),
)
_ASKING_WORDS = (
    "methodes", "methode", "moyens", "moyen", "resultats", "resultat", "attendus", "attendu", "criteres", "critere", "conditions",
    "connaissances", "connaissance", "contraintes", "contrainte", "relationnel", "competences", "competence", "realisation", "evaluation",
    "certification", "referentiel", "admissibilite", "environnement", "interactions", "evolution", "evolutions", "ancienne", "nouvelle",
    "technicien", "coordonnateur", "logistique", "qualite", "missions",
)  # fmt: skip
_SPELLED_NUMBER = re.compile(r"\b(competence|bloc|capacite) (un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze)\b")
_MISTYPED = 84.0
"""rapidfuzz ratio (0..100) from which a word of five letters or more is one of the words of asking: « resulats » is 94."""


def fold_question(question: str) -> str:
    """Lower case, no accents, straight apostrophes, single spaces; in French; SMS spellings and mistyped words of asking mended."""
    folded = plain((to_french(question) or question).replace("…", "..."))
    for pattern, spelled in _SMS:
        folded = re.sub(pattern, spelled, folded)
    folded = re.sub(_SPELLED_NUMBER, lambda match: f"{match.group(1)} {number(match.group(2))}", folded)
    return re.sub(r"[a-z]{5,}", lambda match: _mended(match.group()), folded)


def _mended(word: str) -> str:
    if word in _ASKING_WORDS:
        return word
    found = process.extractOne(word, _ASKING_WORDS, scorer=fuzz.ratio, score_cutoff=_MISTYPED)
    return found[0] if found and abs(len(found[0]) - len(word)) <= 2 and not word.startswith(found[0]) else word
