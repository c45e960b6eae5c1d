"""Calendars (RFC 5545): drills, inspections, and the days until which something was promised. Never a care case.

Written by hand, because it is a page of code, and because the libraries for it take a tenth of a millisecond and more
for each event: a town has thousands.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from ..catalog import Card, Site
from ..engine import Database, query
from ..listings import card, of_kind_in
from ..news import DATED, SITE, calendar_day
from ..open_data.shares import all_shares, refs_of_share
from ..privacy import site
from ..routes import address, whole_address
from ..views.words import Words, words_in
from .entries import feed_title, lasting_id, marked, moment

_LONGEST = 75
"""Octets in a line; a longer one is folded."""


def calendar_file(db: Database, scope: str) -> bytes:
    """Return the calendar of the site or of a community."""
    settings = site(db)
    events: dict[str, str] = {}
    if scope == SITE:
        for kind in DATED:
            for share in all_shares(db, kind):
                events.update(events_of_share(db, share))
    else:
        for kind in DATED:
            events.update(_events(db, of_kind_in(db, kind, scope)))
    name = _escaped(feed_title(db, scope))
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dizao//Dizao//ZH",
        "CALSCALE:GREGORIAN",
        *map(_folded, (f"NAME:{name}", f"X-WR-CALNAME:{name}")),
        f"X-WR-TIMEZONE:{settings.timezone}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
    )
    return "\r\n".join((*head, *(events[ref] for ref in sorted(events)), "END:VCALENDAR", "")).encode()


@query
def events_of_share(db: Database, share: str) -> dict[str, str]:
    """Return the events of one share of a kind, by the names of their records."""
    return _events(db, refs_of_share(db, share))


def _events(db: Database, refs: Iterable[str]) -> dict[str, str]:
    settings = site(db)
    words = words_in(settings.language)
    found = ((ref, _event(db, settings, words, ref)) for ref in refs)
    return {ref: event for ref, event in found if event}


def _event(db: Database, settings: Site, words: Words, ref: str) -> str:
    shown = card(db, ref)
    day = calendar_day(shown)
    if shown is None or day is None:
        return ""
    changed = _in_utc(settings.timezone, _last_change(shown, day))
    community = card(db, shown.community) if shown.community else None
    rows = [
        f"UID:{_uid(settings, ref)}",
        f"SUMMARY:{_escaped(marked(words, _title(words, shown), shown.sample))}",
        f"DESCRIPTION:{_escaped(_description(words, shown))}",
        f"LOCATION:{_escaped(words.text(community.title))}" if community else "",
        f"URL:{whole_address(settings.url, address(ref))}" if settings.url else "",
    ]
    return "\r\n".join(
        (
            "BEGIN:VEVENT",
            *(_folded(row) for row in rows if row and not row.endswith(":")),
            f"DTSTAMP:{changed}",
            f"LAST-MODIFIED:{changed}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SEQUENCE:{len(shown.changes)}",
            f"STATUS:{_status(shown)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        )
    )


@lru_cache(4096)
def _in_utc(zone: str, day: date) -> str:
    """Return the beginning of a day; a site has many events and few days."""
    return moment(zone, day).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _uid(settings: Site, ref: str) -> str:
    host = urlsplit(settings.url).hostname if settings.url else None
    return f"{ref.replace('/', '-')}@{host}" if host else lasting_id(settings, address(ref)).rpartition(":")[2]


def _last_change(shown: Card, day: date) -> date:
    """Return when a record last changed, as far as it says so itself; never later than that is known of it."""
    told = (shown.updated_at, *(change.at for change in shown.changes))
    known = [changed for one in told if one and (changed := one.first_day)]
    made = shown.date.first_day if shown.kind == "commitment" and shown.date else None
    return max([*known, *([made] if made else [])], default=day)


def _title(words: Words, shown: Card) -> str:
    title = words.text(shown.title)
    return words("承诺到期：{text}", text=title) if shown.kind == "commitment" else title


def _description(words: Words, shown: Card) -> str:
    if shown.kind == "commitment":
        return words("责任：{owner}", owner=words.text(shown.owner)) if shown.owner else ""
    return words.text(shown.summary)


def _status(shown: Card) -> str:
    if shown.state == "cancelled" or (shown.standing is not None and shown.standing.status == "withdrawn"):
        return "CANCELLED"
    return "TENTATIVE" if shown.state == "postponed" else "CONFIRMED"


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(row: str) -> str:
    """Return a line folded into pieces of 75 octets at most, none of which ends inside a character."""
    octets = row.encode()
    if len(octets) <= _LONGEST:
        return row
    pieces = []
    room = _LONGEST
    while len(octets) > room:
        end = room
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[:end].decode())
        octets, room = octets[end:], _LONGEST - 1  # the blank that begins a further line counts
    return "\r\n ".join((*pieces, octets.decode()))
