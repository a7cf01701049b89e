"""How well two versions are aligned, and bridges found: the cases, and the figures.

Cases of alignment give the status of one unit of the older version, of the newer, or of a pair. Cases of passerelles give, for a criterion
(or a registry sheet's competence), every criterion of another certification that asks for the same thing, at least in part; none may.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field, model_validator

from assistant.comparing.model import Pair, Status
from assistant.evaluation.cases import Identified, has_key, read_lines, unknown_label
from assistant.french import NBSP
from assistant.gathering import Shelf

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


def _id(pair: Pair, side: str) -> str | None:
    unit = pair.a if side == "a" else pair.b
    return unit.passage.id if unit else None


def _said(case: AlignmentCase, said: dict[tuple[str | None, str | None], Status]) -> str:
    mine = [f"{a} → {b} {status.value}" for (a, b), status in said.items() if (case.new and b == case.new) or (case.old and a == case.old)]
    return "; ".join(mine) or "rien"
