"""Acts said by a noun: « la prise en compte des besoins est réalisée » means that somebody took the needs into account."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.drafting.grammar.verbs import Verb, from_infinitive, with_tail

_LIGHT = {
    "réaliser", "assurer", "faire", "effectuer", "privilégier", "favoriser", "mener", "conduire", "garantir", "entreprendre", "prévoir",
}  # fmt: skip
"""Verbs that add nothing to the act that their noun tells."""
_NOUNS = {
    "utilisation": "utiliser", "exploitation": "exploiter", "prise en compte": "prendre en compte", "mise à jour": "mettre à jour",
    "mise en place": "mettre en place", "mise en œuvre": "mettre en œuvre", "mise en présence": "mettre en présence",
    "validation": "valider",
    "animation": "animer", "accueil": "accueillir", "suivi": "suivre", "conduite": "conduire", "transmission": "transmettre",
    "enregistrement": "enregistrer", "choix": "choisir", "sélection": "sélectionner", "planification": "planifier", "évaluation": "évaluer",
    "constitution": "constituer", "élaboration": "élaborer", "vérification": "vérifier", "identification": "identifier",
    "préparation": "préparer", "organisation": "organiser", "contrôle": "contrôler", "traitement": "traiter", "analyse": "analyser",
    "mesure": "mesurer", "définition": "définir", "rédaction": "rédiger", "information": "informer", "formation": "former",
    "remontée": "faire remonter", "diffusion": "diffuser", "consultation": "consulter", "implication": "impliquer",
}  # fmt: skip
_HEAD = re.compile(
    rf"^(?:l'|la |le |les )(?P<noun>{'|'.join(sorted(_NOUNS, key=len, reverse=True))}) (?P<of>des |du |de la |de l'|de |d')(?P<rest>.+)$",
    re.IGNORECASE,
)
_ARTICLES = {"des": "les", "du": "le", "de la": "la", "de l'": "l'", "de": "des", "d'": "des"}


def unwrapped(verbs: Sequence[Verb], subject: str) -> tuple[Verb, str] | None:
    """The verb that the noun stands for, and its object; None where the noun is a thing, or the verbs say more than that it is done."""
    found = _HEAD.match(subject)
    if found is None or any(verb.infinitive not in _LIGHT for verb in verbs):
        return None
    infinitive, _, tail = _NOUNS[found["noun"].lower()].partition(" ")
    verb = from_infinitive(infinitive)
    if verb is None:
        return None
    article = _ARTICLES[found["of"].strip()]
    rest = found["rest"]
    if article == "des":
        rest = re.sub(r"(, | et | ou )(?:de |d')", r"\1des ", rest)
    elif article == "les":
        rest = re.sub(r"(, | et | ou )des ", r"\1les ", rest)
    thing = f"{article}{rest}" if article.endswith("'") else f"{article} {rest}"
    return (with_tail(verb, tail) if tail else verb), thing
