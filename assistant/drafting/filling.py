"""Phrases of a trainer filled with what a criterion says."""

from __future__ import annotations

from collections.abc import Callable

from assistant.drafting import phrasings
from assistant.drafting.grammar.clauses import ActClause, Clause, StateClause
from assistant.drafting.grammar.verbs import Act
from assistant.drafting.grammar.words import Person, capitalised, elide, joined
from assistant.drafting.units import Unit
from assistant.french import quoted, typeset

_RECEIVERS = (" à ", " au ", " aux ", " auprès ", " avec ", " par ")
_TO_WHOM = {"partager": "avec qui", "proposer": "à qui", "communiquer": "à qui", "transmettre": "à qui", "présenter": "à qui"}


def fill(template: str, unit: Unit, *, person: Person = Person.YOU, tail: str = "") -> str:
    """The template with the words of the unit's clause, typeset; it must be one of those for the kind of clause."""
    return typeset(template.format_map(_slots(unit.clause, unit.quotations[0].text, person) | {"tail": tail}))


def fill_clause(template: str, clause: Clause) -> str:
    """The same for a clause alone."""
    return typeset(template.format_map(_slots(clause, "", Person.YOU)))


def _slots(clause: Clause | None, quotation: str, person: Person) -> dict[str, str]:
    if isinstance(clause, ActClause):
        to = clause.to(person)
        return {
            "done": clause.done(person),
            "to": to,
            "de_to": elide("de", to),
            "does": capitalised(clause.does()),
            "i_do": elide("Je", clause.i_do()),
        }
    if isinstance(clause, StateClause):
        return {"that": elide("que", clause.sentence), "sentence": clause.sentence}
    return {"quote": quoted(" ".join(quotation.split()))}


def told(clause: Clause | None) -> str:
    """« Comment avez-vous réalisé un plan, et avec qui l'avez-vous partagé ? », or ``""`` where the last act needs nobody."""
    if not isinstance(clause, ActClause) or len(clause.verbs) < 2 or not clause.pronoun or clause.circumstance:
        return ""
    last = clause.verbs[-1]
    if last.infinitive not in _TO_WHOM or any(word in f" {clause.complement} " for word in _RECEIVERS) or clause.complement:
        return ""
    return typeset(
        phrasings.TOLD.format(
            first=clause.first_done(), preposition=_TO_WHOM[last.infinitive], clitic=_clitic(clause.pronoun), agreed=agreed(clause)
        )
    )


def asked_besides(clause: Clause) -> str:
    """The question about what a criterion adds in a second sentence: « Comment avez-vous pris en compte leurs exigences ? »"""
    if isinstance(clause, StateClause):
        return fill_clause("Qu'est-ce qui montre {that} ?", clause)
    if clause.object:
        return fill_clause("Comment avez-vous {done} ?", clause)
    rest = f" {clause.complement}" if clause.complement else ""
    return typeset(f"Comment {_clitic(clause.pronoun)}avez-vous {agreed(clause)}{rest} ?")


def all_acts(unit: Unit, say: Callable[[ActClause], str]) -> str:
    """« identifie les écarts et propose des correctifs »: every act of the criteria, each in the form that ``say`` gives it."""
    acts = [clause for clause in (unit.clause, *unit.later) if isinstance(clause, ActClause)]
    return typeset(joined([say(acts[0]), *(say(act) if act.object else _to_it(act.pronoun, say(act)) for act in acts[1:])]))


def _to_it(pronoun: str, said: str) -> str:
    """« les adapte », « la justifie », « l'adapte »."""
    return f"les {said}" if pronoun == "les" else elide(pronoun or "le", said)


def agreed(clause: ActClause) -> str:
    """The participle as it agrees with the pronoun before it, whatever slip the document made."""
    first, _, tail = clause.agreed.partition(" ")
    if clause.pronoun == "les" and not first.endswith("s"):
        first += "s"
    if clause.pronoun == "la" and not first.endswith("e"):
        first += "e"
    return f"{first} {tail}".strip()


def _clitic(pronoun: str) -> str:
    return "les " if pronoun == "les" else "l'"


def act_of(unit: Unit) -> Act | None:
    """What the candidate does, by the last verb; None for a state or a quotation."""
    if not isinstance(unit.clause, ActClause):
        return None
    act = unit.clause.verbs[-1].act
    return Act.TELL if act == Act.CHECK and unit.clause.complement.startswith("auprès") else act


def pick(
    bank_of_acts: tuple[str, ...], bank_of_states: tuple[str, ...], bank_of_quotations: tuple[str, ...], unit: Unit
) -> tuple[str, ...]:
    """The bank that fits the unit's clause."""
    if isinstance(unit.clause, ActClause):
        return bank_of_acts
    return bank_of_states if isinstance(unit.clause, StateClause) else bank_of_quotations


def tails_of(unit: Unit) -> tuple[str, ...]:
    """What to ask on, by the act."""
    act = act_of(unit)
    return phrasings.STATE_TAILS if act is None else phrasings.ACT_TAILS[act]
