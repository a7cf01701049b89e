"""Every quotation is checked against the passage it cites, character for character, before a user sees it.

White space and the shape of quotation marks and apostrophes are normalised on both sides; nothing else is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer import Citation

_QUOTED = re.compile(
    r"«\s*(?P<quote>[^«»]*(?:«[^«»]*»[^«»]*)*)\s*»(?P<marks>(?:\s*\[\d+\])*)"
    r"|“(?P<curly>[^”]+)”(?P<curly_marks>(?:\s*\[\d+\])*)"
)
_MARK = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Verified:
    """The text with failed quotations struck out, and what failed."""

    text: str
    kept: int
    failed: tuple[str, ...]


def verify(text: str, citations: tuple[Citation, ...]) -> Verified:
    """Check each quotation that carries marks ``[n]``: it must stand in one of the passages cited.

    A quotation that does not is replaced by a note; marks that point nowhere are removed.
    """
    sources = [normalise(citation.text) for citation in citations]
    failed: list[str] = []
    kept = 0

    def check(match: re.Match[str]) -> str:
        nonlocal kept
        quote = match.group("quote") or match.group("curly") or ""
        marks = [int(n) for n in _MARK.findall(match.group("marks") or match.group("curly_marks") or "")]
        if not marks:
            return match.group()
        valid = [n for n in marks if 1 <= n <= len(sources) and normalise(quote) in sources[n - 1]]
        if not valid:
            failed.append(quote)
            return "~~citation retirée : elle ne se trouve pas dans le passage indiqué~~"
        kept += 1
        return match.group()

    checked = _QUOTED.sub(check, text)
    checked = _MARK.sub(lambda m: m.group() if 1 <= int(m.group(1)) <= len(sources) else "", checked)
    return Verified(checked, kept, tuple(failed))


def normalise(text: str) -> str:
    """Fold white space, unify apostrophes and quotation marks."""
    text = text.replace("’", "'").replace("‘", "'")
    text = re.sub(r"[«»“”\"]", '"', text)
    return re.sub(r'\s+', " ", re.sub(r'\s*"\s*', '"', text)).strip()
