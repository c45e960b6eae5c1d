"""How promises add up: kept against due, and beside it, always, those that nobody can judge yet."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from ..engine import Database, query
from ..listings import card, members, tally
from ..vocabulary import STATUSES
from .parts import BadgeView
from .words import Words

ASPIRATION = "aspiration"


class StatusCount(Struct, frozen=True, kw_only=True):
    """How many promises have a status. ``url`` lists them, ``""`` where there are none."""

    badge: BadgeView
    count: int
    url: str
    meaning: str


class ScoreView(Struct, frozen=True, kw_only=True):
    """Promises counted. ``judged`` is the denominator: those whose day has come, kept, kept late or overdue.

    ``due`` are these three, which add up to ``judged``; ``open`` are the others, ``aspirations`` last among them.
    ``has_samples``: made-up promises of the site are among the numbers, which must be said beside them. ``until`` is
    the last day on which the date alone leaves them as they are, ``changes_on`` the day after; ``""``: they stay.
    """

    kept: int
    judged: int
    total: int
    due: tuple[StatusCount, ...]
    open: tuple[StatusCount, ...]
    amended: int
    aspirations: StatusCount
    has_samples: bool
    until: str = ""
    changes_on: str = ""


def status_address(key: str) -> str:
    """Return the address of the list of promises that have a status."""
    return f"commitments/status/{key.replace('_', '-')}/"


def score(db: Database, words: Words, scope: str = "") -> ScoreView:
    """Return the count of promises of the site (``""``), a community or an owner."""
    counted = tally(db, scope)
    counts = {choice.key: _count(words, choice.key, counted.of(choice.key)) for choice in STATUSES}
    aspirations = _count(words, ASPIRATION, counted.aspirations)
    judged = [counts.pop(key) for key in ("kept", "kept_late", "overdue")]
    until = counted.changes_on - timedelta(days=1) if counted.changes_on else None
    return ScoreView(
        kept=counted.of("kept"),
        judged=counted.judged,
        total=counted.total,
        due=tuple(judged),
        open=(*counts.values(), aspirations),
        amended=counted.amended,
        aspirations=aspirations,
        has_samples=_has_samples(db),
        until=words.date(until) if until else "",
        changes_on=words.iso(counted.changes_on),
    )


@query
def _has_samples(db: Database) -> bool:
    """Whether some promises are samples. A query of its own, so that pages depend on the answer, not on every card."""
    cards = (card(db, ref) for ref in members(db, "commitment"))
    return any(one.sample for one in cards if one)


@query(firewall=True)
def counts_hold(db: Database) -> tuple[date | None, date | None]:
    """Return since which day all these numbers are as they are, and on which day the first of them may change."""
    found = (card(db, ref) for ref in members(db, "commitment"))
    standings = [one for shown in found if shown and shown.standing for one in shown.rounds or (shown.standing,)]
    since = max((one.since for one in standings if one.since), default=None)
    return since, min((one.next_change_on for one in standings if one.next_change_on), default=None)


def _count(words: Words, key: str, count: int) -> StatusCount:
    return StatusCount(
        badge=BadgeView(key=key, label=status_label(words, key)),
        count=count,
        url=status_address(key) if count else "",
        meaning=meaning(words, key),
    )


def status_label(words: Words, key: str) -> str:
    """Return the name of a status; an aspiration is listed beside the statuses though it has none."""
    return words("愿景") if key == ASPIRATION else words.label(STATUSES, key)


def meaning(words: Words, key: str) -> str:
    """Return in one sentence what a status says."""
    return {
        "kept": words("在期限内做到，并有经采信的佐证。"),
        "kept_late": words("做到了，但晚于原定期限。"),
        "overdue": words("期限已过，还没有做到。"),
        "due_soon": words("期限快到，还没有做到。"),
        "on_track": words("期限未到，正在办理。"),
        "unverified": words("说已完成，但还没有经采信的佐证，不算兑现。"),
        "undated": words("没有写明期限，无法判断是否按时，不算按期推进。"),
        "withdrawn": words("已说明不再履行；原因和记录保留，不删除。"),
        ASPIRATION: words("有意愿，但没有明确责任单位、期限或衡量办法，不算承诺。"),
    }[key]
