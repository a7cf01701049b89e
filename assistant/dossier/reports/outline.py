"""What the reports for reading say, in order, whatever draws it: headings, paragraphs, lists and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.dossier.comparing import Change, Comparison
from assistant.dossier.model import Check
from assistant.dossier.wording import (
    ANNOUNCED,
    ASIDE,
    CLAIMS,
    NEXT,
    STATE,
    TITLE,
    USELESS,
    family_of,
    headline,
    how_far,
    name_of,
    next_steps,
    one_line,
    place_of,
    rank_of,
)
from assistant.french import NBSP, long_date, plural, quoted
from assistant.mapping.model import CompetenceMatch, CriterionMatch, Evidence, Level, SetAside
from assistant.provenance import mark_of

MASKED = "Les noms, courriels, téléphones et entreprises reconnus sont masqués : relisez avant d'envoyer, il peut en rester.".replace(
    " :", f"{NBSP}:"
)
_MOST_USELESS = 40
"""The reports for reading show that many; the Excel file and the JSON show all."""
_STEADY = (Level.PARTIAL, Level.COVERED)


@dataclass(frozen=True)
class Title:
    """``level`` 0 is the title of the document."""

    text: str
    level: int


@dataclass(frozen=True)
class Text:
    """A paragraph; ``note``: in small."""

    text: str
    note: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table, headers first. ``widths``: the share of each column in the width of the page."""

    lines: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


Part = Title | Text | Bullets | Grid


def outline(check: Check, comparison: Comparison | None, now: datetime, *, masked: bool) -> Iterator[Part]:
    """The whole report."""
    yield from _opening(check, comparison, now, masked=masked)
    yield from _by_block(check)
    yield from _bulleted(NEXT, next_steps(check))
    yield from _compared(comparison)
    yield from _matrix(check)
    yield from _details(check)
    yield from _bulleted(ANNOUNCED, [f"{item.label} — annoncée {_at(place_of(item.where))}" for item in check.announced])
    yield from _bulleted(CLAIMS, [_aside(item) for item in check.claims])
    yield from _bulleted(ASIDE, [_aside(item) for item in check.mapping.set_aside])
    useless = [f"{quoted(one_line(segment.text))} ({place_of(segment)})" for segment in check.useless]
    beyond = len(useless) - _MOST_USELESS
    more = [f"… et {plural(beyond, 'autre passage', 'autres passages')}."] if beyond > 0 else []
    yield from _bulleted(USELESS, useless[:_MOST_USELESS] + more)


def _opening(check: Check, comparison: Comparison | None, now: datetime, *, masked: bool) -> Iterator[Part]:
    yield Title(TITLE, 0)
    yield Text(f"Certification visée{NBSP}: {check.title}")
    size = plural(check.dossier.pages, "page") if check.dossier.pages else plural(len(check.dossier.extracts), "paragraphe")
    yield Text(f"Dossier{NBSP}: {check.dossier.name} ({size}, {plural(check.dossier.words, 'mot')}), lu le {long_date(now)}")
    for note in (*check.notes, *([MASKED] if masked else [])):
        yield Text(note, note=True)
    yield Title("Synthèse", 1)
    yield Text(headline(check))
    if comparison:
        yield Text(comparison.headline())


def _by_block(check: Check) -> Iterator[Part]:
    lines = [("Bloc", "Intitulé", *(STATE[level].capitalize() for level in Level))]
    for block in check.mapping.blocks:
        numbers = (", ".join(map(str, getattr(block, level))) or "—" for level in Level)
        lines.append((str(block.number), block.title, *numbers))
    yield Grid(tuple(lines), (8, 40, 17, 18, 17))
    yield Text("Les nombres sont ceux des compétences. La certification n'est acquise que si toutes le sont.", note=True)


def _compared(comparison: Comparison | None) -> Iterator[Part]:
    if comparison is None:
        return
    yield from _bulleted("Ce qui s'est amélioré", [_change(change) for change in comparison.improved])
    yield from _bulleted("Ce qui est moins bien montré", [_change(change) for change in comparison.lost])
    yield from _bulleted("Preuves désormais jointes", comparison.attached)


def _change(change: Change) -> str:
    what = change.criterion.split("/", 1)[1] if change.criterion else f"Compétence {change.competence} dans son ensemble"
    return f"{what}{NBSP}: {STATE[change.before]} → {STATE[change.after]}"


def _matrix(check: Check) -> Iterator[Part]:
    yield Title("Matrice", 1)
    for match in check.mapping.competences:
        yield Title(f"{name_of(match)} — {STATE[match.status]}", 2)
        if not match.criteria:
            yield from (Text(_cited(item)) for item in match.evidence)
            continue
        lines = [("Critère", "Référentiel", "État", "Dans le dossier")]
        lines += [
            (family_of(criterion) + mark_of(criterion.passage), one_line(criterion.passage.text), STATE[criterion.status], _best(criterion))
            for criterion in match.criteria
        ]
        yield Grid(tuple(lines), (15, 35, 15, 35))


def _best(criterion: CriterionMatch) -> str:
    return _cited(criterion.evidence[0]) if criterion.evidence else "—"


def _details(check: Check) -> Iterator[Part]:
    yield Title("Compétence par compétence", 1)
    for match in check.mapping.competences:
        yield Title(name_of(match), 2)
        yield Text(f"État{NBSP}: {how_far(match)}.")
        shown = [_shown(criterion) for criterion in match.criteria if criterion.status in _STEADY]
        yield from _listed("Ce que le dossier montre", shown or [_cited(item) for item in match.evidence])
        yield from _listed("À demander au candidat", match.next)
        yield from _to_develop(match)


def _shown(criterion: CriterionMatch) -> str:
    passages = f"{NBSP}; ".join(_cited(item) for item in criterion.evidence)
    return f"{rank_of(criterion)} ({STATE[criterion.status]}){NBSP}: {passages}"


def _to_develop(match: CompetenceMatch) -> Iterator[Part]:
    missing = [f"{rank_of(c)}{NBSP}: {quoted(one_line(c.passage.text))}" for c in match.criteria if c.status == Level.ABSENT]
    if match.status != Level.ABSENT:
        yield from _listed("Critères sans passage", missing)


def _cited(item: Evidence) -> str:
    return f"{quoted(one_line(item.segment.text))} ({place_of(item.segment)})"


def _aside(item: SetAside) -> str:
    return f"{one_line(item.reason)} ({place_of(item.segment)})"


def _at(place: str) -> str:
    return f"({place})" if place else ""


def _bulleted(title: str, lines: Sequence[str]) -> Iterator[Part]:
    if lines:
        yield Title(title, 1)
        yield Bullets(tuple(lines))


def _listed(title: str, lines: Sequence[str]) -> Iterator[Part]:
    if lines:
        yield Text(f"{title}{NBSP}:")
        yield Bullets(tuple(lines))
