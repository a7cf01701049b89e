"""Activities to be mapped: what a person did at work, with the competences and criteria that it shows, or nothing.

Schema and labels are validated here; the mapping itself is that of ``acquis map``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from assistant.evaluation.cases import Identified, Strict, has_key, is_known, read_lines, unknown_label
from assistant.gathering import Shelf
from ingest.errors import AcquisError

_SHOWN_KINDS = ("criterion", "result")


class Shown(Strict):
    """What an activity shows: competence numbers of its certification, and ids of criteria or expected results of these competences."""

    competences: tuple[int, ...] = ()
    criteria: tuple[str, ...] = ()


class Told(Strict):
    """Words of an activity, and the ids of what they show: criteria, results, or a competence of a registry sheet."""

    text: str = Field(min_length=1)
    shows: tuple[str, ...] = Field(min_length=1)


class Activity(Identified):
    """One activity. ``words``: near the referential's, far from them, or none of it shown (then nothing is expected).

    ``evidence``, where it is given: which of its sentences show what; the others show nothing.
    """

    certification: str
    activity: str = Field(min_length=1)
    words: Literal["near", "far", "none"]
    expect: Shown
    evidence: tuple[Told, ...] = ()
    topic: str = ""
    who: str = ""

    @model_validator(mode="after")
    def _shows_something_unless_none(self) -> Self:
        if (self.words == "none") != (not self.expect.competences) or (self.words == "none" and self.expect.criteria):
            raise ValueError("words vaut « none » quand expect est vide, « near » ou « far » quand expect nomme une compétence")
        if any(told.text not in self.activity for told in self.evidence):
            raise ValueError("chaque text de evidence doit être mot pour mot dans activity")
        return self


def is_activity_set(path: Path) -> bool:
    """Whether a file holds activities. An unreadable one is left to :func:`read_activities`."""
    return has_key(path, "activity")


def read_activities(path: Path) -> list[Activity]:
    """Read a JSON-lines file; raises as :func:`assistant.evaluation.cases.read_lines`."""
    return read_lines(path, Activity)


def check_activities(activities: Iterable[Activity], shelf: Shelf) -> None:
    """Refuse labels that name nothing in store, or a criterion of another competence.

    Raises:
        AcquisError: the label does not exist; usually the official documents are not ingested.
    """
    for case in activities:
        if case.certification not in shelf.catalogue:
            raise unknown_label(case.id, case.certification)
        for number in case.expect.competences:
            if not is_known(case.certification, number, shelf):
                raise unknown_label(case.id, f"{case.certification}/C{number}")
        for criterion in case.expect.criteria:
            found = shelf.passage(criterion)
            if found is None or found.kind not in _SHOWN_KINDS:
                raise unknown_label(case.id, criterion)
            if found.certification != case.certification or found.competence not in case.expect.competences:
                raise AcquisError(f"Le cas {case.id} donne le critère « {criterion} », qui n'est pas de ses compétences : corrigez-le.")
