"""The page of an inspection: what was looked at, every hazard found, and how far each has been put right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from ..catalog import Finding, Image, Inspection
from ..engine import Database
from ..routes import PagePlan
from ..values import FuzzyDate
from ..vocabulary import FINDING_CATEGORIES, FINDING_STATES, INSPECTION_TYPES, SEVERITIES
from .cards import PromiseView, link_to, promise_views
from .figures import exact, percentage
from .page import View
from .parts import BadgeView, BarView, EvidenceView, FactRow, badge, evidence_views, fact
from .record import About, Row, about, anchor, community_row, crumbs_to, output_rows, partner_rows, record_of
from .words import Words, words_of

_FIXED = frozenset({"fixed", "rechecked"})


class DayView(Struct, frozen=True, kw_only=True):
    """A day in the life of a hazard. ``is_past`` is false for what has no record yet."""

    what: str
    date: str
    date_iso: str
    note: str = ""
    is_past: bool = True


class FindingView(Struct, frozen=True, kw_only=True):
    """One hazard, from the day it was found to the day it was looked at again."""

    id: str
    category: str
    description: str
    state: BadgeView | None
    facts: tuple[FactRow, ...]
    days: tuple[DayView, ...]
    evidence: tuple[EvidenceView, ...]
    promises: tuple[PromiseView, ...]


class InspectionView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "inspection.html"
    is_told: ClassVar[bool] = True

    kicker: str
    facts: tuple[FactRow, ...]
    in_short: str
    findings: tuple[FindingView, ...]
    outputs: tuple[Row, ...]
    images: tuple[Image, ...]
    about: About


def inspection(db: Database, plan: PagePlan) -> InspectionView:
    """Return the page of an inspection."""
    words = words_of(db, plan)
    record = record_of(db, plan, Inspection)
    return InspectionView(
        url=plan.url,
        title=words.text(record.title),
        description=words.text(record.summary),
        crumbs=crumbs_to(words, "inspection"),
        kicker=words.label(INSPECTION_TYPES, record.type),
        facts=tuple(_facts(db, words, record)),
        in_short=_in_short(words, record.findings),
        findings=tuple(_finding(db, words, finding) for finding in record.findings),
        outputs=output_rows(words, record.outputs),
        images=record.images,
        about=about(db, words, record, in_place={finding.commitment for finding in record.findings}),
    )


def _facts(db: Database, words: Words, record: Inspection) -> Iterator[FactRow]:
    yield FactRow(words("日期"), words.date(record.date))
    yield community_row(db, words, record.community)
    yield fact(words, words("范围"), record.scope)
    yield fact(words, words("巡查人"), record.by_role)
    yield from partner_rows(db, words, record.partners)
    project = link_to(db, words, record.project)
    if project:
        yield FactRow(words("所属项目"), project)
    if record.checklist_version:
        yield FactRow(words("检查表"), words("{version}版", version=record.checklist_version))
    yield FactRow(words("检查项数"), words.quantity(record.items_checked))
    yield FactRow(words("合格项数"), _passed(words, record))


def _passed(words: Words, record: Inspection) -> BarView | str:
    passed, checked = exact(record.pass_count), exact(record.items_checked)
    said = words.quantity(record.pass_count)
    if passed is None or not checked:
        return said
    label = words("{passed}，占{share}", passed=said, share=percentage(passed, checked))
    return BarView(value=float(passed), of=float(checked), label=label)


def _in_short(words: Words, findings: tuple[Finding, ...]) -> str:
    if not findings:
        return words("没有发现隐患的记录。")
    fixed = sum(finding.state in _FIXED for finding in findings)
    return words("发现隐患{found}项，已整改{fixed}项。", found=len(findings), fixed=fixed)


def _finding(db: Database, words: Words, finding: Finding) -> FindingView:
    rows = [
        FactRow(words("程度"), words.label(SEVERITIES, finding.severity) or words.not_stated),
        fact(words, words("地点"), finding.place.name if finding.place else None),
        FactRow(words("数量"), words.quantity(finding.count)),
    ]
    if finding.fixed_by:
        rows.append(fact(words, words("整改人"), finding.fixed_by))
    if finding.cost:
        rows.append(FactRow(words("费用"), words.money(finding.cost)))
    return FindingView(
        id=anchor(finding.id),
        category=words.label(FINDING_CATEGORIES, finding.category),
        description=words.text(finding.description),
        state=badge(words, FINDING_STATES, finding.state),
        facts=tuple(rows),
        days=tuple(_days(words, finding)),
        evidence=evidence_views(words, finding.evidence),
        promises=promise_views(db, words, [finding.commitment] if finding.commitment else []),
    )


def _days(words: Words, finding: Finding) -> Iterator[DayView]:
    """Yield found, due, fixed, rechecked. What has not happened yet has no record; what has, may lack its date."""
    is_fixed = finding.state in _FIXED or finding.fixed_at is not None
    is_rechecked = finding.state == "rechecked" or finding.recheck_at is not None
    yield _day(words, words("发现"), finding.found_at)
    due = words.date(finding.due) if finding.due else words("未定期限")
    yield DayView(what=words("整改期限"), date=due, date_iso=words.iso(finding.due))
    late = words("晚于期限") if _is_late(finding) else ""
    yield _day(words, words("整改"), finding.fixed_at, late, is_past=is_fixed)
    yield _day(words, words("复查"), finding.recheck_at, is_past=is_rechecked)


def _day(words: Words, what: str, when: FuzzyDate | None, note: str = "", *, is_past: bool = True) -> DayView:
    date = words.date(when) if is_past else words("暂无记录")
    return DayView(what=what, date=date, date_iso=words.iso(when), note=note, is_past=is_past)


def _is_late(finding: Finding) -> bool:
    """Whether it was put right after its due date, as far as both are known."""
    fixed = finding.fixed_at.first_day if finding.fixed_at else None
    due = finding.due.last_day if finding.due else None
    return bool(fixed and due and fixed > due)
