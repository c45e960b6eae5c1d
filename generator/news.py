"""What is told to those who subscribe: which records a feed carries, which changes of promises, which days a calendar.

All of it is made of cards, and of few: an edit in a body, or of what is long past, changes none of it. A care case is
in a feed only where its consent says so, and never in a calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from .catalog import Card, Standing
from .engine import Database, query
from .listings import card, members, of_kind_in
from .privacy import has_come, may_appear_in

NEWEST = 20
"""How many entries a feed carries."""

SITE, PROMISES = "", "commitments"
"""What a feed is about; that of a community is about its full name."""

_TOLD = ("story", "project", "drill", "inspection", "meeting", "care_case")
DATED = ("drill", "inspection", "commitment")
"""The kinds whose days stand in calendars."""


@query(firewall=True)
def newest(db: Database, scope: str) -> tuple[str, ...]:
    """Return the newest records of the site or of a community whose day has come, the last first."""
    found = [told for kind in _TOLD for told in _newest_of_kind(db, kind, scope)]
    found.sort(reverse=True)
    return tuple(ref for _, ref in found[:NEWEST])


def _newest_of_kind(db: Database, kind: str, scope: str) -> list[tuple[date, str]]:
    """Return the first of a list whose days have come. A date without its day counts as its first day."""
    found: list[tuple[date, str]] = []
    for ref in of_kind_in(db, kind, scope) if scope else members(db, kind):
        shown = card(db, ref)
        day = shown.date.first_day if shown and shown.date else None
        if day is None or not may_appear_in(db, ref, "feed"):
            continue
        if has_come(db, day):
            found.append((day, ref))
        if len(found) == NEWEST:
            break
    return found


class PromiseNews(Struct, frozen=True, kw_only=True):
    """Something that happened to a promise on a day. ``what`` is ``made``, ``amended`` or the status it came to."""

    on: date
    ref: str
    what: str
    number: int = 0
    """Tells changes of one kind and day apart."""


@query(firewall=True)
def promise_news(db: Database) -> tuple[PromiseNews, ...]:
    """Return what last happened to promises, the last first."""
    found = sorted(_all_promise_news(db), key=lambda it: (it.on, it.ref, it.what, it.number), reverse=True)
    told: list[PromiseNews] = []
    for one in found:
        if has_come(db, one.on):
            told.append(one)
        if len(told) == NEWEST:
            break
    return tuple(told)


_TURNS = frozenset({"kept", "kept_late", "overdue", "withdrawn"})
"""What residents want to hear of: that a promise falls due soon stands in the calendar."""


def _all_promise_news(db: Database) -> Iterator[PromiseNews]:
    for ref in members(db, "commitment"):
        promise = card(db, ref)
        if promise is None or promise.standing is None:
            continue
        if promise.date and promise.date.first_day:
            yield PromiseNews(on=promise.date.first_day, ref=ref, what="made")
        for number, change in enumerate(promise.changes):
            told = change.published_on or (change.at.last_day if change.at else None)
            if told:
                yield PromiseNews(on=told, ref=ref, what="amended", number=number)
        yield from _turns(ref, promise.rounds or (promise.standing,))


def _turns(ref: str, standings: Iterable[Standing]) -> Iterator[PromiseNews]:
    seen: set[tuple[str, date]] = set()
    for standing in standings:
        if standing.status in _TURNS and standing.since and (standing.status, standing.since) not in seen:
            seen.add((standing.status, standing.since))
            yield PromiseNews(on=standing.since, ref=ref, what=standing.status)


@query(firewall=True)
def has_news(db: Database, scope: str) -> bool:
    """Whether there is anything to subscribe to."""
    return bool(promise_news(db) if scope == PROMISES else newest(db, scope))


@query(firewall=True)
def feed_scopes(db: Database) -> tuple[str, ...]:
    """Return everything that has a feed: the site, the promises, each community."""
    return tuple(scope for scope in (SITE, PROMISES, *members(db, "community")) if has_news(db, scope))


@query(firewall=True)
def calendar_scopes(db: Database) -> tuple[str, ...]:
    """Return everything that has a calendar."""
    return tuple(scope for scope in (SITE, *members(db, "community")) if any(_days_of(db, scope)))


def _days_of(db: Database, scope: str) -> Iterator[str]:
    for kind in DATED:
        for ref in of_kind_in(db, kind, scope) if scope else members(db, kind):
            if calendar_day(card(db, ref)):
                yield ref


def calendar_day(shown: Card | None) -> date | None:
    """Return the day of a record in calendars: of a drill or inspection its own, of a promise its deadline."""
    if shown is None:
        return None
    if shown.kind == "commitment":
        return shown.due.last_day if shown.type == "dated" and shown.due else None
    return shown.date.first_day if shown.date and shown.date.is_full else None


def feed_address(scope: str, form: str) -> str:
    """Return the address of a feed: ``feed.xml``, ``communities/x/feed.json``; or of a calendar: ``calendar.ics``."""
    name = "calendar.ics" if form == "ics" else f"feed.{form}"
    return f"{scope}/{name}" if scope else name
