"""What one certification leaves to prove for another, competence by competence, in plain French, with the words of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.comparing.bridges import is_firm
from assistant.comparing.citing import cited
from assistant.comparing.model import Pair, Statement, Status
from assistant.comparing.units import Level
from assistant.french import plural, quoted, typeset
from ingest.model import Certification


def statements_of_bridges(pairs: Sequence[Pair], held: Certification, aimed: Certification) -> tuple[Statement, ...]:
    """One statement for each competence of the certification aimed at."""
    if pairs and pairs[0].level == Level.COMPETENCE:
        return tuple(_of_competence(pair) for pair in pairs if pair.b)
    return tuple(_of_statements(pairs, held, aimed))


def _of_competence(pair: Pair) -> Statement:
    assert pair.b is not None
    other = pair.a or pair.nearest
    name = f"Compétence {pair.b.passage.competence}, {quoted(pair.b.text)}"
    if pair.a is None:
        text = f"{name} : rien de proche, elle reste à prouver entièrement."
    else:
        text = f"{name} : proche de la compétence {pair.a.passage.competence}, {quoted(pair.a.text)} ; à vérifier critère par critère."
    return Statement(typeset(text), pair.status, pair.b.passage.competence, cited(other) if other else None, cited(pair.b))


def _of_statements(pairs: Sequence[Pair], held: Certification, aimed: Certification) -> Iterator[Statement]:
    titles = {competence.number: competence.title for _, competence in held.competences()}
    best = {pair.b.passage.id: pair for pair in reversed(pairs) if pair.b}  # the first pair of each is its closest
    for _, competence in aimed.competences():
        mine = [pair for pair in best.values() if pair.b and pair.b.passage.competence == competence.number]
        if not mine:
            continue
        close = [pair for pair in mine if pair.a and is_firm(pair)]
        maybe = sum(pair.a is not None for pair in mine) - len(close)
        name = f"Compétence {competence.number}, {quoted(competence.title)}"
        asked = plural(len(mine), "critère ou résultat", "critères et résultats")
        if not close:
            rest = f"{plural(maybe, 'en a', 'en ont')} peut-être un" if maybe else "elle reste à prouver entièrement"
            text = f"{name} : aucun de ses {asked} n'a d'énoncé proche, {rest}."
        else:
            number, count = Counter(pair.a.passage.competence for pair in close if pair.a).most_common(1)[0]
            source = f"dont {count} dans la compétence {number}, {quoted(titles[number or 0])}"
            left = len(mine) - len(close) - maybe
            doubtful = f" ; {plural(maybe, 'en a', 'en ont')} peut-être un" if maybe else ""
            text = f"{name} : {len(close)} sur {asked} ont un énoncé proche, {source}{doubtful} ; {_left(left)}."
        shown = max(close or mine, key=lambda pair: pair.similarity)
        other = shown.a or shown.nearest
        status = Status.REWORDED if close else Status.ADDED
        yield Statement(typeset(text), status, competence.number, cited(other) if other else None, cited(shown.b) if shown.b else None)


def _left(count: int) -> str:
    return f"{plural(count, 'reste', 'restent')} à prouver" if count else "tout est à relire"
