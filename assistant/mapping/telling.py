"""Whether what is typed in the chat tells activities, to be mapped, or asks something, to be answered."""

from __future__ import annotations

import re

from assistant.mapping.doubts import folded
from assistant.mapping.segments import segments_of

_FEWEST_WORDS, _FEWEST_BEFORE_A_QUESTION = 12, 22
"""A shorter account is judged too when nothing is asked after it: « …, ça vaut quoi ? » of one sentence is better searched."""
_FEWEST_SEGMENTS = 2
_ASKS = re.compile(
    r"\?|\b(?:combien|pourquoi|est-ce que|esk|kel\w*|peux-tu|pouvez-vous|dis-moi|dites-moi|liste|resume|"
    r"(?:explique|donne|propose|aide|redige|corrige)[zr]?[- ](?:moi|nous)|je (?:veux|voudrais|cherche a|me demande))\b"
)
_WHICH = re.compile(
    r"\b(?:quel|kel)\w* (?:sont les |est la )?(?:competences?|blocs?|criteres?)\b|\bou (?:est-ce que )?ca (?:rentre|se classe|se range)\b|"
    r"\bca (?:vaut|correspond|colle|couvre|montre|prouve|donne|rentre)\b|"
    r"\b(?:valider|revendiquer|prouver|montrer) avec ca\b|\bpar ou commencer\b|"
    r"\bqu'est-ce que (?:ca|cela) (?:vaut|montre|prouve|couvre)\b"
)
_DID = re.compile(r"\bj'\w|\b(?:je|on|nous|c'est moi)\b")
_SHARE_DONE = 1 / 3
_NAME_AT_END = re.compile(r" — [^.;—\n]{1,120}$")
"""« — le technicien qualité »: what was added when the assistant asked which certification is meant."""


def told_part(text: str) -> str:
    """The activities that a text tells, without the question « à quelle compétence ? » that may close it; empty when it tells none.

    A story has at least two clauses and a dozen words, twenty-two before a question; it says « je », « on » or « nous » in a third of
    its clauses, and asks nothing else.
    """
    segments = segments_of(_NAME_AT_END.sub("", text))
    cut = len(segments)
    while segments and _WHICH.search(folded(segments[-1].text)):
        segments.pop()
    clauses = [folded(segment.text) for segment in segments]
    if len(clauses) < _FEWEST_SEGMENTS or any("?" in clause for clause in clauses) or _ASKS.search(clauses[0]) or _ASKS.search(clauses[-1]):
        return ""
    told = text[: segments[-1].end]
    done = sum(bool(_DID.search(clause)) for clause in clauses)
    fewest = _FEWEST_WORDS if len(segments) == cut else _FEWEST_BEFORE_A_QUESTION
    return told if len(told.split()) >= fewest and done >= _SHARE_DONE * len(clauses) else ""
