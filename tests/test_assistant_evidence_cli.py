"""``acquis evidence``: its JSON, what it prints, its errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main
from assistant.evidence.proofs import catalogue
from assistant.evidence.wording import DECISION
from assistant.library import Library

CLOCK, SHEET = "cqpm-horloger-de-clocher", "rncp-99123-animateur-gat"


def run(library: Library, *argv: str) -> int:
    return main(["--home", str(library.home), "evidence", *argv])


def printed(library: Library, capsys: pytest.CaptureFixture[str], *argv: str) -> Any:  # noqa: ANN401 - any JSON document
    assert run(library, *argv, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_json_follows_the_contract(shelf_library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    document = printed(shelf_library, capsys, CLOCK, "--competence", "1")
    assert list(document) == ["certification", "competence", "code", "title", "criteria", "results", "advice"]
    assert (document["certification"], document["competence"], document["title"]) == (CLOCK, 1, "Graisser les rouages")
    assert [(item["id"], item["family"]) for item in document["criteria"]] == [
        (f"{CLOCK}/C1/{family}/1", family) for family in ("methods", "means", "relations", "constraints")
    ]
    assert [item["id"] for item in document["results"]] == [f"{CLOCK}/C1/results/1"]
    assert document["criteria"][3]["text"] == "Le harnais est attaché avant de monter à l'échelle."
    for item in [*document["criteria"], *document["results"]]:
        assert 2 <= len(item["evidence"]) <= 4
        for evidence in item["evidence"]:
            assert list(evidence) == ["id", "name", "shows", "must_contain", "hide", "watch_out"]
            assert evidence["name"] == catalogue()[evidence["id"]].name
    assert document["advice"][0] == DECISION
    assert "résumé rédigé par le projet" in document["advice"][1]  # the clock maker is a fiche


def test_a_registry_sheet_is_advised_as_a_whole(shelf_library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    document = printed(shelf_library, capsys, SHEET, "--competence", "2")
    assert document["code"] == "C2"
    assert [(item["id"], item["family"]) for item in document["criteria"]] == [(f"{SHEET}/C2", None)]
    assert document["results"] == []
    assert run(shelf_library, SHEET, "--competence", "2") == 0
    assert "Ce document ne donne pas de critères" in capsys.readouterr().out


def test_what_people_read_describes_each_proof_once(shelf_library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    document = printed(shelf_library, capsys, CLOCK, "--competence", "1")
    assert run(shelf_library, CLOCK, "--competence", "1") == 0
    text = capsys.readouterr().out
    assert "«\u00a0Le harnais est attaché avant de monter à l'échelle.\u00a0»" in text
    offered = {evidence["id"]: evidence["shows"] for item in document["criteria"] + document["results"] for evidence in item["evidence"]}
    assert all(text.count(shows) == 1 for shows in offered.values())
    assert f"\n  {len(offered)}. " in text
    assert f"\n  {len(offered) + 1}. " not in text
    criteria, proofs = text.split("Conseil\u00a0:")
    assert "harnais est attaché" not in proofs  # what is quoted and what is advised do not mix
    assert "À masquer" not in criteria
    assert DECISION in proofs


@pytest.mark.parametrize(
    ("argv", "status", "message"),
    [
        ((CLOCK, "--competence", "9"), 1, "n'a pas de compétence 9"),
        (("cqpm-licorne", "--competence", "1"), 1, "cqpm-licorne"),
        ((CLOCK,), 2, "il manque\u00a0: --competence"),
    ],
)
def test_errors(argv: tuple[str, ...], status: int, message: str, shelf_library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shelf_library, *argv) == status
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.out == ""


def test_the_figures_of_the_proofs_are_shown_by_eval(fiches_library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = {"id": "1", "criterion": "rncp-28242-coordonnateur-qse/C2", "proofs": ["fiche-processus", "logigramme-processus", "cartographie-processus"]}
    path = tmp_path / "mes-preuves.jsonl"
    path.write_text(json.dumps(case), "utf-8")
    assert main(["--home", str(fiches_library.home), "eval", str(path)]) == 0
    assert "mes-preuves\u00a0: 1 critère, 1,000 de preuves justes" in capsys.readouterr().out
