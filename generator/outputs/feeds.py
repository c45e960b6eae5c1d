"""Feeds in their two formats: Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import re
from datetime import date
from html import escape
from typing import Any

from msgspec import json

from ..catalog import Site
from ..engine import Database
from ..news import feed_address
from ..privacy import site
from ..routes import whole_address
from ..views.words import words_in
from .entries import Entry, entries, feed_title, lasting_id, moment

JSON_FEED = "https://jsonfeed.org/version/1.1"
_TAG, _ADDRESS = re.compile(r"<[^>]+>"), re.compile(r' (href|src)="(?![a-z][a-z0-9+.-]*:|#)')


def atom(db: Database, scope: str) -> bytes:
    """Return the Atom feed of ``scope``."""
    settings, found = site(db), entries(db, scope)
    own = feed_address(scope, "xml")
    # Without an address of the site, links count from its root, which is found from where the feed is.
    page = whole_address(settings.url, page_of(scope)) or "./"
    base = "" if settings.url else "../" * own.count("/")
    rows = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language_tag(settings)}"'
        + (f' xml:base="{base}">' if base else ">"),
        f"<id>{_text(lasting_id(settings, own))}</id>",
        f"<title>{_text(feed_title(db, scope))}</title>",
        f"<updated>{_time(settings, max(entry.updated for entry in found))}</updated>",
        f"<author><name>{_text(_author(settings))}</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{escape(whole_address(settings.url, own))}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(page)}"/>',
        *(_atom_entry(settings, entry) for entry in found),
        "</feed>",
    ]
    return "\n".join((*rows, "")).encode()


def _atom_entry(settings: Site, entry: Entry) -> str:
    rows = (
        "<entry>",
        f"<id>{_text(entry.id)}</id>",
        f"<title>{_text(entry.title)}</title>",
        f'<link rel="alternate" type="text/html" href="{escape(entry.url)}"/>',
        f"<published>{_time(settings, entry.published)}</published>",
        f"<updated>{_time(settings, entry.updated)}</updated>",
        f'<category term="{escape(entry.kind)}"/>',
        *([f"<summary>{_text(entry.summary)}</summary>"] if entry.summary else []),
        f'<content type="html">{_text(entry.content)}</content>',
        "</entry>",
    )
    return "\n".join(rows)


def json_feed(db: Database, scope: str) -> bytes:
    """Return the JSON feed of ``scope``.

    Without an address of the site, the addresses that must be whole are left out, and those in bodies count from where
    the feed is, as the format has no base for them.
    """
    settings, own = site(db), feed_address(scope, "json")
    base = "" if settings.url else "../" * own.count("/")
    feed: dict[str, Any] = {"version": JSON_FEED, "title": feed_title(db, scope), "language": language_tag(settings)}
    if settings.url:
        feed["home_page_url"] = whole_address(settings.url, page_of(scope))
        feed["feed_url"] = whole_address(settings.url, own)
    feed["authors"] = [{"name": _author(settings)}]
    feed["items"] = [_json_item(settings, entry, base) for entry in entries(db, scope)]
    return json.encode(feed) + b"\n"


def _json_item(settings: Site, entry: Entry, base: str) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.url if settings.url else "",
        "title": entry.title,
        "summary": entry.summary,
        "date_published": _time(settings, entry.published),
        "date_modified": _time(settings, entry.updated),
    }
    known = {name: value for name, value in item.items() if value}
    return {**known, "content_html": _counted_from(base, entry.content), "tags": [entry.kind]}


def _counted_from(base: str, html: str) -> str:
    """Return a body whose addresses count from the root of the site, with addresses that count from elsewhere."""
    return _TAG.sub(lambda tag: _ADDRESS.sub(rf' \1="{base}', tag[0]), html) if base else html


def page_of(scope: str) -> str:
    """Return the page that a feed or a calendar is about."""
    return f"{scope}/" if scope else ""


def language_tag(settings: Site) -> str:
    """Return the language of the site as other programs know it."""
    return "en" if settings.language == "en" else "zh-CN"


def _author(settings: Site) -> str:
    words = words_in(settings.language)
    return words.text(settings.contact.office) or words.text(settings.name)


def _text(text: str) -> str:
    return escape(text, quote=False)


def _time(settings: Site, day: date) -> str:
    return moment(settings.timezone, day).isoformat()
