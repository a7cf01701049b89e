"""The pairs of a comparison, one under the other: what left stands between « [− −] », what came between « [+ +] »."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from assistant.comparing.citing import place_of
from assistant.comparing.exports.sheets import LEVELS, Report, changed, remark, status_name
from assistant.comparing.model import Pair, Relation
from assistant.comparing.units import Level
from assistant.comparing.words import Span
from assistant.french import NBSP, plural
from assistant.ui.markdown import prose
from assistant.ui.paging import page_of

_PAGE = 15
"""Pairs shown at once."""
_GONE = "text-decoration:line-through"
_COME = "text-decoration:underline;font-weight:600"


def show_pairs(report: Report) -> None:
    """The pairs that pass the filters, some at a time."""
    shown = _filtered(report)
    name = f"compared_{report.comparison.a}_{report.comparison.b}"
    st.caption(
        f"{plural(len(shown), 'ligne')}. Ce qui est parti est barré, entre [− et −]{NBSP}; ce qui est venu est souligné, entre [+ et +]."
    )
    for _, pair in page_of(shown, _PAGE, key=f"{name}_page"):
        _show(pair, report)


def _filtered(report: Report) -> list[Pair]:
    relation = report.comparison.relation
    pairs = report.comparison.pairs
    states = list(dict.fromkeys(status_name(pair, relation) for pair in pairs))
    usual = list(dict.fromkeys(status_name(pair, relation) for pair in changed(report.comparison)))
    levels = [level for level in Level if report.comparison.of(level)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.multiselect(
            "États",
            states,
            default=usual,
            placeholder="Tous",
            select_all=False,
            key=f"compared_states_{relation}",
            persist_state="session",
        )
        of_levels = st.multiselect(
            "Niveaux",
            levels,
            format_func=LEVELS.__getitem__,
            placeholder="Tous",
            select_all=False,
            key="compared_levels",
            persist_state="session",
        )
    return [pair for pair in pairs if (not wanted or status_name(pair, relation) in wanted) and (not of_levels or pair.level in of_levels)]


def _show(pair: Pair, report: Report) -> None:
    relation = report.comparison.relation
    with st.container(border=True, gap="xsmall"):
        st.badge(f"{LEVELS[pair.level]}, {status_name(pair, relation)}", color="gray")
        st.html(pair_html(pair, report.sides, word_by_word=relation == Relation.VERSIONS))
        if note := remark(pair, relation):
            st.caption(prose(note))


def pair_html(pair: Pair, sides: tuple[str, str], *, word_by_word: bool) -> str:
    """Both sides with their places, or one text with its differences; every word of the documents is escaped."""
    units = [(side, unit) for side, unit in zip(sides, (pair.a, pair.b), strict=True) if unit]
    places = " → ".join(f"{escape(side)}, {escape(place_of(unit))}" for side, unit in units)
    if word_by_word:
        texts = [differences_html(pair.spans)]
    else:
        texts = [f"<strong>{escape(side)}</strong>{NBSP}: {escape(unit.text)}" for side, unit in units]
    lines = "".join(f"<p style='margin:0.25rem 0;white-space:pre-line'>{text}</p>" for text in texts)
    return f"<div style='font-size:0.85rem;font-style:italic'>{places}</div>{lines}"


def differences_html(spans: Sequence[Span]) -> str:
    """The words of two texts in one; marks of text and of line tell them apart, no colour."""
    return "".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    if span.same_words:
        return escape(span.new)
    gone = _marked(span.old, "−", "del", _GONE)
    come = _marked(span.new, "+", "ins", _COME)
    return f"{gone} {come}" if gone and come else gone + come


def _marked(text: str, sign: str, tag: str, style: str) -> str:
    """The words between their marks; the blanks at both ends stay outside."""
    words = text.strip()
    if not words:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}<{tag} style='{style}'>[{sign}{NBSP}{escape(words)}{NBSP}{sign}]</{tag}>{after}"
