"""A checklist as Markdown, with boxes that many programs let one tick."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from assistant.activities.checklist import Checklist, Shown
from assistant.activities.exports.wording import TITLE, YOURS, marks, notes, place, subject
from assistant.evidence.wording import details
from assistant.exports.markdown import literal
from assistant.french import NBSP, quoted


def to_markdown(checklist: Checklist, held: Collection[str] = ()) -> str:
    """The whole file; ``held``: the ids of the proofs that are ticked."""
    return "\n".join(_lines(checklist, held)) + "\n"


def _lines(checklist: Checklist, held: Collection[str]) -> Iterator[str]:
    yield f"# {TITLE}"
    yield ""
    yield literal(subject(checklist))
    for note in notes(checklist):
        yield ""
        yield f"*{literal(note)}*"
    yield ""
    for item in checklist.items:
        box = "x" if item.proof.id in held else " "
        yield f"- [{box}] **{literal(item.proof.name)}**, pour {marks(item)}"
        yield from (f"  - {literal(line)}" for line in (item.proof.shows, *details(item.proof)))
    yield ""
    yield f"## {YOURS}"
    for shown in checklist.shown:
        yield from _shown(shown)


def _shown(shown: Shown) -> Iterator[str]:
    yield ""
    yield f"**[{shown.number}]** {place(shown).capitalize()}"
    for words in shown.words:
        yield ""
        yield f"Vous dites{NBSP}: {_quoted(words)}"
    yield ""
    yield f"> {_quoted(shown.passage.text)}"


def _quoted(text: str) -> str:
    return quoted(literal(text).replace("\n", "\n> "))
