"""What the words of a dossier tell: something done, a claim without a fact, the work of others, the referential's own words.

The patterns are read on folded text (:func:`assistant.mapping.doubts.folded`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from assistant.mapping.doubts import doubt_of, folded
from assistant.mapping.model import Doubt, Segment

_ABILITY = re.compile(
    r"\bje (?:suis|reste|me considere|pense etre) (?:\w+ )?"
    r"(?:une? (?:personne|profession|vrai|tres|excellent|bon|homme|femme)|tres|quelqu'un|force"
    r"|reconnu|particulierement|doue|capable|competent|rigour|organise|motive|polyvalent|autonome|serieu|attache|a l'aise|passionne)"
    r"|\bje (?:sais|maitrise|connais|possede|excelle|gere parfaitement)\b"
    r"|\bj'(?:ai (?:le sens|de solides|de bonnes|de reelles|l'esprit|d'excellent|toutes les|un (?:bon|excellent|reel)"
    r"|une (?:bonne|excellente|grande|parfaite|solide|reelle)|l'habitude d)|adore\b|aime\b)"
    r"|\bn'(?:a|ont) (?:plus|pas|aucun)\w* (?:de )?secrets? pour moi\b|\bseconde nature\b"
    r"|\bm(?:on|a|es) (?:sens|rigueur|esprit|qualites?|atouts?|points? forts?|aisance|maitrise|savoir-etre|competences?)\b"
)
_FIRST_PERSON = re.compile(r"\bj'\w+|\bje (?:\w|')+|\b(?:c'est|c'etait) moi\b|\b(?:on|direction|chef|responsable) m'a(?:vait)? confi")
_OTHERS = re.compile(
    r"\b(?:est|sont|etait|etaient|a ete|ont ete|fut|furent) (?:\w+ment )?(?!valid|sign|approuv|accept|reconnu|appreci|relu|vis[ei])"
    r"\w+(?:e|es|i|is|ie|ies|it|its|ite|ites|u|us|ue|ues)"
    r"(?: et \w+)?(?: (?:a|en|depuis|aussi|surtout) [^.;,]{0,20})? par (?!moi\b|mes soins|mois|an\b|jour|semaine|nous\b|equipe\b)"
    r"|\bc'(?:est|etait)(?: toujours| surtout)? (?:le|la|les|l'|un|une|mon|ma|notre|nos)\b[^.;]{2,60} qui (?!m')"
)
_NOMINAL = re.compile(r"^(?:\w{3,}(?:er|ir|dre|tion|ment|age)|suivi|mise|controle|revue|tenue|conduite|analyse|pilotage|veille)\b(?! \|)")
_LEAST_ALIKE = 82.0
"""rapidfuzz's ``token_sort_ratio`` from which a sentence is the referential's own, bent a little."""
_SHORTEST_RESTATED = 25


def is_deed(segment: Segment, *, item: bool = False) -> bool:
    """Whether words tell something that the person does or did; ``item``: they are of a list, where « Animation de… » does too."""
    text = folded(segment.text)
    if doubt_of(text) is not None:
        return False
    if item and _NOMINAL.match(text):
        return True
    return bool(_FIRST_PERSON.search(_ABILITY.sub(" ", text)))


def is_claim(segments: Sequence[Segment]) -> bool:
    """Whether a paragraph asserts abilities and tells nothing that was done."""
    return any(_ABILITY.search(folded(segment.text)) for segment in segments) and not any(is_deed(segment) for segment in segments)


def is_others_work(segment: Segment) -> bool:
    """Whether words tell, in the passive or by « c'est … qui », what somebody else did."""
    text = folded(segment.text)
    return bool(_OTHERS.search(text)) and not _FIRST_PERSON.search(text)


def doubt_in(segment: Segment) -> Doubt | None:
    """Why a segment of a dossier is no evidence by its own words, or None."""
    return doubt_of(folded(segment.text)) or (Doubt.OTHERS if is_others_work(segment) else None)


class Wordings:
    """The statements of a certification, to recognise them where a candidate copied them."""

    def __init__(self, statements: Sequence[str]) -> None:
        self._statements = [line for text in statements for line in folded_lines(text)]

    def restated(self, segment: Segment) -> bool:
        """Whether the segment says a statement again, without anyone doing anything."""
        text = folded(segment.text)
        if len(text) < _SHORTEST_RESTATED or _FIRST_PERSON.search(text):
            return False
        return process.extractOne(text, self._statements, scorer=fuzz.token_sort_ratio, score_cutoff=_LEAST_ALIKE) is not None


def folded_lines(text: str) -> list[str]:
    """The whole of a statement and each of its lines, folded."""
    lines = [folded(line) for line in text.split("\n")]
    return list(dict.fromkeys([folded(text), *(line for line in lines if len(line) >= _SHORTEST_RESTATED)]))
