"""One page of a PDF becomes a picture and its words: a script that runs in a process of its own and imports nothing of Acquis.

A process apart, because the drawing is native code: what hangs it, blows its memory or crashes it ends there, and two sessions may draw at
the same time. Arguments: the file, the page from 1, the most pixels across (half as many again down). Standard output: one line of JSON
(``width``, ``height``, ``pages``, and ``words``: text, left, top, right, bottom in pixels), then the picture as PNG. Exit status 3: there
is no such page.
"""

from __future__ import annotations

import ctypes
import io
import json
import math
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

MAX_MEMORY = 2_000_000_000
"""Bytes of address space."""
MAX_CHARACTERS = 40_000
"""A page with more is no page to read: its words are left out."""
NO_SUCH_PAGE = 3
_SCALE = 2.0
"""Pixels for each point (1/72 inch), unless that makes the page too large."""
_CUT = 2
"""What the library calls a hyphen that cuts a word at the end of a line."""
_TALL = 2.0
"""Fonts that declare letters taller than this many times their size are measured letter by letter."""

Word = tuple[str, int, int, int, int]


def main(path: str, number: int, most: int) -> int:
    """Draw a page and write it to standard output."""
    import pypdfium2

    _limit_memory()
    document = pypdfium2.PdfDocument(path)
    if not 1 <= number <= len(document):
        return NO_SUCH_PAGE
    page = document[number - 1]
    width, height = page.get_size()
    scale = min(_SCALE, most / width, 1.5 * most / height)
    picture = page.render(scale=scale).to_pil().convert("RGB")
    head = {"width": picture.width, "height": picture.height, "pages": len(document), "words": list(_words(page, *picture.size))}
    png = io.BytesIO()
    picture.quantize(128).save(png, "PNG")
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + png.getvalue())
    return 0


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # not on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def _words(page: Any, width: int, height: int) -> Iterator[Word]:  # noqa: ANN401 - the library's pages are untyped
    """What stands between two blanks on one line, in the order of the file."""
    text = page.get_textpage()
    count = text.count_chars()
    if count > MAX_CHARACTERS:
        return
    word: Word | None = None
    for index in range(count):
        letter = _letter(text, index)
        box = _box(page, text, index, width, height) if letter else None
        if letter is None or box is None:
            if letter is None and word:
                yield word
                word = None
        elif word and _goes_on(word, box):
            word = (word[0] + letter, min(word[1], box[0]), min(word[2], box[1]), max(word[3], box[2]), max(word[4], box[3]))
        else:
            if word:
                yield word
            word = (letter, *box)
    if word:
        yield word


def _letter(text: Any, index: int) -> str | None:  # noqa: ANN401
    """A character, empty when it draws nothing, None for a blank."""
    from pypdfium2 import raw

    code = raw.FPDFText_GetUnicode(text.raw, index)
    if code in (0, 0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000:
        return ""
    letter = "-" if code == _CUT else chr(code)
    return None if letter.isspace() else letter


def _box(page: Any, text: Any, index: int, width: int, height: int) -> tuple[int, int, int, int] | None:  # noqa: ANN401
    """Where a character stands in the picture, from the top to the bottom of its line."""
    tight, loose = text.get_charbox(index), text.get_charbox(index, loose=True)
    left, bottom, right, top = loose if loose[3] - loose[1] <= _TALL * _size(text, index) else tight
    if right <= left or top <= bottom:
        return None
    corners = [_in_picture(page, x, y, width, height) for x, y in ((left, top), (right, bottom))]
    across, down = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    return (across[0], down[0], across[1], down[1])


def _size(text: Any, index: int) -> float:  # noqa: ANN401
    """The size of a character in points: that of its font, which may be 1, as its text is magnified."""
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    magnified = math.hypot(matrix.c, matrix.d) if raw.FPDFText_GetMatrix(text.raw, index, ctypes.byref(matrix)) else 1.0
    return float(raw.FPDFText_GetFontSize(text.raw, index) * magnified)


def _in_picture(page: Any, x: float, y: float, width: int, height: int) -> tuple[int, int]:  # noqa: ANN401
    from pypdfium2 import raw

    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value, down.value


def _goes_on(word: Word, box: tuple[int, int, int, int]) -> bool:
    """Whether a character follows a word on its line without a gap."""
    tall = word[4] - word[2]
    level = min(word[4], box[3]) - max(word[2], box[1]) > 0.5 * min(tall, box[3] - box[1])
    return level and -tall < box[0] - word[3] < 0.3 * tall  # the second letter of a ligature stands inside the first


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
