"""Interview questions on lived experience, and the probes that follow a first answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count as counting

from assistant.drafting import phrasings
from assistant.drafting.filling import act_of, all_acts, asked_besides, fill, pick, tails_of, told
from assistant.drafting.grammar.clauses import ActClause
from assistant.drafting.grammar.frames import SEVERAL
from assistant.drafting.grammar.verbs import Act
from assistant.drafting.grammar.words import capitalised
from assistant.drafting.items import Item, Kind, Probe, Quotation, item_id
from assistant.drafting.spreading import Share
from assistant.drafting.units import Unit
from assistant.french import NBSP, quoted, typeset


def most_questions(unit: Unit) -> int:
    """How many questions there are on one unit: the first, and one for each other angle."""
    return 1 + len(pick(phrasings.ACT_ANGLES, phrasings.STATE_ANGLES, phrasings.QUOTE_ANGLES, unit))


class Rotation:
    """Takes the phrases of each bank in turn, so that a set does not read the same one again before all have served."""

    def __init__(self) -> None:
        self._served: dict[tuple[str, ...], Iterator[int]] = {}
        self._first: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}

    def next(self, bank: tuple[str, ...]) -> str:
        """The next phrase of a bank."""
        served = self._served.setdefault(bank, counting())
        return bank[next(served) % len(bank)]

    def turn(self, bank: tuple[str, ...], share: Share) -> str:
        """The phrase for a share: the next of the bank for the first turn of its unit, then those that follow it."""
        key = (bank, share.unit.criteria)
        if key not in self._first:
            self._first[key] = bank.index(self.next(bank))
        return bank[(self._first[key] + share.turn) % len(bank)]


def interview_items(certification: str, shares: Sequence[Share]) -> list[Item]:
    """One open question a share: a lived situation, the candidate's own part, how, with what result."""
    rotation = Rotation()
    return [_item(certification, Kind.INTERVIEW, _question(share, rotation), share, _probes(share, rotation)) for share in shares]


def probe_items(certification: str, shares: Sequence[Share]) -> list[Item]:
    """One follow-up question a share, for after a first answer: each turn of a unit takes the next opener and the next tail."""
    rotation = Rotation()
    items = []
    for share in shares:
        bank = pick(phrasings.ACT_FOLLOW_UPS, phrasings.STATE_FOLLOW_UPS, phrasings.QUOTE_FOLLOW_UPS, share.unit)
        tails = tails_of(share.unit)
        opener, tail = rotation.turn(bank, share), rotation.turn(tails, share)
        items.append(_item(certification, Kind.PROBE, fill(opener, share.unit, tail=tail), share, _beside(share, rotation)))
    return items


def _question(share: Share, rotation: Rotation) -> str:
    unit = share.unit
    if share.turn:
        angles = pick(phrasings.ACT_ANGLES, phrasings.STATE_ANGLES, phrasings.QUOTE_ANGLES, unit)
        start = sum(map(ord, unit.criteria[0]))  # each criterion begins its round of angles elsewhere
        return fill(angles[(start + share.turn) % len(angles)], unit)
    if question := told(unit.clause):
        return question
    acts = phrasings.COMPLY_OPENERS if act_of(unit) == Act.COMPLY else phrasings.ACT_OPENERS
    opener = fill(rotation.next(pick(acts, phrasings.STATE_OPENERS, phrasings.QUOTE_OPENERS, unit)), unit)
    return f"{opener} {_tail(unit, rotation)}"


def _tail(unit: Unit, rotation: Rotation) -> str:
    """What the criterion itself adds is asked before anything general."""
    if unit.later:
        besides = " ".join(asked_besides(clause) for clause in unit.later[:2])
        return f"{besides} Quel a été le résultat{NBSP}?"
    if isinstance(unit.clause, ActClause) and unit.listed:
        several = SEVERAL in f"{unit.clause.object} {unit.clause.complement}"
        return typeset(phrasings.SEVERAL_TAIL if several else rotation.next(phrasings.LISTED_TAILS))
    return typeset(rotation.next(tails_of(unit)))


def _probes(share: Share, rotation: Rotation) -> tuple[Probe, ...]:
    if share.besides:
        return _beside(share, rotation)
    own = typeset(rotation.next(tails_of(share.unit)))
    return (Probe(text=own, criteria=share.unit.criteria),)


def _beside(share: Share, rotation: Rotation) -> tuple[Probe, ...]:
    found = []
    for unit in share.besides:
        bank = pick(phrasings.ACT_PROBES, phrasings.STATE_PROBES, phrasings.QUOTE_PROBES, unit)
        found.append(Probe(text=fill(rotation.next(bank), unit), criteria=unit.criteria))
    return tuple(found)


def _item(certification: str, kind: Kind, text: str, share: Share, probes: tuple[Probe, ...]) -> Item:
    units = (share.unit, *share.besides)
    return Item(
        id=item_id(certification, kind, text),
        kind=kind,
        text=text,
        expected=expected(share.unit),
        criteria=criteria_of(units),
        quotations=quotations_of(units),
        competences=competences_of(units),
        probes=tuple(probe for probe in probes if probe.text not in text),
    )


def expected(unit: Unit) -> tuple[str, ...]:
    """What to listen for: the four parts of an account, the act, and what the referential names."""
    lines = ["Une situation réelle et datée, le rôle de la personne, sa façon de faire et le résultat obtenu."]
    if isinstance(unit.clause, ActClause):
        lines.append(f"{capitalised(all_acts(unit, ActClause.does))}.")
    lines.extend(named(unit))
    return tuple(lines)


def named(unit: Unit) -> list[str]:
    """The bullets and examples of the criteria, quoted."""
    lines = [f"Éléments nommés par le référentiel{NBSP}: {_quoted_list(unit.listed)}."] if unit.listed else []
    if unit.examples:
        lines.append(f"Précisions du référentiel{NBSP}: {_quoted_list(unit.examples)}.")
    return lines


def _quoted_list(texts: Sequence[str]) -> str:
    return f"{NBSP}; ".join(quoted(text.strip(" .;,")) for text in texts)


def criteria_of(units: Sequence[Unit]) -> tuple[str, ...]:
    """The ids of all criteria, once."""
    return tuple(dict.fromkeys(criterion for unit in units for criterion in unit.criteria))


def quotations_of(units: Sequence[Unit]) -> tuple[Quotation, ...]:
    """All criteria in the referential's words."""
    return tuple(quotation for unit in units for quotation in unit.quotations)


def competences_of(units: Sequence[Unit]) -> tuple[int, ...]:
    """The competences of all criteria."""
    return tuple(sorted({number for unit in units for number in unit.competences}))
