"""Which passages answer a question, best first, and whether any does: the ranking and the verdict, both learnt on ``dev``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant import cues
from assistant.answer import CompetenceRef
from assistant.asking.answerable import sounds_answerable
from assistant.asking.model import Asked
from assistant.forest import Forest, load_forest
from assistant.gathering import Gathered, Shelf, activities_named, sections_named
from assistant.reading import Intent, Reading
from assistant.relevance import COVERAGE, Asking, features, verdict_features
from assistant.second_look import LOOKED_AT, second_look
from assistant.spelling import fold_question
from ingest.model import Passage

if TYPE_CHECKING:
    from assistant.dialogue import Memory
    from vectorstore.search import Index

RELEVANCE = Path(__file__).parent / "relevance.npz"
SECOND_LOOK = Path(__file__).parent / "second_look.npz"
VERDICT = Path(__file__).parent / "verdict.npz"
_NEAREST = 3
_SURELY, _IN_FULL = 0.7, 0.5
"""From this probability on, a passage that says all that is asked makes the texts answer at least so probably."""
_WEIGHED = 60
"""So many of the best passages tell which competences a question is about."""
_LOOKED_AT = 5
"""In so many of the best passages a figure is looked for."""
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Limits:
    """How much is quoted, and when nothing is; chosen on ``dev``, see ``eval_sets/README.md``.

    ``least``: the probability (0..1) below which a passage is not quoted; ``least_beside``: the same beside places that the question
    names. ``characters``: what is quoted ends there, beyond what
    the structure of the referential gives. ``main``: the share of the best probability from which a passage belongs to the answer itself
    and not to what is worth reading besides. ``about``: the share of the probabilities of the likeliest competence from which another is
    named too. ``answerable``: the probability that the texts answer at all, below which they do not.
    """

    least: float = 0.002
    least_beside: float = 0.05
    characters: int = 6000
    main: float = 0.2
    about: float = 0.1
    answerable: float = 0.35


@dataclass(frozen=True)
class Ranking:
    """``passages`` best first with their ``probabilities`` (0..1) of being needed; ``answerable``: that the texts answer (0..1)."""

    passages: tuple[Passage, ...]
    probabilities: tuple[float, ...]
    answerable: float


@dataclass(frozen=True)
class Scored:
    """The features of a question before they are weighed: what training and answering share."""

    passages: tuple[Passage, ...]
    values: Floats
    asking: Asking
    known_words: float

    @property
    def folded(self) -> str:
        """The question as the question models read it."""
        return fold_question(self.asking.reading.question)


def score(reading: Reading, asked: Asked, memory: Memory | None, structure: Gathered | None, shelf: Shelf, index: Index) -> Scored:
    """Describe every passage that the reading allows in relation to the question; values: shape (passages, features)."""
    from vectorstore.search import Filters

    before = memory.reading if memory else None
    folded = fold_question(reading.question)
    with_before = f"{fold_question(before.question)} {folded}" if before else folded
    wordings = [reading.query or folded, folded, with_before]
    looked_at = {version for told in reading.certifications for version in shelf.catalogue.versions_of(told)}
    signals = index.signals(wordings, filters=Filters(certifications=frozenset(looked_at) or None))
    asking = Asking(
        reading=reading,
        asked=asked,
        before=before,
        cited=frozenset(memory.cited) if memory else frozenset(),
        placed=_placed(reading, structure, shelf),
    )
    return Scored(signals.passages, features(asking, signals, shelf.catalogue), asking, index.share_known(wordings[0]))


def rank(scored: Scored) -> Ranking:
    """Weigh the features of a question."""
    if not scored.passages:
        return Ranking((), (), 0.0)
    probabilities = weigh(scored, load_forest(RELEVANCE), load_forest(SECOND_LOOK))
    order = np.argsort(-probabilities, kind="stable")
    verdict = describe_question(scored, probabilities, sounds_answerable(scored.folded))
    answerable = float(load_forest(VERDICT).probabilities(verdict[None, :])[0])
    return Ranking(
        tuple(scored.passages[place] for place in order),
        tuple(float(probabilities[place]) for place in order),
        max(answerable, _IN_FULL) if _is_said_in_full(scored, probabilities) else answerable,
    )


def _is_said_in_full(scored: Scored, probabilities: Floats) -> bool:
    """Whether the best passage holds every word of the topic, two at least: an answer on any shelf, also one unlike those learnt from."""
    reading, best = scored.asking.reading, int(np.argmax(probabilities))
    told = scored.values[best, COVERAGE] > 0.99 and len(reading.topic.split()) >= 2
    return bool(told and probabilities[best] >= _SURELY and not (reading.outside or reading.quantity))


def weigh(scored: Scored, first: Forest, second: Forest) -> Floats:
    """The probability (0..1) that each passage is needed: of the best at first sight, by a second look among their neighbours."""
    alone = first.probabilities(scored.values)
    best = np.argsort(-alone, kind="stable")[:LOOKED_AT]
    looked = second_look(scored.passages, scored.values, alone)
    probabilities = np.zeros_like(alone)
    probabilities[best] = second.probabilities(looked[best])
    return probabilities


def describe_question(scored: Scored, probabilities: Floats, sounds: float) -> Floats:
    """The features of the verdict, from those of the passages, the probabilities of their ranking and how the question ``sounds``."""
    best = np.argsort(-probabilities, kind="stable")[:_LOOKED_AT]
    has_figure = any(cues.FIGURE.search(scored.passages[place].text) for place in best)
    return verdict_features(scored.asking, scored.values, probabilities, scored.known_words, sounds, has_figure=has_figure)


def choose(ranking: Ranking, structure: Gathered | None, limits: Limits | None = None, *, exact: bool = False) -> Gathered:
    """What is quoted: the places that the question names, whole, then the ranked passages up to the limits.

    Nothing is when the texts do not answer; ``nearest`` then holds what came closest. ``exact``: the places were given by number and part,
    so that nothing besides is wanted.
    """
    limits = limits or Limits()
    placed = structure.passages if structure else ()
    if structure and ((exact and placed) or (structure.empty and not placed)):
        return replace(structure, competences=_competences(placed))
    if not placed and ranking.answerable < limits.answerable:
        return Gathered(nearest=ranking.passages[:_NEAREST])
    least = limits.least_beside if placed else limits.least
    best = ranking.probabilities[0] if ranking.probabilities else 0.0
    main, besides = list(placed), []
    length = 0
    for passage, probability in zip(ranking.passages, ranking.probabilities, strict=True):
        if (main and probability < least) or length > limits.characters:
            break
        if main and length + len(passage.text) > limits.characters:
            continue
        length += len(passage.text)
        if passage in placed:
            continue
        if probability >= limits.main * best and not placed:
            main.append(passage)
        else:
            besides.append(passage)
    if placed:
        return Gathered(tuple(main), structure.empty if structure else (), besides=_by_place(besides), competences=_competences(placed))
    return Gathered(_by_place(main), besides=_by_place(besides), competences=_likeliest(ranking, limits.about))


def _competences(passages: Sequence[Passage]) -> tuple[CompetenceRef, ...]:
    refs = (CompetenceRef(certification=p.certification, number=p.competence) for p in passages if p.competence is not None)
    return tuple(dict.fromkeys(refs))


def _likeliest(ranking: Ranking, about: float) -> tuple[CompetenceRef, ...]:
    """The competences that the best passages belong to, likeliest first: their probabilities add up."""
    weights: dict[CompetenceRef, float] = {}
    for passage, probability in zip(ranking.passages[:_WEIGHED], ranking.probabilities, strict=False):
        for ref in _competences([passage]):
            weights[ref] = weights.get(ref, 0.0) + probability
    most = max(weights.values(), default=0.0)
    return tuple(sorted((ref for ref, weight in weights.items() if weight >= about * most), key=lambda ref: -weights[ref]))


def _by_place(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Passages of one place stand together, the place of the best one first."""
    places = list(dict.fromkeys(_place(passage) for passage in passages))
    return tuple(sorted(passages, key=lambda passage: places.index(_place(passage))))


def _place(passage: Passage) -> tuple[str, int | None, str]:
    return passage.certification, passage.competence, passage.context if passage.kind in ("section", "fact") else ""


def _placed(reading: Reading, structure: Gathered | None, shelf: Shelf) -> frozenset[str]:
    """The ids of the passages in the places that the reading names."""
    found = {passage.id for passage in structure.passages} if structure else set()
    if reading.intent == Intent.SECTION:
        for certification_id in reading.certifications:
            sections = sections_named(reading, certification_id, shelf.catalogue)
            found |= {passage.id for section in sections for passage in section.paragraphs}
            found |= {passage.id for passage in activities_named(reading, certification_id, shelf)}
    return frozenset(found)
