"""The cases of an evaluation set, validated strictly: a misspelt key or an unknown passage is an error, never a silent zero.

A case is a dialogue of one or more turns. Gold labels are ids: certifications, competences and passages; never pasted text.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answer import Status
from assistant.feedback import Reason
from assistant.gathering import Shelf
from ingest.errors import AcquisError


class Strict(BaseModel):
    """An unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Identified(Strict):
    """One line of a set."""

    id: str = Field(min_length=1)


class Expectation(Strict):
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

    @property
    def must_answer(self) -> bool:
        """Whether any other end than an answer is wrong."""
        return set(self.status) == {Status.ANSWERED}

    def alternatives(self) -> list[list[tuple[str, ...]]]:
        """The needs as groups of which one is enough: one per certification with ``any``, all together otherwise; empty without needs."""
        groups: dict[str, list[tuple[str, ...]]] = {}
        for need in self.needs:
            groups.setdefault(need[0].split("/")[0] if self.any else "", []).append(need)
        return list(groups.values())


class Review(Strict):
    """Where a person's opinion of an answer proposed what a turn expects: what an adviser needs to finish it. Never scored.

    ``done``: an adviser has read it; until then ``expect`` is only a proposal. ``ended`` and ``reading``: how the answer ended and how it
    read the question; ``forced``: that reading was the person's. ``cited``: the passages that it cited; ``gone``: no longer in store.
    """

    done: bool = False
    useful: bool
    reason: Reason | None = None
    comment: str = ""
    ended: Status
    reading: str = ""
    forced: bool = False
    cited: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


class CaseTurn(Strict):
    """One question with what is expected of its answer."""

    question: str = Field(min_length=1)
    expect: Expectation
    review: Review | None = None

    @property
    def is_proposed(self) -> bool:
        """Whether what is expected still waits for an adviser."""
        return self.review is not None and not self.review.done


class Case(Identified):
    """A dialogue. ``certification``: the one chosen in the interface. The other fields say who asks, how, and about what."""

    turns: tuple[CaseTurn, ...] = Field(min_length=1)
    certification: str | None = None
    topic: str = ""
    register_: str = Field(default="", alias="register")
    who: str = ""


_Line = TypeVar("_Line", bound=Identified)


def has_key(path: Path, key: str) -> bool:
    """Whether the first line of a set has this key, which tells what it holds; False where it cannot be read."""
    try:
        with path.open(encoding="utf-8") as lines:
            first = json.loads(lines.readline())
    except (OSError, ValueError):
        return False
    return isinstance(first, dict) and key in first


def read_cases(path: Path) -> list[Case]:
    """Read a JSON-lines file of questions and dialogues; raises as :func:`read_lines`."""
    return read_lines(path, Case)


def case_lines(cases: Iterable[Case]) -> str:
    """Cases as a JSON-lines file that :func:`read_cases` reads back; what is left to its default is not written."""
    return "".join(f"{json.dumps(as_document(case), ensure_ascii=False)}\n" for case in cases)


def as_document(case: Case) -> dict[str, Any]:
    """A case as its line of JSON says it."""
    document: dict[str, Any] = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for turn, written in zip(case.turns, document["turns"], strict=True):
        if turn.review is not None:
            written["review"] = {"done": turn.review.done, **written["review"]}  # there to be set to true
    return document


def read_lines(path: Path, schema: type[_Line]) -> list[_Line]:
    """Read a JSON-lines file, one object of the schema a line.

    Raises:
        AcquisError: the file is missing or not in UTF-8, a line is not of the schema (it is named), or an id occurs twice.
    """
    if not path.is_file():
        raise AcquisError(f"Le jeu d'évaluation {path} n'existe pas : vérifiez le chemin.")
    try:
        lines = path.read_text("utf-8").removesuffix("\n").split("\n")
    except UnicodeDecodeError as error:
        raise AcquisError(f"Le jeu d'évaluation {path.name} n'est pas en UTF-8 : enregistrez-le dans cet encodage.") from error
    cases: list[_Line] = []
    for number, line in enumerate(lines, start=1):
        try:
            cases.append(schema.model_validate(json.loads(line)))
        except (json.JSONDecodeError, ValidationError) as error:
            raise AcquisError(
                f"Le jeu d'évaluation {path.name} est mal écrit à la ligne {number} ({_reason(error)}) : corrigez-la."
            ) from error
    if twice := sorted(case_id for case_id, count in Counter(case.id for case in cases).items() if count > 1):
        raise AcquisError(f"Le jeu d'évaluation {path.name} donne deux fois le même identifiant : {', '.join(twice)}.")
    return cases


def _reason(error: json.JSONDecodeError | ValidationError) -> str:
    """Where a line is wrong: the key by its path, or the column; for a rule over several keys, the rule."""
    if isinstance(error, json.JSONDecodeError):
        return f"ce n'est pas du JSON, colonne {error.colno}"
    rules = {detail["loc"]: str(detail["ctx"]["error"]) for detail in error.errors() if detail["type"] == "value_error"}
    return ", ".join(rules.get(detail["loc"]) or ".".join(map(str, detail["loc"])) or "objet attendu" for detail in error.errors())


def check_labels(cases: Iterable[Case], shelf: Shelf) -> None:
    """Refuse labels that name nothing in store.

    Raises:
        AcquisError: a passage, competence or certification of a gold label does not exist; usually the official documents are not ingested.
    """
    for case in cases:
        for turn in case.turns:
            wanted = {passage for need in turn.expect.needs for passage in need}
            missing = [i for i in turn.expect.certifications if i not in shelf.catalogue]
            missing += [f"{i}/C{number}" for i, number in turn.expect.competences if not is_known(i, number, shelf)]
            missing += sorted(passage for passage in wanted if shelf.passage(passage) is None)
            if missing:
                raise unknown_label(case.id, missing[0])


def unknown_label(case_id: str, label: str) -> AcquisError:
    """The error to raise for a label that names nothing in store."""
    return AcquisError(f"Le cas {case_id} nomme « {label} », qui n'est pas en mémoire : ingérez les documents officiels (acquis ingest).")


def is_known(certification_id: str, number: int, shelf: Shelf) -> bool:
    """Whether a competence of that number is in store."""
    return certification_id in shelf.catalogue and shelf.catalogue[certification_id].competence(number) is not None
