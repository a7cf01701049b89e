"""Paragraphs become statements: one observable requirement each, with the list that it introduces.

A criterion is what a jury looks at, so a paragraph that holds four sentences holds four criteria. Two things keep sentences together:
a sentence that begins with a pronoun ("Ils sont adaptés…") continues the one before it, and a list belongs to its lead-in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce

from ingest.elements import Paragraph
from ingest.model import Bullet, Source, Statement
from ingest.readers.inline import split_marker

_ABBREVIATIONS = {"ex", "cf", "art", "p", "n", "m", "mm", "st", "env", "max", "min", "réf", "ref", "vol", "al"}
_CONTINUES = re.compile(
    r"(?:ils?|elles?|leurs?|ce(?:lui|lle|ux|lles)?-ci|cel(?:a|ui|les?)|cet(?:te)?|ces?|si cela|y)\b(?!-)", re.IGNORECASE
)
_CONNECTORS = {"ou", "et", "et/ou"}
_ALTERNATIVE = re.compile(r"(?:ou|et|et/ou) [^a-zà-öø-ÿœ]")
_LONGEST_SENTENCE = 5000
"""A text longer than this is no sentence that waits for its end."""
_SENTENCE_END = re.compile(
    r"(?:(?<!\.)\.{2,}+|[.!?…])(?:\s*[)»\"”])*+(?=\s+[«\"“]?\s?[A-ZÀ-ÖØ-ÞŒ])"
    r"|(?:(?<!\.)\.{2,}+|…|\.)\)(?=\s+[A-ZÀ-ÖØ-ÞŒ][a-zà-öø-ÿœ'’])"
)
_LIST_AFTER_COLON = re.compile(r":\s*+(?=[-–]\s?[A-Za-zÀ-ÿŒœ])")
_INLINE_DASH = re.compile(r"(?<=[:,;])\s*+(?=[-–]\s?[A-Za-zÀ-ÿŒœ])")
_LAST_WORD = re.compile(r"(?<![A-Za-zÀ-ÿ])[A-Za-zÀ-ÿ]+$")


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
    return tuple(draft.closed() for draft in builder.drafts)


def _with_connectors(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """A line that says only « ou » announces an alternative: it opens the text that follows it."""
    joined: list[Paragraph] = []
    connector: Paragraph | None = None
    for paragraph in paragraphs:
        if connector is not None:
            source = span(connector.source, paragraph.source)
            paragraph = Paragraph(f"{connector.text} {paragraph.marker}{paragraph.text}", source, "", paragraph.depth)
        alone = not paragraph.marker and paragraph.text.strip().lower() in _CONNECTORS
        connector = paragraph if alone else None
        if connector is None:
            joined.append(paragraph)
    return joined if connector is None else [*joined, connector]


@dataclass
class _Draft:
    """A statement that may still take list items."""

    text: str
    source: Source
    marker: str = ""
    items: list[Bullet] = field(default_factory=list)

    def closed(self) -> Statement:
        source = reduce(span, (item.source for item in self.items), self.source)
        return Statement(text=self.text, marker=self.marker, items=tuple(self.items), source=source)

    def end(self) -> str:
        return self.items[-1].text if self.items else self.text

    def extend(self, text: str, source: Source) -> None:
        """Add the rest of a sentence or item that its page or row cut."""
        if self.items:
            item = self.items[-1]
            self.items[-1] = item.model_copy(update={"text": f"{item.text} {text}", "source": span(item.source, source)})
        else:
            self.text, self.source = f"{self.text} {text}", span(self.source, source)

    def introduces(self) -> bool:
        return bool(self.items) or self.text.rstrip().endswith(":")


class _Builder:
    """Statements so far; the last one may still take list items."""

    def __init__(self) -> None:
        self.drafts: list[_Draft] = []
        self._depth = 0

    def add_item(self, item: Paragraph) -> None:
        last = self.drafts[-1] if self.drafts else None
        if last is not None and last.introduces() and not (last.marker and item.depth <= self._depth):
            last.items.append(Bullet(text=item.text, marker=item.marker, source=item.source))
        else:
            self._depth = item.depth
            self.drafts.append(_Draft(item.text, item.source, item.marker))

    def add_sentences(self, paragraph: Paragraph) -> None:
        pieces = sentences(paragraph.text)
        if self.drafts and _goes_on(self.drafts[-1].end(), paragraph.text):
            self.drafts[-1].extend(pieces.pop(0), paragraph.source)
        elif self._takes_unmarked(paragraph):
            self.add_item(Paragraph(pieces.pop(0), paragraph.source, "", self._depth + 1))
        self.drafts += [_Draft(sentence, paragraph.source) for sentence in pieces]

    def add_paragraph(self, paragraph: Paragraph) -> None:
        self.drafts.append(_Draft(paragraph.text, paragraph.source))

    def _takes_unmarked(self, paragraph: Paragraph) -> bool:
        """A lead-in without any list yet is completed by what follows it, marked or not."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or not last.text.rstrip().endswith(":"):
            return False
        return not last.items or (last.items[-1].marker == "" and paragraph.text[:1].islower())


