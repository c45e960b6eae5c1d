"""A row of the table of messages: how much a problem weighs, and its words."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Level(StrEnum):
    """How much a problem weighs: an error keeps the site from being published."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Kind(Struct, frozen=True):
    """A row of the table. Where ``hides_line`` is set, the line that it points at must not be shown again."""

    code: str
    level: Level
    message: str
    hint: str = ""
    hides_line: bool = False
