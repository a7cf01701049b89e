"""The page of a PDF with the words of a quotation marked: every word, and nothing else."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from layouts import GLOVES, OVEN_MEANS, Sheet, bakery_pdf, unnamed_letters_pdf, wrap
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase.pdfmetrics import stringWidth

from ingest.errors import DamagedDocument, MissingDocument, OversizedDocument
from ingest.pages.drawing import Box, Picture, draw_page
from ingest.pages.finding import MAX_WORDS, Found, Neighbours, find
from ingest.pages.marking import marked, marked_from_near

SCALE = 1460 / 841.89
"""Pixels in a point: an A4 page on its side is made as wide as pictures may be."""
MEANS = OVEN_MEANS.replace("-|", "")
LINE = 11.0
"""Points from a line to the next."""


@dataclass(frozen=True)
class Printed:
    """Words as they were printed on a page: what a box of them must cover."""

    left: float
    right: float
    baseline: float

    def is_covered_by(self, box: Box) -> bool:
        """Within a point on each side; from the line's letters to their tails, and no other line."""
        left, top, right, bottom = (side / SCALE for side in box)
        return (
            abs(left - self.left) < 1
            and abs(right - self.right) < 1
            and self.baseline - LINE < top < self.baseline - 5
            and self.baseline < bottom < self.baseline + 4
        )


def printed(sheet: Sheet, page: int, text: str, words: str = "") -> list[Printed]:
    """Where a text was printed, or these words of it, from the top."""
    words = words or text
    found = []
    for number, x, y, line in sheet.printed:
        if number == page and text in line:
            left = x + stringWidth(line[: line.index(text) + text.index(words)], "Helvetica", Sheet.size)
            found.append(Printed(left, left + stringWidth(words, "Helvetica", Sheet.size), y))
    return found


def covers(boxes: tuple[Box, ...], lines: list[Printed]) -> bool:
    """Whether the boxes are those of the lines, no more and no less."""
    return len(boxes) == len(lines) and all(line.is_covered_by(box) for box, line in zip(boxes, lines, strict=True))


def found_on(path: Path, quotation: str, *pages: int, neighbours: Neighbours | None = None) -> Found:
    return find(quotation, [draw_page(path, page).words for page in pages], neighbours or Neighbours())


SMALL = (600.0, 400.0)
"""Points: a page drawn at two pixels a point, whichever way it is turned."""


def a_sheet(path: Path, *texts: tuple[float, float, str], page: tuple[float, float] = landscape(A4)) -> Sheet:
    sheet = Sheet(path, page)
    for text in texts:
        sheet.text(*text)
    sheet.save()
    return sheet


