"""Faults that a drafted text must not have: typing, elision, contraction, gluing; and items that say the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from rapidfuzz import fuzz

from assistant.drafting.items import Item
from assistant.french import NBSP

_TOO_ALIKE = 93.0
"""Likeness (0..100) from which two items are one question asked twice."""
_VOWEL = "[aeiouéèêàâîôûœAEIOUÉÈÊÀ]"
_QUOTED = re.compile(r"«[^»]*»")
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("article avec majuscule dans la phrase", r"(?<![.?!:»«/\n\u00a0]) (?:(?:Les|La|Le|Un|Une|Des|Du) |L')(?=[a-zéèê])"),
        ("« de le », « à les »", r"(?i)(?<![\w'])(?:de les?|à les?) (?=[a-zéè])(?!(?:les? )?\w+(?:er|ir|re)\b)"),
        ("élision manquante", rf"(?<![\w'’-])(?:[dDjJlLmMnNsStT]e|[lL]a|[qQ]ue|[sS]i(?= il)) {_VOWEL}(?!nz|ui\b)"),
        ("élision de trop", r"(?<!\w)(?:d|l|qu|j|m|s|n)'(?=[bcdfgjklmnpqrstvwxz])"),
        ("mot répété", r"(?i)\b(?!nous|vous)(\w{2,}) \1\b"),
        ("espaces", r"  | ,| \.(?!\.)|\( | \)"),
        ("ponctuation double", r"[,;:] ?[.,;:?]|\?\?|\.\.(?!\.)|\?\."),
        ("espace insécable manquante", r"[^\s\u00a0?!]\?|(?<! )(?<!\u00a0)[;](?!\w)"),
        ("accord avec « vous »", r"\bvous (?:avez|avait) (?:été )?\w+(?:és|ées)\b"),
        ("début collé", r"(?:comment|pourquoi) (?:Les|Le|La|L'|Des|Un|Une)\b"),
    )
)


def faults(text: str) -> list[str]:
    """The names of the rules that a text of ours breaks; what it quotes is not ours."""
    own = _QUOTED.sub("«\u00a0…\u00a0»", text)
    found = [f"{name}{NBSP}: {match[0].strip()}" for name, rule in _RULES for match in [rule.search(own)] if match]
    if text.count("«") != text.count("»") or own.count("(") != own.count(")"):
        found.append("guillemets ou parenthèses dépareillés")
    return found


def twins(items: Sequence[Item]) -> list[tuple[str, str]]:
    """Pairs of items that say the same: by their text, and for multiple choice by their text and key."""
    return [(one.id, other.id) for one, other in combinations(items, 2) if too_alike(said(one), said(other))]


def too_alike(one: str, other: str) -> bool:
    """Whether two texts are one: in their own words, and with what they quote."""
    return fuzz.ratio(one, other) >= _TOO_ALIKE and fuzz.ratio(_own(one), _own(other)) >= _TOO_ALIKE


def _own(text: str) -> str:
    return _QUOTED.sub("«…»", text)


def said(item: Item) -> str:
    """What an item asks: of a multiple-choice question, with its key."""
    return " | ".join([item.text, *(choice.text for choice in item.choices if choice.correct)])
