"""The five fiches that the project ships: summaries in its own words, replaced by the official documents."""

from __future__ import annotations

from pathlib import Path

from ingest.pipeline import DocumentReport, IngestOptions, ingest

FOLDER = Path(__file__).parent


def fiche_ids() -> list[str]:
    """The ids of the fiches, which are those of the official files."""
    return sorted(path.stem for path in FOLDER.glob("*.md"))


def load_fiches(home: Path) -> list[DocumentReport]:
    """Ingest every fiche whose certification is not in store; an official document is never replaced by a fiche."""
    from ingest.storage import Store

    store = Store(home)
    missing = [path for path in sorted(FOLDER.glob("*.md")) if not store.has(path.stem)]
    return ingest(missing, home, IngestOptions())
