"""What was shown against the older version, carried over to the newer one: what still counts, what to read again, what is new to prove."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ValidationError

from assistant.comparing.model import Comparison, Pair, Relation, Status
from assistant.comparing.units import Level
from assistant.comparing.words import same_words
from assistant.mapping.model import Level as Shown
from assistant.mapping.model import Mapping as MappingOfActivities
from ingest.errors import AcquisError
from ingest.model import Part


class Carry(StrEnum):
    """What becomes of one criterion.

    ``counts``: shown, and asked for in the same words, form aside. ``reread``: shown, for a text that changed. ``new``: asked for by the
    newer text only. ``missing``: asked for by both and not shown. ``dropped``: shown, and not asked for any more.
    """

    COUNTS = "counts"
    REREAD = "reread"
    NEW = "new"
    MISSING = "missing"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Proven:
    """What was shown of one criterion: its status and the words that show it."""

    status: Shown
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Carried:
    """One criterion or expected result with what becomes of what was shown; ``why`` is French."""

    pair: Pair
    carry: Carry
    proven: Proven | None
    why: str


@dataclass(frozen=True)
class Impact:
    """The consequences of a comparison for one person."""

    carried: tuple[Carried, ...]

    def of(self, carry: Carry) -> tuple[Carried, ...]:
        """Those of one sort, in the order of the newer text."""
        return tuple(item for item in self.carried if item.carry == carry)


def impact_of(comparison: Comparison, shown: Mapping[str, Proven]) -> Impact:
    """``shown`` by passage id of the older text; conditions are the setting and nothing to prove, they are left out."""
    asked = [pair for pair in comparison.of(Level.STATEMENT) if pair.either.part != Part.CONDITIONS]
    return Impact(tuple(_carried(pair, shown, comparison.relation) for pair in asked if not _is_moot(pair, shown)))


def _is_moot(pair: Pair, shown: Mapping[str, Proven]) -> bool:
    """Neither asked for any more nor shown."""
    return pair.b is None and _proven(pair, shown) is None


def _proven(pair: Pair, shown: Mapping[str, Proven]) -> Proven | None:
    found = shown.get(pair.a.passage.id) if pair.a else None
    return found if found and found.status != Shown.ABSENT else None


def _carried(pair: Pair, shown: Mapping[str, Proven], relation: Relation) -> Carried:
    proven = _proven(pair, shown)
    if pair.b is None:
        return Carried(pair, Carry.DROPPED, proven, "N'est plus demandé : rien à en faire, sinon le garder pour mémoire.")
    if pair.a is None:
        return Carried(pair, Carry.NEW, None, "Demandé seulement par ce texte : à prouver.")
    if proven is None:
        return Carried(pair, Carry.MISSING, None, "N'était pas montré : à prouver comme avant.")
    if relation == Relation.CERTIFICATIONS:
        return Carried(pair, Carry.REREAD, proven, "Énoncé proche d'une autre certification : à relire face au nouveau texte.")
    return Carried(pair, *_kept(pair, proven))


def _kept(pair: Pair, proven: Proven) -> tuple[Carry, Proven, str]:
    if pair.status == Status.MOVED and pair.excerpt:
        return Carry.REREAD, proven, "L'énoncé a été scindé ou regroupé : vérifier ce que la preuve montre de cette partie."
    assert pair.a is not None
    assert pair.b is not None
    moved = pair.status == Status.MOVED
    if same_words(pair.a.text, pair.b.text):
        return Carry.COUNTS, proven, "Mêmes mots, à une autre place." if moved else "Mêmes mots."
    if pair.only_form:
        return Carry.COUNTS, proven, "Seule la forme change (accord, article)."
    return Carry.REREAD, proven, "Le texte a changé : relire la preuve face aux nouveaux mots."


def shown_by(mapping: MappingOfActivities) -> dict[str, Proven]:
    """What a mapping against the older text shows, by criterion."""
    return {
        match.passage.id: Proven(match.status, tuple(item.segment.text for item in match.evidence))
        for competence in mapping.competences
        for match in competence.criteria
    }


class _Evidence(BaseModel):
    text: str


class _Criterion(BaseModel):
    id: str
    status: Shown
    evidence: tuple[_Evidence, ...] = ()


class _Competence(BaseModel):
    criteria: tuple[_Criterion, ...] = ()


class _Result(BaseModel):
    competences: tuple[_Competence, ...]


def read_shown(path: Path, certification: str) -> dict[str, Proven]:
    """What a result of ``acquis map --json`` or ``acquis check --json`` shows, by criterion.

    Raises:
        AcquisError: the file cannot be read, is no such result, or is about another certification.
    """
    try:
        result = _Result.model_validate(json.loads(path.read_text("utf-8")))
    except OSError as error:
        raise AcquisError(f"Le fichier {path} ne peut pas être lu : vérifiez le chemin.") from error
    except (ValueError, ValidationError) as error:
        raise AcquisError(
            f"Le fichier {path.name} n'est pas un résultat de « acquis map --json » ou de « acquis check --json » : donnez-en un."
        ) from error
    criteria = [criterion for competence in result.competences for criterion in competence.criteria]
    check_certification([criterion.id for criterion in criteria], certification, path.name)
    return {c.id: Proven(c.status, tuple(item.text for item in c.evidence)) for c in criteria}


def check_certification(ids: Iterable[str], certification: str, name: str) -> None:
    """Refuse what was shown against another referential than the older one.

    Raises:
        AcquisError: an id belongs elsewhere.
    """
    other = sorted({criterion.split("/")[0] for criterion in ids} - {certification})
    if other:
        raise AcquisError(f"{name} porte sur {other[0]}, pas sur {certification} : donnez un résultat établi sur le premier référentiel.")


def counted(items: Sequence[Carried]) -> dict[str, int]:
    """How many there are of each sort."""
    return {carry.value: sum(item.carry == carry for item in items) for carry in Carry}
