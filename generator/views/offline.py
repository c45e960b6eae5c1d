"""The page that stands in for any other while there is no network."""

from __future__ import annotations

from typing import ClassVar

from ..engine import Database
from ..routes import PagePlan
from ..vocabulary import KIND_NAMED
from .lists import list_title
from .page import Link, View
from .words import words_of


class OfflineView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "offline.html"

    ways: tuple[Link, ...]


def offline(db: Database, plan: PagePlan) -> OfflineView:
    """Return the page. It is kept for long, so it says nothing that changes from day to day."""
    words = words_of(db, plan)
    kinds = ("commitment", "project", "story")
    return OfflineView(
        url=plan.url,
        title=words("现在没有网络"),
        ways=(
            Link(words("首页"), ""),
            *(Link(list_title(words, kind), f"{KIND_NAMED[kind].folder}/") for kind in kinds),
        ),
    )
