"""``acquis check``: the matrix, its reports, two checks compared, what is kept and what is not."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from dossiers import LONG, SHORT, write_docx, write_pdf

from assistant.cli import main
from assistant.dossier.checking import ADVICE, Checker
from assistant.dossier.masking import Masker
from assistant.dossier.merging import evidence_of
from assistant.dossier.model import Check
from assistant.dossier.reading import read_dossier
from assistant.dossier.reports.files import Report
from assistant.dossier.reports.matrix import HEADERS
from assistant.library import Library
from assistant.mapping.model import Evidence, Level, Segment

QSE, QUALITY, SHEET = "cqpm-coordonnateur-qse-v2", "cqpm-technicien-qualite", "rncp-28242-coordonnateur-qse"


@pytest.fixture(scope="module")
def check(fiches_library: Library) -> Check:
    return Checker(fiches_library).check(QSE, read_dossier(LONG))


def run(library: Library, *argv: str) -> int:
    return main(["--home", str(library.home), "check", *argv])


def files_in(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_json_follows_the_contract(fiches_library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(fiches_library, QUALITY, str(SHORT), "--json") == 0
    document = json.loads(capsys.readouterr().out)
    statuses = [competence["status"] for competence in document["competences"]]
    assert [competence["number"] for competence in document["competences"]] == [1, 2, 3, 4, 5, 6]
    summary = document["summary"]
    assert [summary[level] for level in Level] == [statuses.count(level) for level in Level]
    assert sum(block["covered"] + block["partial"] + block["absent"] for block in summary["by_block"]) == 6
    assert {competence["state"] for competence in document["competences"]} <= {"oui", "partiellement", "non"}
    extracts = read_dossier(SHORT).extracts
    cited = [item for competence in document["competences"] for criterion in competence["criteria"] for item in criterion["evidence"]]
    assert cited
    for item in cited:
        assert extracts[item["paragraph"] - 1].text[item["start"] : item["end"]] == item["text"]
    assert [item["label"] for item in document["announced"]] == ["annexe 3"]
    assert document["notes"][-1] == ADVICE


def test_what_the_dossier_tells_is_shown_and_what_it_claims_is_not(check: Check) -> None:
    statuses = {match.number: match.status for match in check.mapping.competences}
    assert {number: statuses[number] for number in (1, 5, 7, 8, 9, 10)} == {
        1: Level.COVERED, 5: Level.ABSENT, 7: Level.COVERED, 8: Level.ABSENT, 9: Level.COVERED, 10: Level.ABSENT,
    }  # fmt: skip
    claims = [item.segment.text for item in check.claims]
    assert "Je suis une personne rigoureuse" in claims
    assert "Je maîtrise très bien cette compétence." in claims
    served = {item.segment.text for match in check.mapping.competences for item in evidence_of(match)}
    assert not served & {*claims, *(item.segment.text for item in check.mapping.set_aside), *(segment.text for segment in check.useless)}
    assert any("consultant extérieur" in item.segment.text for item in check.mapping.set_aside)
    assert all(match.next for match in check.mapping.competences if match.status == Level.ABSENT)


def test_every_segment_is_accounted_for_once(check: Check) -> None:
    aside = [item.segment for item in (*check.claims, *check.mapping.set_aside)]
    assert len(check.mapping.unmatched) == len(aside) + len(check.useless)
    assert set(check.mapping.unmatched) == {*aside, *check.useless}


def test_word_and_pdf_are_checked_like_their_source(fiches_library: Library, tmp_path: Path) -> None:
    checker, markdown = Checker(fiches_library), SHORT.read_text("utf-8")
    expected = [match.status for match in checker.check(QUALITY, read_dossier(SHORT)).mapping.competences]
    for path in (write_docx(markdown, tmp_path / "d.docx"), write_pdf(markdown, tmp_path / "d.pdf")):
        found = checker.check(QUALITY, read_dossier(path))
        assert [match.status for match in found.mapping.competences] == expected
    places = [item.segment for match in found.mapping.competences for item in evidence_of(match)]
    assert places
    assert all(segment.page for segment in places)


def test_a_registry_sheet_is_checked_by_competence(fiches_library: Library) -> None:
    found = Checker(fiches_library).check(SHEET, read_dossier(LONG.with_name("dev-rncp-agro.md")))
    assert all(not match.criteria for match in found.mapping.competences)
    assert any(match.evidence for match in found.mapping.competences)
    assert any("sans critères" in note for note in found.notes)


def test_word_report_has_summary_matrix_and_advice(check: Check) -> None:
    document = docx.Document(io.BytesIO(Report(check).content(".docx")))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "Pré-lecture d'un dossier de validation"
    assert ADVICE in texts
    for title in ("Synthèse", "Suites proposées", "Matrice", "Compétence par compétence", "Affirmations sans fait"):
        assert title in texts
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["Bloc", "Intitulé", "Oui", "Partiellement", "Non"]
    assert len(document.tables) == 1 + 11  # the blocks, then one matrix a competence
    assert sum(len(table.rows) - 1 for table in document.tables[1:]) == sum(len(match.criteria) for match in check.mapping.competences)


def test_workbook_filters_and_holds_no_formula(check: Check) -> None:
    hostile = replace(check, useless=(Segment("=HYPERLINK(1)", 0, 13, paragraph=1), Segment("\x07+1", 0, 3, paragraph=1)))
    book = openpyxl.load_workbook(io.BytesIO(Report(hostile).content(".xlsx")))
    assert book.sheetnames == ["Matrice", "Synthèse", "À demander", "À reprendre"]
    matrix = book["Matrice"]
    assert tuple(cell.value for cell in matrix[1]) == HEADERS
    assert matrix.auto_filter.ref == f"A1:J{matrix.max_row}"
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {"=HYPERLINK(1)", "+1"} <= {cell.value for cell in cells}


def test_csv_opens_with_accents_and_inert_cells(check: Check) -> None:
    first = check.mapping.competences[0]
    criterion = replace(first.criteria[0], evidence=(Evidence(Segment("=cmd|'/c calc'!A1", 0, 17, paragraph=4), 0.9),))
    changed = replace(first, criteria=(criterion, *first.criteria[1:]))
    hostile = replace(check, mapping=replace(check.mapping, competences=(changed, *check.mapping.competences[1:])))
    content = Report(hostile).content(".csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert tuple(rows[0]) == HEADERS
    assert rows[1][8:] == ["'=cmd|'/c calc'!A1", "§\u00a04"]
    assert {row[7] for row in rows[1:]} <= {"oui", "partiellement", "non"}


def test_a_report_is_written_and_nothing_else_is_kept(fiches_library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files_in(fiches_library.home)
    assert run(fiches_library, QUALITY, str(SHORT), "-o", str(tmp_path / "rapport.DOCX")) == 0
    assert docx.Document(str(tmp_path / "rapport.DOCX")).tables
    written = capsys.readouterr()
    assert written.out == ""
    assert "Rapport\u00a0:" in written.err
    assert ADVICE in written.err
    assert files_in(fiches_library.home) == before


def test_masked_reports_name_nobody(check: Check) -> None:
    report = Report(Masker(check.dossier, ["Oyonnax"]).check(check), masked=True)
    for suffix in (".md", ".json", ".csv"):
        text = report.content(suffix).decode()
        for name in ("plasturgie.md", "Thévenot", "thevenot", "06 12 34", "Vialle", "Gaillard", "Moldéo", "Orvane", "Oyonnax"):
            assert name not in text
    assert "[entreprise]" in report.markdown().replace("\\", "")
    assert report.document()["masked"] is True


def test_the_command_masks(fiches_library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "dossier-marchetti.md"
    source.write_bytes(SHORT.read_bytes())
    assert run(fiches_library, QUALITY, str(source), "--mask", "--json") == 0
    text = capsys.readouterr().out
    assert "archetti" not in text
    assert "Précis'Alpes" not in text
    assert json.loads(text)["dossier"]["name"] == "dossier.md"


def test_two_checks_are_compared(fiches_library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weaker = tmp_path / "avant.md"
    head, rest = SHORT.read_text("utf-8").split("## Situation de travail 4")
    weaker.write_text(f"{head}## Situation de travail 5{rest.split('## Situation de travail 5')[1]}", "utf-8")
    better = tmp_path / "apres.md"
    better.write_text(SHORT.read_text("utf-8") + "\nAnnexe 3. Rapport 8D\n", "utf-8")
    assert run(fiches_library, QUALITY, str(weaker), "-o", str(tmp_path / "avant.json")) == 0
    assert run(fiches_library, QUALITY, str(better), "--compare", str(tmp_path / "avant.json"), "--json") == 0
    compared = json.loads(capsys.readouterr().out)["compared"]
    assert {"competence": 4, "criterion": None, "before": "absent"}.items() <= _of_competence(compared["improved"], 4).items()
    assert compared["lost"] == []
    assert compared["attached"] == ["annexe 3"]
    assert run(fiches_library, QUALITY, str(better), "--compare", str(tmp_path / "avant.json")) == 0
    assert "Ce qui s'est amélioré" in capsys.readouterr().out


def _of_competence(changes: list[dict[str, Any]], number: int) -> dict[str, Any]:
    return next(change for change in changes if change["competence"] == number and change["criterion"] is None)


def test_what_cannot_be_done_is_said_in_french(fiches_library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "autre.json"
    assert run(fiches_library, QSE, str(LONG), "-o", str(other)) == 0
    (tmp_path / "faux.json").write_text('{"a": 1}', "utf-8")
    capsys.readouterr()
    for argv, words in (
        ((QUALITY, str(SHORT), "-o", str(tmp_path / "r.pdf")), "Le format .pdf n'est pas connu"),
        (("inconnue", str(SHORT)), "inconnue"),
        ((QUALITY, str(tmp_path / "rien.docx")), "n'existe pas"),
        ((QUALITY, str(SHORT), "--compare", str(tmp_path / "rien.json")), "n'existe pas"),
        ((QUALITY, str(SHORT), "--compare", str(tmp_path / "faux.json")), "n'est pas une lecture de dossier"),
        ((QUALITY, str(SHORT), "--compare", str(other)), "pour la même certification"),
    ):
        assert run(fiches_library, *argv) == 1
        written = capsys.readouterr()
        assert written.out == ""
        assert words in written.err
    assert not (tmp_path / "r.pdf").exists()


def test_a_bug_logs_no_word_of_the_dossier(
    fiches_library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stumble(*_: object, **__: object) -> Check:
        raise ValueError(SHORT.read_text("utf-8"))

    monkeypatch.setattr(Checker, "check", stumble)
    assert run(fiches_library, QUALITY, str(SHORT)) == 1
    log = fiches_library.home / "logs" / "acquis.log"
    assert "DossierBug: ValueError" in log.read_text("utf-8")
    assert "Marchetti" not in log.read_text("utf-8") + capsys.readouterr().err
    log.unlink()
