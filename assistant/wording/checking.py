"""One sentence of a model, proved or struck out.

What stays: quotations found word for word in the passage that they cite, and around them words that only announce (see
:mod:`assistant.wording.framing`). A quotation that is not in its passage is replaced by a note, together with the words around it. What
quotes nothing is left out: it could not be told from the referential's own words, and an answer says nothing that it cannot prove.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.verification import normalise
from assistant.wording.framing import announces
from assistant.wording.prompt import NO_ANSWER
from assistant.wording.quoting import Span, find, is_proof
from assistant.wording.sentences import Sentence
from ingest.model import Passage

_NUMBERS = r"\[\s*(?:passages?\s*)?(?:n°\s*)?\d{1,4}(?:\s*(?:,|;|et|-)\s*\d{1,4})*\s*\]"
_MARKS = re.compile(_NUMBERS, re.IGNORECASE)
_ATTACHED = re.compile(rf"[\s*_.,;:(]*(?:passages?\s+)?(?:{_NUMBERS}[\s,*_)]*)+", re.IGNORECASE)
_QUOTED = re.compile(r"«(?P<guillemets>[^«»]*(?:«[^«»]*»[^«»]*)*)»|“(?P<curly>[^”]*)”|\"(?P<straight>[^\"\n]*)\"")
_EMPHASIS = re.compile(r"[*_`#>]+")
_HEADING = re.compile(r"#{1,6}\s|\*\*[^*]+\*\*\s*:?$")
_LEAD_WORDS = 12
_BARE_WORDS = 4
"""A sentence without quotation marks that is the passage's own words is a quotation from so many words on."""


class Fault(StrEnum):
    """Why a sentence, or a part of it, is not shown."""

    WORDS = "words"  # the quoted words are not in the passage cited
    NUMBER = "number"  # no passage bears the number
    UNPROVED = "unproved"  # it quotes nothing


@dataclass(frozen=True)
class Checked:
    """What stays of a sentence: ``parts`` are words of announcing and spans in turn (empty when nothing stays).

    ``lead`` holds the words of a heading or of a line that announces a list. ``unanswered``: the model says that no passage answers.
    """

    parts: tuple[str | Span, ...] = ()
    faults: tuple[Fault, ...] = ()
    lead: str = ""
    heading: bool = False
    unanswered: bool = False

    @property
    def spans(self) -> tuple[Span, ...]:
        """The quotations that stay."""
        return tuple(part for part in self.parts if isinstance(part, Span))


@dataclass(frozen=True)
class _Mention:
    """Words between quotation marks, and the passages (from 0) that the marks behind them point to."""

    quote: str
    ranks: tuple[int, ...]


