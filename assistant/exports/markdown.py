"""A conversation as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.exports.content import NOTE, Block, Paragraph, Quote, Runs, Section, Table, Transcript
from assistant.french import NBSP, long_date, typeset

_MARKS = re.compile(r"([\\`*_<>|~&]|\](?=[(\[:]))")
_LINE_START = re.compile(r"^(\s*)([-+#=]|\d+(?=[.)]))", re.MULTILINE)


def to_markdown(conversation: Transcript) -> str:
    """The whole file."""
    return "\n\n".join(_parts(conversation)) + "\n"


def literal(text: str) -> str:
    """Markdown that shows ``text`` as it stands; line breaks are kept, nothing becomes HTML."""
    escaped = _LINE_START.sub(_escaped_start, _MARKS.sub(r"\\\1", text.replace("\r\n", "\n")))
    return "  \n".join(line.strip() for line in escaped.split("\n"))


def _escaped_start(match: re.Match[str]) -> str:
    spaces, mark = match.groups()
    return f"{spaces}{mark}\\" if mark.isdigit() else f"{spaces}\\{mark}"


def _one_line(text: str) -> str:
    return literal(" ".join(text.split()))


def _parts(conversation: Transcript) -> Iterator[str]:
    yield f"# {_one_line(conversation.title)}"
    yield f"*Conversation avec Acquis, {long_date(conversation.created)}*"
    yield typeset(NOTE)
    for section in conversation.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield f"## {_one_line(section.question)}"
    if section.reading:
        yield f"*Compris{NBSP}: {_one_line(section.reading)}*"
    if section.error:
        yield literal(section.error)
    previous: Block | None = None
    lines: list[str] = []
    for block in section.blocks:
        if lines and not (_is_item(previous) and _is_item(block)):
            yield "\n".join(lines)
            lines = []
        lines.append(_block(block))
        previous = block
    if lines:
        yield "\n".join(lines)
    if section.sources:
        yield f"**Sources{NBSP}:**"
        yield from (_quote(source) if source.text else f"- {_one_line(source.place)}" for source in section.sources)
    for advice in section.advice:
        yield f"---\n\n**Conseil{NBSP}:** {literal(advice)}\n\n---"


def _is_item(block: Block | None) -> bool:
    return isinstance(block, Paragraph) and bool(block.marker)


def _block(block: Block) -> str:
    if isinstance(block, Quote):
        return _quote(block)
    if isinstance(block, Table):
        return _table(block)
    if block.heading:
        return f"### {_runs(block.runs)}"
    return f"{block.marker} {_runs(block.runs)}".lstrip()


def _quote(quote: Quote) -> str:
    words = literal(quote.text).replace("\n", "\n> ")
    marker = f"{quote.marker} " if quote.marker else ""
    return f"> {marker}«{NBSP}{words}{NBSP}»\n>\n> — {_one_line(quote.place)}"


def _table(table: Table) -> str:
    rows = [f"| {' | '.join(_runs(cell).replace('  ' + chr(10), '<br>') for cell in row)} |" for row in table.rows]
    return "\n".join([rows[0], f"|{' --- |' * len(table.rows[0])}", *rows[1:]])


def _runs(runs: Runs) -> str:
    pieces = []
    for run in runs:
        mark = "**" if run.bold else "*" if run.italic else ""
        text = _MARKS.sub(r"\\\1", run.text).replace("\n", "  \n")
        pieces.append(f"{mark}{text}{mark}")
    return "".join(pieces)
