"""What a home holds on the disk, told to the person whose words it may hold."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.french import NBSP
from assistant.privacy import PERSONAL
from ingest.originals import FOLDER as ORIGINALS
from ingest.settings import ACCOUNTS
from ingest.storage import Store


@dataclass(frozen=True)
class Kept:
    """A folder or file of the home: what it holds, its size in bytes, and whether « purge » erases it."""

    what: str
    path: Path
    size: int
    personal: bool


ERASED = {
    "conversations": "conversations",
    "dossiers": "dossiers relus",
    "paroles": "paroles ajoutées",
    ACCOUNTS: "ce qui est à chacun",
    "logs": "journal des erreurs",
    ORIGINALS: "copies des PDF",
}
"""What each personal folder is called once it is erased."""
_WHAT = {
    "conversations": "Vos conversations avec l'assistant et vos avis sur ses réponses",
    "dossiers": "Les dossiers relus, les états et commentaires du conseiller",
    "paroles": "Les paroles ajoutées aux critères",
    ACCOUNTS: "Ce qui est à chacun, là où l'on se connecte",
    "logs": "Le journal des erreurs imprévues",
    ORIGINALS: "Les copies des PDF ajoutés, pour montrer leurs pages",
    "index": "L'index de recherche",
    "settings.toml": "Les réglages",
}


def kept(home: Path) -> tuple[Kept, ...]:
    """What is there, the personal first; nothing is listed that does not exist."""
    names = [*PERSONAL, "index", "settings.toml"]
    found = [Kept(_WHAT.get(name, name), home / name, _size(home / name), name in PERSONAL) for name in names]
    found.append(Kept("Les référentiels", Store(home).folder, _size(Store(home).folder), personal=False))
    return tuple(item for item in found if item.path.exists())


def readable_size(size: int) -> str:
    """``"12 ko"``, ``"3,4 Mo"``."""
    if size >= 1_000_000:
        return f"{size / 1e6:.1f}{NBSP}Mo".replace(".", ",")
    return f"{-(-size // 1000)}{NBSP}ko"


def _size(path: Path) -> int:
    size = 0
    for file in (path, *path.rglob("*")):
        with suppress(OSError):  # a database's temporary files come and go
            size += file.stat().st_size if file.is_file() else 0
    return size
