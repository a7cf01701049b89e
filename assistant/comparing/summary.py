"""What changes from one version to the next, in plain French: one statement a change, each with the words of both versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.comparing.citing import cited, one_line
from assistant.comparing.model import Pair, Statement, Status
from assistant.comparing.units import Level, Unit
from assistant.comparing.words import Span, differences, same_words, words
from assistant.french import listing, plural, quoted, typeset
from ingest.model import FRENCH_PART, Part

_MOST_SPANS = 4
"""More changed stretches than this are easier read as two whole texts."""
_EDGES = " \t\n,;:.…()[]«»\"•○-–—"


def statements_of_versions(pairs: Sequence[Pair]) -> tuple[Statement, ...]:
    """One statement for each pair that is not unchanged, titles first, then by competence; sections one statement a heading.

    What came or went with a whole competence is told by that competence, and what is left of a text by what has left it.
    """
    titles = {_competence(unit): unit.text for pair in pairs if pair.level == Level.COMPETENCE for unit in (pair.a, pair.b) if unit}
    whole = {_competence(pair.either) for pair in pairs if pair.level == Level.COMPETENCE and not (pair.a and pair.b)}
    left = _left_for_others(pairs)
    told = [pair for pair in pairs if pair.status != Status.UNCHANGED and pair.level != Level.SECTION and not _told_elsewhere(pair, left)]
    told = [pair for pair in told if not _goes_with_its_competence(pair, whole)]
    each = [_statement(pair, _sentence(pair, titles)) for pair in told]
    return (*each, *_sections([pair for pair in pairs if pair.level == Level.SECTION]))


def _left_for_others(pairs: Sequence[Pair]) -> dict[str, set[str]]:
    """By id of an old statement, the words of the pieces that have left it to stand alone."""
    found: dict[str, set[str]] = {}
    for pair in pairs:
        if pair.a and pair.b and pair.is_split:
            found.setdefault(pair.a.passage.id, set()).update(words(pair.excerpt))
    return found


def _told_elsewhere(pair: Pair, left: dict[str, set[str]]) -> bool:
    """Whether a statement is reworded only by what has left it, which another sentence tells."""
    if pair.status != Status.REWORDED or pair.a is None or pair.a.passage.id not in left:
        return False
    gone = left[pair.a.passage.id]
    changed = [span for span in pair.spans if not span.same_words]
    return all(not words(span.new) and set(words(span.old)) <= gone for span in changed)


def _competence(unit: Unit) -> tuple[str, int | None]:
    """A competence by its certification and number: versions count theirs differently."""
    return unit.passage.certification, unit.passage.competence


def _goes_with_its_competence(pair: Pair, whole: set[tuple[str, int | None]]) -> bool:
    return pair.level == Level.STATEMENT and not (pair.a and pair.b) and _competence(pair.either) in whole


def _statement(pair: Pair, text: str) -> Statement:
    """The side that a lone unit lacks cites what is nearest there."""
    a, b = pair.a or (pair.nearest if pair.b else None), pair.b or (pair.nearest if pair.a else None)
    ends = cited(a) if a else None, cited(b) if b else None
    return Statement(typeset(text), pair.status, pair.either.passage.competence, *ends, only_form=_is_form(pair))


def _is_form(pair: Pair) -> bool:
    return pair.status == Status.REWORDED and pair.level != Level.SECTION and pair.only_form


def _sentence(pair: Pair, titles: dict[tuple[str, int | None], str]) -> str:
    if pair.level == Level.BLOCK:
        number = pair.either.passage.block
        return _title_sentence(pair, f"Le bloc {number}", f"du bloc {number}", "nouveau")
    if pair.level == Level.COMPETENCE:
        number = pair.either.passage.competence
        name = f"La compétence {number}" if pair.b else f"L'ancienne compétence {number}"
        return _title_sentence(pair, name, f"de la compétence {number}", "nouvelle")
    return f"{_subject(pair, titles)} : {_happened(pair)}."


def _title_sentence(pair: Pair, name: str, of_name: str, new: str) -> str:
    if pair.status == Status.ADDED:
        return f"{name}, {_words(pair.b)}, est {new}."
    if pair.status == Status.REMOVED:
        return f"{name}, {_words(pair.a)}, disparaît."
    assert pair.a is not None
    assert pair.b is not None
    if pair.status == Status.MOVED:
        reworded = "" if same_words(pair.a.text, pair.b.text) else f" ; son intitulé devient {_words(pair.b)}"
        return f"{name}, {_words(pair.a)}, passe du bloc {pair.a.passage.block} au bloc {pair.b.passage.block}{reworded}."
    return f"L'intitulé {of_name} passe de {_words(pair.a)} à {_words(pair.b)}."


def _subject(pair: Pair, titles: dict[tuple[str, int | None], str]) -> str:
    if pair.level == Level.STATEMENT:
        name = f"{'Compétence' if pair.b else 'Ancienne compétence'} {pair.either.passage.competence}"
        return f"{name}, {quoted(titles.get(_competence(pair.either), ''))}"
    if pair.level == Level.KNOWLEDGE:
        return f"Bloc {pair.either.passage.block}"
    return f"Rubrique {quoted(pair.either.passage.context.rsplit(' > ', 1)[-1])}"


def _happened(pair: Pair) -> str:
    if pair.status == Status.ADDED:
        assert pair.b is not None
        return f"{_noun(pair.b)} de plus, {_words(pair.b)}"
    if pair.status == Status.REMOVED:
        assert pair.a is not None
        return f"{_noun(pair.a)} de moins, {_words(pair.a)}"
    assert pair.a is not None
    assert pair.b is not None
    if pair.excerpt:
        return _parted(pair, pair.a, pair.b)
    if pair.status == Status.MOVED:
        changed = [span for span in pair.spans if not span.same_words]
        return f"{_words(pair.a)} passe {_way(pair.a, pair.b)}{f', avec un changement : {_changes(changed, pair)}' if changed else ''}"
    return f"{_place(pair.b)}, {_changes([span for span in pair.spans if not span.same_words], pair)}"


def _parted(pair: Pair, old: Unit, new: Unit) -> str:
    if not pair.is_split:
        return f"{_words(old)} ({_place(old)}) rejoint un autre énoncé ({_place(new)})"
    return f"{quoted(pair.excerpt)}, qui faisait partie d'un autre énoncé ({_place(old)}), devient un énoncé à part ({_place(new)})"


def _way(old: Unit, new: Unit) -> str:
    """« des moyens utilisés aux liens professionnels », « de la compétence 2 à la compétence 3 »."""
    if old.level == Level.KNOWLEDGE:
        return f"du bloc {old.passage.block} au bloc {new.passage.block}"
    if old.part != new.part:
        over = f" de la compétence {new.passage.competence}" if old.passage.competence != new.passage.competence else ""
        return f"des {FRENCH_PART[old.part]} aux {FRENCH_PART[new.part]}{over}"
    return f"de la compétence {old.passage.competence} à la compétence {new.passage.competence}"


def changed_words(old: str, new: str) -> list[str]:
    """What differs between two texts, stretch by stretch: « x » devient « y », « x » est retiré, « y » est ajouté."""
    return _told(span for span in differences(old, new) if not span.same_words)


def _told(spans: Iterable[Span]) -> list[str]:
    return [change for span in spans if (change := _change(span))]


def _changes(spans: Sequence[Span], pair: Pair) -> str:
    """What changed, by the words that changed; the two whole texts where they are many."""
    told = _told(spans)
    if len(told) > _MOST_SPANS and _is_form(pair):
        return "correction de forme (accords, articles)"
    if not told or len(told) > _MOST_SPANS:
        return f"{_words(pair.a)} devient {_words(pair.b)}"
    return listing(told)


def _change(span: Span) -> str:
    old, new = (one_line(text).lstrip(_EDGES + "'’").rstrip(_EDGES) for text in (span.old, span.new))
    if old and new:
        return f"{quoted(old)} devient {quoted(new)}"
    return f"{quoted(new)} est ajouté" if new else f"{quoted(old)} est retiré" if old else ""


def _noun(unit: Unit) -> str:
    if unit.level == Level.KNOWLEDGE:
        return "une connaissance"
    if unit.level == Level.FACT:
        return "une rubrique"
    if unit.part == Part.CONDITIONS:
        return "une condition de réalisation"
    return "un résultat attendu" if unit.part == Part.RESULTS else f"un critère ({FRENCH_PART[unit.part]})"


def _place(unit: Unit) -> str:
    """« moyens utilisés 2 »."""
    return f"{FRENCH_PART[unit.part]} {unit.passage.id.rsplit('/', 1)[-1]}" if unit.part else "texte"


def _words(unit: Unit | None) -> str:
    return quoted(one_line(unit.text)) if unit else ""


def _sections(pairs: Sequence[Pair]) -> Iterator[Statement]:
    """One statement a heading, with the counts, and the first change as the words of both sides."""
    by_heading: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_heading.setdefault(pair.either.group, []).append(pair)
    for mine in by_heading.values():
        changed = [pair for pair in mine if pair.status != Status.UNCHANGED]
        if changed:
            heading = changed[0].either.passage.context.rsplit(" > ", 1)[-1].rstrip(" :")
            whole = {pair.status for pair in mine}
            if whole == {Status.ADDED}:
                said = f"La section {quoted(heading)} est nouvelle ({plural(len(mine), 'paragraphe')})."
            elif whole == {Status.REMOVED}:
                said = f"La section {quoted(heading)} disparaît ({plural(len(mine), 'paragraphe')})."
            else:
                said = f"Section {quoted(heading)} : {_counted(changed)} sur {plural(len(mine), 'paragraphe')}."
            yield _statement(changed[0], said)


def _counted(pairs: Iterable[Pair]) -> str:
    names = {Status.ADDED: "nouveau", Status.REMOVED: "retiré", Status.REWORDED: "reformulé", Status.MOVED: "déplacé"}
    several = {Status.ADDED: "nouveaux"}
    statuses = [pair.status for pair in pairs]
    return listing([plural(count, name, several.get(s)) for s, name in names.items() if (count := statuses.count(s))])
