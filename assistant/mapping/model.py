"""What a mapping is made of: segments of what was told, matched to the passages of a referential.

Scores are probabilities (0..1), calibrated on activities that the models were not trained on (``eval_sets/README.md`` gives the figure).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.model import Passage

_NEAR = 0.1
"""Score (0..1) from which a competence that is not shown is worth a question to the person."""
_FAR_AHEAD = 2.0
"""How many times the score of the second it must be."""


class Level(StrEnum):
    """What a criterion or a competence is shown to be."""

    COVERED = "covered"
    PARTIAL = "partial"
    ABSENT = "absent"


class Doubt(StrEnum):
    """Why words are no evidence of what the person did. ``unclear``: they sound like none, though no word tells why."""

    NEGATION = "negation"
    WISH = "wish"
    HYPOTHESIS = "hypothesis"
    OTHERS = "others"
    TOLD = "told"
    TRAINING = "training"
    TOOL = "tool"
    NO_ROLE = "no_role"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Segment:
    """A sentence, a bullet or a clause, exactly as it was written: ``text == source[start:end]``.

    ``start`` and ``end`` count the characters of the text that it was cut from: an activity, or one paragraph of a dossier. ``group``
    numbers the stretch of text told in one go (a paragraph): its segments are judged together. ``page`` and ``paragraph`` (from 1)
    locate it in a document. ``heading``: the title it stands under, a hint that proves nothing.
    """

    text: str
    start: int
    end: int
    group: int = 0
    page: int | None = None
    paragraph: int | None = None
    heading: str = ""


@dataclass(frozen=True)
class SetAside:
    """A segment that is no evidence; ``reason`` says so in one French sentence."""

    segment: Segment
    doubt: Doubt
    reason: str


@dataclass(frozen=True)
class Evidence:
    """A segment that shows a passage. ``opinion`` is what a chat model said of the pair, when one was asked."""

    segment: Segment
    score: float
    opinion: Opinion | None = None


@dataclass(frozen=True)
class Opinion:
    """A chat model on one pair: whether the words show the criterion, and why, in French. It never changes a score or a status."""

    agrees: bool
    reason: str
    engine: str


@dataclass(frozen=True)
class CriterionMatch:
    """A criterion or an expected result. ``family`` is a family or ``results``; ``evidence``, best first, is empty when it is absent.

    ``repeated``: other competences ask for it in nearly the same words, so that it counts only beside evidence of this competence.
    """

    passage: Passage
    family: str
    status: Level
    score: float
    evidence: tuple[Evidence, ...] = ()
    repeated: bool = False


@dataclass(frozen=True)
class CompetenceMatch:
    """One competence with all its criteria and results, in the order of the referential.

    ``evidence``: the segments that show the competence, best first, those of a registry sheet, which has no criteria, included.
    ``conditions``: the conditions of performance that the words fit, as a hint. ``next``: French questions to the person about what is
    missing, the most useful first.
    """

    certification: str
    number: int
    code: str | None
    title: str
    block: int
    status: Level
    score: float
    criteria: tuple[CriterionMatch, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    conditions: tuple[tuple[Passage, Evidence], ...] = ()
    next: tuple[str, ...] = ()


@dataclass(frozen=True)
class BlockView:
    """Where one stands in a block: the numbers of its competences by status. It is ``reached`` when all are covered."""

    number: int
    code: str | None
    title: str
    covered: tuple[int, ...]
    partial: tuple[int, ...]
    absent: tuple[int, ...]

    @property
    def reached(self) -> bool:
        """Whether every competence of the block is covered."""
        return not self.partial and not self.absent


@dataclass(frozen=True)
class Mapping:
    """What was told, beside what a referential asks for.

    ``competences`` lists all of the certification by number. ``first``: the number of the competence to claim first, None when nothing
    is shown. ``unmatched``: segments that show nothing of this certification. ``set_aside``: those that are no evidence, with the reason
    (also among ``unmatched``). ``notes``: French sentences to show with the result.
    """

    certification: str
    has_criteria: bool
    competences: tuple[CompetenceMatch, ...]
    blocks: tuple[BlockView, ...]
    first: int | None
    unmatched: tuple[Segment, ...]
    set_aside: tuple[SetAside, ...]
    notes: tuple[str, ...]
    elapsed_ms: float = 0.0

    @property
    def shown(self) -> tuple[CompetenceMatch, ...]:
        """The competences that are covered or partial, best first."""
        return tuple(sorted((c for c in self.competences if c.status != Level.ABSENT), key=lambda c: -c.score))

    @property
    def nearest(self) -> CompetenceMatch | None:
        """Where nothing is shown: the competence that the words come near to, clearly before the others; to be asked about, not claimed.

        None where each segment says by itself that it is no evidence.
        """
        refused = {item.segment for item in self.set_aside if item.doubt != Doubt.UNCLEAR}
        if self.shown or not self.competences or not set(self.unmatched) - refused:
            return None
        best, *others = sorted(self.competences, key=lambda c: -c.score)
        second = others[0].score if others else 0.0
        return best if best.score >= _NEAR and best.score >= _FAR_AHEAD * second else None
