"""``acquis compare``: its JSON, its files, what they hold word for word, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from assistant.cli import main
from assistant.comparing.comparer import Comparer
from assistant.comparing.exports.files import FORMATS, export_bytes
from assistant.comparing.exports.markdown import marked, to_markdown
from assistant.comparing.exports.sheets import Report
from assistant.comparing.impact import Proven, impact_of
from assistant.comparing.model import Relation, Status
from assistant.comparing.units import Level
from assistant.library import Library
from assistant.mapping.model import Level as Shown
from ingest.errors import AcquisError

OLD, NEW, OTHER = "cqpm-animateur-gat-v1", "cqpm-animateur-gat-v2", "cqpm-horloger-de-clocher"
SHOWN = {f"{OLD}/C1/means/1": Proven(Shown.COVERED, ("J'ai caché les verres.",))}


def report_of(library: Library, a: str, b: str) -> Report:
    comparison = Comparer(library).compare(a, b)
    return Report(comparison, library.catalogue[a], library.catalogue[b], impact_of(comparison, SHOWN) if a == OLD else None)


@pytest.fixture(scope="module", params=[(OLD, NEW), (OTHER, NEW)], ids=["versions", "certifications"])
def report(request: pytest.FixtureRequest, shelf_library: Library) -> Report:
    return report_of(shelf_library, *request.param)


def test_the_json_rebuilds_both_texts(report: Report, shelf_library: Library) -> None:
    document = json.loads(export_bytes(report, ".json"))
    assert set(document) >= {"a", "b", "relation", "date", "pairs", "summary"}
    assert {pair["status"] for pair in document["pairs"]} <= {"unchanged", "reworded", "moved", "added", "removed"}
    for pair in document["pairs"]:
        for side, signs in (("a", "=-"), ("b", "=+")):
            passage = shelf_library.shelf.passage(pair[side]) if pair[side] else None
            assert "".join(text for sign, text in pair["diff"] if sign in signs) == (passage.text if passage else "")
        assert 0 <= pair["similarity"] <= 1


def test_every_unit_of_both_sides_is_in_some_pair(report: Report, shelf_library: Library) -> None:
    """Between certifications: criteria and results only."""
    bridged = report.comparison.relation == Relation.CERTIFICATIONS
    for certification, side in ((report.a.id, "a"), (report.b.id, "b")):
        wanted = {
            passage.id
            for passage in shelf_library.shelf.of(certification)
            if passage.kind in (("criterion", "result") if bridged else ("criterion", "condition", "result", "competence", "block", "knowledge"))
        }
        units = [pair.a if side == "a" else pair.b for pair in report.comparison.pairs]
        assert wanted <= {unit.passage.id for unit in units if unit}


def test_csv_has_one_line_a_pair_and_quotes_whole_texts(report: Report) -> None:
    lines = list(csv.reader(io.StringIO(export_bytes(report, ".csv").decode("utf-8-sig")), delimiter=";"))
    assert len(lines) == 1 + len(report.comparison.pairs)
    assert {len(line) for line in lines} == {13 if report.impact else 11}
    told = [line[11] for line in lines[1:] if report.impact and line[11]]
    assert len(told) == (len(report.impact.carried) if report.impact else 0)
    for line, pair in zip(lines[1:], report.comparison.pairs, strict=True):
        assert line[3].removeprefix("'") == (pair.a.text if pair.a else "")
        assert line[5].removeprefix("'") == (pair.b.text if pair.b else "")


def test_excel_holds_the_same_rows_and_runs_nothing(report: Report) -> None:
    book = load_workbook(io.BytesIO(export_bytes(report, ".xlsx")))
    assert book.sheetnames == ["En bref", "Paires"] + (["Conséquences"] if report.impact else [])
    assert book["Paires"].max_row == 1 + len(report.comparison.pairs)
    assert {cell.data_type for row in book["Paires"].iter_rows() for cell in row if cell.value} == {"s"}


def test_word_strikes_what_went_and_underlines_what_came(shelf_library: Library) -> None:
    document = Document(io.BytesIO(export_bytes(report_of(shelf_library, OLD, NEW), ".docx")))
    runs = [run for row in document.tables[0].rows for cell in row.cells for p in cell.paragraphs for run in p.runs]
    assert any(run.font.strike and "gobelets opaques" in run.text for run in runs)
    assert any(run.font.underline and "verres noirs" in run.text for run in runs)
    assert not any(run.font.strike and "cachent la couleur" in run.text for run in runs)


def test_word_marks_nothing_between_certifications(shelf_library: Library) -> None:
    document = Document(io.BytesIO(export_bytes(report_of(shelf_library, OTHER, NEW), ".docx")))
    runs = [run for row in document.tables[0].rows for cell in row.cells for p in cell.paragraphs for run in p.runs]
    assert runs
    assert not any(run.font.strike or run.font.underline for run in runs)


def test_markdown_says_when_what_and_for_whom(shelf_library: Library) -> None:
    report = report_of(shelf_library, OLD, NEW)
    text = to_markdown(report)
    assert text.startswith("# Ce qui change d'une version à l'autre\n")
    assert f"Comparaison établie le {report.comparison.on:%d/%m/%Y}" in text
    assert "### À relire (1)" in text  # « gobelets opaques » were shown, « verres noirs » are asked for
    assert "Ancienne version, compétence 1, moyens utilisés 1\xa0: «" in text
    assert "Nouvelle version, compétence 1, moyens utilisés 1\xa0: «" in text
    assert "Montré par\xa0: «\xa0J'ai caché les verres.\xa0»" in text
    assert "~~gobelets opaques~~**verres noirs** cachent" in text


def test_markdown_of_a_bridge_says_that_it_is_no_equivalence(shelf_library: Library) -> None:
    text = to_markdown(report_of(shelf_library, OTHER, NEW))
    assert "sans valeur d'équivalence" in text
    assert "reste à prouver" in text
    assert "~~" not in text


def test_marks_hug_their_words(shelf_library: Library) -> None:
    pairs = Comparer(shelf_library).compare(OLD, NEW).of(Level.STATEMENT)
    for pair in pairs:
        if pair.status == Status.REWORDED:
            text = "".join(marked(pair))
            struck, strong = text.split("~~")[1::2], text.split("**")[1::2]
            assert struck or strong
            assert all(words == words.strip() for words in (*struck, *strong))


def test_an_unknown_format_is_refused(report: Report) -> None:
    with pytest.raises(AcquisError, match=r"Le format \.pdf n'est pas connu"):
        export_bytes(report, ".pdf")


# the command


def run(library: Library, *argv: str) -> int:
    return main(["--home", str(library.home), "compare", *argv])


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_command_writes_every_format(suffix: str, shelf_library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / f"comparaison{suffix}"
    assert run(shelf_library, OLD, NEW, "-o", str(path)) == 0
    assert path.stat().st_size > 1000
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "4 compétences" in captured.err


def test_json_is_alone_on_standard_output(shelf_library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shelf_library, OLD, NEW, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["a"], document["b"], document["relation"]) == (OLD, NEW, "versions")
    assert "impact" not in document


def test_a_result_of_map_is_carried_over(shelf_library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = {"competences": [{"criteria": [{"id": f"{OLD}/C1/means/1", "status": "partial", "evidence": [{"text": "J'ai caché les verres."}]}]}]}
    path = tmp_path / "map.json"
    path.write_text(json.dumps(shown), "utf-8")
    assert run(shelf_library, OLD, NEW, "--shown", str(path), "--json") == 0
    impact = json.loads(capsys.readouterr().out)["impact"]
    assert impact["counts"]["reread"] == 1
    carried = [item for item in impact["criteria"] if item["carry"] == "reread"]
    assert carried[0]["evidence"] == ["J'ai caché les verres."]
    assert carried[0]["before"] == "partial"


def test_terms_are_looked_for_everywhere(shelf_library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shelf_library, "--term", "tableau blanc", "--term", "licorne", "--json") == 0
    terms = json.loads(capsys.readouterr().out)["terms"]
    assert [term["term"] for term in terms] == ["tableau blanc", "licorne"]
    counts = {entry["id"]: entry["count"] for entry in terms[0]["certifications"]}
    assert counts[NEW] == 1
    assert sum(entry["count"] for entry in terms[1]["certifications"]) == 0
    assert run(shelf_library, "--term", "tableau blanc", NEW, OLD) == 0
    printed = capsys.readouterr().out
    assert "Un tableau blanc garde la trace des décisions." in printed
    assert f"Ne le nomment pas\xa0: {OLD}." in printed


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([OLD], "Il faut deux référentiels"),
        ([OLD, NEW, OTHER], "Il faut deux référentiels"),
        ([OLD, "licorne"], "licorne"),
        ([OLD, OLD], "sont le même"),
        ([OLD, NEW, "--shown", "absent.json"], "ne peut pas être lu"),
        ([OLD, NEW, "--shown", "a.json", "--activity", "J'ai goûté."], "l'une ou l'autre"),
        (["--term", "four", "-o", "x.md"], "ne se combine pas"),
        (["--term", "four", "licorne"], "licorne"),
        ([OLD, NEW, "-o", "x.pdf"], "Le format .pdf"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(argv: list[str], said: str, shelf_library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shelf_library, *argv) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
