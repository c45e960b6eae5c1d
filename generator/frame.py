"""What stands around every page: the menu, the foot, the feeds of the site.

It is the same for all pages of one folder that are equally deep below it, since its links are. So templates print it
once for all of them, in fragments (``rendering.fragment_html``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from .engine import Database
from .privacy import is_public, site
from .routes import PagePlan, address, top_folder
from .sharing import Feed, feeds_in
from .views.page import Link
from .views.words import Words


class NavItem(NamedTuple):
    """An entry of the main navigation."""

    text: str
    url: str
    current: bool


class Frame(Struct, frozen=True):
    """What a fragment shows besides the settings of the site."""

    is_home: bool
    nav: tuple[NavItem, ...]
    feeds: tuple[Feed, ...]
    footer_links: tuple[Link, ...]


_NAVIGATION = (
    ("承诺", "commitments/"),
    ("项目", "projects/"),
    ("演练", "drills/"),
    ("巡查", "inspections/"),
    ("会议", "meetings/"),
    ("关爱", "care/"),
    ("成效", "outcomes/"),
    ("故事", "stories/"),
)
_SEARCH = ("搜索", "search/")
_FOOTER = (("关于本站", "pages/about"), ("隐私说明", "pages/privacy"), ("无障碍说明", "pages/accessibility"))
_FOR_ALL = (("订阅", "subscribe/"), ("开放数据", "data/"), ("更正记录", "corrections/"))


def place_of(url: str) -> str:
    """Return an address that stands for those of all pages whose frame is the same: ``stories/-/`` for each story."""
    folder = top_folder(url)
    return f"{folder}{'-/' * url.count('/', len(folder))}" if folder else url


def frame_of(db: Database, words: Words, place: PagePlan) -> Frame:
    """Return what stands around the pages of a place."""
    folder = top_folder(place.url)
    named = (*_NAVIGATION, _SEARCH) if site(db).search else _NAVIGATION
    return Frame(
        is_home=not place.url,
        nav=tuple(NavItem(words(text), target, target == folder) for text, target in named),
        feeds=tuple(feeds_in(db, words, folder)),
        footer_links=tuple(_footer_links(db, words)),
    )


def _footer_links(db: Database, words: Words) -> Iterator[Link]:
    yield from (Link(words(text), address(ref)) for text, ref in _FOOTER if is_public(db, ref))
    yield from (Link(words(text), url) for text, url in _FOR_ALL)
