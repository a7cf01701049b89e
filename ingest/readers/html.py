"""HTML pages become headings, paragraphs and tables with their line numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from ingest.elements import Element, Heading, ReadDocument
from ingest.errors import DamagedDocument
from ingest.model import Source
from ingest.readers.grid import elements_of_table
from ingest.readers.inline import is_block, paragraphs_of_node
from ingest.readers.markup import TooDeepError, parse_page
from ingest.readers.plain import PlainFile
from ingest.repair import repair

_HEADING = re.compile(r"h[1-6]$")
_SILENT = ("script", "style", "head", "nav", "template", "noscript")
_TEXTUAL = {"p", "ul", "ol", "dl", "pre"}


def read_html(file: PlainFile) -> ReadDocument:
    """Read an HTML page; scripts, styles and navigation are left out.

    Raises:
        DamagedDocument: no element at all can be read, or they are nested without end.
    """
    try:
        root = parse_page(file.text)
    except etree.ParserError as error:
        raise DamagedDocument(
            f"La page {file.name} n'est pas du HTML lisible : ouvrez-la dans un navigateur et enregistrez-la de nouveau."
        ) from error
    except TooDeepError as error:
        raise error.refusal(file.name) from error
    etree.strip_elements(root, *_SILENT, with_tail=False)
    return ReadDocument(file.name, "html", file.sha256, tuple(_elements(root, file.name)))


def _elements(node: html.HtmlElement, document: str) -> Iterator[Element]:
    """The elements inside a container; what runs on between its blocks makes paragraphs of its own."""

    def place(element: html.HtmlElement) -> Source:
        line = element.sourceline or 1
        return Source(document=document, lines=(line, line + "".join(element.itertext()).count("\n")))

    for piece in _pieces(node):
        if _HEADING.match(piece.tag):
            if text := repair(" ".join(p.marker + p.text for p in paragraphs_of_node(piece, place(piece)))):
                yield Heading(text, place(piece), int(piece.tag[1]))
        elif piece.tag == "table":
            yield from _table(piece, document) if _is_layout(piece) else elements_of_table(piece, place)
        elif piece.tag not in _TEXTUAL and any(is_block(child) for child in piece):
            yield from _elements(piece, document)
        else:
            yield from paragraphs_of_node(_wrapped(piece), place(piece))


def _table(table: html.HtmlElement, document: str) -> Iterator[Element]:
    """A table that holds tables lays out a page: its cells are read one after the other."""
    for cell in table.iter("td", "th", "caption"):
        if next(cell.iterancestors("table")) is table:
            yield from _elements(cell, document)


def _is_layout(table: html.HtmlElement) -> bool:
    return next(table.iterdescendants("table"), None) is not None


def _pieces(node: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The block children of a container; the text and inline elements between two of them are gathered in a ``p``."""
    loose = _loose(node.text, node)
    for child in list(node):
        tail, child.tail = child.tail, None
        if is_block(child):
            yield from _filled(loose)
            loose = _loose(None, child)
            yield child
        elif isinstance(child.tag, str):
            loose.append(child)
        _add_text(loose, tail)
    yield from _filled(loose)


def _filled(loose: html.HtmlElement) -> Iterator[html.HtmlElement]:
    if "".join(loose.itertext()).strip():
        yield loose


def _loose(text: str | None, at: html.HtmlElement) -> html.HtmlElement:
    paragraph = html.Element("p")
    paragraph.text = text
    paragraph.sourceline = at.sourceline or 1
    return paragraph


def _add_text(loose: html.HtmlElement, text: str | None) -> None:
    if len(loose):
        loose[-1].tail = (loose[-1].tail or "") + (text or "")
    else:
        loose.text = (loose.text or "") + (text or "")


def _wrapped(piece: html.HtmlElement) -> html.HtmlElement:
    """A list is read through its parent, which tells bullets from numbers."""
    if piece.tag not in ("ul", "ol"):
        return piece
    wrapper = html.Element("div")
    wrapper.append(piece)
    return wrapper
