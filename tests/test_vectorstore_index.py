from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from ingest.errors import IndexUnusable, StoreError
from ingest.model import Passage
from ingest.settings import Settings
from vectorstore.index import build_index, open_index
from vectorstore.manifest import current_version, index_folder, read_manifest
from vectorstore.tokens import tokens
from vectorstore.utterances import Utterance

SETTINGS = Settings()


def no_paroles(certification: str) -> list[Utterance]:
    return []


def build(home: Path, passages: list[Passage]) -> None:
    build_index(home, passages, SETTINGS, utterances=no_paroles)


def test_the_manifest_says_what_the_index_was_made_of(tmp_path: Path, workshop_passages: list[Passage]) -> None:
    built = build_index(tmp_path, workshop_passages, SETTINGS, utterances=no_paroles)
    words = len({token for passage in workshop_passages for token in tokens(f"{passage.text} {passage.context}")})
    written = json.loads((index_folder(tmp_path) / built.version / "manifest.json").read_text("utf-8"))
    assert written["counts"] == {"passages": 10, "utterances": 0, "units": 10, "words": words}
    assert written["embedding"]["name"] == "acquis"
    assert written["embedding"]["dimension"] == open_index(tmp_path, SETTINGS).embedder.dimension
    assert len(written["corpus_sha256"]) == 64


def test_no_index_at_all_is_an_error_that_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match="acquis index"):
        open_index(tmp_path, SETTINGS)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("schema_version",), 99, "autre format"),
        (("tokeniser_version",), 0, "découpage en mots"),
        (("embedding", "name"), "autre-modele", "autre-modele"),
        (("embedding", "fingerprint"), "0" * 64, "autre version du modèle d'embedding"),
        (("embedding", "dimension"), 3, "3 dimensions"),
        (("counts", "units"), 11, "ne contient pas ce qu'il annonce"),
    ],
)
def test_a_manifest_that_does_not_agree_is_refused(
    tmp_path: Path, workshop_passages: list[Passage], path: tuple[str, ...], value: object, said: str
) -> None:
    build(tmp_path, workshop_passages)
    file = index_folder(tmp_path) / str(current_version(tmp_path)) / "manifest.json"
    manifest = json.loads(file.read_text("utf-8"))
    place = manifest
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    file.write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(IndexUnusable, match=said) as caught:
        open_index(tmp_path, SETTINGS)
    assert "acquis index" in str(caught.value)


@pytest.mark.parametrize("lost", ["vectors.npy", "units.jsonl", "starts.npy", "fields.npy", "fields.json", "manifest.json"])
def test_a_lost_file_is_an_error_and_never_a_partial_answer(tmp_path: Path, workshop_passages: list[Passage], lost: str) -> None:
    build(tmp_path, workshop_passages)
    (index_folder(tmp_path) / str(current_version(tmp_path)) / lost).unlink()
    with pytest.raises(IndexUnusable, match="acquis index"):
        open_index(tmp_path, SETTINGS)


def test_a_truncated_file_of_units_is_an_error(tmp_path: Path, workshop_passages: list[Passage]) -> None:
    build(tmp_path, workshop_passages)
    file = index_folder(tmp_path) / str(current_version(tmp_path)) / "units.jsonl"
    file.write_bytes(file.read_bytes()[:-10])
    with pytest.raises(IndexUnusable, match="acquis index"):
        open_index(tmp_path, SETTINGS)


def test_a_lost_bm25_index_is_an_error(tmp_path: Path, workshop_passages: list[Passage]) -> None:
    build(tmp_path, workshop_passages)
    for file in (index_folder(tmp_path) / str(current_version(tmp_path)) / "bm25").iterdir():
        file.unlink()
    with pytest.raises(IndexUnusable, match="acquis index"):
        open_index(tmp_path, SETTINGS)


def test_the_same_passages_leave_the_index_as_it_is(tmp_path: Path, workshop_passages: list[Passage]) -> None:
    first = build_index(tmp_path, workshop_passages, SETTINGS, utterances=no_paroles)
    assert build_index(tmp_path, workshop_passages, SETTINGS, utterances=no_paroles) == first
    assert current_version(tmp_path) == first.version
    other = build_index(tmp_path, workshop_passages[:3], SETTINGS, utterances=no_paroles)
    assert other.version != first.version
    assert other.family == first.family


class CountingEmbedder:
    """Counts the texts that it is given."""

    name, fingerprint, dimension = "acquis", "compte", 2

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        self.texts += texts
        return np.array([[1.0, 0.0]] * len(texts), dtype=np.float32)


