"""The sitemap (https://www.sitemaps.org), split above 50,000 pages, and ``robots.txt``, which says where it is.

Both name whole addresses, so a site that has none yet has no sitemap. Pages of care cases are in none: who looks for
such a page can find it through the site, and no search engine is told of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ..catalog import Card
from ..engine import Database, query
from ..listings import card, members
from ..open_data.shares import all_shares, refs_of_share
from ..privacy import site
from ..routes import address, folder_of, routes, whole_address
from ..vocabulary import RECORD_KINDS

_MOST = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_FOUND = tuple(kind.name for kind in RECORD_KINDS if kind.name not in ("care_case", "consent"))


def sitemap_files(db: Database) -> tuple[str, ...]:
    """Return the paths of the sitemap."""
    if not site(db).url:
        return ()
    parts = -(-count_of_pages(db) // _MOST)
    return ("sitemap.xml", *(f"sitemap-{number}.xml" for number in range(1, parts + 1) if parts > 1))


@query(firewall=True)
def count_of_pages(db: Database) -> int:
    """Return how many pages the sitemap names."""
    return len(entries_of_lists(db)) + sum(len(members(db, kind)) for kind in _FOUND) * len(_folders(db))


def sitemap_file(db: Database, path: str) -> bytes:
    """Return the bytes of one file of the sitemap."""
    files = sitemap_files(db)
    if len(files) > 1 and path == files[0]:
        rows = [f"<sitemap><loc>{_whole(site(db).url, name)}</loc></sitemap>" for name in files[1:]]
        return _document("sitemapindex", rows)
    number = files.index(path) - 1 if len(files) > 1 else 0
    return _document("urlset", _entries(db)[number * _MOST : (number + 1) * _MOST])


def _document(root: str, rows: Iterable[str]) -> bytes:
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{_NAMESPACE}">'
    return "\n".join((head, *rows, f"</{root}>", "")).encode()


def _entries(db: Database) -> list[str]:
    found = list(entries_of_lists(db))
    for kind in _FOUND:
        for share in all_shares(db, kind):
            found += entries_of_share(db, share)
    return found


@query
def entries_of_lists(db: Database) -> tuple[str, ...]:
    """Return the entries of all pages that are about no single record."""
    site_url = site(db).url
    return tuple(
        f"<url><loc>{_whole(site_url, url)}</loc></url>"
        for url, plan in routes(db).items()
        if "/" not in plan.key and plan.is_to_be_found
    )


@query
def entries_of_share(db: Database, share: str) -> tuple[str, ...]:
    """Return the entries of the records of one share."""
    site_url, folders = site(db).url, _folders(db)
    found = (shown for ref in refs_of_share(db, share) if (shown := card(db, ref)))
    return tuple(_entry(site_url, shown, folder) for shown in found for folder in folders)


def _folders(db: Database) -> tuple[str, ...]:
    """Return where the pages of each language stand."""
    second = site(db).second_language
    return ("", folder_of(second)) if second else ("",)


def _entry(site_url: str, shown: Card, folder: str) -> str:
    written = shown.date if shown.kind in ("story", "commitment") else None
    amended, corrected = ((one.at for one in found) for found in (shown.changes, shown.corrections))
    told = (written, shown.updated_at, *amended, *corrected)
    changed = max((day for when in told if when and when.is_full and (day := when.first_day)), default=None)
    lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{_whole(site_url, folder + address(shown.ref))}</loc>{lastmod}</url>"


def _whole(site_url: str, url: str) -> str:
    return escape(whole_address(site_url, url))


def robots_file(db: Database) -> bytes:
    """Return what crawlers are told: that all may be read, and where the sitemap is."""
    lines = ["User-agent: *", "Disallow:"]
    if site(db).url:
        lines.append(f"Sitemap: {whole_address(site(db).url, 'sitemap.xml')}")
    return "\n".join((*lines, "")).encode()
