"""Standing pages: about this site, privacy, and whatever else a community writes for good."""

from __future__ import annotations

from typing import ClassVar

from ..catalog import Page, Prose
from ..engine import Database
from ..routes import PagePlan
from .contents import Contents, contents_of
from .page import Link, View
from .record import About, about, body_language, record_of
from .words import words_of


class StandingPageView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "page.html"
    is_told: ClassVar[bool] = True

    summary: str
    body: Prose
    body_language: str = ""
    contents: Contents
    about: About


def standing_page(db: Database, plan: PagePlan) -> StandingPageView:
    """Return a standing page."""
    words = words_of(db, plan)
    record = record_of(db, plan, Page)
    return StandingPageView(
        url=plan.url,
        title=words.text(record.title),
        description=words.text(record.summary),
        crumbs=(Link(words("首页"), ""),),
        summary=words.text(record.summary),
        body=record.body,
        body_language=body_language(db, words, record.ref),
        contents=contents_of(record.body),
        about=about(db, words, record),
    )
