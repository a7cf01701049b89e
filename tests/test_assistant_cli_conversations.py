"""``acquis conversations`` as people and scripts use it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import docx
import pytest
from conftest import INVENTED

from assistant.cli import main
from assistant.conversations import Conversations
from assistant.exchange import Exchange
from assistant.feedback import Feedback, Reason
from assistant.library import Library
from assistant.service import Assistant

WEIGHED = "La balance est tarée avant chaque pesée."
MEANS = "Quels sont les moyens de la compétence 1 du boulanger de nuit ?"


@pytest.fixture
def kept(home: Path) -> str:
    """A conversation of two questions, the second one without an answer."""
    Library(home).ingest([INVENTED])
    answer, memory = Assistant(Library(home)).ask(MEANS)
    store = Conversations(home)
    conversation = store.start(Exchange(MEANS, answer, memory=memory))
    store.append(conversation, Exchange("Et puis ?", error="Le serveur est arrêté."))
    return conversation


def run(home: Path, *argv: str) -> int:
    return main(["--home", str(home), "conversations", *argv])


def test_list_says_title_date_and_certification(home: Path, kept: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{kept}  {MEANS}"
    assert lines[1].startswith("  aujourd'hui à ")
    assert lines[1].endswith(", 2 questions — cqpm-boulanger-de-nuit")


def test_list_as_json_and_by_words(home: Path, kept: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "list", "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)["conversations"]
    assert set(found) == {"id", "title", "created", "updated", "certification", "questions"}
    assert (found["id"], found["questions"]) == (kept, 2)
    assert run(home, "list", "--search", "BALANCE taree", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["conversations"]) == 1
    assert run(home, "list", "--search", "introuvable") == 0
    assert "Aucune conversation ne contient ces mots." in capsys.readouterr().out


def test_nothing_kept_is_said_and_makes_no_file(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "list") == 0
    assert capsys.readouterr().out == "Aucune conversation n'est gardée.\n"
    assert not home.exists()


def test_ask_keeps_nothing(home: Path, kept: str) -> None:
    assert main(["--home", str(home), "ask", MEANS]) == 0
    assert len(Conversations(home).summaries()) == 1


def test_show(home: Path, kept: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "show", kept) == 0
    text = capsys.readouterr().out
    assert f"# {MEANS}" in text
    assert WEIGHED in text
    assert "Le serveur est arrêté." in text
    assert run(home, "show", kept, "--json") == 0
    turns = json.loads(capsys.readouterr().out)["turns"]
    assert [turn["question"] for turn in turns] == [MEANS, "Et puis ?"]
    assert turns[0]["answer"]["citations"][0]["text"] == WEIGHED
    assert (turns[1]["answer"], turns[1]["error"]) == (None, "Le serveur est arrêté.")
    assert [turn["feedback"] for turn in turns] == [None, None]
    Conversations(home).rate(kept, 0, 0, Feedback(False, Reason.OTHER, "Trop long."))
    assert run(home, "show", kept, "--json") == 0
    feedback = json.loads(capsys.readouterr().out)["turns"][0]["feedback"]
    assert (feedback["useful"], feedback["reason"], feedback["comment"]) == (False, "other", "Trop long.")


def test_rename(home: Path, kept: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "rename", kept, "Entretien\ndu 12 mars", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"id": kept, "title": "Entretien du 12 mars"}
    assert run(home, "rename", kept, "") == 1
    assert "Le titre est vide" in capsys.readouterr().err


def test_export(home: Path, kept: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    word, markdown = tmp_path / "c.docx", tmp_path / "c.md"
    assert run(home, "export", kept, "-o", str(word)) == 0
    assert f"«\u00a0{WEIGHED}\u00a0»" in [paragraph.text for paragraph in docx.Document(str(word)).paragraphs]
    capsys.readouterr()
    assert run(home, "export", kept, "-o", str(markdown), "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"id": kept, "path": str(markdown)}
    assert f"> «\u00a0{WEIGHED}\u00a0»" in markdown.read_text("utf-8")
    assert run(home, "export", kept, "-o", str(tmp_path / "c.pdf")) == 1
    assert "c.pdf\u00a0» n'est pas connu\u00a0: donnez un fichier en .md ou en .docx." in capsys.readouterr().err
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {"c.docx", "c.md"}


def test_delete_asks_on_a_terminal(home: Path, kept: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("n\n"))
    assert run(home, "delete", kept) == 0
    assert "Rien n'a été effacé." in capsys.readouterr().err
    assert run(home, "delete", kept, "--yes", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"id": kept, "deleted": True}
    assert Conversations(home).summaries() == []


@pytest.mark.parametrize("action", [["show"], ["rename"], ["export"], ["delete", "--yes"]])
def test_an_unknown_conversation_says_where_the_others_are(home: Path, action: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = {"rename": ["titre"], "export": ["-o", str(tmp_path / "c.md")]}.get(action[0], [])
    assert run(home, action[0], "0123456789", *more, *action[1:]) == 1
    assert "Aucune conversation n'a l'identifiant «\u00a00123456789\u00a0»" in capsys.readouterr().err
    assert not (tmp_path / "c.md").exists()


def test_usage_is_french(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["conversations"]) == 2
    assert "il manque\u00a0: ACTION" in capsys.readouterr().err
    assert main(["conversations", "export", "--help"]) == 0
    assert "en .md ou en .docx" in capsys.readouterr().out
