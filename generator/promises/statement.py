"""What the site tells of a promise today, as facts that the lock could hold. Made of public records only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from ..catalog import Commitment, Measure
from ..promise_lock import Event, Fact
from ..values import Text


class Statement(Struct, frozen=True):
    """The terms of a promise as they were first meant, and what was told of it since, in order."""

    terms: Fact
    further: tuple[Fact, ...] = ()

    def of(self, event: Event) -> tuple[Fact, ...]:
        """Return what was told since, of one kind."""
        return tuple(fact for fact in self.further if fact.event == event)


def statement_of(promise: Commitment) -> Statement:
    """Return what the site tells of ``promise``."""
    first = promise.original
    recurs = promise.recurs
    terms = Fact(
        event="published",
        promise=promise.ref,
        record=promise.made_in,
        kind=promise.type,
        partner=first.partner,
        made=_said(promise.made_at),
        due=_said(first.due),
        interval=recurs.interval if recurs else "",
        start=_said(recurs.anchor) if recurs else "",
        until=_said(recurs.until) if recurs else "",
        sample="yes" if promise.sample else "",
        **_wording("text", first.text),
        **_wording("owner", first.owner),
        **_measure(first.measure),
    )
    return Statement(terms, tuple(_further(promise)))


def _further(promise: Commitment) -> Iterator[Fact]:
    for change in promise.amendments:
        yield Fact(
            event="amended",
            promise=promise.ref,
            at=_said(change.at),
            due=_said(change.new_due),
            **_wording("text", change.new_text),
            **_wording("owner", change.new_owner),
            **_measure(change.new_measure),
            **_wording("reason", change.reason),
        )
    if promise.completed_at:
        yield Fact(event="completed", promise=promise.ref, at=_said(promise.completed_at))
    for period in sorted(promise.periods, key=lambda one: one.due):
        if period.completed_at:
            yield Fact(event="completed", promise=promise.ref, round=period.name, at=_said(period.completed_at))
    if promise.withdrawn:
        reason = _wording("reason", promise.withdrawn.reason)
        yield Fact(event="withdrawn", promise=promise.ref, at=_said(promise.withdrawn.at), **reason)


def _said(value: object) -> str:
    return str(value) if value else ""


def _wording(name: str, text: Text | None) -> dict[str, Any]:
    """Return words in both languages as pages show them: how lines were broken in the file says nothing."""
    zh, en = (text.zh, text.en) if text else ("", "")
    return {name: " ".join(zh.split()), f"{name}_en": " ".join(en.split())}


def _measure(measure: Measure | None) -> dict[str, Any]:
    metric, target = (measure.metric, measure.target) if measure else (None, None)
    return {**_wording("metric", metric), "target": _said(target)}
