"""``gone.json``: the addresses of what was taken down, for whoever keeps copies of the site.

A browser that shows pages offline and an aggregator drop what stands here. It says addresses and nothing else: no
reason, no day, no kind beyond what the address says, and all that is in it has a page that says the same.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ..engine import Database, query
from ..privacy import gone, gone_names, site, withdrawn_pictures
from ..publish import digest_of
from ..routes import GONE, address, folder_of, routes

GONE_FILE = "gone.json"


class Gone(msgspec.Struct, frozen=True):
    """What ``gone.json`` holds.

    ``gone`` are addresses from the root of the site (``care/x/``). ``revision`` changes with everything that was taken
    down, single pictures too: whoever keeps copies of pictures drops them all when it is another one than before.
    """

    gone: tuple[str, ...] = ()
    revision: str = ""


@query(firewall=True)
def gone_addresses(db: Database) -> tuple[str, ...]:
    """Return the addresses of all that was taken down, sorted; where something public stands by now, it is not gone."""
    plans = routes(db)
    folders = ("", folder_of(site(db).second_language))
    addresses = {f"{folder}{url}" for url in _addresses(db) for folder in folders}
    return tuple(sorted(url for url in addresses if url in plans and plans[url].view == GONE))


def _addresses(db: Database) -> Iterator[str]:
    for ref in gone_names(db):
        told = gone(db, ref)
        yield from (address(ref), *(told.former if told else ()))


def gone_file(db: Database) -> bytes:
    """Return the bytes of ``gone.json``."""
    addresses = gone_addresses(db)
    # By what is in the pictures, which nobody can guess, and not by their names, which somebody might.
    pictures = sorted(digest_of(db.read("file", f"content/{file}") or b"") for file in withdrawn_pictures(db))
    revision = digest_of("\n".join((*addresses, *pictures)).encode())[:16]
    return msgspec.json.format(msgspec.json.encode(Gone(addresses, revision)), indent=2) + b"\n"


def gone_in(content: bytes) -> Gone:
    """Return what a published ``gone.json`` holds: nothing when it cannot be read."""
    try:
        return msgspec.json.decode(content, type=Gone)
    except msgspec.MsgspecError:
        return Gone()
