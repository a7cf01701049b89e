"""The list marks of a Word document, which are not in its text: bullets and numbers come from numbering definitions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.repair import SYMBOL_BULLETS

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass
class _Level:
    kind: str
    pattern: str
    start: int


class Numbering:
    """Gives each list item its mark; items must be asked for in the order of the document."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[tuple[str, int], _Level] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._style_numbers = _style_numbers(document)
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {node.get(f"{_W}abstractNumId"): node for node in root.iter(f"{_W}abstractNum")}
        for number in root.iter(f"{_W}num"):
            reference = number.find(f"{_W}abstractNumId")
            definition = abstract.get(reference.get(f"{_W}val")) if reference is not None else None
            for level in definition.iter(f"{_W}lvl") if definition is not None else ():
                self._levels[number.get(f"{_W}numId"), int(level.get(f"{_W}ilvl", 0))] = _level(level)

    def mark(self, paragraph: Any) -> tuple[str, int]:  # noqa: ANN401 - python-docx's elements are untyped
        """The mark of a paragraph with its spacing, and its depth from 1; ``("", 0)`` when it is no list item."""
        number, depth = self._reference(paragraph)
        level = self._levels.get((number, depth))
        if level is None or level.kind == "none":
            return "", 0
        if level.kind == "bullet":
            bullet = level.pattern.translate(SYMBOL_BULLETS).strip()
            return (_PRIVATE.sub("•", bullet) + " " if bullet else ""), depth + 1
        self._counts[number, depth] = self._counts.get((number, depth), level.start - 1) + 1
        for deeper in [key for key in self._counts if key[0] == number and key[1] > depth]:
            del self._counts[deeper]
        return re.sub(r"%(\d)", lambda match: self._figure(number, int(match.group(1)) - 1), level.pattern) + " ", depth + 1

    def _reference(self, paragraph: Any) -> tuple[str, int]:  # noqa: ANN401
        properties = paragraph.find(f"{_W}pPr/{_W}numPr")
        if properties is None:
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            return self._style_numbers.get(style.get(f"{_W}val"), ("0", 0)) if style is not None else ("0", 0)
        return _numbers(properties)

    def _figure(self, number: str, depth: int) -> str:
        level = self._levels.get((number, depth))
        count = self._counts.get((number, depth), level.start if level else 1)
        kind = level.kind if level else "decimal"
        if kind in ("lowerLetter", "upperLetter"):
            text = _LETTERS[(count - 1) % 26]
        elif kind in ("lowerRoman", "upperRoman"):
            text = _roman(count)
        else:
            text = str(count)
        return text.upper() if kind.startswith("upper") else text


def _level(node: Any) -> _Level:  # noqa: ANN401
    def value(name: str, default: str) -> str:
        found = node.find(f"{_W}{name}")
        return str(found.get(f"{_W}val", default)) if found is not None else default

    return _Level(value("numFmt", "decimal"), value("lvlText", ""), int(value("start", "1")))


def _numbers(properties: Any) -> tuple[str, int]:  # noqa: ANN401
    number, level = properties.find(f"{_W}numId"), properties.find(f"{_W}ilvl")
    return (number.get(f"{_W}val", "0") if number is not None else "0"), int(level.get(f"{_W}val", 0)) if level is not None else 0


def _style_numbers(document: Document) -> dict[str, tuple[str, int]]:
    """The numbering that a paragraph style brings with it."""
    styles = document.styles.element.iter(f"{_W}style")
    numbered = ((style.get(f"{_W}styleId"), style.find(f"{_W}pPr/{_W}numPr")) for style in styles)
    return {identity: _numbers(properties) for identity, properties in numbered if properties is not None}


def _roman(count: int) -> str:
    text = ""
    for value, figure in _ROMAN:
        while count >= value:
            text += figure
            count -= value
    return text