class TestWhereTheWordsStand:
    def test_a_sentence_of_a_cell_cut_by_the_page_end_and_by_a_hyphen(self, tmp_path: Path) -> None:
        sheet = bakery_pdf(tmp_path / "four.pdf")
        *first, rest = [*wrap(OVEN_MEANS.split("|")[0], 260), OVEN_MEANS.split("|")[1]]
        assert len(first) > 1
        found = found_on(tmp_path / "four.pdf", MEANS, 1, 2)
        assert found.share == 1
        assert covers(found.boxes[0], [line for text in first for line in printed(sheet, 1, text)])
        assert covers(found.boxes[1], printed(sheet, 2, rest))

    def test_on_its_first_page_alone_what_is_missing_shows(self, tmp_path: Path) -> None:
        bakery_pdf(tmp_path / "four.pdf")
        missing = len("programmedecuisson")
        assert found_on(tmp_path / "four.pdf", MEANS, 1).share == pytest.approx(1 - missing / sum(map(str.isalpha, MEANS)))

    def test_what_stands_around_tells_a_sentence_from_the_same_one(self, tmp_path: Path) -> None:
        sheet = bakery_pdf(tmp_path / "four.pdf")
        above, below = printed(sheet, 2, GLOVES)
        around_the_first = Neighbours(before=(MEANS,), after=("Le pain est cuit à cœur et sa croûte est dorée.",))
        around_the_second = Neighbours(before=("Le pétrin est vide avant chaque pâte.",), after=("La pâte est lisse.",))
        for neighbours, line in (
            (around_the_first, above),
            (around_the_second, below),
            (Neighbours(0, 2), above),
            (Neighbours(1, 2), below),
        ):
            assert covers(found_on(tmp_path / "four.pdf", GLOVES, 2, neighbours=neighbours).boxes[0], [line])

    def test_of_two_that_say_the_same_the_second_is_cut_by_the_page_end(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "deux.pdf")
        sheet.text(60, 100, "La sonde donne la température.")
        sheet.text(60, 560, "La sonde donne")
        sheet.next_page()
        sheet.text(60, 40, "la température.")
        sheet.save()
        alone = found_on(tmp_path / "deux.pdf", "La sonde donne la température.", 1, neighbours=Neighbours(1, 2))
        assert alone.alike == 1  # of two: the next page is worth a look
        found = found_on(tmp_path / "deux.pdf", "La sonde donne la température.", 1, 2, neighbours=Neighbours(1, 2))
        assert found.alike == 2
        assert covers(found.boxes[0], printed(sheet, 1, "La sonde donne")[1:])
        assert covers(found.boxes[1], printed(sheet, 2, "la température."))

    def test_the_lines_of_neighbouring_cells_may_be_printed_between_its_own(self, tmp_path: Path) -> None:
        cells = (
            ("Le four est chaud avant", "Le pain est cuit avant", "La pelle est prête avant"),
            ("que la pâte soit prête.", "que la boutique ouvre.", "que le four soit chaud."),
        )
        texts = [(60.0 + 130 * column, 100 + LINE * row, text) for row, line in enumerate(cells) for column, text in enumerate(line)]
        sheet = a_sheet(tmp_path / "entrelacs.pdf", *texts)
        for first, second in zip(*cells, strict=True):
            found = found_on(tmp_path / "entrelacs.pdf", f"{first} {second}", 1)
            assert found.share == 1
            assert covers(found.boxes[0], printed(sheet, 1, first) + printed(sheet, 1, second))

    def test_words_within_a_line_and_a_short_last_line(self, tmp_path: Path) -> None:
        sheet = a_sheet(
            tmp_path / "ligne.pdf",
            (60, 100, "Le four est chaud. La sonde donne la température du"),
            (60, 111, "four."),
            (60, 122, "La pelle est prête."),
        )
        found = found_on(tmp_path / "ligne.pdf", "La sonde donne la température du four.", 1)
        line = "Le four est chaud. La sonde donne la température du"
        assert covers(found.boxes[0], printed(sheet, 1, line, "La sonde donne la température du") + printed(sheet, 1, "four."))

    def test_list_marks_signs_case_and_ligatures_do_not_count(self, tmp_path: Path) -> None:
        sheet = a_sheet(tmp_path / "liste.pdf", (60, 100, "La fiche definit :"), (72, 111, "- l'eau ( tiède ) ;"), (72, 122, "- le sel."))
        found = found_on(tmp_path / "liste.pdf", "La ﬁche définit :\n• l’eau (tiède) ;\n• le sel.", 1)
        assert found.share == 1
        assert len(found.boxes[0]) == 3
        assert covers(found.boxes[0][2:], printed(sheet, 1, "- le sel.", "le sel."))

    @pytest.mark.parametrize("quotation", ["Le levain est rafraîchi.", "…", ""])
    def test_what_is_not_there_is_not_found(self, tmp_path: Path, quotation: str) -> None:
        a_sheet(tmp_path / "rien.pdf", (60, 100, "La sonde donne la température."))
        assert found_on(tmp_path / "rien.pdf", quotation, 1) == Found(((),), 0.0)

    def test_pages_with_too_many_words_are_not_searched(self, tmp_path: Path) -> None:
        a_sheet(tmp_path / "mot.pdf", (60, 100, "four"))
        (word,) = draw_page(tmp_path / "mot.pdf", 1).words
        assert find("four", [[word] * MAX_WORDS]).share == 1
        assert find("four", [[word] * (MAX_WORDS + 1)]).share == 0

    @pytest.mark.parametrize("turned", [90, 180, 270])
    def test_a_turned_page(self, tmp_path: Path, turned: int) -> None:
        a_sheet(tmp_path / "droite.pdf", (60, 100, "Le four est chaud."), page=SMALL)
        writer = PdfWriter(clone_from=PdfReader(tmp_path / "droite.pdf"))
        writer.pages[0].rotate(turned)
        writer.write(str(tmp_path / "tournee.pdf"))
        upright, turned_picture = draw_page(tmp_path / "droite.pdf", 1), draw_page(tmp_path / "tournee.pdf", 1)
        (box,) = find("Le four est chaud.", [upright.words]).boxes[0]
        whole = _around([word.box for word in turned_picture.words])
        assert _around([box]) == pytest.approx(_turned_back(whole, turned, turned_picture), abs=2)

    def test_a_cropped_page(self, tmp_path: Path) -> None:
        a_sheet(tmp_path / "entiere.pdf", (160, 200, "Le four est chaud."), page=SMALL)
        writer = PdfWriter(clone_from=PdfReader(tmp_path / "entiere.pdf"))
        writer.pages[0].cropbox.lower_left = (100, 50)
        writer.write(str(tmp_path / "rognee.pdf"))
        whole, cropped = draw_page(tmp_path / "entiere.pdf", 1), draw_page(tmp_path / "rognee.pdf", 1)
        assert whole.width - cropped.width == pytest.approx(100 * 2, abs=2)
        assert whole.words[0].box[0] - cropped.words[0].box[0] == pytest.approx(100 * 2, abs=2)


