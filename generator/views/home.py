"""The home page: what was promised and kept, what needs attention, what came of it, what comes next."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from msgspec import Struct

from ..catalog import Card, Outcome
from ..engine import Database
from ..listings import card, members, with_status
from ..privacy import public, site
from ..routes import PagePlan, address
from ..vocabulary import KIND_NAMED
from .breakdown import Breakdown, breakdown
from .cards import CardView, PromiseView, card_views, kind_label, promise_views
from .lists import list_title
from .metrics import MetricView, metric_view
from .page import View
from .parts import BadgeView
from .score import ScoreView, score
from .words import Words, words_of

ATTENTION = 6
NEWEST = 4
UPCOMING = 6
_PLANNED = frozenset({"planned", "notified", "postponed"})
_LOOKED_AT = 40  # planned drills are the newest, so that they stand at the head of their list


class UpcomingView(Struct, frozen=True, kw_only=True):
    """Something that is to come: on which day, what, of which kind."""

    when: str
    when_iso: str
    kind: str
    title: str
    url: str
    sample: bool
    badge: BadgeView | None = None


class TileView(Struct, frozen=True, kw_only=True):
    """A way into a part of the site."""

    name: str
    words: str
    url: str


class HomeView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "home.html"

    tagline: str
    score: ScoreView
    years: Breakdown | None
    attention: tuple[PromiseView, ...]
    attention_total: int
    metrics: tuple[MetricView, ...]
    stories: tuple[CardView, ...]
    upcoming: tuple[UpcomingView, ...]
    tiles: tuple[TileView, ...]


def home(db: Database, plan: PagePlan) -> HomeView:
    """Return the home page."""
    settings = site(db)
    words = words_of(db, plan)
    urgent = tuple(dict.fromkeys((*with_status(db, "overdue"), *with_status(db, "due_soon"))))
    found = (public(db, ref) for ref in members(db, "outcome")[:NEWEST])
    return HomeView(
        url=plan.url,
        title=words.text(settings.name),
        description=words.text(settings.tagline),
        tagline=words.text(settings.tagline),
        score=score(db, words),
        years=breakdown(db, words, "year"),
        attention=promise_views(db, words, urgent[:ATTENTION]),
        attention_total=len(urgent),
        metrics=tuple(metric_view(words, record) for record in found if isinstance(record, Outcome)),
        stories=card_views(db, words, members(db, "story")[:NEWEST]),
        upcoming=_upcoming(db, words),
        tiles=_tiles(db, words),
    )


def _upcoming(db: Database, words: Words) -> tuple[UpcomingView, ...]:
    """Return the next dues and the planned drills, the nearest first; those without a year last."""
    dues = [(found.due, found) for found in _cards(db, with_status(db, "on_track")[:_LOOKED_AT])]
    drills = _cards(db, members(db, "drill")[:_LOOKED_AT])
    planned = [(found.date, found) for found in drills if found.state in _PLANNED]
    dated = [(when, found) for when, found in dues + planned if when]
    nearest = sorted(dated, key=lambda one: (one[0].last_day or date.max, one[1].ref))[:UPCOMING]
    return tuple(
        UpcomingView(
            when=words.date(when),
            when_iso=words.iso(when),
            kind=words("承诺到期") if found.kind == "commitment" else kind_label(words, found.kind),
            title=words.text(found.title),
            url=address(found.ref),
            sample=found.sample,
        )
        for when, found in nearest
    )


def _cards(db: Database, refs: tuple[str, ...]) -> list[Card]:
    return [found for found in (card(db, ref) for ref in refs) if found]


def _tiles(db: Database, words: Words) -> tuple[TileView, ...]:
    """Return a way into every kind that has records."""
    said = {
        "commitment": words("答应过的事，一件件列出来"),
        "outcome": words("做完以后，有什么变化"),
        "project": words("谁提出、谁出力、谁来管"),
        "drill": words("疏散用了多久，发现了什么"),
        "inspection": words("查出的隐患，改到哪一步"),
        "meeting": words("大家提的事，是怎么答复的"),
        "care_case": words("不写姓名，只讲怎么帮"),
        "story": words("身边的人，身边的事"),
        "community": words("社区的基本情况"),
        "partner": words("一起出力的单位"),
    }
    kinds = (
        TileView(name=list_title(words, kind), words=text, url=f"{KIND_NAMED[kind].folder}/")
        for kind, text in said.items()
        if members(db, kind)
    )
    return (
        *kinds,
        TileView(name=words("五共"), words=words("按共同缔造的五步来看"), url="stages/"),
        TileView(name=words("专题"), words=words("按事情的种类来看"), url="topics/"),
    )
