"""Many things in a fixed number of shares, by a checksum of their names: where one goes does not depend on the others.

So one thing more or less changes one share, and what is made from the others is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32


def shares(count: int) -> tuple[str, ...]:
    """Return the keys of ``count`` shares."""
    return tuple(map(str, range(count)))


def share_of(name: str, count: int) -> str:
    """Return the key of the share that a name goes to."""
    return str(crc32(name.encode()) % count)


def deal(names: Iterable[str], count: int) -> dict[str, tuple[str, ...]]:
    """Return the names of each share, in the order given."""
    dealt: dict[str, list[str]] = {share: [] for share in shares(count)}
    for name in names:
        dealt[share_of(name, count)].append(name)
    return {share: tuple(found) for share, found in dealt.items()}
