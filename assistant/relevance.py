"""What the ranking looks at: how a passage's words, place and kind agree with the question and the dialogue.

Nothing here knows a subject. The trees that weigh these features are trained on the ``dev`` and ``train`` evaluation sets by
:mod:`assistant.evaluation.ranking_training`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant import cues
from assistant.asking.model import Asked
from assistant.catalogue import Catalogue
from assistant.reading import Intent, Reading
from ingest.model import Passage
from ingest.structure.columns import plain

if TYPE_CHECKING:
    from vectorstore.search import Signals

Floats = NDArray[np.float32]
_KINDS = ("criterion", "condition", "result", "knowledge", "section", "fact", "competence", "block")
_PARTS = (*cues.FAMILIES, "conditions", "results", "knowledge")
_WORDINGS, _PER_WORDING = 3, 5
COVERAGE = 0
"""The column of the features that tells which share (0..1) of the topic's words a passage holds."""
_LEANING = ("other_part", "narrow", "more", "which", "other_place")
_MOVING = ("next", "previous", "other_competence", "other_certification", "other_version")


@dataclass(frozen=True)
class Asking:
    """A question with everything that the ranking may know of it.

    ``cited``: the passages quoted by the answer before. ``placed``: those in the places that the question names.
    """

    reading: Reading
    asked: Asked
    before: Reading | None = None
    cited: frozenset[str] = frozenset()
    placed: frozenset[str] = frozenset()


def features(asking: Asking, signals: Signals, catalogue: Catalogue) -> Floats:
    """Shape (n passages, number of features); wordings of ``signals``: the topic, the question as typed, and with the dialogue before."""
    passages = signals.passages
    if not passages:
        return np.zeros((0, 1), np.float32)
    reading, labels = asking.reading, asking.asked.labels
    columns: list[Floats] = []
    for number in range(_WORDINGS):
        coverage, dense, lexical = signals.coverage[number], signals.dense[number], signals.lexical[number]
        columns += [coverage, dense, lexical / max(1.0, float(lexical.max())), np.float32(1) / (1 + _ranks(dense)), _share(coverage)]
    columns += [signals.spoken, _share(signals.spoken)]
    fixed = [_Fixed.of(passage, catalogue) for passage in passages]
    asked_for = np.array([_label_of(place, labels) for place in fixed], np.float32)
    named = np.array([_is_named(place, reading) for place in fixed], np.float32)
    topic = signals.coverage[0]
    meaning = signals.dense[0]
    columns += [asked_for, _share(asked_for), named, asked_for * topic, named * topic, named * meaning, asked_for * meaning]
    groups = _groups([place.competence for place in fixed])
    titles = np.array([place.kind == "competence" for place in fixed])
    for number in (0, 2):
        coverage, dense = signals.coverage[number], signals.dense[number]
        best_covered = _best_of_group(coverage, groups)
        mean_dense = _mean_of_best(dense, groups, 3)
        columns += [best_covered, _share(best_covered), mean_dense, _share(np.maximum(mean_dense, 0))]
        title_covered = _of_title(coverage, titles, groups)
        title_dense = _of_title(dense, titles, groups)
        columns += [title_covered, title_dense, _share(np.maximum(title_dense, 0)), title_covered * named, title_dense * named]
    columns.append(_best_of_group(topic, _groups([place.cell for place in fixed])))
    columns.append(_best_of_group(signals.dense[0], _groups([place.cell for place in fixed])))
    mine = {(ref.certification, ref.number) for ref in reading.competences}
    columns.append(np.array([place.competence in mine for place in fixed], np.float32))
    columns += [np.array([place.kind == kind for place in fixed], np.float32) for kind in _KINDS]
    columns.append(np.array([place.newest for place in fixed], np.float32))
    columns.append(np.array([place.length for place in fixed], np.float32))
    figure = np.array([place.has_figure for place in fixed], np.float32)
    columns += [figure * float(reading.quantity), figure * labels.get("quantity", 0.0)]
    columns += _of_dialogue(asking, fixed)
    shared = [labels.get(name, 0.0) for name in ("parts", "section", "fact", "structure", "where", "search", "knowledge", "out_of_scope")]
    columns += [np.full(len(passages), value, np.float32) for value in (*shared, float(asking.before is not None))]
    is_title = np.array([place.kind in ("competence", "block") for place in fixed], np.float32)
    columns += [is_title * max(labels.get("where", 0.0), labels.get("structure", 0.0))]
    placed = np.array([place.id in asking.placed for place in fixed], np.float32)
    columns += [placed, placed / max(1.0, float(placed.sum()))]
    columns += _of_certification(asking, fixed)
    return np.stack(columns, axis=1).astype(np.float32)


