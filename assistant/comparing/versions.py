"""Every unit of two versions, level by level: competences face each other first, which tells the places of what they hold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.comparing.alignment import Places, align, text_likeness
from assistant.comparing.model import Pair, Status
from assistant.comparing.units import Level, Unit, units_of
from assistant.comparing.words import same_words
from ingest.model import Passage
from vectorstore.embeddings import Embedder

_TITLE, _CONTENT = 0.6, 0.4
"""What its title and its criteria weigh in the likeness of two competences."""
_SAME_COMPETENCE = 0.4
_SAME_NUMBER = 0.02


def pairs_of_versions(old: Sequence[Passage], new: Sequence[Passage], embedder: Embedder) -> tuple[Pair, ...]:
    """All pairs of two versions: blocks, competences, their statements, knowledge, sections, fields."""
    blocks = align(units_of(old, Level.BLOCK), units_of(new, Level.BLOCK), Places({}), embedder)
    of_blocks = Places(_became(blocks, "B"))
    competences = _align_competences(old, new, of_blocks, embedder)
    pairs = [*blocks, *competences]
    for level, places in (
        (Level.STATEMENT, Places(_became(competences, "C"))),
        (Level.KNOWLEDGE, of_blocks),
        (Level.SECTION, Places({})),
        (Level.FACT, Places({})),
    ):
        pairs += align(units_of(old, level), units_of(new, level), places, embedder)
    return tuple(pairs)


def _became(pairs: Sequence[Pair], letter: str) -> dict[str, str]:
    """The group of ``a`` -> that of ``b``; a group that has gone leads nowhere, lest another take its number for its own."""
    return {_name(pair.a, letter): _name(pair.b, letter) if pair.b else "" for pair in pairs if pair.a}


def _name(unit: Unit, letter: str) -> str:
    number = unit.passage.competence if letter == "C" else unit.passage.block
    return f"{letter}{number}"


def _align_competences(old: Sequence[Passage], new: Sequence[Passage], blocks: Places, embedder: Embedder) -> list[Pair]:
    """Competences by title and by content: one whose title was rewritten is known by its criteria."""
    from scipy.optimize import linear_sum_assignment

    olds, news = units_of(old, Level.COMPETENCE), units_of(new, Level.COMPETENCE)
    if not olds or not news:
        return align(olds, news, blocks, embedder)
    titles = text_likeness([unit.text for unit in olds], [unit.text for unit in news], embedder)
    contents = text_likeness([_content(unit, old) for unit in olds], [_content(unit, new) for unit in news], embedder)
    filled = np.array([[bool(_content(a, old) and _content(b, new)) for b in news] for a in olds])
    likeness = np.where(filled, _TITLE * titles + _CONTENT * contents, titles)
    numbers = np.array([[a.passage.competence == b.passage.competence for b in news] for a in olds])
    rows, columns = linear_sum_assignment(likeness**2 + _SAME_NUMBER * numbers, maximize=True)
    chosen = {int(b): int(a) for a, b in zip(rows, columns, strict=True) if likeness[a, b] >= _SAME_COMPETENCE}
    pairs = []
    for b, unit in enumerate(news):
        if b in chosen:
            a = chosen[b]
            pairs.append(Pair(olds[a], unit, _status(olds[a], unit, blocks), float(titles[a, b])))
        else:
            pairs.append(Pair(None, unit, Status.ADDED, 0.0, nearest=olds[int(np.argmax(likeness[:, b]))]))
    taken = set(chosen.values())
    gone = [a for a in range(len(olds)) if a not in taken]
    return [*pairs, *(Pair(olds[a], None, Status.REMOVED, 0.0, nearest=news[int(np.argmax(likeness[a]))]) for a in gone)]


def _content(competence: Unit, passages: Sequence[Passage]) -> str:
    return " ".join(unit.text for unit in units_of(passages, Level.STATEMENT) if unit.passage.competence == competence.passage.competence)


def _status(old: Unit, new: Unit, blocks: Places) -> Status:
    if not blocks.same_group(old, new):
        return Status.MOVED
    return Status.UNCHANGED if same_words(old.text, new.text) else Status.REWORDED
