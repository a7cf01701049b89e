"""Proofs that a dossier refers to (« voir annexe 3 ») and whether they are in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.dossier.model import Announced, Dossier, Extract, Kind
from assistant.mapping.model import Segment

_WORD = r"(?:annexes?|pi[èe]ces?(?:\s+jointes?)?|P\.?J\.?|appendices?)"
_MARK = r"(?:\d{1,3}(?:[.-]\d{1,2})?|[A-Z](?![\w’'])|[IVX]{2,4}(?!\w))"
_MENTION = re.compile(
    rf"\b{_WORD}\s*(?:n[°o]\s*)?(?P<first>{_MARK})(?P<more>(?:\s*(?:,|et|à|-|/|&)\s*(?:l['’]annexe\s+)?{_MARK})*)", re.IGNORECASE
)
_MARKS = re.compile(_MARK, re.IGNORECASE)
_RANGE = re.compile(r"(?P<from>\d{1,3})\s*(?:à|-)\s*(?P<to>\d{1,3})")
_ATTACHED = re.compile(rf"^\W*(?P<word>{_WORD})\s*(?:n[°o]\s*)?(?P<mark>{_MARK})\s*(?:$|[:.—–|)\-]|\()", re.IGNORECASE)
_PAPER = r"(?:feuille|attestation|rapport|copie|document|plan|photo|tableau|grille|certificat|fiche|liste)s?"
_UNNUMBERED = re.compile(
    r"\b(?:ci-joint(?:e|s|es)?|(?:en|joint(?:e|s|es)? en) annexes?|en pi[èe]ces? jointes?)\b(?!\s*(?:n[°o]\s*)?\w?\d)"
    rf"|\b{_PAPER}\b[^.;,()]{{0,30}}\bjoint(?:e|s|es)?\b",
    re.IGNORECASE,
)
_POINTS = re.compile(rf"\b(?:est|sont|figurent?|jointe?s?|donnée?s?|trouvent?|voir|cf\.?)\b[^.;]{{0,30}}\b{_WORD}", re.IGNORECASE)
_ACTED = re.compile(r"\bj(?:e |['’])", re.IGNORECASE)
_UPPER_MARK = re.compile(r"^[A-ZIVX]+$")
_LONGEST_RANGE = 30


@dataclass(frozen=True)
class _Mention:
    mark: str
    label: str
    where: Segment


def announced_proofs(dossier: Dossier) -> tuple[Announced, ...]:
    """The proofs referred to and not attached, in the order of the text, each once.

    A proof counts as attached where a heading, or a line that begins with its name (« Annexe 3 : … »), presents it. Where nothing is
    attached at all, proofs without a number (« ci-joint ») are missing too.
    """
    attached = {mark for extract in dossier.extracts for mark in _presented(extract)}
    mentions = [mention for extract in dossier.extracts if not _presented(extract) for mention in _mentions(extract)]
    missing = {mention.mark: mention for mention in reversed(mentions) if mention.mark not in attached}
    found = [Announced(mention.label, mention.where) for mention in mentions if missing.get(mention.mark) is mention]
    return tuple(found) if attached or found else tuple(_without_number(dossier.extracts))


def only_points(segment: Segment) -> bool:
    """Whether words only say where a proof is, or present it: « Le registre est en annexe 1. »"""
    text = segment.text
    return bool(_ATTACHED.match(text) or (_POINTS.search(text) and not _ACTED.search(text)))


def _presented(extract: Extract) -> list[str]:
    match = _ATTACHED.match(extract.text)
    return [match["mark"].upper()] if match and _is_mark(match["mark"]) else []


def _is_mark(mark: str) -> bool:
    return mark[0].isdigit() or bool(_UPPER_MARK.match(mark))


def _mentions(extract: Extract) -> Iterator[_Mention]:
    for match in _MENTION.finditer(extract.text):
        if not _is_mark(match["first"]):
            continue
        where = segment_at(extract, match.start(), match.end())
        word = re.sub(r"s$", "", match.group().split()[0])
        listed = match["first"] + (match["more"] or "")
        for mark in dict.fromkeys([*_in_range(listed), *(found.group() for found in _MARKS.finditer(listed))]):
            if _is_mark(mark):
                yield _Mention(mark.upper(), f"{word.lower()} {mark}", where)


def _in_range(listed: str) -> Iterator[str]:
    for match in _RANGE.finditer(listed):
        first, last = int(match["from"]), int(match["to"])
        if 0 < last - first <= _LONGEST_RANGE:
            yield from (str(number) for number in range(first, last + 1))


def _without_number(extracts: Iterable[Extract]) -> Iterator[Announced]:
    for extract in extracts:
        if extract.kind != Kind.HEADING and (match := _UNNUMBERED.search(extract.text)):
            yield Announced(match.group().lower(), segment_at(extract, match.start(), match.end()))


def segment_at(extract: Extract, start: int, end: int) -> Segment:
    """A stretch of an extract as a segment, with its place in the dossier."""
    return Segment(extract.text[start:end], start, end, extract.section, extract.page, extract.number, extract.heading)
