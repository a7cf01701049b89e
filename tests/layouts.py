"""Small PDF and Word documents of our own wording, one helper per way of drawing a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject, TextStringObject
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest.elements import Heading, Paragraph, ReadDocument, Table

EVALUATION = ("Compétences professionnelles", "Conditions de réalisation", "Critères mesurables et observables", "Résultats attendus")
BLOCKS = ("Blocs de compétences", "Compétences professionnelles", "Connaissances associées")

Row = Sequence[Sequence[str]]
"""For each cell, its lines."""


class Sheet:
    """A page to draw on, with y growing downwards like the reader's. Letters are Helvetica 9 on lines 11 points apart."""

    size = 9.0
    leading = 11.0
    padding = 3.0

    def __init__(self, path: Path, page: tuple[float, float] = landscape(A4)) -> None:
        self.canvas = Canvas(str(path), pagesize=page, invariant=1)
        self.width, self.height = page
        self.printed: list[tuple[int, float, float, str]] = []
        """Page from 1, left and baseline of each text in points, the text."""

    def text(self, x: float, y: float, text: str, bold: bool = False, size: float | None = None) -> None:
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size or self.size)
        self.canvas.drawString(x, self.height - y, text)
        self.printed.append((self.canvas.getPageNumber(), x, y, text))

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def cell(self, x: float, top: float, lines: Sequence[str], bold: bool = False) -> None:
        """Lines of a cell; an empty one leaves half a line of space, as between two paragraphs."""
        y = top + self.padding + self.size
        for line in lines:
            if line:
                self.text(x + self.padding, y, line, bold)
            y += self.leading if line else self.leading / 2

    def row(self, columns: Sequence[float], top: float, cells: Row, bold: bool = False) -> float:
        """Print the cells of a row, without lines, one after the other; returns where the row ends."""
        for x, lines in zip(columns, cells, strict=False):
            self.cell(x, top, lines, bold)
        longest = max(len(lines) for lines in cells)
        return top + longest * self.leading + 2 * self.padding

    def grid(self, columns: Sequence[float], tops: Sequence[float], closed: bool = True) -> None:
        """All lines of a table; ``closed=False`` leaves out the last horizontal one, as where a page break cuts a row."""
        for x in columns:
            self.line(x, tops[0], x, tops[-1])
        for y in tops if closed else tops[:-1]:
            self.line(columns[0], y, columns[-1], y)

    def table(self, columns: Sequence[float], top: float, rows: Sequence[Row], header: bool = True, closed: bool = True) -> float:
        """A whole table with its lines; the first row is bold when it is a header. Returns where it ends."""
        tops = [top]
        for index, cells in enumerate(rows):
            tops.append(self.row(columns, tops[-1], cells, bold=header and index == 0))
        self.grid(columns, tops, closed)
        return tops[-1]

    def next_page(self) -> None:
        self.canvas.showPage()

    def save(self) -> None:
        self.canvas.save()


def header(titles: Sequence[str]) -> Row:
    """A header row, one line per cell."""
    return [[title] for title in titles]


def wrap(text: str, width: float, size: float = Sheet.size) -> list[str]:
    """Break a text into lines no wider than ``width``, as a word processor does."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if stringWidth(longer, "Helvetica", size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def tables(document: ReadDocument) -> list[Table]:
    return [element for element in document.elements if isinstance(element, Table)]


def prose(document: ReadDocument) -> list[str]:
    """The headings and paragraphs outside tables, marks included."""
    return [
        element.text if isinstance(element, Heading) else element.marker + element.text
        for element in document.elements
        if isinstance(element, Heading | Paragraph)
    ]


def words(table: Table) -> list[list[str]]:
    """The text of each cell of each row, marks included, paragraphs joined by « / »."""
    return [[" / ".join(paragraph.marker + paragraph.text for paragraph in cell) for cell in row] for row in table.rows]


def tagged_pdf(path: Path, cells: Sequence[Sequence[str]], columns: Sequence[float]) -> None:
    """A one-page PDF with a table that has tags and no lines: each text is a marked content that belongs to a cell of a row."""
    stream: list[str] = []
    elements: list[tuple[str, int, list[int]]] = []  # type, parent, marked contents
    table = 0
    elements.append(("Table", -1, []))
    identifier = 0
    for row, texts in enumerate(cells):
        elements.append(("TR", table, []))
        its_row = len(elements) - 1
        for x, text in zip(columns, texts, strict=False):
            if text:
                elements.append(("TD", its_row, [identifier]))
                stream.append(f"/P <</MCID {identifier}>> BDC BT /F1 9 Tf {x} {700 - 14 * row} Td ({text}) Tj ET EMC")
                identifier += 1
    _write_tagged(path, "\n".join(stream).encode("cp1252"), elements)


def unnamed_letters_pdf(path: Path, text: str, count: int) -> None:
    """A one-page PDF whose text ends in ``count`` codes that its font gives no letter for."""
    stream = f"BT /F1 9 Tf 50 700 Td ({text}) Tj /F2 9 Tf <{'0041' * count}> Tj ET"
    writer, page = _page_with(stream.encode("cp1252"))
    system = _entry(Registry=TextStringObject("Adobe"), Ordering=TextStringObject("Identity"), Supplement=NumberObject(0))
    letters = _entry(
        Type=NameObject("/Font"),
        Subtype=NameObject("/CIDFontType2"),
        BaseFont=NameObject("/Fournil"),
        CIDSystemInfo=system,
        DW=NumberObject(500),
    )
    font = _entry(
        Type=NameObject("/Font"),
        Subtype=NameObject("/Type0"),
        BaseFont=NameObject("/Fournil"),
        Encoding=NameObject("/Identity-H"),
        DescendantFonts=ArrayObject([writer._add_object(letters)]),
    )
    page["/Resources"]["/Font"][NameObject("/F2")] = writer._add_object(font)
    writer.write(str(path))


def _entry(**values: Any) -> DictionaryObject:  # noqa: ANN401 - pypdf objects of every kind
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in values.items()})


def _page_with(stream: bytes) -> tuple[PdfWriter, Any]:
    """A document of one page with this content, where /F1 is Helvetica."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    content = DecodedStreamObject()
    content.set_data(stream)
    page[NameObject("/Contents")] = writer._add_object(content)
    font = _entry(
        Type=NameObject("/Font"), Subtype=NameObject("/Type1"), BaseFont=NameObject("/Helvetica"), Encoding=NameObject("/WinAnsiEncoding")
    )
    page[NameObject("/Resources")] = _entry(Font=_entry(F1=writer._add_object(font)))
    return writer, page


