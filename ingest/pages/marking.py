"""Boxes are marked on the picture of a page as with a highlighter; what they hold can be seen from near."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.pages.drawing import Box

if TYPE_CHECKING:
    from PIL.Image import Image

_COLOUR = (255, 226, 77)
_BORDER = (191, 87, 0)
"""Colours alone do not tell the marked words apart on a page with coloured cells, or for those who see colours otherwise."""
_FRAME = (170, 180, 190)
_AROUND, _LINE = 3, 2
_MARGIN = 0.03
"""Of the page's width, kept around what is seen from near."""
_NARROWEST = 0.4
_WIDE = 0.85
"""Shares of the page: what is seen from near is not narrower, and is no nearer than the page itself from this width on."""


def marked(png: bytes, boxes: Sequence[Box]) -> bytes:
    """The picture (PNG) with the boxes marked."""
    return _as_png(_with_marks(png, boxes))


def marked_from_near(png: bytes, boxes: Sequence[Box]) -> bytes | None:
    """The part of the picture around the boxes, marked; None when it would be nearly the whole page, or when there are none."""
    if not boxes:
        return None
    picture = _with_marks(png, boxes)
    margin = round(_MARGIN * picture.width)
    left, top = min(box[0] for box in boxes) - margin, min(box[1] for box in boxes) - margin
    right, bottom = max(box[2] for box in boxes) + margin, max(box[3] for box in boxes) + margin
    missing = max(0, round(_NARROWEST * picture.width) - (right - left))
    left = max(0, min(left - missing // 2, picture.width - (right - left) - missing))
    right = min(picture.width, max(right, left + round(_NARROWEST * picture.width)))
    if right - left > _WIDE * picture.width:
        return None
    return _as_png(picture.crop((left, max(0, top), right, min(picture.height, bottom))))


def _with_marks(png: bytes, boxes: Sequence[Box]) -> Image:
    """Multiplied, so that black letters stay black."""
    from PIL import Image, ImageChops, ImageDraw

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    layer = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(layer)
    for left, top, right, bottom in boxes:
        pen.rectangle((left - _AROUND, top, right + _AROUND, bottom), fill=_COLOUR)
        pen.line((left - _AROUND, bottom, right + _AROUND, bottom), fill=_BORDER, width=_LINE)
    return ImageChops.multiply(picture, layer)


def _as_png(picture: Image) -> bytes:
    """With a thin frame, because a page and the screen are white both."""
    from PIL import ImageDraw

    ImageDraw.Draw(picture).rectangle((0, 0, picture.width - 1, picture.height - 1), outline=_FRAME)
    png = io.BytesIO()
    picture.quantize(160).save(png, "PNG")
    return png.getvalue()
