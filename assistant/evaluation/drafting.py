"""How well items are drafted: exactly N, what they cover, which say the same, which break a rule of French.

Besides our own rules, Grammalecte reads every text where its command ``grammalecte-cli`` is installed (Debian: ``grammalecte-cli``).
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.drafting.checks import faults, twins
from assistant.drafting.composing import Request, compose
from assistant.drafting.grammar.words import uncapitalised
from assistant.drafting.items import Drafted, Item, Kind
from assistant.library import Library
from ingest.model import Certification

COUNTS = (1, 3, 5)
CHECKER = "grammalecte-cli"
_ABOUT_TYPING = {"nbsp", "esp", "typo", "apos", "tu", "num", "maj", "unit", "nf", "liga", "mapos", "chim", "redon1", "redon2", "idrule"}
"""Grammalecte's remarks on typing and style, which are no faults of grammar; our own rules see to typing."""


@dataclass
class Figures:
    """Counts over all drafts of one kind. ``remarks``: what Grammalecte says, by text; None where it is not installed."""

    drafts: int = 0
    exact: int = 0
    items: int = 0
    criteria: int = 0
    covered: int = 0
    twins: int = 0
    faulty: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[tuple[str, str]] | None = None

    def as_document(self) -> dict[str, object]:
        """The figures as JSON."""
        document: dict[str, object] = {
            "drafts": self.drafts,
            "exact": self.exact,
            "items": self.items,
            "criteria": self.criteria,
            "covered": self.covered,
            "twins": self.twins,
            "faulty": [list(pair) for pair in self.faulty],
        }
        return document | ({} if self.remarks is None else {"remarks": [list(pair) for pair in self.remarks]})


def measure_drafting(library: Library, kinds: Sequence[Kind] = tuple(Kind)) -> dict[str, Figures]:
    """Draft every kind on every competence of every certification: 1, 3 and 5 items, and what covers everything.

    ``covered`` of ``criteria`` counts the drafts that were not told how many; ``twins`` and the rules look at all of them.
    """
    found: dict[str, Figures] = {}
    for kind in kinds:
        figures, texts = Figures(), dict[str, str]()
        for drafted, wanted in _drafts(library, kind):
            _count(figures, drafted, wanted)
            for item in drafted.items:
                texts |= dict.fromkeys(texts_of(item), item.id)
        figures.faulty = [(text, fault) for text in texts for fault in faults(text)]
        figures.remarks = grammar_remarks(list(texts))
        found[kind.value] = figures
    return found


def _drafts(library: Library, kind: Kind) -> Iterator[tuple[Drafted, int | None]]:
    for certification_id in library.catalogue.ids():
        certification = library.catalogue[certification_id]
        for number in _numbers(certification):
            for wanted in (*COUNTS, None):
                yield compose(certification, Request(kind, (number,), count=wanted)), wanted


def _numbers(certification: Certification) -> list[int]:
    return [competence.number for _, competence in certification.competences()]


def _count(figures: Figures, drafted: Drafted, wanted: int | None) -> None:
    figures.drafts += 1
    figures.items += len(drafted.items)
    figures.exact += wanted is None or len(drafted.items) == wanted
    figures.twins += len(twins(drafted.items))
    if wanted is None:
        figures.criteria += drafted.coverage.criteria
        figures.covered += drafted.coverage.covered


def texts_of(item: Item) -> list[str]:
    """Every text of an item that is ours, one line each; the indicators of a grid with their subject, as they are read."""
    if item.kind == Kind.GRID:
        return [f"Le candidat {uncapitalised(item.text)}"]
    return [line for text in (item.text, *(probe.text for probe in item.probes)) for line in text.split("\n") if line.strip()]


def grammar_remarks(texts: Sequence[str]) -> list[tuple[str, str]] | None:
    """What Grammalecte says of grammar, text by text; None where it is not installed."""
    command = shutil.which(CHECKER)
    if command is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.txt"
        path.write_text("\n".join(_spoken(text) for text in texts) + "\n", "utf-8")
        done = subprocess.run([command, "-f", str(path), "-j"], capture_output=True, text=True, check=False)
    told = json.loads(done.stdout or '{"data": []}')["data"]
    return [
        (texts[paragraph["iParagraph"] - 1], f"{error['sRuleId']}{chr(160)}: {error['sMessage']}")
        for paragraph in told
        for error in paragraph["lGrammarErrors"]
        if error["sType"] not in _ABOUT_TYPING
    ]


def _spoken(text: str) -> str:
    """Quoted words are the referential's: their faults are not ours."""
    return re.sub(r"«[^»]*»(?= ?[A-Z])", "« ceci ».", re.sub(r"«[^»]*»(?! ?[A-Z])", "« ceci »", text))


def _row(kind: str, figures: Figures) -> tuple[str, ...]:
    remarks = "absent" if figures.remarks is None else len(figures.remarks)
    counts = (
        figures.drafts,
        figures.exact,
        figures.items,
        f"{figures.covered}/{figures.criteria}",
        figures.twins,
        len(figures.faulty),
        remarks,
    )
    return (kind, *map(str, counts))


def report(figures: dict[str, Figures]) -> str:
    """The figures as a table, then what is wrong."""
    heads = ("type", "séries", "exactes", "éléments", "critères couverts", "doublons", "règles", "Grammalecte")
    rows = [heads, *(_row(kind, of_kind) for kind, of_kind in figures.items())]
    lines = [
        f"{first:16}" + "".join(f"{cell:>{max(9, len(head) + 2)}}" for head, cell in zip(heads[1:], cells, strict=True))
        for first, *cells in rows
    ]
    for kind, of_kind in figures.items():
        for reason, count in Counter(reason for _, reason in (*of_kind.faulty, *(of_kind.remarks or []))).most_common():
            example = next(text for text, other in (*of_kind.faulty, *(of_kind.remarks or [])) if other == reason)
            lines.append(f"{kind}{chr(160)}: {count} × {reason} — {example}")
    return "\n".join(lines)