def test_only_new_texts_are_embedded_again(tmp_path: Path, workshop_passages: list[Passage], monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = CountingEmbedder()
    monkeypatch.setattr("vectorstore.index.load_embedder", lambda settings: embedder)
    build(tmp_path, workshop_passages[:9])
    assert len(embedder.texts) == 9
    build(tmp_path, workshop_passages)
    assert embedder.texts[9:] == [workshop_passages[9].text]


def interrupted(passages: list[Passage]) -> Iterator[Passage]:
    yield from passages[:2]
    raise KeyboardInterrupt


def test_an_interrupted_build_leaves_the_old_index_usable(tmp_path: Path, workshop_passages: list[Passage]) -> None:
    build(tmp_path, workshop_passages)
    before = current_version(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        build_index(tmp_path, interrupted(workshop_passages), SETTINGS, utterances=no_paroles)
    assert current_version(tmp_path) == before
    assert open_index(tmp_path, SETTINGS).search("sécateur")[0].passage.id == "jardinier/C1/means/1"


@pytest.mark.parametrize("step", ["write_vectors", "write_manifest", "make_current"])
def test_a_failure_at_any_step_leaves_the_old_index_and_the_next_build_cleans_up(
    tmp_path: Path, workshop_passages: list[Passage], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    build(tmp_path, workshop_passages)
    before = current_version(tmp_path)

    def full_disk(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(f"vectorstore.index.{step}", full_disk)
        with pytest.raises(StoreError, match="place"):
            build(tmp_path, workshop_passages[:5])
    assert current_version(tmp_path) == before
    assert len(open_index(tmp_path, SETTINGS).search("four", limit=50)) > 3
    build(tmp_path, workshop_passages[:5])
    folders = {path.name for path in index_folder(tmp_path).iterdir() if path.is_dir()}
    assert folders == {before, current_version(tmp_path)}  # the version before is kept for programs that have it open


def _hold_the_lock(home: str, ready: multiprocessing.synchronize.Event, done: multiprocessing.synchronize.Event) -> None:
    with FileLock(str(index_folder(Path(home)) / "write.lock")):
        ready.set()
        done.wait(20)


def test_a_second_writer_is_told_to_wait(tmp_path: Path, workshop_passages: list[Passage]) -> None:
    build(tmp_path, workshop_passages)
    spawn = multiprocessing.get_context("spawn")
    ready, done = spawn.Event(), spawn.Event()
    other = spawn.Process(target=_hold_the_lock, args=(str(tmp_path), ready, done))
    other.start()
    try:
        assert ready.wait(20)
        with pytest.raises(StoreError, match="Un autre programme Acquis met à jour l'index"):
            build_index(tmp_path, workshop_passages[:2], SETTINGS, utterances=no_paroles, wait=0.1)
        assert open_index(tmp_path, SETTINGS).search("sécateur")  # readers do not wait
    finally:
        done.set()
        other.join(20)


def test_an_open_index_goes_on_after_a_newer_one(tmp_path: Path, workshop_passages: list[Passage]) -> None:
    build(tmp_path, workshop_passages)
    opened = open_index(tmp_path, SETTINGS)
    build(tmp_path, workshop_passages[:5])
    assert opened.version != current_version(tmp_path)
    assert opened.search("sécateur")[0].passage.id == "jardinier/C1/means/1"
    assert "jardinier/C1/means/1" not in [hit.passage.id for hit in open_index(tmp_path, SETTINGS).search("sécateur")]


def test_an_empty_index_answers_nothing(tmp_path: Path) -> None:
    build(tmp_path, [])
    assert open_index(tmp_path, SETTINGS).search("four") == []
    assert read_manifest(tmp_path).counts.units == 0


def test_progress_is_reported(tmp_path: Path, workshop_passages: list[Passage]) -> None:
    said: list[tuple[str, int, int]] = []
    build_index(tmp_path, workshop_passages, SETTINGS, utterances=no_paroles, progress=lambda *step: said.append(step))
    assert said[-1] == ("Calcul des vecteurs", 10, 10)


def test_an_index_built_anew_takes_nothing_over_and_leaves_nothing(
    tmp_path: Path, workshop_passages: list[Passage], monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = CountingEmbedder()
    monkeypatch.setattr("vectorstore.index.load_embedder", lambda settings: embedder)
    first = build_index(tmp_path, workshop_passages, SETTINGS, utterances=no_paroles)
    second = build_index(tmp_path, workshop_passages, SETTINGS, utterances=no_paroles, anew=True)
    assert len(embedder.texts) == 20
    assert second.version != first.version
    assert [path.name for path in index_folder(tmp_path).iterdir() if path.is_dir()] == [second.version]
