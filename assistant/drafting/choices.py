"""Multiple-choice questions whose key the referential itself gives: nothing is right or wrong by our own opinion."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, product

from assistant.drafting.elements import elements, sort_of
from assistant.drafting.filling import fill
from assistant.drafting.grammar.clauses import ActClause
from assistant.drafting.grammar.titles import as_order
from assistant.drafting.grammar.words import capitalised
from assistant.drafting.items import Choice, Item, Kind, Quotation, item_id
from assistant.drafting.topics import Topic, Topics, alike
from assistant.drafting.units import Scope, Unit, quotations, scope_of
from assistant.drafting.units import units as all_units
from assistant.french import NBSP, quoted, typeset
from ingest.model import Block, Competence

_DISTRACTORS = 3
_LEAST = 2
_KEYS = 2
"""How many elements of one list are asked about."""
_TURNS = 6
"""How many intruders are tried among the same topics."""
_NAMED = (
    "Il s'agit {de_to}. Lequel de ces éléments le référentiel nomme-t-il à ce propos ?",
    "Vous avez à {to}. Quel élément, parmi les suivants, le référentiel cite-t-il alors ?",
    "Quand il faut {to}, lequel de ces éléments figure dans le critère du référentiel ?",
)
_NEEDED = (
    "Vous devez {to}. Laquelle de ces connaissances le référentiel associe-t-il à ce travail ?",
    "Quelle connaissance, parmi les suivantes, le référentiel prévoit-il pour qui doit {to} ?",
    "Parmi ces connaissances du référentiel, laquelle accompagne le travail suivant : {to} ?",
)
_OF_BLOCK = (
    "Laquelle de ces {what} le référentiel rattache-t-il au bloc {block} ?",
    "Le bloc {block} s'appuie sur une seule de ces {what}. Laquelle ?",
    "Parmi ces {what}, laquelle figure dans le bloc {block} ?",
)
_INTRUDERS = (
    "Laquelle de ces {what} ne relève pas du bloc {block} ?",
    "Une de ces {what} n'est pas citée dans le bloc {block}. Laquelle ?",
    "Quelle est l'intruse parmi ces {what}, rapportées au bloc {block} ?",
)
_WHICH_BLOCK = (
    "À quel bloc de compétences le référentiel rattache-t-il {this} : {topic} ?",
    "Où le référentiel cite-t-il {this} : {topic} ? Choisissez le bloc.",
    "Dans quel bloc trouve-t-on {this} : {topic} ?",
)


@dataclass(frozen=True)
class _Question:
    text: str
    key: str
    right: str
    wrong: tuple[tuple[str, str], ...]
    criteria: tuple[str, ...]
    competence: int
    knowledge: tuple[str, ...] = ()
    tied: bool = True


def choice_items(scope: Scope, units: Sequence[Unit]) -> Iterator[Item]:
    """All multiple-choice questions that the scope can give, each once, the kinds of question in turn.

    Those on knowledge that shares no word with a criterion in scope come last: their tie to one is the loosest.
    """
    topics = Topics(scope.certification)
    sources = [
        _named_elements(scope, units),
        _needed(scope, topics),
        _of_block(scope, topics),
        _intruders(scope, topics),
        _which_block(scope, topics),
    ]
    texts = {
        quotation.criterion: quotation for _, c in scope.certification.competences() for quotation in quotations(scope.certification, c)
    }
    questions = list(_in_turn(sources))
    for question in sorted(questions, key=lambda question: not question.tied):
        yield _item(scope, question, texts)


def _in_turn(sources: list[Iterator[_Question]]) -> Iterator[_Question]:
    """One question of each kind after the other, each once."""
    seen: set[str] = set()
    while sources:
        for source in list(sources):
            question = next(source, None)
            if question is None:
                sources.remove(source)
            elif question.text + question.key not in seen:
                seen.add(question.text + question.key)
                yield question


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
    """« Lequel de ces éléments le référentiel nomme-t-il à ce propos »: one of a criterion's list among those of other criteria."""
    everywhere = [(unit, element) for unit in all_units(scope_of(scope.certification)) for element in elements(unit)]
    for turn, (rank, unit) in product(range(_KEYS), enumerate(units)):
        own = elements(unit)
        if not isinstance(unit.clause, ActClause) or len(own) <= turn:
            continue
        key = own[turn]
        others = {
            element: other
            for other, element in everywhere
            if not set(other.criteria) & set(unit.criteria) and not _names(unit, element) and not any(alike(element, mine) for mine in own)
        }
        wrong = _different([element for element in others if sort_of(element) == sort_of(key)], key)
        if len(wrong) >= _LEAST:
            yield _Question(
                fill(_NAMED[(rank + turn) % len(_NAMED)], unit),
                key,
                f"Le référentiel le nomme : {quoted(_on_one_line(unit))}",
                tuple(
                    (element, f"Le référentiel le nomme dans un autre critère : {quoted(_on_one_line(others[element]))}")
                    for element in wrong
                ),
                unit.criteria,
                unit.competences[0],
            )


