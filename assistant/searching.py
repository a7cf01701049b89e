"""Free questions: passages found by search, and the decision that the referential does not say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import cues
from assistant.answer import CompetenceRef
from assistant.gathering import MAX_SECTION_CHARACTERS, Gathered, Shelf, activities_named, activity_of, from_structure, sections_named
from assistant.reading import Intent, Reading
from ingest.model import Passage

if TYPE_CHECKING:
    from vectorstore.search import Filters, Index


@dataclass(frozen=True)
class Found:
    """A passage found, with its scores: see :class:`vectorstore.search.Hit`."""

    passage: Passage
    score: float
    dense: float
    coverage: float


def retrieve(shelf: Shelf, index: Index, query: str, limit: int, filters: Filters) -> list[Found]:
    """What the LangChain retriever over the index finds, best first."""
    from vectorstore.retriever import AcquisRetriever

    documents = AcquisRetriever(index=index, limit=limit, filters=filters).invoke(query)
    found = [(shelf.passage(document.metadata["passage"]), document.metadata) for document in documents]
    return [Found(passage, known["score"], known["dense"], known["coverage"]) for passage, known in found if passage]


_TITLE_COVERAGE = 0.6
"""Share (0..1) of what is asked about, weighted by rarity, that a competence title (with its breadcrumb) must hold to be meant."""


@dataclass(frozen=True)
class SearchLimits:
    """When a passage answers, and how much is quoted; chosen on the ``dev`` questions, see ``eval_sets/README.md``."""

    coverage: float = 0.42
    coverage_named: float = 0.22
    """Share (0..1) of the question's content words, weighted by rarity, that a passage must hold; less where the certification is named."""
    dense: float = 0.72
    dense_named: float = 0.6
    """Cosine (-1..1) from which a passage answers in other words than the question's."""
    share_of_best: float = 0.55
    """A passage is quoted when its score is at least this share of the best one's."""
    passages: int = 8
    characters: int = 3000


def from_search(reading: Reading, shelf: Shelf, index: Index, limits: SearchLimits | None = None) -> Gathered:
    """Search the passages that a reading allows; empty when nothing answers (then ``nearest`` holds what came closest)."""
    limits = limits or SearchLimits()
    if reading.intent == Intent.SECTION and reading.certifications:
        return _sections(reading, shelf, index, limits)
    hits = _search(reading, shelf, index)
    if reading.intent == Intent.SECTION and hits:  # no certification is named: the newest of those that answer best
        best = [hit.passage.certification for hit in hits if hit.coverage >= hits[0].coverage - 0.05]
        ids = shelf.catalogue.newest_first(list(dict.fromkeys(best)))
        chosen = replace(reading, certifications=tuple(ids[:1]), named=False, alternatives=tuple(ids[1:]))
        return _sections(chosen, shelf, index, limits)
    answering = [hit for hit in hits if _answers(hit, limits, reading)]
    if answering:
        return Gathered(_select(answering, shelf, limits, reading))
    if filtered_by_part(reading):
        return from_search(replace(reading, parts=(), intent=Intent.SEARCH), shelf, index, limits)
    if (
        reading.competences
        and not (reading.narrated or reading.quantity)
        and (whole := from_structure(replace(reading, intent=Intent.PARTS), shelf))
    ):
        return whole
    others = tuple(i for i in reading.alternatives if i in shelf.catalogue)
    if reading.named and others:  # what one version does not say, another or the registry sheet may
        elsewhere = from_search(replace(reading, certifications=others, alternatives=(), competences=()), shelf, index, limits)
        if elsewhere.passages:
            return elsewhere
    return Gathered(nearest=tuple(_whole(hits[:3], shelf)))


def filtered_by_part(reading: Reading) -> bool:
    """Whether a search was narrowed to parts without knowing the competence: « relations » may also stand in a section."""
    return bool(reading.parts) and not reading.competences


def with_competence_of_topic(reading: Reading, shelf: Shelf, index: Index) -> Reading:
    """« Quels moyens pour la veille ? »: parts are asked of a competence that is named by a word of its title; find it.

    The reading is returned as it is when no title holds most of what is asked about.
    """
    from vectorstore.search import Filters

    filters = Filters(certifications=frozenset(reading.certifications) or None, kinds=frozenset({"competence"}), spoken=False)
    hits = [hit for hit in retrieve(shelf, index, reading.query, 5, filters) if hit.coverage >= _TITLE_COVERAGE]
    if not hits:
        return reading
    best = max(hit.coverage for hit in hits)
    found = [hit.passage for hit in hits if hit.coverage >= best - 0.01]
    certifications = shelf.catalogue.newest_first(list(dict.fromkeys(p.certification for p in found)))
    kept = certifications if reading.everywhere or reading.named else certifications[:1]
    refs = tuple(CompetenceRef(certification=p.certification, number=p.competence or 0) for p in found if p.certification in kept)
    if len(refs) > max(1, len(kept)):
        return reading
    return replace(
        reading,
        competences=refs,
        certifications=reading.certifications or tuple(kept),
        alternatives=reading.alternatives or tuple(c for c in certifications if c not in kept),
    )


