from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.errors import StoreError
from ingest.model import Passage
from vectorstore.utterances import Utterance, attach, load_utterances


def parole(about: str, part: str = "methods", competence: int = 1) -> Utterance:
    return Utterance(competence=competence, part=part, about=about, text="Je fais.")


def attached(about: str, passages: list[Passage], part: str = "methods", competence: int = 1) -> str | None:
    bakery = [passage for passage in passages if passage.certification == "boulanger"]
    found = attach([parole(about, part, competence)], bakery)
    return found[0][1].id if found else None


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ("La température de cuisson est", "boulanger/C1/methods/1"),  # first words
        ("la temperature  de cuisson", "boulanger/C1/methods/1"),  # case, accents, spaces
        ("-le poids", "boulanger/C1/methods/2"),  # inside the list, another mark
        ("Le pain est d'un certain type", "boulanger/C1/methods/1"),  # reworded: shares « pain » and « type »
        ("Un astronaute flotte", None),  # shares nothing: two statements to choose from
    ],
)
def test_a_parole_finds_its_statement_by_its_words(about: str, expected: str | None, workshop_passages: list[Passage]) -> None:
    assert attached(about, workshop_passages) == expected


def test_a_part_of_one_statement_takes_all_its_paroles(workshop_passages: list[Passage]) -> None:
    assert attached("Un astronaute flotte", workshop_passages, part="constraints") == "boulanger/C1/constraints/1"


def test_another_competence_or_part_is_never_taken(workshop_passages: list[Passage]) -> None:
    assert attached("La température de cuisson est", workshop_passages, competence=2) is None
    assert attached("La température de cuisson est", workshop_passages, part="results") is None


def test_a_registry_sheet_speaks_by_the_title_of_the_competence(workshop_passages: list[Passage]) -> None:
    title = next(p for p in workshop_passages if p.certification == "boulanger" and p.kind == "competence" and p.competence == 1)
    assert attached(title.text, workshop_passages, part="competence") == title.id


def test_near_misses_are_left_out(workshop_passages: list[Passage]) -> None:
    assert attach([Utterance(competence=1, part="none", text="Je regarde le four.")], workshop_passages) == []


def test_paroles_of_the_home_come_after_those_shipped(tmp_path: Path) -> None:
    (tmp_path / "paroles").mkdir()
    line = {"competence": 1, "part": "methods", "about": "La", "text": "Je règle le four.", "origin": "conseillère"}
    (tmp_path / "paroles" / "boulanger.jsonl").write_text(json.dumps(line) + "\n\n", "utf-8")
    assert [(u.text, u.origin) for u in load_utterances("boulanger", tmp_path)] == [("Je règle le four.", "conseillère")]
    assert load_utterances("inconnu", tmp_path) == []


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "paroles").mkdir()
    (tmp_path / "paroles" / "boulanger.jsonl").write_text('{"competence": 1}\n', "utf-8")
    with pytest.raises(StoreError, match=r"ligne 1 de .*boulanger\.jsonl"):
        load_utterances("boulanger", tmp_path)


def test_the_older_version_has_the_paroles_of_the_newer_one_and_its_own() -> None:
    newer = load_utterances("cqpm-coordonnateur-qse-v2")
    older = load_utterances("cqpm-coordonnateur-qse-v1")
    assert older[: len(newer)] == newer
    assert len(older) > len(newer) > 3000
    assert {utterance.origin for utterance in newer} == {"acquis"}
