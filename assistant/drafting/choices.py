"""Multiple-choice questions whose key the referential itself gives: nothing is right or wrong by our own opinion."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.drafting.filling import fill
from assistant.drafting.grammar.clauses import ActClause
from assistant.drafting.grammar.mending import mended
from assistant.drafting.grammar.titles import as_order
from assistant.drafting.grammar.words import capitalised
from assistant.drafting.items import Choice, Item, Kind, Quotation, item_id
from assistant.drafting.topics import Topic, Topics, alike
from assistant.drafting.units import Scope, Unit, quotations
from assistant.french import NBSP, quoted, typeset
from ingest.model import Block, Competence

_DISTRACTORS = 3
_LEAST = 2
_SHORT = 9
"""Words of an element that stands in a list of examples."""


@dataclass(frozen=True)
class _Question:
    text: str
    key: str
    right: str
    wrong: tuple[tuple[str, str], ...]
    criteria: tuple[str, ...]
    competence: int
    knowledge: tuple[str, ...] = ()


def choice_items(scope: Scope, units: Sequence[Unit]) -> Iterator[Item]:
    """All multiple-choice questions that the scope can give, each once, the kinds of question in turn."""
    topics = Topics(scope.certification)
    sources = [_named_elements(scope, units), _needed(scope, topics), _of_block(scope, topics), _intruders(scope, topics), _which_block(scope, topics)]
    texts = {quotation.criterion: quotation for _, c in scope.certification.competences() for quotation in quotations(scope.certification, c)}
    seen: set[str] = set()
    while sources:
        for source in list(sources):
            question = next(source, None)
            if question is None:
                sources.remove(source)
            elif question.text + question.key not in seen:
                seen.add(question.text + question.key)
                yield _item(scope, question, texts)


def _item(scope: Scope, question: _Question, texts: dict[str, Quotation]) -> Item:
    choices = [Choice(text=question.key, correct=True, feedback=typeset(question.right))]
    choices += [Choice(text=text, correct=False, feedback=typeset(feedback)) for text, feedback in question.wrong]
    choices.sort(key=lambda choice: hashlib.sha256(f"{question.text}{choice.text}".encode()).hexdigest())
    text = typeset(question.text)
    return Item(
        id=item_id(scope.certification.id, Kind.CHOICE, text + question.key),
        kind=Kind.CHOICE,
        text=text,
        choices=tuple(choices),
        expected=(question.key,),
        criteria=question.criteria,
        quotations=tuple(texts[criterion] for criterion in question.criteria),
        competences=(question.competence,),
        knowledge=question.knowledge,
    )


def _named_elements(scope: Scope, units: Sequence[Unit]) -> Iterator[_Question]:
    """« Parmi ces outils, lequel le référentiel cite-t-il pour… »: an element of a criterion's list among those of other criteria."""
    lists = [(unit, _elements(unit)) for unit in units]
    everywhere = [(unit, element) for unit, elements in lists for element in elements]
    for unit, elements in lists:
        if not elements or not isinstance(unit.clause, ActClause):
            continue
        others = [
            (other, element)
            for other, element in everywhere
            if other is not unit and not any(alike(element, mine) or plainly_in(element, unit) for mine in elements)
        ]
        unique = list({element: other for other, element in others}.items())
        key = min(elements, key=lambda element: hashlib.sha256(element.encode()).hexdigest())
        unique.sort(key=lambda pair: (abs(len(pair[0]) - len(key)), pair[0]))
        if len(unique) < _LEAST:
            continue
        wrong = tuple(
            (element, f"Le référentiel cite cet élément pour autre chose : {quoted(_first_line(other))}")
            for element, other in unique[:_DISTRACTORS]
        )
        yield _Question(
            fill("Il s'agit {de_to}. Lequel de ces éléments le référentiel nomme-t-il à ce propos ?", unit),
            key,
            f"Le référentiel le nomme : {quoted(_first_line(unit))}",
            wrong,
            unit.criteria,
            unit.competences[0],
        )


def plainly_in(element: str, unit: Unit) -> bool:
    """Whether the criterion names the element somewhere else in its sentence: it would be right too."""
    return element.lower() in unit.quotations[0].text.lower()


def _first_line(unit: Unit) -> str:
    return " ".join(unit.quotations[0].text.split())


def _elements(unit: Unit) -> list[str]:
    """The bullets, or the short examples between parentheses, as answers."""
    texts = list(unit.listed)
    for example in unit.examples:
        bare = re.sub(r"^(?:type|par exemple|ex\.?)\s*:?\s*|\s*par exemple$", "", example, flags=re.IGNORECASE).strip(" :")
        parts = [part.strip(" .") for part in re.split(r",| et | ou ", bare)]
        texts += parts if len(parts) > 1 and all(0 < len(part.split()) <= _SHORT for part in parts if part) else []
    cleaned = [re.sub(r"^(?:(?:de la|de l'|des|du|de|d') ?)(?=\w)", "", mended(text).strip(" ,.;…")) for text in texts]
    return [capitalised(text) for text in cleaned if 3 <= len(text) <= 120 and "(" not in text and "..." not in text]


