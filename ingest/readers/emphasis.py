"""The marks of Markdown inside a line: emphasis and backslashes go, every printed character stays."""

from __future__ import annotations

import re

_RUN = re.compile(r"(?<![\\*])\*{1,3}(?!\*)|(?<![\\_])_{1,3}(?!_)")
_HTML_SIGN = {"<": "&lt;", "&": "&amp;"}
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def without_marks(text: str) -> str:
    """Text without its emphasis (``**gras**``, ``_italique_``) and with ``\\*`` read as a star; lone stars are kept: they call notes."""
    text = _without_emphasis(text)
    return _ESCAPED.sub(lambda match: _HTML_SIGN.get(match.group(1), match.group(1)), text) if "\\" in text else text


def _without_emphasis(text: str) -> str:
    """Pair each closing run with the last open one of its sign; one pass, so that hostile input costs no more than any other."""
    opened: dict[str, list[tuple[int, int]]] = {"*": [], "_": []}
    dropped: list[tuple[int, int]] = []
    for run in _RUN.finditer(text):
        start, end = run.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        waiting = opened[run.group()[0]]
        while waiting and start < end and _can_close(before, after):
            first, last = waiting.pop()
            length = min(last - first, end - start)
            dropped += [(last - length, last), (start, start + length)]
            start += length
            if last - length > first:
                waiting.append((first, last - length))
        if start < end and _can_open(before, after):
            waiting.append((start, end))
    kept, at = [], 0
    for start, end in sorted(dropped):
        kept.append(text[at:start])
        at = end
    return "".join([*kept, text[at:]])


def _can_open(before: str, after: str) -> bool:
    return bool(after) and not after.isspace() and after not in ")].,;:" and not (before.isalnum() or before in ("*", "_"))


def _can_close(before: str, after: str) -> bool:
    return bool(before) and not before.isspace() and before not in ("(", "[") and not (after.isalnum() or after in ("*", "_"))