class Checker:
    """Checks the sentences of one answer against the passages that the model was given."""

    def __init__(self, passages: Sequence[Passage], question: str) -> None:
        self._passages = passages
        self._question = question if len({p.certification for p in passages}) == 1 else ""
        self._names = [normalise(text).lower() for text in (question, *(p.context for p in passages))]

    def check(self, sentence: Sentence) -> Checked:
        """Judge one sentence."""
        parts, faults = self._resolve(sentence.text)
        spans = [part for part in parts if isinstance(part, Span)]
        if not spans and not faults:
            return self._without_quotation(sentence)
        if faults or not self._announces(parts, spans):
            parts = list(spans)
        return Checked(tuple(parts), tuple(faults))

    def lead_holds(self, lead: str, spans: Sequence[Span]) -> bool:
        """Whether a heading or an announcing line fits the quotations that follow it; with several certifications none is trusted."""
        return bool(self._question) and announces(lead, self._cited(spans), self._question)

    def _resolve(self, text: str) -> tuple[list[str | Span], list[Fault]]:
        """The sentence as words and spans in turn, and what is wrong with its quotations and marks."""
        pieces = _split(text)
        lone = [rank for piece in pieces if isinstance(piece, str) for rank in _ranks(piece)]
        parts: list[str | Span] = []
        faults = [] if self._all_exist(lone) else [Fault.NUMBER]
        for piece in pieces:
            found = _plain(piece) if isinstance(piece, str) else self._judge(piece, lone)
            if isinstance(found, Fault):
                faults.append(found)
            elif found:
                parts.append(found)
            if isinstance(found, Span) and isinstance(piece, _Mention) and not self._all_exist(piece.ranks):
                faults.append(Fault.NUMBER)
        return parts, faults

    def _judge(self, mention: _Mention, lone: list[int]) -> str | Span | Fault:
        """The span of a quotation, its words where it only names something, or its fault."""
        for rank in mention.ranks or [*lone, *range(len(self._passages))]:
            if self._exists(rank) and (span := find(mention.quote, self._passages[rank], rank)) and is_proof(span, self._passages[rank]):
                return span
        if mention.ranks and not any(self._exists(rank) for rank in mention.ranks):
            return Fault.NUMBER
        name = normalise(mention.quote).lower().strip(" .,;:")
        if not mention.ranks and name and any(name in text for text in self._names):
            return mention.quote.strip()
        return Fault.WORDS

    def _without_quotation(self, sentence: Sentence) -> Checked:
        text = sentence.text
        bare = _plain(_QUOTED.sub(lambda match: _quote(match), text))
        if not any(character.isalnum() for character in bare):
            return Checked()
        if normalise(NO_ANSWER).lower().rstrip(".") in normalise(bare).lower():
            return Checked(unanswered=True)
        if parts := self._unmarked_quotation(bare, _ranks(text)):
            spans = [part for part in parts if isinstance(part, Span)]
            return Checked(tuple(parts if self._announces(parts, spans) else spans))
        if not _MARKS.search(text) and (_HEADING.match(text) or bare.endswith(":")):
            return Checked(lead=bare, heading=bool(_HEADING.match(text)))
        return Checked(faults=(Fault.UNPROVED,))

    def _unmarked_quotation(self, bare: str, ranks: Sequence[int]) -> list[str | Span]:
        """A passage's words that a model copied without guillemets; where it gave the number, some words may announce them."""
        words = bare.split()
        for first in range(0, min(_LEAD_WORDS if ranks else 1, len(words) - _BARE_WORDS + 1)):
            for rank in ranks or range(len(self._passages)):
                if self._exists(rank) and (span := find(" ".join(words[first:]), self._passages[rank], rank)):
                    return [" ".join(words[:first]), span] if first else [span]
        return []

    def _announces(self, parts: Sequence[str | Span], spans: Sequence[Span]) -> bool:
        words = " ".join(part for part in parts if isinstance(part, str))
        return announces(words, self._cited(spans), self._question)

    def _cited(self, spans: Sequence[Span]) -> list[Passage]:
        return [self._passages[span.rank] for span in spans]

    def _exists(self, rank: int) -> bool:
        return 0 <= rank < len(self._passages)

    def _all_exist(self, ranks: Sequence[int]) -> bool:
        return all(self._exists(rank) for rank in ranks)


def _quote(match: re.Match[str]) -> str:
    return match.group("guillemets") or match.group("curly") or match.group("straight") or ""


def _split(text: str) -> list[str | _Mention]:
    """What stands around quotations, and the quotations with their marks, in turn."""
    pieces: list[str | _Mention] = []
    position = 0
    for quoted in _QUOTED.finditer(text):
        pieces.append(text[position : quoted.start()])
        attached = _ATTACHED.match(text, quoted.end())
        position = attached.end() if attached else quoted.end()
        pieces.append(_Mention(_quote(quoted), tuple(_ranks(attached.group())) if attached else ()))
    return [*pieces, text[position:]]


def _ranks(text: str) -> list[int]:
    """The passages that the marks of a text point to, counted from 0."""
    return [int(number) - 1 for mark in _MARKS.findall(text) for number in re.findall(r"\d+", mark)]


def _plain(text: str) -> str:
    """Words without marks, emphasis, stray quotation signs and superfluous blanks."""
    text = re.sub(r"[«»“”\"]", " ", _EMPHASIS.sub("", _MARKS.sub("", text)))
    text = re.sub(r"\(\s*\)", "", text)
    return re.sub(r"\s+", " ", re.sub(r"\s+([.,)])", r"\1", text)).strip()
