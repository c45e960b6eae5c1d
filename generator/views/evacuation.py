"""How quickly people got out: a drill against its target and against the drills before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..catalog import Card, Drill
from ..engine import Database
from ..listings import card, of_kind_in
from ..routes import address
from .page import Link
from .parts import day
from .words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeView:
    """The time of one drill. ``value`` of ``of`` is the length of its bar; ``link`` is missing for the page's own."""

    label: str
    seconds: str
    value: int
    of: int
    target: str = ""
    date: str = ""
    link: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvacuationView:
    """``times`` are this drill's and its target's; ``history`` this drill and the earlier ones, newest first."""

    verdict: str
    progress: str
    times: tuple[TimeView, ...]
    history: tuple[TimeView, ...]


def sisters(db: Database, record: Drill) -> tuple[Card, ...]:
    """Return the other drills of this type in the community, newest first."""
    cards = (card(db, ref) for ref in of_kind_in(db, "drill", record.community) if ref != record.ref)
    return tuple(other for other in cards if other and other.type == record.type)


def evacuation_view(words: Words, record: Drill, others: tuple[Card, ...]) -> EvacuationView | None:
    """Return how this drill's evacuation compares, ``None`` when nobody took its time."""
    if record.evac_time_s is None:
        return None
    earlier = tuple(_earlier(record, others))
    seconds = [record.evac_time_s, record.target_evac_s or 0, *(n for one in earlier for n in one.figures.values())]
    return EvacuationView(
        verdict=_verdict(words, record.evac_time_s, record.target_evac_s),
        progress=_progress(words, record.evac_time_s, earlier),
        times=tuple(_times(words, record)),
        history=tuple(_history(words, record, earlier, max(seconds))) if earlier else (),
    )


def _earlier(record: Drill, others: tuple[Card, ...]) -> Iterator[Card]:
    """Yield the drills before this one whose time is known. A date without its year is neither before nor after."""
    if record.date and record.date.is_usable:
        for other in others:
            is_before = other.date and other.date.is_usable and other.date.order < record.date.order
            if is_before and "evac_time_s" in other.figures:
                yield other


def _verdict(words: Words, taken: int, target: int | None) -> str:
    if target is None:
        return words("没有定下疏散目标时间。")
    if taken == target:
        return words("正好达到目标。")
    difference = words.seconds(abs(target - taken))
    if taken < target:
        return words("比目标快{difference}，达到目标。", difference=difference)
    return words("比目标慢{difference}，没有达到目标。", difference=difference)


def _progress(words: Words, taken: int, earlier: tuple[Card, ...]) -> str:
    if not earlier:
        return ""
    last = earlier[0]
    before, date = last.figures["evac_time_s"], words.date(last.date)
    if taken == before:
        return words("与上一次（{date}）用时相同。", date=date)
    difference = words.seconds(abs(taken - before))
    if taken < before:
        return words("比上一次（{date}）快{difference}。", date=date, difference=difference)
    return words("比上一次（{date}）慢{difference}。", date=date, difference=difference)


def _times(words: Words, record: Drill) -> Iterator[TimeView]:
    taken, target = record.evac_time_s or 0, record.target_evac_s
    longest = max(taken, target or 0)
    yield TimeView(label=words("疏散用时"), seconds=words.seconds(taken), value=taken, of=longest)
    if target is not None:
        yield TimeView(label=words("目标"), seconds=words.seconds(target), value=target, of=longest)


def _history(words: Words, record: Drill, earlier: tuple[Card, ...], longest: int) -> Iterator[TimeView]:
    yield TimeView(
        label=words("本次"),
        seconds=words.seconds(record.evac_time_s),
        value=record.evac_time_s or 0,
        of=longest,
        target=words.seconds(record.target_evac_s),
        date=day(words, record.date),
    )
    for one in earlier:
        title = words.text(one.title)
        yield TimeView(
            label=title,
            seconds=words.seconds(one.figures["evac_time_s"]),
            value=one.figures["evac_time_s"],
            of=longest,
            target=words.seconds(one.figures.get("target_evac_s")),
            date=words.date(one.date),
            link=Link(title, address(one.ref)),
        )
