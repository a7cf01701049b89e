"""The answer of a chat model, checked sentence by sentence; or the reason, in French, why it has to be composed without the model."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.answer import Citation
from assistant.french import NBSP, plural
from assistant.reading import Intent, Reading
from assistant.wording.checking import Fault
from assistant.wording.composing import Composer
from assistant.wording.failures import WITHOUT, is_overflow, may_pass, reason, refuses_temperature
from assistant.wording.prompt import inputs, wording_chain
from assistant.wording.sentences import Sentences
from assistant.wording.streaming import Failure, Limits, read, without_thinking
from ingest.errors import ChatModelError
from ingest.model import Passage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

OnText = Callable[[str], None]
MAX_CHARACTERS = 12_000
"""What is read of an answer: about four times what the passages hold."""
MAX_ATTEMPTS = 4
PAUSE_SECONDS = 0.5
_ENDLESS = f"Le modèle de langage n'en finissait pas{NBSP}: sa réponse a été arrêtée."
_STOPPED = f"Le modèle de langage a été arrêté à votre demande{NBSP}: la réponse peut être incomplète."
_REFUSAL = re.compile(
    r"\b(?:je (?:ne (?:peux|puis|suis pas en mesure)|refuse|regrette|suis (?:vraiment )?(?:désolée?|navrée?))|(?:désolée?|navrée?)\b"
    r"|en tant qu'(?:ia\b|intelligence|assistant|modèle)|i(?:'m| am) (?:sorry|unable)|i can(?:no|')t|as an ai\b)",
    re.IGNORECASE,
)


class StopAnswer(Exception):
    """Raised by the caller's ``on_text`` to end the answer: what was proved so far is returned."""


@dataclass(frozen=True)
class Worded:
    """An answer of the model: Markdown whose marks count ``citations`` from 1, and what the reader should know about it."""

    markdown: str
    citations: tuple[Citation, ...]
    advice: tuple[str, ...]


@dataclass(frozen=True)
class Task:
    """What is to be worded.

    ``subject`` says in one line how the question was understood; ``names`` gives each certification's name, shown where several are quoted;
    ``opening`` is a sentence of ours that comes first, about a false premise.
    """

    question: str
    subject: str
    passages: Sequence[Passage]
    names: Mapping[str, str] = field(default_factory=dict)
    opening: str = ""


def is_for_model(reading: Reading) -> bool:
    """Whether a model may word the answer: a free question or one on a section, where choosing and ordering helps.

    Lists that are asked for in full, facts, comparisons and « dans lesquelles… » must be complete: these stay with the extractive engine.
    """
    return reading.intent in (Intent.SEARCH, Intent.SECTION) and not reading.everywhere


def word(model: BaseChatModel, task: Task, *, on_text: OnText | None = None, limits: Limits | None = None) -> Worded:
    """Ask the model, check each sentence as it is completed, keep what stands.

    Args:
        model: any LangChain chat model; it needs neither tools nor structured output.
        task: the question and the passages that answer it (at least one).
        on_text: given each proved piece of Markdown once it is final, and an empty text about twice a second, so that it may
            raise :class:`StopAnswer` at any time; the pieces joined are the answer's Markdown.
        limits: how long to wait.

    Raises:
        ChatModelError: nothing that the model wrote can be shown; the message says why.
    """
    limits = limits or Limits()
    passages = list(task.passages)
    for attempt in range(MAX_ATTEMPTS):
        try:
            return _attempt(model, task, passages, on_text or _ignore, limits)
        except Failure as error:
            last = error
            if is_overflow(error) and len(passages) > 1:
                passages = passages[: len(passages) // 2]
            elif refuses_temperature(error) and getattr(model, "temperature", None) is not None:
                model = model.model_copy(update={"temperature": None})
            elif may_pass(error) and attempt == 0:
                time.sleep(PAUSE_SECONDS)
            else:
                break
    raise ChatModelError(reason(last, limits)) from last


def _attempt(model: BaseChatModel, task: Task, passages: list[Passage], on_text: OnText, limits: Limits) -> Worded:
    composer = Composer(passages, task.question, task.names, on_text, opening=task.opening)
    pieces = read(wording_chain(model), inputs(task.question, task.subject, passages), limits, lambda: on_text(""))
    sentences = Sentences()
    text = ""
    notes: list[str] = []
    try:
        for piece in without_thinking(pieces):
            text += piece
            for sentence in sentences.feed(piece):
                composer.take(sentence)
            if composer.going_round or len(text) > MAX_CHARACTERS:
                notes.append(_ENDLESS if composer.citations else f"Le modèle de langage n'en finissait pas{WITHOUT}")
                break
            if _is_data(text):
                break
        else:
            for sentence in sentences.end():
                composer.take(sentence)
    except StopAnswer:
        notes.append(_STOPPED if composer.citations else f"Le modèle de langage a été arrêté à votre demande{WITHOUT}")
    finally:
        pieces.close()
    if not composer.citations:
        raise ChatModelError(_why_nothing(text, composer, notes))
    return Worded(composer.markdown, composer.citations, (*notes, *_advice(composer, passages, task)))


def _is_data(text: str) -> bool:
    """Whether the model writes JSON where sentences were asked for."""
    return bool(re.match(r"\s*(?:```(?:json)?\s*)?(?:\{|\[\s*[{\"])", text))


def _why_nothing(text: str, composer: Composer, notes: Sequence[str]) -> str:
    if notes:
        return notes[0]
    if not text.strip():
        return f"Le modèle de langage a répondu par un texte vide{WITHOUT}"
    if _is_data(text):
        return f"Le modèle de langage a répondu par des données et non par des phrases{WITHOUT}"
    if composer.unanswered:
        return f"Le modèle de langage n'a pas trouvé de réponse dans les passages{WITHOUT}"
    if _REFUSAL.search(text[:400]):
        return f"Le modèle de langage a refusé de répondre{WITHOUT}"
    return f"Le modèle de langage n'a fait aucune citation exacte{WITHOUT}"


def _advice(composer: Composer, given: Sequence[Passage], task: Task) -> list[str]:
    """What was taken out of the model's answer, and what it did not use."""
    found: list[str] = []
    if struck := composer.faults[Fault.WORDS] + composer.faults[Fault.NUMBER]:
        one = "qui ne se trouve pas dans le passage indiqué, a été retirée"
        several = "qui ne se trouvent pas dans le passage indiqué, ont été retirées"
        found.append(f"{plural(struck, 'citation')} du modèle de langage, {several if struck > 1 else one}.")
    if unproved := composer.faults[Fault.UNPROVED]:
        one, several = "qui ne citait rien de façon exacte n'est pas montrée", "qui ne citaient rien de façon exacte ne sont pas montrées"
        found.append(f"{plural(unproved, 'phrase')} du modèle de langage {several if unproved > 1 else one}.")
    if len(given) < len(task.passages):
        found.append(f"Le modèle de langage n'a pu lire que {len(given)} des {len(task.passages)} passages trouvés.")
    elif len(composer.citations) < len(given):
        found.append(f"Le modèle de langage a retenu {len(composer.citations)} des {len(given)} passages trouvés.")
    return found


def _ignore(_: str) -> None:
    """Where nobody reads along."""
