"""``acquis map``: text, standard input, JSON of the contract, batches; stories told in the chat."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from assistant.answer import Status
from assistant.cli import main
from assistant.library import Library
from assistant.service import Assistant
from assistant.verification import verify

CLOCK = "cqpm-horloger-de-clocher"
OILED = "Chaque matin je remets de l'huile du fabricant dans la burette et je graisse les rouages."
STORY = f"{OILED} Je le fais seul, harnais attaché, avant l'ouverture de l'église."


def test_one_activity_in_french(shelf_library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(shelf_library.home), "map", CLOCK, OILED]) == 0
    assert capsys.readouterr().out.replace("\u00a0", " ").startswith("**Compétence 1 : Graisser les rouages** — montrée en partie")


def test_standard_input_and_the_keys_of_the_contract(
    shelf_library: Library, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(OILED))
    assert main(["--home", str(shelf_library.home), "map", CLOCK, "-", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {"id", "competences", "unmatched"} <= set(document)
    competence = document["competences"][0]
    assert {"number", "title", "status", "score", "criteria", "next"} <= set(competence)
    assert {"id", "family", "text", "status", "score", "evidence"} <= set(competence["criteria"][0])
    evidence = [item for criterion in competence["criteria"] for item in criterion["evidence"]]
    assert all(OILED[item["start"] : item["end"]] == item["text"] for item in evidence)
    assert evidence


def test_a_batch_answers_every_line_in_order(shelf_library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        {"id": "a", "certification": CLOCK, "activity": OILED},
        {"id": "b", "certification": "cqpm-licorne", "activity": OILED},
        {"id": "c", "activity": OILED},
    ]
    path = tmp_path / "activities.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\nnot json\n", "utf-8")
    assert main(["--home", str(shelf_library.home), "map", "--batch", str(path)]) == 1
    first, second, third, fourth = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first["id"], first["competences"][0]["status"]) == ("a", "partial")
    assert (second["id"], "cqpm-licorne" in second["error"]) == ("b", True)
    assert third["error"].startswith("La ligne 3 n'est pas une activité lisible")
    assert fourth["id"] is None
    assert main(["--home", str(shelf_library.home), "map", CLOCK, "--batch", str(path)]) == 1
    assert json.loads(capsys.readouterr().out.splitlines()[2])["id"] == "c"


def test_a_certification_is_needed(shelf_library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(shelf_library.home), "map"]) == 1
    assert "Il manque la certification" in capsys.readouterr().err


def test_a_story_told_in_the_chat_is_mapped(assistant: Assistant) -> None:
    answer, memory = assistant.ask(STORY, certification=CLOCK)
    assert answer.status == Status.ANSWERED
    assert answer.competences[0].number == 1
    assert f"{CLOCK}/C1/means/1" in [citation.passage for citation in answer.citations]
    assert verify(answer.answer, answer.citations).failed == ()
    assert answer.reading.startswith("activités racontées")
    after, _ = assistant.ask("Quels sont les résultats attendus ?", memory=memory)
    assert [ref.number for ref in after.competences] == [1]


def test_the_chat_asks_which_certification_is_meant_then_maps(assistant: Assistant) -> None:
    answer, memory = assistant.ask(STORY)
    assert answer.status == Status.AMBIGUOUS
    assert "certification" in answer.answer
    answer, _ = assistant.ask("l'horloger", memory=memory)
    assert answer.status == Status.ANSWERED
    assert answer.certifications == (CLOCK,)


def test_a_story_that_shows_nothing_claims_nothing(assistant: Assistant) -> None:
    told = (
        "Je vends des chaussures dans une galerie marchande depuis neuf ans. Le samedi je tiens la caisse et je range la vitrine du fond."
    )
    answer, _ = assistant.ask(told, certification=CLOCK)
    assert answer.status == Status.NOT_FOUND
    assert answer.competences == ()
