"""From a setting to a chat model: any provider, and a French sentence where the setting cannot be used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from langchain_core.language_models import BaseChatModel

from assistant.chat_model import make_chat_model
from ingest.errors import SettingsError
from ingest.settings import Settings, load_settings

KEYS = ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "MISTRAL_API_KEY", "ANTHROPIC_API_KEY")


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in KEYS:
        monkeypatch.delenv(key, raising=False)


def made(name: str, base_url: str | None = None, timeout: float = 90) -> BaseChatModel:
    model = make_chat_model(Settings(chat_model=name, chat_base_url=base_url, chat_timeout=timeout))
    assert model is not None
    return model


def test_no_model_is_made_unless_one_is_configured() -> None:
    assert make_chat_model(Settings()) is None
    assert make_chat_model(Settings(chat_base_url="http://127.0.0.1:1/v1")) is None


def test_an_openai_compatible_server_needs_no_key_of_openai(monkeypatch: pytest.MonkeyPatch) -> None:
    model = made("openai:mistral-small", "http://127.0.0.1:11434/v1", timeout=7.5)
    assert type(model).__name__ == "ChatOpenAI"
    assert (model.openai_api_base, model.request_timeout, model.max_retries) == ("http://127.0.0.1:11434/v1", 8, 0)  # type: ignore[attr-defined]
    assert model.openai_api_key.get_secret_value() == "aucune"  # type: ignore[attr-defined]
    monkeypatch.setenv("OPENAI_API_KEY", "sk-essai")
    assert made("openai:mistral-small", "http://127.0.0.1:1/v1").openai_api_key.get_secret_value() == "sk-essai"  # type: ignore[attr-defined]


def test_ollama_reads_the_whole_prompt() -> None:
    model = made("ollama:qwen3:8b", "http://127.0.0.1:11434", timeout=60)
    assert type(model).__name__ == "ChatOllama"
    assert (model.model, model.base_url, model.num_ctx) == ("qwen3:8b", "http://127.0.0.1:11434", 8192)  # type: ignore[attr-defined]
    assert model.client_kwargs == {"timeout": 60}  # type: ignore[attr-defined]


def test_mistral_takes_its_key_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MISTRAL_API_KEY", "essai")
    model = made("mistralai:mistral-small-latest", timeout=12.1)
    assert type(model).__name__ == "ChatMistralAI"
    assert (model.timeout, model.max_retries, model.temperature) == (13, 0, 0)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("mistral-small", "écrivez fournisseur:modèle"),
        (":", "écrivez fournisseur:modèle"),
        ("openai:", "écrivez fournisseur:modèle"),
        ("licorne:7b", "le fournisseur « licorne » est inconnu"),
        ("mistral:small", "le fournisseur « mistral » est inconnu"),
        ("anthropic:claude", "donnez sa clé dans la variable d'environnement ANTHROPIC_API_KEY"),
        ("openai:gpt", "donnez sa clé dans la variable d'environnement OPENAI_API_KEY"),
        ("mistralai:small", "donnez sa clé dans la variable d'environnement MISTRAL_API_KEY"),
        ("cohere:command", "installez le paquet langchain-cohere (pip install langchain-cohere)"),
    ],
)
def test_an_unusable_setting_is_one_french_sentence(name: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as raised:
        make_chat_model(Settings(chat_model=name))
    said = str(raised.value).replace("\u00a0", " ")
    assert said.startswith(f"Le modèle de langage « {name} » n'est pas utilisable : ")
    assert sentence in said
    assert said.endswith(".")


@pytest.mark.parametrize("address", ["pas une adresse", "127.0.0.1:11434", "ftp://serveur", "http://", "http://serveur:port", "http://serveur:99999"])
def test_a_wrong_address_is_told_before_anything_is_sent(address: str) -> None:
    with pytest.raises(SettingsError, match=re.escape("chat_base_url doit commencer par http:// ou https://")):
        make_chat_model(Settings(chat_model="openai:essai", chat_base_url=address))


def test_the_waiting_time_is_a_setting(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.mkdir()
    assert load_settings(home).chat_timeout == 90
    monkeypatch.setenv("ACQUIS_CHAT_TIMEOUT", "12.5")
    assert load_settings(home).chat_timeout == 12.5
    for wrong in ("0", "-3", "nan", "longtemps", "1e9"):
        monkeypatch.setenv("ACQUIS_CHAT_TIMEOUT", wrong)
        with pytest.raises(SettingsError, match="chat_timeout"):
            load_settings(home)
