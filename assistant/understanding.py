"""From a question (and what was said before) to a :class:`assistant.reading.Reading`, without any language model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import cues
from assistant.answer import CompetenceRef
from assistant.catalogue import Catalogue, asked_version
from assistant.dialogue import Memory, complete
from assistant.french import listing, plural, quoted
from assistant.naming import named_blocks, named_certifications, numbered_competences, titled_competences
from assistant.reading import BlockRef, Forced, Intent, Reading
from assistant.settling import is_compared, settle
from assistant.spelling import fold_question
from ingest.model import Certification


def understand(
    question: str,
    catalogue: Catalogue,
    *,
    chosen: str | None = None,
    memory: Memory | None = None,
    forced: Forced | None = None,
) -> Reading:
    """Read a question.

    Args:
        question: as typed; accents, case and small typos do not matter.
        catalogue: the referentials in store.
        chosen: the certification picked in the interface; it serves when the question names none.
        memory: what the dialogue so far was about; None for a first question.
        forced: what the user corrected in the reading shown; it wins over the question.
    """
    folded = fold_question(question)
    reading = _first_reading(question, folded, catalogue, chosen)
    if memory is not None:
        reading = complete(reading, folded, memory, catalogue)
    reading = _resolve(reading, folded, catalogue)
    reading = replace(reading, compared=is_compared(reading, folded, memory, catalogue), stepwise=bool(cues.STEPS.search(folded)))
    return _corrected(reading, forced) if forced is not None else reading


def _corrected(reading: Reading, forced: Forced) -> Reading:
    """The reading with what the user chose; naming a competence or a part makes it a question about that place."""
    changed = replace(reading, correction="", unclear="")
    certification = forced.competence.certification if forced.competence else forced.certification
    if certification:
        kept = tuple(ref for ref in changed.competences if ref.certification == certification)
        blocks = tuple(block for block in changed.blocks if block.certification == certification)
        changed = replace(changed, certifications=(certification,), named=True, alternatives=(), competences=kept, blocks=blocks)
    if forced.competence:
        changed = replace(changed, competences=(forced.competence,), numbered=True)
    if forced.parts:
        changed = replace(changed, parts=forced.parts)
    if forced.competence or forced.parts:
        knowledge = changed.parts == ("knowledge",)
        changed = replace(changed, intent=Intent.KNOWLEDGE if knowledge else Intent.PARTS, sections=(), facts=())
    elif changed.intent in (Intent.SMALL_TALK, Intent.OUT_OF_SCOPE, Intent.CATALOGUE):
        changed = replace(changed, intent=Intent.SEARCH)
    return changed


def _first_reading(question: str, folded: str, catalogue: Catalogue, chosen: str | None) -> Reading:
    names = named_certifications(folded, catalogue)
    certifications, alternatives, named = names.certifications, names.alternatives, bool(names.certifications)
    if chosen and chosen in alternatives and asked_version(folded) is None:  # « QSE » while one of its versions is chosen means that one
        certifications, alternatives = (chosen,), tuple(i for i in (*certifications, *alternatives) if i != chosen)
    if not named and chosen is not None and chosen in catalogue:
        certifications, named = (chosen,), True
    parts = tuple(part for part, pattern in cues.PARTS.items() if cues.matches(pattern, folded))
    if set(parts) & set(cues.FAMILIES) and "results" in parts and "resultat" not in folded:
        parts = tuple(part for part in parts if part != "results")  # « les moyens attendus » are no expected results
    if not set(parts) & set(cues.FAMILIES) and cues.CRITERIA.search(folded):
        parts = (*cues.FAMILIES, *parts)
    sections = tuple(key for key, (pattern, _) in cues.SECTIONS.items() if cues.matches(pattern, folded))
    facts = tuple(key for key, pattern in cues.FACTS.items() if cues.matches(pattern, folded))
    return Reading(
        question=question,
        intent=_intent(folded, parts),
        certifications=certifications,
        named=named,
        parts=parts,
        sections=sections,
        facts=facts,
        alternatives=alternatives,
        outside=(bool(cues.OUT_OF_SCOPE.search(folded)) and "component_validity" not in facts)
        or _names_other_certification(folded, catalogue),
    )


def _intent(folded: str, parts: tuple[str, ...]) -> Intent:
    if cues.SMALL_TALK.search(folded):
        return Intent.SMALL_TALK
    if cues.CATALOGUE.search(folded):
        return Intent.CATALOGUE
    if cues.DRAFT.search(folded):
        return Intent.DRAFT
    if cues.EVIDENCE.search(folded):
        return Intent.EVIDENCE
    return Intent.PARTS if parts else Intent.SEARCH


def _names_other_certification(folded: str, catalogue: Catalogue) -> bool:
    """A diploma or registry code that is not in store: what the texts say of others would be beside the question."""
    found = cues.OTHER_CERTIFICATION.search(folded)
    if found is None:
        return False
    codes = {code for known in catalogue.known.values() for code in known.codes}
    return (
        found.group("code") not in codes
        if found.group("code")
        else not any(found.group() in known.words for known in catalogue.known.values())
    )


def _resolve(reading: Reading, folded: str, catalogue: Catalogue) -> Reading:
    """Find competences and blocks in the certifications read so far, then settle the intent."""
    if reading.intent in (Intent.SMALL_TALK, Intent.CATALOGUE):
        return reading
    reading = _with_sheet_for_its_fields(reading, catalogue)
    scope = [catalogue[i] for i in reading.certifications]
    reading = _with_competences(reading, folded, scope, catalogue)
    return settle(reading, folded, catalogue)


def _with_sheet_for_its_fields(reading: Reading, catalogue: Catalogue) -> Reading:
    """ROME, NSF, jury… stand only in a registry sheet: a question about them goes to the sheet of the certification named."""
    if not set(reading.facts) & cues.ONLY_IN_SHEETS or any(catalogue[i].facts for i in reading.certifications):
        return reading
    sheets = [i for i in (reading.alternatives or catalogue.ids()) if i in catalogue and catalogue[i].facts]
    if len(sheets) != 1 or (reading.named and not reading.alternatives):
        return reading
    return replace(reading, certifications=tuple(sheets), alternatives=reading.certifications, named=True)


def _with_competences(reading: Reading, folded: str, scope: Sequence[Certification], catalogue: Catalogue) -> Reading:
    numbers = numbered_competences(folded)
    blocks = named_blocks(folded, scope or _all_newest_first(folded, catalogue), by_title="knowledge" in reading.parts)
    if blocks and not scope:
        blocks = tuple(block for block in blocks if block.certification == blocks[0].certification)
        reading = replace(reading, certifications=(blocks[0].certification,))
        scope = [catalogue[blocks[0].certification]]
    if numbers and not scope:
        return _numbers_without_certification(reading, numbers, folded, catalogue)
    wrong_blocks = [block for block in blocks if not _block_exists(block, catalogue)]
    if wrong_blocks:
        return replace(reading, correction=_no_such_block(wrong_blocks[0], catalogue))
    reading = replace(reading, blocks=blocks or reading.blocks)
    if numbers:
        return _numbered(reading, numbers, scope)
    titled = titled_competences(folded, scope or [catalogue[i] for i in catalogue.ids()], certain=bool(scope))
    if titled and not reading.competences and len(titled) <= 2 * max(1, len(scope)):
        certifications = tuple(dict.fromkeys(ref.certification for ref in titled))
        newest = catalogue.newest_first(certifications) if not reading.named else list(certifications)
        keep = newest[:1] if not reading.named and not _wants_all(folded) else newest
        return replace(
            reading,
            competences=tuple(ref for ref in titled if ref.certification in keep),
            certifications=reading.certifications or tuple(keep),
            alternatives=reading.alternatives or tuple(i for i in newest if i not in keep),
        )
    return reading


def _all_newest_first(folded: str, catalogue: Catalogue) -> list[Certification]:
    """Where a block is looked for when no certification is named: everywhere, but only a block given by code or title."""
    if not re.search(r"\bbloc\b|\bbdc", folded) or re.search(
        r"\bbloc (?:numero )?\d|\b(?:premier|deuxieme|troisieme|quatrieme|dernier) bloc", folded
    ):
        return []
    return [catalogue[i] for i in catalogue.ids()]


def _numbers_without_certification(reading: Reading, numbers: tuple[int, ...], folded: str, catalogue: Catalogue) -> Reading:
    """« C4 » written as a code names the sheet that codes its capacities so; a bare number needs a certification."""
    coded = [i for i in catalogue.ids() if any(c.code == f"C{numbers[0]}" for _, c in catalogue[i].competences())]
    if len(coded) == 1 and re.search(rf"\bc ?{numbers[0]}\b", folded):
        return _numbered(replace(reading, certifications=tuple(coded)), numbers, [catalogue[coded[0]]])
    holders = [i for i in catalogue.ids() if catalogue[i].competence(numbers[0])]
    if len(holders) == 1:
        return _numbered(replace(reading, certifications=tuple(holders)), numbers, [catalogue[holders[0]]])
    if not holders:
        return replace(reading, correction=f"Aucune certification en mémoire n'a de compétence {numbers[0]}.")
    names = listing([quoted(display_name(catalogue[i])) for i in holders])
    return replace(reading, unclear=f"De quelle certification s'agit-il : {names} ?", alternatives=tuple(holders))


def _numbered(reading: Reading, numbers: tuple[int, ...], scope: Sequence[Certification]) -> Reading:
    """Certification-wide numbers, or local ones where a block is named with them (« la compétence 2 du bloc 3 »)."""
    found: list[CompetenceRef] = []
    missing: list[tuple[Certification, int]] = []
    for certification in scope:
        local_blocks = [b for b in reading.blocks if b.certification == certification.id]
        for wanted in numbers:
            ref = _local(certification, local_blocks, wanted) if local_blocks else _global(certification, wanted)
            if ref:
                found.append(ref)
            else:
                missing.append((certification, wanted))
    correction = "" if found or not missing else _no_such_competence(missing[0][0], missing[0][1], reading.blocks)
    return replace(reading, competences=tuple(dict.fromkeys(found)), numbered=bool(found), correction=correction)


def _global(certification: Certification, wanted: int) -> CompetenceRef | None:
    numbers = [competence.number for _, competence in certification.competences()]
    number = max(numbers, default=0) if wanted == -1 else wanted
    return CompetenceRef(certification=certification.id, number=number) if number in numbers else None


def _local(certification: Certification, blocks: Sequence[BlockRef], wanted: int) -> CompetenceRef | None:
    """The wanted-th competence of a block; a certification-wide number that happens to be in the block is understood too."""
    for ref in blocks:
        block = certification.blocks[ref.number - 1]
        competences = block.competences
        rank = len(competences) if wanted == -1 else wanted
        if 1 <= rank <= len(competences):
            return CompetenceRef(certification=certification.id, number=competences[rank - 1].number)
        if any(competence.number == wanted for competence in competences):
            return CompetenceRef(certification=certification.id, number=wanted)
    return None


def _wants_all(folded: str) -> bool:
    """Whether the question asks about several certifications at once."""
    return bool(cues.COMPARISON.search(folded) or cues.EVERYWHERE.search(folded))


def _block_exists(ref: BlockRef, catalogue: Catalogue) -> bool:
    return 1 <= ref.number <= len(catalogue[ref.certification].blocks)


def _no_such_block(ref: BlockRef, catalogue: Catalogue) -> str:
    certification = catalogue[ref.certification]
    return f"{quoted(display_name(certification))} compte {plural(len(certification.blocks), 'bloc')} : il n'y a pas de bloc {ref.number}."


def _no_such_competence(certification: Certification, wanted: int, blocks: tuple[BlockRef, ...]) -> str:
    mine = [block for block in blocks if block.certification == certification.id]
    if mine:
        count = len(certification.blocks[mine[0].number - 1].competences)
        held = f"Le bloc {mine[0].number} de {quoted(display_name(certification))} compte {plural(count, 'compétence')}"
        return f"{held} : il n'y a pas de compétence {wanted} dans ce bloc."
    count = sum(1 for _ in certification.competences())
    return f"{quoted(display_name(certification))} compte {plural(count, 'compétence')} : il n'y a pas de compétence {wanted}."


def display_name(certification: Certification) -> str:
    """A certification as a person names it: its title, with its version label where it has one."""
    return f"{certification.title} ({certification.label})" if certification.label else certification.title