def sentences(text: str) -> list[str]:
    """Cut a text into sentences at end marks outside brackets; pronoun-led sentences stay with the one before.

    Nothing but white space is lost, and the order is kept.
    """
    pieces: list[str] = []
    start = counted = brackets = 0
    for match in _SENTENCE_END.finditer(text):
        brackets += text.count("(", counted, match.end()) - text.count(")", counted, match.end())
        counted = match.end()
        if brackets > 0 or _ends_with_abbreviation(text[max(start, match.start() - 20) : match.start()], match.group()):
            continue
        pieces.append(text[start : match.end()].strip())
        start, brackets = match.end(), 0
    pieces.append(text[start:].strip())
    return _with_pronouns(filter(None, pieces))


def _with_pronouns(pieces: Iterable[str]) -> list[str]:
    merged: list[list[str]] = []
    for piece in pieces:
        if merged and _CONTINUES.match(piece):
            merged[-1].append(piece)
        else:
            merged.append([piece])
    return [" ".join(group) for group in merged]


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
    running: list[str] = []  # the pieces of the unmarked line that still grows
    for line in (part.strip() for chunk in _dash_list(paragraph.text) for part in chunk.split("\n")):
        marker, text = split_marker(line)
        if marker and _opens_list(lines, running):
            _close(lines, running, paragraph.source)
            lines.extend(_bullet_then_rest(marker, text, paragraph.source))
            if not lines[-1].marker:
                running.append(lines.pop().text)
        else:
            if running and _ends_sentence(running[-1]):
                _close(lines, running, paragraph.source)
            running.append(line)
    _close(lines, running, paragraph.source)
    return lines


def _close(lines: list[Paragraph], running: list[str], source: Source) -> None:
    if text := " ".join(filter(None, running)):
        lines.append(Paragraph(text, source))
    running.clear()


def _dash_list(text: str) -> list[str]:
    """``"selon : -a, -b"`` holds a list whose line breaks were lost; only what follows a colon can be one."""
    colon = _LIST_AFTER_COLON.search(text)
    if colon is None:
        return [text]
    return [text[: colon.end()].rstrip(), *_INLINE_DASH.split(text[colon.end() :])]


def _opens_list(lines: list[Paragraph], running: list[str]) -> bool:
    return running[-1].endswith(":") if running else bool(lines and lines[-1].marker)


def _bullet_then_rest(marker: str, text: str, source: Source) -> list[Paragraph]:
    """The last item of an inline list is followed by ordinary sentences, in the same line where breaks were lost."""
    head, *rest = sentences(text) or [""]
    return [Paragraph(head, source, marker, 1), *(Paragraph(sentence, source) for sentence in rest)]


def _goes_on(before: str, text: str) -> bool:
    """Whether a text in lower case is the rest of an unfinished one; « ou Le candidat… » opens an alternative instead."""
    unfinished = before[-1:].isalpha() or before.endswith((",", "’", "'"))
    return unfinished and len(before) <= _LONGEST_SENTENCE and text[:1].islower() and not _ALTERNATIVE.match(text)


def _ends_sentence(text: str) -> bool:
    return text.endswith(")") or text.rstrip(")»\"” ").endswith((".", ":", ";", "!", "?", "…"))


def _ends_with_abbreviation(before: str, mark: str) -> bool:
    last = _LAST_WORD.search(before) if mark == "." else None
    if last is None:
        return False
    word = last.group()
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper())
