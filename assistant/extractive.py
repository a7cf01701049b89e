"""The extractive engine: an answer made of verified quotations, in the shape that the question asks for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, groupby

from assistant.catalogue import Catalogue
from assistant.draft import Draft
from assistant.french import NBSP, listing, plural
from assistant.gathering import ALL_PARTS, Gathered, of_sections_named
from assistant.places import block_name, competence_name, place_heading, rank_in_document
from assistant.reading import Intent, Reading
from assistant.side_by_side import facing_columns, write_tables
from assistant.understanding import display_name
from ingest.model import FRENCH_PART, Certification, Passage

NOT_SAID = "Le référentiel ne le dit pas."
BESIDES = "À lire aussi"
"""Above what may answer too, after what answers."""
_TITLE_WORDS = 3
"""A paragraph of a section with at most so many words and no full stop is a title in it."""


def compose(reading: Reading, gathered: Gathered, catalogue: Catalogue) -> Draft:
    """Write the answer; an empty ``gathered`` gives an empty draft (the caller says what is not there)."""
    draft = Draft()
    if reading.correction:
        draft.say(reading.correction)
        draft.say()
    passages, besides = gathered.passages, gathered.besides
    steps = of_sections_named(reading, (*passages, *besides), catalogue) if reading.stepwise else []
    if tables := facing_columns(reading, passages, besides, catalogue):
        if reading.intent == Intent.STRUCTURE and not (reading.blocks or reading.competences):
            for certification_id in dict.fromkeys(p.certification for p in gathered.passages):
                draft.say(f"- {_counts(catalogue[certification_id])}")
            draft.say()
        write_tables(draft, tables, catalogue)
        faced = {passage.id for columns in tables for column in columns for passage in column.passages}
        besides = tuple(passage for passage in (*passages, *besides) if passage.id not in faced)
    elif reading.intent == Intent.STRUCTURE:
        _structure(draft, reading, gathered.passages, catalogue)
    elif reading.intent == Intent.FACT:
        _facts(draft, gathered, catalogue)
    elif steps:
        _steps(draft, steps, catalogue)
        besides = tuple(passage for passage in (*passages, *besides) if passage not in steps)
    else:
        _by_place(draft, passages, catalogue)
    if besides:
        draft.say(f"**{BESIDES}**")
        draft.say()
        _by_place(draft, besides, catalogue)
    return draft


def _structure(draft: Draft, reading: Reading, passages: Sequence[Passage], catalogue: Catalogue) -> None:
    for certification_id in dict.fromkeys(p.certification for p in passages):
        certification = catalogue[certification_id]
        mine = [p for p in passages if p.certification == certification_id]
        whole = not reading.blocks and not reading.competences
        draft.say(f"{_counts(certification)}{NBSP}:" if whole else f"**{display_name(certification)}**")
        draft.say()
        for passage in mine:
            if passage.kind == "block":
                if draft.lines and draft.lines[-1]:
                    draft.say()  # without it the title would belong to the list item above
                draft.say(f"**{block_name(certification, passage.block)}**{NBSP}: {draft.quote(passage)}")
                draft.say()
            else:
                draft.say(f"- {competence_name(certification, passage.competence)}{NBSP}: {draft.quote(passage)}")
        draft.say()


def _counts(certification: Certification) -> str:
    competences = sum(1 for _ in certification.competences())
    return f"**{display_name(certification)}** compte {plural(len(certification.blocks), 'bloc')} et {plural(competences, 'compétence')}"


def _steps(draft: Draft, passages: Sequence[Passage], catalogue: Catalogue) -> None:
    """How something proceeds: numbered quotations in the order of the document; titles among them stand above what they announce."""
    several = len({p.certification for p in passages}) > 1
    numbers = count(1)
    for certification_id in dict.fromkeys(p.certification for p in passages):
        mine = sorted((p for p in passages if p.certification == certification_id), key=rank_in_document)
        for rank, (_, section) in enumerate(groupby(mine, key=_place_of)):
            of_section = list(section)
            draft.say(_heading(of_section[0], catalogue, with_certification=several or rank == 0))
            draft.say()
            for are_titles, run in groupby(of_section, key=lambda p: _is_title(p.text)):
                if are_titles:
                    draft.say(" ".join(draft.quote(passage) for passage in run))
                else:
                    for passage in run:
                        draft.item(passage, f"{next(numbers)}.")
                draft.say()


def _is_title(text: str) -> bool:
    """« COMMISSION D'ÉVALUATION », « (hors VAE) »: printed above or beside what it is about, no step of its own."""
    return text.isupper() or (len(text.split()) <= _TITLE_WORDS and not text.endswith("."))


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
    return f"**{place_heading(passage, certification)}**{suffix}"