def _different(candidates: Sequence[str], key: str) -> list[str]:
    """The distractors nearest to the key in length, no two alike; the choice does not change from one run to the next."""
    chosen: list[str] = []
    for element in sorted(
        candidates, key=lambda element: (abs(len(element) - len(key)), hashlib.sha256(f"{key}{element}".encode()).digest())
    ):
        if not any(alike(element, other) for other in chosen):
            chosen.append(element)
        if len(chosen) == _DISTRACTORS:
            break
    return chosen


def _names(unit: Unit, element: str) -> bool:
    """Whether the criterion has these words anywhere: the element would be right too."""
    text = " ".join(quotation.text for quotation in unit.quotations).lower()
    return element.lower() in text


def _on_one_line(unit: Unit) -> str:
    return " ".join(unit.quotations[0].text.split())


def _needed(scope: Scope, topics: Topics) -> Iterator[_Question]:
    """« Vous devez auditer un processus. Laquelle de ces connaissances… »: a topic that shares its words with the competence."""
    stems = cycle(_NEEDED)
    if not topics.of_knowledge:
        return
    for block, competence in scope.competences:
        own = [topic for topic in topics.all if block.number in topic.blocks and topics.tie(topic, competence) >= 2]
        for topic in sorted(own, key=lambda topic: -topics.tie(topic, competence)):
            wrong = [other for other in topics.outside(block.number, topic) if topics.tie(other, competence) == 0]
            if len(wrong) >= _LEAST:
                yield _Question(
                    next(stems).format(to=as_order(competence.title)),
                    topic.text,
                    f"Cette connaissance est citée avec le {_block(block)}, dont fait partie cette compétence.",
                    _wrong(wrong, topics),
                    topics.criteria(topic, competence),
                    competence.number,
                    (topic.id,),
                )


def _of_block(scope: Scope, topics: Topics) -> Iterator[_Question]:
    """« Laquelle de ces connaissances fait partie du bloc… »."""
    stems = cycle(_OF_BLOCK)
    what, each = _called(topics)
    for topic, block, competence in _placed(scope, topics):
        wrong = topics.outside(block.number, topic)
        start = int(hashlib.sha256(topic.id.encode()).hexdigest(), 16) % max(1, len(wrong))
        turned = [*wrong[start:], *wrong[:start]]
        if len(turned) >= _LEAST:
            yield _Question(
                next(stems).format(what=what, block=quoted(block.title)),
                topic.text,
                f"{each} est citée avec le {_block(block)}.",
                _wrong(turned, topics),
                topics.criteria(topic, competence),
                competence.number,
                _knowledge(topic, topics),
                topics.serves(topic, competence),
            )


def _intruders(scope: Scope, topics: Topics) -> Iterator[_Question]:
    """« Laquelle de ces connaissances ne relève pas du bloc… »: each topic among its mates, with another intruder each time."""
    stems = cycle(_INTRUDERS)
    what, each = _called(topics)
    for turn in range(_TURNS):
        for rank, (topic, block, competence) in enumerate(_placed(scope, topics)):
            mates = [topic, *(other for other in topics.all if block.number in other.blocks and other is not topic)]
            start = 1 + (rank + turn) % max(1, len(mates) - 2)
            mates = [topic, *mates[start : start + _DISTRACTORS - 1]]
            outside = topics.outside(block.number, topic)
            if len(mates) < _LEAST or len(outside) <= turn:
                continue
            intruder = outside[(rank + turn) % len(outside)]
            yield _Question(
                next(stems).format(what=what, block=quoted(block.title)),
                intruder.text,
                f"En effet, {_elsewhere(intruder, topics)}",
                tuple((mate.text, f"{each} est bien citée avec le {_block(block)}.") for mate in mates),
                topics.criteria(topic, competence),
                competence.number,
                tuple(mate.id for mate in mates) if topics.of_knowledge else (),
                topics.serves(topic, competence),
            )


def _which_block(scope: Scope, topics: Topics) -> Iterator[_Question]:
    """« À quel bloc le référentiel rattache-t-il… »."""
    stems = cycle(_WHICH_BLOCK)
    blocks = scope.certification.blocks
    what = "cette connaissance" if topics.of_knowledge else "cette compétence"
    for topic, block, competence in _placed(scope, topics):
        wrong = tuple((other.title, f"Le {_block(other)} ne la cite pas.") for other in blocks if other.number not in topic.blocks)
        if len(topic.blocks) == 1 and len(wrong) >= _LEAST:
            yield _Question(
                next(stems).format(this=what, topic=quoted(topic.text)),
                block.title,
                f"Elle est citée avec le {_block(block)}.",
                wrong[:_DISTRACTORS],
                topics.criteria(topic, competence),
                competence.number,
                _knowledge(topic, topics),
                topics.serves(topic, competence),
            )


def _placed(scope: Scope, topics: Topics) -> Iterator[tuple[Topic, Block, Competence]]:
    """Each topic of the scope with one of its blocks and the competence in scope that needs it most."""
    for topic in topics.of_scope(scope):
        candidates = [(b, c) for b, c in scope.competences if b.number in topic.blocks]
        if not topics.of_knowledge:
            candidates = [(b, c) for b, c in candidates if topic.id == f"{scope.certification.id}/C{c.number}"]
        block, competence = max(candidates, key=lambda pair: topics.tie(topic, pair[1]))
        yield topic, block, competence


def _called(topics: Topics) -> tuple[str, str]:
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
