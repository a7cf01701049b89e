"""Long lists shown some at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

_T = TypeVar("_T")


def page_of(items: Sequence[_T], size: int, *, key: str) -> list[tuple[int, _T]]:
    """The items of the page that is chosen, ``size`` at most, each with its rank in the whole from 1."""
    pages = max(1, -(-len(items) // size))
    page = 1
    if pages > 1:
        page = int(st.number_input(f"Page, de 1 à {pages}", 1, pages, 1, key=f"{key}_{pages}", persist_state="session"))
    first = (page - 1) * size
    return list(enumerate(items[first : first + size], start=first + 1))
