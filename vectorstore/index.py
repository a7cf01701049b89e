"""Building and opening the index of a home.

A new index is built in a folder of its own and becomes current in one step; the one before is kept so that a program which has it open
can finish. Vectors of texts that have not changed are taken over from it.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from ingest.errors import IndexUnusable, StoreError
from ingest.model import Passage
from ingest.settings import Settings
from vectorstore.dense import DenseSearch, ExactDense, load_vectors, wants_chroma
from vectorstore.embeddings import Embedder, Vectors, load_embedder
from vectorstore.lexical import LexicalIndex, LexicalWriter
from vectorstore.manifest import (
    REBUILD,
    Counts,
    EmbeddingIdentity,
    Manifest,
    WriteLock,
    check_manifest,
    current_version,
    index_folder,
    make_current,
    read_manifest,
    write_manifest,
)
from vectorstore.search import Index
from vectorstore.units import Units, UnitWriter
from vectorstore.utterances import Utterance, attach, load_utterances
from vectorstore.vectors import write_vectors

Progress = Callable[[str, int, int], None]
"""Called with (French name of the step, done, in all); 0 in all while the number is unknown."""

UtteranceSource = Callable[[str], Sequence[Utterance]]
"""Gives the paroles of a certification id."""

_REPORT_EVERY = 1000


def build_index(
    home: Path,
    passages: Iterable[Passage],
    settings: Settings,
    *,
    utterances: UtteranceSource | None = None,
    progress: Progress | None = None,
    wait: float = 30.0,
    anew: bool = False,
) -> Manifest:
    """Index these passages, and the paroles of their certifications, in place of whatever was indexed before.

    ``passages`` is read once, as a stream. ``utterances`` defaults to the paroles shipped and those of the home. When nothing has
    changed the current index stays, unless ``anew``, which takes nothing over from it and leaves nothing of it: what repairs a damaged
    index. ``wait``: seconds to wait for another process that writes.

    Raises:
        StoreError: another process is writing, or the folder cannot be written, or a parole file is damaged.
        SettingsError: the embedding model cannot be loaded.
    """
    embedder = load_embedder(settings)
    source = utterances or (lambda certification: load_utterances(certification, home))
    with WriteLock(home, wait):
        previous = _previous(home)
        family = previous.family if previous else f"acquis-{uuid.uuid4().hex[:12]}"
        if anew:
            previous = None
        version = uuid.uuid4().hex[:12]
        folder = index_folder(home) / version
        try:
            folder.mkdir()
            manifest = _build(folder, version, passages, source, embedder, home, family, previous, progress or _silent)
            if previous is not None and previous.same_content(manifest):
                _prune(home, {previous.version})
                return previous
            make_current(home, version)
        except OSError as error:
            raise StoreError(
                f"Impossible d'écrire l'index dans {folder} ({error.strerror or error}) : vérifiez les droits et la place."
            ) from error
        _prune(home, {version} | ({previous.version} if previous else set()))
        return manifest


def open_index(home: Path, settings: Settings, *, long_lived: bool = False) -> Index:
    """Open the current index for searching. ``long_lived``: the process will answer many questions, so that Chroma is worth its start.

    Raises:
        IndexUnusable: there is none, it is incomplete, or it was made with other settings; the message says what to run.
        SettingsError: the embedding model cannot be loaded.
    """
    manifest = read_manifest(home)
    embedder = load_embedder(settings)
    check_manifest(manifest, embedder)
    folder = index_folder(home) / manifest.version
    try:
        units, vectors, lexical = Units(folder), load_vectors(folder), LexicalIndex(folder / "bm25")
        whole = units.is_whole and (len(units), lexical.words) == (manifest.counts.units, manifest.counts.words)
    except (OSError, EOFError, ValueError, KeyError) as error:
        raise IndexUnusable(f"L'index de recherche de {home} est incomplet : {REBUILD}.") from error
    if not whole or vectors.shape != (len(units), manifest.embedding.dimension):
        raise IndexUnusable(f"L'index de recherche de {home} ne contient pas ce qu'il annonce : {REBUILD}.")
    dense = _open_dense(home, settings, manifest, units, vectors, embedder, long_lived=long_lived)
    return Index(manifest, units, vectors, embedder, lexical, dense)


def _open_dense(
    home: Path, settings: Settings, manifest: Manifest, units: Units, vectors: Vectors, embedder: Embedder, *, long_lived: bool
) -> DenseSearch:
    if not len(units) or not wants_chroma(settings, len(vectors), long_lived=long_lived):
        return ExactDense(vectors, units)
    from vectorstore.chroma import open_embedded, open_server

    if settings.chroma_host:
        return open_server(home, settings, manifest, vectors, units, embedder)
    embedded = open_embedded(index_folder(home) / manifest.version, manifest, vectors, units, embedder)
    if embedded is not None:
        return embedded
    if settings.dense_search == "chroma":
        raise IndexUnusable(
            "La base Chroma intégrée est déjà ouverte par un autre programme Acquis : fermez-le, lancez un serveur Chroma "
            "(réglage chroma_host), ou passez le réglage dense_search à « auto »."
        )
    return ExactDense(vectors, units, held=True)  # the same neighbours, compared one by one


def _build(
    folder: Path,
    version: str,
    passages: Iterable[Passage],
    source: UtteranceSource,
    embedder: Embedder,
    home: Path,
    family: str,
    previous: Manifest | None,
    progress: Progress,
) -> Manifest:
    """Fill a new version's folder."""
    digest, counts = _write_units(folder, passages, source, progress)
    manifest = Manifest(
        family=family,
        version=version,
        embedding=EmbeddingIdentity.of(embedder),
        corpus_sha256=digest,
        counts=counts,
    )
    if previous is not None and previous.same_content(manifest):
        return manifest
    reusable = previous is not None and previous.embedding == manifest.embedding
    known = index_folder(home) / previous.version if previous is not None and reusable else None
    write_vectors(folder, Units(folder), embedder, known, progress)
    write_manifest(folder, manifest)
    return manifest


