"""``acquis feedback`` as people and scripts use it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from conftest import INVENTED

from assistant.answer import Answer, Status
from assistant.cli import main
from assistant.conversations import Conversations
from assistant.evaluation.cases import read_cases
from assistant.exchange import Exchange
from assistant.feedback import Feedback, Reason
from assistant.library import Library
from assistant.service import Assistant

MEANS = "Quels sont les moyens de la compétence 1 du boulanger de nuit ?"
NOT_FOUND = Answer(status=Status.NOT_FOUND, answer="Le référentiel ne le dit pas.")


@pytest.fixture
def judged(home: Path) -> tuple[str, str]:
    """The ids of two cases: a useful answer, and a refusal whose comment names somebody."""
    Library(home).ingest([INVENTED])
    answer, memory = Assistant(Library(home)).ask(MEANS)
    store = Conversations(home)
    first = store.start(Exchange(MEANS, answer, memory=memory, feedback=Feedback(True)))
    second = store.start(Exchange("Combien ça coûte ?", NOT_FOUND, feedback=Feedback(False, Reason.OTHER, "Dites-le à Mme Dupuis.")))
    return f"q-avis-{first}-1", f"q-avis-{second}-1"


def run(home: Path, *argv: str) -> int:
    return main(["--home", str(home), "feedback", *argv])


def test_list_shows_what_an_export_would_write(home: Path, judged: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "list") == 0
    shown = capsys.readouterr().out.replace("\u00a0", " ")
    assert f"{judged[0]}\n  Question : « {MEANS} »\n  Votre avis : utile\n" in shown
    assert "Votre avis : à revoir (autre)\n  Votre commentaire : « Dites-le à Mme Dupuis. »" in shown
    assert "Attention : contient un nom de personne." in shown


def test_list_as_json(home: Path, judged: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "list", "--json") == 0
    cases = {found["case"]["id"]: found for found in json.loads(capsys.readouterr().out)["cases"]}
    assert set(cases) == set(judged)
    assert set(cases[judged[0]]) == {"conversation", "personal", "case"}
    assert cases[judged[1]]["personal"] == ["un nom de personne"]


def test_nothing_kept_is_said_and_not_exported(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "list") == 0
    assert capsys.readouterr().out == "Aucun avis n'est gardé.\n"
    assert run(home, "export", "-o", str(tmp_path / "avis.jsonl")) == 1
    assert "Aucun avis à exporter." in capsys.readouterr().err
    assert not (tmp_path / "avis.jsonl").exists()


def test_an_export_is_shown_first_leaves_out_who_is_named_and_is_run_by_eval(
    home: Path, judged: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "avis.jsonl"
    assert run(home, "export", "-o", str(path)) == 0
    told = capsys.readouterr().err.replace("\u00a0", " ")
    assert told.index(f"Question : « {MEANS} »") < told.index(f"1 cas dans {path}")
    assert f"(--only les prend) : {judged[1]}" in told
    assert [case.id for case in read_cases(path)] == [judged[0]]
    assert main(["--home", str(home), "eval", str(path), "--json"]) == 0
    captured = capsys.readouterr()
    assert "1 question à relire" in captured.err.replace("\u00a0", " ")
    assert json.loads(captured.out)["failures"] == []


def test_only_the_cases_named_are_written(home: Path, judged: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "avis.jsonl"
    assert run(home, "export", "-o", str(path), "--only", judged[1], "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"path": str(path), "cases": [judged[1]], "left_out": [judged[0]]}
    assert [case.id for case in read_cases(path)] == [judged[1]]
    assert run(home, "export", "-o", str(path), "--only", "inconnu") == 1
    assert "« inconnu »" in capsys.readouterr().err.replace("\u00a0", " ")


def test_when_all_cases_name_somebody_they_must_be_named(
    home: Path, judged: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Conversations(home).delete(judged[0].split("-")[2])
    assert run(home, "export", "-o", str(tmp_path / "avis.jsonl")) == 1
    assert "nommez avec --only" in capsys.readouterr().err


def test_on_a_terminal_a_no_writes_nothing(
    home: Path, judged: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("n\n"))
    path = tmp_path / "avis.jsonl"
    assert run(home, "export", "-o", str(path)) == 0
    assert "Rien n'a été écrit." in capsys.readouterr().err
    assert not path.exists()
    assert run(home, "export", "-o", str(path), "--yes") == 0
    assert path.exists()
