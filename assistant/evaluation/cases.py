"""The cases of an evaluation set, validated strictly: a misspelt key or an unknown passage is an error, never a silent zero.

A case is a dialogue of one or more turns. Gold labels are ids: certifications, competences and passages; never pasted text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

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
    needs: tuple[Annotated[tuple[str, ...], Field(min_length=1)], ...] = ()
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
        AcquisError: the file is missing or not in UTF-8, a line is not of the schema (it is named), or an id occurs twice.
    """
    if not path.is_file():
        raise AcquisError(f"Le jeu d'évaluation {path} n'existe pas : vérifiez le chemin.")
    try:
        lines = path.read_text("utf-8").removesuffix("\n").split("\n")
    except UnicodeDecodeError as error:
        raise AcquisError(f"Le jeu d'évaluation {path.name} n'est pas en UTF-8 : enregistrez-le dans cet encodage.") from error
    cases: list[Case] = []
    for number, line in enumerate(lines, start=1):
        try:
            cases.append(Case.model_validate(json.loads(line)))
        except (json.JSONDecodeError, ValidationError) as error:
            raise AcquisError(
                f"Le jeu d'évaluation {path.name} est mal écrit à la ligne {number} ({_reason(error)}) : corrigez-la."
            ) from error
    ids = [case.id for case in cases]
    if twice := sorted({case_id for case_id in ids if ids.count(case_id) > 1}):
        raise AcquisError(f"Le jeu d'évaluation {path.name} donne deux fois le même identifiant : {', '.join(twice)}.")
    return cases


def _reason(error: json.JSONDecodeError | ValidationError) -> str:
    """Where a line is wrong: the key by its path, or the column."""
    if isinstance(error, ValidationError):
        return ", ".join(".".join(map(str, detail["loc"])) or "objet attendu" for detail in error.errors())
    return f"ce n'est pas du JSON, colonne {error.colno}"


def check_labels(cases: Iterable[Case], shelf: Shelf) -> None:
    """Refuse labels that name nothing in store.

    Raises:
        AcquisError: a passage, competence or certification of a gold label does not exist; usually the official documents are not ingested.
    """
    for case in cases:
        for turn in case.turns:
            wanted = {passage for need in turn.expect.needs for passage in need}
            missing = [i for i in turn.expect.certifications if i not in shelf.catalogue]
            missing += [f"{i}/C{number}" for i, number in turn.expect.competences if not _is_known(i, number, shelf)]
            missing += sorted(passage for passage in wanted if shelf.passage(passage) is None)
            if missing:
                raise AcquisError(
                    f"Le cas {case.id} nomme « {missing[0]} », qui n'est pas en mémoire : ingérez les documents officiels (acquis ingest)."
                )


def _is_known(certification_id: str, number: int, shelf: Shelf) -> bool:
    return certification_id in shelf.catalogue and shelf.catalogue[certification_id].competence(number) is not None
