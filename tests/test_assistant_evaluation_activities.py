"""Activities to be mapped: read strictly, their labels checked, measured by ``acquis eval``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main
from assistant.cli.evaluating import EVAL_SETS
from assistant.evaluation.activities import Activity, check_activities, is_activity_set, read_activities
from assistant.library import Library
from ingest.errors import AcquisError
from ingest.structure.columns import plain
from vectorstore.utterances import load_utterances

CLOCK = "cqpm-horloger-de-clocher"
OIL = f"{CLOCK}/C1/means/1"
RIGHT: dict[str, Any] = {
    "id": "a-1",
    "certification": CLOCK,
    "activity": "Je remets de l'huile dans la burette avant de monter.",
    "words": "near",
    "expect": {"competences": [1], "criteria": [OIL, f"{CLOCK}/C1/results/1"]},
    "topic": "oil",
    "who": "candidate",
}
NOTHING = RIGHT | {"id": "a-2", "words": "none", "expect": {"competences": [], "criteria": []}}


def written(path: Path, *cases: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(case) + "\n" for case in cases), "utf-8")
    return path


def test_activities_are_read(tmp_path: Path) -> None:
    near, nothing = read_activities(written(tmp_path / "set.jsonl", RIGHT, NOTHING))
    assert (near.words, near.expect.competences, near.expect.criteria) == ("near", (1,), (OIL, f"{CLOCK}/C1/results/1"))
    assert nothing.expect.competences == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"words": "close"}, "words"),
        ({"activity": ""}, "activity"),
        ({"certifcation": CLOCK}, "certifcation"),
        ({"expect": {"competence": [1]}}, "expect.competence"),
        ({"expect": {"competences": ["un"]}}, "expect.competences.0"),
        ({"words": "none"}, "words vaut « none » quand expect est vide"),
        ({"words": "none", "expect": {"criteria": [OIL]}}, "words vaut « none » quand expect est vide"),
        ({"words": "far", "expect": {"criteria": [OIL]}}, "words vaut « none » quand expect est vide"),
    ],
)
def test_an_activity_that_is_not_of_the_schema_is_named(change: dict[str, Any], reason: str, tmp_path: Path) -> None:
    path = written(tmp_path / "set.jsonl", NOTHING, RIGHT | change)
    with pytest.raises(AcquisError, match=r"set\.jsonl est mal écrit à la ligne 2 \(") as raised:
        read_activities(path)
    assert reason in str(raised.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"certification": "cqpm-licorne"}, "nomme « cqpm-licorne »"),
        ({"expect": {"competences": [9]}}, f"nomme « {CLOCK}/C9 »"),
        ({"expect": {"competences": [1], "criteria": [f"{CLOCK}/C1/means/7"]}}, "means/7 »"),
        ({"expect": {"competences": [1], "criteria": [f"{CLOCK}/C1/conditions/1"]}}, "conditions/1 »"),  # nothing that one shows
        ({"expect": {"competences": [2], "criteria": [OIL]}}, "n'est pas de ses compétences"),
    ],
)
def test_a_label_that_is_not_of_the_certification_is_refused(change: dict[str, Any], message: str, shelf_library: Library) -> None:
    check_activities([Activity.model_validate(RIGHT), Activity.model_validate(NOTHING)], shelf_library.shelf)
    with pytest.raises(AcquisError) as raised:
        check_activities([Activity.model_validate(RIGHT | change)], shelf_library.shelf)
    assert message in str(raised.value)


def test_a_set_is_told_by_its_first_line(tmp_path: Path) -> None:
    assert is_activity_set(written(tmp_path / "a.jsonl", RIGHT))
    assert not is_activity_set(written(tmp_path / "q.jsonl", {"id": "q-1", "turns": []}))
    assert not is_activity_set(tmp_path / "absent.jsonl")
    (tmp_path / "empty.jsonl").write_text("", "utf-8")
    assert not is_activity_set(tmp_path / "empty.jsonl")


def word_runs(texts: Iterable[str], length: int) -> set[tuple[str, ...]]:
    """All runs of so many words."""
    found = (re.findall(r"[^\W_]+", plain(text)) for text in texts)
    return {tuple(words[start : start + length]) for words in found for start in range(len(words) - length + 1)}


def test_the_sets_of_the_project_share_nothing_with_each_other_nor_with_what_the_model_learned() -> None:
    sides = {side: [case.activity for case in read_activities(EVAL_SETS / f"activities-{side}.jsonl")] for side in ("dev", "test", "train")}
    assert not word_runs(sides["dev"], 6) & word_runs(sides["test"], 6)
    assert not word_runs(sides["train"], 9) & word_runs([*sides["dev"], *sides["test"]], 9)
    spoken_about = ("cqpm-coordonnateur-qse-v2", "cqpm-technicien-qualite", "cqpm-pilote-logistique")
    paroles = word_runs((parole.text for name in spoken_about for parole in load_utterances(name)), 9)
    assert paroles
    assert not paroles & word_runs([*sides["dev"], *sides["test"]], 9)


def test_the_command_measures_the_mapping_beside_two_recipes(shelf_library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, home = written(tmp_path / "activities.jsonl", RIGHT, NOTHING), str(shelf_library.home)
    assert main(["--home", home, "eval", str(path)]) == 0
    text = capsys.readouterr().out.replace("\u00a0", " ")
    assert text.startswith("activities : 2 activités ; compétences, puis critères et résultats")
    assert "| rien à reconnaître" in text
    assert "| recette par défaut, ensemble" in text
    assert "recette par défaut, mots éloignés" not in text  # this set has none
    assert main(["--home", home, "--json", "eval", str(path)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document["activities"]["activities"]) == {"acquis", "recipe", "bm25"}
    assert document["activities"]["activities"]["acquis"]["all"]["activities"] == 2
    assert document["activities"]["activities"]["acquis"]["none"]["nothing"] == 1
    assert document["summary"]["turns"] == 0


def test_the_words_of_the_evidence_must_be_in_the_activity() -> None:
    told = {"text": "de l'huile dans la burette", "shows": [OIL]}
    assert Activity.model_validate(RIGHT | {"evidence": [told]}).evidence[0].shows == (OIL,)
    with pytest.raises(ValueError, match="mot pour mot"):
        Activity.model_validate(RIGHT | {"evidence": [told | {"text": "dans le bidon"}]})
