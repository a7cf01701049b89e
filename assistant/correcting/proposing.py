"""A correction before it is kept: what it starts from, what it gives, and every difference; then its place in the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from assistant.french import NBSP, quoted
from assistant.library import Library, Progress
from ingest.changes import Change, changes
from ingest.correcting import HAND_CORRECTED, correct, relabel, restore
from ingest.errors import AcquisError, DamagedDocument, UnknownFormat
from ingest.markdown_format import is_referential
from ingest.model import Certification, Diagnostic, Level
from ingest.readers.guards import check_file
from ingest.readers.plain import read_plain
from ingest.readers.referential import read_referential
from ingest.storage import Record

MARKDOWN = {".md": "md", ".markdown": "md", ".txt": "txt"}
"""The endings of a file that holds a corrected text."""
_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Proposal:
    """A record as it is and as it would be."""

    before: Record
    after: Record

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every text that differs, in the order of the referential."""
        return changes(self.before.certification, self.after.certification)

    @property
    def new_doubts(self) -> tuple[Diagnostic, ...]:
        """What the parse report would say and does not say yet."""
        known = {(d.code, d.message) for d in self.before.diagnostics}
        new = [d for d in self.after.diagnostics if (d.code, d.message) not in known]
        return tuple(d for d in new if d.level != Level.INFO and d.code != HAND_CORRECTED)


def correction(record: Record, edited: Certification, on: date | None = None) -> Proposal:
    """The record with these words, marked with the day (today unless told)."""
    return Proposal(record, correct(record, edited, on or date.today()))  # the day on the user's own calendar


def going_back(record: Record) -> Proposal:
    """The record as it was before its last correction.

    Raises:
        AcquisError: nothing was corrected.
    """
    return Proposal(record, restore(record))


def labelling(record: Record, label: str) -> Proposal:
    """The record under another version label; an empty one takes it away."""
    return Proposal(record, relabel(record, " ".join(label.split()) or None))


def differs_from_document(record: Record) -> tuple[Change, ...]:
    """All that hands changed since the document was read."""
    return changes(record.as_read, record.certification) if record.as_read else ()


def read_edited(path: Path, certification_id: str) -> Certification:
    """The certification written in a file of the project's Markdown format.

    Raises:
        AcquisError: the file is of another format, is about another certification, or a line of it cannot be read.
    """
    check_file(path, MARKDOWN)
    file = read_plain(path)
    if not is_referential(file.text):
        raise UnknownFormat(
            f"Le fichier {file.name} n'est pas au format Markdown d'Acquis{NBSP}: partez du texte téléchargé (ou de «{NBSP}acquis export"
            f"{NBSP}»), en gardant son en-tête entre deux lignes «{NBSP}---{NBSP}»."
        )
    edited = read_referential(file, certification_id)
    if edited.id != certification_id:
        raise DamagedDocument(
            f"Le fichier {file.name} décrit {quoted(edited.id)} et non {quoted(certification_id)}{NBSP}: choisissez le fichier de cette "
            "certification, ou ajoutez-le comme un nouveau document."
        )
    return edited


def keep(library: Library, proposal: Proposal, progress: Progress | None = None) -> None:
    """Put the proposal in the store, in one step, then bring the index up to date.

    Raises:
        AcquisError: the referential changed since the proposal was made, or another process keeps writing.
    """
    from vectorstore.manifest import WriteLock

    certification_id = proposal.before.certification.id
    with WriteLock(library.home, _PATIENCE_SECONDS):
        if library.store.record(certification_id) != proposal.before:
            raise AcquisError(
                f"Le référentiel {quoted(certification_id)} a changé pendant que vous le corrigiez{NBSP}: rien n'a été enregistré. "
                "Rouvrez-le et recommencez."
            )
        library.store.save(proposal.after)
    library.reindex(progress=progress)
