"""QR codes as drawings: the address of a page, for the camera of a phone."""

from __future__ import annotations

from msgspec import Struct

QUIET = 4
"""Modules left white around a code (ISO/IEC 18004, 9.1)."""


class Code(Struct, frozen=True):
    """A QR code: the length of its side in modules, and the path that draws its dark ones, row by row."""

    side: int
    path: str


def code_of(address: str) -> Code:
    """Return the code of ``address``: always the same for the same, a seventh of it may be damaged (level M)."""
    import segno  # only where a sheet is printed

    rows = segno.make(address, error="m", micro=False, boost_error=False).matrix
    return Code(len(rows) + 2 * QUIET, "".join(_row(row, number) for number, row in enumerate(rows)))


def _row(row: bytearray, number: int) -> str:
    """Return the dark stretches of a row as strokes one module high."""
    drawn, start = "", None
    for place, is_dark in enumerate((*row, 0)):
        if is_dark and start is None:
            start = place
        elif not is_dark and start is not None:
            drawn += f"M{start + QUIET} {number + QUIET}h{place - start}v1h{start - place}z"
            start = None
    return drawn