_REFUSED = (
    "price", "salary", "opinion", "legal", "injection", "other_diploma", "personal", "general", "job_search", "funding", "how_to_use",
)  # fmt: skip


def verdict_features(
    asking: Asking, values: Floats, probabilities: Floats, known_words: float, sounds: float, *, has_figure: bool
) -> Floats:
    """Shape (features,): what tells whether the texts answer at all.

    Args:
        asking: the question.
        values: the features of its passages.
        probabilities: those of the ranking.
        known_words: the share (0..1) of the topic's words, weighted by rarity, that occur anywhere in the index.
        sounds: how much the question sounds like those that are answered (see :mod:`assistant.asking.answerable`).
        has_figure: whether one of the best passages states a figure.
    """
    reading, asked = asking.reading, asking.asked
    best = np.sort(probabilities)[::-1]
    ordered = [float(best[place]) if place < len(best) else 0.0 for place in (0, 1, 2, 4, 9)]
    top = int(np.argmax(probabilities))
    most = [float(values[:, column].max()) for column in range(_WORDINGS * _PER_WORDING)]
    of_best = [float(value) for value in values[top, : _WORDINGS * _PER_WORDING]]
    asks = [asked.labels.get(name, 0.0) for name in (*_REFUSED, "out_of_scope", "small_talk", "quantity", "search", "activity", "draft")]
    intents = [asked.intents.get(name, 0.0) for name in ("out_of_scope", "small_talk", "search", "parts", "section", "fact")]
    acts = [asked.acts.get(name, 0.0) for name in ("aside", "thanks", "narrow", "new", "other_part")]
    said = [reading.outside, reading.quantity, reading.named, bool(reading.competences), bool(reading.parts), bool(reading.sections)]
    said += [bool(reading.facts), reading.narrated, asking.before is not None, bool(asking.placed), reading.intent == Intent.SMALL_TALK]
    words = len(reading.question.split())
    topics = len(reading.topic.split())
    numbers = [known_words, sounds, float(best.sum()), float(has_figure), float(words), float(topics)]
    return np.array([*ordered, *most, *of_best, *asks, *intents, *acts, *map(float, said), *numbers], np.float32)


def _of_certification(asking: Asking, fixed: Sequence[_Fixed]) -> list[Floats]:
    """How a passage stands to the certifications that the reading tells, whose other versions are looked at too."""
    told, acts = asking.reading.certifications, asking.asked.acts
    mine = np.array([not told or place.certification in told for place in fixed], np.float32)
    first = np.array([bool(told) and place.certification == told[0] for place in fixed], np.float32)
    other = acts.get("other_version", 0.0) + acts.get("other_certification", 0.0)
    columns = [mine, first, mine * float(asking.reading.named), (1 - mine) * other]
    return [column.astype(np.float32) for column in columns]


def _of_dialogue(asking: Asking, fixed: Sequence[_Fixed]) -> list[Floats]:
    """How a passage stands to what the dialogue was about."""
    before, acts = asking.before, asking.asked.acts
    competences = {(ref.certification, ref.number) for ref in before.competences} if before else set()
    same = np.array([place.competence in competences for place in fixed], np.float32)
    certifications = set(before.certifications) if before else set()
    same_text = np.array([place.certification in certifications for place in fixed], np.float32)
    parts = set(before.parts) if before else set()
    same_part = np.array([place.part in parts for place in fixed], np.float32)
    cited = np.array([place.id in asking.cited for place in fixed], np.float32)
    near = {place.cell for place in fixed if place.id in asking.cited}
    beside = np.array([place.cell in near for place in fixed], np.float32)
    leaning = sum(acts.get(act, 0.0) for act in _LEANING)
    moving = sum(acts.get(act, 0.0) for act in _MOVING)
    found = [same, same_text, same_part, cited, beside, same * leaning, same_part * moving, beside * acts.get("narrow", 0.0)]
    found += [cited * acts.get("which", 0.0), same * acts.get("new", 0.0), beside * acts.get("more", 0.0)]
    return [column.astype(np.float32) for column in found]


