"""A place said in French, as shown in parse reports and citations."""

from __future__ import annotations

from ingest.model import Source


def where(source: Source) -> str:
    """``"p. 4"``, ``"l. 12"``, ``"l. 12-14"``, ``"p. 4, l. 2"`` or an empty string when the format has no places."""
    parts: list[str] = []
    if source.page is not None:
        parts.append(f"p. {source.page}")
    if source.lines is not None:
        first, last = source.lines
        parts.append(f"l. {first}" if first == last else f"l. {first}-{last}")
    return ", ".join(parts)
