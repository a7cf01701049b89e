"""A stream of text is cut into sentences as they are completed; a quotation is never cut, nor parted from its marks ``[n]``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_SENTENCE = 1500
"""Characters after which an unfinished sentence is given up as it is: a quotation that was never closed, or words without end."""

_END = re.compile(r"[.!?…]+[\"”»\s*_)]*(?:\s*\[[^\[\]]{1,40}\][.\s*_)]*)*$|[»”\"]\s*(?:\[[^\[\]]{1,40}\][\s,*_)]*)+$")
_ABBREVIATED = re.compile(r"(?:\b(?:[A-Za-zÀ-ÿ]|etc|cf|ex|art|env|max|min|réf|M|Mme|n°|no)|\d)\.\s*$", re.IGNORECASE)
_NEW_ITEM = re.compile(r"\n\s*(?:[-*•–—]|\d{1,2}[.)])\s+$")
_LIST = re.compile(r"^\s*(?:[-*•–—]|\d{1,2}[.)])\s+")


@dataclass(frozen=True)
class Sentence:
    """One sentence, list item or heading. ``break_before`` is the number of line ends before it (2: a new paragraph)."""

    text: str
    break_before: int
    listed: bool


class Sentences:
    """Cuts text that arrives in pieces of any size."""

    def __init__(self) -> None:
        self._open = ""
        self._breaks = 2

    def feed(self, piece: str) -> Iterator[Sentence]:
        """The sentences that a further piece completes."""
        for character in piece:
            yield from self._take(character)

    def end(self) -> Iterator[Sentence]:
        """What is left when the stream ends."""
        yield from self._close()

    def _take(self, character: str) -> Iterator[Sentence]:
        quoting = _is_quoting(self._open)
        if quoting and character in '«“"' and (item := _NEW_ITEM.search(self._open)):  # the quotation before was never closed
            begun = item.group().lstrip("\n")
            self._open = self._open[: item.start()]
            yield from self._close()
            self._open, self._breaks, quoting = begun, 1, False
        if character == "\n" and (not _is_quoting(self._open, over_lines=True) or self._open.endswith("\n")):
            yield from self._close()
            self._breaks += 1
            return
        if not quoting and self._open and self._open[-1].isspace() and _starts(character) and _is_whole(self._open):
            yield from self._close()
        self._open += character
        if len(self._open) > MAX_SENTENCE:
            yield from self._close()

    def _close(self) -> Iterator[Sentence]:
        text, self._open = self._open.strip(), ""
        if not text:
            return
        listed = _LIST.match(text)
        yield Sentence(text[listed.end() :] if listed else text, min(self._breaks, 2), bool(listed))
        self._breaks = 0


def _is_quoting(text: str, *, over_lines: bool = False) -> bool:
    """Whether the text ends inside a quotation (``over_lines``: one that may go on in the next line, as those in straight marks do not)."""
    if text.count("«") > text.count("»") or text.count("“") > text.count("”"):
        return True
    return not over_lines and text.rsplit("\n", 1)[-1].count('"') % 2 == 1


def _starts(character: str) -> bool:
    """Whether a character may begin a sentence: a mark or a closing sign belongs to the one before."""
    return character.isupper() or character in '«“"-•*' or character.isdigit()


def _is_whole(text: str) -> bool:
    return bool(_END.search(text)) and not _ABBREVIATED.search(text) and not _LIST.fullmatch(text)
