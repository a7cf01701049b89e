"""The mapping itself: segments, what they are like, and what each competence and criterion is shown to be."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.french import NBSP
from assistant.library import Library
from assistant.mapping import questions
from assistant.mapping.doubts import set_aside
from assistant.mapping.levels import COMPETENCE, CRITERION, PAIR, level_of, level_of_competence
from assistant.mapping.model import BlockView, CompetenceMatch, CriterionMatch, Evidence, Level, Mapping, Segment
from assistant.mapping.profile import Profile
from assistant.mapping.scoring import Scores, score_groups
from assistant.mapping.segments import segments_of
from assistant.provenance import correction_notes
from ingest.errors import AcquisError
from ingest.model import Passage

Progress = Callable[[int, int], None]
"""Called with how many groups are done, of how many."""

_TOGETHER = 8
"""Segments of one group that are judged together; a longer group is judged in windows of so many."""
_AT_ONCE = 40
"""So many groups are measured at once, between two calls of ``progress``."""
_FITS = 0.45
"""The cosine from which words are shown beside a condition of performance: a hint, never counted."""
_QUOTED = 3
"""At most so many segments are shown as evidence of one criterion."""
INDICATIVE = f"Cette lecture est indicative{NBSP}: seul un jury décide."
NO_CRITERIA = (
    f"Ce référentiel ne donne que des intitulés de compétences, sans critères{NBSP}: "
    "la correspondance s'arrête aux compétences et reste plus incertaine."
)


class Mapper:
    """Maps what people tell to the certifications of a library; prepares each certification once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._profiles: dict[tuple[str, str], Profile] = {}

    def map_activity(self, certification: str, text: str) -> Mapping:
        """Map one described activity.

        Raises:
            AcquisError: the certification is unknown, or the text tells nothing.
        """
        segments = segments_of(text)
        if not segments:
            raise AcquisError("L'activité est vide : racontez en quelques phrases ce que vous avez fait.")
        return self.map_segments(certification, segments)

    def map_segments(self, certification: str, segments: Sequence[Segment], *, progress: Progress | None = None) -> Mapping:
        """Map segments cut beforehand, with their own locations: a dossier. Those of one ``group`` are judged together.

        Raises:
            AcquisError: the certification is unknown.
        """
        started = time.perf_counter()
        profile = self.profile(certification)
        groups = _groups(segments)
        found: list[tuple[list[Segment], Scores]] = []
        for start in range(0, len(groups), _AT_ONCE):
            several = groups[start : start + _AT_ONCE]
            found += zip(several, score_groups(profile, [[segment.text for segment in group] for group in several]), strict=True)
            if progress is not None:
                progress(len(found), len(groups))
        mapping = _assemble(profile, found)
        return replace(mapping, elapsed_ms=round((time.perf_counter() - started) * 1000, 1))

    def profile(self, certification: str) -> Profile:
        """What is known of a certification, prepared once for each state of the index."""
        self._library.refresh()
        if certification not in self._library.catalogue:
            self._library.store.record(certification)  # says what is in store
        index = self._library.index
        key = (certification, index.version)
        if key not in self._profiles:
            self._profiles[key] = Profile(self._library.catalogue[certification], index.matcher(certification))
        return self._profiles[key]


def map_activity(library: Library, certification: str, text: str) -> Mapping:
    """Map one activity; whoever maps several keeps a :class:`Mapper`."""
    return Mapper(library).map_activity(certification, text)


@dataclass(frozen=True)
class _Pieces:
    """Segments with the scores of their group: columns as in the profile."""

    segments: list[Segment]
    pairs: NDArray[np.float32]
    competences: NDArray[np.float32]
    criteria: NDArray[np.float32]


