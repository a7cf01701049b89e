"""« Mes compétences d'amélioration du pilote logistique, ça vaut quoi pour le technicien qualité ? »: a passerelle is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import CompetenceRef
from assistant.catalogue import Catalogue, name_words
from assistant.dialogue import Memory
from assistant.mapping.telling import told_part
from assistant.naming import named_certifications, numbered_competences
from assistant.reading import Intent, Reading
from assistant.spelling import fold_question
from ingest.model import Certification, Kind

_NAMED = re.compile(r"\bpasserelles?\b")
_WORTH = re.compile(
    r"\b(?:vaut|valent|valoir)(?:[- ](?:il|elle|ils|elles))? (?:quoi|combien)\b|\bque (?:vaut|valent|valoir)\b"
    r"|\bqu'est[- ]ce que (?:\S+ ){0,8}?(?:vaut|valent|valoir)\b|\bfaire valoir\b|\brecoup\w*|\btranspos\w*|\btransfer\w*"
    r"|\bcompt(?:e|ent|er)\b (?:\w+ )?pour\b|\b(?:reste\w*|manque\w*)(?:[- ]t[- ]il)? (?:\w+ )?a (?:\w+ )?prouver\b"
)
_OF_RIGHT = re.compile(
    r"\bequivalen\w*|\bdispens\w*|\bdroit\b|\bd'office\b|\bautomatique\w*|\bofficiel\w*|\breconn\w*|\bjury\b|\bprev(?:oit|oient|ue?s?)\b"
    r"|\bmentionn\w*|\bexist\w*|\by a[- ]t[- ]il\b"
)
"""Whether something is granted: no likeness of words tells that, only a text that says it."""
_HELD = re.compile(
    r"\b(?:cqpm?|competences?|criteres?|capacites?|certifications?|titres?|diplomes?|blocs?)\b|\bj'ai (?:deja )?(?:le|la|mon|ma|un|une)\b"
)
_MINE = re.compile(
    r"\b(?:mes|ces|les|cette|ma) competences?\b|\bmon (?:cqpm?|titre|diplome)\b|\bma certification\b"
    r"|\bce que j'ai (?:deja )?(?:valide|acquis)"
)
_BACK = re.compile(r"\b(?:autre sens|sens inverse|inversement|a l'inverse)\b")
_CODE = re.compile(r"\b(?:\d{4,6}|bdc ?\d+)\b")
_SHEET = re.compile(r"\brncp\b|\bfiche nationale\b")
_AIM = re.compile(r"\b(?:pour|vers|viser|visant|vise|preparer|prepare|passer|obtenir|devenir|dans|cote)\b")
_ASIDE = re.compile(r",| (?:si|quand|alors|sachant|avec|en ayant|depuis|a partir)\b| j'ai\b")
_FAMILIAR = 5
"""Letters that two words of one family begin with, at least: « amélioration », « améliorer »."""
_ASKING = frozenset(["competence", "competences", "critere", "criteres", "certification", "capacites", "quelle", "quelles", "entre"])
"""Words of asking, which name no competence."""


@dataclass(frozen=True)
class Asked:
    """From the certification held to the one aimed at; ``of_aimed`` are the words of the question that say which of it."""

    held: str
    aimed: str
    of_aimed: str = ""


def read_as_bridge(reading: Reading, question: str, chosen: str | None, memory: Memory | None, catalogue: Catalogue) -> Reading:
    """The reading of a question that asks what one certification is worth for another; any other reading is returned as it is."""
    folded = fold_question(question)
    if memory is not None and memory.reading.intent == Intent.BRIDGE and _BACK.search(folded):
        return replace(memory.reading, question=question, certifications=memory.reading.certifications[::-1], competences=())
    if reading.intent == Intent.BRIDGE and len(reading.certifications) != 2:  # a follow-up that has come to name something else
        reading = replace(reading, intent=Intent.SEARCH)
    if reading.intent in (Intent.DRAFT, Intent.SMALL_TALK, Intent.CATALOGUE) or not is_asked(folded):
        return reading
    asked = _ends(folded, question, chosen, memory, catalogue)
    if asked is None:
        return reading
    return replace(
        reading,
        intent=Intent.BRIDGE,
        certifications=(asked.held, asked.aimed),
        named=True,
        competences=_competences(asked, reading, folded, catalogue),
        alternatives=(),
        unclear="",
        correction="",
        outside=False,
        compared=False,
    )


def is_asked(folded: str) -> bool:
    """Whether the words of a folded question ask what one thing is worth for another, and not whether that is somebody's right."""
    return bool(_NAMED.search(folded) or _WORTH.search(folded)) and not _OF_RIGHT.search(folded)


