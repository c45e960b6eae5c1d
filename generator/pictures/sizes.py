"""A photograph in the sizes that screens need, in formats that take a third of the bytes.

Made from the pixels that were rebuilt, so what holds for the photograph holds for each of these: nothing but pixels.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from .rebuilt import Variant

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTHS = (480, 720, 1080)
"""Pixels across: a phone of one and a half, of two and of three pixels to each of CSS, the last a wide column too.
A fourth (1440) would take as long as these three together."""

_FORMATS = {"AVIF": ("image/avif", "avif"), "WEBP": ("image/webp", "webp")}
"""Media type and suffix, the best first: a browser takes the first that it knows."""
_SETTINGS: dict[str, dict[str, object]] = {
    # One thread and no tiles chosen by the machine: the same bytes wherever they are made. Slower speeds take three to
    # ten times as long for a few hundredths of the bytes.
    "AVIF": {"quality": 58, "speed": 9, "max_threads": 1, "autotiling": False},
    "WEBP": {"quality": 78, "method": 4},
}


def formats() -> tuple[str, ...]:
    """Return the formats that this machine's Pillow can write, the best first."""
    from PIL import features

    return tuple(kind for kind in _FORMATS if features.check(kind.lower()))


def media_type(suffix: str) -> str:
    """Return the media type of a variant, from the suffix of its address."""
    return next(name for name, written in _FORMATS.values() if written == suffix)


def variants_of(picture: Image, fallback: bytes, widths: Sequence[int]) -> tuple[Variant, ...]:
    """Return ``picture`` in other sizes and formats, none larger than it is.

    A format in which they would take more bytes than in the one before it, or any of them more than ``fallback``, is
    left out: drawings that were saved as photographs are often smallest as they are.
    """
    smaller = [width for width in widths if width < picture.width]
    if picture.width <= max(widths, default=0):
        smaller.append(picture.width)
    colours = picture if picture.mode in ("RGB", "RGBA") else picture.convert("RGBA" if "A" in picture.mode else "RGB")
    sized = [_of_width(colours, width) for width in smaller]
    made = [tuple(_encoded(one, kind) for one in sized) for kind in formats()]
    good = [ladder for ladder in made if all(len(one.content) < len(fallback) for one in ladder)]
    if any(_weight(better) >= _weight(worse) for better, worse in pairwise(good)):
        good = good[1:]
    return tuple(one for ladder in good for one in ladder)


def _weight(ladder: tuple[Variant, ...]) -> int:
    return sum(len(one.content) for one in ladder)


def _of_width(picture: Image, width: int) -> Image:
    from PIL.Image import Resampling

    if width == picture.width:
        return picture
    return picture.resize((width, max(1, round(picture.height * width / picture.width))), Resampling.HAMMING)


def _encoded(picture: Image, kind: str) -> Variant:
    out = io.BytesIO()
    picture.save(out, kind, **_SETTINGS[kind])
    return Variant(out.getvalue(), picture.width, _FORMATS[kind][1])
