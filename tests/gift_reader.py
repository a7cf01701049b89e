"""A reader of GIFT written from its public description, which knows nothing of how Acquis writes it.

https://docs.moodle.org/en/GIFT_format: questions apart by blank lines, ``::title::``, ``[html]``, ``{answers}``, ``=`` right, ``~`` wrong,
``#`` feedback, ``####`` general feedback, ``\\`` before a special character, ``// [id:…]`` in a comment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SPECIAL = "~=#{}:\\"


@dataclass
class Question:
    """One question; ``answers`` are (right, text, feedback)."""

    title: str
    text: str
    id: str = ""
    general: str = ""
    answers: list[tuple[bool, str, str]] = field(default_factory=list)


class GiftError(ValueError):
    """The text is not GIFT."""


def read(text: str) -> list[Question]:
    """All questions; a category is passed over."""
    found = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.split("\n")
        comments = [line for line in lines if line.lstrip().startswith("//")]
        body = "\n".join(line for line in lines if not line.lstrip().startswith("//"))
        if body.strip().startswith("$CATEGORY:"):
            continue
        ids = re.search(r"\[id:([^\]]+)\]", " ".join(comments))
        found.append(_question(body, ids.group(1) if ids else ""))
    return found


def _question(body: str, id: str) -> Question:
    title = ""
    if body.startswith("::"):
        end = _find(body, "::", 2)
        title, body = _plain(body[2:end]), body[end + 2 :]
    opening = _find(body, "{", 0)
    closing = _find(body, "}", opening)
    if body[closing + 1 :].strip():
        raise GiftError(f"words after the answers: {body[closing + 1 :]!r}")
    text = body[:opening].strip()
    text = text[text.index("]") + 1 :] if text.startswith("[") else text
    question = Question(title, _plain(text), id)
    inside = body[opening + 1 : closing]
    try:
        general = _find(inside, "####", 0)
        question.general, inside = _plain(inside[general + 4 :]), inside[:general]
    except GiftError:
        pass
    question.answers = [_answer(piece) for piece in _pieces(inside)]
    return question


def _pieces(inside: str) -> list[str]:
    starts = [i for i, c in enumerate(inside) if c in "=~" and not _escaped(inside, i)]
    if not starts:
        if inside.strip():
            raise GiftError(f"answers without a mark: {inside!r}")
        return []
    return [inside[start:end] for start, end in zip(starts, [*starts[1:], len(inside)], strict=True)]


def _answer(piece: str) -> tuple[bool, str, str]:
    try:
        mark = _find(piece, "#", 1)
    except GiftError:
        mark = len(piece)
    return piece[0] == "=", _plain(piece[1:mark]), _plain(piece[mark + 1 :])


def _find(text: str, wanted: str, start: int) -> int:
    for i in range(start, len(text) - len(wanted) + 1):
        if text.startswith(wanted, i) and not _escaped(text, i):
            return i
    raise GiftError(f"{wanted!r} is missing in {text[:60]!r}")


def _escaped(text: str, at: int) -> bool:
    slashes = 0
    while at - slashes > 0 and text[at - slashes - 1] == "\\":
        slashes += 1
    return slashes % 2 == 1


def _plain(text: str) -> str:
    """Without the escapes; a special character that is not escaped is an error."""
    for i, character in enumerate(text):
        if character in SPECIAL and character != "\\" and not _escaped(text, i):
            raise GiftError(f"{character!r} is not escaped in {text!r}")
    return re.sub(r"\\(.)", r"\1", text).strip()
