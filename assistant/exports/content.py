"""What an exported conversation holds, whatever the format: questions, answers in blocks, quotations set apart with their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from assistant.answer import Answer, Citation
from assistant.conversations import Conversation
from assistant.draft import cell_quotation, quotation, with_slots
from assistant.exchange import Exchange
from assistant.french import typeset
from assistant.gathering import Shelf
from assistant.places import citation_title
from ingest.structure.columns import plain

NOTE = (
    "Les passages mis en retrait sont cités mot pour mot, avec leur place dans le document. "
    "Ce qui est marqué « Conseil » ne vient pas du référentiel."
)
_SLOT = "\ue000{}\ue001"
_FILLED = re.compile("\ue000(\\d+)\ue001")
_EMPHASIS = re.compile(r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>[^*]+)\*")
_QUOTE_LINE = re.compile(rf"(?:(?:[-*]|(?P<number>\d+[.)])) +)?{_FILLED.pattern.replace('(', '(?P<rank>', 1)}")
_HEADING_LINE = re.compile(r"#{1,6} +(?P<text>.+)")
_ITEM_LINE = re.compile(r"(?P<marker>[-*]|\d+[.)]) +(?P<text>.+)")
_TABLE_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")


@dataclass(frozen=True)
class Run:
    """A piece of a line."""

    text: str
    bold: bool = False
    italic: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    """A line of the answer's own prose; ``marker`` is that of a list item (``-``, ``1.``), ``heading`` tells a title."""

    runs: Runs
    marker: str = ""
    heading: bool = False


@dataclass(frozen=True)
class Quote:
    """The verbatim words of a passage, and the line that says where they stand; ``marker`` numbers a step (``1.``)."""

    text: str
    place: str
    marker: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells, the first one being the header."""

    rows: tuple[tuple[Runs, ...], ...]


Block = Paragraph | Quote | Table


@dataclass(frozen=True)
class Section:
    """One question. ``sources`` are the passages that ``blocks`` do not set apart; without words where a sentence quotes them whole."""

    question: str
    asked: datetime
    reading: str = ""
    blocks: tuple[Block, ...] = ()
    sources: tuple[Quote, ...] = ()
    advice: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Transcript:
    """A whole conversation, ready to be written."""

    title: str
    created: datetime
    sections: tuple[Section, ...] = field(default=())


def transcript(conversation: Conversation, shelf: Shelf) -> Transcript:
    """The conversation with each citation's place; a referential that has been removed is named by its id."""
    sections = tuple(_section(exchange, shelf) for exchange in conversation.exchanges)
    return Transcript(conversation.summary.title, conversation.summary.created, sections)


def file_name(title: str, suffix: str) -> str:
    """``"conversation-quels-moyens-pour.md"``."""
    words = re.findall(r"[a-z0-9]+", plain(title))[:6]
    return "-".join(["conversation", *words]) + suffix


def _section(exchange: Exchange, shelf: Shelf) -> Section:
    answer = exchange.answer
    if answer is None:
        return Section(exchange.question, exchange.asked, error=exchange.error)
    places = [_place(number, citation, shelf) for number, citation in enumerate(answer.citations, start=1)]
    blocks = tuple(_blocks(answer, places))
    apart = {block.place for block in blocks if isinstance(block, Quote)}
    cited = list(zip(answer.citations, places, strict=True))
    whole = {place for n, (citation, place) in enumerate(cited, 1) if _is_quoted_whole(citation.text, n, answer.answer)}
    sources = tuple(Quote("" if place in whole else c.text, place) for c, place in cited if place not in apart)
    advice = tuple(typeset(line) for line in answer.advice)
    return Section(exchange.question, exchange.asked, typeset(answer.reading), blocks, sources, advice)


def _is_quoted_whole(text: str, number: int, answer: str) -> bool:
    return quotation(text, number) in answer or cell_quotation(text, number) in answer


def _place(number: int, citation: Citation, shelf: Shelf) -> str:
    return f"{citation_title(number, citation, shelf.passage(citation.passage), shelf.catalogue)} — {citation.document}"


def _blocks(answer: Answer, places: Sequence[str]) -> Iterator[Block]:
    text = with_slots(re.sub("[\ue000\ue001]", "", answer.answer), answer.citations, _SLOT)
    lines = [line.strip() for line in typeset(text).split("\n")]
    while lines:
        line = lines.pop(0)
        if line.startswith("|"):
            rows = [line]
            while lines and lines[0].startswith("|"):
                rows.append(lines.pop(0))
            yield Table(tuple(_cells(row, answer.citations) for row in rows if not _TABLE_RULE.fullmatch(row)))
        elif quote := _QUOTE_LINE.fullmatch(line):
            rank = int(quote["rank"])
            yield Quote(answer.citations[rank].text, places[rank], quote["number"] or "")
        elif line:
            yield _paragraph(line, answer.citations)


def _paragraph(line: str, citations: Sequence[Citation]) -> Paragraph:
    if heading := _HEADING_LINE.fullmatch(line):
        return Paragraph(_runs(heading["text"], citations), heading=True)
    if item := _ITEM_LINE.fullmatch(line):
        return Paragraph(_runs(item["text"], citations), marker=item["marker"])
    return Paragraph(_runs(line, citations))


def _cells(row: str, citations: Sequence[Citation]) -> tuple[Runs, ...]:
    return tuple(_runs(cell.strip(), citations) for cell in row.strip("|").split("|"))


def _runs(text: str, citations: Sequence[Citation]) -> Runs:
    """Emphasis in pairs; a mark that stands alone is a character like another."""
    runs: list[Run] = []
    end = 0
    for mark in _EMPHASIS.finditer(text):
        runs.append(Run(text[end : mark.start()]))
        runs.append(Run(mark["bold"] or mark["italic"], bold=mark["bold"] is not None, italic=mark["italic"] is not None))
        end = mark.end()
    runs.append(Run(text[end:]))
    return tuple(Run(_filled(run.text, citations), run.bold, run.italic) for run in runs if run.text)


def _filled(text: str, citations: Sequence[Citation]) -> str:
    return _FILLED.sub(lambda slot: quotation(citations[int(slot[1])].text, int(slot[1]) + 1).replace("  \n  ", "\n"), text)
