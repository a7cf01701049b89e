"""A passerelle in the chat: the closest criteria with the words of both, what they share, what remains to prove, and what it is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from rapidfuzz import fuzz

from assistant.answer import Answer, Status
from assistant.catalogue import Catalogue
from assistant.comparing.bridge_summary import statements_of_bridges
from assistant.comparing.bridges import Bridges, is_firm, shared_words
from assistant.comparing.citing import place_of
from assistant.comparing.comparer import INDICATIVE
from assistant.comparing.model import Pair
from assistant.comparing.units import Unit
from assistant.draft import Draft
from assistant.french import NBSP, listing, plural, quoted, typeset
from assistant.gathering import Shelf
from assistant.places import competence_name
from assistant.provenance import source_notices
from assistant.reading import Reading
from assistant.understanding import display_name
from ingest.model import Passage
from vectorstore.embeddings import Embedder

_SAME_WORDS = 85.0
"""rapidfuzz ratio (0..100) from which two statements are one that is repeated."""
_CLOSE_SHOWN, _LEFT_SHOWN, _WORDS_SHOWN = 6, 4, 6


def bridge_answer(reading: Reading, shelf: Shelf, embedder: Embedder, on: date | None = None) -> Answer:
    """What the competences held (all, or those of the reading) are worth for the certification aimed at, dated (today unless told)."""
    held, aimed = reading.certifications
    catalogue = shelf.catalogue
    mine, theirs = (_passages(shelf, name, reading) for name in (held, aimed))
    pairs = Bridges(mine, theirs, embedder).pairs()
    draft = Draft()
    for line in _lines(pairs, reading, draft, catalogue, on or date.today()):  # the day on the user's own calendar
        draft.say(line)
    close = _close(pairs)
    quoted_passages = [unit.passage for pair in pairs for unit in (pair.a, pair.b) if unit]
    cited = {citation.passage for citation in draft.citations}
    names = [quoted(display_name(catalogue[name])) for name in (held, aimed)]
    return Answer(
        status=Status.ANSWERED if close else Status.NOT_FOUND,
        answer=draft.markdown,
        reading=f"passerelle — {display_name(catalogue[held])} → {display_name(catalogue[aimed])}",
        certifications=(held, aimed),
        competences=reading.competences,
        citations=tuple(draft.citations),
        advice=(
            typeset(INDICATIVE),
            typeset(f"Tout le face-à-face, à exporter : page « Comparer », ou « acquis compare {held} {aimed} »."),
            *source_notices([passage for passage in quoted_passages if passage.id in cited], catalogue),
        ),
        suggestions=(f"Quelle passerelle de {names[1]} vers {names[0]}{NBSP}?",),
    )


def _passages(shelf: Shelf, name: str, reading: Reading) -> list[Passage]:
    """Those of the competences that are asked about, all where none is."""
    numbers = {ref.number for ref in reading.competences if ref.certification == name}
    return [passage for passage in shelf.of(name) if not numbers or passage.competence in numbers]


def _lines(pairs: Sequence[Pair], reading: Reading, draft: Draft, catalogue: Catalogue, on: date) -> Iterator[str]:
    held, aimed = (catalogue[name] for name in reading.certifications)
    yield f"**Passerelle indicative, sans valeur d'équivalence**, établie le {on:%d/%m/%Y}."
    yield ""
    yield f"- Certification acquise{NBSP}: {display_name(held)}{_which(reading, held.id, catalogue)}"
    yield f"- Certification visée{NBSP}: {display_name(aimed)}{_which(reading, aimed.id, catalogue)}"
    yield ""
    close = _close(pairs)
    if not close:
        yield f"Aucun énoncé n'en est assez proche{NBSP}: tout resterait à prouver."
        yield ""
    else:
        yield f"**Le plus proche** ({_count(len(close))})"
        yield ""
        yield from _table(_varied(close)[:_CLOSE_SHOWN], draft)
        yield ""
    yield "**Compétence par compétence**"
    yield ""
    yield from (f"- {statement.text}" for statement in statements_of_bridges(pairs, held, aimed))
    left = [pair.b for pair in pairs if pair.a is None and pair.b]
    if left:
        yield ""
        yield f"**Ce qui resterait à prouver** ({_count(len(left))})"
        yield ""
        yield from (f"- {place_of(unit).capitalize()}{NBSP}: {draft.quote(unit.passage)}" for unit in _first_left(left, close))


def _which(reading: Reading, name: str, catalogue: Catalogue) -> str:
    numbers = [ref.number for ref in reading.competences if ref.certification == name]
    if not numbers:
        return ""
    return f", {listing([competence_name(catalogue[name], number).lower() for number in numbers])}"


def _count(count: int) -> str:
    return plural(count, "énoncé")


def _close(pairs: Sequence[Pair]) -> list[Pair]:
    """The closest of each statement aimed at, close by its own words or meaning, the likeliest first."""
    best: dict[str, Pair] = {}
    for pair in pairs:
        if pair.a and pair.b and is_firm(pair):
            known = best.get(pair.b.passage.id)
            best[pair.b.passage.id] = pair if known is None or pair.similarity > known.similarity else known
    return sorted(best.values(), key=lambda pair: -pair.similarity)


def _varied(pairs: Sequence[Pair]) -> list[Pair]:
    """Without the statements that come back in every competence: each held one, and each wording aimed at, stands once."""
    found: list[Pair] = []
    for pair in pairs:
        if not any(_repeats(pair, other) for other in found):
            found.append(pair)
    return found


def _repeats(pair: Pair, other: Pair) -> bool:
    ends = [(one, two) for one, two in ((pair.a, other.a), (pair.b, other.b)) if one and two]
    return any(fuzz.ratio(one.text, two.text) >= _SAME_WORDS for one, two in ends)


def _table(pairs: Sequence[Pair], draft: Draft) -> Iterator[str]:
    """One row a pair, two columns, which a telephone can show; what a cell cannot hold without changing the words stands in a list."""
    ends = [(pair, pair.a, pair.b) for pair in pairs if pair.a and pair.b]
    fitting = [end for end in ends if "|" not in end[1].text + end[2].text]
    if fitting:
        yield "| Acquis | Visé |"
        yield "| --- | --- |"
        for pair, old, new in fitting:
            yield f"| {_cell(old, draft)} | {_cell(new, draft)} — {_shared(pair)} |"
    for pair, old, new in ends:
        if (pair, old, new) not in fitting:
            yield f"- {place_of(old).capitalize()}{NBSP}: {draft.quote(old.passage)}"
            yield f"- {place_of(new).capitalize()}{NBSP}: {draft.quote(new.passage)}"


def _cell(unit: Unit, draft: Draft) -> str:
    return f"*{place_of(unit).capitalize()}*{NBSP}: {draft.cell(unit.passage)}"


def _shared(pair: Pair) -> str:
    shared, own = (", ".join(words[:_WORDS_SHOWN]).replace("|", " ") for words in shared_words(pair))
    return f"partagé{NBSP}: {shared or 'le sens'}{f'{NBSP}; propre au visé{NBSP}: {own}' if own else ''}"


def _first_left(left: Sequence[Unit], close: Sequence[Pair]) -> list[Unit]:
    """First what is left of the competences that most is close to."""
    counts = Counter(pair.b.passage.competence for pair in close if pair.b)
    return sorted(left, key=lambda unit: -counts[unit.passage.competence])[:_LEFT_SHOWN]
