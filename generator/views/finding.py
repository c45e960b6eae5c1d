"""What the search page is told of a page: by what it may be filtered, and the line that stands under its name.

It is printed into the page itself, on its ``<main>``, because the index is made from published pages and from nothing
else. Lists have none: they say what other pages say.
"""

from __future__ import annotations

from typing import NamedTuple

from .. import vocabulary
from ..catalog import Card
from ..engine import Database
from ..listings import card_in, statuses_of
from ..privacy import site
from ..routes import PagePlan
from ..values import FuzzyDate
from ..vocabulary import KIND_NAMED
from .cards import STATES, kind_label
from .words import Words


class Finding(NamedTuple):
    """``filters`` are words like ``kind:projects stage:co_decide``; ``line`` says kind, status and date."""

    filters: str
    line: str


def finding(db: Database, words: Words, plan: PagePlan) -> Finding | None:
    """Return what is to be known of a page that can be found, ``None`` for a list."""
    shown = card_in(db, plan.key, plan.language) if "/" in plan.key and plan.is_to_be_found else None
    if shown is None:
        return None
    date = shown.due or shown.date
    said = (
        "" if shown.kind == "page" else kind_label(words, shown.kind),
        _status(words, shown),
        _date(words, shown, date) if date else "",
        words("示例") if shown.sample else "",
    )
    return Finding(" ".join(_filters(shown)), str(words.joined("，", filter(None, said))))


def _filters(shown: Card) -> tuple[str, ...]:
    community = shown.ref if shown.kind == "community" else shown.community
    return (
        f"kind:{KIND_NAMED[shown.kind].folder}",
        *([f"community:{community.partition('/')[2]}"] if community else []),
        *(f"stage:{stage}" for stage in shown.stages),
        *(f"topic:{topic}" for topic in shown.topics),
        *([f"year:{shown.date.year}"] if shown.date and shown.date.year else []),
        *(f"status:{status}" for status in sorted(statuses_of(shown)) if shown.kind == "commitment"),
    )


def _status(words: Words, shown: Card) -> str:
    if shown.standing:
        return words.label(vocabulary.STATUSES, shown.standing.status)
    states = STATES.get(shown.kind)
    return words.label(states, shown.state) if states else ""


def _date(words: Words, shown: Card, date: FuzzyDate) -> str:
    return words("期限：{due}", due=words.date(date)) if shown.due else words.date(date)


def index_of(db: Database, plan: PagePlan) -> str:
    """Return the name of the index that a page is in: that of its community in its language, or the common one.

    ``""`` for a page that is in none.
    """
    shown = card_in(db, plan.key, plan.language) if "/" in plan.key and plan.is_to_be_found else None
    if shown is None:
        return ""
    community = shown.ref if shown.kind == "community" else shown.community
    of = f"of-{community.partition('/')[2]}" if community else "common"
    return f"{plan.language or site(db).language}-{of}"
