"""The cases of an evaluation set, validated strictly: a misspelt key or an unknown passage is an error, never a silent zero.

A case is a dialogue of one or more turns. Gold labels are ids: certifications, competences and passages; never pasted text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answer import Status
from assistant.gathering import Shelf
from ingest.errors import AcquisError


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Expectation(_Strict):
    """What a right answer is.

    ``status``: any of these. ``needs``: each entry lists passages of which one must be cited. ``any``: one certification of the list is
    enough, with its own competences and needs. ``values``: short strings (a count, a date, a code) that the answer must contain.
    """

    status: tuple[Status, ...] = Field(min_length=1)
    certifications: tuple[str, ...] = ()
    competences: tuple[tuple[str, int], ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()
    values: tuple[str, ...] = ()
    any: bool = False


class CaseTurn(_Strict):
    """One question with what is expected of its answer."""

    question: str = Field(min_length=1)
    expect: Expectation


class Case(_Strict):
    """A dialogue. ``certification``: the one chosen in the interface. The other fields say who asks, how, and about what."""

    id: str
    turns: tuple[CaseTurn, ...] = Field(min_length=1)
    certification: str | None = None
    topic: str = ""
    register_: str = Field(default="", alias="register")
    who: str = ""


def read_cases(path: Path) -> list[Case]:
    """Read a JSON-lines file.

    Raises:
        AcquisError: the file is missing, a line is not of the schema (it is named), or an id occurs twice.
    """
    if not path.is_file():
        raise AcquisError(f"Le jeu d'évaluation {path} n'existe pas : vérifiez le chemin.")
    cases: list[Case] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            cases.append(Case.model_validate(json.loads(line)))
        except (json.JSONDecodeError, ValidationError) as error:
            reason = str(error).splitlines()[0]
            raise AcquisError(f"Le jeu d'évaluation {path.name} est mal écrit à la ligne {number} ({reason}) : corrigez-la.") from error
    ids = [case.id for case in cases]
    if twice := sorted({case_id for case_id in ids if ids.count(case_id) > 1}):
        raise AcquisError(f"Le jeu d'évaluation {path.name} donne deux fois le même identifiant : {', '.join(twice)}.")
    return cases


def check_labels(cases: Iterable[Case], shelf: Shelf) -> None:
    """Refuse labels that name nothing in store.

    Raises:
        AcquisError: a passage or certification of a gold label does not exist; usually the official documents are not ingested.
    """
    for case in cases:
        for turn in case.turns:
            wanted = {passage for need in turn.expect.needs for passage in need}
            missing = [i for i in turn.expect.certifications if i not in shelf.catalogue]
            missing += sorted(passage for passage in wanted if shelf.passage(passage) is None)
            if missing:
                raise AcquisError(
                    f"Le cas {case.id} nomme « {missing[0]} », qui n'est pas en mémoire : ingérez les documents officiels (acquis ingest)."
                )
