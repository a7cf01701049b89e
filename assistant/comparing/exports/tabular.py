"""One line a pair: CSV, and the rows that Excel shows too."""

from __future__ import annotations

import csv
import io

from assistant.comparing.citing import place_of
from assistant.comparing.exports.sheets import CARRIES, LEVELS, Report, evidence_line, remark, status_name
from assistant.comparing.words import as_operations
from assistant.drafting.exports.tabular import inert

_MARKS = {"-": ("[-", "-]"), "+": ("{+", "+}"), "=": ("", "")}


def rows(report: Report) -> list[list[str]]:
    """The cells, headers first. Differences stand as ``[-gone-]`` and ``{+come+}``."""
    old, new = report.sides
    header = ["Niveau", "État", f"{old} : place", f"{old} : texte", f"{new} : place", f"{new} : texte", "Ressemblance", "Différences"]
    carried = {(item.pair.a, item.pair.b): item for item in report.impact.carried} if report.impact else {}
    lines = [[*header, "Remarque", "Repère A", "Repère B", *(["Conséquence", "Pourquoi"] if carried else [])]]
    relation = report.comparison.relation
    for pair in report.comparison.pairs:
        sides = [(place_of(unit), unit.text) if unit else ("", "") for unit in (pair.a, pair.b)]
        similarity = f"{pair.similarity:.2f}".replace(".", ",") if pair.a and pair.b else ""
        ids = [unit.passage.id if unit else "" for unit in (pair.a, pair.b)]
        cells = [LEVELS[pair.level], status_name(pair, relation), *sides[0], *sides[1], similarity]
        marked = "".join(_MARKS[sign][0] + text + _MARKS[sign][1] for sign, text in as_operations(pair.spans))
        lines.append([*cells, marked if pair.a and pair.b else "", remark(pair, relation), *ids])
        if carried:
            item = carried.get((pair.a, pair.b))
            lines[-1] += [CARRIES[item.carry], evidence_line(item)] if item else ["", ""]
    return lines


def to_csv(report: Report) -> bytes:
    """Semicolons and a byte-order mark: what a French spreadsheet opens by a double click."""
    file = io.StringIO()
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerows([inert(cell) for cell in row] for row in rows(report))
    return file.getvalue().encode("utf-8-sig")
