"""The participles of a passive sentence: « sont identifiés, analysés et, le cas échéant, traités par… »."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.drafting.grammar.verbs import Verb, from_participle, locution

_FILLER = re.compile(r"^(?:dans certains cas|le cas échéant|si besoin|selon les cas|au besoin|si nécessaire),?\s+|^(?:et/ou|ou)\s+")
ADVERB = re.compile(r"^(?:bien|clairement|ensuite|aussi|également|régulièrement|systématiquement|correctement|toujours|\w{4,}ment)\s+")
_COORDINATION = re.compile(r"\s*(?:,\s*(?:et\s+)?|et/ou\s+|et,?\s+|ou\s+)(?:est\s+|sont\s+)?")
_LATER = re.compile(r"\s+et\s+(?P<word>\w+(?:é|és|ée|ées|it|ites|is|ises|ies?|ue?s?))\s+(?=(?:au|aux|à|auprès|avec|pour)\b)")


@dataclass(frozen=True)
class Participles:
    """``agreed`` is the last one as the document inflects it; ``rest`` what follows; ``later`` one that comes after a complement."""

    verbs: tuple[Verb, ...]
    agreed: str
    rest: str
    later: tuple[Verb, str, str] | None = None


def participles(predicate: str) -> Participles | None:
    """Read the participles that a predicate begins with; None where it begins with something else."""
    verbs: list[Verb] = []
    agreed, rest = "", predicate
    while verb_at := _at(rest):
        verb, word, after = verb_at
        verbs.append(verb)
        agreed, rest = f"{word} {verb.tail}".strip(), after
        coordinated = _COORDINATION.match(rest)
        following = _without_filler(rest[coordinated.end() :]) if coordinated else ""
        if not _at(following):
            break
        rest = following
    if not verbs:
        return None
    rest = "" if re.match(r"[\s,]*(?:et|puis) (?!en )", rest) else _before_another(rest.strip().rstrip(","), agreed)
    found = _LATER.search(rest)
    second = from_participle(found["word"]) if found else None
    if found is None or second is None or _ending(found["word"]) != _ending(agreed.split()[0]):
        return Participles(tuple(verbs), agreed, rest)
    return Participles(tuple(verbs), agreed, rest[: found.start()], (second, found["word"], rest[found.end() :]))


def _before_another(rest: str, agreed: str) -> str:
    """Without a participle left behind a complement: « classés par priorité, planifiés et justifiés »."""
    for found in re.finditer(r"(?:,|\s+(?:et|puis))(?:,? (?:au besoin|parfois|si besoin),?)?\s+(?P<word>\w+)", rest):
        word = found["word"]
        if _LATER.match(rest, found.start()):
            continue
        if from_participle(word) and _ending(word) == _ending(agreed.split()[0]) and _ending(word) != (False, False):
            return rest[: found.start()]
    return rest


def is_feminine(agreed: str) -> bool:
    """Whether a participle is written for something feminine: ``"mise en place"``."""
    return agreed.split()[0].removesuffix("s").endswith("e") if agreed else False


def _at(text: str) -> tuple[Verb, str, str] | None:
    found = re.match(r"\w+", text)
    verb = from_participle(found[0]) if found else None
    if found is None or verb is None:
        return None
    verb, after = locution(verb, text[found.end() :].lstrip())
    return verb, found[0], after


def _without_filler(text: str) -> str:
    while filler := _FILLER.match(text):
        text = text[filler.end() :]
    adverb = ADVERB.match(text)
    return text[adverb.end() :] if adverb else text


def _ending(word: str) -> tuple[bool, bool]:
    return word.endswith("s"), word.removesuffix("s").endswith("e")
