"""``acquis correct`` and ``acquis label``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import INVENTED, SHELF

from assistant.cli import main
from assistant.library import Library
from ingest.markdown_format import to_markdown
from ingest.storage import Store

BAKER = "cqpm-boulanger-de-nuit"
TARED, TARED_RIGHT = "La balance est tarée avant chaque pesée.", "La balance est tarée après chaque pesée."


@pytest.fixture
def stocked(home: Path) -> Path:
    Library(home).ingest([INVENTED])
    return home


@pytest.fixture
def edited(stocked: Path, tmp_path: Path) -> Path:
    path = tmp_path / "corrige.md"
    path.write_text(to_markdown(Store(stocked).certification(BAKER)).replace(TARED, TARED_RIGHT), "utf-8")
    return path


def run(home: Path, *arguments: str) -> int:
    return main(["--home", str(home), *arguments])


def test_differences_are_told_then_kept_then_taken_back(stocked: Path, edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(stocked, "correct", BAKER, str(edited)) == 0
    printed = capsys.readouterr()
    assert printed.out == "Compétence 1, moyens utilisés 1\n  La balance est tarée [− avant −] [+ après +] chaque pesée.\n"
    assert "--undo" in printed.err
    assert Store(stocked).record(BAKER).as_read is not None
    assert run(stocked, "show", BAKER, "--competence", "1") == 0
    assert f"{TARED_RIGHT}  [l. 30, corrigé à la main le " in capsys.readouterr().out

    assert run(stocked, "correct", BAKER, "--json") == 0
    (change,) = json.loads(capsys.readouterr().out)["changes"]
    assert (change["place"], change["old"], change["new"]) == ("compétence 1, moyens utilisés 1", TARED, TARED_RIGHT)
    assert ["-", "avant"] in change["diff"]

    assert run(stocked, "correct", BAKER, "--undo", "--json") == 0
    assert json.loads(capsys.readouterr().out)["kept"] is True
    assert Store(stocked).record(BAKER).as_read is None


def test_a_corrected_quotation_says_so_in_an_answer(stocked: Path, edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(stocked, "correct", BAKER, str(edited))
    run(stocked, "ask", "Quels moyens pour la compétence 1 ?")
    printed = capsys.readouterr().out
    assert "l. 30, corrigé à la main le " in printed
    assert "ces mots ne sont pas ceux du document lu" in printed
    run(stocked, "list")
    assert "texte officiel\u00a0: cqpm-boulanger-de-nuit.md, corrigé à la main le" in capsys.readouterr().out


def test_nothing_to_correct_and_nothing_to_take_back_are_sentences(
    stocked: Path, edited: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(stocked, "correct", BAKER) == 0
    assert "n'a pas été corrigé à la main" in capsys.readouterr().err
    assert run(stocked, "correct", BAKER, "--undo") == 1
    assert "rien n'y a été corrigé" in capsys.readouterr().err
    assert run(stocked, "correct", BAKER, str(edited), "--undo") == 1
    assert run(stocked, "correct", BAKER, str(edited.with_name("absent.md"))) == 1
    run(stocked, "correct", BAKER, str(edited))
    assert run(stocked, "correct", BAKER, str(edited)) == 0
    assert "Rien ne diffère" in capsys.readouterr().err


def test_a_label_is_given_and_taken_away(stocked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(stocked, "label", BAKER, "2019") == 0
    assert "est la version «\xa02019\xa0»" in capsys.readouterr().err
    assert run(stocked, "label", BAKER, "", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"certification": BAKER, "label": None}
    assert Store(stocked).certification(BAKER).label is None


OLD, NEW = "cqpm-animateur-gat-v1", "cqpm-animateur-gat-v2"


@pytest.fixture
def shelf(home: Path) -> Path:
    Library(home).ingest([SHELF])
    return home


def answered(home: Path, question: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    assert run(home, "ask", question, "--json") == 0
    found: list[str] = json.loads(capsys.readouterr().out)["certifications"]
    return found


def test_labels_swapped_swap_the_answers(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The label says which is the older one, whatever the ids say."""
    question = "Combien de compétences compte l'ancienne version du CQPM GAT ?"
    assert answered(shelf, question, capsys) == [OLD]
    assert run(shelf, "label", OLD, "nouvelle version") == 0
    assert run(shelf, "label", NEW, "ancienne version") == 0
    assert answered(shelf, question, capsys) == [NEW]
    assert answered(shelf, "Combien de compétences compte le CQPM GAT ?", capsys) == [OLD]


def test_a_year_is_heard_and_tells_the_newer_one(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, label in ((OLD, "2026"), (NEW, "2024")):
        assert run(shelf, "label", name, label) == 0
    assert answered(shelf, "Combien de compétences compte le CQPM GAT version 2024 ?", capsys) == [NEW]
    assert answered(shelf, "Combien de compétences compte le CQPM GAT ?", capsys) == [OLD]
    assert answered(shelf, "Combien de compétences compte la version 2026 ?", capsys) == [OLD]
    assert {OLD, NEW} <= set(answered(shelf, "Qu'est-ce qui change entre la 2024 et la 2026 du CQPM GAT ?", capsys))
