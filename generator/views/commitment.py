"""The page of one promise: how it stands, what was changed and why, and by what one can tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct, structs

from ..catalog import Commitment, Evidence, Period
from ..engine import Database
from ..promise_lock import key
from ..routes import PagePlan
from ..values import FuzzyDate
from ..vocabulary import COMMITMENT_KINDS, EVIDENCE_KINDS, INTERVALS
from .cards import link_to
from .changes import change_views
from .lists import list_title
from .page import Link, View
from .parts import (
    EvidenceView,
    FactRow,
    StandingView,
    TimelineItem,
    Value,
    evidence_views,
    fact,
    standing_view,
)
from .record import About, about, community_row, record_of
from .score import meaning
from .words import Words, words_of


class RoundEvidence(Struct, frozen=True, kw_only=True):
    """The evidence of one round of a recurring promise."""

    name: str
    evidence: tuple[EvidenceView, ...]


class CommitmentView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "commitment.html"
    is_told: ClassVar[bool] = True

    kind: str
    is_aspiration: bool
    is_recurring: bool
    standing: StandingView | None
    meaning: str
    meaning_then: str
    facts: tuple[FactRow, ...]
    history: tuple[TimelineItem, ...]
    evidence: tuple[EvidenceView, ...]
    rounds: tuple[tuple[Value, ...], ...]
    round_evidence: tuple[RoundEvidence, ...]
    about: About


def commitment(db: Database, plan: PagePlan) -> CommitmentView:
    """Return the page of a promise or of an aspiration."""
    words = words_of(db, plan)
    record = record_of(db, plan, Commitment)
    origin = link_to(db, words, record.source_record)
    standing = record.standing
    return CommitmentView(
        url=plan.url,
        title=words.text(record.text),
        description=words.text(record.text),
        crumbs=(Link(words("首页"), ""), Link(list_title(words, "commitment"), "commitments/")),
        kind=words.label(COMMITMENT_KINDS, record.type),
        is_aspiration=standing is None,
        is_recurring=bool(record.interval),
        standing=_standing(words, record),
        meaning=what_it_means(words, record),
        meaning_then=meaning(words, standing.next_status) if standing and standing.next_status else "",
        facts=tuple(_facts(db, words, record, origin)),
        history=tuple(_history(words, record)),
        evidence=evidence_views(words, record.evidence),
        rounds=tuple(_round(words, record, period) for period in record.periods),
        round_evidence=tuple(
            RoundEvidence(name=words.period(period.name), evidence=evidence_views(words, period.evidence))
            for period in record.periods
            if period.evidence
        ),
        about=about(db, words, record, in_place=(record.source_record,)),
    )


def _standing(words: Words, record: Commitment) -> StandingView | None:
    """Return how the promise stands; of one that was kept, when it was done and the due date it is judged by."""
    if record.standing is None:
        return None
    shown = standing_view(words, record.standing)
    if record.standing.status not in ("kept", "kept_late") or record.completed_at is None:
        return shown
    done, due = words.date(record.completed_at), record.judging_due
    said = words("完成于{done}，期限{due}", done=done, due=words.date(due)) if due else words("完成于{done}", done=done)
    return structs.replace(shown, since=said)


def what_it_means(words: Words, record: Commitment) -> str:
    """Return what the status says; that of a recurring promise speaks of its rounds."""
    if record.standing is None:
        return meaning(words, "aspiration")
    if not record.interval or record.standing.status == "withdrawn":
        return meaning(words, record.standing.status)
    if record.standing.status == "overdue":
        return words("有一轮过了期限还没有做到。")
    return words("最近一轮：{meaning}", meaning=meaning(words, record.standing.status))


def _facts(db: Database, words: Words, record: Commitment, origin: Link | None) -> Iterator[FactRow]:
    yield fact(words, words("谁负责"), record.owner)
    yield FactRow(words("何时承诺"), words.date(record.made_at))
    if record.interval:
        yield FactRow(words("多久一次"), words.label(INTERVALS, record.interval))
    if not record.interval:
        yield FactRow(words("期限"), due_in_words(words, record))
    if record.measure:
        yield FactRow(words("目标"), words.amount(record.measure.metric, record.measure.target))
    if record.completed_at:
        yield FactRow(words("完成日期"), words.date(record.completed_at))
    partner = link_to(db, words, record.partner)
    if partner:
        yield FactRow(words("共建单位"), partner)
    if record.community:
        yield community_row(db, words, record.community)
    yield FactRow(words("出自"), origin or words.not_stated)


def due_in_words(words: Words, record: Commitment) -> str:
    """Return the due date in force; where it was moved, the first one too: a change is never out of sight."""
    if record.original.due and record.due != record.original.due:
        first = words.date(record.original.due)
        return words("{due}（原定{first}）", due=words.date(record.due), first=first)
    return words.date(record.due)


def _history(words: Words, record: Commitment) -> Iterator[TimelineItem]:
    """Yield what was first promised, each change with its reason, and how it ended."""
    due = record.original.due
    first = words("原定期限：{due}", due=words.date(due)) if due else words("没有写明期限")
    first = words("{interval}一轮", interval=words.label(INTERVALS, record.interval)) if record.interval else first
    if any(change.after.text for change in record.changes):
        first = words.joined("；", (words("原来的内容：{text}", text=words.text(record.original.text)), first))
    yield _event(words, record.made_at, words("作出承诺"), first)
    for change in change_views(words, record.changes):
        yield TimelineItem(when=change.when, when_iso=change.when_iso, title=change.said, text=change.why)
    if record.completed_at:
        told = _told_on(words, record, key("completed"))
        yield _event(words, record.completed_at, words("报告完成"), told)
    if record.withdrawn:
        reason = words("原因：{reason}", reason=words.text(record.withdrawn.reason) or words.not_stated)
        told = _told_on(words, record, key("withdrawn"))
        yield _event(words, record.withdrawn.at, words("撤回承诺"), words.joined("。", filter(None, (reason, told))))


def _told_on(words: Words, record: Commitment, name: str) -> str:
    day = record.published_on.get(name)
    return words("{day}公布", day=words.date(day)) if day else ""


def _event(words: Words, at: FuzzyDate | None, title: str, text: str) -> TimelineItem:
    return TimelineItem(when=words.date(at), when_iso=words.iso(at), title=title, text=text)


def _round(words: Words, record: Commitment, period: Period) -> tuple[Value, ...]:
    done = words.date(period.completed_at) if period.completed_at else words("尚未完成")
    told = record.published_on.get(key("completed", period.name))
    if told and told > period.due:
        done = words("{done}（{day}公布）", done=done, day=words.date(told))
    standing = standing_view(words, period.standing)
    return words.period(period.name), words.date(period.due), done, _proof(words, period.evidence), standing.badge


def _proof(words: Words, evidence: tuple[Evidence, ...]) -> str:
    kinds = dict.fromkeys(words.label(EVIDENCE_KINDS, piece.kind) for piece in evidence if piece.accepted)
    return words("、").join(kinds) or words("暂无")
