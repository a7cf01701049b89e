"""The settings that a person changes from the application: the chat model, tried before it is kept in ``settings.toml``."""

from __future__ import annotations

import json
import os
import re
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.chat_model import make_chat_model
from assistant.wording.failures import plainly
from assistant.wording.streaming import Failure, Limits, read
from ingest.atomic import write_atomically
from ingest.errors import ChatModelError
from ingest.settings import ENVIRONMENT, Settings, load_settings

Value = str | float | None
MOST_SECONDS = 30.0
"""A trial waits no longer, whatever the setting: somebody is looking at the page."""
_QUESTION = "Réponds par un seul mot : prêt."


@dataclass(frozen=True)
class Trial:
    """What the model answered to the shortest of questions, and after how many seconds."""

    text: str
    seconds: float


def from_environment() -> dict[str, str]:
    """The settings that an environment variable gives, which win over the file: each with the name of its variable."""
    return {name: variable for name, variable in ENVIRONMENT.items() if os.environ.get(variable)}


def chat_settings(home: Path, *, model: str, address: str, seconds: float) -> Settings:
    """The settings of this home with another chat model; blank words mean none.

    Raises:
        SettingsError: the file of settings cannot be read.
    """
    changes = {"chat_model": model.strip() or None, "chat_base_url": address.strip() or None, "chat_timeout": seconds}
    return load_settings(home).model_copy(update=changes)


def try_chat_model(settings: Settings) -> Trial:
    """Ask the model one short question; nothing of the user's is sent.

    Raises:
        SettingsError: no model is named, or it cannot be prepared.
        ChatModelError: it does not answer; the message says why.
    """
    from langchain_core.output_parsers import StrOutputParser
    from langchain_core.prompts import ChatPromptTemplate

    model = make_chat_model(settings)
    if model is None:
        raise ChatModelError("Aucun modèle de langage n'est indiqué : écrivez fournisseur:modèle, par exemple ollama:mistral.")
    limits = Limits(total=min(settings.chat_timeout, MOST_SECONDS))
    begun = time.monotonic()
    chain = ChatPromptTemplate.from_messages([("human", "{question}")]) | model | StrOutputParser()
    try:
        text = "".join(read(chain, {"question": _QUESTION}, limits, lambda: None)).strip()
    except Failure as error:
        raise ChatModelError(plainly(error, limits)) from error
    if not text:
        raise ChatModelError("Le modèle de langage a répondu par un texte vide : essayez-en un autre.")
    return Trial(text, time.monotonic() - begun)


def save_chat_model(home: Path, settings: Settings) -> None:
    """Keep the chat model of these settings in the file of this home; its other lines stay as they are.

    Raises:
        SettingsError: the model cannot be prepared (unknown provider, missing package, missing key).
        StoreError: the file cannot be written.
    """
    make_chat_model(settings)
    changes: dict[str, Value] = {name: getattr(settings, name) for name in ("chat_model", "chat_base_url", "chat_timeout")}
    path = home / "settings.toml"
    text = path.read_text("utf-8-sig") if path.is_file() else ""
    write_atomically(path, changed(text, changes))


def changed(text: str, changes: Mapping[str, Value]) -> str:
    """A file of settings with some of them given anew; None takes a setting out."""
    kept = [line for line in text.splitlines() if not (match := re.match(r"\s*(\w+)\s*=", line)) or match[1] not in changes]
    made = [f"{name} = {_toml(value)}" for name, value in changes.items() if value is not None]
    result = "\n".join([*kept, *made, ""])
    tomllib.loads(result)
    return result


def _toml(value: str | float) -> str:
    """A TOML literal: its basic strings are those of JSON, but for the delete character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
