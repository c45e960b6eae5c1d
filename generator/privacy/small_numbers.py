"""Small numbers (domain brief §2.2, P10): how many care cases of a category there are, or that they are too few.

Readers can count the cards of a list. So a count of few cases is no secret while each page names its category; so
``gate.public`` leaves out a category that is not open here, and what no page says cannot be counted. The rule is
proved by going through all small sites in ``tests/test_small_numbers.py``; docs/隐私.md tells it to people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from ..catalog import CareCounts, CategoryCount, SmallCount
from ..content import record
from ..engine import Database, query
from ..models.records import CareCase
from ..vocabulary import CARE_CATEGORIES, CHANNELS
from .consent import consent_of
from .release import is_public, public_names

SMALL = 5
"""Fewer than this are 「少于5」."""

FEW = SmallCount(shown="few")
WITHHELD = SmallCount(shown="withheld")


class Cover(Struct, frozen=True):
    """Which groups may be named and counted, and what stands for the number of any other."""

    open: frozenset[str]
    closed: SmallCount = FEW


def cover(counts: Mapping[str, int]) -> Cover:
    """Decide which groups may be told, so that the others cannot be computed from all that is told.

    How many there are in all can be counted, and so the sum of those that are not told is known. Few are told apart
    from each other by nothing when there are two such groups or more and their sum leaves each some room. Otherwise no
    group is told at all, not even which of them is small: to hide the next larger one beside a single small one
    would pin both where the sums are tight.
    """
    small = [group for group, count in counts.items() if count < SMALL]
    hidden = sum(counts[group] for group in small)
    if not hidden:
        return Cover(frozenset(counts))
    most = (SMALL - 1) * len(small)
    if len(small) > 1 and hidden <= most - 2:
        return Cover(frozenset(counts).difference(small))
    return Cover(frozenset(), WITHHELD)


def may_appear_in(db: Database, ref: str, channel: str) -> bool:
    """Whether a record may be in an output of ``channel`` today: ``web``, ``feed``, ``poster`` or ``dataset`` (P02).

    Of a care case, its consent says so. Anything else that is published may be everywhere.
    """
    return channel in _channels(db, ref) if ref.startswith("care/") else is_public(db, ref)


@query(firewall=True)
def care_counts(db: Database, channel: str) -> CareCounts:
    """Count the care cases that may be in ``channel``, by category, small numbers suppressed.

    This is the only way to a number of care cases: pages ask for ``web``, data files for ``dataset``. Every category of
    the vocabulary has its row. There is no total beside a number that is suppressed, nor one that is itself small.
    """
    listed = _by_category(db, "web")
    covered = cover(listed)
    counts = _by_category(db, channel)
    rows = {group: _shown(listed[group], count, group, covered) for group, count in counts.items()}
    total = sum(counts.values())
    is_whole = channel == "web" or all(count.shown == "exact" for count in rows.values())
    return CareCounts(
        rows=tuple(CategoryCount(category=group, count=count) for group, count in rows.items()),
        total=SmallCount(value=total) if is_whole and (total >= SMALL or not sum(listed.values())) else None,
    )


def _shown(listed: int, count: int, group: str, covered: Cover) -> SmallCount:
    if group not in covered.open:
        return covered.closed
    return SmallCount(value=count) if count >= SMALL or not listed else FEW


@query(firewall=True)
def open_categories(db: Database) -> frozenset[str]:
    """Return the categories that pages may name."""
    return cover(_by_category(db, "web")).open


@query(firewall=True)
def _by_category(db: Database, channel: str) -> dict[str, int]:
    cases = [ref for ref in public_names(db) if ref.startswith("care/") and channel in _channels(db, ref)]
    found = Counter(_category(db, ref) for ref in cases)
    return {choice.key: found[choice.key] for choice in CARE_CATEGORIES}


@query(firewall=True)
def _category(db: Database, ref: str) -> str:
    case = record(db, ref)
    return case.category if isinstance(case, CareCase) else ""


@query(firewall=True)
def _channels(db: Database, ref: str) -> tuple[str, ...]:
    """Return where a care case may appear today."""
    consent = consent_of(db, ref) if is_public(db, ref) else None
    agreed = consent.channels if consent else ()
    return tuple(channel.key for channel in CHANNELS if channel.key in agreed)
