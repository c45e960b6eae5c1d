"""The page of a drill: who took part, how it went, what was wrong, and what was promised about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from ..catalog import Card, Drill, Image, Step
from ..engine import Database
from ..privacy import site
from ..routes import PagePlan, address
from ..values import FuzzyDate
from ..vocabulary import DRILL_STATES, DRILL_TYPES
from .cards import PromiseView, link_to, promise_views
from .evacuation import EvacuationView, earlier_drills, evacuation_view, following_drill
from .figures import group_rows
from .page import Link, View
from .parts import BadgeView, FactRow, TimelineItem, badge, fact
from .record import About, about, community_row, crumbs_to, partner_rows, record_of
from .words import Words, words_of

_HELD = frozenset({"held", "reviewed", "actions_closed"})
_NOT_HELD = frozenset({"planned", "notified", "postponed", "cancelled"})


class ProblemView(Struct, frozen=True, kw_only=True):
    """Something that went wrong, and the promise made of it (none: the page says so)."""

    text: str
    promises: tuple[PromiseView, ...]


class NextView(Struct, frozen=True, kw_only=True):
    """When the next drill is due. ``basis`` says where that comes from, ``link`` leads to it once it is on record."""

    date: str
    basis: str = ""
    link: Link | None = None


class DrillView(View, frozen=True, kw_only=True):
    """``is_ahead``: it has not been held, so that a fact about its course is not missing."""

    template: ClassVar[str] = "drill.html"
    is_told: ClassVar[bool] = True

    kicker: str
    is_ahead: bool
    state: BadgeView | None
    facts: tuple[FactRow, ...]
    participants: tuple[FactRow, ...]
    evacuation: EvacuationView | None
    course: tuple[TimelineItem, ...]
    is_timed: bool
    roles: tuple[FactRow, ...]
    equipment: tuple[FactRow, ...]
    training: tuple[str, ...]
    problems: tuple[ProblemView, ...]
    next: NextView
    follow_up: str
    images: tuple[Image, ...]
    about: About


def drill(db: Database, plan: PagePlan) -> DrillView:
    """Return the page of a drill."""
    found = site(db)
    words = words_of(db, plan)
    record = record_of(db, plan, Drill)
    return DrillView(
        url=plan.url,
        title=words.text(record.title),
        description=words.text(record.summary),
        crumbs=crumbs_to(words, "drill"),
        kicker=words.label(DRILL_TYPES, record.type),
        is_ahead=record.state in _NOT_HELD,
        state=badge(words, DRILL_STATES, record.state),
        facts=(*_facts(db, words, record), *_measured(words, record)),
        participants=group_rows(words, record.participants),
        evacuation=evacuation_view(words, record, earlier_drills(db, record)),
        course=tuple(_course(words, record.course)),
        is_timed=any(step.at for step in record.course),
        roles=tuple(fact(words, words.text(it.role), it.duty) for it in record.roles),
        equipment=tuple(FactRow(words.text(it.type), words.quantity(it.count)) for it in record.equipment),
        training=tuple(words.text(topic) for topic in record.training_topics),
        problems=tuple(_problems(db, words, record)),
        next=_next(words, record, following_drill(db, record), found.drill_interval_months),
        follow_up=words.text(record.follow_up),
        images=record.images,
        about=about(db, words, record, in_place={it.commitment for it in record.problems}),
    )


def _facts(db: Database, words: Words, record: Drill) -> Iterator[FactRow]:
    yield FactRow(words("日期"), words.date(record.date))
    yield community_row(db, words, record.community)
    yield fact(words, words("地点"), record.place.name if record.place else None)
    yield fact(words, words("组织"), record.organiser)
    yield from partner_rows(db, words, record.partners)
    project = link_to(db, words, record.project)
    if project:
        yield FactRow(words("所属项目"), project)
    yield fact(words, words("假设情景"), record.scenario)
    if record.target_evac_s is not None and record.evac_time_s is None:
        yield FactRow(words("疏散目标"), words("{time}以内", time=words.seconds(record.target_evac_s)))


def _measured(words: Words, record: Drill) -> Iterator[FactRow]:
    if record.state in _NOT_HELD:
        return
    yield FactRow(words("报警时间"), record.alarm_at or words.not_stated)
    first = record.first_action_s
    after = words("报警后{time}", time=words.seconds(first)) if first is not None else words.not_stated
    yield FactRow(words("首次处置"), after)
    if record.evac_time_s is None:
        yield FactRow(words("疏散用时"), words.not_stated)
    yield FactRow(words("集合点清点"), words.quantity(record.assembly_count))


def _course(words: Words, steps: tuple[Step, ...]) -> Iterator[TimelineItem]:
    """Yield the steps by the clock, or by number where nobody noted the time of any."""
    is_timed = any(step.at for step in steps)
    for number, step in enumerate(steps, start=1):
        when = (step.at or words.not_stated) if is_timed else words("第{number}步", number=number)
        yield TimelineItem(when=when, when_iso=step.at, title=words.text(step.what))


def _problems(db: Database, words: Words, record: Drill) -> Iterator[ProblemView]:
    for problem in record.problems:
        refs = [problem.commitment] if problem.commitment else []
        yield ProblemView(text=words.text(problem.text), promises=promise_views(db, words, refs))


def _next(words: Words, record: Drill, following: Card | None, interval: int) -> NextView:
    """Return the next one: on record already, else as the record says, else as the community agreed."""
    if following:
        return NextView(date=words.date(following.date), link=Link(words.text(following.title), address(following.ref)))
    if record.next_due:
        return NextView(date=words.date(record.next_due))
    due = months_later(record.date, interval) if record.state in _HELD else None
    if due is None:
        return NextView(date=words.not_stated)
    return NextView(date=words.date(due), basis=words("本社区约定每{n}个月演练一次", n=interval))


def months_later(date: FuzzyDate | None, months: int) -> FuzzyDate | None:
    """Return the month ``months`` later: a day would claim more than was agreed."""
    if date is None or date.year is None:
        return None
    if date.month is None:
        return FuzzyDate(date.year + months // 12) if months % 12 == 0 else None
    years, month = divmod(date.month - 1 + months, 12)
    return FuzzyDate(date.year + years, month + 1)
