"""What other programs read in the head of a page: its title where it is shared, its picture, its feeds, its data."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from .catalog import Image, PublicRecord, Site
from .engine import Database
from .news import PROMISES, SITE, feed_address, feed_scopes
from .pictures import media
from .privacy import public, site
from .routes import PagePlan, whole_address
from .structured import structured_data
from .views.page import View
from .views.words import Words

_LONGEST_TITLE = 40
"""Columns of a title that WeChat shows whole where a page is shared: 20 Han (domain brief §6) or 40 letters."""
_PHOTOGRAPHS = (".jpg", ".png", ".webp")
"""What programs that show a card of a page can draw."""


class Feed(Struct, frozen=True):
    """A feed as the head of a page names it. ``url`` is from the root of the site."""

    title: str
    url: str
    type: str


class SharedPicture(Struct, frozen=True):
    """The picture of a page where it is shared. ``url`` is its whole address."""

    url: str
    width: int
    height: int
    alt: str


class Head(Struct, frozen=True, kw_only=True):
    """What stands in the head of one page, besides what stands in that of all.

    ``address`` is its whole address, ``""`` while the site has none; ``feed`` is of what the page is about.
    """

    title: str
    kind: str
    address: str
    picture: SharedPicture | None
    feed: Feed | None
    data: str


def head_of(db: Database, plan: PagePlan, view: View, words: Words) -> Head:
    """Return what stands in the head of a page."""
    settings = site(db)
    record = public(db, plan.key) if "/" in plan.key else None
    return Head(
        title=_title(words, settings, view),
        kind="article" if plan.view == "story" else "website",
        address=whole_address(settings.url, plan.address) if settings.url else "",
        picture=_picture(db, words, settings, record) if record and settings.url else None,
        feed=_own_feed(db, words, plan),
        data=structured_data(db, words, settings, plan, view, record),
    )


def _title(words: Words, settings: Site, view: View) -> str:
    """Return the title of a page with the name of the site, where both are short enough to be read together."""
    title, name = str(view.title), str(words.text(settings.name))
    together = f"{title}{words('｜')}{name}"
    return together if view.url and _columns(together) <= _LONGEST_TITLE else title


def _columns(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def feeds_in(db: Database, words: Words, folder: str) -> Iterator[Feed]:
    """Return the feeds that every page of a folder names."""
    scopes = feed_scopes(db)
    if SITE in scopes:
        yield Feed(words("最新内容"), feed_address(SITE, "xml"), "application/atom+xml")
        yield Feed(words("最新内容"), feed_address(SITE, "json"), "application/feed+json")
    if PROMISES in scopes and folder == f"{PROMISES}/":
        yield Feed(words("承诺的变化"), feed_address(PROMISES, "xml"), "application/atom+xml")


def _own_feed(db: Database, words: Words, plan: PagePlan) -> Feed | None:
    if plan.view != "community" or plan.key not in feed_scopes(db):
        return None
    return Feed(words("这个社区的最新内容"), feed_address(plan.key, "xml"), "application/atom+xml")


def _picture(db: Database, words: Words, settings: Site, record: PublicRecord) -> SharedPicture | None:
    """Return the first picture of a record that programs can draw; it is also the first that its page shows."""
    for image in _pictures_of(record):
        found = media(db, image.file) if image.file else None
        if found is not None and found.url.endswith(_PHOTOGRAPHS):
            return SharedPicture(
                whole_address(settings.url, found.url), found.width, found.height, str(words.text(image.alt))
            )
    return None


def _pictures_of(record: PublicRecord) -> Iterator[Image]:
    cover: Image | None = getattr(record, "cover", None)
    if cover:
        yield cover
    yield from getattr(record, "images", ())
