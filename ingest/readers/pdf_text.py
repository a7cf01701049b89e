"""Spans become lines, lines become paragraphs.

A new paragraph begins where the tags of the document say so; without tags, at a list mark, at a gap wider than the usual one, at a
change of size or weight, and after a line that its author broke: one that had room left for the next word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.readers.inline import split_marker
from ingest.readers.pdf_page import Span, Tag
from ingest.repair import SYMBOL_BULLETS

_PLAIN_MARK = re.compile(r"[-–—\d(]")
_FIRST_WORD = re.compile(r"(?:[«(] )?\S+(?: [:;?!»%/)\],.]\S*)*")
_WEAK_BLOCKS = {"TD", "TH"}
_TYPED_RULE = re.compile(r"[-–—_=*]{2,}$")
_SPACE = 0.17
_BLANK = " \t\r\n"
_SMALL = 0.85
_RAISED = 0.12
_WORD_END = re.compile(r"[^\W\d_]{3,}\s*$")
_DEDENT = 2.0
_ENOUGH = 4
_NOT_RARE = 0.05
_LIKELY = 1.35


LEADERS = re.compile(r"[.…_]{4,}\s*\d*$")
"""The dots that lead to a page number."""

CLINGING = tuple(":;,.!?»)")
"""Signs that never begin a paragraph."""


@dataclass
class Line:
    """What stands on one baseline of a cell or of the page, from left to right.

    ``first_word_width`` includes the punctuation that sticks to the first word.
    """

    page: int
    spans: list[Span]
    text: str = ""

    def __post_init__(self) -> None:
        self.spans.sort(key=lambda span: span.x0)
        widest = max(self.spans, key=lambda span: span.x1 - span.x0)
        self.x0, self.x1 = self.spans[0].x0, max(span.x1 for span in self.spans)
        self.baseline, self.size = widest.baseline, widest.size
        self.tag: Tag | None = widest.tag
        letters = _letters(_without_note_calls(self.spans, widest))
        self.text = "".join(letter for letter, _ in letters)
        first_word = _FIRST_WORD.match(self.text)
        self.first_word_width = letters[first_word.end() - 1][1] - self.x0 if first_word else 0.0

    @property
    def all_bold(self) -> bool:
        """Whether every letter is bold."""
        return all(span.bold for span in self.spans)

    @property
    def some_bold(self) -> bool:
        """Whether any letter is bold."""
        return any(span.bold for span in self.spans)


@dataclass
class Block:
    """A paragraph under construction. ``depth`` is its nesting as a list item; ``full`` tells of each line but the last
    whether it was filled to the end, so that a break there means nothing."""

    lines: list[Line]
    marker: str = ""
    depth: int = 0
    forced: list[bool] = field(default_factory=list)

    @property
    def page(self) -> int:
        """The page of the first line."""
        return self.lines[0].page

    @property
    def texts(self) -> list[str]:
        """The lines as printed, without the list mark."""
        return [self.lines[0].text[len(self.marker) :], *(line.text for line in self.lines[1:])]

    def extend(self, other: Block) -> None:
        """Take over the lines of a block that goes on from this one."""
        self.lines += other.lines
        self.forced += [False, *other.forced]


def _without_note_calls(spans: list[Span], main: Span) -> list[Span]:
    """The spans without footnote numbers: raised small figures after a word, or before the text of the note; not those of a unit (m²)."""
    kept: list[Span] = []
    for span in spans:
        raised = span.size < _SMALL * main.size and span.baseline < main.baseline - _RAISED * main.size
        after_word = not kept or _WORD_END.search(kept[-1].text)
        if not (raised and span.text.strip().isdigit() and after_word):
            kept.append(span)
    return kept or spans


def _letters(spans: Sequence[Span]) -> list[tuple[str, float]]:
    """The characters of a line, trimmed, each with its right edge; a gap between two spans reads as a space."""
    letters: list[tuple[str, float]] = []
    for span in spans:
        left = span.edges[0][0]
        if letters and not letters[-1][0].isspace() and not span.chars[0].isspace() and left - letters[-1][1] > _SPACE * span.size:
            letters.append((" ", left))
        letters += [(char.translate(SYMBOL_BULLETS), right) for char, (_, right) in zip(span.chars, span.edges, strict=True)]
    while letters and letters[-1][0] in _BLANK:
        letters.pop()
    start = next((index for index, (letter, _) in enumerate(letters) if letter not in _BLANK), len(letters))
    return letters[start:]


def lines_of(spans: Iterable[Span], page: int) -> list[Line]:
    """Group spans on (nearly) one baseline; raised and lowered signs join the line that they touch. Lines of dashes are left out."""
    groups: list[list[Span]] = []
    for span in sorted(spans, key=lambda span: (span.baseline, span.x0)):
        if groups and _same_line(groups[-1], span):
            groups[-1].append(span)
        else:
            groups.append([span])
    return [line for line in (Line(page, group) for group in groups) if not _TYPED_RULE.match(line.text)]


def _same_line(group: list[Span], span: Span) -> bool:
    main = max(group, key=lambda s: s.size)
    return abs(span.baseline - main.baseline) < 0.45 * min(max(main.size, span.size), 2 * min(main.size, span.size))


class Spacing:
    """The distances between the lines of a paragraph that are usual in the text or in the tables of a document, for each size.

    They are learnt where a line goes on with a small letter, which is nearly always inside a paragraph.
    """

    def __init__(self, stacks: Iterable[Sequence[Line]]) -> None:
        counts: dict[float, Counter[float]] = {}
        for lines in stacks:
            for above, below in pairwise(lines):
                gap = below.baseline - above.baseline
                inside = above.page == below.page and _close(above.size, below.size) and below.text[:1].islower()
                if inside and 0 < gap < 2.5 * above.size:
                    counts.setdefault(_rounded(above.size), Counter())[round(gap * 5) / 5] += 1
        self._usual = {size: _usual(counter, size) for size, counter in counts.items()}

    def is_wide(self, above: Line, below: Line, within: float | None = None) -> bool:
        """Whether the gap between two lines is wider than in a paragraph; ``within`` is the gap above them in the same one, if known."""
        gap = below.baseline - above.baseline
        slack = 0.06 * above.size + 0.2
        if gap < 0:
            return True
        if within is not None:
            return gap > within + slack
        usual = self._usual.get(_rounded(above.size), [_LIKELY * above.size])
        return gap > usual[0] + slack and not any(abs(gap - other) <= slack for other in usual)


def _usual(counter: Counter[float], size: float) -> list[float]:
    """The gaps that are not rare, smallest first; where little was seen, none wider than what printers use."""
    total = counter.total()
    usual = sorted(gap for gap, count in counter.items() if count >= max(_NOT_RARE * total, 1))
    return usual if total >= _ENOUGH else [min(usual[0], _LIKELY * size)]


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _close(first: float, second: float) -> bool:
    return abs(first - second) <= 0.1 * max(first, second)


def blocks_of(lines: Sequence[Line], left: float, right: float, spacing: Spacing) -> list[Block]:
    """Cut the lines of one cell, or of one stretch of the page, into paragraphs; full lines go from ``left`` to ``right``."""
    blocks: list[Block] = []
    indents: list[float] = []
    for line in lines:
        broken = bool(blocks) and _was_broken(blocks[-1].lines[-1], line, left, right)
        marker = split_marker(line.text)[0]
        if blocks and not _begins(blocks[-1], line, marker, broken, spacing):
            blocks[-1].lines.append(line)
            blocks[-1].forced.append(broken)
        else:
            blocks.append(Block([line], marker, _depth(indents, line.x0) if marker else 0))
    return blocks


def _depth(indents: list[float], x0: float) -> int:
    while indents and indents[-1] > x0 + _DEDENT:
        indents.pop()
    if not indents or indents[-1] < x0 - _DEDENT:
        indents.append(x0)
    return len(indents)


def _was_broken(above: Line, below: Line, left: float, right: float) -> bool:
    """Whether the first word of the lower line had room at the end of the upper one, or the upper one leads to a page number."""
    centred = above.x0 > left + _DEDENT and all(abs(line.x0 + line.x1 - left - right) < 2 * _DEDENT for line in (above, below))
    end = left + above.x1 - above.x0 if centred else above.x1
    return end + 0.25 * above.size + below.first_word_width < right - 0.5 or bool(LEADERS.search(above.text))


def _begins(block: Block, line: Line, marker: str, broken: bool, spacing: Spacing) -> bool:
    """Whether a line begins a new paragraph after ``block``."""
    last = block.lines[-1]
    tagged = last.tag is not None and line.tag is not None
    same_tag = tagged and last.tag.block == line.tag.block  # type: ignore[union-attr]
    settled = tagged and line.tag.kind not in _WEAK_BLOCKS and last.tag.kind not in _WEAK_BLOCKS  # type: ignore[union-attr]
    if line.text[:1] in CLINGING:
        return False
    if marker and _is_list_mark(block, marker, broken, same_tag):
        return True
    if settled or (tagged and not same_tag):
        return not same_tag
    return (
        broken
        or spacing.is_wide(last, line, _gap(block.lines))
        or not _close(last.size, line.size)
        or (block.marker != "" and line.x0 < block.lines[0].x0 - _DEDENT)
        or (all(each.all_bold for each in block.lines) and not line.some_bold)
        or (line.all_bold and not last.some_bold and line.text[:1].isupper())
    )


def _gap(lines: Sequence[Line]) -> float | None:
    """The distance between the last two lines, if they stand on one page."""
    return lines[-1].baseline - lines[-2].baseline if len(lines) > 1 and lines[-1].page == lines[-2].page else None


def _is_list_mark(block: Block, marker: str, broken: bool, same_tag: bool) -> bool:
    """A bullet always is; a dash or a number may be the rest of a sentence that was wrapped there."""
    if not _PLAIN_MARK.match(marker):
        return True
    same_kind = block.marker[:1] == marker[:1] or (block.marker[:1].isdigit() and marker[:1].isdigit())
    return broken or (not same_tag and (same_kind or block.texts[-1].rstrip()[-1:] in ":;.,!?"))