def _around(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _turned_back(box: Box, turned: int, picture: Picture) -> Box:
    left, top, right, bottom = box
    if turned == 90:
        return top, picture.width - right, bottom, picture.width - left
    if turned == 180:
        return picture.width - right, picture.height - bottom, picture.width - left, picture.height - top
    return picture.height - bottom, left, picture.height - top, right


class TestDrawing:
    def test_a_page_of_two_pixels_a_point_with_its_words(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "page.pdf", A4)
        sheet.text(60, 100, "Le four")
        sheet.save()
        picture = draw_page(tmp_path / "page.pdf", 1)
        assert (picture.width, picture.height, picture.pages) == (round(595.28 * 2), round(841.89 * 2), 1)
        assert Image.open(io.BytesIO(picture.png)).size == (picture.width, picture.height)
        assert [word.text for word in picture.words] == ["Le", "four"]

    def test_an_immense_page_is_drawn_small(self, tmp_path: Path) -> None:
        sheet = Sheet(tmp_path / "immense.pdf", (14000.0, 7000.0))
        sheet.text(60, 100, "Le four", size=400)
        sheet.save()
        picture = draw_page(tmp_path / "immense.pdf", 1)
        assert (picture.width, picture.height) == pytest.approx((1460, 730), abs=1)

    def test_a_page_that_takes_too_long_is_given_up(self, tmp_path: Path) -> None:
        a_sheet(tmp_path / "lente.pdf", (60, 100, "Le four"))
        with pytest.raises(OversizedDocument, match=r"La page 1 de lente\.pdf est trop longue à dessiner"):
            draw_page(tmp_path / "lente.pdf", 1, patience=0.001)

    def test_there_is_no_such_page_or_file(self, tmp_path: Path) -> None:
        a_sheet(tmp_path / "courte.pdf", (60, 100, "Le four"))
        with pytest.raises(MissingDocument, match=r"La page 2 de courte\.pdf n'existe pas"):
            draw_page(tmp_path / "courte.pdf", 2)
        with pytest.raises(MissingDocument, match=r"La page 1 de absente\.pdf n'existe pas"):
            draw_page(tmp_path / "absente.pdf", 1)

    @pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"\x00" * 2000])
    def test_a_broken_file_is_a_sentence(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "abime.pdf").write_bytes(content)
        with pytest.raises(DamagedDocument, match=r"La page 1 de abime\.pdf ne peut pas être dessinée"):
            draw_page(tmp_path / "abime.pdf", 1)

    def test_a_file_broken_inside_is_drawn_or_a_sentence(self, tmp_path: Path) -> None:
        a_sheet(tmp_path / "entier.pdf", (60, 100, "Le four"))
        content = (tmp_path / "entier.pdf").read_bytes()
        for share in (3, 2):
            (tmp_path / "coupe.pdf").write_bytes(content[: len(content) * (share - 1) // share])
            with pytest.raises(DamagedDocument):
                draw_page(tmp_path / "coupe.pdf", 1)

    def test_letters_without_a_name_are_no_words(self, tmp_path: Path) -> None:
        unnamed_letters_pdf(tmp_path / "police.pdf", "Le four est chaud.", 4)
        assert find("Le four est chaud.", [draw_page(tmp_path / "police.pdf", 1).words]).share == 1


class TestMarking:
    def test_what_is_in_the_boxes_is_coloured_and_letters_stay_black(self, tmp_path: Path) -> None:
        a_sheet(tmp_path / "page.pdf", (60, 100, "Le four est chaud."), (60, 200, "La pelle est prête."))
        picture = draw_page(tmp_path / "page.pdf", 1)
        image = Image.open(io.BytesIO(marked(picture.png, find("Le four est chaud.", [picture.words]).boxes[0]))).convert("RGB")
        assert image.size == (picture.width, picture.height)
        inside = image.crop(find("Le four est chaud.", [picture.words]).boxes[0][0])
        outside = image.crop(find("La pelle est prête.", [picture.words]).boxes[0][0])
        for part, most_blue in ((inside, (40, 130)), (outside, (240, 256))):  # yellow has little blue, white has all of it
            blue = part.getchannel("B").tobytes()
            assert min(blue) < 40  # the letters
            assert most_blue[0] <= max(blue) < most_blue[1]

    def test_from_near_is_a_part_of_the_page_around_the_boxes(self, tmp_path: Path) -> None:
        a_sheet(tmp_path / "page.pdf", (400, 100, "Le four est chaud."))
        picture = draw_page(tmp_path / "page.pdf", 1)
        boxes = find("Le four est chaud.", [picture.words]).boxes[0]
        near = marked_from_near(picture.png, boxes)
        assert near is not None
        image = Image.open(io.BytesIO(near))
        assert image.width == round(0.4 * picture.width)
        assert image.height == pytest.approx(boxes[0][3] - boxes[0][1] + 2 * 0.03 * picture.width, abs=2)

    def test_no_box_or_boxes_as_wide_as_the_page_are_not_seen_from_near(self, tmp_path: Path) -> None:
        a_sheet(tmp_path / "page.pdf", (60, 100, "Le"), (760, 100, "four"))
        picture = draw_page(tmp_path / "page.pdf", 1)
        assert marked_from_near(picture.png, ()) is None
        assert marked_from_near(picture.png, [word.box for word in picture.words]) is None
