"""What a sentence of a referential says, once taken apart: an act that a candidate does, or a state of things that holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.drafting.grammar.verbs import Verb
from assistant.drafting.grammar.words import Person, addressed, joined


@dataclass(frozen=True)
class ActClause:
    """Somebody does ``verbs`` to ``object``, ``complement`` telling how, with whom, what for.

    ``pronoun`` (le, la, les) and ``agreed`` (the participle as the document inflects it) let a later question refer to the object.
    ``circumstance`` is when or on what ground; ``anaphoric``: the clause leans on a sentence before (``object`` may be empty then, and
    ``pronoun`` stands for it); ``then``: what is done next to the same object;
    ``own``: « son », « sa », « ses » are the candidate's.
    """

    verbs: tuple[Verb, ...]
    object: str
    complement: str = ""
    circumstance: str = ""
    pronoun: str = ""
    agreed: str = ""
    anaphoric: bool = False
    then: ActClause | None = None
    own: bool = False

    def done(self, person: Person = Person.YOU) -> str:
        """What stands after « vous avez »: ``"pris en compte les risques pour l'élaboration des priorités"``."""
        return self._with([verb.done for verb in self.verbs], person)

    def to(self, person: Person = Person.YOU) -> str:
        """The infinitive: ``"prendre en compte les risques…"``."""
        return self._with([verb.to for verb in self.verbs], person)

    def does(self) -> str:
        """What an observer sees: ``"prend en compte les risques…"``."""
        return self._with([verb.does for verb in self.verbs], Person.THEY)

    def i_do(self) -> str:
        """What stands after « je »."""
        return self._with([verb.i_do for verb in self.verbs], Person.I)

    def first_done(self) -> str:
        """« fixé les objectifs »: the acts but the last one, without complement."""
        return " ".join(part for part in (joined([verb.done for verb in self.verbs[:-1]]), self.object) if part)

    def _with(self, forms: list[str], person: Person) -> str:
        adverb, rest = _adverb(self.complement)
        words = " ".join(part for part in (joined(forms), adverb, self.object, rest) if part)
        circumstance = f", {self.circumstance}" if self.circumstance else ""
        return addressed(words + circumstance, person, own=self.own).replace(" ,", ",")


@dataclass(frozen=True)
class StateClause:
    """``sentence`` is a whole clause with its verb, without capital or full stop: it can follow « que »."""

    sentence: str
    anaphoric: bool = False


Clause = ActClause | StateClause


@dataclass(frozen=True)
class Parsed:
    """A statement taken apart. ``main`` is None where the grammar does not know what to do: the statement can only be quoted."""

    main: Clause | None
    later: tuple[Clause, ...] = ()
    examples: tuple[str, ...] = field(default=())


_PREPOSITIONS = {"conformément", "relativement", "contrairement", "proportionnellement", "parallèlement", "préalablement"}
"""Adverbs that take « à »: they stay with what follows."""


def _adverb(complement: str) -> tuple[str, str]:
    """A manner adverb stands beside its verb: ``"méthodiquement, si besoin"`` gives ``("méthodiquement", ", si besoin")``."""
    word, _, rest = complement.partition(" ")
    bare = word.rstrip(",")
    if bare.endswith("ment") and bare not in _PREPOSITIONS and len(bare) > 5:
        return bare, f"{', ' if word.endswith(',') else ''}{rest}" if rest else ""
    return "", complement
