"""What comes of rebuilding a picture: the new one, or the reason why it cannot be published."""

from __future__ import annotations

from msgspec import Struct

from ..problems import Argument, Where


class Variant(Struct, frozen=True):
    """A photograph in another size or format. ``suffix`` is that of its address, without the dot."""

    content: bytes
    width: int
    suffix: str


class Rebuilt(Struct, frozen=True):
    """A picture made anew, its size in pixels, and the smaller ones made of the same pixels, format by format."""

    content: bytes
    width: int
    height: int
    variants: tuple[Variant, ...] = ()


class Refused(Exception):
    """A picture that cannot be published.

    ``code`` is a row of the table of problems. ``at`` is the text to point at in a drawing, or a line (from 1) and
    column (from 0) of it.
    """

    def __init__(self, code: str, at: str | tuple[int, int] = "", **arguments: Argument) -> None:
        super().__init__(code)
        self.code = code
        self.arguments = arguments
        self._at = at

    def place(self, path: str, content: bytes) -> Where:
        """Return where in the file at ``path`` the reason stands."""
        if isinstance(self._at, tuple):
            return Where(path, self._at[0], self._at[1] + 1)
        text = content.decode("utf-8", "replace")
        index = text.lower().find(self._at) if self._at else -1
        if index < 0:
            return Where(path, 1)
        return Where(path, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))
