"""What fits on a sheet of paper: how tall words stand in print, and what has no room.

In points on A4; A3 has the same sides by the same ratio, and there everything is larger by it (``sheet.css``).
"""

from __future__ import annotations

from .foreign import Foreign, foreign
from .words import Words

TEXT = 18
"""The size of text in print, the smallest on a sheet: read from two steps away."""
TITLES = (("large", 36), ("medium", 27), ("small", 22.5))

WIDTH = 510.0
_HEIGHT = 790.0
_HEAD = 58.0
"""The line with the names of the site and of the kind, and what stands below it."""
_CODE = 150.0
"""The side of the code with what is left white around it."""
_LEADING = 1.5
_TERM = 6 * TEXT
_HAN, _LATIN = 1.0, 0.6


class Paper:
    """The room on one sheet, which grows less with what is put on it.

    Args:
        foot: the paragraphs that stand beside the code.
    """

    def __init__(self, words: Words, foot: tuple[str, ...]) -> None:
        self._words = words
        self._broken = 1.12 if words.language == "en" else 1.04  # a line ends before a word, or before a comma
        beside = sum(self.lines(text, WIDTH - _CODE) + 0.3 for text in foot)
        self._left = _HEIGHT - _HEAD - max(_CODE, beside * TEXT * _LEADING) - 2.2 * TEXT

    def title(self, text: str) -> tuple[str, str]:
        """Put a title on it; return the largest size in which it takes three lines at most, and what fits of it."""
        name, size = next((one for one in TITLES if self._lines(text, one[1], WIDTH) <= 3), TITLES[-1])
        short = self._cut(text, 4, size, WIDTH)
        self._left -= (self._lines(short, size, WIDTH) * 1.35 + 0.6) * size
        return name, short

    def puts(self, lines: float) -> None:
        """Put so many lines on it that must not be missing."""
        self._left -= lines * TEXT * _LEADING

    def takes(self, lines: float) -> bool:
        """Put so many lines on it; ``False`` when they do not fit."""
        fits = lines * TEXT * _LEADING <= self._left
        if fits:
            self.puts(lines)
        return fits

    def lines(self, text: str, width: float = WIDTH) -> int:
        """Return how many lines a paragraph takes."""
        return self._lines(text, TEXT, width)

    def cut(self, text: str, lines: int, width: float = WIDTH) -> str:
        """Return what of ``text`` stands in so many lines: whole, or up to the end of a sentence, or with 「……」."""
        return self._cut(text, lines, TEXT, width)

    def beside(self, term: str) -> float:
        """Return the width that is left beside the name of a fact."""
        return WIDTH - max(_TERM, self._width(term, TEXT) + TEXT)

    def _cut(self, text: str, lines: int, size: float, width: float) -> str:
        if self._lines(text, size, width) <= lines:
            return text
        short = text
        while self._lines(f"{short}……", size, width) > lines:
            short = short[:-1]
        end = max(short.rfind(mark) for mark in "。！？.!?")
        short = short[: end + 1] if end > len(short) // 2 else f"{short.rstrip()}……"
        return foreign(short, self._words.first) if isinstance(text, Foreign) else short

    def _lines(self, text: str, size: float, width: float) -> int:
        return max(1, -int(-self._width(text, size) * self._broken // width))

    def _width(self, text: str, size: float) -> float:
        return sum(_HAN if character >= "\u2e80" else _LATIN for character in text) * size
