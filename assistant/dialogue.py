"""What a dialogue was about, and how a short turn (« et côté moyens ? ») is completed from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import cues
from assistant.answer import Answer, CompetenceRef
from assistant.catalogue import Catalogue, asked_version
from assistant.french import quoted
from assistant.naming import likeness, named_blocks, named_certifications, numbered_competences
from assistant.pointing import asks_for_list, point_at
from assistant.reading import BlockRef, Intent, Reading
from ingest.structure.columns import plain

_NEXT = re.compile(r"\b(?:suivante?s?|d'apres|prochaine?)\b")
_PREVIOUS = re.compile(r"\b(?:precedente?s?|d'avant)\b")
_SAME = re.compile(
    r"\b(?:meme (?:question|chose)|pareil\w*|idem|et (?:pour|dans|chez|cote|au niveau|en)\b|et (?:le|la|les|l')\b"
    r"|meme[s]?\b)"
)
_MINE = re.compile(r"\b(?:l[ea] mien(?:ne)?|mon (?:cqpm|referentiel|titre)|ma (?:certification|version|fiche))\b")
_BOTH = re.compile(r"\b(?:[lcd]es) deux\b(?! (?:premier|derni|autres|crit|bloc|point|vers|edit))|\bl'un et l'autre\b")
_OTHER = re.compile(r"\bl'autre (?:referentiel|certification|cqpm|metier)\b")
_OTHER_VERSION = re.compile(r"\bautre (?:version|edition)\b")
_ONE_VERSION = "Une seule version de cette certification est en mémoire."
_SHORT = 9
"""Turns of at most so many words lean on what was said before."""
_SAME_COMPETENCE = 0.3
"""Likeness of titles (0..1) from which a competence of another certification is the counterpart of the one discussed."""


@dataclass(frozen=True)
class Memory:
    """The last turn: its reading, what it offered, and the ids of the passages that it quoted.

    ``earlier``: the competences discussed before in another certification.
    """

    reading: Reading
    suggestions: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    earlier: tuple[CompetenceRef, ...] = ()

    @classmethod
    def of(cls, reading: Reading, answer: Answer, previous: Memory | None = None) -> Memory:
        """Remember a turn; the competences that the answer was really about count as read."""
        competences = reading.competences or (() if reading.correction else answer.competences[:1])
        certifications = reading.certifications or answer.certifications
        before = (*previous.reading.competences, *previous.earlier) if previous else ()
        return cls(
            replace(reading, competences=tuple(competences), certifications=certifications),
            answer.suggestions,
            tuple(citation.passage for citation in answer.citations),
            _elsewhere(before, certifications),
        )


def _elsewhere(competences: Sequence[CompetenceRef], certifications: Sequence[str]) -> tuple[CompetenceRef, ...]:
    """Those of the first certification that is not one of these."""
    other = next((ref.certification for ref in competences if ref.certification not in certifications), None)
    return tuple(ref for ref in competences if ref.certification == other)


def accepted_suggestion(question: str, memory: Memory) -> str | None:
    """« oui » or « d'accord » takes up the first question that was offered."""
    agreed = re.fullmatch(
        r"\W*(?:oui|ok|d'accord|vas[- ]y|volontiers|je veux bien|yes|ouais|oui (?:stp|svp|merci|vas[- ]y))\W*", plain(question)
    )
    return memory.suggestions[0] if agreed and memory.suggestions else None


