"""The words that a model puts around a quotation may announce it, and nothing else: no fact, figure, negation or opinion of its own.

A false sentence can be built around true quotations (« le texte n'exige pas : … »). So these words must be those of the passages cited
and of the question, or belong to the small vocabulary of announcing; otherwise the quotations are shown without them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ingest.model import Passage
from vectorstore.tokens import fold, tokens

MAX_WORDS = 30
_ANNOUNCING = """
référentiel texte document passage certification candidat candidate personne voici également ensuite enfin puis abord après outre ainsi
selon concernant demande demandé demander attend attendu prévoit prévu précise précisé indique indiqué mentionne mentionné cite énonce
décrit dit écrit rappelle ajoute parle comprend comporte contient figure trouve suivant suivants suivante suivantes point points élément
éléments critère critères compétence compétences partie rubrique section citation mots réponse question
"""
_TURNING = re.compile(
    r"\b(?:n'|(?:ne|pas|non|ni|aucun|aucune|rien|jamais|sans|sauf|hors|plus|moins|seul|seule|seulement|peu|peut|peux|peuvent|si|sinon|mais)\b)"
)
"""Small words that turn or weaken what is quoted after them."""
_MARKUP = re.compile(r"[<>{}\[\]|\\@`~]|https?:|www\.")


@cache
def _announcing() -> frozenset[str]:
    return frozenset(tokens(_ANNOUNCING))


def announces(text: str, cited: Iterable[Passage], question: str) -> bool:
    """Whether ``text`` only announces quotations of the passages ``cited``.

    Args:
        text: the words around the quotations of one sentence.
        cited: the passages quoted in it.
        question: words that may be taken up, figures apart; empty when the passages belong to several certifications, whose names
            a model could confuse.
    """
    if _MARKUP.search(text) or len(text.split()) > MAX_WORDS:
        return False
    if _TURNING.search(fold(text.lower().replace("’", "'"))):
        return False
    known = set(_announcing())
    for passage in cited:
        known.update(tokens(passage.text), tokens(passage.context))
    known.update(token for token in tokens(question) if token.isalpha())
    return known.issuperset(tokens(text))
