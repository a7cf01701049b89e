"""What the question model sees of a question: its words, pairs of words and pieces of words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vectorstore.tokens import stem

_WORD = re.compile(r"[a-z0-9]+|\?")
_PIECES = (3, 4, 5)


def words_of(folded: str) -> list[str]:
    """The words of a folded question, in order, with the question mark."""
    return _WORD.findall(folded)


def grams(folded: str) -> Iterator[str]:
    """The features of a folded question (see :func:`assistant.spelling.fold_question`).

    Stems (``s:``), words in pairs and threes with the edges of the question (``w:``), and pieces of words (``p:``), which recognise
    mistyped ones.
    """
    words = words_of(folded)
    for word in words:
        yield f"s:{stem(word)}"
        padded = f"<{word}>"
        for length in _PIECES:
            for start in range(len(padded) - length + 1):
                yield f"p:{padded[start : start + length]}"
    edged = ["<", *words, ">"]
    for length in (2, 3):
        for start in range(len(edged) - length + 1):
            yield "w:" + " ".join(edged[start : start + length])
