"""The recipe that people copy: the raw text in chunks of 1,000 characters, one vector each, the nearest ones given to the reader.

A chunk is no passage, so "the passage is in what was returned" needs a rule. A word of a passage is *found* when it stands in a run of
three consecutive words of the passage (all of them for a shorter passage) that also stands in a chunk returned from the passage's own
document. The passage is returned when all its words are found that all chunks of that document together would find: what a page break or
a neighbouring column tears apart in the raw text is not held against the recipe, and a passage cut by two chunks counts when both come.
The rule is generous: the same words under another competence of the document count too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ingest.errors import AcquisError, MissingDocument
from ingest.model import Passage
from ingest.storage import Record
from ingest.structure.columns import plain
from vectorstore.embeddings import Embedder

SIZE, OVERLAP = 1000, 200
_RUN = 3
_TEXT_SUFFIXES = (".md", ".txt")


@dataclass(frozen=True)
class Chunk:
    """A stretch of a document's raw text, with all runs of up to ``_RUN`` of its words."""

    certification: str
    text: str
    runs: frozenset[tuple[str, ...]]


class Chunks:
    """The chunks of some documents with their vectors."""

    def __init__(self, texts: dict[str, str], embedder: Embedder) -> None:
        """``texts``: the raw text of each certification, by its id."""
        self._chunks = [Chunk(name, piece, _runs(piece)) for name, text in texts.items() for piece in _split(text)]
        self._embedder = embedder
        self._vectors = embedder.encode([chunk.text for chunk in self._chunks])
        self._whole = {name: _all_runs(chunk for chunk in self._chunks if chunk.certification == name) for name in texts}

    def __len__(self) -> int:
        return len(self._chunks)

    def nearest(self, question: str, count: int, certification: str | None = None) -> list[Chunk]:
        """The ``count`` chunks nearest to a question, best first; within one certification when it is given."""
        cosines = self._vectors @ self._embedder.encode([question])[0]
        ranked = (self._chunks[row] for row in np.argsort(-cosines, kind="stable").tolist())
        return [chunk for chunk in ranked if certification in (None, chunk.certification)][:count]

    def hold(self, passage: Passage, returned: Sequence[Chunk]) -> bool:
        """Whether a passage is in what was returned: see the rule above."""
        words = _words(passage.text)
        here = _found(words, _all_runs(chunk for chunk in returned if chunk.certification == passage.certification))
        return bool(here) and here == _found(words, self._whole[passage.certification])


def raw_texts(records: Iterable[Record], folder: Path) -> dict[str, str]:
    """The text of the documents that the records were read from, by certification id; HTML tags become spaces.

    Raises:
        MissingDocument: the folder does not hold the very file that was ingested.
        AcquisError: the file is neither text nor PDF.
    """
    return {record.certification.id: _raw_text(record, folder / record.file_name) for record in records}


def _raw_text(record: Record, path: Path) -> str:
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != record.file_sha256:
        raise MissingDocument(
            f"Le document ingéré {record.file_name} n'est pas, ou plus le même, dans {path.parent} : "
            "donnez le dossier des documents ingérés."
        )
    if path.suffix.lower() in _TEXT_SUFFIXES:
        return re.sub(r"<[^<>]*>", " ", path.read_text("utf-8"))
    if path.suffix.lower() == ".pdf":
        from pypdf import PdfReader

        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    raise AcquisError(
        f"La recette par défaut ne lit que .md, .txt et .pdf, {record.file_name} n'en est pas : ingérez le document dans ce format."
    )


def _split(text: str) -> list[str]:
    from assistant.evaluation.extra import required

    splitters = required("langchain_text_splitters")
    pieces: list[str] = splitters.RecursiveCharacterTextSplitter(chunk_size=SIZE, chunk_overlap=OVERLAP).split_text(text)
    return pieces


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", plain(text))


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _words(text)
    return frozenset(tuple(words[start : start + length]) for length in range(1, _RUN + 1) for start in range(len(words) - length + 1))


def _all_runs(chunks: Iterable[Chunk]) -> frozenset[tuple[str, ...]]:
    return frozenset().union(*(chunk.runs for chunk in chunks))


def _found(words: Sequence[str], runs: frozenset[tuple[str, ...]]) -> set[int]:
    """The places of the words that stand in one of the runs."""
    length = min(_RUN, len(words))
    starts = (start for start in range(len(words) - length + 1) if tuple(words[start : start + length]) in runs)
    return {place for start in starts for place in range(start, start + length)}
