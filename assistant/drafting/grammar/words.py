"""Words in their sentence: elision, contraction, first letters, and the person that a possessive speaks of."""

from __future__ import annotations

import re
from enum import StrEnum

_VOWEL = re.compile(r"[aeiouyàâäéèêëîïôöûüœæh]", re.IGNORECASE)
_ASPIRATED = re.compile(r"h(?:aut|aie|all|andicap|angar|asard|auss|eurt|iérarch|ors|uit|ygiène-)", re.IGNORECASE)
_NO_ELISION = re.compile(r"(?:onz|oui|yaourt|un à un)", re.IGNORECASE)


class Person(StrEnum):
    """Who the sentence is about: the candidate spoken to, the candidate speaking, or somebody observed."""

    YOU = "vous"
    I = "je"  # noqa: E741
    THEY = "il"


_POSSESSIVES = {
    Person.YOU: {"son": "votre", "sa": "votre", "ses": "vos", "s'": "vous ", "se": "vous"},
    Person.I: {"son": "mon", "sa": "ma", "ses": "mes", "s'": "m'", "se": "me"},
    Person.THEY: {},
}
_OF_THE_CANDIDATE = re.compile(r"\b(?:cadre|périmètre|domaine) de (?P<determiner>ses|ces) (?=\w)")
_GERUND = re.compile(r"\ben (?P<clitic>s'|se )(?=\w+ant\b)")


def begins_with_vowel(word: str) -> bool:
    """Whether « le », « de », « que » lose their vowel before this word: ``"hygiène"`` yes, ``"hiérarchie"`` no."""
    return bool(_VOWEL.match(word)) and not _ASPIRATED.match(word) and not _NO_ELISION.match(word)


def elide(particle: str, following: str) -> str:
    """``"de"`` before ``"auditer"`` gives ``"d'auditer"``; ``"que"`` before ``"il"`` gives ``"qu'il"``."""
    return f"{particle[:-1]}'{following}" if begins_with_vowel(following) else f"{particle} {following}"


def contract(preposition: str, phrase: str) -> str:
    """``"de"`` or ``"à"`` before a noun phrase: ``"les risques"`` gives ``"des risques"``, ``"aux risques"``."""
    contracted = {"de": {"les": "des", "le": "du"}, "à": {"les": "aux", "le": "au"}}[preposition]
    article, _, rest = phrase.partition(" ")
    if rest and article in contracted:
        return f"{contracted[article]} {rest}"
    if preposition == "de" and article in ("des", "du") and rest:
        return elide("de", rest)
    return elide("de", phrase) if preposition == "de" else f"à {phrase}"


def uncapitalised(text: str) -> str:
    """The first letter small, unless the first word is an acronym or a single capital: ``"Les objectifs"``, ``"ISO 9001"``."""
    first = re.match(r"[^\W\d_]+", text)
    if first is None or (len(first[0]) > 1 and first[0].isupper()):
        return text
    return text[0].lower() + text[1:]


def capitalised(text: str) -> str:
    """The first letter as at the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def addressed(text: str, person: Person, *, own: bool = False) -> str:
    """What belongs to the candidate, said to that person: ``"le cadre de ses instructions"``, ``"en s'appuyant"``.

    ``own``: every possessive is the candidate's, otherwise only those of fixed phrases.
    """
    words = _POSSESSIVES[person]
    theirs = words.get("ses", "ses")
    text = _OF_THE_CANDIDATE.sub(lambda found: found[0].replace(f" {found['determiner']} ", f" {theirs} "), text)
    if not words:
        return text
    if own:
        text = re.sub(r"\b(son|sa|ses)\b", lambda found: words[found[1]], text)
    return _GERUND.sub(lambda found: "en " + (words["s'"] if found["clitic"] == "s'" else f"{words['se']} "), text)


def joined(parts: list[str], word: str = "et") -> str:
    """``"a, b et c"``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}"
