"""How well two versions are aligned, and bridges found: the cases, and the figures.

Cases of alignment give the status of one unit of the older version, of the newer, or of a pair. Cases of passerelles give, for a criterion
(or a registry sheet's competence), every criterion of another certification that asks for the same thing, at least in part; none may.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pydantic import Field, model_validator

from assistant.comparing.bridges import Bridges
from assistant.comparing.comparer import Comparer
from assistant.comparing.model import Pair, Status
from assistant.evaluation.cases import Identified, has_key, read_lines, unknown_label
from assistant.french import NBSP, plural
from assistant.gathering import Shelf
from assistant.library import Library
from ingest.errors import AcquisError

FIRST = 3
CHANGED = frozenset(Status) - {Status.UNCHANGED}


class AlignmentCase(Identified):
    """A pair of ids, or one id alone, with what became of it."""

    old: str | None
    new: str | None
    status: Status

    @model_validator(mode="after")
    def _names_something(self) -> AlignmentCase:
        alone = {Status.ADDED: self.old is None and self.new is not None, Status.REMOVED: self.new is None and self.old is not None}
        if not alone.get(self.status, self.old is not None and self.new is not None):
            raise ValueError(f"status: {self.status.value} ne va pas avec ces identifiants")
        return self


class BridgeCase(Identified):
    """``from_``: a criterion; ``towards``: a certification; ``close``: its criteria that ask for the same thing, maybe none."""

    from_: str = Field(alias="from", min_length=1)
    towards: str = Field(min_length=1)
    close: tuple[str, ...]


@dataclass
class AlignmentFigures:
    """``paired``: the right counterpart (or none); ``right``: the right status too; ``changed``: the cases that are not unchanged.

    ``found``: of those, the ones right; ``false``: pairs said to be changed that are not in the set of changes; ``wrong``: a line each.
    """

    cases: int = 0
    paired: int = 0
    right: int = 0
    changed: int = 0
    found: int = 0
    false: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass
class BridgeFigures:
    """``close``: cases that have something close; ``first``: whose first proposal is right; ``third``: one of the first three is.

    ``alone``: cases with nothing close; ``abstained``: those for which nothing was proposed. ``given``: proposals above the threshold for
    all cases, the first only; ``good``: those right. ``wrong``: a line each.
    """

    cases: int = 0
    close: int = 0
    first: int = 0
    third: int = 0
    alone: int = 0
    abstained: int = 0
    given: int = 0
    good: int = 0
    wrong: list[str] = field(default_factory=list)


def is_alignment_set(path: Path) -> bool:
    """Whether a file holds what became of units."""
    return has_key(path, "old")


def is_bridge_set(path: Path) -> bool:
    """Whether a file holds passerelles."""
    return has_key(path, "close")


def read_alignments(path: Path, shelf: Shelf) -> list[AlignmentCase]:
    """Read a set; raises as :func:`assistant.evaluation.cases.read_lines`, or when an id names nothing in store."""
    cases = read_lines(path, AlignmentCase)
    _check(((case.id, label) for case in cases for label in (case.old, case.new) if label), shelf)
    return cases


def read_bridges(path: Path, shelf: Shelf) -> list[BridgeCase]:
    """Read a set; raises as :func:`assistant.evaluation.cases.read_lines`, or when an id names nothing in store."""
    cases = read_lines(path, BridgeCase)
    _check(((case.id, label) for case in cases for label in (case.from_, *case.close)), shelf)
    return cases


def _check(labels: Iterable[tuple[str, str]], shelf: Shelf) -> None:
    for case_id, label in labels:
        if shelf.passage(label) is None:
            raise unknown_label(case_id, label)


def score_alignment(cases: Sequence[AlignmentCase], pairs: Sequence[Pair]) -> AlignmentFigures:
    """Count what is right; a false change is a changed pair whose unit the cases know to be otherwise."""
    said = {(_id(pair, "a"), _id(pair, "b")): pair.status for pair in pairs}
    figures = AlignmentFigures(cases=len(cases))
    for case in cases:
        given = said.get((case.old, case.new))
        right = given == case.status
        figures.paired += given is not None
        figures.right += right
        figures.changed += case.status in CHANGED
        figures.found += right and case.status in CHANGED
        if not right:
            figures.wrong.append(f"{case.id} {case.old} → {case.new}{NBSP}: {case.status.value} attendu, {_said(case, said)}")
    known = {(case.old, case.new, case.status) for case in cases}
    touched = {label for case in cases for label in (case.old, case.new) if label}
    figures.false = sum(
        status in CHANGED and (a, b, status) not in known and bool({a, b} & touched) for (a, b), status in said.items()
    )
    return figures


def score_bridges(cases: Sequence[BridgeCase], bridges: Bridges) -> BridgeFigures:
    """Ask for the nearest of each case; all cases are between the two certifications of ``bridges``."""
    rows = {unit.passage.id: n for n, unit in enumerate(bridges.olds)}
    figures = BridgeFigures(cases=len(cases))
    for case in cases:
        nearest = [(unit.passage.id, score) for unit, score in bridges.nearest(rows[case.from_])[:FIRST]] if case.from_ in rows else []
        first = nearest[0][0] if nearest else ""
        proposed = bool(nearest) and nearest[0][1] >= bridges.least
        figures.close += bool(case.close)
        figures.first += first in case.close
        figures.third += any(label in case.close for label, _ in nearest)
        figures.alone += not case.close
        figures.abstained += not case.close and not proposed
        figures.given += proposed
        figures.good += proposed and first in case.close
        if (proposed and first not in case.close) or (case.close and not proposed):
            said = f"{first} proposé" if proposed else f"rien de proposé ({first} au plus près)"
            figures.wrong.append(f"{case.id} {case.from_}{NBSP}: {' ou '.join(case.close) or 'rien'} attendu, {said}")
    return figures


def measure_alignments(path: Path, library: Library) -> tuple[dict[str, int], list[str]]:
    """The figures of a set of alignments, and a line for each case that is wrong.

    Raises:
        AcquisError: as :func:`read_alignments`, or the cases are about several pairs of referentials.
    """
    cases = read_alignments(path, library.shelf)
    sides = [{label.split("/")[0] for case in cases if (label := case.old if old else case.new)} for old in (True, False)]
    if any(len(side) != 1 for side in sides):
        raise AcquisError(f"Le jeu {path.name} doit porter sur une seule paire de versions.")
    figures = score_alignment(cases, Comparer(library).compare(sides[0].pop(), sides[1].pop()).pairs)
    return _counts(figures), figures.wrong


def measure_bridges(path: Path, library: Library) -> tuple[dict[str, int], list[str]]:
    """The figures of a set of passerelles, all pairs of certifications together, and a line for each case that is wrong."""
    by_pair: dict[tuple[str, str], list[BridgeCase]] = defaultdict(list)
    for case in read_bridges(path, library.shelf):
        by_pair[case.from_.split("/")[0], case.towards].append(case)
    comparer = Comparer(library)
    found = [score_bridges(cases, comparer.bridges(*pair)) for pair, cases in by_pair.items()]
    names = list(_counts(BridgeFigures()))
    return {name: sum(getattr(figures, name) for figures in found) for name in names}, [line for f in found for line in f.wrong]


def _counts(figures: AlignmentFigures | BridgeFigures) -> dict[str, int]:
    return {name: value for name, value in asdict(figures).items() if isinstance(value, int)}


def alignments_line(name: str, figures: dict[str, int]) -> str:
    """The figures of a set of alignments in one sentence."""
    return (
        f"{name}{NBSP}: {plural(figures['cases'], 'correspondance')} entre versions, {figures['right']} avec le bon état, "
        f"{figures['found']} changements trouvés sur {figures['changed']}, {plural(figures['false'], 'faux', 'faux')}."
    )


def bridges_line(name: str, figures: dict[str, int]) -> str:
    """The figures of a set of passerelles in one sentence."""
    return (
        f"{name}{NBSP}: {plural(figures['cases'], 'critère')}, le plus proche juste {figures['first']} fois sur {figures['close']} "
        f"({figures['third']} parmi trois){NBSP}; {figures['good']} propositions justes sur {figures['given']}, "
        f"{figures['abstained']} abstentions sur {figures['alone']} quand rien n'est proche."
    )


def _id(pair: Pair, side: str) -> str | None:
    unit = pair.a if side == "a" else pair.b
    return unit.passage.id if unit else None


def _said(case: AlignmentCase, said: dict[tuple[str | None, str | None], Status]) -> str:
    mine = [f"{a} → {b} {status.value}" for (a, b), status in said.items() if (case.new and b == case.new) or (case.old and a == case.old)]
    return "; ".join(mine) or "rien"
