"""The title of a competence, « Organiser et formaliser un système », as acts."""

from __future__ import annotations

import re

from assistant.drafting.grammar.clauses import ActClause, Clause, Parsed
from assistant.drafting.grammar.mending import mended
from assistant.drafting.grammar.verbs import Verb, from_infinitive, locution
from assistant.drafting.grammar.words import uncapitalised

_OWN = re.compile(
    r"\b(son|sa|ses)(?= (?:secteur|poste|équipes?|activités?|périmètre|service|entreprise|travail|métier|domaine|unité|atelier|hiérarchie"
    r"|supérieur|responsable|instructions|consignes|missions?)\b)"
)
"""What belongs to the candidate; « contrôler sa densité » speaks of something else."""
_PARENTHESIS = re.compile(r"\s*\([^()]*\)?")


def parse_title(title: str) -> Parsed:
    """The acts that a title names; ``main`` is None where it does not begin with an infinitive."""
    act = _act(uncapitalised(_PARENTHESIS.sub("", mended(title)).strip(" .")))
    if act is None:
        return Parsed(None)
    first, *others = re.split(r",? et (?:en )?(?=\w+(?:er|ir|re) (?:les?|la|l'|des?|du|d'|un|une|tout)\b)", act.object)
    later: list[Clause] = [other for text in others if (other := _act(text)) is not None]
    return Parsed(ActClause(act.verbs, first), tuple(later))


def as_order(title: str) -> str:
    """The title after « vous devez »: ``"auditer un processus QSE"``."""
    words = {"son": "votre", "sa": "votre", "ses": "vos"}
    return _OWN.sub(lambda found: words[found[1]], uncapitalised(_PARENTHESIS.sub("", mended(title)).strip(" .")))


def _act(text: str) -> ActClause | None:
    verbs: list[Verb] = []
    rest = text
    while found := re.match(r"(?:, | ?et |/ ?)?(?P<word>\w+)\b", rest):
        verb = from_infinitive(found["word"])
        if verb is None:
            break
        verb, rest = locution(verb, rest[found.end() :].lstrip())
        verbs.append(verb)
    return ActClause(tuple(verbs), rest.strip()) if verbs and rest.strip() else None
