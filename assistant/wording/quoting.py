"""The words that a model quotes are found in the passage, whose own characters are then shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.model import Passage
from vectorstore.tokens import tokens

_LOST_NEGATION = re.compile(r"\b(?:n|ne|pas|non|ni|sans|sauf|hors|aucune?|jamais|rien)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.;:!?\n]")
_PIECES = re.compile(r"\s*[\"«»“”]\s*|\s+|\S")
_FINAL = " \t\n\u00a0\u202f.,;:!?"


@dataclass(frozen=True)
class Span:
    """A part of a passage: ``rank`` counts the passages from 0, ``start`` and ``end`` are offsets in the passage's text."""

    rank: int
    start: int
    end: int


def find(quote: str, passage: Passage, rank: int) -> Span | None:
    """Where the quoted words stand, as whole words and in the same order with nothing left out; None when they do not.

    White space, the shapes of quotation marks and apostrophes, a capital at the beginning and punctuation at the end may differ, since
    the passage's own characters are shown. A part that leaves out a negation beside it, or half of a pair of guillemets, or
    that goes over several lines, is widened to the whole passage.
    """
    wanted = quote.strip(_FINAL + "\"'«»“”")
    if not any(character.isalnum() for character in wanted):
        return None
    pattern = _any_first_letter(wanted) + "".join(_tolerant(piece) for piece in _PIECES.findall(wanted[1:]))
    found = re.search(rf"(?<!\w){pattern}(?!\w)[.!?…]?", passage.text)
    if found is None:
        return None
    part = found.group()
    cut = part.count("«") != part.count("»") or bool(set(part) & set("\n*~"))
    around = passage.text[: found.start()] + passage.text[found.end() :]
    all_words = not any(character.isalnum() for character in around)
    if cut or all_words or _loses_negation(passage.text, found.start(), found.end()):
        return Span(rank, 0, len(passage.text))
    return Span(rank, found.start(), found.end())


def is_proof(span: Span, passage: Passage) -> bool:
    """Whether a part is enough to be a quotation: two words with a meaning in them, or the whole passage."""
    part = passage.text[span.start : span.end]
    return part == passage.text or (len(part.split()) >= 2 and bool(tokens(part)))


def _any_first_letter(wanted: str) -> str:
    first = wanted[0]
    return f"[{re.escape(first.lower())}{re.escape(first.upper())}]" if first.isalpha() and len(first.upper()) == 1 else _tolerant(first)


def _tolerant(piece: str) -> str:
    if piece.isspace():
        return r"\s+"
    if piece in "'’‘ʼ":
        return "['’‘ʼ]"
    if piece.strip() in '"«»“”':
        return '\\s*["«»“”]\\s*'
    return re.escape(piece)


def _loses_negation(text: str, start: int, end: int) -> bool:
    before = _CLAUSE_END.split(text[:start])[-1].replace("'", "' ").replace("’", "' ").split()[-2:]
    after = _CLAUSE_END.split(text[end:])[0].split()[:1]
    return bool(_LOST_NEGATION.search(" ".join([*before, "|", *after])))
