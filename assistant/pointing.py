"""« le premier », « la dernière des deux », « ce bloc », « celle sur l'audit »: what a turn points at in what was just shown."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant import cues
from assistant.answer import CompetenceRef
from assistant.catalogue import Catalogue
from assistant.french import ordinal
from assistant.naming import closest_title, named_blocks
from assistant.reading import BlockRef, Intent, Reading

_RANKED = re.compile(
    r"\b(?P<article>le|du|au|la|celui|celle|the)(?:[- ]la)? (?:tout(?:e)? )?"
    r"(?P<rank>premiere?|1ere?|1er|seconde?|derniere?|\d(?:e|eme)|[a-z]+ieme)\b"
    r"(?=\W*$| des (?:deux|trois|quatre|2|3|4)\b| ?[,;:?!.]| (?:alors|aussi|stp|svp|quel\w*|c'est|donne|dis|il|elle|dedans|cote|un|"
    r"[sl]es|sa|son)\b)"
)
"""A rank with no noun of its own behind it: « le premier critère » says itself what it counts."""
_MASCULINE = ("le", "du", "au", "celui")
_THIS_BLOCK = re.compile(
    r"\b(?:ce|le|du|au) (?:meme )?bloc(?:[- ]la)?\b(?! (?:\d|un\b|deux|trois|quatre|sur|de\b|des|du|d'|suivant|precedent))"
    r"|\bdedans\b.*\b(?:competences|capacites|quoi)\b|\b(?:competences|capacites|quoi|qu'y a[- ]t[- ]il)\b.*\bdedans\b"
)
_BARE_BLOCK = re.compile(
    r"^\W*(?:(?:et|idem|pareil|non|meme chose) ?,? ?)*(?:pour |dans )?le (?P<number>\d)\W*(?:alors|aussi|stp|svp)?\W*$"
)
_OTHER = re.compile(r"\bl'autre(?: competence| capacite)?(?=\W*$| ?[,;:?!.])")
_ABOUT = re.compile(r"\bcelle (?:sur |qui (?:parle|traite) d\w+ |des |du |de l'|de la |d')(?P<topic>[^,;:?!.]+)")


def point_at(reading: Reading, folded: str, before: Reading, catalogue: Catalogue) -> Reading | None:
    """The reading with the block (« le dernier », « ce bloc ») or the competence (« la première ») meant; None where none is pointed at.

    A masculine rank counts the blocks after a question on the structure; any other one counts the competences that the turn before
    named, those of the block discussed, or those of the whole certification.
    """
    certifications = reading.certifications or before.certifications
    if not certifications or named_blocks(folded, [catalogue[i] for i in certifications]):
        return None
    block = _block_pointed_at(folded, certifications[0], before, catalogue)
    if block is not None:
        return replace(reading, blocks=(block,), competences=())
    ref = _competence_pointed_at(folded, certifications[0], before, catalogue)
    if ref is not None:
        return replace(reading, competences=(ref,), certifications=(ref.certification,), numbered=True, blocks=before.blocks)
    return None


def _block_pointed_at(folded: str, certification: str, before: Reading, catalogue: Catalogue) -> BlockRef | None:
    blocks = catalogue[certification].blocks
    bare, ranked = _BARE_BLOCK.search(folded), _RANKED.search(folded)
    if bare and before.blocks:
        rank: int | None = int(bare.group("number"))
    elif ranked and ranked.group("article") in _MASCULINE and before.intent == Intent.STRUCTURE and not before.blocks:
        rank = _rank(ranked.group("rank"))
    elif _THIS_BLOCK.search(folded) and not ranked:
        return _block_discussed(certification, before, catalogue)
    else:
        return None
    place = None if rank is None or rank > len(blocks) else blocks[rank - 1 if rank > 0 else rank].number
    return BlockRef(certification, place) if place is not None else None


def _block_discussed(certification: str, before: Reading, catalogue: Catalogue) -> BlockRef | None:
    """The block of the turn before, or the one that holds its competence."""
    found = next((block for block in before.blocks if block.certification == certification), None)
    if found is not None:
        return found
    numbers = {ref.number for ref in before.competences if ref.certification == certification}
    holding = {block.number for block, competence in catalogue[certification].competences() if competence.number in numbers}
    return BlockRef(certification, holding.pop()) if len(holding) == 1 else None


def _competence_pointed_at(folded: str, certification: str, before: Reading, catalogue: Catalogue) -> CompetenceRef | None:
    ranked, about = _RANKED.search(folded), _ABOUT.search(folded)
    if about is not None:
        return closest_title(about.group("topic"), catalogue[certification])
    if _OTHER.search(folded):
        others = [
            ref for ref in _competences_shown(certification, replace(before, competences=()), catalogue) if ref not in before.competences
        ]
        return others[0] if before.blocks and len(others) == 1 and len(before.competences) == 1 else None
    rank = _rank(ranked.group("rank")) if ranked else None
    if rank is None:
        return None
    listed = _competences_shown(certification, before, catalogue)
    return listed[rank - 1 if rank > 0 else rank] if rank <= len(listed) else None


def _competences_shown(certification: str, before: Reading, catalogue: Catalogue) -> list[CompetenceRef]:
    if len(before.competences) > 1:
        return list(before.competences)
    blocks = {block.number for block in before.blocks if block.certification == certification}
    return [
        CompetenceRef(certification=certification, number=competence.number)
        for block, competence in catalogue[certification].competences()
        if not blocks or block.number in blocks
    ]


def asks_for_list(folded: str, before: Reading) -> bool:
    """« elle a combien de compétences ? », « quels blocs ? »: all of them, not the one that was discussed.

    « quelles sont les compétences ? » too, except after a block: those of that block are meant.
    """
    listed = cues.ALL_LISTED.search(folded) or (not before.blocks and cues.COMPETENCES_LISTED.search(folded))
    return bool(listed) and _THIS_BLOCK.search(folded) is None


def _rank(word: str) -> int | None:
    return -1 if word.startswith("dernier") else ordinal(word)