def _groups(segments: Sequence[Segment]) -> list[list[Segment]]:
    by_group: dict[int, list[Segment]] = defaultdict(list)
    for segment in segments:
        by_group[segment.group].append(segment)
    windows = []
    for group in by_group.values():
        count = -(-len(group) // _TOGETHER)
        size = -(-len(group) // count)
        windows += [group[start : start + size] for start in range(0, len(group), size)]
    return windows


def _assemble(profile: Profile, found: Sequence[tuple[list[Segment], Scores]]) -> Mapping:
    competences = np.max([scores.competences for _, scores in found], axis=0) if found else np.zeros(len(profile.numbers), np.float32)
    criteria = np.max([scores.criteria for _, scores in found], axis=0) if found else np.zeros(len(profile.criteria), np.float32)
    pieces = _Pieces([segment for group, _ in found for segment in group], _stacked(found, len(profile.criteria)), competences, criteria)
    shown = [_competence(profile, place, pieces, found) for place in range(len(profile.numbers))]
    served = {id(item.segment) for match in shown for item in _all_evidence(match)}
    doubts = [(segment, doubt) for group, scores in found for segment, doubt in zip(group, scores.doubts, strict=True)]
    notes = (*(() if profile.has_criteria else (NO_CRITERIA,)), *correction_notes(profile.certification), INDICATIVE)
    best = max(shown, key=_worth_claiming, default=None)
    return Mapping(
        certification=profile.certification.id,
        has_criteria=profile.has_criteria,
        competences=tuple(shown),
        blocks=_blocks(profile, shown),
        first=best.number if best is not None and best.status != Level.ABSENT else None,
        unmatched=tuple(segment for segment in pieces.segments if id(segment) not in served),
        set_aside=tuple(set_aside(segment, doubt) for segment, doubt in doubts if doubt is not None and id(segment) not in served),
        notes=notes,
    )


def _stacked(found: Sequence[tuple[list[Segment], Scores]], columns: int) -> NDArray[np.float32]:
    return np.vstack([scores.pairs for _, scores in found]) if found else np.zeros((0, columns), np.float32)


def _competence(profile: Profile, place: int, pieces: _Pieces, found: Sequence[tuple[list[Segment], Scores]]) -> CompetenceMatch:
    score = float(pieces.competences[place])
    competence, block = profile.competences[place]
    is_shown = level_of(score, COMPETENCE) != Level.ABSENT
    criteria = tuple(_criterion(profile, column, pieces, is_shown=is_shown) for column in profile.columns_of(place))
    status = level_of_competence(score, [match.status for match in criteria])
    evidence = _of_competence(place, found) if status != Level.ABSENT else ()
    made = CompetenceMatch(
        certification=profile.certification.id,
        number=competence.number,
        code=competence.code,
        title=competence.title,
        block=block.number,
        status=status,
        score=round(score, 3),
        criteria=criteria,
        evidence=evidence,
        conditions=_conditions(profile, place, found) if status != Level.ABSENT else (),
    )
    return replace(made, next=questions.missing(made)) if status != Level.ABSENT else made


def _criterion(profile: Profile, column: int, pieces: _Pieces, *, is_shown: bool) -> CriterionMatch:
    passage: Passage = profile.criteria[column]
    score = float(pieces.criteria[column])
    status = level_of(score, CRITERION) if is_shown else Level.ABSENT
    evidence: tuple[Evidence, ...] = ()
    if status != Level.ABSENT:
        order = np.argsort(-pieces.pairs[:, column], kind="stable")[:_QUOTED]
        kept = [row for rank, row in enumerate(order) if rank == 0 or pieces.pairs[row, column] >= PAIR]
        evidence = tuple(Evidence(pieces.segments[row], round(float(pieces.pairs[row, column]), 3)) for row in kept)
    return CriterionMatch(
        passage, passage.part or "", status, round(score if is_shown else 0.0, 3), evidence, repeated=bool(profile.repeated[column])
    )


def _conditions(profile: Profile, place: int, found: Sequence[tuple[list[Segment], Scores]]) -> tuple[tuple[Passage, Evidence], ...]:
    """The conditions of a competence that words fit, each with the nearest segment."""
    segments = [segment for group, _ in found for segment in group]
    cosines = np.vstack([scores.conditions for _, scores in found])
    shown = []
    for column, at in enumerate(profile.condition_columns):
        best = int(cosines[:, column].argmax())
        if profile.competence_of[at] == place and cosines[best, column] >= _FITS:
            shown.append((profile.matcher.passages[at], Evidence(segments[best], round(float(cosines[best, column]), 3))))
    return tuple(shown)


def _of_competence(place: int, found: Sequence[tuple[list[Segment], Scores]]) -> tuple[Evidence, ...]:
    rows = [
        (float(score), segment)
        for group, scores in found
        if level_of(float(scores.competences[place]), COMPETENCE) != Level.ABSENT
        for segment, score in zip(group, scores.leanings[:, place], strict=True)
    ]
    best = sorted(rows, key=lambda row: -row[0])[:_QUOTED]
    return tuple(Evidence(segment, round(score, 3)) for rank, (score, segment) in enumerate(best) if rank == 0 or score >= PAIR)


def _all_evidence(match: CompetenceMatch) -> list[Evidence]:
    return [*match.evidence, *(item for criterion in match.criteria for item in criterion.evidence)]


def _worth_claiming(match: CompetenceMatch) -> tuple[bool, float]:
    """What is shown, and how much of its criteria is, weighed by how sure that is."""
    if not match.criteria:
        return match.status != Level.ABSENT, match.score
    weights = {Level.COVERED: 1.0, Level.PARTIAL: 0.5, Level.ABSENT: 0.0}
    share = sum(weights[criterion.status] for criterion in match.criteria) / len(match.criteria)
    return match.status != Level.ABSENT, match.score * (0.3 + share)


def _blocks(profile: Profile, shown: Sequence[CompetenceMatch]) -> tuple[BlockView, ...]:
    return tuple(
        BlockView(block.number, block.code, block.title, *(_numbers(shown, block.number, level) for level in Level))
        for block in profile.certification.blocks
    )


def _numbers(shown: Sequence[CompetenceMatch], block: int, level: Level) -> tuple[int, ...]:
    return tuple(match.number for match in shown if match.block == block and match.status == level)
