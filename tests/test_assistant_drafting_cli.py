"""``acquis draft``, the review of its file, and drafting asked for in the chat."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import DOCUMENTS

from assistant.answer import Status
from assistant.cli import main
from assistant.drafting.composing import Request, compose
from assistant.drafting.items import Choice, Drafted, Kind, Origin
from assistant.drafting.items import Status as Review
from assistant.drafting.review import accept, edit, only_kept, recounted, reject
from assistant.drafting.units import Scope, scope_of
from assistant.library import Library
from assistant.service import Assistant
from ingest.errors import AcquisError

CONFISEUR = "cqpm-confiseur"
ITEM = ["id", "kind", "text", "expected", "criteria", "quotations", "competences", "probes", "origin", "status"]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library(tmp_path_factory.mktemp("sweets"))
    library.ingest([DOCUMENTS / "cqpm-confiseur.md"])
    return library


@pytest.fixture
def scope(library: Library) -> Scope:
    return scope_of(library.store.certification(CONFISEUR), (1,))


@pytest.fixture
def series(library: Library) -> Drafted:
    return compose(library.store.certification(CONFISEUR), Request(Kind.INTERVIEW, (1,)))


def run(library: Library, *argv: str) -> int:
    return main(["--home", str(library.home), "draft", *argv])


def printed(library: Library, capsys: pytest.CaptureFixture[str], *argv: str) -> Any:  # noqa: ANN401 - any JSON document
    assert run(library, *argv, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_json_follows_the_contract(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    document = printed(library, capsys, CONFISEUR, "--competence", "1", "--count", "2")
    assert {"items", "coverage"} <= set(document)
    assert [list(item) for item in document["items"]] == [ITEM, ITEM]
    assert document["items"][0]["kind"] == "entretien"
    assert document["items"][0]["criteria"][0] == f"{CONFISEUR}/C1/methods/1"
    assert document["coverage"]["criteria"] == 6
    assert document["coverage"]["covered"] + len(document["coverage"]["missing"]) == 6
    assert (document["engine"], document["items"][0]["origin"], document["items"][0]["status"]) == ("grammar", "grammar", "proposed")


def test_choices_have_one_key_in_json(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    document = printed(library, capsys, CONFISEUR, "--competence", "1", "2", "--kind", "qcm", "--count", "3")
    for item in document["items"]:
        assert sum(choice["correct"] for choice in item["choices"]) == 1
        assert item["expected"] == [choice["text"] for choice in item["choices"] if choice["correct"]]


def test_a_block_and_the_whole_certification(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(library, capsys, CONFISEUR, "--block", "2", "--kind", "grille")["coverage"]["criteria"] == 3
    assert printed(library, capsys, CONFISEUR, "--kind", "grille")["coverage"]["criteria"] == 13


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".csv", ".md", ".xml", ".gift", ".json"])
def test_a_file_in_each_format(library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str) -> None:
    path = tmp_path / f"serie{suffix}"
    assert run(library, CONFISEUR, "--competence", "1", "--kind", "grille", "-o", str(path)) == 0
    assert path.stat().st_size > 200
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "6 critères couverts sur 6" in captured.err


@pytest.mark.parametrize(
    ("argv", "status", "words"),
    [
        ([CONFISEUR, "--competence", "12"], 1, "n'a pas de compétence 12"),
        (["inconnu"], 1, "inconnu"),
        ([CONFISEUR, "--kind", "poème"], 2, "poème"),
        ([CONFISEUR, "--count", "5000"], 1, "5000"),
        ([CONFISEUR, "-o", "serie.odt"], 1, ".odt"),
        ([CONFISEUR, "--reviewed", "absente.json"], 1, "absente.json"),
        ([CONFISEUR, "--reviewed", "serie.json", "--count", "3"], 1, "ne se combine pas"),
    ],
)
def test_errors_are_one_sentence(library: Library, capsys: pytest.CaptureFixture[str], argv: list[str], status: int, words: str) -> None:
    assert run(library, *argv) == status
    captured = capsys.readouterr()
    assert words in captured.err
    assert "Traceback" not in captured.err


def test_only_what_was_accepted_goes_out(library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "serie.json"
    assert run(library, CONFISEUR, "--competence", "1", "-o", str(path)) == 0
    document = json.loads(path.read_text("utf-8"))
    document["items"][0]["status"], document["items"][1]["status"] = "accepted", "rejected"
    path.write_text(json.dumps(document), "utf-8")
    capsys.readouterr()
    kept = printed(library, capsys, CONFISEUR, "--reviewed", str(path))
    assert [item["id"] for item in kept["items"]] == [document["items"][0]["id"]]
    assert (kept["coverage"]["criteria"], kept["coverage"]["covered"]) == (6, 1)


def test_nothing_accepted_nothing_exported(library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "serie.json"
    assert run(library, CONFISEUR, "--competence", "1", "-o", str(path)) == 0
    assert run(library, CONFISEUR, "--reviewed", str(path)) == 1
    assert "Aucun élément n'a été accepté" in capsys.readouterr().err


def test_review_changes_states_and_coverage(series: Drafted, scope: Scope) -> None:
    first, second, third = (item.id for item in series.items[:3])
    reviewed = reject(edit(accept(series, first), second, text="Comment dosez-vous\u00a0?"), third)
    assert [item.status for item in reviewed.items[:4]] == [Review.ACCEPTED, Review.EDITED, Review.REJECTED, Review.PROPOSED]
    assert (reviewed.items[1].text, reviewed.items[1].origin) == ("Comment dosez-vous\u00a0?", Origin.PERSON)
    assert reviewed.items[1].id == second
    assert recounted(reviewed, scope).coverage.covered == 5  # the six of the competence but the one of the rejected item
    kept = only_kept(reviewed, scope)
    assert [item.id for item in kept.items] == [first, second]
    assert kept.coverage.covered == 3  # one, and the two that the edited item tests
    assert accept(reviewed, second).items[1].status == Review.EDITED


def test_a_review_that_makes_no_sense_is_refused(series: Drafted) -> None:
    with pytest.raises(AcquisError, match="n'est pas dans cette série"):
        accept(series, "autre")
    with pytest.raises(AcquisError, match="vide"):
        edit(series, series.items[0].id, text="  ")
    with pytest.raises(AcquisError, match="une seule juste"):
        edit(series, series.items[0].id, choices=(Choice(text="a", correct=True, feedback=""), Choice(text="b", correct=True, feedback="")))


def test_the_chat_drafts(library: Library) -> None:
    answer, _ = Assistant(library).ask("rédige 3 questions d'entretien sur la compétence 2 du confiseur")
    assert answer.status == Status.ANSWERED
    assert answer.answer.count("**1.**") == answer.answer.count("**3.**") == 1
    assert "**4.**" not in answer.answer
    assert [(ref.certification, ref.number) for ref in answer.competences if ref.number == 2] == [(CONFISEUR, 2)]
    assert "La cuisson est arrêtée à la couleur convenue avec le chef." in [citation.text for citation in answer.citations]
    assert any("relisez-les" in advice for advice in answer.advice)
    assert "[1]" in answer.answer


@pytest.mark.parametrize(
    ("question", "title", "count"),
    [
        ("Prépare-moi une grille d'observation pour la compétence 1 du confiseur", "Grille d'observation", 5),
        ("Fais un QCM de 4 questions sur le bloc 1 du confiseur", "Questionnaire à choix multiple", 4),
        ("propose deux mises en situation sur la compétence 1 du confiseur", "Mises en situation professionnelle", 2),
        ("il me faut des questions de relance sur la compétence 1 du confiseur", "Questions de relance", 5),
        ("rédige une grille d'autopositionnement pour la compétence 2 du confiseur", "Grille d'autopositionnement", 3),
    ],
)
def test_the_chat_knows_the_kinds(library: Library, question: str, title: str, count: int) -> None:
    answer, _ = Assistant(library).ask(question)
    assert answer.answer.startswith(f"**{title}**")
    assert f"**{count}.**" in answer.answer
    assert f"**{count + 1}.**" not in answer.answer


def test_the_chat_asks_which_certification(assistant: Assistant) -> None:
    answer, memory = assistant.ask("rédige 3 questions d'entretien sur la compétence 1")
    assert answer.status == Status.AMBIGUOUS
    again, _ = assistant.ask("l'horloger", memory=memory)
    assert again.certifications == ("cqpm-horloger-de-clocher",)
    assert "**3.**" in again.answer


def test_too_many_is_said_in_the_chat(library: Library) -> None:
    answer, _ = Assistant(library).ask("rédige 90 questions d'entretien sur la compétence 4 du confiseur")
    assert answer.status == Status.NOT_FOUND
    assert "Demandez-en moins" in answer.answer


@pytest.mark.parametrize(
    "question",
    ["Je prépare ma grille d'observation : quels critères pour la compétence 1 du confiseur ?", "Quels critères pour préparer une grille d'évaluation de la compétence 1 du confiseur ?"],
)
def test_asking_for_what_to_put_in_a_grid_is_no_drafting(library: Library, question: str) -> None:
    answer, _ = Assistant(library).ask(question)
    assert not answer.answer.startswith("**Grille")
