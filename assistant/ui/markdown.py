"""What documents and people write, shown as they wrote it: nothing of theirs becomes HTML, a link, a formula or an icon."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Citation
from assistant.draft import cell_quotation, quotation, with_slots
from assistant.french import typeset

WORD_JOINER = "\u2060"
"""Invisible; set where Streamlit rewrites text after parsing it, which a backslash does not prevent."""

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_REWRITTEN = re.compile(
    r"\b(?:https?(?=:)|www(?=\.))|\S(?=@)"  # addresses become links
    r"|:(?=[a-z+_-][\w+/-]*:)"  # :smile: and :material/home: become pictures
    r"|(?:^|(?<=\s))[-<>~](?=[->=]>?(?:\s|$))",  # « -> », « -- », « >= » become arrows, dashes, signs
    re.IGNORECASE | re.MULTILINE,
)
_OWN_LINE = re.compile(r"(?P<start>\s*(?:[-*]|\d+[.)]|#{1,6}|>)\s+|\s*)(?P<text>.*?)(?P<break> {2})?$")
_OWN_MARKS = re.compile(r"(\*\*|\*|~~)")
_ROW = re.compile(r"\| .*? \|")
_RULE = re.compile(r"\|(?: --- \|)+")
_SLOT = "\ue000{}\ue001"
_FILLED = re.compile("\ue000(\\d+)\ue001")


def escape(text: str) -> str:
    """Markdown that shows ``text`` character for character, its line breaks included; blanks at the ends of lines do not count."""
    return "  \n".join(_literal(line.strip(" \t")) for line in text.replace("\r\n", "\n").split("\n"))


def escape_line(text: str) -> str:
    """:func:`escape` for a label: one line."""
    return escape(re.sub(r"[ \t\r\n]+", " ", text))


def prose(text: str) -> str:
    """:func:`escape` for a sentence of our own, which may quote what somebody typed."""
    return escape(typeset(text))


def answer_markdown(answer: str, citations: Sequence[Citation]) -> str:
    """The Markdown of an answer with its quotations made literal; the emphasis, lists and headings around them are kept.

    Args:
        answer: the text of an :class:`assistant.answer.Answer`.
        citations: its citations, which the marks ``[1]``… count from 1.
    """
    lines = typeset(with_slots(answer, citations, _SLOT)).split("\n")
    rows = _table_rows(lines)
    filled = [_filled(_own_row(line) if at in rows else _own_line(line), citations, in_cell=at in rows) for at, line in enumerate(lines)]
    return "\n".join(filled)


def _filled(line: str, citations: Sequence[Citation], *, in_cell: bool) -> str:
    return _FILLED.sub(lambda match: _literal_quotation(citations, int(match.group(1)), in_cell=in_cell), line)


def _literal_quotation(citations: Sequence[Citation], rank: int, *, in_cell: bool) -> str:
    if rank >= len(citations):
        return ""
    if in_cell:
        return cell_quotation(_literal(" ".join(citations[rank].text.split())), rank + 1)
    return quotation(escape(citations[rank].text).replace("  \n", "\n"), rank + 1)


def _table_rows(lines: Sequence[str]) -> set[int]:
    """The lines of tables as our engines write them: after an empty line, a row, a rule as wide, then rows as wide."""
    found: set[int] = set()
    for at, line in enumerate(lines):
        width = _cells(line)
        if at in found or not width or (at and lines[at - 1]) or lines[at + 1 : at + 2] != [f"|{' --- |' * len(width)}"]:
            continue
        end = at
        while end < len(lines) and len(_cells(lines[end])) == len(width):
            found.add(end)
            end += 1
    return found


def _cells(line: str) -> list[str]:
    return line[2:-2].split(" | ") if _ROW.fullmatch(line) else []


def _own_row(row: str) -> str:
    if _RULE.fullmatch(row):
        return row
    return f"| {' | '.join(_own_line(cell) for cell in _cells(row))} |"


def _own_line(line: str) -> str:
    """Keep what the engines write themselves (list marks, headings, emphasis, hard breaks), escape the rest."""
    match = _OWN_LINE.match(line)
    assert match is not None
    pieces = [piece if _OWN_MARKS.fullmatch(piece) else _literal(piece) for piece in _OWN_MARKS.split(match.group("text"))]
    return match.group("start") + "".join(pieces) + (match.group("break") or "")


def _literal(line: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", _REWRITTEN.sub(lambda match: match.group() + WORD_JOINER, line))
