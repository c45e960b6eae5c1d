"""What stands where there was a page: a record that was taken down, a former address."""

from __future__ import annotations

from typing import ClassVar

from ..engine import Database
from ..listings import card
from ..privacy import gone, site
from ..routes import PagePlan, address, folder_of
from .care_case import PRIVACY_PAGE
from .page import Link, View
from .parts import FactRow
from .words import Words, words_of


class GoneView(View, frozen=True, kw_only=True):
    """Of a care case ``said`` and no ``facts``: no reason, no name, no day."""

    template: ClassVar[str] = "gone.html"

    said: str
    facts: tuple[FactRow, ...]
    ways: tuple[Link, ...]


class MovedView(View, frozen=True, kw_only=True):
    """``canonical`` is the full address where the settings know it, else the same as ``target``."""

    template: ClassVar[str] = "moved.html"

    target: str
    canonical: str


def tombstone(db: Database, plan: PagePlan) -> GoneView:
    """Return the page at the address of a record that was taken down."""
    words = words_of(db, plan)
    told = gone(db, plan.key)
    assert told is not None
    rows = [FactRow(words("日期"), words.date(told.at))] if told.at else []
    rows += [FactRow(words("撤下的原因"), words.text(told.reason))] if told.reason else []
    privacy = [Link(words("隐私说明"), address(PRIVACY_PAGE))] if card(db, PRIVACY_PAGE) else []
    return GoneView(
        url=plan.url,
        title=words("本页已撤下"),
        crumbs=(Link(words("首页"), ""),),
        said=what_is_said(words, told.why),
        facts=tuple(rows),
        ways=(Link(words("更正记录"), "corrections/"), *privacy),
    )


def what_is_said(words: Words, why: str) -> str:
    """Return the one sentence that says why something was taken down."""
    return {
        "withdrawn": words("应当事人要求，本页已撤下。"),
        "expired": words("公开的期限已到，本页已撤下。"),
    }.get(why, words("社区撤下了这一页。"))


def moved(db: Database, plan: PagePlan) -> MovedView:
    """Return the page that leads on from a former address."""
    settings, shown, target = site(db), card(db, plan.key), address(plan.key)
    words = words_of(db, plan)
    return MovedView(
        url=plan.url,
        title=words.text(shown.title) if shown else "",
        crumbs=(Link(words("首页"), ""),),
        target=target,
        canonical=f"{settings.url.rstrip('/')}/{folder_of(plan.language)}{target}" if settings.url else "",
    )
