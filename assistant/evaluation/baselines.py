"""What Acquis is compared with, in the same table: the recipe that people copy, and its own search without anything around it.

Each baseline is asked the question of a turn alone (it knows neither the dialogue nor the parts of a document) and returns its best
``k`` chunks or passages. Like Acquis it keeps to the certification chosen in the interface, where a case has one. Needed passages must be
among those returned; chunks follow the rule of :mod:`assistant.evaluation.chunks`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.evaluation.chunks import Chunks, raw_texts
from assistant.evaluation.runs import AskedTurn, Run, TurnResult
from assistant.evaluation.scoring import missing
from assistant.gathering import Shelf
from assistant.library import Library
from ingest.model import Passage
from ingest.settings import Settings
from vectorstore.embeddings import Embedder, load_embedder
from vectorstore.search import Filters, Index

RECIPE_K = 4
PASSAGE_KS = (4, 10)
RANKERS = {"bm25": (True, False), "dense": (False, True), "hybrid": (True, True)}
"""For each ranking of our passages: by words, by meaning."""


@dataclass(frozen=True)
class Returned:
    """What came back: how many characters, the passages in order (none for chunks), and what tells whether a passage is in it."""

    characters: int
    passages: tuple[str, ...]
    holds: Callable[[str], bool]


Ask = Callable[[AskedTurn], Returned]


def run_baselines(turns: Sequence[AskedTurn], library: Library, documents: Path, model: Path | None = None) -> dict[str, Run]:
    """A run of each baseline on turns with needs, by its name (``recipe@4`` or ``recipe-given-model@4``, ``bm25@4``, ``bm25@10``…).

    ``documents``: the folder of the documents as they were ingested, for the recipe's raw text. ``model``: the folder of a
    sentence-transformers model for the recipe's vectors; without it, the model of the settings.

    Raises:
        MissingDocument: a document is not in the folder.
        SettingsError: the model cannot be loaded.
    """
    embedder = load_embedder(Settings(embedding_model=str(model)) if model else library.settings)
    asks: dict[str, Ask] = {f"{'recipe-given-model' if model else 'recipe'}@{RECIPE_K}": _recipe(library, documents, embedder)}
    for name, (by_words, by_meaning) in RANKERS.items():
        for k in PASSAGE_KS:
            asks[f"{name}@{k}"] = partial(_search, library.index, k, by_words, by_meaning)
    return {name: Run(tuple(_result(turn, ask) for turn in turns)) for name, ask in asks.items()}


def _recipe(library: Library, documents: Path, embedder: Embedder) -> Ask:
    chunks = Chunks(raw_texts(library.records(), documents), embedder)
    return partial(_nearest_chunks, chunks, library.shelf)


def _nearest_chunks(chunks: Chunks, shelf: Shelf, turn: AskedTurn) -> Returned:
    returned = chunks.nearest(turn.question, RECIPE_K, turn.certification)

    def holds(passage_id: str) -> bool:
        passage = shelf.passage(passage_id)
        return passage is not None and chunks.hold(passage, returned)

    return Returned(sum(len(chunk.text) for chunk in returned), (), holds)


def _search(index: Index, k: int, by_words: bool, by_meaning: bool, turn: AskedTurn) -> Returned:
    """Passages only: paroles belong to what Acquis adds."""
    filters = Filters(certifications=frozenset({turn.certification}) if turn.certification else None, spoken=False)
    hits = index.search(turn.question, limit=k, filters=filters, by_words=by_words, by_meaning=by_meaning)
    found: list[Passage] = [hit.passage for hit in hits]
    ids = tuple(passage.id for passage in found)
    return Returned(sum(len(passage.text) for passage in found), ids, frozenset(ids).__contains__)


def _result(turn: AskedTurn, ask: Ask) -> TurnResult:
    started = time.perf_counter()
    returned = ask(turn)
    elapsed = (time.perf_counter() - started) * 1000
    lacking = missing(turn.expect, lambda need: any(returned.holds(passage) for passage in need))
    return TurnResult(
        key=turn.key,
        question=turn.question,
        scores={"evidence": (not lacking, "manque " + ", ".join(lacking) if lacking else "")},
        characters=returned.characters,
        milliseconds=round(elapsed, 1),
        cited=returned.passages,
    )
