"""Drafting asked for in the chat: « rédige 3 questions d'entretien sur la compétence 2 »."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answer import Answer, CompetenceRef, Status
from assistant.draft import Draft
from assistant.drafting.composing import Request
from assistant.drafting.drafter import Drafter
from assistant.drafting.exports.sheets import TITLES, covered
from assistant.drafting.items import Drafted, Item, Kind
from assistant.french import NBSP, number, plural
from assistant.gathering import Shelf
from assistant.reading import Reading
from assistant.understanding import display_name
from ingest.errors import AcquisError

_KINDS: tuple[tuple[Kind, str], ...] = (
    (Kind.POSITIONING, r"auto[- ]?positionnement|\bme positionner\b|\bse positionner\b"),
    (Kind.CHOICE, r"\bqcm\b|\bquiz\b|choix multiples?"),
    (Kind.GRID, r"\bgrilles?\b"),
    (Kind.SITUATION, r"\bmises? en situation|\bsituations? (?:pro|d'eval)|\bcas pratiques?|\betudes? de cas"),
    (Kind.PROBE, r"\brelances?\b"),
)
_COUNT = re.compile(
    r"\b(?P<count>\d{1,3}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze) (?:\w+ ){0,2}?"
    r"(?:questions?|relances?|qcm|quiz|mises?|situations?|cas|etudes?|lignes?|criteres?|elements?)\b"
)
_USUAL = 5
_SHOWN = 6
_DOWNLOAD = "Pour les relire une à une et les exporter (Word, Excel, CSV, Moodle, GIFT), utilisez la commande « acquis draft »."


def request_in(folded: str, reading: Reading) -> Request:
    """What a folded sentence asks to be drafted, about the places that were read."""
    kind = next((kind for kind, pattern in _KINDS if re.search(pattern, folded)), Kind.INTERVIEW)
    counts = [number(found["count"].replace("une", "un")) or 0 for found in _COUNT.finditer(folded)]
    count = max(counts, default=0) or None  # « un QCM de 4 questions » says one and means four
    competences = tuple(ref.number for ref in reading.competences if ref.certification == reading.certifications[0])
    blocks = tuple(block.number for block in reading.blocks if block.certification == reading.certifications[0])
    if kind in (Kind.GRID, Kind.POSITIONING):
        count = None if count == 1 else count  # « une grille » is one grid, not one line
    elif count is None:
        count = _USUAL
    return Request(kind, competences, () if competences else blocks, count)


def draft_answer(drafter: Drafter, folded: str, reading: Reading, shelf: Shelf) -> Answer:
    """The items as an answer: what is ours in plain text, each criterion quoted with its mark."""
    certification = shelf.catalogue[reading.certifications[0]]
    line = f"rédaction — {display_name(certification)}"
    try:
        drafted = drafter.draft(certification.id, request_in(folded, reading))
    except AcquisError as error:
        return Answer(status=Status.NOT_FOUND, answer=str(error), reading=line, certifications=(certification.id,))
    draft = Draft()
    for text in _lines(drafted, draft, shelf):
        draft.say(text)
    return Answer(
        status=Status.ANSWERED,
        answer=draft.markdown,
        reading=f"{TITLES[drafted.kind].lower()} — {drafted.scope} — {display_name(certification)}",
        certifications=(certification.id,),
        competences=tuple(CompetenceRef(certification=certification.id, number=number) for number in _competences(drafted)),
        citations=tuple(draft.citations),
        advice=(*drafted.notes, _DOWNLOAD),
        suggestions=_next(drafted, display_name(certification)),
        engine="extractive" if drafted.engine == "grammar" else drafted.engine,
    )


def _lines(drafted: Drafted, draft: Draft, shelf: Shelf) -> Iterator[str]:
    yield f"**{TITLES[drafted.kind]}** — {covered(drafted)}"
    yield ""
    for rank, item in enumerate(drafted.items, start=1):
        yield from _item(rank, item)
        yield ""
        for criterion in dict.fromkeys(item.criteria):
            if passage := shelf.passage(criterion):
                yield f"- {draft.quote(passage)}"
        yield ""
    missing = drafted.coverage.missing
    if missing:
        yield f"*Aucun élément ne couvre*{NBSP}:"
        yield ""
        for quotation in missing[:_SHOWN]:
            if passage := shelf.passage(quotation.criterion):
                yield f"- {draft.quote(passage)}"
        if len(missing) > _SHOWN:
            yield f"- et {plural(len(missing) - _SHOWN, 'autre critère', 'autres critères')}."


def _item(rank: int, item: Item) -> Iterator[str]:
    first, *rest = item.text.split("\n")
    yield f"**{rank}.** {first}"
    if rest:
        yield from rest
    if item.choices or item.probes:
        yield ""
    for letter, choice in zip("ABCDEFGH", item.choices, strict=False):
        yield f"- {letter}. {choice.text}{' (bonne réponse)' if choice.correct else ''}"
    for probe in item.probes:
        yield f"- Relance{NBSP}: {probe.text}"


def _competences(drafted: Drafted) -> list[int]:
    return sorted({number for item in drafted.items for number in item.competences})


def _next(drafted: Drafted, name: str) -> tuple[str, ...]:
    numbers = _competences(drafted)
    if len(numbers) != 1:
        return ()
    place = f"sur la compétence {numbers[0]} de «{NBSP}{name}{NBSP}»"
    offers = {
        Kind.INTERVIEW: "Rédige 3 questions d'entretien",
        Kind.GRID: "Prépare une grille d'observation",
        Kind.CHOICE: "Rédige 5 questions de QCM",
    }
    return tuple(f"{offer} {place}" for kind, offer in offers.items() if kind != drafted.kind)
