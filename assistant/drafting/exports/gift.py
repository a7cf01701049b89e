"""Drafted items in GIFT, Moodle's text format: https://docs.moodle.org/en/GIFT_format."""

from __future__ import annotations

import re

from assistant.drafting.exports.sheets import TITLES, quoted_criteria
from assistant.drafting.items import Drafted, Item

_SPECIAL = re.compile(r"([\\~=#{}:])")


def to_gift(drafted: Drafted) -> str:
    """The whole file, one blank line between questions and none inside."""
    category = f"$CATEGORY: $course$/top/Acquis/{drafted.certification}/{TITLES[drafted.kind]}"
    return "\n\n".join([category, *(_question(item) for item in drafted.items)]) + "\n"


def _question(item: Item) -> str:
    comment = f"// [id:{item.id}] critères : {', '.join(item.criteria)}"
    title = _escaped(item.id)
    text = f"[html]{_html(item.text)}"
    return f"{comment}\n::{title}::{text}{_answers(item)}"


def _answers(item: Item) -> str:
    """The guide of an open question is its general feedback: an essay has no answers in GIFT."""
    guide = _escaped(" / ".join([*([] if item.choices else item.expected), *quoted_criteria(item)]))
    if not item.choices:
        return f"{{####{guide}}}"
    lines = [f"\t{'=' if choice.correct else '~'}{_escaped(choice.text)}#{_escaped(choice.feedback)}" for choice in item.choices]
    return "{\n" + "\n".join(lines) + f"\n\t####{guide}\n}}"


def _html(text: str) -> str:
    lines = [line for line in text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split("\n") if line.strip()]
    return _escaped("<br>".join(lines))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
