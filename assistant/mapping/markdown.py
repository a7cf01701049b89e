"""A mapping in French Markdown: what is shown, in whose words, what is missing. Quotations and advice never share a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.french import NBSP, listing, plural, quoted
from assistant.mapping.model import CompetenceMatch, CriterionMatch, Level, Mapping
from assistant.mapping.questions import missing
from assistant.provenance import mark_of
from ingest.model import FRENCH_PART, Passage

Quote = Callable[[Passage], str]
"""Puts the words of the referential between quotation marks."""
FRENCH_LEVEL = {Level.COVERED: "couvert", Level.PARTIAL: "partiel", Level.ABSENT: "absent"}
_NOTHING = "Rien dans ce récit ne montre une compétence de cette certification."
_ASK = f"Racontez ce que vous avez fait vous-même{NBSP}: quoi, avec qui, avec quels outils, et ce que cela a donné."
_ALL_NEEDED = f"Une certification n'est obtenue que lorsque toutes ses compétences sont reconnues{NBSP}; un bloc, toutes les siennes."
_SAID_TWICE = 2
"""At most so many of the person's sentences beside one criterion."""


def as_markdown(mapping: Mapping) -> str:
    """The whole reading, for a terminal or a file."""
    return "\n".join([*body(mapping, _plain_quote), *closing(mapping), "", *mapping.notes])


def body(mapping: Mapping, quote: Quote, *, most: int | None = None) -> Iterator[str]:
    """The competences that are shown, best first, each with both quotations side by side; ``most``: at most so many criteria each."""
    if not mapping.shown:
        yield _NOTHING
    for match in mapping.shown:
        yield f"**{name_of(match)}** — {_how_far(match)}"
        yield ""
        yield from _evidence_lines(match, quote, most)
        yield ""


def closing(mapping: Mapping) -> Iterator[str]:
    """What is missing, what was set aside and why, what to claim first, where one stands by block."""
    for match in mapping.shown:
        if match.next:
            yield f"Pour compléter la compétence {match.number}{NBSP}:"
            yield ""
            yield from (f"- {question}" for question in match.next)
            yield ""
    if mapping.set_aside:
        yield f"Ce qui n'a pas été retenu{NBSP}:"
        yield ""
        yield from (f"- {item.reason}" for item in mapping.set_aside)
        yield ""
    if not mapping.shown:
        if mapping.nearest is not None:
            yield nearest_sentence(mapping.nearest)
            yield ""
            yield from (f"- {question}" for question in missing(mapping.nearest))
            yield ""
        yield _ASK
        return
    if len(mapping.shown) > 1:
        yield f"La première à revendiquer{NBSP}: la compétence {mapping.first}."
        yield ""
    yield from (f"- {line}" for line in block_lines(mapping))
    yield ""
    yield _ALL_NEEDED


def nearest_sentence(near: CompetenceMatch) -> str:
    """« Le plus proche est… »: what to tell more about, where nothing is shown; advice, which claims nothing."""
    return f"Le plus proche est la compétence {near.number}, {quoted(near.title)}{NBSP}: trop peu en est dit pour l'affirmer."


def name_of(match: CompetenceMatch) -> str:
    """« Compétence 3 (C3) », with its title."""
    code = f" ({match.code})" if match.code and match.code != str(match.number) else ""
    return f"Compétence {match.number}{code}{NBSP}: {match.title}"


def block_lines(mapping: Mapping) -> Iterator[str]:
    """Where one stands in each block."""
    for block in mapping.blocks:
        touched = len(block.covered) + len(block.partial)
        total = touched + len(block.absent)
        state = "atteint" if block.reached else f"{plural(touched, 'compétence')} sur {total} montrée{'s' if touched > 1 else ''}"
        yield f"Bloc {block.number}{NBSP}: {state}"


def _plain_quote(passage: Passage) -> str:
    return quoted(" ".join(line.strip() for line in passage.text.splitlines())) + mark_of(passage)


def _how_far(match: CompetenceMatch) -> str:
    if not match.criteria:
        return "reconnue" if match.status == Level.COVERED else "à confirmer"
    met = sum(criterion.status != Level.ABSENT for criterion in match.criteria)
    word = "couverte" if match.status == Level.COVERED else "montrée en partie"
    return f"{word} ({met} sur {len(match.criteria)} critères et résultats)"


def _evidence_lines(match: CompetenceMatch, quote: Quote, most: int | None) -> Iterator[str]:
    met = sorted((criterion for criterion in match.criteria if criterion.evidence), key=lambda criterion: -criterion.score)[:most]
    for criterion in met:
        yield from _criterion_lines(criterion, quote)
    if not met:
        yield f"- Vous dites{NBSP}: {listing([quoted(item.segment.text) for item in match.evidence])}"
        if match.criteria:
            yield "- Aucun critère précis n'y est reconnu."


def _criterion_lines(criterion: CriterionMatch, quote: Quote) -> Iterator[str]:
    yield f"- Vous dites{NBSP}: {_words_of(criterion)}"
    yield f"  Le référentiel ({FRENCH_PART.get(criterion.family, '')}, {FRENCH_LEVEL[criterion.status]}){NBSP}: {quote(criterion.passage)}"
    for item in criterion.evidence[:_SAID_TWICE]:
        if item.opinion is not None:
            verdict = "est du même avis" if item.opinion.agrees else "n'est pas de cet avis"
            yield f"  Le modèle de langage {verdict}{NBSP}: {item.opinion.reason}"


def _words_of(criterion: CriterionMatch) -> str:
    said: Sequence[str] = [quoted(item.segment.text) for item in criterion.evidence[:_SAID_TWICE]]
    return listing(said)
