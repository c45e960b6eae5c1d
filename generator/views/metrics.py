"""Outcome metrics: values over time, drawn against what they are to reach."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from ..catalog import Outcome, Point
from ..routes import address
from ..values import Qualifier, Quantity
from ..vocabulary import DIRECTIONS
from .figures import exact
from .page import Link
from .parts import BadgeView, BarView, FactRow, Value
from .words import Words


class MetricView(Struct, frozen=True, kw_only=True):
    """A metric at a glance: its newest value, of when, from how many, and whether it reached its target."""

    link: Link
    value: str
    number: str
    unit: str
    period: str = ""
    basis: str = ""
    before: str = ""
    target: str = ""
    reached: BadgeView | None = None
    sample: bool = False


def metric_view(words: Words, outcome: Outcome) -> MetricView:
    """Return the newest state of a metric."""
    newest = points(outcome)[0] if outcome.points else None
    unit = words.text(outcome.unit)
    value = newest.value if newest else None
    number = exact(value)
    return MetricView(
        link=Link(words.text(outcome.name), address(outcome.ref)),
        value=words.quantity(value, unit),
        number=words.number(number) if number is not None else "",
        unit=words.unit(value.unit if value else "") or unit,
        period=words.period(newest.period) if newest and newest.period else "",
        basis=basis(words, newest) if newest else "",
        before=words.quantity(outcome.baseline, unit) if outcome.baseline else "",
        target=words.quantity(outcome.target, unit) if outcome.target else "",
        reached=reached(words, outcome, value),
        sample=outcome.sample,
    )


def points(outcome: Outcome) -> tuple[Point, ...]:
    """Return the values of a metric, newest first."""
    return tuple(sorted(outcome.points, key=lambda point: point.period, reverse=True))


def basis(words: Words, point: Point) -> str:
    """Return from how many answers or cases a value was worked out."""
    return words("样本{n}", n=point.n) if point.n is not None else ""


def reached(words: Words, outcome: Outcome, value: Quantity | None) -> BadgeView | None:
    """Return whether ``value`` reached the target, ``None`` where the numbers as stated cannot tell."""
    target = outcome.target
    if not (target and value and outcome.direction) or target.value is None or value.value is None:
        return None
    if outcome.direction == "up":
        good, sure = value.value >= target.value, Qualifier.AT_LEAST
    else:
        good, sure = value.value <= target.value, Qualifier.AT_MOST
    if value.qualifier is Qualifier.EXACT or (good and value.qualifier is sure):
        label = words("达到目标") if good else words("未达目标")
        return BadgeView(key="done" if good else "waiting", label=label)
    return None


def metric_facts(words: Words, outcome: Outcome) -> tuple[FactRow, ...]:
    """Return what a metric measures, how, from where, to where."""
    unit = words.text(outcome.unit)
    direction = words.label(DIRECTIONS, outcome.direction)
    return (
        FactRow(words("怎么算"), words.text(outcome.method) or words.not_stated),
        FactRow(words("单位"), unit or words.not_stated),
        FactRow(words("起点"), words.quantity(outcome.baseline, unit)),
        FactRow(words("目标"), words.quantity(outcome.target, unit)),
        *((FactRow(words("方向"), direction),) if direction else ()),
    )


def point_rows(words: Words, outcome: Outcome) -> tuple[tuple[Value, ...], ...]:
    """Return the values over time as rows of a table, each with a bar on one common scale."""
    known = [point.value for point in outcome.points] + [outcome.baseline, outcome.target]
    whole = max((one.value for one in known if one and one.value is not None), default=Decimal(0))
    return tuple(
        (
            words.period(point.period) if point.period else words.not_stated,
            _bar(words, outcome, point.value, whole),
            basis(words, point) or words.not_stated,
            words.text(point.source) or words.not_stated,
        )
        for point in points(outcome)
    )


def _bar(words: Words, outcome: Outcome, value: Quantity | None, whole: Decimal) -> Value:
    label = words.quantity(value, words.text(outcome.unit))
    if not (value and value.value is not None and whole > 0):
        return label
    target = outcome.target.value if outcome.target else None
    return BarView(value=float(value.value), of=float(whole), label=label, mark=float(target or 0))
