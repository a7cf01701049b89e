"""A story given as a file: its paragraphs and lists as text to read over, without its titles."""

from __future__ import annotations

from pathlib import Path

from assistant.dossier.model import Kind
from assistant.dossier.reading import read_dossier


def text_in(path: Path) -> str:
    """What the file tells; paragraphs are parted by blank lines, the items of a list and the rows of a table by line ends.

    Raises:
        DocumentError: what is wrong with the file, in one French sentence.
    """
    text, before = "", Kind.HEADING
    for extract in read_dossier(path).extracts:
        if extract.kind != Kind.HEADING:
            mark = "- " if extract.kind == Kind.ITEM else ""
            text += ("\n" if before == extract.kind != Kind.PROSE else "\n\n") + mark + extract.text
        before = extract.kind
    return text.strip()
