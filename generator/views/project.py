"""The page of a project: from the request to the decision to the result, the five stages, the money, what changed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from msgspec import Struct

from ..catalog import Card, Image, Origin, Project, Stage
from ..engine import Database
from ..listings import card
from ..routes import PagePlan, address
from ..values import Money
from ..vocabulary import CATEGORIES, FUNDING_SOURCES, PROJECT_STATES, STAGES
from .cards import link_to
from .figures import percentage
from .five_stages import StageView, giver, stage_views
from .page import Link, View
from .parts import BadgeView, BarView, FactRow, PairView, TimelineItem, badge, day, fact, pair_views
from .record import About, Row, about, anchor, community_row, crumbs_to, output_rows, partner_rows, record_of
from .words import Words, words_of


class ChangeView(Struct, frozen=True, kw_only=True):
    """What is different for residents now, and how anybody knows. ``now`` is ``""`` where there are words only."""

    metric: str
    before: str
    now: str
    method: str


class ProjectView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "project.html"
    is_told: ClassVar[bool] = True

    kicker: str
    state: BadgeView | None
    state_reason: str
    facts: tuple[FactRow, ...]
    trail: tuple[TimelineItem, ...]
    stages: tuple[StageView, ...]
    stages_told: int
    contributions: tuple[Row, ...]
    money: tuple[FactRow, ...]
    funding: tuple[Row, ...]
    outputs: tuple[Row, ...]
    outcomes: tuple[ChangeView, ...]
    pairs: tuple[PairView, ...]
    images: tuple[Image, ...]
    about: About


def project(db: Database, plan: PagePlan) -> ProjectView:
    """Return the page of a project."""
    words = words_of(db, plan)
    record = record_of(db, plan, Project)
    stages = stage_views(db, words, record.stages)
    return ProjectView(
        url=plan.url,
        title=words.text(record.title),
        description=words.text(record.summary),
        crumbs=crumbs_to(words, "project"),
        kicker=words.label(CATEGORIES, record.category),
        state=badge(words, PROJECT_STATES, record.state),
        state_reason=words.text(record.state_reason),
        facts=tuple(_facts(db, words, record)),
        trail=_trail(db, words, record),
        stages=stages,
        stages_told=sum(stage.has_record for stage in stages),
        contributions=tuple(_contributions(db, words, record)),
        money=_money(words, record),
        funding=tuple(_funding(db, words, record)),
        outputs=output_rows(words, record.outputs),
        outcomes=tuple(_outcomes(words, record)),
        pairs=pair_views(record.before_after),
        images=record.images,
        about=about(db, words, record),
    )


def _facts(db: Database, words: Words, record: Project) -> Iterator[FactRow]:
    yield community_row(db, words, record.community)
    yield fact(words, words("地点"), record.place.name if record.place else None)
    yield FactRow(words("时间"), span(words, record))
    yield FactRow(words("受益"), words.quantity(record.beneficiaries))
    yield from partner_rows(db, words, record.partners)


def span(words: Words, record: Project) -> str:
    """Return from when to when a project goes, as far as that is known."""
    if record.start and record.end:
        return words("{start}至{end}", start=words.date(record.start), end=words.date(record.end))
    if record.start:
        return words("{start}开始", start=words.date(record.start))
    return words("{end}结束", end=words.date(record.end)) if record.end else words.not_stated


# -- request, decision, result ----------------------------------------------------------------------------------------


def _trail(db: Database, words: Words, record: Project) -> tuple[TimelineItem, ...]:
    return (_request(db, words, record.origin), _decision(db, words, record), _result(words, record))


def _request(db: Database, words: Words, origin: Origin | None) -> TimelineItem:
    if origin is None:
        return TimelineItem(when=words("诉求"), title=words.not_stated)
    meeting = card(db, origin.meeting) if origin.meeting else None
    who = words.text(origin.by_role)
    links: tuple[Link, ...] = ()
    if meeting:
        spot = f"#{anchor(origin.need)}" if origin.need else ""
        links = (Link(words.text(meeting.title), f"{address(meeting.ref)}{spot}"),)
    return TimelineItem(
        when=_step(words, words("诉求"), meeting),
        title=words("由{who}提出", who=who) if who else words("居民提出") if meeting else words.not_stated,
        links=links,
    )


def _decision(db: Database, words: Words, record: Project) -> TimelineItem:
    decided = record.origin.decided if record.origin else ""
    first = record.stages.co_decide if record.stages else None
    meeting = card(db, decided or (first.meeting if first else "")) if decided or first else None
    said = words.text(first.decision) if first else ""
    return TimelineItem(
        when=_step(words, words("决定"), meeting),
        title=said or (words("在会上定下来") if decided and meeting else words.not_stated),
        links=(Link(words.text(meeting.title), address(meeting.ref)),) if meeting else (),
    )


def _step(words: Words, label: str, meeting: Card | None) -> str:
    date = day(words, meeting.date) if meeting else ""
    return words("{label}（{date}）", label=label, date=date) if date else label


def _result(words: Words, record: Project) -> TimelineItem:
    made = words.joined("；", (words.amount(output.what, output.quantity) for output in record.outputs))
    end = day(words, record.end)
    return TimelineItem(
        when=words("{label}（{date}）", label=words("结果"), date=end) if end else words("结果"),
        title=made or words("暂无记录"),
        badge=badge(words, PROJECT_STATES, record.state),
    )


# -- who gave, what it cost, what came of it --------------------------------------------------------------------------


def _contributions(db: Database, words: Words, record: Project) -> Iterator[Row]:
    for choice in STAGES:
        stage: Stage | None = getattr(record.stages, choice.key) if record.stages else None
        for given in stage.contributions if stage else ():
            much = [words.quantity(given.quantity)] if given.quantity else []
            worth = [words("折合{money}", money=words.money(given.value))] if given.value else []
            yield (
                giver(db, words, given),
                words.text(given.what),
                words.joined("，", [*much, *worth]) or words.not_stated,
                words.label(STAGES, choice.key),
            )


def _money(words: Words, record: Project) -> tuple[FactRow, ...]:
    rows = [FactRow(words("预算"), words.money(record.budget)), FactRow(words("实际花费"), words.money(record.cost))]
    if record.budget and record.cost:
        saved = record.budget.yuan - record.cost.yuan
        amount = words.money(Money(abs(saved)))
        if saved:
            said = words("比预算少{amount}", amount=amount) if saved > 0 else words("比预算多{amount}", amount=amount)
        else:
            said = words("与预算相同")
        rows.append(FactRow(words("相差"), said))
    return tuple(rows)


def _funding(db: Database, words: Words, record: Project) -> Iterator[Row]:
    total = sum((given.amount.yuan for given in record.funding if given.amount), Decimal())
    for given in record.funding:
        source = words.label(FUNDING_SOURCES, given.source) or words.not_stated
        partner = link_to(db, words, given.partner)
        yield ((source, partner) if partner else source, _part_of(words, given.amount, total))
    if len(record.funding) > 1:
        yield (words("合计"), words.money(Money(total)))


def _part_of(words: Words, amount: Money | None, total: Decimal) -> BarView | str:
    share = percentage(amount.yuan, total) if amount else ""
    if amount is None or not share:
        return words.money(amount)
    said = words("{money}，占{share}", money=words.money(amount), share=share)
    return BarView(value=float(amount.yuan), of=float(total), label=said)


def _outcomes(words: Words, record: Project) -> Iterator[ChangeView]:
    titles = {source.id: words.text(source.title) for source in record.sources if source.id}
    for result in record.outcomes:
        unit = words.text(result.unit)
        ways = [words.text(result.method), titles.get(result.source, "")]
        yield ChangeView(
            metric=words.text(result.metric),
            before=words.quantity(result.before, unit),
            now=words.quantity(result.value, unit) if result.value or result.before else "",
            method=words.joined("，", filter(None, ways)) or words.not_stated,
        )
