"""The status of a promise follows from its dates and its evidence (domain brief §3.6), on every day of its life."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.commitments import Timeline, rounds, standing, status_on, thresholds, timeline_of
from generator.models.parts import Amendment, Evidence, Occurrence, Promise, Recurrence, Withdrawal
from generator.values import FuzzyDate, parse_date

WARN = 14
DUE = date(2026, 6, 30)


def day(text: str) -> date:
    """Return a day of 2026 from ``06-30``, or any day from ``2027-06-30``."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def when(text: str) -> FuzzyDate:
    return parse_date(f"2026-{text}" if len(text) == 5 else text)


def proof(text: str, **more: Any) -> Evidence:
    return Evidence(kind="measurement", at=when(text), accepted=True, **more)


def amended(decided: str, due: str) -> Amendment:
    return Amendment(at=when(decided), new_due=when(due))


def on(as_of: str, promise: Promise) -> tuple[str, tuple[str, ...]]:
    """Return status and flags of ``promise`` on a day."""
    return status_on(timeline_of(promise), day(as_of), WARN)


# -- the table of the brief ----------------------------------------------------------------------------

_DONE = Promise(due=FuzzyDate(2026, 6, 30), completed_at=when("06-30"), evidence=(proof("07-05"),))
_LATE = Promise(due=FuzzyDate(2026, 6, 30), completed_at=when("07-02"), evidence=(proof("07-02"),))
_MOVED = Promise(
    due=FuzzyDate(2026, 6, 30), completed_at=when("09-01"), evidence=(proof("09-01"),),
    amendments=(amended("06-20", "2026-09-30"),),
)  # fmt: skip
_MOVED_LATE = Promise(
    due=FuzzyDate(2026, 6, 30), completed_at=when("09-01"), evidence=(proof("09-01"),),
    amendments=(amended("07-20", "2026-09-30"),),
)  # fmt: skip
_PLAIN = Promise(due=FuzzyDate(2026, 6, 30))
_WITHDRAWN = Promise(due=FuzzyDate(2026, 6, 30), withdrawn=Withdrawal(at=when("08-01")))


@pytest.mark.parametrize(
    ("promise", "as_of", "status", "flags"),
    [
        (_PLAIN, "06-15", "on_track", ()),
        (_PLAIN, "06-16", "due_soon", ()),
        (_PLAIN, "06-30", "due_soon", ()),
        (_PLAIN, "07-01", "overdue", ()),
        (Promise(due=FuzzyDate(2026, 6)), "06-30", "due_soon", ()),
        (Promise(due=FuzzyDate(2026, 6)), "07-01", "overdue", ()),
        (Promise(due=FuzzyDate(2026)), "12-31", "due_soon", ()),
        (Promise(due=FuzzyDate(2026)), "2027-01-01", "overdue", ()),
        (Promise(), "07-01", "undated", ()),
        (Promise(due=FuzzyDate(None, 10, 14)), "12-01", "undated", ()),
        (_DONE, "06-29", "due_soon", ()),
        (_DONE, "06-30", "unverified", ()),
        (_DONE, "07-01", "unverified", ("past_due",)),
        (_DONE, "07-04", "unverified", ("past_due",)),
        (_DONE, "07-05", "kept", ()),
        (_DONE, "07-06", "kept", ()),
        (_LATE, "07-01", "overdue", ()),
        (_LATE, "07-06", "kept_late", ()),
        (_MOVED, "06-19", "due_soon", ()),
        (_MOVED, "06-20", "on_track", ("amended",)),
        (_MOVED, "10-01", "kept", ("amended",)),
        (_MOVED_LATE, "07-19", "overdue", ()),
        (_MOVED_LATE, "07-20", "on_track", ("amended_after_due",)),
        (_MOVED_LATE, "10-01", "kept_late", ("amended_after_due",)),
        (_WITHDRAWN, "07-01", "overdue", ()),
        (_WITHDRAWN, "07-31", "overdue", ()),
        (_WITHDRAWN, "08-01", "withdrawn", ()),
    ],
)
def test_the_first_rule_that_matches_decides(promise: Promise, as_of: str, status: str, flags: tuple[str, ...]) -> None:
    assert on(as_of, promise) == (status, flags)


# -- what counts ---------------------------------------------------------------------------------------


