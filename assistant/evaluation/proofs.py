"""How well proofs are chosen for criteria: the cases, and the share of right ones among the first three."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from assistant.evaluation.cases import Identified, has_key, read_lines, unknown_label
from assistant.evidence.finding import ProofFinder
from assistant.evidence.proofs import Proof, catalogue
from assistant.gathering import Shelf
from assistant.library import Library
from ingest.model import Passage

FIRST = 3


class ProofCase(Identified):
    """A criterion, and every proof of the catalogue that would be right for it; ids only."""

    criterion: str = Field(min_length=1)
    proofs: Annotated[tuple[str, ...], Field(min_length=1)]


@dataclass(frozen=True)
class ProofFigures:
    """``right`` of the ``given`` proofs among the first three of each case; ``first``: cases whose first proof is right."""

    cases: int
    first: int
    right: int
    given: int

    @property
    def precision(self) -> float:
        """The precision at 3 over all proofs given (0..1)."""
        return self.right / self.given


def is_proof_set(path: Path) -> bool:
    """Whether a file holds proofs by criterion."""
    return has_key(path, "criterion")


def read_proof_cases(path: Path, shelf: Shelf) -> list[ProofCase]:
    """Read a JSON-lines file.

    Raises:
        AcquisError: as :func:`assistant.evaluation.cases.read_lines`, or a criterion or a proof does not exist.
    """
    cases = read_lines(path, ProofCase)
    for case in cases:
        for label in (case.criterion, *case.proofs):
            if label not in catalogue() and shelf.passage(label) is None:
                raise unknown_label(case.id, label)
    return cases


def measure_proofs(path: Path, library: Library) -> dict[str, dict[str, float]]:
    """The figures of a set: ``given`` as the program answers, ``searched`` without the reviewed links."""
    cases, finder = read_proof_cases(path, library.shelf), ProofFinder(library)
    ways = {"given": finder.proofs_for, "searched": finder.search}
    found = {way: score_proofs(cases, choose, library.shelf) for way, choose in ways.items()}
    return {way: asdict(figures) | {"precision": figures.precision} for way, figures in found.items()}


def score_proofs(cases: Iterable[ProofCase], choose: Callable[[Passage], tuple[Proof, ...]], shelf: Shelf) -> ProofFigures:
    """Ask for the proofs of each criterion and count those that are right."""
    hits: list[list[bool]] = []
    for case in cases:
        passage = shelf.passage(case.criterion)
        assert passage is not None
        hits.append([proof.id in case.proofs for proof in choose(passage)[:FIRST]])
    return ProofFigures(
        cases=len(hits), first=sum(hit[0] for hit in hits), right=sum(sum(hit) for hit in hits), given=sum(len(hit) for hit in hits)
    )
