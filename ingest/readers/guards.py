"""What is checked before any reader opens a file: that it exists, its size, and that its bytes are what its name says."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from ingest.errors import DamagedDocument, EmptyDocument, EncryptedDocument, MissingDocument, OversizedDocument, UnknownFormat

_MEGABYTE = 1024 * 1024

MAX_BYTES = 50 * _MEGABYTE
"""The largest file that is opened at all."""

MAX_INFLATED_BYTES = 200 * _MEGABYTE
"""The most that the parts of a compressed document may hold together, once inflated."""

MAX_RATIO = 200
"""The most that one part may shrink; ordinary Word XML shrinks 5 to 30 times."""

_RATIO_FLOOR = _MEGABYTE
"""Below this inflated size the ratio says nothing: an empty style sheet compresses very well."""

FORMATS = {".pdf": "pdf", ".docx": "docx", ".html": "html", ".htm": "html", ".xhtml": "html", ".md": "md", ".markdown": "md", ".txt": "txt"}
"""The format that each file name ending claims."""

_FRENCH_CONTENT = {
    "pdf": "un PDF",
    "zip": "une archive ZIP ou un document Office",
    "ole": "un ancien document Office (.doc, .xls)",
    "image": "une image",
    "rtf": "un document RTF",
}
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
)
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
"""Word wraps a protected document in a container of the old kind that names this stream."""

_SAVE_AGAIN = "rouvrez-le dans Word ou LibreOffice et enregistrez-le de nouveau"
_EXPECTED = {"pdf": "pdf", "docx": "zip", "odt": "zip", "html": "text", "md": "text", "txt": "text"}
_ARCHIVES = {"docx": ("word/", "Word"), "odt": ("content.xml", "OpenDocument")}
"""What a sound archive of each format holds, and the format's name."""


def check_file(path: Path, formats: Mapping[str, str] = FORMATS) -> str:
    """Check a file before it is opened and return its format: one of ``formats``, by name ending (pdf, docx, html, md or txt).

    Only its size and its first bytes are looked at.

    Raises:
        MissingDocument: there is no such file.
        UnknownFormat: the name ends in something that Acquis does not read, or the content is of another type than the name says.
        EmptyDocument: the file has no bytes.
        EncryptedDocument: a Word document that asks for a password.
        OversizedDocument: the file exceeds ``MAX_BYTES``.
        DamagedDocument: the file cannot be read from the disk, or nothing in it is what its name says.
    """
    if not path.is_file():
        raise MissingDocument(f"Le fichier {path} n'existe pas : vérifiez le chemin.")
    claimed = formats.get(path.suffix.lower())
    if claimed is None:
        raise UnknownFormat(f"Le fichier {path.name} n'est pas d'un type qu'Acquis lit : donnez un fichier {', '.join(formats)}.")
    size = path.stat().st_size
    if size == 0:
        raise EmptyDocument(f"Le fichier {path.name} est vide (0 octet) : vérifiez que c'est le bon fichier.")
    if size > MAX_BYTES:
        limit = f"{MAX_BYTES / _MEGABYTE:.0f} Mo"
        raise OversizedDocument(
            f"Le fichier {path.name} pèse {size / _MEGABYTE:.0f} Mo, plus que la limite de {limit} : découpez-le ou allégez ses images."
        )
    content = sniff(_first_bytes(path))
    if content != _EXPECTED[claimed]:
        if content == "text":
            raise DamagedDocument(
                f"Le fichier {path.name} se termine par {path.suffix} mais n'en a pas le contenu : il est abîmé ou mal nommé, vérifiez-le."
            )
        if claimed == "docx" and content == "ole" and _ENCRYPTED_PACKAGE in path.read_bytes():
            raise EncryptedDocument(f"Le document {path.name} est protégé par un mot de passe : enregistrez-en une copie sans protection.")
        raise UnknownFormat(
            f"Le fichier {path.name} se termine par {path.suffix} mais contient {_FRENCH_CONTENT[content]} : corrigez son extension."
        )
    return claimed


def sniff(head: bytes) -> str:
    """What the first kilobyte of a file looks like: pdf, zip, ole, rtf, image, or ``text`` for everything else."""
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), "text")


def check_archive(path: Path, kind: str = "docx") -> None:
    """Check that a DOCX or ODT is a sound archive that stays small when inflated; nothing is kept of what is inflated here.

    The sizes that the archive declares are checked first, then the real ones, because a hostile archive lies.

    Raises:
        OversizedDocument: the archive inflates to more than ``MAX_INFLATED_BYTES``, or one part shrinks more than ``MAX_RATIO`` times.
        DamagedDocument: the archive is truncated or corrupt.
        UnknownFormat: a sound archive that holds no such document.
    """
    inside, name = _ARCHIVES[kind]
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_sizes(path, [(entry.file_size, entry.compress_size) for entry in entries])
            if not any(entry.filename.startswith(inside) for entry in entries):
                raise UnknownFormat(
                    f"Le fichier {path.name} est une archive mais pas un document {name} : enregistrez-le au format .{kind}."
                )
            _check_sizes(path, _real_sizes(archive, entries))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise DamagedDocument(f"Le document {path.name} est tronqué ou abîmé : {_SAVE_AGAIN}.") from error


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(1024)
    except OSError as error:
        raise DamagedDocument(f"Le fichier {path.name} ne peut pas être lu ({error.strerror}) : vérifiez vos droits.") from error


def _real_sizes(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> list[tuple[int, int]]:
    """What each part holds once inflated, read in small pieces and never further than the limit."""
    sizes: list[tuple[int, int]] = []
    left = MAX_INFLATED_BYTES
    for entry in entries:
        size = 0
        with archive.open(entry) as stream:
            while left >= 0 and (piece := stream.read(1 << 20)):
                size += len(piece)
                left -= len(piece)
        sizes.append((size, entry.compress_size))
    return sizes


def _check_sizes(path: Path, sizes: list[tuple[int, int]]) -> None:
    too_large = sum(size for size, _ in sizes) > MAX_INFLATED_BYTES
    too_dense = any(size > _RATIO_FLOOR and size > MAX_RATIO * max(compressed, 1) for size, compressed in sizes)
    if too_large or too_dense:
        raise OversizedDocument(f"Le document {path.name} enfle démesurément quand on l'ouvre et n'a pas été lu : {_SAVE_AGAIN}.")
