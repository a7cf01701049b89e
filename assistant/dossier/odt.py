"""OpenDocument texts (LibreOffice) become headings, paragraphs and tables: the body only, without deleted text and comments."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.elements import Cell, Element, Heading, Paragraph, ReadDocument, Table
from ingest.errors import DamagedDocument, EmptyDocument, EncryptedDocument
from ingest.model import Source
from ingest.readers.guards import check_archive, digest
from ingest.readers.inline import fold, split_marker

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_LEFT_OUT = {f"{_TEXT}note", f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}table-of-content"}
_GROUPS = {f"{_TEXT}section", f"{_TEXT}index-body", f"{_OFFICE}text"}
_MOST_REPEATED = 50

Node = Any  # lxml elements, untyped


def read_odt(path: Path) -> ReadDocument:
    """Read an OpenDocument text whose name and first bytes were checked.

    Raises:
        DocumentError: one of its kinds, for a file that inflates too much, is encrypted, damaged or holds no text.
    """
    check_archive(path, "odt")
    reader = _Reader(Source(document=path.name))
    elements = tuple(reader.elements(_body(path)))
    if not elements:
        raise EmptyDocument(f"Le document {path.name} ne contient aucun texte : vérifiez que c'est le bon fichier.")
    return ReadDocument(path.name, "odt", digest(path), elements)


def _body(path: Path) -> Node:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
            if b"encryption-data" in manifest:
                raise EncryptedDocument(
                    f"Le document {path.name} est protégé par un mot de passe : enregistrez-en une copie sans protection."
                )
            root = etree.fromstring(archive.read("content.xml"), parser)
        body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    except (etree.XMLSyntaxError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise DamagedDocument(f"Le document {path.name} est abîmé : rouvrez-le dans LibreOffice et enregistrez-le de nouveau.") from error
    if body is None:
        raise DamagedDocument(f"Le document {path.name} n'est pas un texte OpenDocument : enregistrez-le au format .odt.")
    return body


class _Reader:
    """Walks the body of one document."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def elements(self, container: Node, depth: int = 0) -> Iterator[Element]:
        for node in container:
            if node.tag == f"{_TEXT}h" and (text := _printed(node)):
                yield Heading(text.replace("\n", " "), self.source, _number(node, f"{_TEXT}outline-level", 1))
            elif node.tag == f"{_TEXT}p":
                yield from self.paragraph(node, depth)
            elif node.tag == f"{_TEXT}list":
                for item in node:
                    yield from self.elements(item, depth + 1)
            elif node.tag == f"{_TABLE}table":
                yield Table(tuple(self.row(row) for row in node.iter(f"{_TABLE}table-row")), self.source)
            elif node.tag in _GROUPS:
                yield from self.elements(node, depth)

    def paragraph(self, node: Node, depth: int) -> Iterator[Paragraph]:
        """The text of a paragraph, then that of the frames anchored in it."""
        marker, text = split_marker(_printed(node))
        if text:
            yield Paragraph(text, self.source, marker or ("• " if depth else ""), depth or int(bool(marker)))
        for box in node.iter("{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}text-box"):
            yield from (element for element in self.elements(box) if isinstance(element, Paragraph))

    def row(self, row: Node) -> tuple[Cell, ...]:
        cells: list[Cell] = []
        for cell in row:
            if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                found = tuple(element for element in self.elements(cell) if isinstance(element, Paragraph))
                cells += [found] * (min(_number(cell, f"{_TABLE}number-columns-repeated", 1), _MOST_REPEATED) if not found else 1)
        return tuple(cells)


def _printed(node: Node) -> str:
    return fold("".join(_pieces(node)))


def _pieces(node: Node) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if child.tag in (f"{_TEXT}s", f"{_TEXT}tab"):
            yield " "
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT and not child.tag.endswith(("}frame", "}custom-shape")):
            yield from _pieces(child)
        yield child.tail or ""


def _number(node: Node, name: str, default: int) -> int:
    value = node.get(name, "")
    return int(value) if value.isdigit() else default
