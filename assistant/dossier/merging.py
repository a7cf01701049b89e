"""What the sections of a dossier show, put together: the best of each criterion, and a status that a whole dossier deserves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.mapping import questions
from assistant.mapping.model import BlockView, CompetenceMatch, CriterionMatch, Evidence, Level, Mapping, Segment

_ELSEWHERE = 0.99
"""The score from which a section whose heading names other competences counts for this one too."""
_UNNAMED = 0.9
"""The score from which a section counts whose heading names no competence: of many sections, some resemble anything by chance."""
_COVERED = 0.6
"""The share of its criteria (a partial one counts half) from which a competence is covered by a dossier."""
_FEWEST_EXTRACTS = 2
"""A competence told in fewer paragraphs than that is shown in part at most, whatever it resembles."""
_QUOTED = 3
_RANK = {Level.ABSENT: 0, Level.PARTIAL: 1, Level.COVERED: 2}
_WEIGHT = {Level.ABSENT: 0.0, Level.PARTIAL: 0.5, Level.COVERED: 1.0}


@dataclass(frozen=True)
class Section:
    """What one section shows; ``named``: the competences that its heading names."""

    mapping: Mapping
    named: frozenset[int]


def merge(sections: Sequence[Section], blank: Mapping) -> Mapping:
    """One mapping of the whole; ``blank`` is that of nothing, from which what no section shows is taken."""
    competences = tuple(_competence(match, sections) for match in blank.competences)
    best = max(competences, key=_worth, default=None)
    return replace(
        blank,
        competences=competences,
        blocks=tuple(_block(block, competences) for block in blank.blocks),
        first=best.number if best is not None and best.status != Level.ABSENT else None,
        elapsed_ms=round(sum(section.mapping.elapsed_ms for section in sections), 1),
    )


def evidence_of(match: CompetenceMatch) -> list[Evidence]:
    """All evidence of a competence, that of its criteria included."""
    return [*match.evidence, *(item for criterion in match.criteria for item in criterion.evidence)]


def share_of(match: CompetenceMatch) -> float:
    """The share (0..1) of its criteria that a competence shows, a partial one counting half; its score where there are none."""
    return sum(_WEIGHT[criterion.status] for criterion in match.criteria) / len(match.criteria) if match.criteria else match.score


def _competence(blank: CompetenceMatch, sections: Sequence[Section]) -> CompetenceMatch:
    found = [
        _leading(match, section)
        for section in sections
        for match in section.mapping.competences
        if match.number == blank.number and _counts(match, section)
    ]
    if not found:
        return _asked(blank)
    criteria = tuple(_criterion([match.criteria[place] for match in found]) for place in range(len(blank.criteria)))
    merged = replace(
        blank,
        score=max(match.score for match in found),
        criteria=criteria,
        evidence=_best([item for match in found for item in match.evidence]),
    )
    status = _status(merged, max((match.status for match in found), key=_RANK.__getitem__))
    return _asked(replace(merged, status=status) if status != Level.ABSENT else blank)


def _counts(match: CompetenceMatch, section: Section) -> bool:
    if match.status == Level.ABSENT:
        return False
    return match.number in section.named or match.score >= (_ELSEWHERE if section.named else _UNNAMED)


def _leading(match: CompetenceMatch, section: Section) -> CompetenceMatch:
    """Without criteria to tell competences apart, a section covers the one that it is most like and shows its neighbours in part."""
    if match.criteria or match.status != Level.COVERED or match.score >= max(other.score for other in section.mapping.competences):
        return match
    return replace(match, status=Level.PARTIAL)


def _criterion(found: Sequence[CriterionMatch]) -> CriterionMatch:
    best = max(found, key=lambda criterion: (_RANK[criterion.status], criterion.score))
    shown = [item for criterion in found if criterion.status != Level.ABSENT for item in criterion.evidence]
    return replace(best, evidence=_best(shown))


def _best(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    once: dict[Segment, Evidence] = {}
    for item in sorted(evidence, key=lambda item: -item.score):
        once.setdefault(item.segment, item)
    return tuple(once.values())[:_QUOTED]


def _status(match: CompetenceMatch, best: Level) -> Level:
    if not match.criteria:
        return best
    extracts = {item.segment.paragraph for item in evidence_of(match)}
    if share_of(match) >= _COVERED and len(extracts) >= _FEWEST_EXTRACTS:
        return Level.COVERED
    return Level.PARTIAL if share_of(match) > 0 else Level.ABSENT


def _asked(match: CompetenceMatch) -> CompetenceMatch:
    return match if match.status == Level.COVERED and not match.criteria else replace(match, next=questions.missing(match))


def _worth(match: CompetenceMatch) -> tuple[bool, float]:
    return match.status != Level.ABSENT, match.score * (0.3 + share_of(match))


def _block(block: BlockView, competences: Sequence[CompetenceMatch]) -> BlockView:
    def numbers(level: Level) -> tuple[int, ...]:
        return tuple(match.number for match in competences if match.block == block.number and match.status == level)

    return replace(block, covered=numbers(Level.COVERED), partial=numbers(Level.PARTIAL), absent=numbers(Level.ABSENT))


Progress = Callable[[str, int, int], None]
"""Called with (what is being done, step, steps)."""
