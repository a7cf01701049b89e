"""The trainer's review: accept, edit or reject an item; what is exported afterwards is what was kept."""

from __future__ import annotations

from collections.abc import Callable

from assistant.drafting.items import Choice, Drafted, Item, Origin, Status, coverage
from assistant.drafting.units import Scope
from ingest.errors import AcquisError


def accept(drafted: Drafted, item_id: str) -> Drafted:
    """The same set with one item accepted as it stands; an edited one stays edited."""
    return _changed(
        drafted, item_id, lambda item: item if item.status == Status.EDITED else item.model_copy(update={"status": Status.ACCEPTED})
    )


def reject(drafted: Drafted, item_id: str) -> Drafted:
    """The same set with one item rejected: it is not exported, and its criteria count as missing unless another item tests them."""
    return _changed(drafted, item_id, lambda item: item.model_copy(update={"status": Status.REJECTED}))


def edit(
    drafted: Drafted,
    item_id: str,
    *,
    text: str | None = None,
    expected: tuple[str, ...] | None = None,
    choices: tuple[Choice, ...] | None = None,
) -> Drafted:
    """The same set with one item reworded by a person, which keeps it; its id and its criteria stay.

    Raises:
        AcquisError: the item is unknown, the text is empty, or a multiple-choice question has not exactly one right answer.
    """
    if text is not None and not text.strip():
        raise AcquisError("Le texte d'un élément ne peut pas être vide : écrivez-le ou rejetez l'élément.")
    if choices is not None and (sum(choice.correct for choice in choices) != 1 or len({choice.text for choice in choices}) < 2):
        raise AcquisError("Une question à choix multiple veut au moins deux réponses différentes, dont une seule juste : corrigez-les.")
    changes: dict[str, object] = {"status": Status.EDITED, "origin": Origin.PERSON}
    changes |= {key: value for key, value in (("text", text), ("expected", expected), ("choices", choices)) if value is not None}
    return _changed(drafted, item_id, lambda item: item.model_copy(update=changes))


def recounted(drafted: Drafted, scope: Scope) -> Drafted:
    """The coverage of what was not rejected."""
    return drafted.model_copy(update={"coverage": coverage(drafted.offered, scope.criteria)})


def only_kept(drafted: Drafted, scope: Scope) -> Drafted:
    """What goes out after a review: accepted and edited items, and what they cover.

    Raises:
        AcquisError: nothing was accepted.
    """
    if not drafted.kept:
        raise AcquisError("Aucun élément n'a été accepté : acceptez ou modifiez ceux que vous voulez exporter.")
    return drafted.model_copy(update={"items": drafted.kept, "coverage": coverage(drafted.kept, scope.criteria)})


def _changed(drafted: Drafted, item_id: str, change: Callable[[Item], Item]) -> Drafted:
    if all(item.id != item_id for item in drafted.items):
        raise AcquisError(f"L'élément {item_id} n'est pas dans cette série : rechargez-la.")
    items = tuple(change(item) if item.id == item_id else item for item in drafted.items)
    return drafted.model_copy(update={"items": items})
