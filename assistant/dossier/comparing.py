"""Two checks of the same dossier: what improved, what was lost, criterion by criterion."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from assistant.french import NBSP, plural
from assistant.mapping.model import Level
from ingest.errors import AcquisError, MissingDocument

_RANK = {Level.ABSENT: 0, Level.PARTIAL: 1, Level.COVERED: 2}


class _Criterion(BaseModel):
    id: str
    status: Level


class _Competence(BaseModel):
    number: int
    title: str
    status: Level
    criteria: tuple[_Criterion, ...] = ()


class _Announced(BaseModel):
    label: str


class _Checked(BaseModel):
    """What is compared of the JSON of a check."""

    format: Literal[1]
    certification: str
    competences: tuple[_Competence, ...]
    announced: tuple[_Announced, ...] = ()
    claims: tuple[Any, ...]


@dataclass(frozen=True)
class Change:
    """One status that changed: of a criterion, or of the competence itself when ``criterion`` is None."""

    competence: int
    title: str
    criterion: str | None
    before: Level
    after: Level

    @property
    def better(self) -> bool:
        """Whether more is shown than before."""
        return _RANK[self.after] > _RANK[self.before]


@dataclass(frozen=True)
class Comparison:
    """What changed from the previous check. ``attached``: proofs that were missing and no longer are; ``claims``: before and now."""

    improved: tuple[Change, ...]
    lost: tuple[Change, ...]
    unchanged: int
    attached: tuple[str, ...]
    claims: tuple[int, int]

    def document(self) -> dict[str, Any]:
        """The key ``compared`` of the JSON."""
        return json.loads(json.dumps(asdict(self), default=str))  # type: ignore[no-any-return]

    def headline(self) -> str:
        """« Depuis la lecture précédente : 4 critères de mieux, 1 perdu, 80 inchangés. »"""
        better = sum(change.criterion is not None for change in self.improved)
        lost = sum(change.criterion is not None for change in self.lost)
        gains = sum(change.criterion is None for change in self.improved)
        return (
            f"Depuis la lecture précédente{NBSP}: {plural(gains, 'compétence')} et {plural(better, 'critère')} de mieux, "
            f"{plural(lost, 'critère perdu', 'critères perdus')}, {plural(self.unchanged, 'critère inchangé', 'critères inchangés')}."
        )


def compare_with(path: Path, document: dict[str, Any]) -> Comparison:
    """Compare a check's JSON with a previous one in a file.

    Raises:
        AcquisError: the file is missing, is no check, or is one against another certification.
    """
    if not path.is_file():
        raise MissingDocument(f"La lecture précédente {path} n'existe pas{NBSP}: vérifiez le chemin.")
    return compare(path.read_bytes(), document, path.name)


def compare(content: bytes, document: dict[str, Any], name: str) -> Comparison:
    """Compare a check's JSON with the content of a previous one, whose file is called ``name``.

    Raises:
        AcquisError: the content is no check, or one against another certification.
    """
    previous, now = _read(content, name), _Checked.model_validate(document)
    if previous.certification != now.certification:
        raise AcquisError(
            f"La lecture précédente porte sur {previous.certification}, celle-ci sur {now.certification}{NBSP}: "
            "comparez deux lectures pour la même certification."
        )
    before = {competence.number: competence for competence in previous.competences}
    changes: list[Change] = []
    unchanged = 0
    for competence in now.competences:
        if (old := before.get(competence.number)) is None:
            continue
        if old.status != competence.status:
            changes.append(Change(competence.number, competence.title, None, old.status, competence.status))
        known = {criterion.id: criterion.status for criterion in old.criteria}
        for criterion in competence.criteria:
            then = known.get(criterion.id, criterion.status)
            if then == criterion.status:
                unchanged += 1
            else:
                changes.append(Change(competence.number, competence.title, criterion.id, then, criterion.status))
    return Comparison(
        improved=tuple(change for change in changes if change.better),
        lost=tuple(change for change in changes if not change.better),
        unchanged=unchanged,
        attached=tuple(item.label for item in previous.announced if item not in now.announced),
        claims=(len(previous.claims), len(now.claims)),
    )


def _read(content: bytes, name: str) -> _Checked:
    try:
        return _Checked.model_validate_json(content)
    except ValidationError as error:
        raise AcquisError(
            f"Le fichier {name} n'est pas une lecture de dossier{NBSP}: "
            f"donnez le .json écrit par «{NBSP}acquis check … -o LECTURE.json{NBSP}»."
        ) from error
