"""One small document per way in which a PDF hides its tables and paragraphs."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from layouts import BLOCKS, EVALUATION, Sheet, header, prose, tables, tagged_pdf, unnamed_letters_pdf, words, wrap
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth

from ingest.elements import Heading, ReadDocument, Table
from ingest.errors import DamagedDocument, EmptyDocument, EncryptedDocument, OversizedDocument, ScannedDocument
from ingest.readers.pdf import read_pdf

COLUMNS = (40.0, 190.0, 350.0, 590.0, 800.0)
TIGHT = (40.0, 170.0, 300.0, 430.0, 555.0)


def four(title: str, condition: str, criterion: str, result: str, columns: Sequence[float] = COLUMNS) -> list[list[str]]:
    """The wrapped lines of a row of the evaluation table."""
    texts = (title, condition, criterion, result)
    return [wrap(text, 0.9 * (right - left)) if text else [] for text, left, right in zip(texts, columns, columns[1:], strict=False)]


OVEN = (
    "1. Conduire le four à sole",
    "La recette et le plan de cuisson sont fournis au poste.",
    "La température est relevée avant chaque enfournement et notée sur la fiche de suivi du four.",
    "Les pains sortent cuits à cœur et bien dorés.",
)
DOUGH = (
    "2. Pétrir la pâte",
    "Les farines sont livrées et pesées la veille.",
    "La durée du pétrissage est adaptée à la farine du jour et à la chaleur du fournil.",
    "La pâte est lisse et souple.",
)


def read(path: Path) -> ReadDocument:
    return read_pdf(path)


class TestRuledTables:
    def test_each_word_stands_in_its_cell_landscape_and_portrait(self, tmp_path: Path) -> None:
        for name, page, columns in (("paysage", (842.0, 595.0), COLUMNS), ("portrait", A4, TIGHT)):
            sheet = Sheet(tmp_path / f"{name}.pdf", page)
            sheet.table(columns, 60, [four(*EVALUATION, columns), four(*OVEN, columns), four(*DOUGH, columns)])
            sheet.save()
            (table,) = tables(read(tmp_path / f"{name}.pdf"))
            assert words(table) == [list(EVALUATION), list(OVEN), list(DOUGH)]

    def test_a_cell_cut_at_the_page_end_has_no_bottom_line(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "coupe.pdf")
        whole = four(*OVEN)
        end = sheet.table(COLUMNS, 500, [header(EVALUATION), [lines[:1] for lines in whole]], closed=False)
        assert end < sheet.height
        sheet.next_page()
        tops = [40.0, sheet.row(COLUMNS, 40, [lines[1:] for lines in whole])]
        for x in COLUMNS:
            sheet.line(x, tops[0], x, tops[1])
        sheet.line(COLUMNS[0], tops[1], COLUMNS[-1], tops[1])
        sheet.save()
        (table,) = tables(read(tmp_path / "coupe.pdf"))
        assert words(table) == [list(EVALUATION), list(OVEN)]
        assert {paragraph.source.page for cell in table.rows[1] for paragraph in cell} == {1}

    def test_the_text_of_a_cut_row_may_reach_below_its_lines(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "deborde-bas.pdf")
        tops = [480.0, sheet.row(COLUMNS, 480, header(EVALUATION), bold=True)]
        sheet.row(COLUMNS, tops[1], four(*OVEN))
        for x in COLUMNS:
            sheet.line(x, tops[0], x, tops[1] + 14)  # the sides stop below the first line of the row
        for y in tops:
            sheet.line(COLUMNS[0], y, COLUMNS[-1], y)
        sheet.save()
        document = read(tmp_path / "deborde-bas.pdf")
        assert [words(table) for table in tables(document)] == [[[*EVALUATION], [*OVEN]]]
        assert prose(document) == []

    def test_a_row_that_fills_a_page_has_no_horizontal_line_at_all(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "pleine.pdf")
        sheet.table(COLUMNS, 500, [header(EVALUATION), [["1. Nettoyer"], ["Le plan"], ["Le sol est"], ["Propre"]]], closed=False)
        sheet.next_page()
        sheet.row(COLUMNS, 40, [[], ["est affiché."], ["lavé chaque soir."], ["partout."]])
        for x in COLUMNS:
            sheet.line(x, 40, x, 560)
        sheet.save()
        (table,) = tables(read(tmp_path / "pleine.pdf"))
        assert [cell.replace(" / ", " ") for cell in words(table)[1]] == ["1. Nettoyer", "Le plan est affiché.", "Le sol est lavé chaque soir.", "Propre partout."]

    def test_a_continuation_page_with_text_in_one_column_only(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "suite.pdf")
        sheet.table(COLUMNS, 480, [header(EVALUATION), four(*OVEN)])
        sheet.next_page()
        sheet.table(COLUMNS, 40, [[[], [], ["Le four est nettoyé en fin de poste."], []]], header=False)
        sheet.save()
        (table,) = tables(read(tmp_path / "suite.pdf"))
        assert words(table)[1] == [OVEN[0], OVEN[1], f"{OVEN[2]} / Le four est nettoyé en fin de poste.", OVEN[3]]
        assert [paragraph.source.page for paragraph in table.rows[1][2]] == [1, 2]

    def test_a_header_repeated_on_the_next_page_does_not_cut_the_row(self, tmp_path: Path) -> None:
        for ruled in (True, False):
            path = tmp_path / f"entete-{ruled}.pdf"
            sheet = Sheet(path)
            whole = four(*OVEN)
            sheet.table(COLUMNS, 480, [header(EVALUATION), [lines[:1] for lines in whole]], closed=False)
            sheet.next_page()
            middle = sheet.row(COLUMNS, 40, header(EVALUATION), bold=True)
            bottom = sheet.row(COLUMNS, middle, [lines[1:] for lines in whole])
            sheet.grid(COLUMNS, [40, middle, bottom] if ruled else [40, bottom])
            sheet.save()
            (table,) = tables(read(path))
            assert words(table) == [list(EVALUATION), list(OVEN)], ruled

    def test_the_repeated_header_of_any_other_table_is_read_once(self, tmp_path: Path) -> None:
        columns = (40.0, 300.0, 500.0)
        sheet = Sheet(tmp_path / "fournees.pdf")
        sheet.table(columns, 520, [[["Heure"], ["Fournée"]], [["4 h"], ["Les baguettes"]]])
        sheet.next_page()
        sheet.table(columns, 40, [[["Heure"], ["Fournée"]], [["6 h"], ["Les brioches"]]])
        sheet.save()
        (table,) = tables(read(tmp_path / "fournees.pdf"))
        assert words(table) == [["Heure", "Fournée"], ["4 h", "Les baguettes"], ["6 h", "Les brioches"]]

    def test_merged_cells_keep_their_text_in_their_first_row(self, tmp_path: Path) -> None:
        columns = (40.0, 240.0, 480.0, 800.0)
        sheet = Sheet(tmp_path / "fusion.pdf")
        sheet.table(columns, 60, [header(BLOCKS)])
        tops = [77.0, 110.0, 140.0, 180.0]
        sheet.row(columns, tops[0] + 15, [["BDC0901 Le fournil"], [], []])
        for top, title, knowledge in zip(tops, ("1. Pétrir", "2. Cuire", "3. Vendre"), ("• Les farines", "", "• La caisse"), strict=False):
            sheet.row(columns, top, [[], [title], [knowledge] if knowledge else []])
        for x in columns:
            sheet.line(x, tops[0], x, tops[-1])
        for y in (tops[0], tops[-1]):
            sheet.line(columns[0], y, columns[-1], y)
        for y in tops[1:-1]:
            sheet.line(columns[1], y, columns[2], y)
        sheet.line(columns[2], tops[2], columns[3], tops[2])
        sheet.save()
        (table,) = tables(read(tmp_path / "fusion.pdf"))
        assert words(table)[1:] == [["BDC0901 Le fournil", "1. Pétrir", "• Les farines"], ["", "2. Cuire", ""], ["", "3. Vendre", "• La caisse"]]

    def test_touching_tables_with_other_columns_are_two_tables(self, tmp_path: Path) -> None:
        other = (40.0, 150.0, 400.0, 520.0, 800.0)
        sheet = Sheet(tmp_path / "collees.pdf")
        middle = sheet.table(COLUMNS, 60, [header(EVALUATION), four(*OVEN)])
        sheet.table(other, middle, [four(*EVALUATION, other), four(*DOUGH, other)])
        sheet.save()
        first, second = tables(read(tmp_path / "collees.pdf"))
        assert words(first) == [[*EVALUATION], [*OVEN]]
        assert words(second) == [[*EVALUATION], [*DOUGH]]

    def test_vertical_lines_only(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "verticales.pdf")
        y = 60.0
        for row in (header(EVALUATION), four(*OVEN), four(*DOUGH)):
            y = sheet.row(COLUMNS, y, row)
        for x in COLUMNS:
            sheet.line(x, 60, x, y)
        sheet.save()
        document = read(tmp_path / "verticales.pdf")
        assert [words(table) for table in tables(document)] == [[[*EVALUATION], [*OVEN], [*DOUGH]]]
        assert [(d.code, d.where) for d in document.diagnostics] == [("doubtful-table", "p. 1")]

    def test_dotted_borders_and_cells_with_space_between_them(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "pointilles.pdf")
        sheet.canvas.setDash(0.5, 1.5)
        sheet.table(COLUMNS, 60, [header(EVALUATION), four(*OVEN)])
        sheet.canvas.setDash()
        sheet.next_page()
        tops = [60.0, sheet.row(COLUMNS, 60, header(EVALUATION), bold=True)]
        tops.append(sheet.row(COLUMNS, tops[-1], four(*OVEN)))
        for top, bottom in pairwise(tops):
            for left, right in pairwise(COLUMNS):
                sheet.canvas.rect(left + 1, sheet.height - bottom + 1, right - left - 2, bottom - top - 2)
        sheet.save()
        (table,) = tables(read(tmp_path / "pointilles.pdf"))
        assert words(table) == [[*EVALUATION], [*OVEN]] * 2

    def test_lines_drawn_dot_by_dot(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "points.pdf")
        tops = [60.0, sheet.row(COLUMNS, 60, header(EVALUATION), bold=True)]
        tops.append(sheet.row(COLUMNS, tops[-1], four(*OVEN)))

        def dot(x: float, y: float) -> None:
            sheet.canvas.rect(x, sheet.height - y, 0.7, 0.7, stroke=0, fill=1)

        for y in tops:
            for step in range(int((COLUMNS[-1] - COLUMNS[0]) / 1.5)):
                dot(COLUMNS[0] + 1.5 * step, y)
        for x in COLUMNS:
            for step in range(int((tops[-1] - tops[0]) / 1.5)):
                dot(x, tops[0] + 1.5 * step)
        sheet.save()
        (table,) = tables(read(tmp_path / "points.pdf"))
        assert words(table) == [[*EVALUATION], [*OVEN]]

    def test_one_string_printed_across_a_line_is_cut_there(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "chevauche.pdf")
        columns = (40.0, 89.0, 300.0)
        sheet.row(columns, 60, [["Farine bise Moudre fin"], []])  # "Farine bise" is 43 points wide, from 43 to 86
        sheet.row(columns, 80, [["Sel"], ["Peser"]])
        sheet.grid(columns, [60, 80, 100])
        sheet.save()
        (table,) = tables(read(tmp_path / "chevauche.pdf"))
        assert words(table) == [["Farine bise", "Moudre fin"], ["Sel", "Peser"]]

    def test_a_word_that_overflows_its_cell_is_not_cut(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "deborde.pdf")
        end = sheet.table((40.0, 100.0, 300.0), 60, [[["Opération"], ["Durée"]], [["Préfermentation"], []]])
        sheet.text(150, end - 5, "Une nuit")
        sheet.save()
        (table,) = tables(read(tmp_path / "deborde.pdf"))
        assert words(table)[1] == ["Préfermentation", "Une nuit"]

    def test_an_underlined_text_is_not_a_border(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "souligne.pdf")
        sheet.table(COLUMNS, 60, [header(EVALUATION), [["1. Pétrir"], ["Farine pesée."], ["Durée adaptée :", "au grain moulu"], ["Souple."]]])
        y = 77 + 3 + 9 + 1.2  # top of the second row + padding + letters + 1.2 below the baseline
        sheet.line(353, y, 353 + 60, y)
        sheet.save()
        (table,) = tables(read(tmp_path / "souligne.pdf"))
        assert len(table.rows) == 2

    def test_a_frame_around_a_text_is_no_table(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "cadre.pdf")
        sheet.canvas.rect(50, 300, 400, 100)
        sheet.text(60, 220, "Le fournil ouvre à quatre heures.")
        sheet.save()
        document = read(tmp_path / "cadre.pdf")
        assert not tables(document)
        assert prose(document) == ["Le fournil ouvre à quatre heures."]


class TestTablesWithoutLines:
    def test_columns_come_from_the_header_and_are_reported_as_doubtful(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "sans-traits.pdf")
        y = 60.0
        for row in (header(EVALUATION), four(*OVEN), four(*DOUGH)):
            y = sheet.row(COLUMNS, y, row)
        sheet.text(40, y + 40, "La suite du référentiel décrit les épreuves, leur durée et la composition du jury qui les évalue au fournil.")
        sheet.save()
        document = read(tmp_path / "sans-traits.pdf")
        (table,) = tables(document)
        assert words(table) == [[*EVALUATION], [*OVEN], [*DOUGH]]
        assert [(d.code, d.where) for d in document.diagnostics] == [("doubtful-table", "p. 1")]
        assert prose(document)[-1].startswith("La suite du référentiel")

    def test_horizontal_lines_give_the_rows_even_when_text_is_printed_line_by_line(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "horizontales.pdf")
        tops = [60.0, sheet.row(COLUMNS, 60, header(EVALUATION))]
        for row in (four(*OVEN), four(*DOUGH)):
            deepest = max(len(lines) for lines in row)
            for index in range(deepest):
                single = [[""] * (2 * index) + [lines[index]] if index < len(lines) else [] for lines in row]
                sheet.row(COLUMNS, tops[-1], single)
            tops.append(tops[-1] + deepest * sheet.leading + 2 * sheet.padding)
        for y in tops:
            sheet.line(COLUMNS[0], y, COLUMNS[-1], y)
        sheet.save()
        (table,) = tables(read(tmp_path / "horizontales.pdf"))
        assert words(table) == [[*EVALUATION], [*OVEN], [*DOUGH]]

    def test_the_table_goes_on_without_header_on_the_next_page(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "deux-pages.pdf")
        sheet.row(COLUMNS, 520, header(EVALUATION))
        sheet.next_page()
        sheet.row(COLUMNS, sheet.row(COLUMNS, 40, four(*OVEN)), four(*DOUGH))
        sheet.save()
        (table,) = tables(read(tmp_path / "deux-pages.pdf"))
        assert words(table) == [[*EVALUATION], [*OVEN], [*DOUGH]]

    def test_a_header_cut_by_the_page_end_is_completed(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "entete-coupe.pdf")
        sheet.row(COLUMNS, 560, [[], *header(EVALUATION)[1:]])
        sheet.next_page()
        below = sheet.row(COLUMNS, 40, [[EVALUATION[0]], [], [], []])
        sheet.row(COLUMNS, below, four(*OVEN))
        sheet.save()
        document = read(tmp_path / "entete-coupe.pdf")
        assert [words(table) for table in tables(document)] == [[[*EVALUATION], [*OVEN]]]
        assert document.diagnostics[0].where == "p. 1, 2"

    def test_cells_printed_word_by_word(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "mots.pdf")
        y = 60.0
        for row in (header(EVALUATION), four(*OVEN)):
            for x, lines in zip(COLUMNS, row, strict=False):
                for index, line in enumerate(lines):
                    at = x
                    for word in line.split(" "):
                        sheet.text(at, y + 11 * index, word)
                        at += stringWidth(f"{word} ", "Helvetica", 9)
            y += 30
        sheet.save()
        (table,) = tables(read(tmp_path / "mots.pdf"))
        assert [" ".join(column) for column in zip(*words(table), strict=True)] == [" ".join(pair) for pair in zip(EVALUATION, OVEN, strict=True)]

    def test_tags_settle_the_cells(self, tmp_path: Path) -> None:
        cells = [["Geste", "Outil", "Moment"], ["Lamer", "Une lame", "avant cuisson"], ["", "Une pelle", "ensuite"]]
        tagged_pdf(tmp_path / "balises.pdf", cells, (50, 110, 165))
        document = read(tmp_path / "balises.pdf")
        (table,) = tables(document)
        assert words(table) == cells
        assert not document.diagnostics


class TestText:
    def lines(self, path: Path, texts: Sequence[str], x: float = 50, width: float = 500) -> list[str]:
        """Print lines below each other and read the paragraphs they make; the first one is wide enough to show where lines end."""
        sheet = Sheet(path)
        for index, text in enumerate(texts):
            sheet.text(x, 100 + 11 * index, text)
        sheet.save()
        return prose(read(path))

    def test_wrapped_lines_are_joined_and_broken_ones_are_not(self, tmp_path: Path) -> None:
        first = "Le pétrissage commence par le mélange de l'eau, du levain et de la farine, puis la pâte est laissée au repos pendant une heure."
        second = "La cuisson vient ensuite."
        lines = [*wrap(first, 300), second, "Le ressuage la termine."]
        assert self.lines(tmp_path / "lignes.pdf", lines) == [first, second, "Le ressuage la termine."]

    def test_list_marks_are_kept_as_printed(self, tmp_path: Path) -> None:
        document = self.lines(tmp_path / "puces.pdf", ["Le fournil contient :", "•  un pétrin,", "- une balance,", "•  un four dont la porte", "ferme bien."])
        assert document == ["Le fournil contient :", "•  un pétrin,", "- une balance,", "•  un four dont la porte ferme bien."]

    def test_the_hyphen_of_a_compound_stays(self, tmp_path: Path) -> None:
        (text,) = self.lines(tmp_path / "trait.pdf", ["Chaque pesée hors limites est une non-", "conformité."])
        assert text == "Chaque pesée hors limites est une non-conformité."

    def test_the_hyphen_of_the_typesetter_goes_when_the_word_is_known(self, tmp_path: Path) -> None:
        lines = ["La fermentation dure une nuit et la fermen-", "tation lente donne du goût au pain bis."]
        assert self.lines(tmp_path / "cesure.pdf", lines) == ["La fermentation dure une nuit et la fermentation lente donne du goût au pain bis."]

    def test_paragraphs_of_a_cell_are_told_by_their_gaps(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "blancs.pdf")
        cell = ["La pesée est juste au gramme près dans le bac.", "", "Le sel est ajouté."]
        sheet.table((40.0, 260.0, 500.0), 60, [[["Critères"], ["Autre"]], [cell, ["Rien."]]])
        sheet.save()
        (table,) = tables(read(tmp_path / "blancs.pdf"))
        assert words(table)[1][0] == "La pesée est juste au gramme près dans le bac. / Le sel est ajouté."

    def test_note_calls_are_left_out_and_units_are_not(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "notes.pdf")
        sheet.text(50, 100, "Les candidats")  # 54.5 points wide
        sheet.text(104.6, 96, "1", size=6)
        sheet.text(110, 100, "disposent de 20 m")
        sheet.text(180.2, 96, "2", size=6)
        sheet.save()
        assert prose(read(tmp_path / "notes.pdf")) == ["Les candidats disposent de 20 m2"]

    def test_running_heads_and_page_numbers_are_dropped(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "courant.pdf")
        for page in range(1, 5):
            sheet.text(50, 25, "Référentiel du fournil — version 3")
            sheet.text(50, 200, f"Texte propre à la partie {'ABCD'[page - 1]}.")
            sheet.text(400, 580, f"Page {page} / 4")
            sheet.next_page()
        sheet.save()
        assert prose(read(tmp_path / "courant.pdf")) == [f"Texte propre à la partie {letter}." for letter in "ABCD"]

    def test_a_paragraph_cut_by_the_page_end_is_whole_and_keeps_its_first_page(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "page.pdf")
        sheet.text(50, 540, "La vente du pain commence à sept heures, dès que la")
        sheet.next_page()
        sheet.text(50, 80, "boutique ouvre.")
        sheet.save()
        document = read(tmp_path / "page.pdf")
        assert prose(document) == ["La vente du pain commence à sept heures, dès que la boutique ouvre."]
        assert document.elements[0].source.page == 1

    def test_larger_letters_make_headings_by_level(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "titres.pdf")
        sheet.text(50, 80, "Référentiel du boulanger", size=18, bold=True)
        sheet.text(50, 120, "1. Le fournil", size=13, bold=True)
        sheet.text(50, 140, "Le fournil est tenu propre à toute heure du jour et de la nuit.")
        sheet.save()
        headings = [(e.text, e.level) for e in read(tmp_path / "titres.pdf").elements if isinstance(e, Heading)]
        assert headings == [("Référentiel du boulanger", 1), ("1. Le fournil", 2)]


class TestRefusals:
    def sound(self, path: Path) -> Path:
        sheet = Sheet(path)
        sheet.text(50, 80, "Un texte.")
        sheet.save()
        return path

    def test_images_only(self, tmp_path: Path) -> None:
        from PIL import Image
        from reportlab.lib.utils import ImageReader

        sheet = Sheet(tmp_path / "scan.pdf")
        sheet.canvas.drawImage(ImageReader(Image.new("RGB", (40, 40), "grey")), 0, 0, sheet.width, sheet.height)
        sheet.save()
        with pytest.raises(ScannedDocument, match=r"scan\.pdf.*OCR"):
            read(tmp_path / "scan.pdf")

    def test_no_text_at_all(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "blanc.pdf")
        sheet.next_page()
        sheet.save()
        with pytest.raises(EmptyDocument, match=r"blanc\.pdf ne contient aucun texte"):
            read(tmp_path / "blanc.pdf")

    @pytest.mark.parametrize(("unknown", "readable"), [(2, True), (40, False)])
    def test_letters_without_a_known_meaning(self, tmp_path: Path, unknown: int, readable: bool) -> None:
        unnamed_letters_pdf(tmp_path / "police.pdf", "Le four est chaud.", unknown)
        if readable:
            document = read(tmp_path / "police.pdf")
            assert prose(document) == ["Le four est chaud." + "\ufffd" * unknown]
            assert [(d.code, d.where) for d in document.diagnostics] == [("unknown-characters", "p. 1")]
        else:
            with pytest.raises(ScannedDocument, match=r"police\.pdf est illisible.*OCR"):
                read(tmp_path / "police.pdf")

    @pytest.mark.parametrize(("password", "readable"), [("secret", False), ("", True)])
    def test_encrypted(self, tmp_path: Path, password: str, readable: bool) -> None:
        from pypdf import PdfReader, PdfWriter

        writer = PdfWriter(clone_from=PdfReader(self.sound(tmp_path / "clair.pdf")))
        writer.encrypt(password, "proprietaire")
        writer.write(str(tmp_path / "chiffre.pdf"))
        if readable:
            assert prose(read(tmp_path / "chiffre.pdf")) == ["Un texte."]
        else:
            with pytest.raises(EncryptedDocument, match=r"chiffre\.pdf est protégé par un mot de passe"):
                read(tmp_path / "chiffre.pdf")

    def test_truncated(self, tmp_path: Path) -> None:
        data = self.sound(tmp_path / "entier.pdf").read_bytes()
        (tmp_path / "tronque.pdf").write_bytes(data[: len(data) // 2])
        with pytest.raises(DamagedDocument, match=r"tronque\.pdf est tronqué ou abîmé"):
            read(tmp_path / "tronque.pdf")

    def test_garbled_inside(self, tmp_path: Path) -> None:
        data = self.sound(tmp_path / "entier.pdf").read_bytes()
        start = data.index(b"stream")
        (tmp_path / "abime.pdf").write_bytes(data[: start + 10] + b"\x00" * 60 + data[start + 70 :])
        with pytest.raises(DamagedDocument, match=r"abime\.pdf"):
            read(tmp_path / "abime.pdf")

    def test_a_stream_that_inflates_to_a_hundred_megabytes(self, tmp_path: Path) -> None:
        from pypdf import PdfReader, PdfWriter
        from pypdf.generic import DecodedStreamObject, NameObject

        writer = PdfWriter(clone_from=PdfReader(self.sound(tmp_path / "clair.pdf")))
        zeros = DecodedStreamObject()
        zeros.set_data(b" " * 100 * 1024 * 1024)
        writer.pages[0][NameObject("/Contents")] = writer._add_object(zeros.flate_encode())
        writer.write(str(tmp_path / "bombe.pdf"))
        assert (tmp_path / "bombe.pdf").stat().st_size < 200_000
        with pytest.raises(OversizedDocument, match=r"bombe\.pdf enfle démesurément"):
            read(tmp_path / "bombe.pdf")

    def test_a_header_alone(self, tmp_path: Path) -> None:
        (tmp_path / "faux.pdf").write_bytes(b"%PDF-1.7\nrien\n%%EOF\n")
        with pytest.raises(DamagedDocument, match=r"faux\.pdf"):
            read(tmp_path / "faux.pdf")

    def test_progress_and_silence(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        sheet = Sheet(tmp_path / "trois.pdf")
        for number in range(3):
            sheet.text(50, 80, f"Partie {'ABC'[number]}.")
            sheet.next_page()
        sheet.save()
        seen: list[tuple[int, int]] = []
        with caplog.at_level(logging.DEBUG):
            read_pdf(tmp_path / "trois.pdf", progress=lambda page, pages: seen.append((page, pages)))
        assert seen == [(1, 3), (2, 3), (3, 3)]
        assert not [record for record in caplog.records if record.name.startswith(("pdfminer", "pypdf", "pdfplumber"))]


class TestOfficialDocuments:
    @pytest.mark.parametrize("name", ["cqpm-coordonnateur-qse-v1", "cqpm-technicien-qualite"])
    def test_every_cell_of_the_evaluation_tables(self, shared_folder: Path, name: str) -> None:
        from ingest.structure import build

        truth = json.loads((shared_folder / "referentiels" / "cells.json").read_text("utf-8"))[name]
        document = read(shared_folder / "referentiels" / f"{name}.pdf")
        certification, _ = build(document, name)
        assert not document.diagnostics
        read_parts = {
            (str(competence.number), part): [statement.verbatim for statement in competence.part(part)]
            for _, competence in certification.competences()
            for part in next(iter(truth.values()))
        }
        wrong = [key for key, verbatim in read_parts.items() if plain_words(verbatim) != plain_words(truth[key[0]][key[1]])]
        assert (len(read_parts), wrong) == (6 * len(truth), [])

    @pytest.mark.parametrize(("name", "pages"), [("pas-une-certification", 21), ("reac-titre-professionnel-2016", 32)])
    def test_other_documents_are_read_without_competence_tables(self, shared_folder: Path, name: str, pages: int) -> None:
        document = read(shared_folder / "documents" / f"{name}.pdf")
        assert document.pages == pages
        assert sum(isinstance(element, Heading) for element in document.elements) > 10
        assert not [table for table in tables(document) if "Critères mesurables et observables" in str(words(table))]
        assert not document.diagnostics


def plain_words(texts: Sequence[str]) -> list[str]:
    """Words for comparing: quotes, dashes and dots unified, list marks and the spaces before signs left out."""
    text = " ".join(texts).replace("\n", " ").replace("’", "'").replace("«", '"').replace("»", '"').replace("…", "...")
    text = re.sub(r'"\s*(.*?)\s*"', r'"\1"', re.sub("[–—‐‑]", "-", text))
    text = re.sub(r"(?<!\S)-+\s*|[•○□◦▪]", " ", text)
    return re.sub(r"\s+([.,:;?!])", r"\1", text).split()


def test_tables_hold_no_empty_row(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "vides.pdf")
    sheet.table(COLUMNS, 60, [header(EVALUATION), [["--"], ["---"], ["--"], ["--"]], four(*OVEN)])
    sheet.save()
    (table,) = tables(read(tmp_path / "vides.pdf"))
    assert isinstance(table, Table)
    assert words(table) == [[*EVALUATION], [*OVEN]]
