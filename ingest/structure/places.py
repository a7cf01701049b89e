"""A place said in French, as shown in parse reports and citations."""

from __future__ import annotations

from datetime import date

from ingest.model import Source


def where(source: Source) -> str:
    """``"p. 4"``, ``"l. 12-14"``, ``"p. 4, l. 2, corrigé à la main le 21/11/2026"`` or an empty string when the format has no places."""
    parts = [place(source), by_hand(source.corrected) if source.corrected else ""]
    return ", ".join(part for part in parts if part)


def by_hand(on: date) -> str:
    """What tells words that a person wrote from those of the document."""
    return f"corrigé à la main le {on:%d/%m/%Y}"


def place(source: Source) -> str:
    """``"p. 4"``, ``"l. 12"``, ``"l. 12-14"``, ``"p. 4, l. 2"`` or an empty string when the format has no places."""
    parts: list[str] = []
    if source.page is not None:
        parts.append(f"p. {source.page}")
    if source.lines is not None:
        first, last = source.lines
        parts.append(f"l. {first}" if first == last else f"l. {first}-{last}")
    return ", ".join(parts)
