"""The text as it is looked through: full-width forms made half-width, invisible characters gone, positions kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What nobody sees: the format characters (Cf), and the selectors of variants of a letter."""
_FULL_WIDTH = "\uff0b\uff0d\uff0e\uff10-\uff19\uff20-\uff3a\uff3f\uff41-\uff5a"
_COPIED_FROM_PDF = "\u2e80-\u2fd5\uf900-\ufaff"
"""Radicals and compatibility forms that look like Han characters and are other ones."""
_UNUSUAL = re.compile(f"[{_INVISIBLE}{_FULL_WIDTH}{_COPIED_FROM_PDF}]")
UNSEEN = re.compile(f"[{_INVISIBLE}]")


_PUNCTUATION = re.compile(r"[\s\-\u2010-\u2015.·()（）]+")


class Plain(NamedTuple):
    """``text`` to look through; ``places`` has, for each of its characters, the position in the original.

    ``places`` is ``None`` where nothing had to be changed. Circled and other enclosed digits stay as they are: they
    number the items of a list, and a number begins after them.
    """

    text: str
    places: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the part from ``start`` to ``end`` (not empty) lies in the original."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def plain(text: str) -> Plain:
    """Return ``text`` in the one form that the patterns know (domain brief §2.3)."""
    if not _UNUSUAL.search(text):
        return Plain(text)
    kept: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if not _UNUSUAL.match(character):
            kept.append(character)
            places.append(place)
        elif not UNSEEN.match(character):
            form = unicodedata.normalize("NFKC", character)
            kept.extend(form)
            places.extend([place] * len(form))
    return Plain("".join(kept), places)


def bare(text: str) -> str:
    """Return ``text`` as it is compared: plain, in small letters, without blanks, dashes, dots and brackets."""
    return _PUNCTUATION.sub("", plain(text).text).lower()
