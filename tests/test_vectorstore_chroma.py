from __future__ import annotations

import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from chroma_running import ChromaServer

from ingest.errors import IndexUnusable, SettingsError
from ingest.model import Passage, Source
from ingest.settings import Settings
from vectorstore.index import build_index, open_index
from vectorstore.manifest import current_version, index_folder
from vectorstore.search import Filters, Index

EXACT, CHROMA = Settings(dense_search="exact"), Settings(dense_search="chroma")
QUERIES = ["régler la machine avant de lancer la série", "prévenir le chef d'un défaut", "port des gants", "ranger les palettes au dépôt"]
FILTERS = [
    None,
    Filters(certifications=frozenset({"metier-1", "metier-3"})),
    Filters(competences=frozenset({2, ("metier-0", 5)}), parts=frozenset({"methods"})),
    Filters(kinds=frozenset({"criterion"}), competences=frozenset({("metier-2", 1)})),
    Filters(certifications=frozenset()),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of 1,500 invented criteria."""
    folder = tmp_path_factory.mktemp("home")
    build_index(folder, invented(1500), EXACT, utterances=lambda _: [])
    return folder


def invented(count: int) -> Iterator[Passage]:
    chance = random.Random(7)
    verbs = ["régler", "nettoyer", "contrôler", "ranger", "signaler", "peser", "emballer", "tracer", "démonter", "graisser"]
    things = [
        "la machine",
        "le poste",
        "la pièce",
        "le colis",
        "le défaut",
        "les gants",
        "la palette",
        "le dossier",
        "la presse",
        "l'étiquette",
    ]
    places = [
        "avant la série",
        "au dépôt",
        "avec le chef",
        "selon la consigne",
        "sans délai",
        "chaque matin",
        "devant le client",
        "par écrit",
    ]
    for number in range(count):
        certification, competence, part = f"metier-{number % 4}", number % 6 + 1, chance.choice(["methods", "means"])
        text = f"Il faut {chance.choice(verbs)} {chance.choice(things)} {chance.choice(places)}, cas {number}."
        yield Passage(
            id=f"{certification}/C{competence}/{part}/{number}",
            certification=certification,
            kind="criterion",
            text=text,
            competence=competence,
            part=part,
            source=Source(document=certification),
        )


@pytest.fixture(autouse=True)
def no_default_embedding(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chroma's own embedding function downloads a model: reaching it fails every test here."""
    from chromadb.utils import embedding_functions

    def refuse(self: object, input: object) -> None:
        raise AssertionError("Chroma's default embedding function was reached")

    monkeypatch.setattr(embedding_functions.DefaultEmbeddingFunction, "__call__", refuse)
    monkeypatch.setattr(embedding_functions.ONNXMiniLM_L6_V2, "__call__", refuse)


def neighbours(index: Index, query: str, filters: Filters | None) -> list[tuple[int, float]]:
    rows, cosines = index.dense.nearest(index.embedder.encode([query])[0], 50, filters)
    return list(zip(rows.tolist(), cosines.tolist(), strict=True))


def assert_same_neighbours(one: Index, other: Index) -> None:
    for query in QUERIES:
        for filters in FILTERS:
            expected, found = neighbours(one, query, filters), neighbours(other, query, filters)
            assert [cosine for _, cosine in found] == pytest.approx([cosine for _, cosine in expected], abs=1e-4), (query, filters)
            # the same rows, save those that tie with the last one
            certain = {row for row, cosine in expected if not expected or cosine > expected[-1][1] + 1e-4}
            assert certain <= {row for row, _ in found}, (query, filters)


def chroma_class(index: Index) -> str:
    return type(index.dense).__name__


def test_the_embedded_base_gives_the_neighbours_of_the_exact_search(home: Path) -> None:
    embedded = open_index(home, CHROMA)
    assert chroma_class(embedded) == "ChromaDense"
    assert_same_neighbours(open_index(home, EXACT), embedded)


def test_a_long_lived_process_uses_chroma_and_a_command_does_not(home: Path) -> None:
    assert chroma_class(open_index(home, Settings())) == "ExactDense"
    assert chroma_class(open_index(home, Settings(), long_lived=True)) == "ChromaDense"


def test_a_base_that_lost_a_segment_is_rebuilt(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home", ignore=shutil.ignore_patterns("chroma*"))
    _in_another_process(tmp_path / "home")
    segments = [path for path in _base(tmp_path / "home").iterdir() if path.is_dir()]
    assert segments, "Chroma keeps its vectors in a folder of its own"
    for segment in segments:
        shutil.rmtree(segment)
    assert_same_neighbours(open_index(tmp_path / "home", EXACT), open_index(tmp_path / "home", CHROMA))


def test_the_memory_of_the_process_is_not_written_with_the_base(tmp_path: Path) -> None:
    """Chroma writes a new index with room for 100 elements, unset: what threads had freed used to come back on the disk, 5,000 times."""
    secret = b"ce que dit mon dossier "
    build_index(tmp_path, invented(30), EXACT, utterances=lambda _: [])
    ready, kept = threading.Barrier(16), []

    def speak() -> None:
        ready.wait()  # all at once, so that each has memory of its own, which Chroma's threads are given afterwards
        said = [secret * (200_000 // len(secret)) for _ in range(40)]
        kept.append(said[::2])  # what lies between is not given back to the system
        ready.wait()

    threads = [threading.Thread(target=speak) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    index = open_index(tmp_path, CHROMA)
    assert chroma_class(index) == "ChromaDense"
    assert [file.name for file in _base(tmp_path).rglob("*") if file.is_file() and secret in file.read_bytes()] == []


def test_a_damaged_base_is_rebuilt(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home", ignore=shutil.ignore_patterns("chroma*"))
    _in_another_process(tmp_path / "home")
    (_base(tmp_path / "home") / "chroma.sqlite3").write_bytes(b"this is no database" * 100)
    assert_same_neighbours(open_index(tmp_path / "home", EXACT), open_index(tmp_path / "home", CHROMA))


def test_the_graph_is_written_whole_so_that_no_opening_adds_to_it_again(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home", ignore=shutil.ignore_patterns("chroma*"))
    _in_another_process(tmp_path / "home")
    with closing(sqlite3.connect(_base(tmp_path / "home") / "chroma.sqlite3")) as database:
        written = [row[0] for row in database.execute("SELECT seq_id FROM max_seq_id")]
    assert written == [1500, 1500]  # of the texts and of the graph


def _base(home: Path) -> Path:
    (base,) = (index_folder(home) / str(current_version(home))).glob("chroma-*")
    return base


def _in_another_process(home: Path) -> None:
    """Open, and hence build, the embedded base in a process that ends: Chroma keeps what it knows of a path as long as a process lives."""
    program = f"""
from pathlib import Path
from ingest.settings import Settings
from vectorstore.index import open_index
index = open_index(Path({str(home)!r}), Settings(dense_search="chroma"))
print(type(index.dense).__name__)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "ChromaDense", done.stderr


def test_a_base_open_elsewhere_is_not_opened_twice(home: Path) -> None:
    kept = open_index(home, CHROMA)
    assert kept.dense.method == "par la base Chroma intégrée"
    assert "tenue par un autre" in open_index(home, Settings(), long_lived=True).dense.method
    assert open_index(home, Settings()).dense.method == "par comparaison directe"
    with pytest.raises(IndexUnusable, match="déjà ouverte"):
        open_index(home, CHROMA)
    assert kept.search("palette")


def test_an_unknown_way_of_searching_is_refused(home: Path) -> None:
    with pytest.raises(SettingsError, match="auto, chroma ou exact"):
        open_index(home, Settings(dense_search="vite"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ChromaServer]:
    """A real Chroma server, stopped at the end."""
    running = ChromaServer(tmp_path / "server")
    yield running
    running.stop()


def test_a_server_gives_the_same_neighbours_and_follows_a_new_index(server: ChromaServer, tmp_path: Path) -> None:
    settings = Settings(chroma_host=server.address)
    home = tmp_path / "home"
    for count in (1200, 300, 301):
        build_index(home, invented(count), settings, utterances=lambda _: [])
        opened = open_index(home, settings)
        assert chroma_class(opened) == "ChromaDense"
        assert_same_neighbours(open_index(home, EXACT), opened)
    import chromadb

    names = {collection.name for collection in chromadb.HttpClient(host="127.0.0.1", port=server.port).list_collections()}
    assert opened.manifest.collection in names
    assert len(names) == 2  # this index and the one before; older ones are forgotten


def test_a_server_that_does_not_answer_is_a_clear_error(home: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with pytest.raises(IndexUnusable, match=f"127.0.0.1:{port} ne répond pas"):
        open_index(home, Settings(dense_search="chroma", chroma_host="127.0.0.1", chroma_port=port))
