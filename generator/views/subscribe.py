"""The page that says how to be told of what is new, and of days that are coming."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from ..engine import Database
from ..listings import card
from ..news import PROMISES, SITE, calendar_scopes, feed_address, feed_scopes
from ..privacy import site
from ..routes import PagePlan, whole_address
from .page import Link, View
from .words import Words, words_of


class Subscription(Struct, frozen=True, kw_only=True):
    """One thing to subscribe to: its name, its file, and the address to copy where the site has one."""

    link: Link
    address: str
    other: Link | None = None


class SubscribeView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "subscribe.html"

    calendars: tuple[Subscription, ...]
    feeds: tuple[Subscription, ...]


def subscribe(db: Database, plan: PagePlan) -> SubscribeView:
    """Return the page of all feeds and calendars."""
    words = words_of(db, plan)
    return SubscribeView(
        url=plan.url,
        title=words("订阅"),
        description=words("不用天天来看：有了新内容，或者日子快到了，您的手机会告诉您。"),
        crumbs=(Link(words("首页"), ""),),
        calendars=tuple(_subscription(db, words, scope, "ics") for scope in calendar_scopes(db)),
        feeds=tuple(_subscription(db, words, scope, "xml", "json") for scope in feed_scopes(db)),
    )


def _subscription(db: Database, words: Words, scope: str, form: str, other: str = "") -> Subscription:
    url, base = feed_address(scope, form), site(db).url
    return Subscription(
        link=Link(_name(db, words, scope), url),
        address=whole_address(base, url) if base else "",
        other=Link(words("JSON格式"), feed_address(scope, other)) if other else None,
    )


def _name(db: Database, words: Words, scope: str) -> str:
    if scope == SITE:
        return words("全站")
    if scope == PROMISES:
        return words("承诺的变化")
    shown = card(db, scope)
    return words.text(shown.title) if shown else ""