def test_evidence_counts_once_it_is_accepted() -> None:
    waiting = Evidence(kind="measurement", at=when("06-01"))
    promise = Promise(due=FuzzyDate(2026, 6, 30), completed_at=when("06-01"), evidence=(waiting,))
    assert on("06-15", promise)[0] == "unverified"


def test_a_photo_of_people_alone_proves_nothing() -> None:
    people = Evidence(kind="photo", at=when("06-01"), accepted=True, shows_person=True)
    promise = Promise(due=FuzzyDate(2026, 6, 30), completed_at=when("06-01"), evidence=(people,))
    assert on("06-15", promise)[0] == "unverified"
    lamp = Evidence(kind="photo", at=when("06-02"), accepted=True)
    promise = Promise(due=FuzzyDate(2026, 6, 30), completed_at=when("06-01"), evidence=(people, lamp))
    assert on("06-15", promise)[0] == "kept"


def test_evidence_without_a_completion_keeps_nothing() -> None:
    assert on("07-01", Promise(due=FuzzyDate(2026, 6, 30), evidence=(proof("06-01"),)))[0] == "overdue"


def test_what_was_done_without_a_due_date_is_kept() -> None:
    assert on("07-01", Promise(completed_at=when("06-01"), evidence=(proof("06-01"),))) == ("kept", ())


def test_an_undated_promise_that_is_given_a_due_date_is_judged_by_it() -> None:
    promise = Promise(amendments=(amended("06-01", "2026-08-31"),))
    assert on("05-31", promise) == ("undated", ())
    assert on("06-01", promise) == ("on_track", ("amended",))
    assert on("09-01", promise) == ("overdue", ("amended",))


def test_a_change_of_words_alone_moves_no_due_date() -> None:
    promise = Promise(due=FuzzyDate(2026, 6, 30), amendments=(Amendment(at=when("07-20")),))
    assert on("07-21", promise) == ("overdue", ("amended",))


def test_a_change_on_the_due_date_itself_is_in_time() -> None:
    assert on("07-01", Promise(due=FuzzyDate(2026, 6, 30), amendments=(amended("06-30", "2026-09-30"),))) == (
        "on_track",
        ("amended",),
    )


def test_lateness_cannot_be_erased_by_a_second_change() -> None:
    """The second change is in time for the due date that the first one, too late, had set."""
    promise = Promise(
        due=FuzzyDate(2026, 6, 30),
        amendments=(amended("07-20", "2026-08-31"), amended("08-10", "2026-12-31")),
        completed_at=when("10-01"),
        evidence=(proof("10-01"),),
    )
    assert on("09-01", promise) == ("on_track", ("amended_after_due",))
    assert on("10-01", promise) == ("kept_late", ("amended_after_due",))


def test_an_earlier_due_date_is_the_one_that_counts() -> None:
    promise = Promise(due=FuzzyDate(2026, 12, 31), amendments=(amended("06-01", "2026-06-30"),))
    assert on("07-01", promise) == ("overdue", ("amended",))


def test_a_promise_that_was_kept_can_still_be_withdrawn_later() -> None:
    promise = Promise(
        due=FuzzyDate(2026, 6, 30), completed_at=when("06-01"), evidence=(proof("06-01"),),
        withdrawn=Withdrawal(at=when("08-01")),
    )  # fmt: skip
    assert [on(as_of, promise)[0] for as_of in ("07-31", "08-01")] == ["kept", "withdrawn"]


@pytest.mark.parametrize("warn_days", [0, 1, 14, 60])
def test_due_soon_begins_so_many_days_before(warn_days: int) -> None:
    timeline = Timeline(DUE)
    first = DUE - timedelta(days=warn_days)
    found = [
        status_on(timeline, first + timedelta(days=step), warn_days)[0] for step in (-1, 0, warn_days, warn_days + 1)
    ]
    assert found == ["on_track", "due_soon", "due_soon", "overdue"]


# -- since when, and until when ------------------------------------------------------------------------

_START = date(2026, 1, 1)
_SPAN = 130
_days = st.integers(0, 100).map(lambda number: _START + timedelta(days=number))


