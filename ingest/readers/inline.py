"""HTML fragments become paragraphs: shared by the HTML reader and by the cells of Markdown tables.

Two or more spaces, ``<br>`` and two neighbouring elements of the same kind (``<i>a</i> <i>b</i>``) are how these documents break lines
inside a paragraph: they become a single ``\\n`` in the text, a hint that the structure step may use. A line feed in HTML is a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from ingest.elements import Paragraph
from ingest.model import Source
from ingest.readers.markup import parse_fragment
from ingest.repair import repair

BULLET = re.compile(r"(?:[•●○◦▪■□❑➢✓*·]|[-–—](?![\w]*\d))\s*(?=\S)|\(?\d{1,2}[.)]\s+(?=\S)")
"""A list mark at the start of a text, its spacing included: a soft break after it is spacing too."""

# fmt: off
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li", "main", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})
# fmt: on
"""Elements that begin a new line; all others run on in the text."""

_EXPONENT = re.compile(r"(?:(?<![^\W\d_])(?:[kcdm]|da|h)?m|\d)\s*$")
_BREAK = "\n"
_WRAPPED = re.compile(r"(?<![ \t\r])[ \t\r]*\n\s*")


def fold(text: str) -> str:
    """Repair extraction damage and fold white space; runs of two spaces or more, and line feeds, become one ``\\n``."""
    text = re.sub(r"[ \t\u00a0]*(?:\n[ \t\u00a0\n]*|[ \t\u00a0]{2,})", _BREAK, text.strip())
    return _BREAK.join(repair(line) for line in text.split(_BREAK)).strip()


def split_marker(text: str) -> tuple[str, str]:
    """Separate a list mark from its text: ``"• Un"`` gives ``("• ", "Un")``; no mark gives ``("", text)``."""
    match = BULLET.match(text)
    return (match.group().replace(_BREAK, " "), text[match.end() :]) if match else ("", text)


def paragraphs_of_fragment(fragment: str, source: Source) -> tuple[Paragraph, ...]:
    """The paragraphs of a piece of HTML (or plain text), list items with their marks and depth."""
    if "<" in fragment or "&" in fragment:
        return tuple(paragraphs_of_node(parse_fragment(fragment), source))
    return tuple(_flush([fragment], source, 0))


def paragraphs_of_node(node: html.HtmlElement, source: Source, depth: int = 0) -> Iterator[Paragraph]:
    """Walk an element; inline text is gathered between block elements."""
    gathered: list[str] = [_unwrapped(node.text)]
    previous: html.HtmlElement | None = None
    for child in node:
        if is_block(child):
            yield from _flush(gathered, source, depth)
            if child.tag in ("ul", "ol"):
                yield from _list_items(child, source, depth + 1)
            else:
                yield from paragraphs_of_node(child, source, depth)
        else:
            text = _inline_text(child, "".join(gathered[-2:])[-20:])
            if previous is not None and previous.tag == child.tag and _breaks(gathered, text):
                gathered.append(_BREAK)
            gathered.append(text)
        previous = child
        gathered.append(_unwrapped(child.tail))
    yield from _flush(gathered, source, depth)


def is_block(node: html.HtmlElement) -> bool:
    """Whether an element begins a new line, by its name or by what it holds."""
    return isinstance(node.tag, str) and (node.tag in BLOCKS or any(inside.tag in BLOCKS for inside in node.iterdescendants()))


def _breaks(gathered: list[str], text: str) -> bool:
    """Whether two neighbours of one kind are two lines: not when they are the two halves of a word (``<b>En</b><b>semble</b>``)."""
    if gathered[-1]:
        return not gathered[-1].strip()
    return not (gathered[-2][-1:].isalnum() and (text[:1].islower() or text[:1].isdigit()))


def _list_items(node: html.HtmlElement, source: Source, depth: int) -> Iterator[Paragraph]:
    yield from _flush([_unwrapped(node.text)], source, depth)
    start = node.get("start", "")
    ordinal = int(start) - 1 if re.fullmatch("[0-9]{1,4}", start) else 0
    for item in node:
        if item.tag in ("ul", "ol"):
            yield from _list_items(item, source, depth + 1)
        elif item.tag == "li":
            ordinal += 1
            default = f"{ordinal}. " if node.tag == "ol" else "- "
            for rank, paragraph in enumerate(paragraphs_of_node(item, source, depth)):
                if rank == 0 and not paragraph.marker:
                    paragraph = Paragraph(paragraph.text, source, default, depth)
                yield paragraph
        elif isinstance(item.tag, str):
            yield from paragraphs_of_node(item, source, depth)
        yield from _flush([_unwrapped(item.tail)], source, depth)


def _inline_text(node: html.HtmlElement, before: str) -> str:
    """The text of an inline element; ``before`` is the end of what precedes it."""
    if node.tag == "br":
        return _BREAK
    if not isinstance(node.tag, str):  # comments and processing instructions
        return ""
    parts = [_unwrapped(node.text)]
    for child in node:
        parts += [_inline_text(child, parts[-1] or before), _unwrapped(child.tail)]
    text = "".join(parts)
    if node.tag == "sup" and re.fullmatch(r"\s*\(?\d{1,2}\)?\s*", text) and not _EXPONENT.search(before):
        return ""  # a footnote call: glued to its word it would read "candidats1"
    return text


def _unwrapped(text: str | None) -> str:
    return _WRAPPED.sub(" ", text or "")


def _flush(gathered: list[str], source: Source, depth: int) -> Iterator[Paragraph]:
    text = fold("".join(gathered))
    gathered[:] = [""]
    if not text:
        return
    marker, rest = split_marker(text)
    yield Paragraph(rest, source, marker, max(depth, 1) if marker else depth)
