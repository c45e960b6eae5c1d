"""Everything that is published for programs and not for eyes: feeds, calendars, open data, the sitemap."""

from __future__ import annotations

from ..engine import Database, query
from ..news import calendar_scopes, feed_address, feed_scopes
from .calendar import calendar_file
from .data_files import data_file, data_files
from .feeds import atom, json_feed
from .gone import GONE_FILE, gone_file
from .sitemap import robots_file, sitemap_file, sitemap_files

ROBOTS = "robots.txt"

_MAKERS = {"feed.xml": atom, "feed.json": json_feed, "calendar.ics": calendar_file}


@query(firewall=True)
def output_files(db: Database) -> tuple[str, ...]:
    """Return the paths of all these files."""
    feeds = (feed_address(scope, form) for scope in feed_scopes(db) for form in ("xml", "json"))
    calendars = (feed_address(scope, "ics") for scope in calendar_scopes(db))
    return (ROBOTS, GONE_FILE, *feeds, *calendars, *sitemap_files(db), *data_files(db))


@query(keep=False)
def output_file(db: Database, path: str) -> bytes:
    """Return the bytes of one of these files."""
    scope, _, name = path.rpartition("/")
    if path == ROBOTS:
        return robots_file(db)
    if path == GONE_FILE:
        return gone_file(db)
    if path.startswith("sitemap"):
        return sitemap_file(db, path)
    if name in _MAKERS:
        return _MAKERS[name](db, scope)
    return data_file(db, path)


__all__ = ["output_file", "output_files"]
