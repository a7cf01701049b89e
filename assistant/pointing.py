"""« le premier », « la dernière des deux »: what a turn points at by its rank in what was just shown."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answer import CompetenceRef
from assistant.catalogue import Catalogue
from assistant.french import ordinal
from assistant.naming import named_blocks
from assistant.reading import BlockRef, Intent, Reading

_RANKED = re.compile(
    r"\b(?P<article>le|du|au|la|celui|celle)(?:[- ]la)? (?P<rank>premiere?|1ere?|1er|seconde?|derniere?|\d(?:e|eme)|[a-z]+ieme)\b"
    r"(?=\W*$| des (?:deux|trois|quatre|2|3|4)\b| ?[,;:?!.]| (?:alors|stp|svp|quel\w*|c'est|donne|dis|il|elle|contient|dedans)\b)"
)
"""A rank with no noun of its own behind it: « le premier critère » says itself what it counts."""
_MASCULINE = ("le", "du", "au", "celui")


def point_at(reading: Reading, folded: str, before: Reading, catalogue: Catalogue) -> Reading | None:
    """The reading with the block (« le dernier ») or the competence (« la première ») that is meant; None where nothing is pointed at.

    A masculine rank counts the blocks after a question on the structure; a feminine one counts the competences that the question before
    named, those of the block discussed, or those of the whole certification.
    """
    found = _RANKED.search(folded)
    certifications = reading.certifications or before.certifications
    if found is None or not certifications or named_blocks(folded, [catalogue[i] for i in certifications]):
        return None
    certification, rank = certifications[0], _rank(found.group("rank"))
    if rank is None:
        return None
    if found.group("article") in _MASCULINE:
        if before.intent != Intent.STRUCTURE or before.blocks:
            return None
        number = _at([block.number for block in catalogue[certification].blocks], rank)
        return replace(reading, blocks=(BlockRef(certification, number),), competences=()) if number else None
    listed = _competences_shown(certification, before, catalogue)
    ref = listed[rank - 1 if rank > 0 else rank] if listed and rank <= len(listed) else None
    return replace(reading, competences=(ref,), certifications=(ref.certification,), numbered=True, blocks=()) if ref else None


def _competences_shown(certification: str, before: Reading, catalogue: Catalogue) -> list[CompetenceRef]:
    if len(before.competences) > 1:
        return list(before.competences)
    if before.intent != Intent.STRUCTURE:
        return []
    blocks = {block.number for block in before.blocks if block.certification == certification}
    return [
        CompetenceRef(certification=certification, number=competence.number)
        for block, competence in catalogue[certification].competences()
        if not blocks or block.number in blocks
    ]


def _rank(word: str) -> int | None:
    return -1 if word.startswith("dernier") else ordinal(word)


def _at(numbers: list[int], rank: int) -> int | None:
    return numbers[-1] if rank < 0 else numbers[rank - 1] if rank <= len(numbers) else None
