"""The status of promises, derived from dates and evidence (domain brief §3.6). Nobody writes it.

Today enters only as a question about thresholds, "has this day come?", so that whatever shows a status changes on
the day the status does and on no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import pairwise

from msgspec import Struct, structs

from .catalog import Period, Standing
from .models.parts import Amendment, Evidence, Occurrence, Promise
from .promise_lock import Effects, key
from .values import FuzzyDate, last_day_of

HasCome = Callable[[date], bool]

_LONG_AGO = date.min
_DAY = timedelta(days=1)
_MONTHS = {"P1M": 1, "P3M": 3, "P6M": 6, "P1Y": 12}
_MOST_ROUNDS = 3000


class Publicity(Struct, frozen=True):
    """What the promise lock knows of a promise: whether it is in it, and since when changes of it are public."""

    effects: Effects = Effects()
    is_locked: bool = False


class Timeline(Struct, frozen=True):
    """What the status of one promise, or of one round of it, depends on.

    ``published`` says of each amendment when it was published, ``None`` where it counts from the day it is dated.
    """

    due: date | None
    amendments: tuple[tuple[date, date | None], ...] = ()
    completed: date | None = None
    evidence: tuple[date, ...] = ()
    withdrawn: date | None = None
    published: tuple[date | None, ...] = ()


NOT_LOCKED = Publicity()


def _never(day: date) -> bool:
    return False


def timeline_of(promise: Promise, publicity: Publicity = NOT_LOCKED, has_come: HasCome = _never) -> Timeline:
    """Return what counts of ``promise``: accepted evidence, usable dates.

    A change counts from the day it was published, where that is known: one that is dated back moves no date that
    residents have seen pass.
    """
    timeline = Timeline(
        due=promise.due.last_day if promise.due else None,
        completed=last_day_of(promise.completed_at),
        evidence=_accepted(promise.evidence),
        withdrawn=withdrawn_on(promise, publicity),
    )
    for change in promise.amendments:
        if change.at and change.at.last_day and change.at.is_full:
            timeline = structs.replace(
                timeline,
                amendments=(*timeline.amendments, (change.at.last_day, last_day_of(change.new_due))),
                published=(*timeline.published, _published_on(change, timeline, publicity, has_come)),
            )
    return timeline


def _published_on(change: Amendment, so_far: Timeline, publicity: Publicity, has_come: HasCome) -> date | None:
    """Return since when an amendment is public; ``None`` for one that is as old as the promise, or older than the lock.

    One that the lock does not know yet is published today. All that matters of today is whether it comes too late.
    """
    effects, name = publicity.effects, key("amended", change.at, change.new_due)
    if name in effects.days or name in effects.at_first or not publicity.is_locked:
        return effects.days.get(name)
    judging = _dues_on(so_far, date.max).judging
    return date.max if judging is not None and has_come(judging + _DAY) else None


def withdrawn_on(promise: Promise, publicity: Publicity = NOT_LOCKED) -> date | None:
    """Return the day on which a promise was given up: not before residents were told."""
    dated = last_day_of(promise.withdrawn.at) if promise.withdrawn else None
    told = publicity.effects.days.get(key("withdrawn"))
    return max(dated, told) if dated and told else dated


def _accepted(evidence: Iterable[Evidence]) -> tuple[date, ...]:
    """Return the days of the evidence that counts. A photo of a person alone proves nothing (§3.5)."""
    counts = (item for item in evidence if item.accepted and not (item.kind == "photo" and item.shows_person))
    return tuple(sorted(day for item in counts if (day := last_day_of(item.at))))


class _Dues(Struct, frozen=True):
    """The due dates of a promise on a day: the one in force, the one it is judged by, and how it came to them."""

    current: date | None
    judging: date | None
    is_amended: bool
    is_amended_late: bool


def _dues_on(timeline: Timeline, day: date) -> _Dues:
    current = judging = timeline.due
    is_late = is_amended = False
    for position, (decided, new_due) in enumerate(timeline.amendments):
        published = timeline.published[position] if timeline.published else None
        if decided > day:
            break
        is_amended = True
        if new_due is None:
            continue
        if judging is not None and max(decided, published or decided) > judging:
            is_late = True
        else:
            judging = new_due
        current = new_due
    return _Dues(current, judging, is_amended, is_late)


def as_amended(promise: Promise, has_come: HasCome) -> Promise:
    """Return ``promise`` in the words, and with the owner, target and due date, that hold today.

    A new due date without its year holds nothing. A new owner takes the place of the partner unit too.
    """
    for change in promise.amendments:
        decided = last_day_of(change.at)
        if decided is None or not has_come(decided):
            continue
        new_due = change.new_due if change.new_due and change.new_due.is_usable else promise.due
        promise = structs.replace(
            promise,
            text=change.new_text or promise.text,
            owner=change.new_owner or promise.owner,
            partner="" if change.new_owner else promise.partner,
            measure=change.new_measure or promise.measure,
            due=new_due,
        )
    return promise


def judging_due(promise: Promise, timeline: Timeline) -> FuzzyDate | None:
    """Return the due date that ``promise`` is judged by, as written: a change that came too late moves it not."""
    judging = _dues_on(timeline, date.max).judging
    written = (promise.due, *(change.new_due for change in promise.amendments))
    return next((due for due in reversed(written) if due and due.last_day == judging), None)


def status_on(timeline: Timeline, day: date, warn_days: int) -> tuple[str, tuple[str, ...]]:
    """Return status and flags on ``day``: the first rule of §3.6 that matches."""
    dues = _dues_on(timeline, day)
    flags = ("amended_after_due",) if dues.is_amended_late else ("amended",) if dues.is_amended else ()
    if timeline.withdrawn and timeline.withdrawn <= day:
        return "withdrawn", flags
    if timeline.completed and timeline.completed <= day:
        if not any(proved <= day for proved in timeline.evidence):
            is_past = dues.judging is not None and day > dues.judging
            return "unverified", (*flags, "past_due") if is_past else flags
        is_kept = dues.judging is None or timeline.completed <= dues.judging
        return "kept" if is_kept else "kept_late", flags
    if dues.current is None:
        return "undated", flags
    if day > dues.current:
        return "overdue", flags
    return "due_soon" if (dues.current - day).days <= warn_days else "on_track", flags


def thresholds(timeline: Timeline, warn_days: int) -> tuple[date, ...]:
    """Return every day on which the status may change, in order."""
    days = {
        timeline.withdrawn,
        timeline.completed,
        *timeline.evidence,
        *(decided for decided, _ in timeline.amendments),
    }
    for due in (timeline.due, *(new_due for _, new_due in timeline.amendments)):
        if due is not None:
            days |= {due + _DAY, due - timedelta(days=warn_days)}
    return tuple(sorted(day for day in days if day is not None))


def standing(timeline: Timeline, has_come: HasCome, warn_days: int) -> Standing:
    """Return the standing of a promise today, since when it has it, and when it changes next."""
    days = thresholds(timeline, warn_days)
    come = 0
    while come < len(days) and has_come(days[come]):
        come += 1
    past, future = days[:come], days[come:]
    status, flags = status_on(timeline, past[-1] if past else _LONG_AGO, warn_days)
    since = None
    for earlier, day in reversed(list(pairwise((_LONG_AGO, *past)))):
        since = day
        if status_on(timeline, earlier, warn_days)[0] != status:
            break
    else:
        since = None
    change = next((day for day in future if status_on(timeline, day, warn_days) != (status, flags)), None)
    then = status_on(timeline, change, warn_days)[0] if change else ""
    next_status = then if then != status else ""
    return Standing(status=status, flags=flags, since=since, next_change_on=change, next_status=next_status)


# -- recurring promises ------------------------------------------------------------------------------


def rounds(
    promise: Promise, has_come: HasCome, warn_days: int, publicity: Publicity = NOT_LOCKED
) -> tuple[tuple[Period, ...], Standing]:
    """Return the rounds of a recurring promise that have begun, newest first, and the standing of the whole.

    The whole is overdue while any round is; else it stands as its newest round does. Once withdrawn it stays so, but
    what became of the rounds before that day stays on record.
    """
    assert promise.recurs is not None
    withdrawn = withdrawn_on(promise, publicity)
    begun: list[Period] = []
    next_start = None
    for start, last, name in _calendar(promise):
        if withdrawn is not None and withdrawn <= start:
            break
        if not has_come(start):
            next_start = start
            break
        begun.append(_round(promise, name, last, withdrawn, has_come, warn_days))
    begun.reverse()
    changes = [period.standing.next_change_on for period in begun] + [next_start, withdrawn]
    coming = min((day for day in changes if day is not None and not has_come(day)), default=None)
    if withdrawn is not None and has_come(withdrawn):
        return tuple(begun), Standing(status="withdrawn", since=withdrawn, next_change_on=coming)
    missed = [period for period in begun if period.standing.status == "overdue"]
    chosen = missed[-1] if missed else begun[0] if begun else None  # newest first: the last was missed longest
    if chosen is None:
        return (), Standing(status="on_track", next_change_on=coming)
    return tuple(begun), structs.replace(chosen.standing, next_change_on=coming, next_status="")


def _round(
    promise: Promise, name: str, last: date, withdrawn: date | None, has_come: HasCome, warn_days: int
) -> Period:
    done = next((occurrence for occurrence in promise.occurrences if occurrence.period == name), Occurrence())
    # A round that was over when the promise was withdrawn is judged like any other: lateness cannot be erased.
    ended = withdrawn if withdrawn is not None and withdrawn <= last else None
    timeline = Timeline(last, (), last_day_of(done.completed_at), _accepted(done.evidence), ended)
    return Period(name=name, due=last, completed_at=done.completed_at, standing=standing(timeline, has_come, warn_days))


def _calendar(promise: Promise) -> Iterable[tuple[date, date, str]]:
    """Yield first day, last day and name of the calendar periods of ``promise``, oldest first."""
    recurs = promise.recurs
    if recurs is None or recurs.anchor is None or recurs.anchor.first_day is None:
        return
    months = _MONTHS.get(recurs.interval, 12)
    until = recurs.until.last_day if recurs.until else None
    year, month = recurs.anchor.first_day.year, recurs.anchor.first_day.month
    index = (year * 12 + month - 1) // months
    for number in range(index, index + _MOST_ROUNDS):
        start = _first_of_month(number * months)
        if until is not None and start > until:
            return
        yield start, _first_of_month((number + 1) * months) - _DAY, _period_name(start, recurs.interval)


def _first_of_month(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def _period_name(start: date, interval: str) -> str:
    if interval == "P3M":
        return f"{start.year}-Q{(start.month + 2) // 3}"
    if interval == "P6M":
        return f"{start.year}-H{1 if start.month == 1 else 2}"
    return f"{start.year}" if interval == "P1Y" else f"{start.year}-{start.month:02d}"
