"""The chat model of the settings: any that LangChain knows, written ``provider:model``, its key in the environment."""

from __future__ import annotations

import math
import os
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.french import NBSP, quoted
from ingest.errors import SettingsError
from ingest.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_KEYS = {"openai": "OPENAI_API_KEY", "mistralai": "MISTRAL_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "google_genai": "GOOGLE_API_KEY"}
"""Where the packages of common providers read their key, so that a missing one can be named."""
_OLLAMA_CONTEXT = 8192
"""Tokens. Ollama reads a few thousand by default and drops the beginning of what is longer, the rules, without a word."""


def make_chat_model(settings: Settings) -> BaseChatModel | None:
    """The configured chat model, or None; nothing is sent yet.

    Raises:
        SettingsError: the setting is not ``provider:model``, the provider is unknown, its package is not installed, its key is missing or
            the address is none.
    """
    if not settings.chat_model:
        return None
    provider, separator, name = settings.chat_model.partition(":")
    if not (provider and separator and name):
        raise _unusable(settings, "écrivez fournisseur:modèle, par exemple openai:gpt-4o-mini ou ollama:mistral")
    from langchain.chat_models import init_chat_model

    try:
        model: BaseChatModel = init_chat_model(name, model_provider=provider, **_options(provider, settings))
    except SettingsError:
        raise
    except Exception as error:  # each provider's package has its own type for a missing key
        raise _unusable(settings, _remedy(error, provider)) from error
    return model


def _remedy(error: Exception, provider: str) -> str:
    if isinstance(error, ImportError) and (package := re.search(r"pip install ([\w-]+)", str(error))):
        return f"installez le paquet {package[1]} (pip install {package[1]})"
    if "Unsupported provider" in str(error):
        return f"le fournisseur {quoted(provider)} est inconnu{NBSP}; écrivez par exemple openai, mistralai ou ollama"
    return f"vérifiez ce réglage et la clé que demande le fournisseur ({type(error).__name__})"


def _options(provider: str, settings: Settings) -> dict[str, Any]:
    seconds = math.ceil(settings.chat_timeout)
    options: dict[str, Any] = {"temperature": 0}
    if provider == "ollama":
        options |= {"num_ctx": _OLLAMA_CONTEXT, "client_kwargs": {"timeout": seconds}}
    else:
        options |= {"timeout": seconds, "max_retries": 0}  # the engine tries again itself, and never waits as long as a server may ask
    if settings.chat_base_url:
        options["base_url"] = _address(settings)
    return options | _key(provider, settings)


def _address(settings: Settings) -> str:
    address = settings.chat_base_url or ""
    try:
        parts = urlsplit(address)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # a port that is no number
        valid = False
    if not valid:
        raise _unusable(settings, "l'adresse chat_base_url doit commencer par http:// ou https://, comme http://127.0.0.1:11434/v1")
    return address


def _key(provider: str, settings: Settings) -> dict[str, str]:
    """Nothing where the provider's package finds its key; a server of one's own may want none, which the packages do not foresee."""
    variable = _KEYS.get(provider)
    if variable is None or os.environ.get(variable):
        return {}
    if settings.chat_base_url:
        return {"api_key": "aucune"}
    raise _unusable(settings, f"donnez sa clé dans la variable d'environnement {variable}")


def _unusable(settings: Settings, what_to_do: str) -> SettingsError:
    return SettingsError(f"Le modèle de langage {quoted(settings.chat_model or '')} n'est pas utilisable{NBSP}: {what_to_do}.")