def _needed(scope: Scope, topics: Topics) -> Iterator[_Question]:
    """« Vous devez auditer un processus. Laquelle de ces connaissances… »: a topic that shares its words with the competence."""
    if not topics.of_knowledge:
        return
    for block, competence in scope.competences:
        own = [topic for topic in topics.all if block.number in topic.blocks and topics.tie(topic, competence) >= 2]
        for topic in sorted(own, key=lambda topic: -topics.tie(topic, competence)):
            wrong = [other for other in topics.outside(block.number, topic) if topics.tie(other, competence) == 0]
            if len(wrong) >= _LEAST:
                yield _Question(
                    f"Vous devez {as_order(competence.title)}. Laquelle de ces connaissances le référentiel associe-t-il à ce travail ?",
                    topic.text,
                    f"Cette connaissance est citée avec le {_block(block)}, dont fait partie cette compétence.",
                    _wrong(wrong, topics),
                    topics.criteria(topic, competence),
                    competence.number,
                    (topic.id,),
                )


def _of_block(scope: Scope, topics: Topics) -> Iterator[_Question]:
    """« Laquelle de ces connaissances fait partie du bloc… »."""
    what, each = _names(topics)
    for topic, block, competence in _placed(scope, topics):
        wrong = topics.outside(block.number, topic)
        start = int(hashlib.sha256(topic.id.encode()).hexdigest(), 16) % max(1, len(wrong))
        turned = [*wrong[start:], *wrong[:start]]
        if len(turned) >= _LEAST:
            yield _Question(
                f"Laquelle de ces {what} le référentiel rattache-t-il au bloc {quoted(block.title)} ?",
                topic.text,
                f"{each} est citée avec le {_block(block)}.",
                _wrong(turned, topics),
                topics.criteria(topic, competence),
                competence.number,
                _knowledge(topic, topics),
            )


def _intruders(scope: Scope, topics: Topics) -> Iterator[_Question]:
    """« Laquelle de ces connaissances ne fait pas partie du bloc… »."""
    what, each = _names(topics)
    placed = list(_placed(scope, topics))
    for rank, (topic, block, competence) in enumerate(placed):
        mates = [other for other, where, _ in placed[rank:] + placed[:rank] if where is block][:_DISTRACTORS]
        outside = topics.outside(block.number, topic)
        if len(mates) < _LEAST or not outside:
            continue
        intruder = outside[rank % len(outside)]
        yield _Question(
            f"Laquelle de ces {what} ne relève pas du bloc {quoted(block.title)} ?",
            intruder.text,
            f"En effet : {_elsewhere(intruder, topics)}",
            tuple((mate.text, f"{each} est bien citée avec le {_block(block)}.") for mate in mates),
            topics.criteria(topic, competence),
            competence.number,
            tuple(mate.id for mate in mates) if topics.of_knowledge else (),
        )


def _which_block(scope: Scope, topics: Topics) -> Iterator[_Question]:
    """« À quel bloc le référentiel rattache-t-il… »."""
    blocks = scope.certification.blocks
    what = "cette connaissance" if topics.of_knowledge else "cette compétence"
    for topic, block, competence in _placed(scope, topics):
        wrong = tuple((other.title, f"Le {_block(other)} ne la cite pas.") for other in blocks if other.number not in topic.blocks)
        if len(topic.blocks) == 1 and len(wrong) >= _LEAST:
            yield _Question(
                f"À quel bloc de compétences le référentiel rattache-t-il {what} : {quoted(topic.text)} ?",
                block.title,
                f"Elle est citée avec le {_block(block)}.",
                wrong[:_DISTRACTORS],
                topics.criteria(topic, competence),
                competence.number,
                _knowledge(topic, topics),
            )


def _placed(scope: Scope, topics: Topics) -> Iterator[tuple[Topic, Block, Competence]]:
    """Each topic of the scope with one of its blocks and the competence in scope that needs it most."""
    for topic in topics.of_scope(scope):
        candidates = [(b, c) for b, c in scope.competences if b.number in topic.blocks]
        if not topics.of_knowledge:
            candidates = [(b, c) for b, c in candidates if topic.id == f"{scope.certification.id}/C{c.number}"]
        block, competence = max(candidates, key=lambda pair: topics.tie(topic, pair[1]))
        yield topic, block, competence


def _names(topics: Topics) -> tuple[str, str]:
    return ("connaissances", "Cette connaissance") if topics.of_knowledge else ("compétences", "Cette compétence")


def _knowledge(topic: Topic, topics: Topics) -> tuple[str, ...]:
    return (topic.id,) if topics.of_knowledge else ()


def _wrong(topics_outside: Sequence[Topic], topics: Topics) -> tuple[tuple[str, str], ...]:
    chosen: list[Topic] = []
    for topic in topics_outside:
        if not any(alike(topic.text, other.text) for other in chosen):
            chosen.append(topic)
        if len(chosen) == _DISTRACTORS:
            break
    return tuple((topic.text, capitalised(_elsewhere(topic, topics))) for topic in chosen)


def _elsewhere(topic: Topic, topics: Topics) -> str:
    block = next(block for block in topics.certification.blocks if block.number in topic.blocks)
    return f"{'cette connaissance' if topics.of_knowledge else 'cette compétence'} est citée avec le {_block(block)}."


def _block(block: Block) -> str:
    return f"bloc {block.number}{NBSP}: {quoted(block.title)}"
