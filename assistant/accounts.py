"""Who is signed in on a shared server, where what is theirs is kept, and who may change what everybody shares.

Without login nobody has an account: the home belongs to whoever uses the machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import SettingsError, StoreError
from ingest.settings import ACCOUNTS


@dataclass(frozen=True)
class Account:
    """A person that an identity provider vouches for.

    ``key`` names their folder and tells nothing of them; ``email`` is lower case, empty where the provider gives none or doubts it.
    """

    key: str
    name: str
    email: str

    @classmethod
    def of(cls, claims: Mapping[str, object]) -> Account:
        """The account behind the claims of an OpenID Connect identity token.

        Raises:
            SettingsError: they do not say who it is.
        """
        issuer, subject = claims.get("iss"), claims.get("sub")
        if not issuer or not subject:
            raise SettingsError("Le service d'identité ne dit pas qui se connecte (iss, sub) : vérifiez la section [auth] de secrets.toml.")
        email = str(claims.get("email") or "").strip().lower()
        name = str(claims.get("name") or claims.get("preferred_username") or email or "Personne sans nom")
        key = hashlib.sha256(f"{issuer}\0{subject}".encode()).hexdigest()[:32]
        return cls(key, name, "" if claims.get("email_verified") is False else email)

    def folder(self, home: Path) -> Path:
        """Where a home keeps what is this person's."""
        return home / ACCOUNTS / self.key

    def make_folder(self, home: Path) -> None:
        """Make that folder, readable by the server's own user only.

        Raises:
            StoreError: it cannot be made.
        """
        folder = self.folder(home)
        try:
            for path in (folder.parent, folder):
                path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"Impossible de créer le dossier {folder} ({error.strerror or error}) : vérifiez les droits.") from error


def may_manage(account: Account | None, managers: Sequence[str]) -> bool:
    """Whether a person may add and remove referentials, choose the chat model and erase everything.

    Everybody may where nobody signs in, and where no ``managers`` are named.
    """
    return account is None or not managers or account.email in managers
