"""What a criterion lists, bullets and examples, as answers of a multiple-choice question."""

from __future__ import annotations

import re

from assistant.drafting.grammar.mending import mended
from assistant.drafting.grammar.words import capitalised
from assistant.drafting.units import Unit

_SHORT = 9
"""Words that an element of a list of examples has at most."""
_PREPOSITION = re.compile(r"(?:à|au|aux|par|en|dans|pour|avec|sur|selon|tout|sans)\b", re.IGNORECASE)
"""What begins so is the end of a sentence, no element of a list."""


def sort_of(element: str) -> str:
    """``tool`` for a name (« SWOT », « Ishikawa »), ``phrase`` for several words; a single common word tests nothing."""
    if re.search(r"[A-Z]{2,}|\d", element) or re.search(r"\w [A-Z]", element):
        return "tool"
    return "phrase" if len(element.split()) > 1 else "word"


def elements(unit: Unit) -> list[str]:
    """The bullets, and the short examples between parentheses, that can be an answer."""
    texts = list(unit.listed)
    for example in unit.examples:
        bare = re.sub(r"^(?:type|par exemple|ex\.?)\s*:?\s*|\s*par exemple$", "", example, flags=re.IGNORECASE).strip(" :")
        parts = [part.strip(" .") for part in bare.split(",")]
        texts += parts if len(parts) > 1 and all(len(part.split()) <= _SHORT for part in parts) else []
    cleaned = [re.sub(r"^(?:(?:de la|des|du|de) |de l'|d')(?=\w)", "", mended(text).strip(" ,.;…")) for text in texts]
    cleaned = [text for text in cleaned if not _PREPOSITION.match(text)]
    fit = [capitalised(text) for text in cleaned if 3 <= len(text) <= 120 and not re.search(r"[(:)]|\.\.\.|…|^sa |^ses ", text)]
    return [text for text in fit if sort_of(text) != "word"]