@st.composite
def _timelines(draw: st.DrawFn) -> Timeline:
    decided = sorted(draw(st.lists(_days, max_size=3)))
    return Timeline(
        due=draw(st.none() | _days),
        amendments=tuple((one, draw(st.none() | _days)) for one in decided),
        completed=draw(st.none() | _days),
        evidence=tuple(sorted(draw(st.lists(_days, max_size=2)))),
        withdrawn=draw(st.none() | _days),
    )


_LIFE = [_START + timedelta(days=number - 20) for number in range(_SPAN)]


@given(_timelines(), st.integers(0, 20))
def test_a_status_changes_on_thresholds_only(timeline: Timeline, warn_days: int) -> None:
    marks = set(thresholds(timeline, warn_days))
    for before, after in pairwise(_LIFE):
        if status_on(timeline, before, warn_days) != status_on(timeline, after, warn_days):
            assert after in marks


@given(_timelines(), st.integers(0, 15), st.integers(20, _SPAN - 1))
def test_a_standing_is_what_looking_at_every_day_tells(timeline: Timeline, warn_days: int, number: int) -> None:
    today = _LIFE[number]
    found = standing(timeline, lambda one: one <= today, warn_days)
    by_day = {one: status_on(timeline, one, warn_days) for one in _LIFE}
    assert (found.status, found.flags) == by_day[today]
    changes = [after for before, after in pairwise(_LIFE) if by_day[before] != by_day[after]]
    of_status = [after for before, after in pairwise(_LIFE) if by_day[before][0] != by_day[after][0]]
    assert found.since == max((one for one in of_status if one <= today), default=None)
    assert found.next_change_on == min((one for one in changes if one > today), default=None)
    if found.next_change_on:
        then = by_day[found.next_change_on][0]
        assert found.next_status == (then if then != found.status else "")


@given(_timelines(), st.integers(0, 15), st.integers(20, _SPAN - 1))
def test_a_standing_asks_of_today_only_whether_thresholds_have_come(
    timeline: Timeline, warn_days: int, number: int
) -> None:
    asked: list[date] = []

    def has_come(one: date) -> bool:
        asked.append(one)
        return one <= _LIFE[number]

    standing(timeline, has_come, warn_days)
    assert set(asked) <= set(thresholds(timeline, warn_days))
    assert sum(not has_come(one) for one in set(asked)) <= 1, "no day after the next one is asked for"


@given(_timelines())
def test_what_is_kept_late_was_once_overdue_or_unproved(timeline: Timeline) -> None:
    statuses = [status_on(timeline, one, 0)[0] for one in _LIFE]
    if "kept_late" in statuses:
        assert timeline.completed is not None
        dues = [timeline.due, *(due for _, due in timeline.amendments)]
        assert any(due is not None and due < timeline.completed for due in dues)


# -- recurring promises --------------------------------------------------------------------------------


def _recurring(interval: str = "P3M", anchor: str = "2026-01", *done: Occurrence, **more: Any) -> Promise:
    return Promise(
        kind="recurring", recurs=Recurrence(interval=interval, anchor=when(anchor)), occurrences=done, **more
    )


def _kept(period: str, completed: str) -> Occurrence:
    return Occurrence(period=period, completed_at=when(completed), evidence=(proof(completed),))


def _rounds(promise: Promise, as_of: str) -> list[tuple[str, str]]:
    return [(one.name, one.standing.status) for one in rounds(promise, _until(day(as_of)), WARN)[0]]


def _until(today: date) -> Callable[[date], bool]:
    return lambda one: one <= today


def test_every_round_has_a_status_of_its_own_newest_first() -> None:
    promise = _recurring("P3M", "2026-01", _kept("2026-Q1", "03-20"), _kept("2026-Q2", "07-02"))
    assert _rounds(promise, "09-20") == [("2026-Q3", "due_soon"), ("2026-Q2", "kept_late"), ("2026-Q1", "kept")]


@pytest.mark.parametrize(
    ("interval", "anchor", "names", "due"),
    [
        ("P1M", "2026-01", ["2026-01", "2026-02", "2026-03"], "02-28"),
        ("P3M", "2025-11", ["2025-Q4", "2026-Q1"], "2025-12-31"),
        ("P6M", "2025-07", ["2025-H2", "2026-H1"], "2025-12-31"),
        ("P1Y", "2025", ["2025", "2026"], "2025-12-31"),
    ],
)
def test_rounds_are_the_periods_of_the_calendar(interval: str, anchor: str, names: list[str], due: str) -> None:
    begun, _ = rounds(_recurring(interval, anchor), _until(date(2026, 3, 15)), WARN)
    assert [one.name for one in reversed(begun)] == names
    assert day(due) in [one.due for one in begun]


