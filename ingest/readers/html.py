"""HTML pages become headings, paragraphs and tables with their line numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from ingest.elements import Element, Heading, ReadDocument
from ingest.errors import DamagedDocument
from ingest.model import Source
from ingest.readers.grid import table_of_node
from ingest.readers.inline import paragraphs_of_node
from ingest.readers.plain import PlainFile

_HEADING = re.compile(r"h[1-6]$")
_SILENT = {"script", "style", "head", "nav", "template", "noscript"}
_CONTAINERS = {"body", "div", "main", "section", "article", "header", "footer", "center", "form", "span", "html"}


def read_html(file: PlainFile) -> ReadDocument:
    """Read an HTML page; scripts, styles and navigation are left out.

    Raises:
        DamagedDocument: no element at all can be read.
    """
    try:
        root = html.document_fromstring(file.text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except Exception as error:
        raise DamagedDocument(
            f"La page {file.name} n'est pas du HTML lisible : ouvrez-la dans un navigateur et enregistrez-la de nouveau."
        ) from error
    body = root.find("body")
    return ReadDocument(file.name, "html", file.sha256, tuple(_elements(root if body is None else body, file.name)))


def _elements(node: html.HtmlElement, document: str) -> Iterator[Element]:
    def place(element: html.HtmlElement) -> Source:
        line = element.sourceline or 1
        last = max((e.sourceline or line for e in element.iter() if isinstance(e.tag, str)), default=line)
        return Source(document=document, lines=(line, max(line, last)))

    for child in _pieces(node):
        if child.tag in _SILENT or not isinstance(child.tag, str):
            continue
        if _HEADING.match(child.tag):
            if text := " ".join(child.text_content().split()):
                yield Heading(text, place(child), int(child.tag[1]))
        elif child.tag == "table":
            yield table_of_node(child, place)
        elif child.tag in _CONTAINERS and _holds_blocks(child):
            yield from _elements(child, document)
        else:
            wrapper = html.Element("div")
            wrapper.append(child)
            yield from paragraphs_of_node(wrapper, place(child))


def _pieces(node: html.HtmlElement) -> list[html.HtmlElement]:
    """The children of a container, with its loose text wrapped in paragraphs so that nothing is lost."""
    pieces: list[html.HtmlElement] = []

    def wrap(text: str | None, line: int) -> None:
        if text and text.strip():
            loose = html.Element("p")
            loose.text = text
            loose.sourceline = line
            pieces.append(loose)

    wrap(node.text, node.sourceline or 1)
    for child in list(node):
        tail, child.tail = child.tail, None
        pieces.append(child)
        wrap(tail, child.sourceline or node.sourceline or 1)
    return pieces


def _holds_blocks(node: html.HtmlElement) -> bool:
    blocks = {"table", "p", "div", "ul", "ol", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6"}
    return any(child.tag in blocks for child in node.iterdescendants())
