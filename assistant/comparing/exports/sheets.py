"""What every export shows, whatever its format: titles, French names of statuses, and one row a pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.comparing.bridges import is_firm, shared_words
from assistant.comparing.citing import one_line, place_of
from assistant.comparing.impact import Carried, Carry, Impact
from assistant.comparing.model import Comparison, Pair, Relation, Statement, Status
from assistant.comparing.units import Level, Unit
from assistant.comparing.words import same_words
from assistant.french import NBSP, listing, plural, quoted
from ingest.model import Certification

LEVELS: dict[Level, str] = {
    Level.BLOCK: "bloc",
    Level.COMPETENCE: "compétence",
    Level.STATEMENT: "énoncé",
    Level.KNOWLEDGE: "connaissance",
    Level.SECTION: "section",
    Level.FACT: "rubrique",
}
_STATUSES = {
    Status.UNCHANGED: "inchangé",
    Status.REWORDED: "reformulé",
    Status.MOVED: "déplacé",
    Status.ADDED: "ajouté",
    Status.REMOVED: "retiré",
}
_BRIDGED = {
    Status.UNCHANGED: "mêmes mots",
    Status.REWORDED: "proche",
    Status.MOVED: "proche",
    Status.ADDED: "reste à prouver",
    Status.REMOVED: "sans énoncé proche",
}
MAYBE = "peut-être proche"
CARRIES: dict[Carry, str] = {
    Carry.COUNTS: "Ce qui compte encore",
    Carry.REREAD: "À relire",
    Carry.NEW: "Nouveau, à prouver",
    Carry.MISSING: "Déjà demandé, toujours à prouver",
    Carry.DROPPED: "N'est plus demandé",
}


@dataclass(frozen=True)
class Report:
    """What an export is made from: the comparison, the two certifications, and the impact when one was asked for."""

    comparison: Comparison
    a: Certification
    b: Certification
    impact: Impact | None = None

    @property
    def title(self) -> str:
        """The heading of the report."""
        versions = self.comparison.relation == Relation.VERSIONS
        return "Ce qui change d'une version à l'autre" if versions else "Passerelle entre deux certifications"

    @property
    def sides(self) -> tuple[str, str]:
        """How columns call ``a`` and ``b``."""
        if self.comparison.relation == Relation.CERTIFICATIONS:
            return "Certification acquise", "Certification visée"
        return ("Nouvelle version", "Ancienne version") if self.comparison.backwards else ("Ancienne version", "Nouvelle version")

    @property
    def lines(self) -> list[str]:
        """What stands under the title: both referentials, the day, the notes."""
        named = zip(self.sides, (self.a, self.b), strict=True)
        ids = [f"{side}{NBSP}: {name(certification)} ({certification.id})." for side, certification in named]
        return [*ids, f"Comparaison établie le {self.comparison.on:%d/%m/%Y}.", *self.comparison.notes]


def name(certification: Certification) -> str:
    """The title, with the label of the version."""
    return certification.title + (f", {certification.label}" if certification.label else "")


def status_name(pair: Pair, relation: Relation) -> str:
    """« reformulé », « proche »…"""
    if relation == Relation.VERSIONS:
        return _STATUSES[pair.status]
    return MAYBE if pair.status == Status.REWORDED and not is_firm(pair) else _BRIDGED[pair.status]


def in_brief(comparison: Comparison) -> list[str]:
    """One line a level: ``"énoncés : 92 inchangés, 17 reformulés…"``."""
    lines = []
    order = [*_STATUSES.values()] if comparison.relation == Relation.VERSIONS else [*_BRIDGED.values(), MAYBE]
    for level in Level:
        pairs = comparison.of(level)
        counts = Counter(status_name(pair, comparison.relation) for pair in pairs)
        told = [f"{counts[name]} {quoted(name)}" for name in dict.fromkeys(order) if counts[name]]
        if pairs:
            lines.append(f"{plural(len(pairs), LEVELS[level])}{NBSP}: {listing(told)}.")
    return lines


def changed(comparison: Comparison) -> list[Pair]:
    """The pairs worth a look: everything that is not unchanged; between certifications, everything."""
    every = comparison.relation == Relation.CERTIFICATIONS
    return [pair for pair in comparison.pairs if every or pair.status != Status.UNCHANGED]


def substance(comparison: Comparison) -> list[Statement]:
    """The statements that change something."""
    return [statement for statement in comparison.statements if not statement.only_form]


def forms(comparison: Comparison) -> list[Statement]:
    """The statements about form only."""
    return [statement for statement in comparison.statements if statement.only_form]


def both_sides(statement: Statement, report: Report) -> list[str]:
    """The words of both sides, each with its place: ``"Ancienne version, compétence 8, moyens utilisés 1 : « … »"``."""
    ends = zip(report.sides, (statement.a, statement.b), strict=True)
    return [f"{side}, {end.place}{NBSP}: {quoted(end.text)}" for side, end in ends if end]


def remark(pair: Pair, relation: Relation) -> str:
    """What else a row says: what is shared and what is not, between certifications; split statements, and corrections of form."""
    if relation == Relation.CERTIFICATIONS:
        if not (pair.a and pair.b):
            return f"Le plus proche{NBSP}: {_located(pair.nearest)}" if pair.nearest else ""
        shared, own = shared_words(pair)
        return f"Partagé{NBSP}: {', '.join(shared) or 'aucun mot'}. Propre au second texte{NBSP}: {', '.join(own) or 'rien'}."
    if pair.excerpt:
        return f"Énoncé scindé ou regroupé{NBSP}: {quoted(pair.excerpt)}"
    if pair.nearest:
        return f"Le plus proche{NBSP}: {_located(pair.nearest)}"
    return "Seule la forme change." if pair.status == Status.REWORDED and pair.only_form else ""


def _located(unit: Unit) -> str:
    return f"{quoted(one_line(unit.text))} ({place_of(unit)})"


def quoted_sides(item: Carried, report: Report) -> list[str]:
    """The words of both texts, each with its place; those of the newer one alone where the older one says the same."""
    pair = item.pair
    ends = [(side, unit) for side, unit in zip(report.sides, (pair.a, pair.b), strict=True) if unit]
    if pair.a and pair.b and same_words(pair.a.text, pair.b.text):
        ends = ends[1:]
    return [f"{side}, {place_of(unit)}{NBSP}: {quoted(one_line(unit.text))}" for side, unit in ends]


def evidence_line(item: Carried) -> str:
    """Why, and the words that showed the older criterion."""
    told = listing([quoted(text) for text in item.proven.evidence]) if item.proven and item.proven.evidence else ""
    return f"{item.why} Montré par{NBSP}: {told}." if told else item.why


def by_carry(impact: Impact) -> Iterator[tuple[str, Sequence[Carried]]]:
    """Each heading of the impact with what stands under it; empty ones are left out."""
    for carry, heading in CARRIES.items():
        if items := impact.of(carry):
            yield heading, items
