"""A comparison as Markdown: what to know with both quotations, the differences word by word, and the impact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.comparing.citing import one_line, place_of
from assistant.comparing.concordance import Concordance
from assistant.comparing.exports.sheets import (
    LEVELS,
    Report,
    both_sides,
    by_carry,
    changed,
    evidence_line,
    forms,
    in_brief,
    quoted_sides,
    remark,
    status_name,
    substance,
)
from assistant.comparing.model import Pair, Relation
from assistant.exports.markdown import literal
from assistant.french import NBSP, plural, quoted


def to_markdown(report: Report) -> str:
    """The whole document."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {report.title}"
    yield ""
    yield from _list(report.lines)
    yield from ("", "## En bref", "")
    yield from _list(in_brief(report.comparison))
    if report.impact is not None:
        yield from _impact(report)
    versions = report.comparison.relation == Relation.VERSIONS
    yield from ("", "## Ce qui change" if versions else "## Ce qui est proche, ce qui reste à prouver", "")
    for statement in substance(report.comparison):
        yield f"- {literal(statement.text)}"
        yield from (f"  - {literal(line)}" for line in both_sides(statement, report))
    if found := forms(report.comparison):
        yield from ("", "## Corrections de forme", "", *_list([statement.text for statement in found]))
    yield from ("", "## Mot à mot" if versions else "## Énoncé par énoncé", "")
    for pair in changed(report.comparison):
        yield from _pair(pair, report)


def _list(lines: Sequence[str]) -> list[str]:
    return [f"- {literal(line)}" for line in lines]


def _impact(report: Report) -> Iterator[str]:
    assert report.impact is not None
    yield from ("", "## Pour ce que vous avez montré", "")
    for heading, items in by_carry(report.impact):
        yield from (f"### {heading} ({len(items)})", "")
        for item in items:
            first, *rest = quoted_sides(item, report)
            yield f"- {literal(first)}"
            yield from (f"  - {literal(line)}" for line in rest)
            if item.proven:
                yield f"  - {literal(evidence_line(item))}"
        yield ""


def _pair(pair: Pair, report: Report) -> Iterator[str]:
    relation = report.comparison.relation
    places = " → ".join(place_of(unit) for unit in (pair.a, pair.b) if unit)
    yield f"- **{status_name(pair, relation)}**, {LEVELS[pair.level]}, {literal(places)}"
    if pair.a and pair.b and relation == Relation.VERSIONS:
        yield f"  - {''.join(marked(pair))}"
    else:
        for side, unit in zip(report.sides, (pair.a, pair.b), strict=True):
            if unit:
                yield f"  - {side}{NBSP}: {literal(quoted(one_line(unit.text)))}"
    if said := remark(pair, relation):
        yield f"  - {literal(said)}"


def marked(pair: Pair) -> Iterator[str]:
    """The words of both texts: gone ones struck out, new ones in bold, typing as in the newer text."""
    for span in pair.spans:
        if span.same_words:
            yield _spaced(span.new)
        else:
            for text, mark in ((span.old, "~~"), (span.new, "**")):
                yield _wrapped(text, mark)


def _spaced(text: str) -> str:
    inner = " ".join(text.split())
    return f"{_edge(text[0])}{literal(inner)}{_edge(text[-1])}" if inner else " "


def _edge(character: str) -> str:
    return " " if character.isspace() else ""


def _wrapped(text: str, mark: str) -> str:
    """Marks hug the words, or Markdown would not see them."""
    inner = " ".join(text.split())
    return f"{_edge(text[0])}{mark}{literal(inner)}{mark}{_edge(text[-1])}" if inner else ""


def concordance_markdown(found: Sequence[Concordance]) -> str:
    """Each term: who names it and where, then who does not."""
    lines: list[str] = []
    for one in found:
        lines += [f"# {literal(quoted(one.term))}", ""]
        for certification, occurrences in one.by_certification.items():
            if not occurrences:
                continue
            lines += [f"## {certification}{NBSP}: {plural(len(occurrences), 'passage')}", ""]
            lines += [f"- {literal(item.place)}{NBSP}: {literal(quoted(item.text))}" for item in occurrences]
            lines.append("")
        absent = [name for name in one.by_certification if name not in one.holders]
        if absent:
            lines += [f"Ne le nomment pas{NBSP}: {', '.join(absent)}.", ""]
    return "\n".join(lines).rstrip() + "\n"
