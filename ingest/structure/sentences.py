"""Paragraphs become statements: one observable requirement each, with the list that it introduces.

A criterion is what a jury looks at, so a paragraph that holds four sentences holds four criteria. Two things keep sentences together:
a sentence that begins with a pronoun ("Ils sont adaptés…") continues the one before it, and a list belongs to its lead-in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.elements import Paragraph
from ingest.model import Bullet, Source, Statement
from ingest.readers.inline import split_marker

_ABBREVIATIONS = {"ex", "cf", "art", "p", "n", "m", "mm", "st", "env", "max", "min", "réf", "ref", "vol", "al"}
_CONTINUES = re.compile(
    r"(?:ils?|elles?|leurs?|ce(?:lui|lle|ux|lles)?-ci|cel(?:a|ui|les?)|cet(?:te)?|ces?|si cela|y)\b(?!-)", re.IGNORECASE
)
_CONNECTORS = {"ou", "et", "et/ou"}
_SENTENCE_END = re.compile(r"(?:\.{2,}|[.!?…])(?:\s*[)»\"”])*(?=\s+[«\"“(]?\s?[A-ZÀ-ÖØ-ÞŒ])|(?:\.{2,}|…|\.)\)(?=\s+[A-ZÀ-ÖØ-ÞŒ][a-zà-öø-ÿœ'’])")
_INLINE_DASH = re.compile(r"(?<=[:,;])\s*\n?\s*(?=[-–]\s?[A-Za-zÀ-ÿŒœ])")


def statements(paragraphs: Iterable[Paragraph], *, split: bool = True) -> tuple[Statement, ...]:
    """Turn the paragraphs of one cell or section into statements, every word once and in order.

    Args:
        paragraphs: in reading order; a ``\\n`` inside a text is a soft line break.
        split: cut unmarked paragraphs into sentences; False keeps each paragraph whole (sections).
    """
    builder = _Builder()
    for paragraph in _with_connectors(paragraphs):
        for piece in _lines(paragraph):
            if piece.marker:
                builder.add_item(piece)
            elif split:
                builder.add_sentences(piece)
            else:
                builder.add_paragraph(piece)
    return tuple(builder.done)


def _with_connectors(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """A line that says only « ou » announces an alternative: it opens the text that follows it."""
    joined: list[Paragraph] = []
    connector: Paragraph | None = None
    for paragraph in paragraphs:
        if connector is not None:
            source = span(connector.source, paragraph.source)
            paragraph = Paragraph(f"{connector.text} {paragraph.marker}{paragraph.text}", source, "", paragraph.depth)
        connector = paragraph if paragraph.text.strip().lower() in _CONNECTORS else None
        if connector is None:
            joined.append(paragraph)
    return joined if connector is None else [*joined, connector]


class _Builder:
    """Statements so far; the last one may still take list items."""

    def __init__(self) -> None:
        self.done: list[Statement] = []
        self._depth = 0

    def add_item(self, item: Paragraph) -> None:
        last = self.done[-1] if self.done else None
        opened = last is not None and _introduces(last) and not (last.marker and item.depth <= self._depth)
        if last is not None and opened:
            bullet = Bullet(text=item.text, marker=item.marker, source=item.source)
            self.done[-1] = last.model_copy(update={"items": (*last.items, bullet), "source": span(last.source, item.source)})
        else:
            self._depth = item.depth
            self.done.append(Statement(text=item.text, marker=item.marker, source=item.source))

    def add_sentences(self, paragraph: Paragraph) -> None:
        if self._takes_unmarked(paragraph):
            head, *rest = sentences(paragraph.text)
            self.add_item(Paragraph(head, paragraph.source, "", self._depth + 1))
        else:
            rest = sentences(paragraph.text)
        for sentence in rest:
            self.done.append(Statement(text=sentence, source=paragraph.source))

    def add_paragraph(self, paragraph: Paragraph) -> None:
        self.done.append(Statement(text=paragraph.text, source=paragraph.source))

    def _takes_unmarked(self, paragraph: Paragraph) -> bool:
        """A lead-in without any list yet is completed by what follows it, marked or not."""
        last = self.done[-1] if self.done else None
        if last is None or not last.text.rstrip().endswith(":"):
            return False
        return not last.items or (last.items[-1].marker == "" and paragraph.text[:1].islower())


def sentences(text: str) -> list[str]:
    """Cut a text into sentences at end marks outside brackets; pronoun-led sentences stay with the one before."""
    pieces: list[str] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if _inside_brackets(text[start : match.end()]) or _ends_with_abbreviation(text[start : match.start()], match.group()):
            continue
        pieces.append(text[start : match.end()].strip())
        start = match.end()
    pieces.append(text[start:].strip())
    merged: list[str] = []
    for piece in filter(None, pieces):
        if merged and _CONTINUES.match(piece):
            merged[-1] += " " + piece
        else:
            merged.append(piece)
    return merged


def span(first: Source, last: Source) -> Source:
    """The place that covers two places of one document; across pages the first page is kept, with no lines beyond it."""
    if first.page != last.page or first.lines is None or last.lines is None:
        return first
    return first.model_copy(update={"lines": (min(first.lines[0], last.lines[0]), max(first.lines[1], last.lines[1]))})


def _lines(paragraph: Paragraph) -> list[Paragraph]:
    """Split a paragraph at soft breaks and inline dashes where a list or a sentence starts; other breaks become spaces."""
    if paragraph.marker:
        return [Paragraph(paragraph.text.replace("\n", " "), paragraph.source, paragraph.marker, paragraph.depth)]
    lines: list[Paragraph] = []
    for line in (part for chunk in _dash_list(paragraph.text) for part in chunk.split("\n")):
        marker, text = split_marker(line.strip())
        if marker and lines and _opens_list(lines):
            lines.extend(_bullet_then_rest(marker, text, paragraph.source))
        elif not lines or lines[-1].marker or _ends_sentence(lines[-1].text):
            lines.append(Paragraph(line.strip(), paragraph.source))
        else:
            lines[-1] = Paragraph(f"{lines[-1].text} {line.strip()}", paragraph.source)
    return [line for line in lines if line.text or line.marker]


def _dash_list(text: str) -> list[str]:
    """``"selon : -a, -b"`` holds a list whose line breaks were lost; only what follows a colon can be one."""
    colon = re.search(r":\s*\n?\s*(?=[-–]\s?[A-Za-zÀ-ÿŒœ])", text)
    if colon is None:
        return [text]
    return [text[: colon.end()].rstrip(), *_INLINE_DASH.split(text[colon.end() :])]


def _opens_list(lines: list[Paragraph]) -> bool:
    return bool(lines[-1].marker) or lines[-1].text.endswith(":")


def _bullet_then_rest(marker: str, text: str, source: Source) -> list[Paragraph]:
    """The last item of an inline list is followed by ordinary sentences, in the same line where breaks were lost."""
    head, *rest = sentences(text) or [""]
    return [Paragraph(head, source, marker, 1), *(Paragraph(sentence, source) for sentence in rest)]


def _introduces(statement: Statement) -> bool:
    return statement.text.rstrip().endswith(":") or bool(statement.items)


def _ends_sentence(text: str) -> bool:
    return bool(re.search(r"[.:;!?…][)»\"”\s]*$|\)$", text))


def _inside_brackets(text: str) -> bool:
    return text.count("(") > text.count(")")


def _ends_with_abbreviation(before: str, mark: str) -> bool:
    if mark != ".":
        return False
    last = re.search(r"([A-Za-zÀ-ÿ]+)$", before)
    return last is not None and (last.group(1).lower() in _ABBREVIATIONS or (len(last.group(1)) == 1 and last.group(1).isupper()))
