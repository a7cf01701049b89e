"""Every quotation is checked against the passage it cites, character for character, before a user sees it.

White space and the shape of quotation marks and apostrophes are normalised on both sides; nothing else is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation

_MARKS = r"(?P<marks>(?:\s*\[\d+\])*)"
_QUOTED = re.compile(
    rf"(?:«(?P<guillemets>[^«»]*(?:«[^«»]*»[^«»]*)*)»|“(?P<curly>[^”]*)”|\"(?P<straight>[^\"\n]*)\"){_MARKS}|\[(?P<lone>\d+)\]"
)
"""A quotation with the marks that follow it, or a mark by itself: one pass, so that what a quotation holds is never taken for a mark."""
_MARK = re.compile(r"\[(\d+)\]")
STRUCK = "~~citation retirée : elle ne se trouve pas dans le passage indiqué~~"


@dataclass(frozen=True)
class Verified:
    """The text with failed quotations struck out, and what failed."""

    text: str
    kept: int
    failed: tuple[str, ...]


def verify(text: str, citations: tuple[Citation, ...], *, written_by_us: bool = True) -> Verified:
    """Check each quotation that carries marks ``[n]``: it must stand in one of the passages cited.

    A quotation that does not is replaced by a note; marks that point nowhere, or to a passage without these words, are removed.

    Args:
        text: Markdown with quotations and marks.
        citations: what the marks count, from 1.
        written_by_us: quotation marks without a mark ``[n]`` only name things (« Compétence 2 »). A chat model is not trusted with
            them: what it puts between quotation marks must stand in one of the passages.
    """
    sources = [normalise(citation.text) for citation in citations]
    failed: list[str] = []
    kept = 0

    def check(match: re.Match[str]) -> str:
        nonlocal kept
        if lone := match.group("lone"):
            return match.group() if 1 <= int(lone) <= len(sources) else ""
        quote = _quote(match)
        marks = [int(n) for n in _MARK.findall(match.group("marks"))]
        if not marks and (written_by_us or any(_holds(source, quote) for source in sources)):
            return match.group()
        valid = [n for n in marks if 1 <= n <= len(sources) and _holds(sources[n - 1], quote)]
        if not valid:
            failed.append(quote)
            return STRUCK
        kept += 1
        return match.group() if valid == marks else match.group()[: match.start("marks") - match.start()] + _marks(valid)

    return Verified(_QUOTED.sub(check, text), kept, tuple(failed))


def _quote(match: re.Match[str]) -> str:
    return match.group("guillemets") or match.group("curly") or match.group("straight") or ""


def _marks(numbers: Sequence[int]) -> str:
    return " " + "".join(f"[{n}]" for n in numbers) if numbers else ""


def _holds(source: str, quote: str) -> bool:
    """Whether a normalised passage holds a quotation, which must hold a letter or a digit: nothing is no quotation."""
    wanted = normalise(quote)
    return wanted in source and any(character.isalnum() for character in wanted)


def normalise(text: str) -> str:
    """Fold white space, unify apostrophes and quotation marks."""
    text = text.replace("’", "'").replace("‘", "'")
    text = re.sub(r"[«»“”\"]", '"', text)
    return re.sub(r'\s+', " ", re.sub(r'\s*"\s*', '"', text)).strip()
