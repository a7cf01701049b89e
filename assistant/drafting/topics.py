"""What multiple-choice questions are made of: knowledge items with the block they belong to and the criteria that need them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from assistant.drafting.grammar.mending import mended
from assistant.drafting.units import Scope, quotations
from ingest.model import Block, Certification, Competence
from ingest.structure.columns import plain
from vectorstore.tokens import tokens

_SAME = 85.0
"""Likeness (0..100) from which two knowledge items would both be right: « outils statistiques », « outils d'analyse statistique »."""
_SHARED = 0.5
_LONGEST = 170
_TIED = 2


@dataclass(frozen=True)
class Topic:
    """One knowledge item (a competence, where a sheet lists none). ``blocks``: every block that names it."""

    id: str
    text: str
    blocks: frozenset[int]
    stems: frozenset[str]


class Topics:
    """The topics of a certification, and which criteria each serves."""

    def __init__(self, certification: Certification) -> None:
        self.certification = certification
        self.of_knowledge = any(block.knowledge for block in certification.blocks)
        self.all = _merged([topic for block in certification.blocks for topic in _of_block(certification, block)])
        uses = Counter(stem for topic in self.all for stem in topic.stems)
        self._common = {stem for stem, count in uses.items() if count > max(3, len(self.all) // 3)}

    def of_scope(self, scope: Scope) -> list[Topic]:
        """The topics of the blocks that the scope touches; of a sheet without knowledge, the competences in scope."""
        if not self.of_knowledge:
            numbers = {f"{self.certification.id}/C{competence.number}" for _, competence in scope.competences}
            return [topic for topic in self.all if topic.id in numbers]
        blocks = {block.number for block, _ in scope.competences}
        return [topic for topic in self.all if topic.blocks & blocks]

    def outside(self, block: int, topic: Topic | None = None) -> list[Topic]:
        """Topics that are plausible and wrong for a block: those of the others, the nearest in wording first, none like one of its own."""
        own = [other for other in self.all if block in other.blocks]
        wrong = [other for other in self.all if block not in other.blocks and not any(self._could_pass_for(other, mine) for mine in own)]
        if topic is None:
            return wrong
        return sorted(wrong, key=lambda other: abs(len(other.text) - len(topic.text)))

    def _could_pass_for(self, one: Topic, other: Topic) -> bool:
        """« Tableaux de bord, indicateurs » for « Indicateurs de stock »: half of the words of the shorter are the other's too."""
        words, others = one.stems - self._common, other.stems - self._common
        shared = len(words & others) / max(1, min(len(words), len(others)))
        return alike(one.text, other.text) or shared >= _SHARED

    def tie(self, topic: Topic, competence: Competence) -> float:
        """How much a competence needs a topic (0: no word in common): its title counts more than its criteria."""
        own = topic.stems - self._common
        in_title = len(own & set(tokens(competence.title)))
        in_criteria = len(own & {stem for quotation in quotations(self.certification, competence) for stem in tokens(quotation.text)})
        return 2.0 * in_title + in_criteria

    def serves(self, topic: Topic, competence: Competence) -> bool:
        """Whether a topic shares a telling word with a criterion of the competence."""
        own = topic.stems - self._common
        return any(own & set(tokens(quotation.text)) for quotation in quotations(self.certification, competence))

    def criteria(self, topic: Topic, competence: Competence) -> tuple[str, ...]:
        """The criteria of the competence that the topic serves best, at least one."""
        own = topic.stems - self._common
        scored = [
            (len(own & set(tokens(q.text))) + fuzz.token_set_ratio(plain(q.text), plain(topic.text)) / 1000, q.criterion)
            for q in quotations(self.certification, competence)
        ]
        best = sorted(scored, key=lambda pair: -pair[0])
        return tuple(criterion for score, criterion in best[:_TIED] if score >= 1) or (best[0][1],)


def alike(one: str, other: str) -> bool:
    """Whether two wordings say the same: a key and a distractor must not."""
    return fuzz.token_sort_ratio(plain(one), plain(other)) >= _SAME or fuzz.ratio(plain(one), plain(other)) >= _SAME


def _of_block(certification: Certification, block: Block) -> list[Topic]:
    pairs: list[tuple[str, str]]
    if any(other.knowledge for other in certification.blocks):
        pairs = [(knowledge.id, knowledge.text) for knowledge in block.knowledge]
    else:
        pairs = [(f"{certification.id}/C{competence.number}", competence.title) for competence in block.competences]
    return [
        Topic(topic_id, mended(text).strip(" .;"), frozenset((block.number,)), frozenset(tokens(text)))
        for topic_id, text in pairs
        if len(text) <= _LONGEST
    ]


def _merged(topics: Sequence[Topic]) -> list[Topic]:
    """One topic where several blocks name the same."""
    found: list[Topic] = []
    for topic in topics:
        same = next((rank for rank, other in enumerate(found) if plain(other.text) == plain(topic.text)), None)
        if same is None:
            found.append(topic)
        else:
            other = found[same]
            found[same] = Topic(other.id, other.text, other.blocks | topic.blocks, other.stems)
    return found
