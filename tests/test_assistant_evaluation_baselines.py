"""What Acquis is compared with: chunks of raw text, searches without understanding, ranking metrics, and their table."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import SHELF

import vectorstore
from assistant.cli import main
from assistant.evaluation.baselines import run_baselines
from assistant.evaluation.cases import Expectation
from assistant.evaluation.chunks import OVERLAP, SIZE, Chunks, raw_texts
from assistant.evaluation.extra import required
from assistant.evaluation.ranking import METRICS, ranking
from assistant.evaluation.report import baselines_table, table
from assistant.evaluation.runs import AskedTurn, Run, TurnResult
from assistant.library import Library
from ingest.errors import AcquisError, MissingDocument
from ingest.model import Certification, Document, Kind, Passage, Source
from ingest.storage import Record
from vectorstore.embeddings import Vectors

CLOCK = "cqpm-horloger-de-clocher"
OIL = f"{CLOCK}/C1/means/1"
FILLER = " ".join(f"remplissage{rank}" for rank in range(120))
"""1,600 characters or so: two chunks of their own."""


class LetterEmbedder:
    """A vector that counts five letters: enough to tell made-up texts apart."""

    name, fingerprint, dimension = "lettres", "lettres", 5

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.array([[text.count(letter) for letter in "zkwxy"] for text in texts], dtype=np.float32)


def passage(text: str, certification: str = "a") -> Passage:
    return Passage(id=f"{certification}/1", certification=certification, kind="section", text=text, context="", source=Source(document="d.txt"))


def turn(*needs: Sequence[str], key: str = "set/1/1", question: str = "?", certification: str | None = None, **expect: Any) -> AskedTurn:  # noqa: ANN401
    expected = Expectation.model_validate({"status": ["answered"], "needs": needs} | expect)
    return AskedTurn(key, question, certification, expected)


# chunks


def test_chunks_are_those_of_the_recipe() -> None:
    text = "\n\n".join(f"Paragraphe {rank} : " + "mot " * 60 for rank in range(20))
    chunks = Chunks({"a": text}, LetterEmbedder()).nearest("z", 100)
    assert (SIZE, OVERLAP) == (1000, 200)
    assert max(len(chunk.text) for chunk in chunks) <= 1000
    assert len(chunks) == 7  # paragraphs of 256 characters, three to a chunk: 20 / 3, none overlaps since a paragraph is over 200


def test_the_nearest_chunks_come_first_and_within_the_certification_that_was_chosen() -> None:
    chunks = Chunks({"a": "zzz", "b": "z k k"}, LetterEmbedder())
    assert [chunk.text for chunk in chunks.nearest("z", 2)] == ["zzz", "z k k"]
    assert [chunk.text for chunk in chunks.nearest("z", 1)] == ["zzz"]
    assert [chunk.text for chunk in chunks.nearest("z", 2, "b")] == ["z k k"]


def test_a_passage_cut_by_two_chunks_is_there_when_both_are() -> None:
    wanted = "La burette contient l'huile prescrite par le fabricant du mouvement"
    head, tail = "La burette contient l'huile zz", "prescrite par le fabricant du mouvement kk"
    chunks = Chunks({"a": f"{head}{' ' * 990}\n\n{tail}", "b": wanted}, LetterEmbedder())
    first, second = chunks.nearest("z", 1, "a"), chunks.nearest("k", 1, "a")
    assert [chunks.hold(passage(wanted), found) for found in (first, second, [*first, *second], [])] == [False, False, True, False]
    assert not chunks.hold(passage(wanted), chunks.nearest("z", 1, "b"))  # the same words of another document


def test_what_the_raw_text_tears_apart_is_not_held_against_the_recipe() -> None:
    chunks = Chunks({"a": f"Le harnais est attaché avant de Page 12 sur 40 monter à l'échelle du clocher {FILLER}"}, LetterEmbedder())
    wanted = passage("Le harnais est attaché avant de monter à l'échelle du clocher")
    assert chunks.hold(wanted, [chunk for chunk in chunks.nearest("z", 9) if "harnais" in chunk.text])
    assert not chunks.hold(wanted, [chunk for chunk in chunks.nearest("z", 9) if "harnais" not in chunk.text])
    assert not chunks.hold(passage("Une phrase que le texte ne contient pas"), chunks.nearest("z", 9))


@pytest.mark.parametrize(("raw", "right"), [("code NSF 221 z", True), ("code NSF 2210 z", False)])
def test_a_passage_of_one_word_is_a_whole_word(raw: str, right: bool) -> None:
    chunks = Chunks({"a": raw}, LetterEmbedder())
    assert chunks.hold(passage("221"), chunks.nearest("z", 1)) == right


def record(path: Path) -> Record:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    document = Document(name=path.name, format=path.suffix[1:], sha256=digest)
    certification = Certification(id="a", title="A", kind=Kind.OTHER, document=document)
    return Record(file_name=path.name, file_sha256=digest, certification=certification)


def test_the_raw_text_is_that_of_the_very_file_without_its_tags(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("<p>Le <b>harnais</b></p> si 3 < 4", "utf-8")
    known = record(path)
    assert raw_texts([known], tmp_path)["a"].split() == ["Le", "harnais", "si", "3", "<", "4"]
    path.write_text("autre chose", "utf-8")
    with pytest.raises(MissingDocument, match=r"a\.md n'est pas, ou plus le même"):
        raw_texts([known], tmp_path)
    with pytest.raises(MissingDocument):
        raw_texts([known], tmp_path / "absent")


def test_a_format_that_the_recipe_does_not_read_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK")
    with pytest.raises(AcquisError, match=r"ne lit que \.md, \.txt et \.pdf, a\.docx n'en est pas"):
        raw_texts([record(path)], tmp_path)


# baselines


def test_each_baseline_is_asked_each_turn_alone(shelf_library: Library) -> None:
    oil = turn([OIL], question="L'huile de la burette est-elle prescrite par le fabricant ?")
    lost = turn([OIL], key="set/1/2", question="et la suivante ?")
    runs = run_baselines([oil, lost], shelf_library, SHELF)
    assert list(runs) == ["recipe@4", "bm25@4", "bm25@10", "dense@4", "dense@10", "hybrid@4", "hybrid@10"]
    assert runs["bm25@4"].results[0].cited[0] == OIL
    assert [r.rate("evidence") for r in (runs["bm25@4"], runs["bm25@4"].part(later=True))] == [(1, 2), (0, 1)]
    assert runs["bm25@4"].results[1].scores["evidence"] == (False, f"manque {OIL}")
    assert all(len(result.cited) <= 4 for result in runs["hybrid@4"].results)
    assert len(runs["dense@10"].results[0].cited) == 10
    assert runs["recipe@4"].results[0].cited == ()
    assert runs["recipe@4"].results[0].characters > runs["hybrid@4"].results[0].characters


def test_a_model_given_makes_the_vectors_of_the_recipe(shelf_library: Library) -> None:
    folder = Path(vectorstore.__file__).parent / "model"
    runs = run_baselines([turn([OIL], question="burette")], shelf_library, SHELF, folder)
    assert next(iter(runs)) == "recipe-given-model@4"


def test_baselines_keep_to_the_certification_chosen_and_quote_what_they_count(shelf_library: Library) -> None:
    chosen = turn([OIL], question="Quel harnais ?", certification="cqpm-animateur-gat-v2")
    for name, run in run_baselines([chosen], shelf_library, SHELF).items():
        (result,) = run.results
        assert all(found.startswith("cqpm-animateur-gat-v2/") for found in result.cited), name
        if result.cited:
            texts = [found.text for found in map(shelf_library.shelf.passage, result.cited) if found]
            assert result.characters == sum(map(len, texts))


# ranking


def run_of(*cited: str, key: str = "set/1/1") -> Run:
    return Run((TurnResult(key, "?", {}, 0, 1.0, cited),))


def test_ranking_metrics_are_those_of_the_textbook() -> None:
    found = ranking(run_of("x", "b", "y", "z", "a"), [turn(["a"], ["b"])])
    # places 2 and 5 of relevant ones; the best order would have them at 1 and 2
    assert found["nDCG@10"] == pytest.approx((1 / math.log2(3) + 1 / math.log2(6)) / (1 + 1 / math.log2(3)), abs=1e-4)
    assert found == found | {"R@4": 0.5, "R@10": 1.0, "RR": 0.5}
    assert tuple(found) == METRICS


def test_one_passage_of_a_need_is_enough_and_counts_once() -> None:
    assert ranking(run_of("b", "a", "c"), [turn(["a", "b"], ["c"])]) == {"nDCG@10": 1.0, "R@4": 1.0, "R@10": 1.0, "RR": 1.0}


def test_with_any_the_certification_that_does_best_counts() -> None:
    either = turn(["v1/a"], ["v1/b"], ["v2/a"], any=True)
    assert ranking(run_of("v2/a"), [either])["nDCG@10"] == 1.0
    assert ranking(run_of("v1/a", "x"), [either])["R@4"] == 0.5


def test_a_turn_for_which_nothing_is_ranked_is_zero() -> None:
    turns = [turn(["a"]), turn(["a"], key="set/2/1"), turn(["a"], key="set/3/1")]
    run = Run((*run_of("a").results, *run_of(key="set/2/1").results))  # the third is not in the run at all
    assert ranking(run, turns)["RR"] == pytest.approx(1 / 3, abs=1e-4)
    assert ranking(run, [])["RR"] == 0.0


def test_a_tool_that_is_not_installed_is_named() -> None:
    with pytest.raises(AcquisError, match=r"demande outil-absent : .*\[eval\]"):
        required("outil_absent")


# tables


def test_tables_are_aligned_markdown() -> None:
    assert table(["", "k"], [["abc", "4"]]) == "|     | k |\n| --- | - |\n| abc | 4 |"


def test_the_table_shows_acquis_first_and_by_how_much_it_does_better() -> None:
    def quoting(right: bool, characters: int) -> Run:
        return Run((TurnResult("set/1/1", "?", {"evidence": (right, "")}, characters, 1.25, ("a",)),))

    metrics = dict.fromkeys(METRICS, 0.5)
    text = baselines_table(quoting(True, 55), {"recipe@4": quoting(False, 3000), "bm25@10": quoting(True, 9)}, {"acquis": metrics, "bm25@10": metrics})
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.replace("\u00a0", " ").splitlines()]
    ours = ["**Acquis**", "—", "1,000 (1/1)", "1,000 (1/1)", "—", "55", "1,2", "—", "0,500", "0,500", "0,500", "0,500"]
    assert rows[2] == ours
    assert rows[3] == ["recette par défaut, nos vecteurs", "4", "0,000 (0/1)", "0,000 (0/1)", "—", "3000", "1,2", "+1,000 [+1,000 ; +1,000]", *"————"]
    assert rows[4][:2] == ["BM25 seul", "10"]
    assert rows[4][7] == "+0,000 [+0,000 ; +0,000]"


# the command


@pytest.fixture
def one_case(tmp_path: Path) -> Path:
    case = {"id": "q-1", "turns": [{"question": "moyens de la compétence 1 de l'horloger", "expect": {"status": ["answered"], "needs": [[OIL]]}}]}
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps(case) + "\n", "utf-8")
    return path


def test_the_command_compares_with_baselines_and_keeps_them(
    one_case: Path, shelf_library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, kept = str(shelf_library.home), tmp_path / "run.json"
    assert main(["--home", home, "--json", "eval", str(one_case), "--baselines", str(SHELF), "-o", str(kept)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document["baselines"]["recipe@4"]["against"]) == {"wins", "ties", "losses", "difference", "interval"}
    assert document["ranking"]["acquis"]["RR"] == 1.0
    assert set(document["ranking"]) == {"acquis", "bm25@10", "dense@10", "hybrid@10"}
    assert set(json.loads(kept.read_text("utf-8"))["baselines"]) == set(document["baselines"])
    assert main(["--home", home, "eval", str(one_case), "--baselines", str(SHELF)]) == 0
    assert "| **Acquis** " in capsys.readouterr().out


def test_a_model_without_baselines_is_refused(one_case: Path, shelf_library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(shelf_library.home), "eval", str(one_case), "--model", "dossier"]) == 1
    assert "ne sert qu'avec --baselines" in capsys.readouterr().err
