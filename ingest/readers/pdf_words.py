"""The words of a document, and how two lines of one paragraph are joined: with a space, or without when a word was cut.

A hyphen at the end of a line is either that of a compound (« non-conformité ») or was put there by the typesetter. The rest of
the document decides; where it is silent, hyphens stay unless the document is seen to hyphenate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.readers.pdf_text import Block
from ingest.repair import repair

_TOKEN = re.compile(r"[^\W\d_]+(?:[-/'’][^\W\d_]+)*")
_HEAD = re.compile(r"([^\W\d_]+)([-‐\u00ad])$")
_TAIL = re.compile(r"[^\W\d_]+")
_SLASHED = re.compile(r"\w/$")
_ALWAYS_COMPOUND = {"non", "sous", "peut", "vis", "quasi", "demi", "semi", "ex", "vice", "mi", "ci", "là", "après", "avant", "soi"}


class Words:
    """The words met inside lines, where no line end could have cut them."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._known: set[str] = set()
        cuts: list[tuple[str, str]] = []
        for block in blocks:
            texts = block.texts
            for index, text in enumerate(texts):
                tokens = [match.group().lower() for match in _TOKEN.finditer(text)]
                cut = index + 1 < len(texts) and _HEAD.search(text)
                self._known.update(tokens[:-1] if cut else tokens)
                self._known.update(part for token in tokens for part in re.split(r"[-/'’]", token) if "-" not in token)
                if cut:
                    cuts.append((text, texts[index + 1]))
        self._hyphenates = sum(self._met_whole(*cut) for cut in cuts) >= 2

    def _met_whole(self, left: str, right: str) -> bool:
        head, tail = _HEAD.search(left), _TAIL.match(right)
        if not head or not tail or head.group(2) != "-":
            return False
        plain, compound = head.group(1) + tail.group(), f"{head.group(1)}-{tail.group()}"
        return plain.lower() in self._known and compound.lower() not in self._known

    def join(self, block: Block) -> str:
        """The text of a paragraph; a line that its author broke inside one ends in a line feed."""
        text = ""
        pieces: list[str] = []
        for index, line in enumerate(block.texts):
            if index and block.forced[index - 1]:
                pieces.append(text)
                text = line
            else:
                text = self._join(text, line) if text else line
        return "\n".join(filter(None, (repair(piece) for piece in [*pieces, text])))

    def _join(self, left: str, right: str) -> str:
        left, right = left.rstrip(), right.lstrip()
        head, tail = _HEAD.search(left), _TAIL.match(right)
        if head and tail:
            return (left[:-1] if self._was_inserted(head.group(1), head.group(2), tail.group()) else left) + right
        if _SLASHED.search(left) and right[:1].isalnum():
            return left + right
        return f"{left} {right}"

    def _was_inserted(self, head: str, hyphen: str, tail: str) -> bool:
        plain, compound = (head + tail).lower(), f"{head}-{tail}".lower()
        if hyphen == "\u00ad":
            return True
        if tail[0].isupper() or compound in self._known:
            return False
        if plain in self._known or hyphen == "‐":
            return True
        if not self._hyphenates or head.lower() in _ALWAYS_COMPOUND:
            return False
        return not (len(head) >= 4 and head.lower() in self._known and tail.lower() in self._known)
