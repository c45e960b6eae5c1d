"""What was found, and how it is told without telling it again."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...problems import Level
from .kinds import CONDITIONS, Kind


class Match(NamedTuple):
    """A part of the plain text. ``value`` is the same for every way of writing the same thing."""

    kind: Kind
    level: Level
    start: int
    end: int
    value: str


class Finding(NamedTuple):
    """A part of the original text, from ``start`` to ``end``.

    ``masked`` may stand in a message. ``value`` may not: it is only for comparing.
    """

    kind: Kind
    level: Level
    start: int
    end: int
    masked: str
    value: str


_SHOWN_WHOLE = CONDITIONS | {Kind.BUILDING, Kind.SCHOOL, Kind.USCC}
_HIDDEN = re.compile(r"[^\s@栋幢座号楼单元室门·\-]")


def masked(kind: Kind, text: str) -> str:
    """Return enough of ``text`` to find it by, and not enough to use it."""
    if kind in _SHOWN_WHOLE:
        return text
    if kind in (Kind.NAME, Kind.OFFICIAL_NAME):
        return text[0] + "*" * (len(text) - 1)
    if kind is Kind.UNIT_ADDRESS:
        return _HIDDEN.sub("*", text)
    if kind is Kind.EMAIL:
        return text[0] + "***" + text[text.rfind("@") :]
    kept = 3 if len(text) >= 10 else 2
    return text[:kept] + "*" * (len(text) - kept - 2) + text[-2:] if len(text) > kept + 2 else text[0] + "***"
