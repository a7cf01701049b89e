"""A checklist as an Excel workbook: a line a proof, to tick, filter and comment; then the criteria, each with the person's words."""

from __future__ import annotations

from collections.abc import Collection

from assistant.activities.checklist import Checklist, Item, Shown
from assistant.activities.exports.wording import HAVE, TITLE, notes, part, place, subject
from assistant.exports.excel import Sheet, workbook
from assistant.french import NBSP, quoted

TICKED, UNTICKED = "oui", "non"
_PROOFS = (HAVE, "Compétences", "Critères", "Preuve", "Ce qu'elle doit montrer", "À y lire", "À masquer", "Attention", "Mon commentaire")
_CRITERIA = ("Numéro", "Compétence", "Partie", "Ce que dit le référentiel", "Ce que vous dites", "Preuves possibles")


def to_excel(checklist: Checklist, held: Collection[str] = ()) -> bytes:
    """The whole .xlsx file; ``held``: the ids of the proofs that are ticked. The criteria are numbered as on the page."""
    shown = {item.number: item for item in checklist.shown}
    proofs = [_proof(item, shown, held) for item in checklist.items]
    criteria = [_criterion(item, checklist) for item in checklist.shown]
    about = [["Certification", subject(checklist)], *(["À savoir", note] for note in notes(checklist))]
    sheets = [
        Sheet(
            "Preuves",
            [_PROOFS, *proofs],
            (9, 14, 60, 32, 40, 50, 36, 40, 40),
            filtered=True,
            fills={TICKED: "D8EFDB"},
            choices={1: (TICKED, UNTICKED)},
        ),
        Sheet("Critères", [_CRITERIA, *criteria], (10, 14, 24, 70, 60, 40), filtered=True),
        Sheet("À savoir", [["Sujet", TITLE], *about], (20, 100)),
    ]
    return workbook(TITLE, sheets)


def _proof(item: Item, shown: dict[int, Shown], held: Collection[str]) -> list[str]:
    served = [shown[mark] for mark in item.marks]
    numbers = sorted({criterion.passage.competence or 0 for criterion in served})
    proof = item.proof
    return [
        TICKED if proof.id in held else UNTICKED,
        ", ".join(map(str, numbers)),
        "\n".join(f"[{criterion.number}] {place(criterion)}{NBSP}: {quoted(criterion.passage.text)}" for criterion in served),
        proof.name,
        proof.shows,
        "\n".join(proof.must_contain),
        "\n".join(proof.hide),
        proof.watch_out,
        "",
    ]


def _criterion(shown: Shown, checklist: Checklist) -> list[str]:
    return [
        f"[{shown.number}]",
        str(shown.passage.competence or ""),
        part(shown),
        quoted(shown.passage.text),
        "\n".join(map(quoted, shown.words)),
        "\n".join(item.proof.name for item in checklist.items if shown.number in item.marks),
    ]