@dataclass(frozen=True)
class _Fixed:
    """What does not depend on the question."""

    id: str
    certification: str
    kind: str
    part: str
    competence: tuple[str, int] | None
    cell: str
    keys: tuple[str, ...]
    newest: bool
    length: float
    has_figure: bool

    @classmethod
    def of(cls, passage: Passage, catalogue: Catalogue) -> _Fixed:
        known = _FIXED.get(passage.id)
        if known is not None and known[0] is passage and known[1] is catalogue:
            return known[2]
        competence = (passage.certification, passage.competence) if passage.competence is not None else None
        versions = catalogue.newest_first(catalogue.versions_of(passage.certification))
        made = cls(
            id=passage.id,
            certification=passage.certification,
            kind=passage.kind,
            part=passage.part or "",
            competence=competence,
            cell=passage.id.rsplit("/", 1)[0],
            keys=_keys(passage),
            newest=versions[0] == passage.certification,
            length=float(np.log1p(len(passage.text)) / 6),
            has_figure=cues.FIGURE.search(passage.text) is not None,
        )
        _FIXED[passage.id] = (passage, catalogue, made)
        return made


_FIXED: dict[str, tuple[Passage, Catalogue, _Fixed]] = {}
"""By passage id; an entry serves as long as passage and catalogue are the same objects."""


def _keys(passage: Passage) -> tuple[str, ...]:
    """The labels that ask for this passage's place: its part, the topics of its section, its field."""
    if passage.kind == "section":
        headings = plain(passage.context)
        return tuple(key for key, (_, pattern) in cues.SECTIONS.items() if re.search(pattern, headings))
    if passage.kind == "fact":
        field = passage.id.rsplit("/", 1)[1]
        return ("access",) if field.startswith("access_") else (field,)
    if passage.kind in ("competence", "block"):
        return ("structure", "where")
    return (passage.part,) if passage.part else ()


def _label_of(place: _Fixed, labels: dict[str, float]) -> float:
    found = max((labels.get(key, 0.0) for key in place.keys), default=0.0)
    return max(found, 0.5 * labels.get("criteria", 0.0)) if place.kind == "criterion" else found


def _is_named(place: _Fixed, reading: Reading) -> bool:
    """Whether the cues of the question name this passage's place."""
    if place.kind == "section":
        return any(key in reading.sections for key in place.keys)
    if place.kind == "fact":
        return any(key in reading.facts for key in place.keys)
    return place.part in reading.parts


def _ranks(values: Floats) -> Floats:
    order = np.argsort(-values, kind="stable")
    ranks = np.empty(len(values), np.float32)
    ranks[order] = np.arange(len(values), dtype=np.float32)
    return ranks


def _share(values: Floats) -> Floats:
    """Each value as a share of the largest."""
    most = float(values.max(initial=0.0))
    return values / most if most > 0 else np.zeros_like(values)


def _groups(names: Sequence[object]) -> NDArray[np.int64]:
    """A number per distinct name; -1 for None."""
    numbers: dict[object, int] = {}
    return np.array([-1 if name is None else numbers.setdefault(name, len(numbers)) for name in names], np.int64)


def _best_of_group(values: Floats, groups: NDArray[np.int64]) -> Floats:
    best = np.zeros(int(groups.max(initial=-1)) + 2, np.float32)
    np.maximum.at(best, groups, values)
    best[-1] = 0.0
    return best[groups]


def _mean_of_best(values: Floats, groups: NDArray[np.int64], count: int) -> Floats:
    means = np.zeros(int(groups.max(initial=-1)) + 2, np.float32)
    order = np.lexsort((-values, groups))
    sorted_groups = groups[order]
    starts = np.flatnonzero(np.r_[True, sorted_groups[1:] != sorted_groups[:-1]])
    for start, end in zip(starts, [*starts[1:], len(order)], strict=True):
        if sorted_groups[start] >= 0:
            means[sorted_groups[start]] = values[order[start : min(end, start + count)]].mean()
    return means[groups]


def _of_title(values: Floats, titles: NDArray[np.bool_], groups: NDArray[np.int64]) -> Floats:
    """The value of the competence's own title, for all its passages."""
    found = np.zeros(int(groups.max(initial=-1)) + 2, np.float32)
    found[groups[titles]] = values[titles]
    found[-1] = 0.0
    return found[groups]
