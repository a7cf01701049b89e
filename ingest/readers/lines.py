"""Lines of extracted text, and what tells whether one goes on from the line before.

Extraction cuts sentences at every line of the page, puts blank lines inside sentences and none between paragraphs: a paragraph
is what sentence ends, list marks, capitals and the width of the column say it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.model import Source
from ingest.readers.inline import split_marker
from ingest.repair import INLINE_MARKUP, LIGATURES, SYMBOL_BULLETS, join_lines

_SENTENCE_END = re.compile(r"[.!?…:;][)\]»”\"\s]*$")
_CLOSED_ASIDE = re.compile(r"^\(.*\)$")
_HANGING_WORD = re.compile(
    r"(?:[ ’'(]|^)(?:à|au|aux|avec|ce|ces|cet|cette|chez|d|dans|de|des|du|en|et|la|le|les|leurs?|l|n|ou|par|pour|qu"
    r"|que|qui|s|sa|sans|ses|son|sous|sur|un|une|vers)[’']?$",
    re.IGNORECASE,
)
_LETTER_BULLET = re.compile(r"o[ \t\u00a0]+(?=\S)")
# A Web address, or a capital I that character recognition took for an l ("lntitulé"): no French word starts that way.
_NOT_LOWER = re.compile(r"https?://|www\.|l[b-df-hjkmnp-tv-xz]")
_RULE = re.compile(r"[-–—_=*.|+\s]{3,}$")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONG = 40
"""Lines of a paragraph that are looked back at; a text of a hundred thousand lines without a blank one must not be read over for each."""
_FAR = 250
"""Characters after which an opening bracket that was never closed no longer holds its sentence together."""

_FITS = 0.85
"""Share of a column below which a line, with the first word of the next, shows that the author broke it."""


@dataclass(frozen=True)
class Line:
    """One line that holds text. ``number`` counts from 1; ``text`` is trimmed, bold and underline marks removed.

    ``after_blank`` and ``after_separator``: an empty line, or one made of spaces only (what is left of the end of a table
    cell), stands before it. ``opens_page``: it begins with a space, as the first line of a page does.
    """

    number: int
    text: str
    after_blank: bool = False
    after_separator: bool = False
    opens_page: bool = False
    tabbed: tuple[str, ...] = ()


@dataclass
class Piece:
    """A paragraph under construction: its list mark as printed and its lines, the first without the mark."""

    marker: str
    lines: list[Line] = field(default_factory=list)

    @property
    def printed(self) -> list[str]:
        """The lines as they stand on the page, mark included."""
        return [self.marker + self.lines[0].text, *(line.text for line in self.lines[1:])]

    @property
    def last(self) -> str:
        """The last line, mark included."""
        return self.lines[-1].text if len(self.lines) > 1 else self.marker + self.lines[0].text

    @property
    def recent(self) -> str:
        """The end of the paragraph, on one line: all of it unless it is longer than any paragraph is."""
        return " ".join(self.printed if len(self.lines) <= _LONG else (line.text for line in self.lines[-_LONG:]))

    def text(self, words: Collection[str] = ()) -> str:
        """The lines joined and repaired."""
        return join_lines((line.text for line in self.lines), words)

    def source(self, document: str) -> Source:
        """Where the paragraph stands."""
        return Source(document=document, lines=(self.lines[0].number, self.lines[-1].number))


def lines_of(text: str) -> list[Line]:
    """The lines that hold text; empty ones and rules drawn with dashes leave only their trace on the line after them."""
    found: list[Line] = []
    blank = separator = False
    for number, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip() or _RULE.match(raw):
            separator = separator or bool(raw)
            blank = True
            continue
        cleaned = INLINE_MARKUP.apply(raw.translate(LIGATURES | SYMBOL_BULLETS))
        tabbed = tuple(cleaned.split("\t")) if "\t" in raw.strip("\n ") else ()
        opens_page = raw.startswith(" ") and not raw.startswith("  ")
        found.append(Line(number, cleaned.strip(), blank, separator, opens_page, tabbed))
        blank = separator = False
    return found


def vocabulary(text: str) -> frozenset[str]:
    """The lower-cased words of a document, compounds whole."""
    return frozenset(word.lower() for word in _WORDS.findall(text))


def split_mark(text: str) -> tuple[str, str]:
    """Separate all the list marks that a line opens with, as printed: ``"- •- En amont"`` gives ``("- •- ", "En amont")``."""
    if match := _LETTER_BULLET.match(text):
        return match.group(), text[match.end() :]
    marks, (mark, rest) = "", split_marker(text)
    while mark:
        marks += mark
        if mark.lstrip("(")[0].isdigit():
            break
        mark, rest = split_marker(rest)
    return marks, rest


def ends_sentence(text: str) -> bool:
    """Whether a line ends a sentence, a lead-in or a list item; an aside in brackets is complete."""
    return bool(_SENTENCE_END.search(text) or _CLOSED_ASIDE.match(text))


def in_capitals(text: str) -> bool:
    """Whether a line is a title in capitals: four capital letters at least, and hardly a small one (« Mission (s) »)."""
    capitals, small = sum(letter.isupper() for letter in text), sum(letter.islower() for letter in text)
    return capitals >= 4 and small <= capitals * 0.1


def hangs(text: str) -> bool:
    """Whether a line cannot end a sentence: it stops on an article, a preposition, a hyphen or in an open bracket."""
    return (" " in text and bool(_HANGING_WORD.search(text))) or text.endswith("-") or open_bracket(text)


def open_bracket(text: str) -> bool:
    """Whether a bracket was opened not long ago and not closed."""
    opened = text.rfind("(")
    return opened > text.rfind(")") and len(text) - opened < _FAR


def pieces_of(lines: Sequence[Line], column: float | None = None) -> list[Piece]:
    """Gather lines into paragraphs.

    Args:
        lines: neighbouring lines of one text.
        column: the width of the text's lines (see :func:`width`); then a sentence that ends a full line may be followed by
            another of the same paragraph. None (table cells): a sentence end before a capital always ends the paragraph.
    """
    pieces: list[Piece] = []
    for index, line in enumerate(lines):
        marker, rest = split_mark(line.text)
        if pieces and not marker and _goes_on(pieces[-1], line, lines[index : index + 3], column):
            pieces[-1].lines.append(line)
        else:
            start = Line(line.number, rest, line.after_blank, line.after_separator, line.opens_page) if marker else line
            pieces.append(Piece(marker, [start]))
    return pieces


def _goes_on(piece: Piece, line: Line, ahead: Sequence[Line], column: float | None) -> bool:
    so_far = piece.recent
    if in_capitals(so_far) != in_capitals(line.text) and not hangs(so_far) and not line.text[:1].islower():
        return False
    if _in_lower_case(line.text):
        return (not _CLOSED_ASIDE.match(so_far) and not (ends_sentence(piece.last) and line.after_blank)) or open_bracket(so_far)
    if line.after_blank:
        both_capitals = in_capitals(so_far) and in_capitals(line.text)
        return not ends_sentence(piece.last) and ((hangs(so_far) and ":" not in line.text) or both_capitals)
    if open_bracket(so_far) or hangs(piece.last):
        return True
    full = _is_full(piece, line, ahead, column)
    return full and (column is not None or not ends_sentence(piece.last))


def opens_in_lower_case(piece: Piece) -> bool:
    """Whether a paragraph can only be the second half of a sentence; Web addresses start as they like."""
    return not piece.marker and _in_lower_case(piece.lines[0].text)


def _in_lower_case(text: str) -> bool:
    return text[:1].islower() and not _NOT_LOWER.match(text)


def _is_full(piece: Piece, line: Line, ahead: Sequence[Line], column: float | None) -> bool:
    """Whether the next word did not fit at the end of the line before: then the break is the page's, not the author's."""
    room = column or max(width(text) for text in [*piece.printed, *(following.text for following in ahead)])
    return width(f"{piece.last} {line.text.split()[0]}") > _FITS * room


# Advance widths of a common sans-serif face, in thousandths of the type size; other characters are near 556.
_NARROW = {
    222: "ijl'’",
    278: " .,:;!/\\ftI|[]",
    333: '()-r`"',
    500: "ckszxyvJ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "mM",
    944: "Wœ",
    1000: "…—Œ%@",
}
_ADVANCE = {letter: advance for advance, letters in _NARROW.items() for letter in letters}
_UNACCENTED = str.maketrans("àâäéèêëîïôöùûüçÀÂÄÉÈÊËÎÏÔÖÙÛÜÇ", "aaaeeeeiioouuucAAAEEEEIIOOUUUC")


@lru_cache(maxsize=8192)
def width(text: str) -> float:
    """About how wide a text is printed, in type sizes: columns hold a width, not a number of letters."""
    return sum(_ADVANCE.get(letter, 556) for letter in text.translate(_UNACCENTED)) / 1000


def usual_width(lines: Iterable[Line]) -> float:
    """The width that the full lines of a text share: its ninth decile."""
    widths = sorted(width(line.text) for line in lines)
    return widths[int(0.9 * (len(widths) - 1))] if widths else 0.0
