"""From a request to its items, by grammar alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from assistant.drafting.choices import choice_items
from assistant.drafting.grids import grid_items, most_lines, positioning_items
from assistant.drafting.interview import interview_items, most_questions, probe_items
from assistant.drafting.items import Drafted, Item, Kind, coverage
from assistant.drafting.situations import default_count, situation_items
from assistant.drafting.spreading import share_out
from assistant.drafting.units import Scope, Unit, scope_of, units
from assistant.french import NBSP, plural
from assistant.provenance import correction_notes
from ingest.errors import AcquisError
from ingest.model import Certification, Provenance

MOST = 500
_DEFAULT_CHOICES = 10
MACHINE = "Ces propositions ont été rédigées automatiquement à partir du référentiel : relisez-les avant de vous en servir."
FICHE = "Elles s'appuient sur une fiche, un résumé rédigé par le projet : seul le texte officiel fait foi."


@dataclass(frozen=True)
class Request:
    """What is asked for. No competence and no block means the whole certification; ``count`` None, what covers every criterion."""

    kind: Kind
    competences: tuple[int, ...] = ()
    blocks: tuple[int, ...] = ()
    count: int | None = None


def compose(certification: Certification, request: Request) -> Drafted:
    """The items of a request, exactly as many as it asks for.

    Raises:
        AcquisError: an unknown competence or block, a count below 1, or more items than the scope can give without repeating itself.
    """
    scope = scope_of(certification, request.competences, request.blocks)
    if request.count is not None and not 1 <= request.count <= MOST:
        raise AcquisError(f"Demandez de 1 à {MOST} éléments{NBSP}: {request.count} ne convient pas.")
    items = _items(scope, units(scope), request)
    return finished(scope, request.kind, items)


def finished(scope: Scope, kind: Kind, items: Sequence[Item], *, engine: str = "grammar", notes: Sequence[str] = ()) -> Drafted:
    """The items with what they cover."""
    certification = scope.certification
    fiche = (FICHE,) if certification.provenance == Provenance.FICHE else ()
    return Drafted(
        certification=certification.id,
        title=certification.title,
        scope=scope.label,
        kind=kind,
        items=tuple(items),
        coverage=coverage(items, scope.criteria),
        notes=(MACHINE, *fiche, *correction_notes(certification), *notes),
        engine=engine,
    )


def _items(scope: Scope, found: list[Unit], request: Request) -> list[Item]:
    name = scope.certification.id
    if request.kind == Kind.CHOICE:
        return _choices(scope, found, request.count)
    if request.kind == Kind.SITUATION:
        return situation_items(scope, found, request.count or default_count(scope, found))
    most = most_lines if request.kind in (Kind.GRID, Kind.POSITIONING) else most_questions
    shares = share_out(found, _within(scope, request.count or len(found), sum(map(most, found))), most)
    if request.kind == Kind.INTERVIEW:
        return interview_items(name, shares)
    if request.kind == Kind.PROBE:
        return probe_items(name, shares)
    return grid_items(name, shares) if request.kind == Kind.GRID else positioning_items(name, shares)


def _choices(scope: Scope, found: list[Unit], count: int | None) -> list[Item]:
    items = list(islice(choice_items(scope, found), count or _DEFAULT_CHOICES))
    if not items:
        raise AcquisError(
            f"{scope.label}{NBSP}: ce référentiel ne donne pas de quoi composer un QCM. Choisissez un autre type ou une autre étendue."
        )
    _within(scope, count or len(items), len(items))
    return items


def _within(scope: Scope, count: int, most: int) -> int:
    if count > most:
        raise AcquisError(
            f"{scope.label}{NBSP}: {plural(most, 'élément différent', 'éléments différents')} au plus, et {count} sont demandés. "
            "Demandez-en moins ou élargissez le choix."
        )
    return count
