"""The records of a kind in shares of a few dozen: so one edit costs one share of a file, and not a walk over all."""

from __future__ import annotations

from ..deals import deal
from ..engine import Database, query
from ..listings import members

_IN_A_SHARE = 32


@query(firewall=True)
def count_of_shares(db: Database, kind: str) -> int:
    """Return in how many shares a kind is dealt: a power of two, so that it seldom changes."""
    count = 1
    while count * _IN_A_SHARE < len(members(db, kind)):
        count *= 2
    return count


@query
def dealt_members(db: Database, kind: str) -> dict[str, tuple[str, ...]]:
    """Deal out the public records of a kind."""
    return deal(sorted(members(db, kind)), count_of_shares(db, kind))


def all_shares(db: Database, kind: str) -> tuple[str, ...]:
    """Return the keys of all shares of a kind."""
    return tuple(f"{kind} {number}" for number in range(count_of_shares(db, kind)))


@query(firewall=True)
def refs_of_share(db: Database, share: str) -> tuple[str, ...]:
    """Return the records of one share."""
    kind, _, number = share.partition(" ")
    return dealt_members(db, kind).get(number, ())