def complete(reading: Reading, folded: str, memory: Memory, catalogue: Catalogue) -> Reading:
    """Fill what a turn leaves out with what the dialogue was about."""
    before = memory.reading
    aside = (Intent.SMALL_TALK, Intent.OUT_OF_SCOPE, Intent.CATALOGUE)
    if reading.intent in aside or before.intent in aside:
        return reading
    if not named_certifications(folded, catalogue).certifications:
        elsewhere = _with_earlier(reading, folded, memory)
        if elsewhere is not None:
            return _same_parts(elsewhere, folded, before, catalogue)
    other_version = _other_version(folded, before, catalogue)
    if other_version:
        reading = replace(reading, certifications=(other_version,), named=True, alternatives=())
    else:
        reading = _same_certification(reading, folded, before, catalogue)
        if _asks_for_a_version_that_is_not_there(folded, before, catalogue):
            return replace(reading, competences=(), blocks=(), correction=_ONE_VERSION)
    has_topic = _brings_topic(reading, folded, catalogue)
    pointed = point_at(reading, folded, before, catalogue)
    if pointed is not None and (pointed.competences or not has_topic):
        asks = pointed.parts or has_topic or (pointed.blocks and cues.LISTED.search(folded))
        return pointed if asks else _same_parts(pointed, folded, before, catalogue)
    if asks_for_list(folded, before):
        return reading
    if has_topic:
        leaning = len(folded.split()) <= _SHORT or bool(_SAME.search(folded))
        return _same_competences(reading, folded, before, catalogue) if leaning and reading.parts else reading
    if not numbered_competences(folded) and not _names_other_place(reading, folded, catalogue):
        reading = _same_competences(reading, folded, before, catalogue)
    return _same_parts(reading, folded, before, catalogue)


def _with_earlier(reading: Reading, folded: str, memory: Memory) -> Reading | None:
    """« et les moyens, chez les deux ? », « l'autre référentiel ? »: the competences discussed elsewhere before, with the last or alone."""
    both = _BOTH.search(folded)
    if not memory.earlier or not (both or _OTHER.search(folded)):
        return None
    competences = (*memory.reading.competences, *memory.earlier) if both else memory.earlier
    certifications = tuple(dict.fromkeys(ref.certification for ref in competences))
    return replace(reading, competences=competences, certifications=certifications, numbered=True, named=True, alternatives=())


def _names_other_place(reading: Reading, folded: str, catalogue: Catalogue) -> bool:
    """« ses missions ? », « et le bloc 3 ? »: a section, a fact or a block of its own, which the competence discussed has no part in."""
    blocks = named_blocks(folded, [catalogue[i] for i in reading.certifications])
    return not reading.parts and bool(reading.sections or reading.facts or blocks)


def _same_certification(reading: Reading, folded: str, before: Reading, catalogue: Catalogue) -> Reading:
    """Where none is named, the one discussed; one chosen beside the dialogue comes back with « la mienne » or with a topic of its own."""
    if not before.certifications or named_certifications(folded, catalogue).certifications:
        return reading
    if reading.named and (_MINE.search(folded) or _brings_topic(reading, folded, catalogue)):
        return reading
    return replace(reading, certifications=before.certifications, alternatives=before.alternatives, named=before.named)


def _other_version(folded: str, before: Reading, catalogue: Catalogue) -> str | None:
    """« et dans l'ancienne version ? » after a question on the newer one."""
    version = asked_version(folded)
    if not before.certifications or named_certifications(folded, catalogue).certifications:
        return None
    versions = [i for i in catalogue.newest_first(catalogue.versions_of(before.certifications[0])) if not catalogue[i].facts]
    if len(versions) > 1 and (_OTHER_VERSION.search(folded) or re.search(r"\bl'autre\b", folded)):
        return next(i for i in versions if i != before.certifications[0])
    return (versions[0] if version == "new" else versions[-1]) if version and len(versions) > 1 else None


def _asks_for_a_version_that_is_not_there(folded: str, before: Reading, catalogue: Catalogue) -> bool:
    """« et dans l'autre version ? » where a single one is in store: said, rather than answered from that one again."""
    if len(before.certifications) != 1 or named_certifications(folded, catalogue).certifications or not _OTHER_VERSION.search(folded):
        return False
    return len([i for i in catalogue.versions_of(before.certifications[0]) if not catalogue[i].facts]) == 1


