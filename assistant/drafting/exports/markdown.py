"""Drafted items as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.drafting.exports.sheets import TITLES, covered, levels, located, quoted_criteria, state
from assistant.drafting.items import Drafted, Item
from assistant.french import NBSP

_MARKS = re.compile(r"([\\`*_<>|])")


def to_markdown(drafted: Drafted) -> str:
    """The whole file."""
    return "\n".join(_lines(drafted)) + "\n"


def _lines(drafted: Drafted) -> Iterator[str]:
    yield f"# {TITLES[drafted.kind]}"
    yield ""
    yield f"{_plain(drafted.title)} — {_plain(drafted.scope)}"
    yield ""
    yield f"{covered(drafted)}."
    for note in drafted.notes:
        yield ""
        yield f"*{_plain(note)}*"
    yield ""
    yield from _grid(drafted) if levels(drafted.kind) else (line for n, item in enumerate(drafted.items, 1) for line in item_lines(n, item))
    if drafted.coverage.missing:
        yield "## Critères qu'aucun élément ne couvre"
        yield ""
        for quotation in drafted.coverage.missing:
            yield f"- «{NBSP}{_plain(_flat(quotation.text))}{NBSP}» ({located(quotation)})"


def _grid(drafted: Drafted) -> Iterator[str]:
    names = levels(drafted.kind)
    yield f"| Critère | Indicateur | {' | '.join(names)} | Commentaire |"
    yield f"|---|---|{'---|' * len(names)}---|"
    for item in drafted.items:
        criteria = "<br>".join(_plain(text) for text in quoted_criteria(item))
        yield f"| {criteria} | {_plain(_flat(item.text))} | {' | '.join('☐' for _ in names)} | |"
    yield ""


def item_lines(number: int, item: Item) -> Iterator[str]:
    """One item under its number."""
    yield f"## {number}. {_plain(item.text.split(chr(10))[0])}"
    yield ""
    rest = item.text.split("\n")[1:]
    if rest:
        yield from rest
        yield ""
    if item.choices:
        for letter, choice in zip("ABCDEFGH", item.choices, strict=False):
            mark = " ✔" if choice.correct else ""
            yield f"- {letter}. {_plain(choice.text)}{mark} — *{_plain(choice.feedback)}*"
        yield ""
    if item.probes:
        yield f"Relances{NBSP}:"
        yield ""
        yield from (f"- {_plain(probe.text)}" for probe in item.probes)
        yield ""
    if item.expected and not item.choices:
        yield f"À entendre ou à voir{NBSP}:"
        yield ""
        yield from (f"- {_plain(line)}" for line in item.expected)
        yield ""
    yield f"Critères{NBSP}:"
    yield ""
    yield from (f"- {_plain(text)}" for text in quoted_criteria(item))
    yield ""
    yield f"*{state(item).capitalize()}.*"
    yield ""


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _flat(text: str) -> str:
    return " ".join(text.split())
