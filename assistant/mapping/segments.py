"""Text is cut into segments: bullets, sentences, and clauses that tell one more thing done. Offsets are exact: nothing is rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.mapping.model import Segment

_BLANK_LINE = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_MARKER = re.compile(r"[ \t]*(?:[-–—*•▪●○◦‣·✓➢➤]|\(?\d{1,2}[.)°]|[a-z]\))[ \t]+")
_SENTENCE_END = re.compile(
    r"[.!?…]+[»”\")\]]*(?=\s+[«“\"(]?\s?(?:[A-ZÀ-ÖØ-ÞŒ0-9]|j['’]|je\b|on\b|c['’]))|[.!?…]+\s*[»”](?=\s+[A-ZÀ-ÖØ-ÞŒ])"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Za-zÀ-ÿ]|etc|cf|ex|art|env|max|min|réf|ref|Mme|Mlle|Dr|St|Ste|vol|fig|p|pp|tél|resp|dir|nb|approx)|n°)\.$", re.IGNORECASE
)
_SUBJECT = r"(?:j['’e]|je |on |nous |c['’]est |ce sont |il |elle |ils |elles |mon |ma |mes |le |la |les |l['’]|un |une |personne )"
_CLAUSE = re.compile(
    r"\s*;\s*"
    r"|,?\s+(?=(?:puis|ensuite|et ensuite|après quoi|et puis|enfin)\s)"
    rf"|,?\s+(?=(?:mais|alors que|tandis que|sauf que|par contre|en revanche)\s+(?:,\s*)?{_SUBJECT})"
    r"|,\s+(?=(?:et\s+)?(?:j['’](?:ai|y|en|étais|avais)|je\s))"
    r"|,?\s+(?=et\s+(?:j['’](?:ai|y|en|étais|avais)|je\s|c['’]est\s))"
    rf"|\s+:\s+(?=(?:j['’e]|je\s|on\s))",
    re.IGNORECASE,
)  # fmt: skip
_SUBORDINATE = re.compile(
    r"(?:quand|lorsqu|après|avant|depuis|pendant|dès|comme|si\b|pour|chaque fois|une fois|à chaque|au bout)", re.IGNORECASE
)
_VERB = re.compile(
    r"\b(?:je|j['’]\w+|on|nous|c['’](?:est|était)|il|elle|ils|elles)\b|\b(?:est|sont|était|étaient|a|ont|avait|avaient|va|vont|fait|font|dit)\b",
    re.IGNORECASE,
)
_FEWEST_LETTERS = 12
"""A clause shorter than this stays with its neighbour: « puis trié » tells nothing alone."""


def segments_of(text: str, *, group: int = 0, page: int | None = None, paragraph: int | None = None, heading: str = "") -> list[Segment]:
    """The segments of a text, in order; text between them is white space, list marks and the separators of clauses.

    A blank line begins a new group, counted on from ``group``. The other arguments are given to every segment.
    """
    found: list[Segment] = []
    for number, (start, end) in enumerate(_paragraphs(text), start=group):
        for first, last in _pieces(text, start, end):
            found.append(Segment(text[first:last], first, last, number, page, paragraph, heading))
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in [*_BLANK_LINE.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if text[start:end].strip():
            yield start, end
        start = gap.end() if gap else end


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for first, last in _lines(text, start, end):
        for sentence in _sentences(text, first, last):
            yield from _clauses(text, *sentence)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Bullets, and what stands between them; a line end inside prose is only a place where the line was folded."""
    opened = start
    position = start
    while position < end:
        stop = text.find("\n", position, end)
        stop = end if stop < 0 else stop
        marker = _MARKER.match(text, position, stop)
        if marker:
            yield from _trimmed(text, opened, position)
            opened = marker.end()
        elif position > start and _ends_line(text, opened, position):
            yield from _trimmed(text, opened, position)
            opened = position
        position = stop + 1
    yield from _trimmed(text, opened, end)


def _ends_line(text: str, start: int, position: int) -> bool:
    """Whether the line before ends what it says: by a full stop, a colon, or because the next begins a sentence of its own."""
    before = text[start:position].rstrip()
    after = text[position : position + 2].lstrip()
    return bool(before) and (before[-1] in ".!?…:;" or after[:1].isupper())


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    opened = start
    for found in _SENTENCE_END.finditer(text, start, end):
        inside_quotation = text.count("«", opened, found.end()) > text.count("»", opened, found.end())
        if inside_quotation or _ABBREVIATED.search(text[max(opened, found.end() - 8) : found.end()]):
            continue
        yield from _trimmed(text, opened, found.end())
        opened = found.end()
    yield from _trimmed(text, opened, end)


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    opened = start
    for found in _CLAUSE.finditer(text, start, end):
        if _letters(text, opened, found.start()) < _FEWEST_LETTERS or _letters(text, found.end(), end) < _FEWEST_LETTERS:
            continue
        if text.count("«", opened, found.start()) > text.count("»", opened, found.start()):
            continue
        if _leads_in(text[opened : found.start()]) and ";" not in found.group():
            continue
        yield from _trimmed(text, opened, found.start())
        opened = found.end()
    yield from _trimmed(text, opened, end)


def _leads_in(clause: str) -> bool:
    """Whether what follows the clause is its main verb: « après le changement, j'ai… », « l'eau des bassins, je l'ai… »."""
    return bool(_SUBORDINATE.match(clause)) or not _VERB.search(clause)


def _letters(text: str, start: int, end: int) -> int:
    return sum(character.isalpha() for character in text[start:end])


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Without the white space at both ends; nothing where no letter is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if any(character.isalpha() for character in text[start:end]):
        yield start, end
