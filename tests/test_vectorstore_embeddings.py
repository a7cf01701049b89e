from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import IndexUnusable, SettingsError
from ingest.settings import Settings
from vectorstore.embeddings import StaticEmbedder, load_embedder, normalised

MODEL = Path(__file__).parents[1] / "vectorstore" / "model"
SENTENCES = [
    "Le plan d'action est suivi.",
    "J’ai vérifié l'étiquette du colis n°3 avant le départ…",
    "BDC0230, ISO 9001:2015, œuvre",
    "ÉVALUER LES RISQUES",
    "x",
]


def test_vectors_have_length_one_and_nothing_known_is_zero() -> None:
    embedder = StaticEmbedder()
    vectors = embedder.encode([*SENTENCES, "", "…"])
    assert vectors.shape == (7, embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors[:5], axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    assert not vectors[5:].any()
    assert embedder.encode([]).shape == (0, embedder.dimension)


def test_a_text_has_the_same_vector_alone_and_in_company() -> None:
    embedder = StaticEmbedder()
    together = embedder.encode([*SENTENCES, ""] * 300)  # more than one internal batch
    alone = np.concatenate([embedder.encode([sentence]) for sentence in SENTENCES])
    assert together[-6:-1] == pytest.approx(alone, abs=1e-6)


def test_case_accents_and_punctuation_do_not_matter() -> None:
    vectors = StaticEmbedder().encode(["Évaluer les écarts", "evaluer LES ecarts !"])
    assert vectors[0] @ vectors[1] == pytest.approx(1.0, abs=1e-5)


def test_close_meanings_are_closer_than_others() -> None:
    vectors = StaticEmbedder().encode(
        ["Conduire un chariot élévateur", "Piloter un engin de manutention", "Tenir la comptabilité de l'entreprise"]
    )
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.1


def test_sentence_transformers_gives_the_same_vectors() -> None:
    from vectorstore.training.export import as_sentence_transformer

    expected = normalised(np.asarray(as_sentence_transformer(MODEL).encode(SENTENCES, convert_to_numpy=True), dtype=np.float32))
    assert StaticEmbedder().encode(SENTENCES) == pytest.approx(expected, abs=1e-5)


def test_another_sentence_transformers_model_is_loaded_from_its_folder(tmp_path: Path) -> None:
    from vectorstore.training.export import as_sentence_transformer

    as_sentence_transformer(MODEL).save(str(tmp_path / "modele"))
    embedder = load_embedder(Settings(embedding_model=str(tmp_path / "modele")))
    assert embedder.dimension == StaticEmbedder().dimension
    assert embedder.encode(SENTENCES) == pytest.approx(StaticEmbedder().encode(SENTENCES), abs=1e-5)
    assert len(embedder.fingerprint) == 64


def test_a_folder_in_our_format_is_read_without_torch(tmp_path: Path) -> None:
    shutil.copytree(MODEL, tmp_path / "modele")
    embedder = load_embedder(Settings(embedding_model=str(tmp_path / "modele")))
    assert isinstance(embedder, StaticEmbedder)
    assert embedder.name == str(tmp_path / "modele")


def test_an_unknown_model_is_a_clear_error_and_no_download(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("the network was reached")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(SettingsError, match="inconnu/modele-absent"):
        load_embedder(Settings(embedding_model="inconnu/modele-absent"))


def test_a_damaged_model_is_a_clear_error(tmp_path: Path) -> None:
    shutil.copytree(MODEL, tmp_path / "modele")
    (tmp_path / "modele" / "scales.npy").write_bytes(b"")
    with pytest.raises(IndexUnusable, match="incomplet ou abîmé"):
        load_embedder(Settings(embedding_model=str(tmp_path / "modele")))


def test_the_shipped_model_is_small_and_its_card_names_the_sources() -> None:
    assert sum(path.stat().st_size for path in MODEL.iterdir()) < 8e6
    card = (MODEL / "README.md").read_text("utf-8")
    for name in (
        "ROME 4.0 v60, France Travail",
        "France compétences",
        "ESCO",
        "Code du travail numérique",
        "DILA",
        "Envinorma",
        "FranceTerme",
    ):
        assert name in card


def test_searching_imports_neither_torch_nor_chroma_nor_langchain(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from ingest.model import Passage, Source
from ingest.settings import Settings
from vectorstore.index import build_index, open_index
passages = [Passage(id="a/C1", certification="a", kind="competence", text="Conduire le four", source=Source(document="a"))]
build_index(Path(sys.argv[1]), passages, Settings())
assert open_index(Path(sys.argv[1]), Settings()).search("four")
import json
print(json.dumps([name for name in ("torch", "chromadb", "langchain_core", "sentence_transformers", "transformers") if name in sys.modules]))
"""
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=root, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
