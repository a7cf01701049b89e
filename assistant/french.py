"""Small French: elision, numbers in words, lists, dates, typography."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

NBSP = "\u00a0"
_ORDINALS = {
    "premier": 1, "premiere": 1, "1er": 1, "1ere": 1, "1re": 1, "deuxieme": 2, "seconde": 2, "second": 2, "2e": 2, "2eme":
    2, "troisieme": 3, "3e": 3, "3eme": 3, "quatrieme": 4, "4e": 4, "4eme": 4, "cinquieme": 5, "5e": 5, "5eme": 5,
    "sixieme": 6, "6e": 6, "6eme": 6, "septieme": 7, "7e": 7, "7eme": 7, "huitieme": 8, "8e": 8, "8eme": 8, "neuvieme": 9,
    "9e": 9, "9eme": 9, "dixieme": 10, "10e": 10, "10eme": 10, "onzieme": 11, "11e": 11, "11eme": 11,
}  # fmt: skip
_NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11,
    "douze": 12,
}  # fmt: skip
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def ordinal(word: str) -> int | None:
    """The rank that a folded ordinal names (``"deuxieme"`` is 2), or None."""
    return _ORDINALS.get(word)


def number(word: str) -> int | None:
    """The integer written in digits or in words up to twelve, or None."""
    return int(word) if word.isdigit() else _NUMBERS.get(word)


def listing(items: Sequence[str]) -> str:
    """``"a, b et c"``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} et {items[-1]}" if items else ""


def plural(count: int, singular: str, several: str | None = None) -> str:
    """``"1 bloc"``, ``"3 blocs"``, ``"0 bloc"``; French counts zero and one alike."""
    return f"{count} {(several or singular + 's') if count >= 2 else singular}"


def of(noun_phrase: str) -> str:
    """« de » before a noun phrase that may begin with an article: ``"le bloc 2"`` gives ``"du bloc 2"``."""
    for article, contracted in (("les ", "des "), ("le ", "du ")):
        if noun_phrase.lower().startswith(article):
            return contracted + noun_phrase[len(article) :]
    vowel = re.match(r"[aeiouyhàâéèêîôûœ]", noun_phrase.lower())
    return f"d'{noun_phrase}" if vowel else f"de {noun_phrase}"


def quoted(text: str) -> str:
    """Between French quotation marks with their no-break spaces."""
    return f"«{NBSP}{text}{NBSP}»"


def typeset(text: str) -> str:
    """French prose of our own with the no-break spaces that its punctuation wants; Markdown stays Markdown."""
    return re.sub(r" (?=[:;?!»])|(?<=«) ", NBSP, text)


def long_date(moment: datetime) -> str:
    """``"samedi 21 novembre 2026 à 9 h 05"``, in the time of this machine."""
    local = moment.astimezone()
    day = "1er" if local.day == 1 else str(local.day)
    return f"{_DAYS[local.weekday()]} {day} {_MONTHS[local.month - 1]} {local.year} à {_clock(local)}"


def short_date(moment: datetime, now: datetime) -> str:
    """``"aujourd'hui à 9 h 05"``, ``"hier à 9 h 05"``, ``"le 21/11/2026"``."""
    local, today = moment.astimezone(), now.astimezone().date()
    days = (today - local.date()).days
    day = {0: "aujourd'hui", 1: "hier"}.get(days)
    return f"{day} à {_clock(local)}" if day else f"le {local:%d/%m/%Y}"


def _clock(local: datetime) -> str:
    return f"{local.hour}{NBSP}h{NBSP}{local.minute:02}"
