"""HTML is parsed without losing a word: what the parser would drop in silence is neutralised first, or refused."""

from __future__ import annotations

import re

from lxml import etree, html

from ingest.errors import DamagedDocument

MAX_DEPTH = 300
"""Elements nested deeper than this are an attack or an accident; no page needs a tenth of it."""

# fmt: off
_TAGS = (
    "a", "abbr", "address", "article", "aside", "b", "big", "blockquote", "body", "br", "caption", "center", "cite", "code", "col",
    "colgroup", "dd", "del", "details", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "head", "header", "hr", "html", "i", "img", "input", "ins", "kbd", "label", "legend", "li", "link", "main", "mark",
    "meta", "nav", "ol", "p", "pre", "q", "s", "script", "section", "small", "span", "strike", "strong", "style", "sub", "summary",
    "sup", "table", "tbody", "td", "template", "tfoot", "th", "thead", "title", "tr", "tt", "u", "ul", "var", "wbr",
)
# fmt: on
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]+|[\w.+-]{1,64}@[\w.-]{1,255})>")
_NO_TAG = re.compile(rf"<(?!/?(?:{'|'.join(_TAGS)})(?![\w:-])|!--)", re.IGNORECASE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_XML_REFERENCE = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bce-f]|1[0-9a-f]))(?:;|(?![0-9a-f]))", re.IGNORECASE)


class TooDeepError(ValueError):
    """Elements are nested deeper than ``MAX_DEPTH``; readers turn it into :meth:`refusal`, which names the file."""

    def refusal(self, name: str) -> DamagedDocument:
        """The sentence to show."""
        return DamagedDocument(
            f"Le fichier {name} contient des balises HTML imbriquées sur plus de {MAX_DEPTH} niveaux : "
            "ouvrez-le dans son logiciel et enregistrez-le de nouveau."
        )


def parse_fragment(text: str) -> html.HtmlElement:
    """Parse a piece of Markdown that may hold HTML; its pieces are children of a ``div``.

    ``<Nom du candidat>`` and ``< 5 %`` are text here: only the tags of HTML are tags.

    Raises:
        TooDeepError: elements are nested deeper than ``MAX_DEPTH``.
    """
    text = _NO_TAG.sub("&lt;", _AUTOLINK.sub(r"\1", text))
    parser = html.HTMLParser(huge_tree=True)
    return _checked(html.fragment_fromstring(_readable(text), create_parent="div", parser=parser), text)


def parse_page(text: str) -> html.HtmlElement:
    """Parse a whole page.

    Raises:
        TooDeepError: elements are nested deeper than ``MAX_DEPTH``.
    """
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    return _checked(html.document_fromstring(_readable(text).encode("utf-8"), parser=parser), text)


def _readable(text: str) -> str:
    """Without the characters that no XML can hold, and without references to them; a form feed or vertical tab was a space."""
    return _NOT_XML_REFERENCE.sub("", _NOT_XML.sub(lambda match: " " if match.group() in "\x0b\x0c" else "", text))


def _checked(root: html.HtmlElement, text: str) -> html.HtmlElement:
    if text.count("<") > MAX_DEPTH and _depth(root) > MAX_DEPTH:
        raise TooDeepError
    return root


def _depth(root: html.HtmlElement) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