def _competences(asked: Asked, reading: Reading, folded: str, catalogue: Catalogue) -> tuple[CompetenceRef, ...]:
    """Those of the certification held that are asked about, by number, title or topic; and those of the other one given by number."""
    of_held = folded.replace(asked.of_aimed, " ", 1) if asked.of_aimed else folded
    aimed = [(asked.aimed, number) for number in numbered_competences(asked.of_aimed)]
    if reading.numbered:
        held = [(asked.held, number) for number in numbered_competences(of_held)]
    else:
        said = [(ref.certification, ref.number) for ref in reading.competences if ref.certification == asked.held]
        names = {word for name in (asked.held, asked.aimed) for word in catalogue.known[name].words}
        words = [word for word in name_words(_NAMED.sub(" ", _WORTH.sub(" ", of_held))) if word not in names]
        held = said or _of_topic(words, catalogue[asked.held])
    refs = [CompetenceRef(certification=name, number=number) for name, number in (*held, *aimed) if catalogue[name].competence(number)]
    return tuple(dict.fromkeys(refs))


def _ends(folded: str, question: str, chosen: str | None, memory: Memory | None, catalogue: Catalogue) -> Asked | None:
    from assistant.comparing.comparer import are_versions

    named = _named(folded, catalogue)
    by_name = bool(_NAMED.search(folded))
    if len(named) == 1 and (by_name or _MINE.search(folded)):
        known = [i for i in (chosen, *(memory.reading.certifications[:1] if memory else ())) if i and i in catalogue and i != named[0]]
        return Asked(known[0], named[0]) if known and not are_versions(known[0], named[0], catalogue) else None
    if len(named) != 2 or are_versions(named[0], named[1], catalogue):
        return None
    if not by_name and (not _HELD.search(folded) or told_part(question)):
        return None
    aimed, words = _aimed(folded, named, catalogue) or (_said_last(folded, named, catalogue), "")
    return Asked(next(i for i in named if i != aimed), aimed, words)


def _named(folded: str, catalogue: Catalogue) -> list[str]:
    """All that are named: « la fiche RNCP » beside a title, and a title beside a code, which alone is heard otherwise."""
    named = list(named_certifications(folded, catalogue).certifications)
    if len(named) == 1:
        others = [i for i in named_certifications(_CODE.sub(" ", folded), catalogue).certifications if i not in named]
        besides = others if len(others) == 1 else [i for i in others if i not in catalogue.versions_of(named[0])]
        sheets = [i for i in catalogue.ids() if catalogue[i].kind == Kind.RNCP and i not in named] if _SHEET.search(folded) else []
        named += (besides or sheets) if len(besides or sheets) == 1 else []
    return named


def _aimed(folded: str, named: Sequence[str], catalogue: Catalogue) -> tuple[str, str] | None:
    """« pour le technicien qualité »: the one named after such a word, as far as the next clause, and these words."""
    for match in _AIM.finditer(folded):
        tail = _ASIDE.split(folded[match.end() :], maxsplit=1)[0]
        found = [i for i in named_certifications(tail, catalogue).certifications if i in named]
        if len(found) == 1:
            return found[0], tail
    return None


def _said_last(folded: str, named: Sequence[str], catalogue: Catalogue) -> str:
    """« entre le technicien et le coordonnateur »: the first one is held."""
    words = folded.split()
    for count in range(1, len(words) + 1):
        found = [i for i in named_certifications(" ".join(words[:count]), catalogue).certifications if i in named]
        if len(found) == 1:
            return next(i for i in named if i != found[0])
    return named[-1]


def _of_topic(said: Sequence[str], held: Certification) -> list[tuple[str, int]]:
    """The competences whose title, or whose block's, says a word of the question: « mes compétences d'amélioration »."""
    wanted = [word for word in said if len(word) >= _FAMILIAR and word not in _ASKING]
    return [
        (held.id, competence.number)
        for block, competence in held.competences()
        if any(_same_family(word, other) for word in wanted for other in name_words(f"{block.title} {competence.title}"))
    ]


def _same_family(word: str, other: str) -> bool:
    stem = max(_FAMILIAR, len(word) - 4)
    return len(other) >= _FAMILIAR and abs(len(word) - len(other)) < _FAMILIAR - 1 and word[:stem] == other[:stem]
