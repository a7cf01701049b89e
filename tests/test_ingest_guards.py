"""What is refused before it is opened: one clear sentence each, through the right class."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from layouts import Sheet

from ingest.errors import (
    DamagedDocument,
    DocumentError,
    EmptyDocument,
    EncryptedDocument,
    MissingDocument,
    OversizedDocument,
    UnknownFormat,
)
from ingest.readers import guards
from ingest.readers.docx import read_docx
from ingest.readers.guards import MAX_BYTES, check_archive, check_file, sniff


def word_file(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("Le fournil.")
    document.save(str(path))
    return path


def archive(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("head", "kind"),
    [(b"%PDF-1.7", "pdf"), (b"\xef\xbb\xbf%PDF-1.4", "pdf"), (b"PK\x03\x04", "zip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (b"{\\rtf1", "rtf"), (b"Le pain", "text")],
)
def test_sniff(head: bytes, kind: str) -> None:
    assert sniff(head) == kind


def test_sound_files_give_their_format(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.PDF")
    sheet.text(50, 50, "Four")
    sheet.save()
    (tmp_path / "b.md").write_text("# Four", "utf-8")
    assert [check_file(path) for path in (tmp_path / "a.PDF", tmp_path / "b.md", word_file(tmp_path / "c.docx"))] == ["pdf", "md", "docx"]


def test_missing_folder_and_unknown_ending(tmp_path: Path) -> None:
    with pytest.raises(MissingDocument, match=r"absent\.pdf n'existe pas"):
        check_file(tmp_path / "absent.pdf")
    (tmp_path / "dossier.pdf").mkdir()
    with pytest.raises(MissingDocument):
        check_file(tmp_path / "dossier.pdf")
    (tmp_path / "notes.odt").write_bytes(b"x")
    with pytest.raises(UnknownFormat, match=r"notes\.odt.*\.docx"):
        check_file(tmp_path / "notes.odt")


def test_empty_file(tmp_path: Path) -> None:
    (tmp_path / "vide.pdf").touch()
    with pytest.raises(EmptyDocument, match=r"vide\.pdf est vide"):
        check_file(tmp_path / "vide.pdf")


def test_a_huge_file_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    with (tmp_path / "enorme.pdf").open("wb") as stream:
        stream.truncate(4 * MAX_BYTES)  # 200 MB that take no room on the disk
    with pytest.raises(OversizedDocument, match=r"enorme\.pdf pèse 200 Mo, plus que la limite de 50 Mo"):
        check_file(tmp_path / "enorme.pdf")


def test_content_that_contradicts_the_name(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(b"%PDF-1.7\n...")
    with pytest.raises(UnknownFormat, match=r"notes\.txt se termine par \.txt mais contient un PDF"):
        check_file(tmp_path / "notes.txt")
    (tmp_path / "texte.docx").write_text("du texte", "utf-8")
    with pytest.raises(DamagedDocument, match=r"texte\.docx se termine par \.docx mais n'en a pas le contenu"):
        check_file(tmp_path / "texte.docx")
    (tmp_path / "texte.pdf").write_text("du texte", "utf-8")
    with pytest.raises(DamagedDocument, match=r"texte\.pdf se termine par \.pdf mais n'en a pas le contenu"):
        check_file(tmp_path / "texte.pdf")


def test_a_protected_word_document(tmp_path: Path) -> None:
    (tmp_path / "secret.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(EncryptedDocument, match=r"secret\.docx est protégé par un mot de passe"):
        check_file(tmp_path / "secret.docx")


def test_an_archive_that_is_no_word_document(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match=r"photos\.docx est une archive mais pas un document Word"):
        read_docx(archive(tmp_path / "photos.docx", {"a.txt": b"rien"}))


def test_a_truncated_word_document(tmp_path: Path) -> None:
    data = word_file(tmp_path / "entier.docx").read_bytes()
    (tmp_path / "tronque.docx").write_bytes(data[: len(data) // 2])
    with pytest.raises(DamagedDocument, match=r"tronque\.docx est tronqué ou abîmé"):
        read_docx(tmp_path / "tronque.docx")


def test_broken_word_xml(tmp_path: Path) -> None:
    with pytest.raises(DamagedDocument, match=r"casse\.docx est abîmé"):
        read_docx(archive(tmp_path / "casse.docx", {"word/document.xml": b"<w:document", "[Content_Types].xml": b"<Types"}))


def test_a_bomb_is_refused_from_what_it_declares(tmp_path: Path) -> None:
    bomb = archive(tmp_path / "bombe.docx", {"word/document.xml": bytes(30 * 1024 * 1024)})  # 30 MB of zeros in 30 kB: 1000 times
    assert bomb.stat().st_size < 100_000
    with pytest.raises(OversizedDocument, match=r"bombe\.docx enfle démesurément"):
        read_docx(bomb)


def test_many_parts_are_counted_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "MAX_INFLATED_BYTES", 1000)
    with pytest.raises(OversizedDocument):
        check_archive(archive(tmp_path / "parts.docx", {f"word/{n}.xml": b"abcdefghij" * 30 for n in range(4)}))  # 4 x 300 > 1000


def test_a_bomb_that_lies_about_its_size_is_refused_too(tmp_path: Path) -> None:
    size = 30 * 1024 * 1024
    data = archive(tmp_path / "menteur.docx", {"word/document.xml": bytes(size)}).read_bytes()
    lie = data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lie != data
    (tmp_path / "menteur.docx").write_bytes(lie)
    with pytest.raises(DocumentError, match=r"menteur\.docx") as refused:
        read_docx(tmp_path / "menteur.docx")
    assert isinstance(refused.value, OversizedDocument | DamagedDocument)
