"""The extractive engine: an answer made of verified quotations, in the shape that the question asks for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from assistant.catalogue import Catalogue
from assistant.draft import Draft
from assistant.french import NBSP, listing, plural
from assistant.gathering import ALL_PARTS, Gathered
from assistant.reading import Intent, Reading
from assistant.understanding import display_name
from ingest.model import FRENCH_PART, Certification, Passage, Provenance

NOT_SAID = "Le référentiel ne le dit pas."
BESIDES = "À lire aussi"
"""Above what may answer too, after what answers."""


def compose(reading: Reading, gathered: Gathered, catalogue: Catalogue) -> Draft:
    """Write the answer; an empty ``gathered`` gives an empty draft (the caller says what is not there)."""
    draft = Draft()
    if reading.correction:
        draft.say(reading.correction)
        draft.say()
    if reading.intent == Intent.STRUCTURE:
        _structure(draft, reading, gathered.passages, catalogue)
    elif reading.intent == Intent.FACT:
        _facts(draft, gathered, catalogue)
    else:
        _by_place(draft, gathered.passages, catalogue)
    if gathered.besides:
        draft.say(f"**{BESIDES}**")
        draft.say()
        _by_place(draft, gathered.besides, catalogue)
    return draft


def _structure(draft: Draft, reading: Reading, passages: Sequence[Passage], catalogue: Catalogue) -> None:
    for certification_id in dict.fromkeys(p.certification for p in passages):
        certification = catalogue[certification_id]
        mine = [p for p in passages if p.certification == certification_id]
        draft.say(_counts(certification, whole=not reading.blocks and not reading.competences))
        draft.say()
        for passage in mine:
            if passage.kind == "block":
                if draft.lines and draft.lines[-1]:
                    draft.say()  # without it the title would belong to the list item above
                draft.say(f"**{block_name(certification, passage.block)}**{NBSP}: {draft.quote(passage)}")
                draft.say()
            else:
                found = certification.competence(passage.competence or 0)
                code = f" ({found[1].code})" if found and found[1].code else ""
                draft.say(f"- Compétence {passage.competence}{code}{NBSP}: {draft.quote(passage)}")
        draft.say()


def _counts(certification: Certification, *, whole: bool) -> str:
    name = f"**{display_name(certification)}**"
    if not whole:
        return name
    competences = sum(1 for _ in certification.competences())
    return f"{name} compte {plural(len(certification.blocks), 'bloc')} et {plural(competences, 'compétence')}{NBSP}:"


def block_name(certification: Certification, number: int | None) -> str:
    """``"Bloc 2 (BDC0230)"``; a block whose code the document leaves blank has none."""
    block = next((b for b in certification.blocks if b.number == number), None)
    return f"Bloc {number} ({block.code})" if block and block.code else f"Bloc {number}"


def _facts(draft: Draft, gathered: Gathered, catalogue: Catalogue) -> None:
    for passage in gathered.passages:
        fact = catalogue[passage.certification].fact(passage.id.rsplit("/", 1)[1])
        label = fact.label.rstrip(" :") if fact else ""
        if "\n" in passage.text or len(passage.text) > 120:
            draft.say(f"**{label}**{NBSP}:")
            draft.say()
            draft.item(passage)
        else:
            draft.say(f"**{label}**{NBSP}: {draft.quote(passage)}")
        draft.say()
    if gathered.empty:
        say_empty(draft, gathered.empty)


def say_empty(draft: Draft, labels: Sequence[str]) -> None:
    """Say that fields are empty in the document."""
    names = listing([f"«{NBSP}{label}{NBSP}»" for label in labels])
    draft.say(f"Le champ {names} est vide dans le document." if len(labels) == 1 else f"Les champs {names} sont vides dans le document.")


def _by_place(draft: Draft, passages: Sequence[Passage], catalogue: Catalogue) -> None:
    """Quotations under the competence (or block, or section) that they belong to, then under their part."""
    several = len({p.certification for p in passages}) > 1
    for place, group in groupby(passages, key=_place_of):
        of_place = sorted(group, key=_rank_of_part)
        draft.say(_heading(of_place[0], catalogue, with_certification=several or place == _place_of(passages[0])))
        draft.say()
        parts = {p.part for p in of_place}
        for part, of_part in groupby(of_place, key=lambda p: p.part):
            if part and (len(parts) > 1 or of_place[0].competence is not None):
                draft.say(f"*{FRENCH_PART[part].capitalize()}*")
                draft.say()
            for passage in of_part:
                draft.item(passage)
            draft.say()


def _rank_of_part(passage: Passage) -> int:
    """Titles first, then the parts in the order of the evaluation tables."""
    return ALL_PARTS.index(passage.part) + 1 if passage.part in ALL_PARTS else 0


def _place_of(passage: Passage) -> tuple[str, int | None, int | None, str]:
    return passage.certification, passage.competence, passage.block if passage.competence is None else None, _section(passage)


def _section(passage: Passage) -> str:
    return passage.context if passage.kind in ("section", "fact") else ""


def _heading(passage: Passage, catalogue: Catalogue, *, with_certification: bool) -> str:
    certification = catalogue[passage.certification]
    suffix = f" — {display_name(certification)}" if with_certification else ""
    found = certification.competence(passage.competence) if passage.competence is not None else None
    if found:
        code = f" ({found[1].code})" if found[1].code else ""
        return f"**Compétence {passage.competence}{code}{NBSP}: {found[1].title}**{suffix}"
    if passage.kind == "section":
        return f"**{passage.context.rsplit(' > ', 1)[-1]}**{suffix}"
    if passage.kind == "fact":
        return f"**{passage.context.rsplit(' > ', 1)[-1].rstrip(' :')}**{suffix}"
    block = next((b for b in certification.blocks if b.number == passage.block), None)
    title = f"{NBSP}: {block.title}" if block and block.title else ""
    return f"**{block_name(certification, passage.block)}{title}**{suffix}"


def fiche_notice(passages: Sequence[Passage], catalogue: Catalogue) -> tuple[str, ...]:
    """The advice that goes with quotations of a fiche."""
    fiches = {p.certification for p in passages if catalogue[p.certification].provenance == Provenance.FICHE}
    if not fiches:
        return ()
    return (
        "Ces passages viennent d'une fiche, un résumé rédigé par le projet : seul le texte officiel fait foi. "
        "Pour citer le texte officiel, ingérez votre exemplaire du référentiel.",
    )
