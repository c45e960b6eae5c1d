"""How quickly people got out: a drill against its target and against the drills before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import Struct

from ..catalog import Card, Drill
from ..engine import Database
from ..listings import card, of_kind_in
from ..routes import address
from .page import Link
from .parts import BarView, Value
from .words import Words

MOST_EARLIER = 8
_CALLED_OFF = frozenset({"postponed", "cancelled"})
TimeRow = tuple[Value, ...]


class EvacuationView(Struct, frozen=True, kw_only=True):
    """``history`` are this drill and the earlier ones of its type, newest first, nothing where it is the first."""

    bar: BarView
    verdict: str
    progress: str
    history: tuple[TimeRow, ...]


def earlier_drills(db: Database, record: Drill) -> tuple[Card, ...]:
    """Return the last drills before this one, of its type and community, whose time is known; newest first."""
    _, before = _around(db, record)
    timed = (one for one in before if one.type == record.type and "evac_time_s" in one.figures)
    return tuple(islice(timed, MOST_EARLIER))


def following_drill(db: Database, record: Drill) -> Card | None:
    """Return the first drill after this one, of its type and community, that was not called off."""
    after, _ = _around(db, record)
    return next((one for one in after if one.type == record.type and one.state not in _CALLED_OFF), None)


def _around(db: Database, record: Drill) -> tuple[Iterator[Card], Iterator[Card]]:
    """Return the drills of the community after and before this one, the nearest first.

    They are looked up one by one, as far as they are asked for: a page rests on few of the many drills there may be.
    A date without its year is neither before nor after.
    """
    refs = of_kind_in(db, "drill", record.community)
    if record.date is None or not record.date.is_usable or record.ref not in refs:
        return iter(()), iter(())
    date, place = record.date.order, refs.index(record.ref)
    after = (one for one in _dated(db, reversed(refs[:place])) if one.date and one.date.order > date)
    before = (one for one in _dated(db, refs[place + 1 :]) if one.date and one.date.order < date)
    return after, before


def _dated(db: Database, refs: Iterable[str]) -> Iterator[Card]:
    cards = (card(db, ref) for ref in refs)
    return (found for found in cards if found and found.date and found.date.is_usable)


def evacuation_view(words: Words, record: Drill, earlier: tuple[Card, ...]) -> EvacuationView | None:
    """Return how this drill's evacuation compares, ``None`` when nobody took its time."""
    taken, target = record.evac_time_s, record.target_evac_s
    if taken is None:
        return None
    longest = max(taken, target or 0, *(_longest(one) for one in earlier), 1)
    now = (words("本次"), words.date(record.date), *_measured(words, taken, target, longest))
    return EvacuationView(
        bar=_bar(words, taken, target, max(taken, target or 0)),
        verdict=_verdict(words, taken, target),
        progress=_progress(words, taken, earlier),
        history=(now, *(_time_row(words, one, longest) for one in earlier)) if earlier else (),
    )


def _longest(drill: Card) -> int:
    return max(drill.figures["evac_time_s"], drill.figures.get("target_evac_s", 0))


def _time_row(words: Words, drill: Card, longest: int) -> TimeRow:
    measured = _measured(words, drill.figures["evac_time_s"], drill.figures.get("target_evac_s"), longest)
    return (Link(words.text(drill.title), address(drill.ref)), words.date(drill.date), *measured)


def _measured(words: Words, taken: int, target: int | None, longest: int) -> tuple[Value, Value, Value]:
    within = words("{time}以内", time=words.seconds(target)) if target else words.not_stated
    return (_bar(words, taken, target, longest), within, _against(words, taken, target))


def _bar(words: Words, taken: int, target: int | None, longest: int) -> BarView:
    return BarView(value=taken, of=longest, label=words.seconds(taken), mark=target or 0)


def _against(words: Words, taken: int, target: int | None) -> str:
    if not target:
        return words("没有定目标")
    if taken <= target:
        return words("达到目标")
    return words("超出{time}", time=words.seconds(taken - target))


def _verdict(words: Words, taken: int, target: int | None) -> str:
    if not target:
        return words("没有定下疏散目标时间。")
    if taken == target:
        return words("正好达到目标{target}。", target=words.seconds(target))
    difference, goal = words.seconds(abs(target - taken)), words.seconds(target)
    if taken < target:
        return words("目标{target}以内，快了{difference}，达到目标。", target=goal, difference=difference)
    return words("目标{target}以内，慢了{difference}，没有达到目标。", target=goal, difference=difference)


def _progress(words: Words, taken: int, earlier: tuple[Card, ...]) -> str:
    if not earlier:
        return ""
    before, date = earlier[0].figures["evac_time_s"], words.date(earlier[0].date)
    if taken == before:
        return words("与上一次（{date}）用时相同。", date=date)
    difference = words.seconds(abs(taken - before))
    if taken < before:
        return words("比上一次（{date}）快{difference}。", date=date, difference=difference)
    return words("比上一次（{date}）慢{difference}。", date=date, difference=difference)
