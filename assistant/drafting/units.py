"""What there is to ask about in a scope: criteria taken apart, those that lean on each other together, repeated ones once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz

from assistant.drafting.grammar.clauses import Clause, Parsed
from assistant.drafting.grammar.parsing import parse
from assistant.drafting.grammar.titles import parse_title
from assistant.drafting.items import Quotation
from assistant.french import NBSP
from ingest.errors import AcquisError
from ingest.model import Block, Bullet, Certification, Competence, Criterion
from ingest.structure.columns import plain

_SAME = 92.0
"""Likeness (0..100) from which two criteria are one that the document repeats with other commas: « technologique », « technologiques »."""


@dataclass(frozen=True)
class Unit:
    """One thing to ask about. ``clause`` is None where only the quotation can be shown.

    ``later`` is what the criteria say besides; ``listed`` their bullets and ``examples`` what stood between parentheses, verbatim;
    ``transversal``: the certification asks it in several competences.
    """

    quotations: tuple[Quotation, ...]
    competences: tuple[int, ...]
    part: str
    clause: Clause | None
    later: tuple[Clause, ...] = ()
    listed: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    transversal: bool = False

    @property
    def criteria(self) -> tuple[str, ...]:
        """The ids of the criteria."""
        return tuple(quotation.criterion for quotation in self.quotations)


@dataclass(frozen=True)
class Scope:
    """The competences that a request is about, in the order of their numbers."""

    certification: Certification
    competences: tuple[tuple[Block, Competence], ...]
    label: str

    @property
    def criteria(self) -> list[Quotation]:
        """Every criterion in scope; a competence without criteria stands for itself."""
        return [quotation for _, competence in self.competences for quotation in quotations(self.certification, competence)]


def scope_of(certification: Certification, competences: Sequence[int] = (), blocks: Sequence[int] = ()) -> Scope:
    """The competences asked for by number, those of the blocks, or all.

    Raises:
        AcquisError: a number that the certification does not have; the message lists those that exist.
    """
    known = list(certification.competences())
    numbers = [competence.number for _, competence in known]
    for wanted, there, what in ((competences, numbers, "compétence"), (blocks, [b.number for b in certification.blocks], "bloc")):
        if missing := [number for number in wanted if number not in there]:
            listed = ", ".join(map(str, there))
            raise AcquisError(f"{certification.id} n'a pas de {what} {missing[0]} : choisissez parmi {listed}.")
    chosen = [(b, c) for b, c in known if c.number in competences or b.number in blocks or not (competences or blocks)]
    if not chosen:
        raise AcquisError(f"{certification.id} n'a aucune compétence à évaluer : ingérez un référentiel de compétences.")
    return Scope(certification, tuple(chosen), _label(chosen, competences, blocks))


def _label(chosen: Sequence[tuple[Block, Competence]], competences: Sequence[int], blocks: Sequence[int]) -> str:
    if len(chosen) == 1:
        return f"Compétence {chosen[0][1].number}{NBSP}: {chosen[0][1].title}"
    if blocks and not competences and len(blocks) == 1:
        block = chosen[0][0]
        return f"Bloc {block.number}{NBSP}: {block.title}"
    if competences or blocks:
        return f"Compétences {', '.join(str(c.number) for _, c in chosen)}"
    return f"Toute la certification ({len(chosen)} compétences)"


def quotations(certification: Certification, competence: Competence) -> list[Quotation]:
    """The criteria of a competence in its own words, or its title where it has none."""
    if competence.criteria:
        return [_quotation(criterion) for criterion in competence.criteria]
    return [Quotation(criterion=f"{certification.id}/C{competence.number}", text=competence.title, corrected=competence.source.corrected)]


def _quotation(criterion: Criterion) -> Quotation:
    return Quotation(criterion=criterion.id, text=criterion.verbatim, corrected=criterion.source.corrected)


def units(scope: Scope) -> list[Unit]:
    """What to ask about, in the order of the document; what a certification repeats is there once, with all its ids."""
    repeated = _repeated(scope.certification)
    merged: list[Unit] = []
    for _, competence in scope.competences:
        for unit in _of_competence(scope.certification, competence):
            unit = replace(unit, transversal=unit.quotations[0].criterion in repeated)
            same = next((rank for rank, other in enumerate(merged) if _alike(unit, other)), None)
            if same is None:
                merged.append(unit)
            else:
                other = merged[same]
                competences = tuple(dict.fromkeys((*other.competences, *unit.competences)))
                merged[same] = replace(other, quotations=(*other.quotations, *unit.quotations), competences=competences)
    return merged


def _of_competence(certification: Certification, competence: Competence) -> list[Unit]:
    if not competence.criteria:
        parsed = parse_title(competence.title)
        only = quotations(certification, competence)[0]
        return [Unit((only,), (competence.number,), "competence", parsed.main, parsed.later)]
    found: list[Unit] = []
    for criterion in competence.criteria:
        parsed = parse(criterion.text)
        quotation = _quotation(criterion)
        listed = _words(criterion.items)
        leans = parsed.main is not None and parsed.main.anaphoric
        if leans and found and found[-1].part == criterion.family and found[-1].clause is not None:
            found[-1] = _leaning(found[-1], quotation, parsed, listed)
        else:
            clause = None if leans else parsed.main
            later = () if clause is None else parsed.later
            found.append(Unit((quotation,), (competence.number,), criterion.family, clause, later, listed, parsed.examples))
    return found


def _leaning(unit: Unit, quotation: Quotation, parsed: Parsed, listed: tuple[str, ...]) -> Unit:
    """« Leur exploitation est maîtrisée » has a meaning only beside the criterion before it."""
    later = (*unit.later, *((parsed.main,) if parsed.main else ()), *parsed.later)
    return replace(unit, quotations=(*unit.quotations, quotation), later=later, listed=(*unit.listed, *listed))


def _words(bullets: Iterable[Bullet]) -> tuple[str, ...]:
    return tuple(bullet.text.strip(" ,;") for bullet in bullets)


def _folded(text: str) -> str:
    return plain(text.replace("’", "'")).strip(" .…")


def _alike(unit: Unit, other: Unit) -> bool:
    if unit.part != other.part or unit.part == "competence" or set(unit.competences) & set(other.competences):
        return False
    return fuzz.ratio(_folded(unit.quotations[0].text), _folded(other.quotations[0].text)) >= _SAME


def _repeated(certification: Certification) -> frozenset[str]:
    """The ids of the criteria that more than one competence asks for."""
    return _repeated_among(
        tuple((c.number, criterion.id, _folded(criterion.verbatim)) for _, c in certification.competences() for criterion in c.criteria)
    )


@lru_cache(maxsize=32)
def _repeated_among(all_of: tuple[tuple[int, str, str], ...]) -> frozenset[str]:
    found: set[str] = set()
    for rank, (number, criterion, text) in enumerate(all_of):
        for other_number, other, other_text in all_of[rank + 1 :]:
            if number != other_number and fuzz.ratio(text, other_text, score_cutoff=_SAME):
                found |= {criterion, other}
    return frozenset(found)
