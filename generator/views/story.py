"""The page of a story, with the records it tells of, so that a reader can check it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ..catalog import Image, Prose, Site, Story
from ..engine import Database
from ..listings import neighbours
from ..privacy import site
from ..routes import PagePlan
from ..vocabulary import STAGES
from .cards import CardView, PromiseView, card_views, link_to, promise_views
from .contents import Contents, contents_of
from .page import Link, View
from .record import About, about, body_language, crumbs_to, kind_of, record_of
from .words import Words, words_of


class StoryView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "story.html"
    is_told: ClassVar[bool] = True

    tags: tuple[Link, ...]
    summary: str
    date: str
    date_iso: str
    author_role: str
    community: Link | None
    cover: Image | None
    body: Prose
    body_language: str = ""
    contents: Contents
    records: tuple[CardView, ...]
    promises: tuple[PromiseView, ...]
    newer: Link | None
    older: Link | None
    about: About


def story(db: Database, plan: PagePlan) -> StoryView:
    """Return the page of a story."""
    found = site(db)
    words = words_of(db, plan)
    record = record_of(db, plan, Story)
    newer, older = neighbours(db, record.ref)
    promised = [ref for ref in record.records if kind_of(ref) == "commitment"]
    return StoryView(
        url=plan.url,
        title=words.text(record.title),
        description=words.text(record.summary),
        crumbs=crumbs_to(words, "story"),
        tags=tuple(_tags(words, found, record)),
        summary=words.text(record.summary),
        date=words.date(record.date),
        date_iso=words.iso(record.date),
        author_role=words.text(record.author_role),
        community=link_to(db, words, record.community),
        cover=record.cover,
        body=record.body,
        body_language=body_language(db, words, record.ref),
        contents=contents_of(record.body),
        records=card_views(db, words, [ref for ref in record.records if ref not in promised]),
        promises=promise_views(db, words, promised),
        newer=link_to(db, words, newer),
        older=link_to(db, words, older),
        about=about(db, words, record, in_place=set(record.records)),
    )


def _tags(words: Words, found: Site, record: Story) -> Iterator[Link]:
    """Yield links to the stages and topics of the story."""
    for choice in STAGES:
        if choice.key in record.stages:
            yield Link(choice.in_(words.language), f"stages/{choice.key.replace('_', '-')}/")
    for topic in found.topics:
        if topic.id in record.topics:
            yield Link(words.text(topic.name), f"topics/{topic.id}/")
