"""The page of a partner unit: who it is, what it does here, and the promises it answers for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ..catalog import Partner
from ..engine import Database
from ..routes import PagePlan
from ..vocabulary import PARTNER_TYPES
from .page import View
from .parts import FactRow, fact
from .record import About, about, community_row, crumbs_to, record_of
from .words import Words, words_of


class PartnerView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "partner.html"
    is_told: ClassVar[bool] = True

    kicker: str
    facts: tuple[FactRow, ...]
    services: tuple[str, ...]
    about: About


def partner(db: Database, plan: PagePlan) -> PartnerView:
    """Return the page of a partner unit."""
    words = words_of(db, plan)
    record = record_of(db, plan, Partner)
    return PartnerView(
        url=plan.url,
        title=words.text(record.name),
        description=words.text(record.summary),
        crumbs=crumbs_to(words, "partner"),
        kicker=words.label(PARTNER_TYPES, record.type),
        facts=tuple(_facts(db, words, record)),
        services=tuple(words.text(service) for service in record.services),
        about=about(db, words, record),
    )


def _facts(db: Database, words: Words, record: Partner) -> Iterator[FactRow]:
    if record.short:
        yield fact(words, words("简称"), record.short)
    yield fact(words, words("与社区关系"), record.relation)
    if record.community:
        yield community_row(db, words, record.community)
    yield FactRow(words("共建开始"), words.date(record.since))
    if record.count:
        yield FactRow(words("数量"), words.quantity(record.count))
    if record.contact_office:
        yield fact(words, words("联系部门"), record.contact_office)
    if record.uscc:
        yield FactRow(words("统一社会信用代码"), record.uscc)
