"""Dossiers are read alike from every format; files that cannot be read are refused in one French sentence."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from dossiers import LONG, SHORT, odt_body, write_docx, write_odt, write_pdf

from assistant.dossier.model import Dossier, Kind
from assistant.dossier.reading import read_dossier
from ingest.errors import (
    AcquisError,
    DamagedDocument,
    EmptyDocument,
    EncryptedDocument,
    MissingDocument,
    OversizedDocument,
    ScannedDocument,
    UnknownFormat,
)

TOLD = "J'ai animé chaque lundi la réunion de sécurité avec les douze opérateurs de l'équipe du matin, pendant deux ans, et j'ai écrit chaque compte rendu."


def shape(dossier: Dossier) -> list[tuple[Kind, str, str]]:
    return [(extract.kind, extract.text, extract.heading) for extract in dossier.extracts]


@pytest.mark.parametrize("source", [SHORT, LONG], ids=["short", "long"])
def test_word_libreoffice_and_markdown_give_the_same_extracts(source: Path, tmp_path: Path) -> None:
    markdown = source.read_text("utf-8")
    expected = shape(read_dossier(source))
    assert shape(read_dossier(write_docx(markdown, tmp_path / "d.docx"))) == expected
    assert shape(read_dossier(write_odt(odt_body(markdown), tmp_path / "d.odt"))) == expected


def test_a_pdf_gives_pages_and_progress(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    path = write_pdf(SHORT.read_text("utf-8"), tmp_path / "d.pdf")
    dossier = read_dossier(path, lambda *step: seen.append(step))
    assert dossier.pages == len(seen) > 1
    assert {extract.page for extract in dossier.extracts} == set(range(1, dossier.pages + 1))
    words = " ".join(extract.text for extract in read_dossier(SHORT).extracts).split()
    assert " ".join(extract.text for extract in dossier.extracts).split() == words


def test_extracts_are_numbered_under_their_headings(tmp_path: Path) -> None:
    path = tmp_path / "d.md"
    path.write_text(
        f"# Moi\n\n{TOLD}\n\n## Mes audits\n\n- Premier point\n- Second point\n\n| Quoi | Quand |\n|---|---|\n| Audit | mars |\n", "utf-8"
    )
    extracts = read_dossier(path).extracts
    assert [extract.number for extract in extracts] == [1, 2, 3, 4, 5, 6, 7]
    assert [(extract.kind, extract.heading, extract.section) for extract in extracts[1:4]] == [
        (Kind.PROSE, "Moi", 1),
        (Kind.HEADING, "Mes audits", 2),
        (Kind.ITEM, "Mes audits", 2),
    ]
    assert extracts[-1].text == "Audit | mars"


def test_long_cells_of_a_form_are_paragraphs_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "d.md"
    path.write_text(f"| Décrivez votre activité | {TOLD} |\n|---|---|\n", "utf-8")
    assert [(extract.kind, extract.text) for extract in read_dossier(path).extracts] == [
        (Kind.PROSE, "Décrivez votre activité"),
        (Kind.PROSE, TOLD),
    ]


def test_plain_text_has_titles_paragraphs_and_items(tmp_path: Path) -> None:
    path = tmp_path / "d.txt"
    first, second = TOLD[:60], TOLD[60:]
    path.write_text(f"Mes activités\n=============\n\n{first}\n{second}\n\nMes outils :\n- un tableur\n- une fiche\n  de relevé\n", "utf-8")
    assert [(extract.kind, extract.text) for extract in read_dossier(path).extracts] == [
        (Kind.HEADING, "Mes activités"),
        (Kind.PROSE, f"{first.strip()} {second.strip()}"),
        (Kind.PROSE, "Mes outils :"),
        (Kind.ITEM, "un tableur"),
        (Kind.ITEM, "une fiche de relevé"),
    ]


def test_a_line_in_capitals_is_a_title_even_glued_to_its_text(tmp_path: Path) -> None:
    path = tmp_path / "d.txt"
    path.write_text(f"3 - VOTRE SITUATION\n{TOLD}\n", "utf-8")
    assert [(extract.kind, extract.text) for extract in read_dossier(path).extracts] == [
        (Kind.HEADING, "3 - VOTRE SITUATION"),
        (Kind.PROSE, TOLD),
    ]


def test_what_a_libreoffice_file_hides_is_not_read(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:p>effacé</text:p></text:tracked-changes>"
        f"<text:p>{TOLD}<office:annotation><text:p>un commentaire</text:p></office:annotation><text:s/>Fin.</text:p>"
        "<text:list><text:list-item><text:p>un point</text:p></text:list-item></text:list>"
        '<table:table><table:table-row><table:table-cell table:number-columns-repeated="1000"/></table:table-row></table:table>'
    )
    extracts = read_dossier(write_odt(body, tmp_path / "d.odt")).extracts
    assert [(extract.kind, extract.text) for extract in extracts] == [(Kind.PROSE, f"{TOLD} Fin."), (Kind.ITEM, "un point")]


def refused(path: Path, error: type[AcquisError], words: str) -> None:
    with pytest.raises(error, match=words) as caught:
        read_dossier(path)
    assert path.name in str(caught.value)


def test_files_that_are_no_dossier_are_refused(tmp_path: Path) -> None:
    refused(tmp_path / "rien.docx", MissingDocument, "n'existe pas")
    for name, content, error, words in (
        ("vide.docx", b"", EmptyDocument, "0 octet"),
        ("blanc.txt", b" \n ", EmptyDocument, "est vide"),
        ("court.md", "Bonjour à tous.".encode(), EmptyDocument, r"presque aucun texte \(3 mots\)"),
        ("vieux.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", UnknownFormat, ".docx, .pdf, .odt, .md"),
        ("page.html", b"<p>a</p>", UnknownFormat, ".odt"),
        ("faux.odt", b"bonjour", DamagedDocument, "abîmé ou mal nommé"),
        ("coupe.odt", b"PK\x03\x04\x14\x00", DamagedDocument, "tronqué ou abîmé"),
        ("binaire.txt", bytes(range(256)) * 8, DamagedDocument, "pas du texte lisible"),
        ("coupe.pdf", b"%PDF-1.4\n1 0 obj", DamagedDocument, "tronqué ou abîmé"),
    ):
        (tmp_path / name).write_bytes(content)
        refused(tmp_path / name, error, words)


def test_broken_archives_are_refused(tmp_path: Path) -> None:
    refused(write_odt("<text:p>", tmp_path / "abime.odt"), DamagedDocument, "abîmé")
    refused(write_odt("<text:p/>", tmp_path / "vide.odt"), EmptyDocument, "aucun texte")
    refused(write_odt("", tmp_path / "secret.odt", '<manifest:encryption-data xmlns:manifest="m"/>'), EncryptedDocument, "mot de passe")
    refused(write_odt(" " * 60_000_000, tmp_path / "bombe.odt"), OversizedDocument, "enfle")
    with zipfile.ZipFile(tmp_path / "autre.odt", "w") as archive:
        archive.writestr("photo.txt", "a")
    refused(tmp_path / "autre.odt", UnknownFormat, "pas un document OpenDocument")


def test_entities_of_a_hostile_file_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("mot de passe", "utf-8")
    path = tmp_path / "d.odt"
    write_odt("", path)
    with zipfile.ZipFile(path, "w") as archive:
        names = (
            'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
        )
        content = (
            f'<!DOCTYPE a [<!ENTITY s SYSTEM "{secret.as_uri()}">]><office:document-content {names}><office:body><office:text>'
            f"<text:p>{TOLD} &s;</text:p></office:text></office:body></office:document-content>"
        )
        archive.writestr("content.xml", content)
    assert "mot de passe" not in " ".join(extract.text for extract in read_dossier(path).extracts)


def test_protected_and_scanned_pdf_are_refused(tmp_path: Path) -> None:
    refused(write_pdf(TOLD, tmp_path / "secret.pdf", password="x"), EncryptedDocument, "mot de passe")
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "image.pdf"))
    canvas.drawInlineImage(_image(), 0, 0, 500, 700)
    canvas.save()
    refused(tmp_path / "image.pdf", ScannedDocument, "OCR")


def _image() -> object:
    from PIL import Image

    return Image.new("L", (20, 30), 200)


def test_a_referential_and_a_library_of_books_are_no_dossiers(tmp_path: Path) -> None:
    fiche = Path(__file__).resolve().parents[1] / "ingest" / "fiches" / "cqpm-pilote-logistique.md"
    with pytest.raises(AcquisError, match="est un référentiel d'Acquis, pas un dossier"):
        read_dossier(fiche)
    (tmp_path / "gros.txt").write_text(f"{TOLD}\n\n" * 12_000, "utf-8")  # 12,000 × about 150 characters
    refused(tmp_path / "gros.txt", OversizedDocument, "1,8 millions de caractères")
