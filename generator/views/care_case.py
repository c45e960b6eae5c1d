"""The page of a care case: an alias, months, what help was given and how things turned out.

Nothing else: no day, no place below the community, no records or cases beside it that together could name a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ..catalog import CareCase, Correction, Image, Support
from ..engine import Database
from ..listings import card
from ..routes import PagePlan, address
from ..values import FuzzyDate
from ..vocabulary import CARE_CATEGORIES, CARE_STATES, PARTNER_TYPES, SUPPORT_TYPES
from .page import View
from .parts import BadgeView, CorrectionView, FactRow, TimelineItem, badge, correction_views, day
from .record import community_row, crumbs_to, record_of
from .words import Words, words_of

PRIVACY_PAGE = "pages/privacy"


class CareCaseView(View, frozen=True, kw_only=True):
    """``privacy_url`` is the page that says how to withdraw, ``""`` where the site has none."""

    template: ClassVar[str] = "care_case.html"
    is_told: ClassVar[bool] = True

    kicker: str
    sample: bool
    note: str
    state: BadgeView | None
    facts: tuple[FactRow, ...]
    supports: tuple[TimelineItem, ...]
    outcome: str
    images: tuple[Image, ...]
    privacy_url: str
    corrections: tuple[CorrectionView, ...]


def care_case(db: Database, plan: PagePlan) -> CareCaseView:
    """Return the page of a care case."""
    words = words_of(db, plan)
    record = record_of(db, plan, CareCase)
    return CareCaseView(
        url=plan.url,
        title=words("{alias}（化名）", alias=words.text(record.alias)),
        description=words.text(record.summary),
        crumbs=crumbs_to(words, "care_case"),
        kicker=words.label(CARE_CATEGORIES, record.category),
        sample=record.sample,
        note=words.text(record.note),
        state=badge(words, CARE_STATES, record.state),
        facts=tuple(_facts(db, words, record)),
        supports=tuple(_support(words, support) for support in sorted(record.supports, key=_by_month)),
        outcome=words.text(record.outcome) or words("暂无记录"),
        images=record.images,
        privacy_url=address(PRIVACY_PAGE) if card(db, PRIVACY_PAGE) else "",
        corrections=correction_views(
            words, (Correction(at=month_of(it.at), text=it.text) for it in record.corrections)
        ),
    )


def month_of(when: FuzzyDate | None) -> FuzzyDate | None:
    """Return the month of a date. The gate lets no day through; a page about a person does not rely on it."""
    return FuzzyDate(when.year, when.month) if when else None


def _by_month(support: Support) -> tuple[int, int, int]:
    return support.month.order if support.month else (9999, 0, 0)


def _facts(db: Database, words: Words, record: CareCase) -> Iterator[FactRow]:
    yield FactRow(words("月份"), words.date(month_of(record.month)))
    yield community_row(db, words, record.community)
    if record.closed_month:
        yield FactRow(words("结案月份"), words.date(month_of(record.closed_month)))


def _support(words: Words, support: Support) -> TimelineItem:
    who = words.text(support.by_role) or words.label(PARTNER_TYPES, support.by_org_type)
    kind = words.label(SUPPORT_TYPES, support.type)
    return TimelineItem(
        when=day(words, month_of(support.month)),
        when_iso=words.iso(month_of(support.month)),
        title=words("{kind}（{who}）", kind=kind, who=who) if who else kind,
        text=words.text(support.summary),
    )
