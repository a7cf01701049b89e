"""Bytes of a text-like file (md, html, txt) become a string, or a clear refusal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import DamagedDocument, EmptyDocument

_MAX_CONTROL_SHARE = 0.02
_MAX_STRANGE_SHARE = 0.2
_PLAUSIBLE = frozenset(
    "àâäáãçéèêëíîïñóôöõúùûüÿœæßÀÂÄÁÃÇÉÈÊËÍÎÏÑÓÔÖÕÚÙÛÜŸŒÆ«»’‘“”„‹›–—…•·€£¥¤¢°ºª¹²³µ±×÷½¼¾‰§¶©®™†‡¡¿¨´¸¬\u00a0\u00ad"
)
"""What French typed on Windows holds beyond ASCII; text of another encoding read as Windows-1252 is full of Ž, ‚ and Š instead."""


@dataclass(frozen=True)
class PlainFile:
    """A decoded file: its name, text and the SHA-256 of its bytes."""

    name: str
    text: str
    sha256: str


def read_plain(path: Path) -> PlainFile:
    """Decode a file: a byte order mark decides, then UTF-8, then Windows-1252 if that gives French letters.

    Raises:
        EmptyDocument: nothing but white space.
        DamagedDocument: binary content, or an encoding that cannot be told.
    """
    data = path.read_bytes()
    text = _decode(data, path.name)
    if not text.strip():
        raise EmptyDocument(f"Le fichier {path.name} est vide : il n'y a rien à lire. Vérifiez que c'est le bon fichier.")
    return PlainFile(path.name, text, hashlib.sha256(data).hexdigest())


def _decode(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif _looks_binary(data):
        encodings = []
    elif _is_broken_utf8(data):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "cp1252" or _is_plausible(text):
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise DamagedDocument(f"Le fichier {name} n'est pas du texte lisible (encodage inconnu ou contenu binaire) : enregistrez-le en UTF-8.")


def _is_broken_utf8(data: bytes) -> bool:
    """Whether most accented letters are good UTF-8 and some are not: read as Windows-1252, all of them would be wrong."""
    decoded = data.decode("utf-8", errors="replace")
    lost = decoded.count("\ufffd")
    return 0 < lost < sum(letter > "\x7f" for letter in decoded) - lost


def _is_plausible(text: str) -> bool:
    letters = [letter for letter in text if letter > "\x7f"]
    return sum(letter not in _PLAUSIBLE for letter in letters) <= _MAX_STRANGE_SHARE * len(letters)


def _looks_binary(data: bytes) -> bool:
    control = sum(byte < 9 or 13 < byte < 32 for byte in data[:65536])
    return bool(data) and control > _MAX_CONTROL_SHARE * min(len(data), 65536)
