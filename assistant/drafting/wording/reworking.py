"""A composed set with the chat model's wordings in it: asked for, checked, asked for once more, or left as the grammar made them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from assistant.drafting.checks import said
from assistant.drafting.items import Drafted, Item, Origin
from assistant.drafting.wording.checking import Checker
from assistant.drafting.wording.prompt import BATCH, inputs, read_reply, rewording_chain
from assistant.french import NBSP, plural, typeset
from assistant.wording.failures import reason
from assistant.wording.streaming import Failure, Limits, read, without_thinking
from ingest.model import Certification
from ingest.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

ATTEMPTS = 2
"""How many times an item is asked for: a refused wording is redone once, with the reason."""


def reword(
    model: BaseChatModel, certification: Certification, drafted: Drafted, settings: Settings, notice: Callable[[str], None] | None = None
) -> Drafted:
    """The same items, in the model's words where these pass every check; criteria, ids, choices and keys never change.

    A model that fails leaves the set as it was composed; a note says so. ``notice`` hears of progress.
    """
    checker, limits = Checker(certification), Limits(total=settings.chat_timeout)
    worded: dict[str, str] = {}
    refused: dict[str, str] = {}
    redone = 0
    failure = ""
    for attempt in range(ATTEMPTS):
        waiting = [item for item in drafted.items if item.id not in worded]
        redone += len(waiting) if attempt else 0
        for start in range(0, len(waiting), BATCH):
            batch = waiting[start : start + BATCH]
            if notice is not None:
                notice(f"Le modèle de langage rédige {plural(len(batch), 'élément')}…")
            try:
                reply = _ask(model, batch, refused if attempt else {}, limits)
            except Failure as error:
                failure = reason(error, limits)
                break
            _sort(checker, drafted, batch, read_reply(reply, len(batch)), worded, refused)
        if failure or not refused:
            break
    items = tuple(_worded(item, worded) for item in drafted.items)
    notes = (*drafted.notes, *_notes(len(items), len(worded), redone, failure))
    engine = settings.chat_model or "chat"
    return drafted.model_copy(update={"items": items, "notes": notes, "engine": engine if worded else drafted.engine})


def _ask(model: BaseChatModel, batch: Sequence[Item], reasons: dict[str, str], limits: Limits) -> str:
    pieces = read(rewording_chain(model), inputs(batch, reasons), limits, lambda: None)
    try:
        return "".join(without_thinking(pieces))
    finally:
        pieces.close()


def _sort(
    checker: Checker, drafted: Drafted, batch: Sequence[Item], reply: dict[int, str], worded: dict[str, str], refused: dict[str, str]
) -> None:
    """Keep what passes; remember why the rest does not."""
    for rank, item in enumerate(batch):
        text = typeset(" ".join(reply.get(rank, "").split()))
        others = [said(_worded(other, worded)) for other in drafted.items if other.id != item.id]
        fault = checker.refusal(item, text, others) if text else "rien n'a été écrit pour ce numéro"
        if fault:
            refused[item.id] = fault
        else:
            worded[item.id] = text
            refused.pop(item.id, None)


def _worded(item: Item, worded: dict[str, str]) -> Item:
    if item.id not in worded:
        return item
    return item.model_copy(update={"text": worded[item.id], "origin": Origin.MODEL})


def _notes(count: int, worded: int, redone: int, failure: str) -> list[str]:
    notes = [failure] if failure else []
    if worded or not failure:
        notes.append(f"Le modèle de langage a rédigé {worded} des {plural(count, 'élément')}, contrôlés un par un.")
    if redone:
        refused = count - worded
        kept = (
            f"{NBSP}; {plural(refused, 'proposition écartée', 'propositions écartées')}, la rédaction automatique est gardée"
            if refused
            else ""
        )
        notes.append(f"{plural(redone, 'élément redemandé', 'éléments redemandés')} après un premier refus{kept}.")
    return notes