def _search(reading: Reading, shelf: Shelf, index: Index) -> list[Found]:
    """Search within what is named; paroles help only where somebody tells what they did."""
    from vectorstore.search import Filters

    within = reading.competences if reading.numbered or not reading.narrated else ()
    filters = Filters(
        certifications=frozenset(reading.certifications) or None,
        kinds=frozenset({"section", "fact"}) if reading.intent == Intent.SECTION else None,
        competences=frozenset((ref.certification, ref.number) for ref in within) or None,
        parts=frozenset(reading.parts) or None,
        spoken=reading.narrated,
    )
    hits = retrieve(shelf, index, reading.query or reading.question, 60, filters)
    if reading.quantity:
        hits = [hit for hit in hits if cues.FIGURE.search(hit.passage.text)]
    return sorted(hits, key=lambda hit: -_worth(hit, reading))


def _worth(hit: Found, reading: Reading) -> float:
    """How well a passage answers, about 0 to 1.5: the words it shares, its meaning, and whether its competence is named."""
    named = any((ref.certification, ref.number) == (hit.passage.certification, hit.passage.competence) for ref in reading.competences)
    return (hit.dense if reading.narrated else hit.coverage) + 0.5 * hit.dense + (0.15 if named else 0.0) + 10 * hit.score


def _answers(hit: Found, limits: SearchLimits, reading: Reading) -> bool:
    if reading.certifications and reading.named:
        return hit.coverage >= limits.coverage_named or hit.dense >= limits.dense_named
    return hit.coverage >= limits.coverage or hit.dense >= limits.dense


def _select(hits: Sequence[Found], shelf: Shelf, limits: SearchLimits, reading: Reading) -> tuple[Passage, ...]:
    """The best passages up to the limits, then grouped: those of one competence stand together, best competence first."""
    best = _worth(hits[0], reading)
    chosen: list[Passage] = []
    length = 0
    most = limits.passages * (4 if reading.everywhere else 1)
    for passage, hit in zip(_whole(hits, shelf), hits, strict=True):
        if passage in chosen:
            continue
        if _worth(hit, reading) < limits.share_of_best * best or len(chosen) >= most:
            break
        if chosen and length + len(passage.text) > limits.characters:
            continue
        chosen.append(passage)
        length += len(passage.text)
    if chosen and chosen[0].kind == "section" and not reading.everywhere:
        chosen = list(dict.fromkeys([*activity_of(chosen[0], shelf), *chosen]))
    places = list(dict.fromkeys(_place(p) for p in chosen))
    return tuple(sorted(chosen, key=lambda p: places.index(_place(p))))


def _place(passage: Passage) -> tuple[str, int | None, str]:
    return passage.certification, passage.competence, passage.context if passage.kind in ("section", "fact") else ""


def _whole(hits: Sequence[Found], shelf: Shelf) -> list[Passage]:
    """Each hit as the passage that is cited: a list item brings its lead-in and its list."""
    return [shelf.passage(hit.passage.parent or hit.passage.id) or hit.passage for hit in hits]


def _sections(reading: Reading, shelf: Shelf, index: Index, limits: SearchLimits) -> Gathered:
    """The sections named, whole when short, otherwise what answers best in them; what answers as well elsewhere is added."""
    from vectorstore.search import Filters

    found: list[Passage] = []
    for certification_id in reading.certifications:
        wanted = {p.id for section in sections_named(reading, certification_id, shelf.catalogue) for p in section.paragraphs}
        passages = activities_named(reading, certification_id, shelf) or [p for p in shelf.of(certification_id) if p.id in wanted]
        filters = Filters(certifications=frozenset({certification_id}), kinds=frozenset({"section", "fact"}), spoken=False)
        hits = [hit for hit in retrieve(shelf, index, reading.query, 40, filters) if _answers(hit, limits, reading)]
        ranked = list(dict.fromkeys(_whole(hits, shelf)))
        if sum(len(p.text) for p in passages) > MAX_SECTION_CHARACTERS:
            activities = [p for hit in ranked[:1] for p in activity_of(hit, shelf)] if reading.topic else []
            kept = set(_within(activities or [p for p in ranked if p.id in wanted] or passages, MAX_SECTION_CHARACTERS))
            passages = [p for p in passages if p in kept]
        elsewhere = [p for p in ranked[:2] if p not in passages] if reading.topic else []
        found += [*passages, *elsewhere]
    if not found:
        return from_search_everywhere(reading, shelf, index, limits)
    return Gathered(tuple(found))


def from_search_everywhere(reading: Reading, shelf: Shelf, index: Index, limits: SearchLimits) -> Gathered:
    """Search without regard to the part of the document that the question seems to name."""
    from vectorstore.search import Filters

    filters = Filters(certifications=frozenset(reading.certifications) or None, spoken=reading.narrated)
    hits = retrieve(shelf, index, reading.query or reading.question, 30, filters)
    answering = [hit for hit in hits if _answers(hit, limits, reading)]
    return Gathered(_select(answering, shelf, limits, reading)) if answering else Gathered(nearest=tuple(_whole(hits[:3], shelf)))


def _within(passages: Sequence[Passage], characters: int) -> list[Passage]:
    kept: list[Passage] = []
    for passage in passages:
        characters -= len(passage.text)
        if characters < 0 and kept:
            break
        kept.append(passage)
    return kept
