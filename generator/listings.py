"""Which records stand in which list, in which order; what links back to a record; how promises add up.

All of it is made of cards, so that an edit which leaves the card of a record equal leaves every list alone.
"""

from __future__ import annotations

from .catalog import Card, Tally
from .engine import Database


def card(db: Database, ref: str) -> Card | None:
    """Return the card of a public record, or ``None`` when there is no such public record."""
    raise NotImplementedError


def members(db: Database, kind: str) -> tuple[str, ...]:
    """Return the public records of a kind: newest first; promises by what needs attention first; places by name."""
    raise NotImplementedError


def of_kind_in(db: Database, kind: str, community: str) -> tuple[str, ...]:
    """Return the members of ``kind`` that belong to ``community`` (full name), in the order of ``members``."""
    raise NotImplementedError


def backlinks(db: Database, ref: str) -> tuple[str, ...]:
    """Return the public records that name ``ref``, by kind, newest first."""
    raise NotImplementedError


def in_topic(db: Database, topic: str) -> tuple[str, ...]:
    """Return the public records of a topic, newest first."""
    raise NotImplementedError


def in_stage(db: Database, stage: str) -> tuple[str, ...]:
    """Return the projects and stories of one of the five stages, newest first."""
    raise NotImplementedError


def with_status(db: Database, status: str) -> tuple[str, ...]:
    """Return the promises that have ``status`` (key of ``vocabulary.STATUSES``, or ``aspiration``)."""
    raise NotImplementedError


def tally(db: Database, scope: str) -> Tally:
    """Count promises: of the site (``""``), of a community (its full name) or of an owner (``owner:<name>``)."""
    raise NotImplementedError


def neighbours(db: Database, ref: str) -> tuple[str, str]:
    """Return the newer and the older record of the same kind, ``""`` at the ends."""
    raise NotImplementedError
