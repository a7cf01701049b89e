"""Sets of dossiers: the schema, the labels, and the arithmetic of the figures."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from dossiers import SETS

from assistant.cli import main
from assistant.dossier.reading import read_dossier
from assistant.evaluation.dossiers import DossierFigures, accuracy, dossiers_lines, is_dossier_set, measure_dossiers, read_dossier_cases
from assistant.library import Library
from assistant.mapping.model import Level
from ingest.errors import AcquisError

QUALITY = "cqpm-technicien-qualite"


def case(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
    competences = {str(number): "absent" for number in range(1, 7)} | {"1": "covered"}
    criteria = {f"{QUALITY}/C1/methods/1": "covered"}
    return {"id": "d1", "dossier": "d.md", "certification": QUALITY, "competences": competences, "criteria": criteria} | changes


def written(folder: Path, *cases: dict[str, Any]) -> Path:
    path = folder / "dossiers-essai.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in cases), "utf-8")
    return path


@pytest.mark.parametrize("side", ["dev", "test"])
def test_the_sets_of_the_project_have_known_labels_and_quote_their_dossiers(side: str, fiches_library: Library) -> None:
    cases = read_dossier_cases(SETS / f"dossiers-{side}.jsonl", fiches_library.shelf)
    assert len(cases) == 4
    for one in cases:
        extracts = [extract.text for extract in read_dossier(SETS / "dossiers" / one.dossier).extracts]
        rows = [text.strip("| ") for text in (told.text for told in one.evidence) if text.startswith("|")]
        quoted = [told.text for told in one.evidence if not told.text.startswith("|")] + rows + list(one.unsupported)
        assert [text for text in quoted if text not in extracts] == []


def test_a_set_of_dossiers_is_told_by_its_key(tmp_path: Path) -> None:
    assert is_dossier_set(written(tmp_path, case()))
    assert not is_dossier_set(SETS / "proofs-dev.jsonl")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"competences": {"1": "covered"}}, "un état à chaque compétence"),
        ({"criteria": {f"{QUALITY}/C1/methods/99": "covered"}}, "C1/methods/99"),
        ({"criteria": {f"{QUALITY}/C2/methods/1": "covered"}}, "sa compétence 2 ne l'est pas"),
        ({"certification": "inconnue", "criteria": {}}, "inconnue"),
        ({"competences": {"1": "peut-être"}}, "d1|ligne 1|competences"),
    ],
)
def test_wrong_labels_are_errors(changes: dict[str, Any], words: str, tmp_path: Path, fiches_library: Library) -> None:
    with pytest.raises(AcquisError, match=words):
        read_dossier_cases(written(tmp_path, case(**changes)), fiches_library.shelf)


def test_figures_count_statuses_claims_proofs_and_offsets(tmp_path: Path, fiches_library: Library) -> None:
    (tmp_path / "dossiers").mkdir()
    told = (
        "J'ai choisi la méthode 8D et le Pareto pour analyser les rayures, avec l'opérateur et la métrologue, en mars 2022, voir annexe 1."
    )
    (tmp_path / "dossiers" / "d.md").write_text(f"## Analyser les écarts\n\n{told}\n\nJe suis une personne rigoureuse.\n", "utf-8")
    path = written(
        tmp_path, case(unsupported=["Je suis une personne rigoureuse.", "Je sais tout faire."], announced=["annexe 1", "annexe 2"])
    )
    figures = measure_dossiers(path, fiches_library)
    assert (figures.dossiers, sum(figures.competences.values())) == (1, 6)
    assert (figures.claims, figures.claimed) == (1, 2)
    assert (figures.announced, figures.missing, figures.invented) == (1, 2, 0)
    assert figures.exact == figures.quoted
    assert figures.document()["offsets"] == {"exact": figures.exact, "of": figures.quoted}


def test_accuracy_and_the_confusion_matrix() -> None:
    pairs: Counter[tuple[str, str]] = Counter({("covered", "covered"): 3, ("covered", "partial"): 1, ("absent", "covered"): 1})
    assert accuracy(pairs) == 3 / 5
    assert accuracy(Counter()) == 0.0
    figures = DossierFigures(dossiers=1, words=10, competences=pairs, criteria=pairs, exact=4, quoted=4)
    document = figures.document()
    assert document["competences"]["covered"] == {"covered": 3, "partial": 1, "absent": 0}
    assert document["absent_called_covered"] == 1
    lines = list(dossiers_lines("essai", figures, failures=True))
    assert "0,600 des compétences" in lines[0]
    assert "1 absente sur 1 dite couverte." in lines[0]
    assert any(line.split()[-3:] == ["3", "1", "0"] for line in lines)


def test_eval_shows_dossiers(tmp_path: Path, fiches_library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "dossiers").mkdir()
    (tmp_path / "dossiers" / "d.md").write_text(
        "J'ai rangé l'atelier tous les vendredis soir avec mes deux collègues pendant toute l'année 2022, en suivant la liste affichée près de la porte.",
        "utf-8",
    )
    path = written(tmp_path, case(criteria={}, competences={str(number): "absent" for number in range(1, 7)}))
    assert main(["--home", str(fiches_library.home), "eval", str(path), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)["dossiers"]["dossiers-essai"]
    assert document["competences"]["absent"]["absent"] == 6
    assert document["competence_accuracy"] == 1.0
    assert set(document["competences"]) == set(Level)
