"""The coverage of a certification by what was told: a chart made of words and bars, and the same as a table."""

from __future__ import annotations

from html import escape

import streamlit as st

from assistant.activities.summary import OF_COMPETENCE, Bar, BlockBars
from assistant.mapping.model import Level
from assistant.ui.markdown import escape_line

_COVERED, _PARTIAL, _LINE = "#2e8b57", "#b8741a", "#7b8794"
"""Each stands out (3:1) on the light and on the dark background."""
_STRIPES = f"repeating-linear-gradient(135deg, {_PARTIAL} 0 6px, transparent 6px 9px)"
_FILLS = {Level.COVERED: _COVERED, Level.PARTIAL: _STRIPES, Level.ABSENT: "transparent"}


def show_coverage(blocks: tuple[BlockBars, ...]) -> None:
    """The chart and the table, one behind the other."""
    chart, table = st.tabs(["Carte", "Tableau"])
    with chart:
        st.html(chart_html(blocks))
    with table:
        for block in blocks:
            st.markdown(f"**{escape_line(_name(block))}**")
            st.table(table_rows(block), hide_index=True)


def chart_html(blocks: tuple[BlockBars, ...]) -> str:
    """The chart: every bar is said in words beside it, so that the bars themselves are only for the eye; all text is escaped."""
    legend = "".join(f"<span style='white-space:nowrap'>{_swatch(level)} {word}</span>" for level, word in _LEGEND)
    parts = [f"<div style='display:flex;flex-wrap:wrap;gap:0.25rem 1.25rem;font-size:0.875rem'>{legend}</div>"]
    for block in blocks:
        parts.append(f"<p style='font-weight:600;margin:1rem 0 0.25rem'>{escape(_name(block))}</p>")
        parts.append(f"<ul style='list-style:none;margin:0;padding:0'>{''.join(_row(bar) for bar in block.bars)}</ul>")
    return "".join(parts)


def table_rows(block: BlockBars) -> list[dict[str, str]]:
    """One row per competence; cells are Markdown that shows its words literally."""
    return [
        {
            "Compétence": escape_line(f"{bar.number}. {bar.title}"),
            "État": OF_COMPETENCE[bar.status],
            "Couverts": _count(bar.covered, bar),
            "En partie": _count(bar.partial, bar),
            "Absents": _count(bar.absent, bar),
        }
        for bar in block.bars
    ]


_LEGEND = ((Level.COVERED, "couvert"), (Level.PARTIAL, "montré en partie"), (Level.ABSENT, "absent"))


def _name(block: BlockBars) -> str:
    return f"Bloc {block.number}{f' — {block.title}' if block.title else ''}{' — bloc atteint' if block.reached else ''}"


def _count(count: int, bar: Bar) -> str:
    return str(count) if bar.total else "—"


def _row(bar: Bar) -> str:
    title = f"<strong>C{bar.number}</strong> {escape(bar.title)}"
    return (
        "<li style='display:flex;flex-wrap:wrap;gap:0.15rem 1rem;padding:0.4rem 0'>"
        f"<div style='flex:1 1 16rem;font-size:0.9rem'>{title}</div>"
        f"<div style='flex:1 1 16rem'>{_bar(bar)}<div style='font-size:0.875rem'>{escape(bar.told)}</div></div></li>"
    )


def _bar(bar: Bar) -> str:
    counts = {Level.COVERED: bar.covered, Level.PARTIAL: bar.partial, Level.ABSENT: bar.absent} if bar.total else {bar.status: 1}
    pieces = "".join(f"<span style='flex:{count} 1 0;background:{_FILLS[level]}'></span>" for level, count in counts.items() if count)
    frame = f"display:flex;height:0.9rem;border:1px solid {_LINE};border-radius:3px;overflow:hidden"
    return f"<div aria-hidden='true' style='{frame}'>{pieces}</div>"


def _swatch(level: Level) -> str:
    box = f"display:inline-block;width:1.4rem;height:0.8rem;border:1px solid {_LINE};border-radius:2px;background:{_FILLS[level]}"
    return f"<span aria-hidden='true' style='{box}'></span>"