def _same_competences(reading: Reading, folded: str, before: Reading, catalogue: Catalogue) -> Reading:
    """Keep, step to the next one, or carry over to the counterpart in another certification."""
    if before.intent == Intent.STRUCTURE and before.blocks and not reading.blocks:
        return _same_blocks(reading, folded, before, catalogue)
    if not before.competences:
        return reading
    step = 1 if _NEXT.search(folded) else -1 if _PREVIOUS.search(folded) and asked_version(folded) is None else 0
    here = [ref for ref in before.competences if ref.certification in reading.certifications]
    if step and here:
        moved = [CompetenceRef(certification=ref.certification, number=ref.number + step) for ref in here[-1:]]
        kept = tuple(ref for ref in moved if catalogue[ref.certification].competence(ref.number))
        if not kept:
            edge = "dernière" if step > 0 else "première"
            return replace(reading, competences=(), correction=f"C'était déjà la {edge} compétence de cette certification.")
        return replace(reading, competences=kept, numbered=before.numbered)
    missing = [i for i in reading.certifications if not any(ref.certification == i for ref in here)]
    counterparts = [
        _counterpart(ref, certification, catalogue, same_number=before.numbered)
        for ref in before.competences[:1]
        for certification in missing
    ]
    found = (*here, *(ref for ref in counterparts if ref))
    if not found and reading.certifications and before.intent == Intent.PARTS:
        title = catalogue[before.competences[0].certification].competence(before.competences[0].number)
        said = quoted(title[1].title) if title else "celle-ci"
        return replace(reading, correction=f"Aucune compétence de cette certification ne correspond à {said}.")
    return replace(reading, competences=found, numbered=before.numbered)


def _same_blocks(reading: Reading, folded: str, before: Reading, catalogue: Catalogue) -> Reading:
    """After a question about a block: the next or previous one, or the same."""
    step = 1 if _NEXT.search(folded) else -1 if _PREVIOUS.search(folded) else 0
    here = [block for block in before.blocks if block.certification in reading.certifications]
    moved = [BlockRef(block.certification, block.number + step) for block in here]
    blocks = tuple(block for block in moved if 1 <= block.number <= len(catalogue[block.certification].blocks))
    if moved and not blocks:
        return replace(reading, correction=f"C'était déjà le {'dernier' if step > 0 else 'premier'} bloc de cette certification.")
    return replace(reading, blocks=blocks)


def _brings_topic(reading: Reading, folded: str, catalogue: Catalogue) -> bool:
    from assistant.topic import topic_words

    stripped = re.sub(_NEXT, " ", re.sub(_PREVIOUS, " ", re.sub(_SAME, " ", folded)))
    stripped = re.sub(
        r"\b(?:ancienne?|nouvelle|nouveau|version|premiere?|deuxieme|chose|celles?|celui|idem|pareil|oui|non|ok|autre"
        r"|mienne|cool|aussi|reviens?|retour|disent|appelle|voulais|parlais|parle|plutot|referentiel|prenons|point|fais|re\w*nez|rappelez"
        r"|juste|seulement|uniquement|v ?[12])\b",
        " ",
        stripped,
    )
    return bool(topic_words(reading, stripped, catalogue))


def _same_parts(reading: Reading, folded: str, before: Reading, catalogue: Catalogue) -> Reading:
    """A turn that names no part of its own keeps the parts asked for before."""
    has_own = reading.parts or reading.sections or reading.facts or reading.intent == Intent.EVIDENCE or cues.STRUCTURE.search(folded)
    if has_own or (not before.blocks and _names_other_place(reading, folded, catalogue)):
        return reading
    return replace(
        reading,
        intent=before.intent,
        parts=before.parts,
        sections=before.sections,
        facts=before.facts,
        topic=before.topic,
        query=before.query,
        narrated=before.narrated,
        inherited=True,
    )


def _counterpart(ref: CompetenceRef, certification_id: str, catalogue: Catalogue, *, same_number: bool) -> CompetenceRef | None:
    """The competence of another certification that a turn like « et pour le technicien qualité ? » means.

    One asked for by number keeps its number, except among versions of one title; otherwise the closest title is meant: « Auditer un
    processus » and « Réaliser un audit » are counterparts.
    """
    found = catalogue[ref.certification].competence(ref.number)
    if found is None:
        return None
    versions = certification_id in catalogue.versions_of(ref.certification)
    if same_number and not versions and catalogue[certification_id].competence(ref.number):
        return CompetenceRef(certification=certification_id, number=ref.number)
    titles = {competence.number: competence.title for _, competence in catalogue[certification_id].competences()}
    scored = {number: likeness(found[1].title, title) for number, title in titles.items()}
    best = max(scored, key=lambda number: scored[number], default=None)
    return CompetenceRef(certification=certification_id, number=best) if best is not None and scored[best] >= _SAME_COMPETENCE else None
