"""What each part of the search, and the memory of a dialogue, is worth: the sets are passed again with one part off at a time.

Each variant has an index of its own in a temporary home; understanding, composing and the forests of the ranking stay as they are: taught
with every part, they lean on each, so that what is lost is an upper bound. Without breadcrumb the vector of a fact loses its label too.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.evaluation.comparison import compare
from assistant.evaluation.report import difference, rate, table
from assistant.evaluation.runs import Run, Sets, run_sets, summary
from assistant.library import Library
from assistant.service import Assistant
from ingest.model import Passage
from vectorstore.dense import ExactDense, load_vectors
from vectorstore.embeddings import Embedder, Vectors
from vectorstore.index import build_index
from vectorstore.lexical import Analysis, LexicalIndex, LexicalWriter
from vectorstore.manifest import index_folder
from vectorstore.search import Filters, Hit, Index, Signals
from vectorstore.tokens import fold, query_tokens, stem, tokens
from vectorstore.units import Units
from vectorstore.utterances import Utterance, load_utterances
from vectorstore.vocabulary import STOP_WORDS

WHOLE = "tout"
MEASURES = ("evidence", "competence", "refusal", "answering")


@dataclass(frozen=True)
class Variant:
    """A search with one part off. ``of_passages`` and ``of_questions`` turn them into tokens; the other fields say what is on."""

    of_passages: Analysis = tokens
    of_questions: Analysis = query_tokens
    mends: bool = True
    breadcrumb: bool = True
    bullets: bool = True
    paroles: bool = True
    words: bool = True
    vectors: bool = True
    memory: bool = True


def _plain_words(text: str) -> list[str]:
    return [fold(word) for word in _content_words(text)]


def _stems_alone(text: str) -> list[str]:
    return [stem(word) for word in _content_words(text)]


def _content_words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+", text.lower()) if word not in STOP_WORDS]


VARIANTS = {
    WHOLE: Variant(),
    "sans racines, familles ni synonymes": Variant(of_passages=_plain_words, of_questions=_plain_words),
    "sans familles ni synonymes": Variant(of_passages=_stems_alone, of_questions=_stems_alone),
    "sans réparer les fautes de frappe": Variant(mends=False),
    "sans fil d'Ariane": Variant(breadcrumb=False),
    "sans les puces une à une": Variant(bullets=False),
    "sans paroles": Variant(paroles=False),
    "sans BM25": Variant(words=False),
    "sans vecteurs": Variant(vectors=False),
    "sans mémoire du dialogue": Variant(memory=False),
}


def ablate(sets: Sets, library: Library, progress: Callable[[str, int, int], None] | None = None) -> dict[str, Run]:
    """A run of each variant, the whole first."""
    runs: dict[str, Run] = {}
    for name, variant in VARIANTS.items():
        with tempfile.TemporaryDirectory(prefix="acquis-ablation-") as folder:
            assistant = Assistant(_WithIndex(library, index_of(variant, library, Path(folder))))
            runs[name] = run_sets(sets, assistant, progress, remembers=variant.memory)
    return runs


def as_document(runs: dict[str, Run]) -> dict[str, Any]:
    """The JSON of ``acquis eval --ablate``: for each variant its figures, and how the whole compares with it."""
    whole = runs[WHOLE]
    return {
        "ablations": {
            name: summary(run) | {"against_whole": {measure: compare(run, whole, measure) for measure in MEASURES}}
            for name, run in runs.items()
        }
    }


def ablations_table(runs: dict[str, Run]) -> str:
    """What is lost without each part, in French."""
    rows = []
    for name, run in runs.items():
        changes = [_change(run, runs[WHOLE], measure) for measure in MEASURES]
        rows.append([name, rate(run, "evidence"), *changes, str(summary(run)["characters"])])
    header = ["", "tous les passages", "écart", "bonne compétence", "refusé quand il le faut", "pas refusé à tort", "caractères"]
    return table(header, rows)


def _change(run: Run, whole: Run, measure: str) -> str:
    if run is whole:
        return "—"
    return difference(compare(run, whole, measure), 3)


class _WithIndex(Library):
    """A library that searches in an index given to it."""

    def __init__(self, library: Library, index: Index) -> None:
        super().__init__(library.home)
        self.__dict__["index"] = index  # where cached_property keeps it


def index_of(variant: Variant, library: Library, home: Path) -> Index:
    """The index of a variant, in a home of its own."""

    def paroles(certification: str) -> Sequence[Utterance]:
        return load_utterances(certification, library.home) if variant.paroles else ()

    manifest = build_index(home, _indexed(variant, library), library.settings, utterances=paroles)
    folder = index_folder(home) / manifest.version
    units, vectors = Units(folder), load_vectors(folder)
    lexical = _lexical(variant, units, folder / "bm25-of-variant")
    embedder = library.index.embedder if variant.vectors else _Mute(library.index.embedder)
    kind = Index if variant.words else _ByMeaning
    return kind(manifest, units, vectors, embedder, lexical, ExactDense(vectors, units))


def _indexed(variant: Variant, library: Library) -> Iterator[Passage]:
    for passage in library.passages():
        if variant.bullets or passage.parent is None:
            yield passage if variant.breadcrumb else passage.model_copy(update={"context": ""})


def _lexical(variant: Variant, units: Units, folder: Path) -> LexicalIndex:
    writer = LexicalWriter(variant.of_passages)
    for unit in units.read(range(len(units))):
        writer.add(unit.text, unit.passage.context if unit.passage else "")
    writer.save(folder)
    return LexicalIndex(folder, variant.of_questions, mends=variant.mends)


class _ByMeaning(Index):
    """Describes and ranks by vectors alone, as if no passage shared a word with the question."""

    def signals(self, wordings: Sequence[str], *, filters: Filters | None = None) -> Signals:
        found = super().signals(wordings, filters=filters)
        return replace(found, lexical=np.zeros_like(found.lexical), coverage=np.zeros_like(found.coverage))

    def search(
        self, query: str, *, limit: int = 20, filters: Filters | None = None, by_words: bool = False, by_meaning: bool = True
    ) -> list[Hit]:
        return super().search(query, limit=limit, filters=filters, by_words=by_words, by_meaning=by_meaning)


class _Mute:
    """An embedder for which nothing means anything."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.fingerprint, self.dimension = "aucun", "aucun", embedder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.zeros((len(texts), self.dimension), dtype=np.float32)
