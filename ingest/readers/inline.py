"""HTML fragments become paragraphs: shared by the HTML reader and by the cells of Markdown tables.

Two or more spaces, a line feed in a cell, ``<br>`` and two neighbouring elements of the same kind (``<i>a</i> <i>b</i>``) are how
these documents break lines inside a paragraph: they become a single ``\\n`` in the text, a hint that the structure step may use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from ingest.elements import Paragraph
from ingest.model import Source
from ingest.repair import repair

BULLET = re.compile(r"(?:[•●○◦▪■□❑➢✓*·]|[-–—](?![\w]*\d))[ \t\u00a0]*(?=\S)|\(?\d{1,2}[.)][ \t\u00a0]+(?=\S)")
"""A list mark at the start of a text, its spacing included."""

_BLOCKS = {"p", "div", "li", "ul", "ol", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "blockquote", "dd", "dt", "dl"}
_BREAK = "\n"


def fold(text: str) -> str:
    """Repair extraction damage and fold white space; runs of two spaces or more, and line feeds, become one ``\\n``."""
    text = re.sub(r"[ \t\u00a0]*(?:\n[ \t\u00a0\n]*|[ \t\u00a0]{2,})", _BREAK, text.strip())
    return _BREAK.join(repair(line) for line in text.split(_BREAK)).strip()


def split_marker(text: str) -> tuple[str, str]:
    """Separate a list mark from its text: ``"• Un"`` gives ``("• ", "Un")``; no mark gives ``("", text)``."""
    match = BULLET.match(text)
    return (match.group(), text[match.end() :]) if match else ("", text)


def paragraphs_of_fragment(fragment: str, source: Source) -> tuple[Paragraph, ...]:
    """The paragraphs of a piece of HTML (or plain text), list items with their marks and depth."""
    if not fragment.strip():
        return ()
    return tuple(paragraphs_of_node(html.fragment_fromstring(fragment, create_parent="div"), source))


def paragraphs_of_node(node: html.HtmlElement, source: Source, depth: int = 0) -> Iterator[Paragraph]:
    """Walk an element; inline text is gathered between block elements."""
    gathered: list[str] = [node.text or ""]
    previous_tag: object = None
    for child in node:
        if child.tag in _BLOCKS:
            yield from _flush(gathered, source, depth)
            if child.tag in ("ul", "ol"):
                yield from _list_items(child, source, depth + 1)
            else:
                yield from paragraphs_of_node(child, source, depth)
        else:
            if child.tag == previous_tag and not gathered[-1].strip():
                gathered.append(_BREAK)
            gathered.append(_inline_text(child))
            previous_tag = child.tag
        gathered.append(child.tail or "")
    yield from _flush(gathered, source, depth)


def _list_items(node: html.HtmlElement, source: Source, depth: int) -> Iterator[Paragraph]:
    ordinal = 0
    for item in node:
        if item.tag in ("ul", "ol"):
            yield from _list_items(item, source, depth + 1)
        if item.tag != "li":
            continue
        ordinal += 1
        default = f"{ordinal}. " if node.tag == "ol" else "- "
        for rank, paragraph in enumerate(paragraphs_of_node(item, source, depth)):
            if rank == 0 and not paragraph.marker:
                paragraph = Paragraph(paragraph.text, source, default, depth)
            yield paragraph


def _inline_text(node: html.HtmlElement) -> str:
    if node.tag == "br":
        return _BREAK
    if node.tag == "sup" and (node.text or "").strip().isdigit():
        return ""  # a footnote call: glued to its word it would read "candidats1"
    if not isinstance(node.tag, str):  # comments and processing instructions
        return ""
    parts = [node.text or ""]
    for child in node:
        parts += [_inline_text(child), child.tail or ""]
    return "".join(parts)


def _flush(gathered: list[str], source: Source, depth: int) -> Iterator[Paragraph]:
    text = fold("".join(gathered))
    gathered[:] = [""]
    if not text:
        return
    marker, rest = split_marker(text)
    yield Paragraph(rest, source, marker, max(depth, 1) if marker else depth)
