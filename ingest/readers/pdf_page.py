"""One PDF page becomes spans of text and straight rules, all in points with y growing downwards.

A span is what was printed in one go: characters that follow each other in the page's own order, on one baseline, with no
gap. Cells of a table are printed one after the other, so a span never runs over two cells unless a line of one ends
exactly where a line of the next begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdfplumber.page import Page

_THIN = 4.0
"""A filled rectangle no thicker than this (points) is a drawn line."""

_DOT = 2.5
_DOT_GAP = 6.0
_DOTS_OF_A_LINE = 4

UNKNOWN = "\ufffd"
"""Stands for a letter that the font does not name."""

_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_SAME_BASELINE = 0.1
_WORD_GAP = 0.17
_SPAN_GAP = 0.12
_LOOSE_GAP = 0.9


@dataclass(frozen=True)
class Tag:
    """What a tagged PDF says of a text: identities of its paragraph, table cell, row and table, and the paragraph's type."""

    block: int
    kind: str
    cell: int | None = None
    row: int | None = None
    table: int | None = None


@dataclass(slots=True)
class Span:
    """Characters printed in one go. ``edges`` holds the left and right of each; ``order`` its rank in the page's own order."""

    chars: list[str]
    edges: list[tuple[float, float]]
    baseline: float
    size: float
    bold: bool
    tag: Tag | None
    order: int
    upright: bool = True

    @property
    def x0(self) -> float:
        """Left of the first character that is not a space."""
        return next((edge[0] for char, edge in zip(self.chars, self.edges, strict=True) if not char.isspace()), self.edges[0][0])

    @property
    def x1(self) -> float:
        """Right of the last character that is not a space."""
        pairs = zip(reversed(self.chars), reversed(self.edges), strict=True)
        return next((edge[1] for char, edge in pairs if not char.isspace()), self.edges[-1][1])

    @property
    def middle(self) -> tuple[float, float]:
        """A point well inside the letters: where the span belongs."""
        return (self.x0 + self.x1) / 2, self.baseline - 0.3 * self.size

    @property
    def text(self) -> str:
        """The characters, with a space wherever a gap was left instead of one."""
        return "".join(self.chars)

    def cut_at(self, x: float) -> tuple[Span, Span] | None:
        """The two halves on each side of ``x``, or None when all characters stand on one side or a word would be cut."""
        index = next((i for i, (left, right) in enumerate(self.edges) if (left + right) / 2 > x), len(self.edges))
        if not any(char.isspace() for char in self.chars[max(index - 1, 0) : index + 1]):
            return None  # a word that overflows its cell
        if not "".join(self.chars[:index]).strip() or not "".join(self.chars[index:]).strip():
            return None
        first = Span(self.chars[:index], self.edges[:index], self.baseline, self.size, self.bold, self.tag, self.order, self.upright)
        second = Span(self.chars[index:], self.edges[index:], self.baseline, self.size, self.bold, self.tag, self.order, self.upright)
        return first, second


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: at ``at`` on its own axis (y when horizontal, x when vertical), from ``low`` to ``high`` on the other."""

    at: float
    low: float
    high: float


@dataclass
class PageContent:
    """What was printed on a page. ``has_image``: a picture covers a good part of it."""

    number: int
    width: float
    height: float
    spans: list[Span] = field(default_factory=list)
    horizontals: list[Rule] = field(default_factory=list)
    verticals: list[Rule] = field(default_factory=list)
    has_image: bool = False


def read_page(page: Page, tags: Mapping[int, Tag]) -> PageContent:
    """Gather the text and rules of a page; ``tags`` maps its marked-content identifiers to what they are."""
    content = PageContent(page.page_number, float(page.width), float(page.height))
    layout = page.layout
    left, top = layout.bbox[0], layout.bbox[3]
    spans, rules = _Spans(left, top, tags), _Rules(left, top)
    for item in _items(layout):
        kind = type(item).__name__
        if kind == "LTChar":
            spans.add(item)
        elif kind in ("LTRect", "LTLine", "LTCurve"):
            rules.add(item)
        elif kind == "LTImage" and item.width * item.height > 0.3 * content.width * content.height:
            content.has_image = True
    content.spans = [span for span in spans.done if span.text.strip()]
    rules.join_dots()
    content.horizontals = _without_underlines(rules.horizontals, content.spans)
    content.verticals = rules.verticals
    return content


def _items(container: Any) -> Iterator[Any]:  # noqa: ANN401 - pdfminer's layout objects are untyped
    for item in container:
        if type(item).__name__ == "LTFigure":
            yield from _items(item)
        else:
            yield item


class _Spans:
    """Characters in, spans out."""

    def __init__(self, left: float, top: float, tags: Mapping[int, Tag]) -> None:
        self.left, self.top, self.tags = left, top, tags
        self.done: list[Span] = []
        self.seen: set[tuple[str, int, int]] = set()
        self.bold_fonts: dict[str, bool] = {}
        self.tag: Tag | None = None

    def add(self, char: Any) -> None:  # noqa: ANN401
        text = char.get_text()
        if text.startswith("(cid:"):
            # Codes that a standard encoding leaves free are drawn as bullets; others have no known meaning.
            text = "•" if text == "(cid:127)" else UNKNOWN
        a, b, _, _, _, f = char.matrix
        baseline = self.top - f
        x0, x1 = char.x0 - self.left, char.x1 - self.left
        if not text.isspace():
            # Some producers print bold letters twice, a hair apart.
            key = (text, round(x0 * 1.5), round(baseline * 1.5))
            if key in self.seen:
                return
            self.seen.add(key)
        upright = abs(b) < 0.1 * abs(a) if a else False
        tag = self._tag_of(char)
        span = self.done[-1] if self.done else None
        bold = self._is_bold(char.fontname)
        if span is None or span.bold != bold or not self._goes_on(span, x0, baseline, char.size, tag, upright, text.isspace()):
            if text.isspace():
                return
            span = Span([], [], baseline, char.size, bold, tag, len(self.done), upright)
            self.done.append(span)
        elif upright and not text.isspace() and not span.chars[-1].isspace() and x0 - span.edges[-1][1] > _WORD_GAP * span.size:
            span.chars.append(" ")
            span.edges.append((span.edges[-1][1], x0))
        for letter in text:
            span.chars.append(letter)
            span.edges.append((x0, x1))

    def _goes_on(self, span: Span, x0: float, baseline: float, size: float, tag: Tag | None, upright: bool, space: bool) -> bool:
        if span.tag != tag or span.upright is not upright:
            return False
        if not upright:
            return True
        if abs(baseline - span.baseline) > _SAME_BASELINE * span.size or abs(size - span.size) > 0.05 * span.size:
            return False
        gap = (x0 - span.edges[-1][1]) / max(span.size, 1)
        after_space = space or span.chars[-1].isspace()
        return -0.5 < gap < (_LOOSE_GAP if after_space else _SPAN_GAP)

    def _tag_of(self, char: Any) -> Tag | None:  # noqa: ANN401
        """pdfplumber forgets the identifier after a nested mark (a ligature's real letters): it holds until the next one."""
        if char.mcid is not None:
            self.tag = self.tags.get(char.mcid)
        elif char.tag == "Artifact":
            self.tag = None
        return self.tag

    def _is_bold(self, font: str) -> bool:
        if font not in self.bold_fonts:
            self.bold_fonts[font] = any(name in font.lower() for name in _BOLD_NAMES)
        return self.bold_fonts[font]


Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class _Rules:
    """Shapes in, straight lines out."""

    def __init__(self, left: float, top: float) -> None:
        self.left, self.top = left, top
        self.horizontals: list[Rule] = []
        self.verticals: list[Rule] = []
        self.filled: Box | None = None
        self.dots: list[tuple[float, float]] = []

    def add(self, shape: Any) -> None:  # noqa: ANN401
        box = (shape.x0 - self.left, self.top - shape.y1, shape.x1 - self.left, self.top - shape.y0)
        x0, y0, x1, y1 = box
        if x1 - x0 <= _DOT and y1 - y0 <= _DOT:
            self.dots.append(((x0 + x1) / 2, (y0 + y1) / 2))
        elif y1 - y0 <= _THIN and x1 - x0 > y1 - y0:
            self.horizontals.append(Rule((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= _THIN:
            self.verticals.append(Rule((x0 + x1) / 2, y0, y1))
        elif type(shape).__name__ == "LTRect" and shape.stroke:
            self._frame(box, (True,) * 4)
        elif type(shape).__name__ == "LTRect":
            self._ring(box)

    def join_dots(self) -> None:
        """Dotted lines are drawn dot by dot."""
        self.horizontals += _rows_of_dots([(y, x) for x, y in self.dots])
        self.verticals += _rows_of_dots(self.dots)

    def _ring(self, box: Box) -> None:
        """A border may be drawn as the area between two rectangles, filled: a side without border has no area."""
        widths = [abs(a - b) for a, b in zip(box, self.filled, strict=True)] if self.filled else []
        if any(width > 0.01 for width in widths) and all(width <= _THIN for width in widths):
            self._frame(box, tuple(width > 0.01 for width in widths))
        self.filled = box

    def _frame(self, box: Box, sides: tuple[bool, ...]) -> None:
        x0, y0, x1, y1 = box
        left, top, right, bottom = sides
        self.verticals += [Rule(x, y0, y1) for x, drawn in ((x0, left), (x1, right)) if drawn]
        self.horizontals += [Rule(y, x0, x1) for y, drawn in ((y0, top), (y1, bottom)) if drawn]


def _rows_of_dots(dots: list[tuple[float, float]]) -> list[Rule]:
    """Lines through dots of one (rounded) first coordinate that follow each other closely along the second."""
    lines: dict[int, list[float]] = {}
    for across, along in dots:
        lines.setdefault(round(across * 2), []).append(along)
    rules: list[Rule] = []
    for across, places in lines.items():
        run: list[float] = []
        for place in [*sorted(places), float("inf")]:
            if run and place - run[-1] > _DOT_GAP:
                if len(run) >= _DOTS_OF_A_LINE:
                    rules.append(Rule(across / 2, run[0], run[-1]))
                run = []
            run.append(place)
    return rules


def _without_underlines(rules: list[Rule], spans: list[Span]) -> list[Rule]:
    """Rules just under a text and no longer than it are underlines, not borders."""
    return [rule for rule in rules if not _underlines(rule, spans)]


def _underlines(rule: Rule, spans: list[Span]) -> bool:
    near = [s for s in spans if 0 <= rule.at - s.baseline < 0.2 * s.size + 0.4 and s.x1 > rule.low and s.x0 < rule.high]
    return bool(near) and min(s.edges[0][0] for s in near) <= rule.low + 1.5 and max(s.edges[-1][1] for s in near) >= rule.high - 1.5
