"""CQPM tables whose columns extraction read one after the other come out as tables again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ingest.elements import Paragraph, ReadDocument, Table
from ingest.readers.column_widths import CRITERIA, RESULTS, Placed, tell_columns
from ingest.readers.lines import Line, pieces_of
from ingest.readers.text import read_text
from ingest.structure.cqpm import build_cqpm

DOCUMENTS = Path(__file__).parent / "documents"
INTERLEAVED = DOCUMENTS / "text-colonnes-entrelacees.txt"
DOUBT = "doubtful-boundary"


def tables_of(document: ReadDocument) -> list[list[list[str]]]:
    """Each table as rows of cells, a cell being its paragraphs joined by bars."""
    return [
        [["|".join(p.marker + p.text for p in cell) for cell in row] for row in element.rows]
        for element in document.elements
        if isinstance(element, Table)
    ]


def doubts_of(document: ReadDocument) -> list[str]:
    return [diagnostic.where for diagnostic in document.diagnostics if diagnostic.code == DOUBT]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("’", "'").replace("œ", "oe").lower())


def test_the_block_table_has_one_row_per_competence() -> None:
    table = tables_of(read_text(INTERLEAVED))[0]
    assert [row[0] for row in table[1:]] == ["BDC + Code Bloc La conduite du climat de la serre", "", "BDC + Code Bloc La récolte", ""]
    assert [row[1] for row in table[1:]] == [
        "1. Régler le climat d’une travée",
        "2. Surveiller la santé des arbres",
        "1. Récolter et trier les fruits mûrs",
        "2. Tenir le cahier des récoltes",
    ]
    assert table[1][2] == "• Les besoins des arbres en pot selon la saison|• Les appareils de mesure : hygromètre, sonde et thermomètre"
    assert table[3][2] == "• Le calendrier de maturité des variétés|• Les gestes de cueillette"


def test_each_competence_has_a_table_of_a_header_and_a_row() -> None:
    tables = tables_of(read_text(INTERLEAVED))[1:]
    assert [table[1][0] for table in tables] == [
        "1. Régler le climat d’une travée",
        "2. Surveiller la santé des arbres",
        "3. Récolter et trier les fruits mûrs",
        "4. Tenir le cahier des récoltes",
    ]
    assert all(len(table) == 2 and len(table[1]) == 4 for table in tables)


def test_results_leave_the_methods_where_a_line_of_spaces_stands() -> None:
    row = tables_of(read_text(INTERLEAVED))[1][1]
    assert row[3] == (
        "Le climat de la travée reste dans la plage affichée pendant toute la journée, sans écart durable.|Les écarts sont expliqués."
    )
    assert "• L’air est renouvelé après chaque arrosage.|En matière de moyens utilisés :" in row[2]


def test_results_leave_the_methods_where_nothing_but_the_width_tells() -> None:
    row = tables_of(read_text(INTERLEAVED))[2][1]
    assert row[3] == (
        "Les maladies sont reconnues dès les premiers signes et les arbres atteints sont mis à l’écart des autres."
        "|Le registre indique :|- le numéro de l’arbre,|- le signe observé et le geste proposé au chef de culture,|- la suite donnée."
    )
    assert "Les signes douteux sont photographiés puis comparés.|En matière de moyens" in row[2]


def test_a_family_heading_broken_over_two_lines_is_one_paragraph() -> None:
    tables = tables_of(read_text(INTERLEAVED))
    assert "|En matière de contraintes liées au milieu et environnement de travail :|" in tables[1][1][2]
    assert "|Selon quelles contraintes liées au milieu et environnement de travail :|" in tables[2][1][2]


def test_every_word_of_the_document_comes_out_once() -> None:
    document = read_text(INTERLEAVED)
    printed: list[str] = []
    for element in document.elements:
        if isinstance(element, Table):
            rows = element.rows[1:]  # the header row names the columns and is written by the reader
            printed += [word for row in rows for cell in row for p in cell for word in words(p.marker + p.text)]
        else:
            printed += words((element.marker if isinstance(element, Paragraph) else "") + element.text)
    source = words(re.sub(r"candidats1", "candidats", INTERLEAVED.read_text("utf-8")))
    headers = 4 * words("Compétences professionnelles Conditions de réalisation Critères mesurables et observables Résultats attendus")
    headers += words("Blocs de compétences Compétences professionnelles Connaissances associées")
    assert sorted(printed + headers) == sorted(source)


@pytest.mark.parametrize("variant", ["no-blank", "no-separators", "stripped", "crlf"])
def test_the_columns_survive_other_line_spacing(variant: str, tmp_path: Path) -> None:
    lines = INTERLEAVED.read_text("utf-8").split("\n")
    changed = {
        "no-blank": "\n".join(line for line in lines if line.strip()),
        "no-separators": "\n".join(line for line in lines if line.strip() or not line),
        "stripped": "\n".join(line.strip() for line in lines),
        "crlf": "\r\n".join(lines),
    }[variant]
    path = tmp_path / INTERLEAVED.name
    path.write_bytes(changed.encode())
    whole, bare = tables_of(read_text(INTERLEAVED)), tables_of(read_text(path))
    differing = [row[1][0] for row, other in zip(whole, bare, strict=True) if row[1:] != other[1:]]
    # « Les caisses sont pleines et pesées. » fits both columns: without the line of spaces nothing tells, and the report says so.
    assert differing in ([], ["3. Récolter et trier les fruits mûrs"])
    assert not differing or doubts_of(read_text(path))


def test_results_after_the_last_family_are_results() -> None:
    document = read_text(DOCUMENTS / "text-resultats-apres-contraintes.txt")
    row = tables_of(document)[0][1]
    assert row[3] == (
        "La colonie est refermée sans perte et la reine a été vue.|La fiche de la ruche porte la date, le nombre de cadres et les réserves."
    )


def test_a_boundary_that_nothing_proves_is_reported_with_its_lines() -> None:
    path = DOCUMENTS / "text-limite-douteuse.txt"
    line = path.read_text("utf-8").split("\n").index("La reine est cherchée en dernier. ") + 1
    assert f"l. {line}-{line}" in doubts_of(read_text(path))


def test_a_row_without_family_headings_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "sans-familles.txt"
    path.write_text(
        "Compétences professionnelles Conditions de réalisation Critères mesurables et observables Résultats attendus\n"
        "1. Visiter une ruche\n\nLa colonie est calme.\n\nLa ruche est ouverte sans bruit.\n",
        "utf-8",
    )
    assert "l. 2-6" in doubts_of(read_text(path))


def _placed(texts: list[tuple[int, str]]) -> list[Placed]:
    """One paragraph per (family, text); the lines of a text are separated by ``/``."""
    placed: list[Placed] = []
    for family, text in texts:
        piece = pieces_of([Line(number, line) for number, line in enumerate(text.split("/"), start=1)])[0]
        first = not placed or placed[-1].family != family
        placed.append(Placed(piece, family, first, results_near=family in (0, 1)))
    return placed


def test_an_early_wrap_cannot_come_from_the_wide_column() -> None:
    wide = "une ligne longue qui va jusqu'au bord de la colonne des critères et/revient"
    placed = _placed([(0, wide), (0, "une ligne courte qui/revient bien avant le bord"), (1, wide)])
    assert tell_columns(placed, [], None).labels == (CRITERIA, RESULTS, CRITERIA)


def test_no_paragraph_gives_no_label() -> None:
    assert tell_columns([], [], None).labels == ()


def test_the_newer_qse_text_agrees_with_the_document_cell_by_cell(shared_folder: Path) -> None:
    name = "cqpm-coordonnateur-qse-v2"
    expected = json.loads((shared_folder / "referentiels" / "cells.json").read_text("utf-8"))[name]
    document = read_text(shared_folder / "referentiels" / f"{name}.txt")
    certification, _ = build_cqpm(document, name)
    wrong = []
    for number, parts in expected.items():
        found = certification.competence(int(number))
        assert found is not None
        for part, paragraphs in parts.items():
            read = " ".join(statement.verbatim for statement in found[1].part(part))
            if words(read) != words(" ".join(paragraphs)):
                wrong.append((number, part))
    assert wrong == []  # 11 competences × 6 parts = 66 cells
    assert doubts_of(document) == []
    assert [len(block.competences) for block in certification.blocks] == [3, 3, 3, 2]
    assert [len(block.knowledge) for block in certification.blocks] == [6, 4, 7, 5]


@pytest.mark.parametrize("keep", ["no-blank", "no-separators"])
def test_the_newer_qse_text_without_its_spacing_reports_what_it_cannot_tell(keep: str, shared_folder: Path, tmp_path: Path) -> None:
    name = "cqpm-coordonnateur-qse-v2.txt"
    lines = (shared_folder / "referentiels" / name).read_text("utf-8").split("\n")
    path = tmp_path / name
    path.write_text("\n".join(line for line in lines if line.strip() or (keep == "no-separators" and not line)), "utf-8")
    whole, bare = tables_of(read_text(shared_folder / "referentiels" / name)), tables_of(read_text(path))
    differing = [
        row[1][0]
        for row, other in zip(whole, bare, strict=True)
        if [[words(cell) for cell in cells] for cells in row[1:]] != [[words(cell) for cell in cells] for cells in other[1:]]
    ]
    assert len(differing) <= 1  # of 12 tables
    reported = " ".join(diagnostic.message for diagnostic in read_text(path).diagnostics if diagnostic.code == DOUBT)
    assert all(title[:20] in reported for title in differing)