def _write_tagged(path: Path, stream: bytes, elements: Sequence[tuple[str, int, list[int]]]) -> None:
    writer, page = _page_with(stream)
    page[NameObject("/StructParents")] = NumberObject(0)
    root = _entry(Type=NameObject("/StructTreeRoot"))
    root_reference = writer._add_object(root)
    references: list[Any] = []
    owners: dict[int, Any] = {}
    for kind, parent, contents in elements:
        above = references[parent] if parent >= 0 else root_reference
        node = _entry(
            Type=NameObject("/StructElem"),
            S=NameObject(f"/{kind}"),
            P=above,
            Pg=page.indirect_reference,
            K=ArrayObject(map(NumberObject, contents)),
        )
        references.append(writer._add_object(node))
        owners |= dict.fromkeys(contents, references[-1])
    numbers = ArrayObject([NumberObject(0), ArrayObject(owners[key] for key in sorted(owners))])
    root[NameObject("/ParentTree")] = _entry(Nums=numbers)
    root[NameObject("/K")] = ArrayObject([references[0]])
    writer.root_object[NameObject("/StructTreeRoot")] = root_reference
    writer.write(str(path))


OVEN_MEANS = "La sonde du four est contrôlée avec le thermomètre étalon avant la première fournée, puis à chaque changement de pro-|gramme de cuisson."
"""A criterion printed on two pages, with a word cut by the typesetter; « | » stands where the line ends whatever the width."""
GLOVES = "Le port des gants est respecté."
"""A criterion of both competences."""


def bakery_pdf(path: Path) -> Sheet:
    """A CQPM of two blocks on two pages, whose evaluation table is cut in the middle of a sentence; returns what was printed where."""
    sheet = Sheet(path)
    sheet.text(60, 50, "CQPM Fournier de nuit", bold=True, size=18)
    sheet.text(60, 90, "1. Référentiel des compétences", bold=True, size=14)
    blocks = [
        [["BDC9501", "La conduite du four"], ["1. Régler le four"], ["Les farines"]],
        [["BDC9502", "La conduite du pétrin"], ["2. Pétrir une pâte"], ["Les levures"]],
    ]
    sheet.table((60.0, 300.0, 560.0, 780.0), 110, [header(BLOCKS), *blocks])
    sheet.text(60, 250, "2. Conditions et critères d'évaluation", bold=True, size=14)
    columns = (40.0, 190.0, 330.0, 600.0, 800.0)
    cut, rest = OVEN_MEANS.split("|")
    means = [*wrap(cut, 260), rest]
    criteria = ["En matière de méthodes utilisées :", "La cuisson est suivie par la porte vitrée.", "En matière de moyens utilisés :"]
    first = [
        ["1. Régler le four"],
        ["Le programme est affiché."],
        [*criteria, *means[:-1]],
        wrap("Le pain est cuit à cœur et sa croûte est dorée.", 190),
    ]
    sheet.table(columns, 400, [header(EVALUATION), first], closed=False)
    sheet.next_page()
    constraints = [*wrap("En matière de contraintes liées au milieu et à l'environnement de travail :", 264), GLOVES]
    second = ["En matière de moyens utilisés :", "Le pétrin est vide avant chaque pâte.", *constraints]
    sheet.table(
        columns,
        40,
        [[[], [], [means[-1], *constraints], []], [["2. Pétrir une pâte"], ["La farine est livrée."], second, ["La pâte est lisse."]]],
        header=False,
    )
    sheet.save()
    return sheet
