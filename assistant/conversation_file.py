"""The SQLite file that keeps the conversations of a home: readable by its owner only, shared by threads and programs.

Every use opens the file and closes it again, so that nothing is left beside it (the files ``-wal`` and ``-shm`` go with the last one that
closes). What is erased is overwritten (``secure_delete``).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock

from assistant.french import NBSP
from ingest.errors import StoreError
from ingest.structure.columns import plain

FOLDER = "conversations"
"""The folder of the home that ``acquis purge`` erases."""
PATIENCE_SECONDS = 20
"""How long a writer waits for another one."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE conversations (id TEXT PRIMARY KEY, title TEXT NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL,"
        " certification TEXT)",
        "CREATE TABLE exchanges (conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE, rank INTEGER NOT NULL,"
        " question TEXT NOT NULL, answer TEXT, error TEXT NOT NULL, memory TEXT, chosen TEXT, forced TEXT, asked TEXT NOT NULL,"
        " revision INTEGER NOT NULL, words TEXT NOT NULL, PRIMARY KEY (conversation, rank))",
    ),
    ("ALTER TABLE exchanges ADD COLUMN feedback TEXT",),
)
"""The statements that lead from each version of the schema (``PRAGMA user_version``) to the next; only ever add to the end."""


class ConversationFile:
    """All methods raise :class:`StoreError` when the file cannot be read or written."""

    def __init__(self, home: Path) -> None:
        self.path = home / FOLDER / "conversations.sqlite3"

    def exists(self) -> bool:
        """Whether anything has been kept: reading makes no file."""
        return self.path.is_file()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: everything or nothing, one writer at a time."""
        with self.opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """A connection that knows ``fold(text)``, for comparing words; the schema is the present one."""
        try:
            self._make_file()
            with closing(sqlite3.connect(self.path, timeout=PATIENCE_SECONDS, isolation_level=None)) as connection:
                connection.create_function("fold", 1, plain, deterministic=True)
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("PRAGMA secure_delete = ON")
                if _version(connection) != len(MIGRATIONS):
                    self._migrate(connection)
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise _unusable(self.path, error) from error

    def _make_file(self) -> None:
        """Made before SQLite would, so that it is never readable by others; ``-wal`` and ``-shm`` take its mode."""
        if not self.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))

    def _migrate(self, connection: sqlite3.Connection) -> None:
        """Bring the schema to the present version, one program at a time.

        Raises:
            StoreError: a newer Acquis has written the file.
        """
        with FileLock(self.path.with_suffix(".lock"), timeout=PATIENCE_SECONDS, mode=0o600):
            if _version(connection) > len(MIGRATIONS):
                raise StoreError(
                    f"Les conversations de {self.path} viennent d'une version plus récente d'Acquis : mettez Acquis à jour pour les lire."
                )
            connection.execute("PRAGMA journal_mode = WAL")
            for version in range(_version(connection), len(MIGRATIONS)):
                connection.execute("BEGIN IMMEDIATE")
                for statement in MIGRATIONS[version]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {version + 1}")
                connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _unusable(path: Path, error: Exception) -> StoreError:
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        return StoreError(f"Les conversations de {path} sont occupées par un autre programme{NBSP}: réessayez dans un moment.")
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
        return StoreError(
            f"Le fichier des conversations {path} est endommagé ({error}){NBSP}: remettez-en une sauvegarde à sa place, "
            f"ou effacez-le avec «{NBSP}acquis purge{NBSP}»."
        )
    return StoreError(
        f"Le fichier des conversations {path} n'est pas utilisable ({error}){NBSP}: vérifiez les droits et la place sur le disque."
    )
