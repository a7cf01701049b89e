"""Where Acquis keeps its things and how it is configured: environment first, then ``settings.toml`` in the home."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ingest.errors import SettingsError

DEFAULT_EMBEDDING = "acquis"
_SERVER = re.compile(r"(?:http://)?(?P<host>[\w.-]+|\[[\da-fA-F:]+\])(?::(?P<port>\d{1,5}))?/?")
SECRETS = "secrets.toml"
"""The file of a home that says how people sign in; Streamlit reads it."""
ACCOUNTS = "accounts"
"""The folder of a home with one folder for each person, where people sign in."""


class Settings(BaseModel):
    """All settings. Each can be given in ``settings.toml`` by its name, or by the environment variable named in ``ENVIRONMENT``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    embedding_model: str = DEFAULT_EMBEDDING
    chroma_host: str | None = None
    chroma_port: int = 8000
    dense_search: str = "auto"
    chat_model: str | None = None
    chat_base_url: str | None = None
    chat_timeout: float = Field(default=90.0, ge=1, le=3600)
    managers: tuple[str, ...] = ()

    @property
    def chroma_server(self) -> tuple[str, int] | None:
        """Host and port of the Chroma server, or None: ``chroma_host`` is enough, since the port may stand in it (``127.0.0.1:8000``)."""
        match = _SERVER.fullmatch(self.chroma_host or "")
        return (match["host"], int(match["port"] or self.chroma_port)) if match else None

    @field_validator("chroma_host")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value and not _SERVER.fullmatch(value):
            raise ValueError("neither host nor host:port")
        return value or None

    @field_validator("managers", mode="before")
    @classmethod
    def _addresses(cls, value: object) -> object:
        """A list of addresses, or one text with commas between them (the environment's way); case does not matter."""
        found = value.split(",") if isinstance(value, str) else value
        if not isinstance(found, list | tuple) or not all(isinstance(address, str) for address in found):
            return found
        return tuple(address.strip().lower() for address in found if address.strip())


ENVIRONMENT = {
    "embedding_model": "EMBEDDING_MODEL",
    "chroma_host": "ACQUIS_CHROMA_HOST",
    "chroma_port": "ACQUIS_CHROMA_PORT",
    "dense_search": "ACQUIS_DENSE_SEARCH",
    "chat_model": "ACQUIS_CHAT_MODEL",
    "chat_base_url": "ACQUIS_CHAT_BASE_URL",
    "chat_timeout": "ACQUIS_CHAT_TIMEOUT",
    "managers": "ACQUIS_MANAGERS",
}


def default_home() -> Path:
    """``ACQUIS_HOME``, or the platform's user-data folder."""
    if chosen := os.environ.get("ACQUIS_HOME"):
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("acquis", appauthor=False)


def load_settings(home: Path) -> Settings:
    """Read the settings of a home folder.

    Raises:
        SettingsError: the file is not TOML, or names a setting or a value that does not exist.
    """
    path = home / "settings.toml"
    values: dict[str, object] = {}
    if path.is_file():
        try:
            values = tomllib.loads(path.read_text("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise SettingsError(f"Le fichier de réglages {path} n'est pas lisible ({error}) : corrigez-le ou supprimez-le.") from error
    values |= {name: os.environ[variable] for name, variable in ENVIRONMENT.items() if os.environ.get(variable)}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        names = ", ".join(sorted({str(detail["loc"][0]) for detail in error.errors() if detail["loc"]}))
        raise SettingsError(
            f"Réglage inconnu ou mal écrit dans {path} ou dans l'environnement : {names}. "
            f"Réglages possibles : {', '.join(ENVIRONMENT)}."
        ) from error
