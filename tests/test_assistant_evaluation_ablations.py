"""Ablations: each variant searches without one part, and the table says what is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.evaluation.ablations import VARIANTS, WHOLE, ablate, ablations_table, index_of
from assistant.evaluation.runs import Run, TurnResult, read_sets
from assistant.library import Library

CLOCK = "cqpm-horloger-de-clocher"
OIL = f"{CLOCK}/C1/means/1"


def test_the_whole_searches_as_the_library_does(shelf_library: Library, tmp_path: Path) -> None:
    whole = index_of(VARIANTS[WHOLE], shelf_library, tmp_path)
    for question in ("Quelle huile dans la burette ?", "dorer les aiguiles", "Qui avertir ?"):
        assert whole.search(question) == shelf_library.index.search(question)


@pytest.mark.parametrize(
    ("name", "question", "lost"),
    [
        ("sans racines, familles ni synonymes", "burettes", "lexical"),
        ("sans réparer les fautes de frappe", "burrette", "lexical"),
        ("sans fil d'Ariane", "contraintes", "lexical"),
        ("sans vecteurs", "burette", "dense"),
    ],
)
def test_a_part_that_is_off_earns_nothing(name: str, question: str, lost: str, shelf_library: Library, tmp_path: Path) -> None:
    variant = replace(VARIANTS[name], mends=False)  # otherwise « burettes » is taken for a mistyped « burette »
    whole, without = shelf_library.index.search(question), index_of(variant, shelf_library, tmp_path).search(question)
    assert max(getattr(hit, lost) for hit in whole) > 0
    assert max((getattr(hit, lost) for hit in without), default=0.0) == 0


def test_without_bm25_the_vectors_rank(shelf_library: Library, tmp_path: Path) -> None:
    question = "Quelle huile dans la burette ?"
    without = index_of(VARIANTS["sans BM25"], shelf_library, tmp_path).search(question)
    assert [hit.passage.id for hit in without] == [hit.passage.id for hit in shelf_library.index.search(question, by_words=False)]


def test_without_bullets_only_whole_statements_are_indexed(shelf_library: Library, tmp_path: Path) -> None:
    index = index_of(VARIANTS["sans les puces une à une"], shelf_library, tmp_path)
    bullets = sum(passage.parent is not None for passage in shelf_library.passages())
    assert bullets
    assert index.manifest.counts.passages == shelf_library.index.manifest.counts.passages - bullets


def test_the_table_tells_the_loss() -> None:
    def run(right: bool) -> Run:
        return Run((TurnResult("set/1/1", "?", {"evidence": (right, "")}, 10, 1.0),))

    rows = ablations_table({WHOLE: run(True), "sans BM25": run(False)}).replace("\u00a0", " ").splitlines()
    assert [cell.strip() for cell in rows[3].split("|")[1:4]] == ["sans BM25", "0,000 (0/1)", "−1,000 [−1,000 ; −1,000]"]


def test_without_memory_a_later_turn_is_a_first_one(shelf_library: Library, tmp_path: Path) -> None:
    later = {"question": "et côté moyens ?", "expect": {"status": ["answered"], "needs": [[OIL]]}}
    first = {"question": "méthodes de la compétence 1 de l'horloger", "expect": {"status": ["answered"], "needs": [[f"{CLOCK}/C1/methods/1"]]}}
    path = tmp_path / "dialogue.jsonl"
    path.write_text(json.dumps({"id": "d-1", "turns": [first, later]}) + "\n", "utf-8")
    runs = ablate(read_sets([path], shelf_library), shelf_library)
    assert runs[WHOLE].rate("evidence") == (2, 2)
    assert runs["sans mémoire du dialogue"].rate("evidence") == (1, 2)


def test_the_command_ablates(shelf_library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = {"id": "q-1", "turns": [{"question": "Quelle huile dans la burette ?", "expect": {"status": ["answered"], "needs": [[OIL]]}}]}
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps(case) + "\n", "utf-8")
    assert main(["--home", str(shelf_library.home), "--json", "eval", str(path), "--ablate"]) == 0
    found = json.loads(capsys.readouterr().out)["ablations"]
    assert list(found) == list(VARIANTS)
    assert found[WHOLE]["evidence"] == [1, 1]
    assert found["sans BM25"]["against_whole"]["evidence"]["ties"] + found["sans BM25"]["against_whole"]["evidence"]["losses"] == 1


@pytest.mark.parametrize("option", [["-o", "run.json"], ["--against", "run.json"], ["--baselines", "."], ["--failures"]])
def test_the_command_does_not_ignore_an_option_beside_ablate(option: list[str], home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(home), "eval", "--ablate", *option]) == 1
    assert "ne se combine" in capsys.readouterr().err
