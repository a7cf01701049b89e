"""From a statement of a referential to what it says: « Les risques sont identifiés » is an act, « L'outil est en cohérence… » a state."""

from __future__ import annotations

from functools import lru_cache

from assistant.drafting.grammar import frames
from assistant.drafting.grammar.clauses import ActClause, Clause, Parsed
from assistant.drafting.grammar.sentences import clauses, sentences, with_circumstance


@lru_cache(maxsize=4096)
def parse(text: str) -> Parsed:
    """Take a statement (its lead-in where it has bullets) apart; the statement itself stays the caller's to quote."""
    examples: list[str] = []
    read = [clause for sentence in sentences(text, examples) for clause in _clauses(sentence)]
    main = read[0] if read else None
    later = tuple(clause for clause in read[1:] if clause is not None and _refers(clause, main)) if main else ()
    return Parsed(main, later, tuple(examples))


def _refers(clause: Clause, main: Clause | None) -> bool:
    """Whether a later pronoun still has what it stands for: not « elle » for « l'utilisation » once that became « utiliser »."""
    pronoun_alone = isinstance(clause, ActClause) and not clause.object and clause.pronoun != "les"
    return not (pronoun_alone and isinstance(main, ActClause) and not main.pronoun)


def _clauses(sentence: str) -> list[Clause | None]:
    """The clauses of one sentence, the first one first; None for one that the grammar cannot tell."""
    circumstance, sentence = with_circumstance(sentence)
    impersonal = frames.impersonal(sentence, circumstance)
    if impersonal is not None:
        return [impersonal]
    read: list[Clause | None] = []
    for rank, text in enumerate(clauses(sentence)):
        clause = _clause(text, circumstance if rank == 0 else "")
        read.append(clause)
        if isinstance(clause, ActClause) and clause.then is not None:
            read.append(clause.then)
    return read


def _clause(text: str, circumstance: str) -> Clause | None:
    return (
        frames.of_candidate(text, circumstance)
        or frames.gerund(text)
        or frames.passive(text, circumstance)
        or frames.fragment(text)
        or frames.account(text)
        or frames.ground(text)
        or frames.state(text, circumstance)
    )