def test_a_round_begins_on_its_first_day() -> None:
    promise = _recurring()
    assert _rounds(promise, "03-31") == [("2026-Q1", "due_soon")]
    assert _rounds(promise, "04-01") == [("2026-Q2", "on_track"), ("2026-Q1", "overdue")]


def test_before_its_first_round_a_promise_is_on_track() -> None:
    begun, whole = rounds(_recurring("P3M", "2026-04"), _until(date(2026, 3, 1)), WARN)
    assert (begun, whole.status, whole.next_change_on) == ((), "on_track", date(2026, 4, 1))


def test_the_whole_is_overdue_while_any_round_is() -> None:
    promise = _recurring("P3M", "2026-01", _kept("2026-Q2", "05-01"))
    assert rounds(promise, _until(date(2026, 8, 1)), WARN)[1].status == "overdue"
    promise = _recurring("P3M", "2026-01", _kept("2026-Q1", "04-02"), _kept("2026-Q2", "05-01"))
    assert rounds(promise, _until(date(2026, 8, 1)), WARN)[1].status == "on_track"


def test_rounds_end_where_the_promise_does() -> None:
    promise = Promise(
        kind="recurring", recurs=Recurrence(interval="P3M", anchor=when("2026-01"), until=when("2026-06"))
    )
    assert [name for name, _ in _rounds(promise, "12-01")] == ["2026-Q2", "2026-Q1"]


def test_a_withdrawal_ends_the_rounds_and_erases_no_lateness() -> None:
    promise = _recurring("P3M", "2026-01", _kept("2026-Q2", "05-01"), withdrawn=Withdrawal(at=when("08-10")))
    assert _rounds(promise, "12-01") == [("2026-Q3", "withdrawn"), ("2026-Q2", "kept"), ("2026-Q1", "overdue")]
    _, whole = rounds(promise, _until(date(2026, 12, 1)), WARN)
    assert (whole.status, whole.since) == ("withdrawn", date(2026, 8, 10))


_INTERVALS = st.sampled_from(["P1M", "P3M", "P6M", "P1Y"])
_PERIODS = st.sampled_from(["2026-01", "2026-02", "2026-03", "2026-Q1", "2026-Q2", "2026-H1", "2026", "2025-Q4"])


@st.composite
def _recurrings(draw: st.DrawFn) -> Promise:
    def full(one: date | None) -> FuzzyDate | None:
        return FuzzyDate(one.year, one.month, one.day) if one else None

    done = []
    for period in draw(st.lists(_PERIODS, max_size=3, unique=True)):
        at = draw(_days)
        evidence = (Evidence(kind="reply", at=full(draw(_days)), accepted=True),) if draw(st.booleans()) else ()
        done.append(Occurrence(period=period, completed_at=full(at), evidence=evidence))
    withdrawn = draw(st.none() | _days)
    return Promise(
        kind="recurring",
        recurs=Recurrence(
            interval=draw(_INTERVALS),
            anchor=FuzzyDate(2025, draw(st.integers(9, 12))),
            until=draw(st.sampled_from([None, FuzzyDate(2026, 2)])),
        ),
        occurrences=tuple(done),
        withdrawn=Withdrawal(at=full(withdrawn)) if withdrawn else None,
    )


@given(_recurrings(), st.integers(20, _SPAN - 2))
def test_the_next_change_of_rounds_is_what_looking_at_every_day_tells(promise: Promise, number: int) -> None:
    def seen(one: date) -> tuple[Any, ...]:
        begun, whole = rounds(promise, _until(one), WARN)
        return (
            whole.status,
            whole.flags,
            tuple((each.name, each.standing.status, each.standing.flags) for each in begun),
        )

    today = _LIFE[number]
    _, whole = rounds(promise, _until(today), WARN)
    change = next((one for one in _LIFE[number + 1 :] if seen(one) != seen(today)), None)
    if change is not None or (whole.next_change_on and whole.next_change_on <= _LIFE[-1]):
        assert whole.next_change_on == change
