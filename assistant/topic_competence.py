"""Which competence a question means by a word of its title: « quels moyens pour la veille ? »."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import CompetenceRef
from assistant.gathering import Shelf
from assistant.reading import Reading

if TYPE_CHECKING:
    from vectorstore.search import Index

_TITLE_COVERAGE = 0.6
"""Share (0..1) of what is asked about, weighted by rarity, that a competence title (with its breadcrumb) must hold to be meant."""


def with_competence_of_topic(reading: Reading, shelf: Shelf, index: Index) -> Reading:
    """« Quels moyens pour la veille ? »: parts are asked of a competence that is named by a word of its title; find it.

    The reading is returned as it is when no title holds most of what is asked about.
    """
    from vectorstore.retriever import AcquisRetriever
    from vectorstore.search import Filters

    filters = Filters(certifications=frozenset(reading.certifications) or None, kinds=frozenset({"competence"}), spoken=False)
    titles = [title.metadata for title in AcquisRetriever(index=index, limit=5, filters=filters).invoke(reading.query)]
    titles = [title for title in titles if title["coverage"] >= _TITLE_COVERAGE]
    if not titles:
        return reading
    best = max(title["coverage"] for title in titles)
    passages = [shelf.passage(title["passage"]) for title in titles if title["coverage"] >= best - 0.01]
    found = [passage for passage in passages if passage is not None]
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
