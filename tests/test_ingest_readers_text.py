"""Plain text: encodings, paragraphs out of wrapped lines, headings, lists, notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.elements import Heading, Paragraph, ReadDocument, Table
from ingest.errors import DamagedDocument, EmptyDocument
from ingest.readers.lines import split_mark
from ingest.readers.text import read_text

DOCUMENTS = Path(__file__).parent / "documents"
INTERLEAVED = DOCUMENTS / "text-colonnes-entrelacees.txt"


def read(tmp_path: Path, content: str | bytes) -> ReadDocument:
    path = tmp_path / "essai.txt"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_text(path)


def texts(document: ReadDocument) -> list[str]:
    return [(getattr(element, "marker", "")) + element.text for element in document.elements if not isinstance(element, Table)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found(encoding: str, tmp_path: Path) -> None:
    assert texts(read(tmp_path, "L’été, la forêt brûle à cœur.".encode(encoding))) == ["L’été, la forêt brûle à cœur."]


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 20,
        b"PK\x03\x04" + bytes(200),
        "Le candidat sème.".encode("utf-16-le"),
        ("Été après été. " * 30).encode()[:-20] + b"\xc3 fin",
        b"\x81\x8d\x8f\x90\x9d texte",
    ],
    ids=["binary", "zip", "utf-16 without mark", "utf-8 with a cut letter", "bytes of no encoding"],
)
def test_what_cannot_be_decoded_is_refused_in_french(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(DamagedDocument, match=r"essai\.txt n'est pas du texte lisible"):
        read(tmp_path, content)


@pytest.mark.parametrize("content", [b"", b" \n\t\n", "\ufeff".encode()])
def test_an_empty_file_is_refused_in_french(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(EmptyDocument, match=r"essai\.txt est vide"):
        read(tmp_path, content)


def test_wrapped_lines_are_joined_and_sources_span_them(tmp_path: Path) -> None:
    document = read(tmp_path, "Le pot est lavé,\npuis séché\nà l'ombre.\n\nIl est rangé.\n")
    assert texts(document) == ["Le pot est lavé, puis séché à l'ombre.", "Il est rangé."]
    assert [element.source.lines for element in document.elements] == [(1, 3), (5, 5)]
    assert {element.source.document for element in document.elements} == {"essai.txt"}


def test_a_blank_line_inside_a_sentence_does_not_end_it(tmp_path: Path) -> None:
    assert texts(read(tmp_path, "Le pot est lavé dans une\n\neau tiède, puis séché.\n")) == [
        "Le pot est lavé dans une eau tiède, puis séché."
    ]


def test_a_short_line_that_ends_a_sentence_ends_its_paragraph(tmp_path: Path) -> None:
    lines = ["Le pot de terre est lavé à grande eau puis séché longuement à l'ombre du figuier du", "jardin.", "Ensuite il est rangé."]
    assert texts(read(tmp_path, "\n".join(lines))) == [" ".join(lines[:2]), lines[2]]


def test_list_marks_are_kept_as_printed(tmp_path: Path) -> None:
    document = read(tmp_path, "Il faut :\n•   laver,\n• sécher\nà l'ombre,\n- le matin,\n1. ranger.\n")
    marks = [(p.marker, p.depth) for p in document.elements if isinstance(p, Paragraph)]
    assert marks == [("", 0), ("•   ", 1), ("• ", 1), ("- ", 2), ("1. ", 3)]


@pytest.mark.parametrize(
    ("line", "mark"),
    [("- •- En amont", "- •- "), ("•\u00a0Un", "•\u00a0"), ("o Deux", "o "), ("-L'été", "-"), ("-5 degrés", ""), ("Un - deux", "")],
)
def test_all_the_marks_of_a_line_are_split_off(line: str, mark: str) -> None:
    assert split_mark(line)[0] == mark


def test_headings_keep_their_number_and_are_rejoined() -> None:
    headings = [element for element in read_text(INTERLEAVED).elements if isinstance(element, Heading)]
    assert [(heading.level, heading.text) for heading in headings if heading.text[0].isdigit()] == [
        (1, "1. REFERENTIEL D’ACTIVITES DU CQPM"),
        (2, "1.1. Mission (s) et activités du conducteur de serre"),
        (2, "1.2. Environnement de travail et relations avec les autres équipes de la ferme, des marchés et des sous-traitants"),
        (1, "2. REFERENTIEL DE COMPETENCES"),
        (1, "3. REFERENTIEL D’EVALUATIONS"),
        (
            2,
            "3.1. Ce que la commission regarde dans la serre, travée par travée, et la manière dont les gestes du candidat, "
            "ses écrits et ses paroles sont appréciés",
        ),
        (2, "3.2. MODALITES D’EVALUATION"),
        (1, "4. CONDITIONS D’ADMISSIBILITE"),
    ]


def test_broken_hyphens_and_split_compounds_are_repaired() -> None:
    found = texts(read_text(INTERLEAVED))
    assert any(text.endswith("évitent la non-contamination des travées voisines.") for text in found)
    assert "Il travaille avec les pépiniéristes, le transporteur et un sous-traitant chargé du chauffage." in found


def test_a_sentence_cut_by_the_other_column_is_whole_again_before_its_list() -> None:
    found = texts(read_text(INTERLEAVED))
    whole = (
        "L’évaluation se déroule dans la serre de l’entreprise ou du candidat, pendant une journée de récolte ordinaire "
        "et, si besoin, dans une seconde serre choisie par la commission. Le candidat présente :"
    )
    at = found.index(whole)
    assert found[at + 1 : at + 7] == [
        "1. un geste de taille,",
        "2. une page du cahier.",
        "AVIS DE L’ENTREPRISE.",
        "Le tuteur donne son avis par écrit.",
        "(hors VAE)",
        "La visite dure une heure.",
    ]


def test_a_note_call_goes_and_its_note_stays() -> None:
    found = texts(read_text(INTERLEAVED))
    assert any("attribuée aux candidats qui ont validé" in text for text in found)
    assert found[-1].startswith("1 Le mot « candidat »")


def test_a_number_glued_to_a_word_stays_where_no_note_has_it(tmp_path: Path) -> None:
    assert texts(read(tmp_path, "Les candidats1 sèment.\n")) == ["Les candidats1 sèment."]


def test_lines_with_tabs_are_a_table(tmp_path: Path) -> None:
    document = read(tmp_path, "Avant.\n\nPot\tTaille\nGrès\t\n\nAprès.\n")
    table = document.elements[1]
    assert isinstance(table, Table)
    assert [[cell[0].text if cell else None for cell in row] for row in table.rows] == [["Pot", "Taille"], ["Grès", None]]
    assert table.source.lines == (3, 4)


def test_marks_of_an_ocr_tool_are_removed(tmp_path: Path) -> None:
    assert texts(read(tmp_path, "**Avis :** le <u>pot</u> est beau.")) == ["Avis : le pot est beau."]


def test_a_text_of_another_kind_is_headings_and_paragraphs(tmp_path: Path) -> None:
    document = read(tmp_path, "LE POTIER\n\nIl tourne.\n\nIl cuit.\n")
    assert [type(element) for element in document.elements] == [Heading, Paragraph, Paragraph]
    assert document.diagnostics == ()
