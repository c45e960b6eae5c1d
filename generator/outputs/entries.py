"""The entries of feeds, before they are written in one format or the other."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from html import escape
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from msgspec import Struct

from ..catalog import AnyPublic, Card, Commitment, Site, Story
from ..engine import Database, query
from ..listings import card
from ..news import PROMISES, SITE, PromiseNews, newest, promise_news
from ..printer import body_html
from ..privacy import public, site
from ..routes import address, whole_address
from ..values import FuzzyDate
from ..views.cards import card_view, kind_label
from ..views.changes import change_views
from ..views.words import Words, words_in
from ..vocabulary import STATUSES


class Entry(Struct, frozen=True, kw_only=True):
    """One entry. ``id`` never changes; ``content`` is HTML; ``published`` and ``updated`` are the site's dates."""

    id: str
    url: str
    title: str
    published: date
    updated: date
    summary: str
    content: str
    kind: str
    sample: bool


@query
def entries(db: Database, scope: str) -> tuple[Entry, ...]:
    """Return the entries of one feed, the newest first."""
    if scope == PROMISES:
        made = [_promise_entry(db, news) for news in promise_news(db)]
    else:
        made = [_record_entry(db, ref) for ref in newest(db, scope)]
    return tuple(entry for entry in made if entry)


def feed_title(db: Database, scope: str) -> str:
    """Return what a feed or a calendar is called."""
    found = site(db)
    words = words_in(found.language)
    name = words.text(found.name)
    if scope == SITE:
        return name
    if scope == PROMISES:
        return words("{site}：承诺的变化", site=name)
    shown = card(db, scope)
    community = words.text(shown.title) if shown else ""
    return words("{site}：{community}", site=name, community=community) if community != name else name


def moment(zone: str, day: date) -> datetime:
    """Return the beginning of a day in a time zone, with an offset of whole minutes: before 1901 it had seconds."""
    begins = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    offset = begins.utcoffset() or timedelta()
    return begins.replace(tzinfo=timezone(timedelta(minutes=offset // timedelta(minutes=1))))


def lasting_id(settings: Site, url: str) -> str:
    """Return the name by which others know what is at ``url``.

    Before a site has an address it is a number made of the names; with the address it becomes that, once.
    """
    if settings.url:
        return whole_address(settings.url, url)
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{settings.name.zh} {url}')}"


def marked(words: Words, title: str, sample: bool) -> str:
    """Return a title that says of a sample that it is one, wherever it is read alone."""
    return words("【示例】{title}", title=title) if sample else title


def _record_entry(db: Database, ref: str) -> Entry | None:
    settings = site(db)
    words = words_in(settings.language)
    record, shown = public(db, ref), card(db, ref)
    if record is None or shown is None or shown.date is None or shown.date.first_day is None:
        return None
    kind = kind_label(words, shown.kind)
    return Entry(
        id=lasting_id(settings, address(ref)),
        url=whole_address(settings.url, address(ref)),
        title=marked(words, words.text(shown.title), shown.sample),
        published=shown.date.first_day,
        updated=_last_change(shown.date.first_day, record),
        summary=words.text(shown.summary),
        content=_content(db, settings, words, record, shown),
        kind=kind,
        sample=shown.sample,
    )


def _last_change(published: date, record: AnyPublic) -> date:
    changes: list[FuzzyDate | None] = [record.updated_at, *(correction.at for correction in record.corrections)]
    return max([published, *(day for change in changes if change and (day := change.first_day))])


def _content(db: Database, settings: Site, words: Words, record: AnyPublic, shown: Card) -> str:
    parts = [_paragraph(words("示例数据，非真实记录。"))] if shown.sample else []
    if isinstance(record, Story):
        parts.append(body_html(db, record.body.html, lambda url: whole_address(settings.url, url)))
    else:
        view = card_view(db, words, shown)
        state = view.badge.label if view.badge else ""
        parts.append(_paragraph(words("，").join(filter(None, (view.kind_label, view.date, state)))))
        parts += [_paragraph(text) for text in (view.summary, *view.facts) if text]
    return "\n".join(parts)


def _paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>"


def _promise_entry(db: Database, news: PromiseNews) -> Entry | None:
    settings = site(db)
    words = words_in(settings.language)
    promise = public(db, news.ref)
    if not isinstance(promise, Commitment):
        return None
    text, url = words.text(promise.text), address(news.ref)
    happened = _happened(words, news.what)
    number = f"-{news.number}" if news.number else ""
    told = [_paragraph(words("示例数据，非真实记录。"))] if promise.sample else []
    if news.what == "amended":
        change = change_views(words, promise.changes[news.number : news.number + 1])
        told += [_paragraph(f"{view.said}{words('。')}{view.why}") for view in change]
    told.append(_paragraph(words("承诺：{text}", text=text)))
    told += [_paragraph(words("责任：{owner}", owner=words.text(promise.owner)))] if promise.owner else []
    told += [_paragraph(words("期限：{due}", due=words.date(promise.due)))] if promise.due else []
    return Entry(
        id=lasting_id(settings, f"{url}#{news.what.replace('_', '-')}-{news.on}{number}"),
        url=whole_address(settings.url, url),
        title=marked(words, words("{happened}：{text}", happened=happened, text=text), promise.sample),
        published=news.on,
        updated=news.on,
        summary=words("{day}，{happened}", day=words.date(news.on), happened=happened),
        content="\n".join(told),
        kind=happened,
        sample=promise.sample,
    )


def _happened(words: Words, what: str) -> str:
    return {"made": words("新承诺"), "amended": words("承诺有变更")}.get(what) or words.label(STATUSES, what)