def _write_units(folder: Path, passages: Iterable[Passage], source: UtteranceSource, progress: Progress) -> tuple[str, Counts]:
    """Write passages, then paroles, and their BM25 index."""
    units, lexical = UnitWriter(folder), LexicalWriter()
    spoken: dict[str, Sequence[Utterance]] = {}
    statements: list[Passage] = []
    count = 0
    for passage in passages:
        units.add_passage(passage)
        lexical.add(passage.text, passage.context)
        if passage.certification not in spoken:
            spoken[passage.certification] = source(passage.certification)
        if spoken[passage.certification] and passage.competence is not None:
            statements.append(passage)
        count += 1
        if count % _REPORT_EVERY == 0:
            progress("Lecture des passages", count, 0)
    attached = 0
    for utterance, statement in _spoken_about(spoken, statements):
        units.add_utterance(utterance, statement)
        lexical.add(utterance.text)
        attached += 1
    words = lexical.save(folder / "bm25")
    return units.close(), Counts(passages=count, utterances=attached, units=count + attached, words=words)


def _spoken_about(spoken: dict[str, Sequence[Utterance]], statements: Sequence[Passage]) -> Iterator[tuple[Utterance, Passage]]:
    for certification, utterances in spoken.items():
        if utterances:
            yield from attach(utterances, [statement for statement in statements if statement.certification == certification])


def _previous(home: Path) -> Manifest | None:
    """The index to take vectors from, if there is a usable one."""
    try:
        return read_manifest(home) if current_version(home) else None
    except IndexUnusable:
        return None  # it is being replaced


def _prune(home: Path, kept: set[str]) -> None:
    """Remove the folders of other versions, those of crashed builds included; a folder that another program still uses stays for now."""
    for folder in index_folder(home).iterdir():
        if folder.is_dir() and folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _silent(step: str, done: int, total: int) -> None:
    """No progress is shown."""
