"""How well dossiers are pre-checked: the cases, and the figures of ``acquis eval`` on sets of dossiers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from pydantic import Field, model_validator

from assistant.dossier.checking import Checker
from assistant.dossier.merging import evidence_of
from assistant.dossier.model import Check, Dossier
from assistant.dossier.reading import read_dossier
from assistant.evaluation.activities import Told
from assistant.evaluation.cases import Identified, has_key, is_known, read_lines, unknown_label
from assistant.french import NBSP, plural
from assistant.gathering import Shelf
from assistant.library import Library
from assistant.mapping.model import Level
from ingest.errors import AcquisError

FOLDER = "dossiers"
_KINDS = ("criterion", "result")


class DossierCase(Identified):
    """A dossier of the folder ``dossiers`` beside the set, with the status that a careful reader gives.

    ``competences``: all of the certification by number; ``criteria``: those that are not absent. ``evidence``: passages that show
    something, and what; ``unsupported``: those that only claim; ``announced``: proofs announced and not attached.
    """

    dossier: str = Field(min_length=1)
    certification: str
    competences: dict[int, Level]
    criteria: dict[str, Level] = Field(default_factory=dict)
    evidence: tuple[Told, ...] = ()
    unsupported: tuple[str, ...] = ()
    announced: tuple[str, ...] = ()
    who: str = ""

    @model_validator(mode="after")
    def _criteria_of_shown_competences(self) -> Self:
        for criterion in self.criteria:
            number = int(criterion.split("/C")[1].split("/")[0])
            if self.competences.get(number, Level.ABSENT) == Level.ABSENT:
                raise ValueError(f"le critère {criterion} est montré, sa compétence {number} ne l'est pas")
        return self


@dataclass
class DossierFigures:
    """Counts over the dossiers of a set. ``competences``, ``criteria``: (gold status, status found) → how many.

    ``exact`` of the ``quoted`` evidence passages are in the dossier where the offsets say. ``claims``: unsupported claims recognised,
    of ``claimed``; ``announced``: missing proofs recognised, of ``missing``; ``invented``: proofs called missing that are not.
    """

    dossiers: int = 0
    words: int = 0
    seconds: float = 0.0
    competences: Counter[tuple[str, str]] = field(default_factory=Counter)
    criteria: Counter[tuple[str, str]] = field(default_factory=Counter)
    exact: int = 0
    quoted: int = 0
    claims: int = 0
    claimed: int = 0
    announced: int = 0
    missing: int = 0
    invented: int = 0
    wrong: list[str] = field(default_factory=list)

    def document(self) -> dict[str, Any]:
        """The figures as JSON: accuracies (0..1), both confusion matrices as ``{gold: {found: count}}``."""
        return {
            "dossiers": self.dossiers,
            "words": self.words,
            "seconds": round(self.seconds, 2),
            "competence_accuracy": accuracy(self.competences),
            "criterion_accuracy": accuracy(self.criteria),
            "competences": _matrix(self.competences),
            "criteria": _matrix(self.criteria),
            "absent_called_covered": self.competences[Level.ABSENT, Level.COVERED],
            "offsets": {"exact": self.exact, "of": self.quoted},
            "claims": {"found": self.claims, "of": self.claimed},
            "announced": {"found": self.announced, "of": self.missing, "invented": self.invented},
            "wrong": self.wrong,
        }


def is_dossier_set(path: Path) -> bool:
    """Whether a file holds dossiers. An unreadable one is left to :func:`read_dossier_cases`."""
    return has_key(path, "dossier")


def read_dossier_cases(path: Path, shelf: Shelf) -> list[DossierCase]:
    """Read a JSON-lines file.

    Raises:
        AcquisError: as :func:`assistant.evaluation.cases.read_lines`, or a label does not exist, or a competence has no status.
    """
    cases = read_lines(path, DossierCase)
    for case in cases:
        for label in _unknown(case, shelf):
            raise unknown_label(case.id, label)
        every = {competence.number for _, competence in shelf.catalogue[case.certification].competences()}
        if every != set(case.competences):
            raise AcquisError(f"Le cas {case.id} doit donner un état à chaque compétence de {case.certification}, et à aucune autre.")
    return cases


def _unknown(case: DossierCase, shelf: Shelf) -> Iterator[str]:
    if case.certification not in shelf.catalogue:
        yield case.certification
        return
    labels = [
        *case.criteria,
        *(label for told in case.evidence for label in told.shows if "/" in label.removeprefix(f"{case.certification}/")),
    ]
    for label in labels:
        found = shelf.passage(label)
        if found is None or found.kind not in _KINDS or found.certification != case.certification:
            yield label
    yield from (f"{case.certification}/C{number}" for number in case.competences if not is_known(case.certification, number, shelf))


def measure_dossiers(path: Path, library: Library) -> DossierFigures:
    """Check every dossier of a set, as a user would, and count what is right."""
    checker = Checker(library)
    figures = DossierFigures()
    for case in read_dossier_cases(path, library.shelf):
        dossier = read_dossier(path.parent / FOLDER / case.dossier)
        count(figures, case, dossier, checker.check(case.certification, dossier))
    return figures


def count(figures: DossierFigures, case: DossierCase, dossier: Dossier, check: Check) -> None:
    """Add one dossier to the figures."""
    figures.dossiers += 1
    figures.words += dossier.words
    figures.seconds += check.elapsed_ms / 1000
    for match in check.mapping.competences:
        gold = case.competences[match.number]
        figures.competences[gold, match.status] += 1
        if gold != match.status:
            figures.wrong.append(f"{case.id} C{match.number}{NBSP}: {match.status} au lieu de {gold} (score {match.score})")
        for criterion in match.criteria:
            figures.criteria[case.criteria.get(criterion.passage.id, Level.ABSENT), criterion.status] += 1
        for item in evidence_of(match):
            segment = item.segment
            figures.quoted += 1
            text = dossier.extracts[(segment.paragraph or 1) - 1].text
            figures.exact += segment.paragraph is not None and text[segment.start : segment.end] == segment.text
    _count_apart(figures, case, check)


def _count_apart(figures: DossierFigures, case: DossierCase, check: Check) -> None:
    """What is apart from the matrix; a claim of several sentences is found when its first one is."""
    claims = [item.segment.text for item in check.claims]
    figures.claimed += len(case.unsupported)
    figures.claims += sum(any(text in claim for text in claims) for claim in case.unsupported)
    found = {item.label.casefold() for item in check.announced}
    gold = {label.casefold() for label in case.announced}
    figures.missing += len(gold)
    figures.announced += len(found & gold)
    figures.invented += len(found - gold)


def accuracy(pairs: Counter[tuple[str, str]]) -> float:
    """The share (0..1) of pairs whose two statuses are the same; 0 without any."""
    total = sum(pairs.values())
    return sum(number for (gold, found), number in pairs.items() if gold == found) / total if total else 0.0


def _matrix(pairs: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    return {str(gold): {str(found): pairs[gold, found] for found in Level} for gold in Level}


def dossiers_lines(name: str, figures: DossierFigures, *, failures: bool = False) -> Iterator[str]:
    """What ``acquis eval`` prints of a set."""
    absent = sum(number for (gold, _), number in figures.competences.items() if gold == Level.ABSENT)
    called = figures.competences[Level.ABSENT, Level.COVERED]
    yield (
        f"{name}{NBSP}: {plural(figures.dossiers, 'dossier')} ({plural(figures.words, 'mot')}, {_decimal(figures.seconds, 1)} s){NBSP}; "
        f"état juste pour {_share(figures.competences)} des compétences et {_share(figures.criteria)} des critères{NBSP}; "
        f"{called} absente{'s' if called > 1 else ''} sur {absent} dite{'s' if called > 1 else ''} couverte{'s' if called > 1 else ''}."
    )
    yield (
        f"  passages exacts{NBSP}: {figures.exact}/{figures.quoted}{NBSP}; affirmations reconnues{NBSP}: {figures.claims}/{figures.claimed}"
        f"{NBSP}; preuves absentes signalées{NBSP}: {figures.announced}/{figures.missing} (à tort{NBSP}: {figures.invented})"
    )
    for title, pairs in (("compétences", figures.competences), ("critères", figures.criteria)):
        yield f"  {title:<14}" + "".join(f"{f'dit {found}':>14}" for found in Level)
        yield from (f"  {f'est {gold}':<14}" + "".join(f"{pairs[gold, found]:>14}" for found in Level) for gold in Level)
    if failures:
        yield from (f"  {line}" for line in figures.wrong)


def _share(pairs: Counter[tuple[str, str]]) -> str:
    return _decimal(accuracy(pairs), 3)


def _decimal(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")
