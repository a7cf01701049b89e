"""The pre-check itself: what of a dossier is evidence, what it shows, what it claims, what serves nothing, what is not attached."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.dossier.attachments import announced_proofs, only_points
from assistant.dossier.hints import competences_named
from assistant.dossier.merging import Progress, Section, evidence_of, merge
from assistant.dossier.model import Check, Dossier, Extract, Kind
from assistant.dossier.telling import Wordings, doubt_in, is_claim, is_deed
from assistant.french import NBSP, quoted
from assistant.library import Library
from assistant.mapping.doubts import set_aside
from assistant.mapping.mapper import INDICATIVE, Mapper
from assistant.mapping.model import Doubt, Mapping, Segment, SetAside
from assistant.mapping.segments import segments_of
from ingest.model import Certification, Passage

ADVICE = f"Avis indicatif{NBSP}: cette lecture automatique prépare un entretien, elle ne le remplace pas. Seul un jury décide."
_PROVABLE = ("criterion", "result", "competence")
_SHOWN = 160
_AROUND = 2
"""So many paragraphs before and after may tell who did what a paragraph describes."""


@dataclass(frozen=True)
class _Sorted:
    """The segments of a dossier: those that may be ``evidence``, by section; the others."""

    evidence: dict[int, list[Segment]]
    claims: list[SetAside]
    doubted: list[SetAside]
    useless: list[Segment]


class Checker:
    """Checks dossiers against the certifications of a library; prepares each certification once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._mapper = Mapper(library)

    def check(self, certification_id: str, dossier: Dossier, *, progress: Progress | None = None) -> Check:
        """Check one dossier.

        Raises:
            AcquisError: the certification is unknown.
        """
        started = time.perf_counter()
        profile = self._mapper.profile(certification_id)
        certification = profile.certification
        statements = [passage for passage in profile.matcher.passages if passage.kind in _PROVABLE]
        parts = sort_segments(dossier, statements)
        blank = self._mapper.map_segments(certification_id, [])
        sections = self._sections(certification, dossier, parts, progress)
        mapping = _with_rest(merge(sections, blank), parts)
        label = f"{certification.title} ({certification.label})" if certification.label else certification.title
        return Check(
            dossier=dossier,
            title=label,
            mapping=mapping,
            claims=tuple(parts.claims),
            useless=_useless(mapping, parts),
            announced=announced_proofs(dossier),
            notes=(*(note for note in mapping.notes if note != INDICATIVE), *dossier.notes, ADVICE),
            elapsed_ms=round((time.perf_counter() - started) * 1000, 1),
        )

    def _sections(self, certification: Certification, dossier: Dossier, parts: _Sorted, progress: Progress | None) -> list[Section]:
        headings = {extract.section: extract.heading for extract in dossier.extracts}
        found = []
        for done, (section, segments) in enumerate(parts.evidence.items(), start=1):
            mapping = self._mapper.map_segments(certification.id, segments)
            found.append(Section(mapping, competences_named(headings[section], certification)))
            if progress:
                progress("sections", done, len(parts.evidence))
        return found


def sort_segments(dossier: Dossier, statements: Sequence[Passage]) -> _Sorted:
    """Sort the segments of a dossier by what they tell, in the order of the text."""
    wordings = Wordings([passage.text for passage in statements])
    parts = _Sorted({}, [], [], [])
    by_section: dict[int, list[tuple[Extract, list[Segment]]]] = defaultdict(list)
    for extract in dossier.extracts:
        if extract.kind != Kind.HEADING:
            by_section[extract.section].append((extract, _segments(extract)))
    for section, told in by_section.items():
        kept = _sort_section(told, wordings, parts)
        if kept:
            parts.evidence[section] = kept
    return parts


def _segments(extract: Extract) -> list[Segment]:
    found = segments_of(extract.text, page=extract.page, paragraph=extract.number, heading=extract.heading)
    return [replace(segment, group=extract.section) for segment in found]


def _sort_section(told: Sequence[tuple[Extract, list[Segment]]], wordings: Wordings, parts: _Sorted) -> list[Segment]:
    """What may be evidence: nothing is where nobody does anything, neither in the paragraph nor in those around it."""
    deeds = [any(is_deed(segment, item=extract.kind == Kind.ITEM) for segment in segments) for extract, segments in told]
    kept: list[Segment] = []
    for place, (_, segments) in enumerate(told):
        if is_claim(segments):
            parts.claims.extend(_claimed(segment, _NO_FACT) for segment in segments)
            continue
        acted = any(deeds[max(0, place - _AROUND) : place + _AROUND + 1])
        for segment in segments:
            if wordings.restated(segment):
                parts.claims.append(_claimed(segment, _RESTATED))
            elif doubt := doubt_in(segment):
                parts.doubted.append(set_aside(segment, doubt))
            elif acted and not only_points(segment):
                kept.append(segment)
            else:
                parts.useless.append(segment)
    return kept


_NO_FACT = "c'est affirmé sans un fait (quand, avec qui, comment, quel résultat)"
_RESTATED = "ce sont les mots du référentiel, sans dire ce que la personne a fait"


def _claimed(segment: Segment, reason: str) -> SetAside:
    shown = segment.text if len(segment.text) <= _SHOWN else segment.text[:_SHOWN].rstrip() + "…"
    return SetAside(segment, Doubt.UNCLEAR, f"{quoted(shown)}{NBSP}: {reason}.")


def _with_rest(mapping: Mapping, parts: _Sorted) -> Mapping:
    """The merged mapping with what was not matched and what was set aside, in the order of the text."""
    served = _served(mapping)
    kept = [segment for segments in parts.evidence.values() for segment in segments if segment not in served]
    others = [item.segment for item in (*parts.claims, *parts.doubted)]
    unmatched = sorted([*kept, *others, *parts.useless], key=_place)
    return replace(mapping, unmatched=tuple(unmatched), set_aside=tuple(sorted(parts.doubted, key=lambda item: _place(item.segment))))


def _useless(mapping: Mapping, parts: _Sorted) -> tuple[Segment, ...]:
    apart = {item.segment for item in (*parts.claims, *parts.doubted)}
    return tuple(segment for segment in mapping.unmatched if segment not in apart)


def _served(mapping: Mapping) -> set[Segment]:
    return {item.segment for match in mapping.competences for item in evidence_of(match)}


def _place(segment: Segment) -> tuple[int, int]:
    return segment.paragraph or 0, segment.start
