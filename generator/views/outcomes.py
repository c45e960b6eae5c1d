"""What came of it: metrics over time, and the results that projects stated."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from ..catalog import Outcome, Project, Result
from ..engine import Database
from ..listings import members
from ..privacy import public
from ..routes import PAGE_SIZE, PagePlan, address
from .cards import links_to
from .lists import list_title
from .metrics import MetricView, metric_facts, metric_view, point_rows
from .page import Link, View
from .parts import FactRow, Value
from .record import About, about, community_row, record_of
from .words import Words, words_of


class ProjectResults(Struct, frozen=True, kw_only=True):
    """What one project stated as its results."""

    project: Link
    rows: tuple[tuple[Value, ...], ...]
    sample: bool = False


class Course(Struct, frozen=True, kw_only=True):
    """The values of one metric over time."""

    metric: Link
    rows: tuple[tuple[Value, ...], ...]
    sample: bool


class OutcomesView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "outcomes.html"

    metrics: tuple[MetricView, ...]
    courses: tuple[Course, ...]
    results: tuple[ProjectResults, ...]


class OutcomeView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "outcome.html"
    is_told: ClassVar[bool] = True

    summary: str
    metric: MetricView
    facts: tuple[FactRow, ...]
    rows: tuple[tuple[Value, ...], ...]
    has_target: bool
    about: About


def outcomes(db: Database, plan: PagePlan) -> OutcomesView:
    """Return all metrics, and the results of the newest projects."""
    words = words_of(db, plan)
    found = [one for one in (public(db, ref) for ref in members(db, "outcome")) if isinstance(one, Outcome)]
    return OutcomesView(
        url=plan.url,
        title=list_title(words, "outcome"),
        description=words("做完以后有什么变化：每个数字都写明怎么算、从哪里来。"),
        crumbs=(Link(words("首页"), ""),),
        metrics=tuple(metric_view(words, record) for record in found),
        courses=tuple(
            Course(
                metric=Link(words.text(record.name), address(record.ref)),
                rows=tuple(row[:2] for row in point_rows(words, record)),
                sample=record.sample,
            )
            for record in found
            if len(record.points) > 1
        ),
        results=_results(db, words),
    )


def _results(db: Database, words: Words) -> tuple[ProjectResults, ...]:
    """Return the results of the newest projects.

    Results are no part of a card, so these records are read whole; only so many, lest an edit of any project of a
    large site make this page anew.
    """
    found = (public(db, ref) for ref in members(db, "project")[:PAGE_SIZE])
    return tuple(
        ProjectResults(
            project=Link(words.text(record.title), address(record.ref)),
            rows=tuple(_row(words, result) for result in record.outcomes),
            sample=record.sample,
        )
        for record in found
        if isinstance(record, Project) and record.outcomes
    )


def _row(words: Words, result: Result) -> tuple[Value, ...]:
    unit = words.text(result.unit)
    return (
        words.text(result.metric) or words.not_stated,
        words.quantity(result.before, unit),
        words.quantity(result.value, unit),
        words.text(result.method) or words.not_stated,
    )


def outcome(db: Database, plan: PagePlan) -> OutcomeView:
    """Return the page of one metric."""
    words = words_of(db, plan)
    record = record_of(db, plan, Outcome)
    projects = links_to(db, words, record.projects)
    return OutcomeView(
        url=plan.url,
        title=words.text(record.name),
        description=words.text(record.summary),
        crumbs=(Link(words("首页"), ""), Link(list_title(words, "outcome"), "outcomes/")),
        summary=words.text(record.summary),
        metric=metric_view(words, record),
        facts=(
            *metric_facts(words, record),
            *((community_row(db, words, record.community),) if record.community else ()),
            *((FactRow(words("相关项目"), projects),) if projects else ()),
        ),
        rows=point_rows(words, record),
        has_target=record.target is not None,
        about=about(db, words, record, in_place=record.projects),
    )
