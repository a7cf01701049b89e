"""Which paragraphs of a PDF are headings: those that its tags say, or, without tags, those set larger than the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.elements import Heading, Paragraph
from ingest.readers.pdf_pieces import Piece, TextPiece
from ingest.readers.pdf_text import LEADERS, Block

_LARGER = 1.12
_LONGEST = 250
_NUMBERED = re.compile(r"(?:\d{1,2}\.)+\d{0,2}\s+\S|[IVX]{1,4}[.)]\s+\S|(?:annexe|chapitre|partie)\s+\w", re.IGNORECASE)
_TAG = re.compile(r"H([1-6])?$|Title$")


class Headings:
    """What a document sets its headings in."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        blocks = [block for piece in pieces if isinstance(piece, TextPiece) for block in piece.blocks]
        self._tagged = any(block.lines[0].tag and _TAG.match(block.lines[0].tag.kind) for block in blocks)
        letters: Counter[float] = Counter()
        for block in blocks:
            for line in block.lines:
                letters[_size(block)] += len(line.text)
        self._body = letters.most_common(1)[0][0] if letters else 0.0
        sizes = {_size(block) for block in blocks if self._looks_like_one(block)}
        self._levels = {size: rank for rank, size in enumerate(sorted(sizes, reverse=True), start=1)}

    def heading(self, block: Block, paragraph: Paragraph) -> Heading | None:
        """The paragraph as a heading, or None when it is not one."""
        tag = block.lines[0].tag
        text = (paragraph.marker + paragraph.text).replace("\n", " ")
        if self._tagged:
            match = _TAG.match(tag.kind) if tag else None
            return Heading(text, paragraph.source, int(match.group(1) or 1)) if match else None
        if not self._looks_like_one(block):
            return None
        return Heading(text, paragraph.source, min(self._levels[_size(block)], 6))

    def _looks_like_one(self, block: Block) -> bool:
        text = " ".join(line.text for line in block.lines)
        if len(text) > _LONGEST or text[-1:] in ".;," or not any(char.isalpha() for char in text):
            return False
        if LEADERS.search(text) or (block.marker and not block.marker[0].isdigit()):
            return False
        if _size(block) >= _LARGER * self._body:
            return True
        bold = all(line.all_bold for line in block.lines)
        return bold and (bool(_NUMBERED.match(text)) or text.isupper() or _size(block) > self._body + 0.4)


def _size(block: Block) -> float:
    return round(block.lines[0].size * 2) / 2
