"""Slips of a source that our own wording must not repeat; the quotation beside it keeps them."""

from __future__ import annotations

import re

_SLIPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), repaired)
    for pattern, repaired in (
        (r"\b((?:l'|le |la |un |une )[^\W\d]+[^sx\W\d] )(\w+(?:é|ée|ique))s\b", r"\1\2"),  # « l'interlocuteur appropriés »
        (r"\b((?:des|les) [^\W\d]+s )(\w+ique)\b(?! et| ou)", r"\1\2s"),  # « des agents logistique »
        (r"\ben tenant compte, d", "en tenant compte d"),
        (r"\ben termes (?!de |d')", "en termes de "),
        (r"\b(à|a) minima\b", "au minimum"),
        (r"\bl'(éléments|outils|objectifs|actions|équipements) ", r"les \1 "),
        (r"\bA (partir|l'aide|la suite)\b", r"À \1"),
        (r"\bprendre un contact\b", "prendre contact"),
    )
)


def mended(text: str) -> str:
    """The text with straight apostrophes, single spaces and the usual slips put right."""
    text = " ".join(text.replace("’", "'").split())
    for slip, repaired in _SLIPS:
        text = slip.sub(repaired, text)
    return text
