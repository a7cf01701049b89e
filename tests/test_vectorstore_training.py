from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from ingest.model import Passage, Source
from vectorstore.embeddings import StaticEmbedder, normalised
from vectorstore.training.pairs import Pair, load_pairs, load_themes
from vectorstore.training.pieces import train_tokenizer
from vectorstore.training.spoken import Spoken, key_of, training_pairs
from vectorstore.utterances import Utterance


def write_pairs(path: Path, rows: list[tuple[str, str, str]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        for a, b, kind in rows:
            stream.write(json.dumps({"a": a, "b": b, "kind": kind}) + "\n")


def test_unlicensed_kinds_and_the_evaluation_set_are_left_out(tmp_path: Path) -> None:
    write_pairs(tmp_path / "cdtn.jsonl.gz", [("a", "b", "cdtn_glossaire"), ("c", "d", "tess_note")])
    write_pairs(tmp_path / "stsb_fr.jsonl.gz", [("e", "f", "sts")])
    assert load_pairs(tmp_path, seed=1) == [Pair("a", "b", "b")]


def test_a_large_weak_kind_is_cut_and_the_same_seed_gives_the_same_pairs(tmp_path: Path) -> None:
    write_pairs(tmp_path / "rome.jsonl.gz", [(f"métier {n}", f"savoir {n}", "rome_metier_savoir") for n in range(7000)])
    pairs = load_pairs(tmp_path, seed=1)
    assert len(pairs) == 6000
    assert pairs == load_pairs(tmp_path, seed=1)
    assert pairs != load_pairs(tmp_path, seed=2)


def test_of_the_themes_near_misses_are_left_out(tmp_path: Path) -> None:
    shown = {"theme": "achats", "formal": "Les offres sont comparées.", "text": "J'ai mis les trois devis côte à côte."}
    missed = {"theme": "achats", "formal": None, "near": "Les offres sont comparées.", "text": "Le chef a comparé."}
    (tmp_path / "achats.jsonl").write_text("".join(json.dumps(row) + "\n" for row in (shown, missed)), "utf-8")
    assert load_themes(tmp_path) == [Pair(shown["text"], shown["formal"], shown["formal"])]


def test_no_text_and_no_key_occurs_twice_in_a_batch() -> None:
    from vectorstore.training.fit import distinct_batches

    pairs = [Pair(f"a{n}", f"b{n % 20}", f"k{n % 10}") for n in range(200)]
    batches = list(distinct_batches(pairs, 8, np.random.default_rng(0)))
    for batch in batches:
        assert len({pairs[row].key for row in batch}) == len(batch)
        assert len({pairs[row].b for row in batch}) == len(batch)
    rows = [row for batch in batches for row in batch]
    assert len(rows) == len(set(rows))
    assert len(rows) > 180  # only the last rows, too alike, are left out


def spoken(text: str, about: str, statement: str) -> Spoken:
    source = Source(document="a")
    passage = Passage(id="a/C1/methods/1", certification="a", kind="criterion", text=statement, competence=1, part="methods", source=source)
    return Spoken(Utterance(competence=1, part="methods", about=about, text=text), passage)


def test_a_parole_meets_every_wording_of_its_statement_and_its_siblings() -> None:
    told = [
        spoken("je pèse", "Le poids est contrôlé", "Le poids est contrôlé."),
        spoken("je pèse", "Le poids est contrôlé", "On contrôle le poids."),
        spoken("je mets sur la balance", "Le poids est contrôlé", "Le poids est contrôlé."),
    ]
    pairs = {(pair.a, pair.b) for pair in training_pairs(told, seed=1)}
    assert pairs == {
        ("je pèse", "Le poids est contrôlé."),
        ("je pèse", "On contrôle le poids."),
        ("je mets sur la balance", "Le poids est contrôlé."),
        ("je pèse", "je mets sur la balance"),
        ("je mets sur la balance", "je pèse"),
    }
    assert {pair.key for pair in training_pairs(told, seed=1)} == {"le poids est controle"}


def test_the_same_sentence_in_two_competences_has_one_key() -> None:
    one = Utterance(competence=1, part="methods", about="Toute difficulté relevée est signalée auprès", text="a")
    other = Utterance(competence=4, part="methods", about="Toute difficulté relevée est signalée", text="b")
    assert key_of(one) == key_of(other)


def test_pieces_ignore_case_accents_elisions_and_punctuation() -> None:
    tokenizer = train_tokenizer(["l'écart est évalué", "j’ai trié la pièce"] * 20, 60)
    assert tokenizer.encode("L’ÉCART…").tokens == tokenizer.encode("ecart").tokens


def test_training_brings_pairs_together_and_int8_keeps_the_vectors(tmp_path: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    from vectorstore.training.export import export, static_embedding
    from vectorstore.training.fit import Recipe, fit

    words = ["farine", "rosier", "camion", "facture", "moteur", "piscine"]
    pairs = [Pair(f"{word} {n}", f"objet {word}", word) for word in words for n in range(30)]
    torch.manual_seed(0)
    tokenizer = train_tokenizer([text for pair in pairs for text in (pair.a, pair.b)], 80)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=32)], device="cpu")
    loss = fit(model, pairs, Recipe(batch=6, epochs=5, rate=0.1), seed=0)
    assert loss < 0.5 < np.log(6)  # log 6 is the loss of a guess among six
    export(model, tmp_path)
    embedder = StaticEmbedder(tmp_path)
    near, far = embedder.encode(["farine 3", "objet farine"]), embedder.encode(["farine 3", "objet camion"])
    assert near[0] @ near[1] > far[0] @ far[1] + 0.3
    exact = normalised(np.asarray(static_embedding(model).embedding.weight.detach().numpy(), dtype=np.float32))
    stored = np.load(tmp_path / "weights.npy") * np.load(tmp_path / "scales.npy")[:, None]
    assert np.sum(normalised(stored.astype(np.float32)) * exact, axis=1) == pytest.approx(np.ones(len(exact)), abs=1e-3)
