"""One line an item: CSV, and the rows that Excel shows too."""

from __future__ import annotations

import csv
import io
import re

from assistant.drafting.exports.sheets import quoted_criteria, right_answer, short, state
from assistant.drafting.items import Drafted, Item

HEADERS = (
    "Identifiant", "Type", "Compétences", "Texte", "Choix", "Bonne réponse", "Attendu", "Relances", "Critères", "Texte des critères",
    "Origine et état",
)  # fmt: skip
_FORMULA = re.compile(r"^[=+\-@\t\r]")


def rows(drafted: Drafted) -> list[list[str]]:
    """The cells, headers first."""
    return [list(HEADERS), *(_row(item) for item in drafted.items)]


def to_csv(drafted: Drafted) -> bytes:
    """Semicolons and a byte-order mark: what a French spreadsheet opens by a double click."""
    file = io.StringIO()
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerows([inert(cell) for cell in row] for row in rows(drafted))
    return file.getvalue().encode("utf-8-sig")


def inert(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _row(item: Item) -> list[str]:
    return [
        item.id,
        item.kind.value,
        ", ".join(map(str, item.competences)),
        item.text,
        "\n".join(choice.text for choice in item.choices),
        right_answer(item),
        "\n".join(item.expected),
        "\n".join(probe.text for probe in item.probes),
        ", ".join(short(criterion) for criterion in item.criteria),
        "\n".join(quoted_criteria(item)),
        state(item),
    ]
