"""The table of contents of the site: every file of it, asked for in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from .assets import asset_bytes, asset_names, asset_url
from .content import files_of_records, files_of_translations, raw_prose, settings
from .deals import deal
from .engine import (
    Database,
    query,
)
from .listings import all_backlinks, card
from .offline import offline_file, offline_files
from .outputs import output_file, output_files
from .pictures import is_photograph, media_bytes, media_key, pictures_of, published
from .privacy import check_record, check_translation, gone_aliases, public_names, site, still_told
from .promise_lock import effects_of_share, shares
from .promises.check import to_lock, unlocked_of_share
from .promises.ledger import ledger_file, ledger_files
from .references import names, promise_ids, promises
from .rendering import page_html
from .routes import PagePlan, page_named, routes
from .theme import template_names, template_outline
from .views.finding import index_of

Ask = tuple[Callable[..., Any], str]
"""A query and its key."""


class Produced(Struct, frozen=True, array_like=True):
    """A file of the site: the digest of its bytes, which query makes it from which key, and what it is made from.

    ``index`` names the search index that a page is in, if it can be found.
    """

    digest: str
    maker: str
    key: str
    owner: str
    index: str = ""


MAKERS: dict[str, Callable[[Database, str], bytes]] = {
    "page": page_html,
    "asset": asset_bytes,
    "media": media_bytes,
    "ledger": ledger_file,
    "offline": offline_file,
    "output": output_file,
}

# The site is asked for in parts, so that one edit costs one part and not a walk over all pages. Records and pages
# are dealt out by their names.
_DEALS = 256
_WITH_BODY = ("stories/", "pages/")
PARTS = ("assets", "media", "ledger", "outputs", "offline", *(f"pages {number}" for number in range(_DEALS)))


@query
def dealt_records(db: Database) -> dict[str, tuple[str, ...]]:
    """Deal out the full names of all records and translations."""
    return deal((*files_of_records(db), *files_of_translations(db)), _DEALS)


@query
def dealt_pages(db: Database) -> dict[str, tuple[str, ...]]:
    """Deal out the names of the plans of all pages, by their addresses: what is at an address stays in its deal."""
    planned = routes(db)
    return {
        number: tuple(planned[address].name for address in addresses)
        for number, addresses in deal(planned, _DEALS).items()
    }


@query(firewall=True)
def records_of_deal(db: Database, number: str) -> tuple[str, ...]:
    """Return the records and translations of one deal."""
    return dealt_records(db)[number]


@query(firewall=True)
def pages_of_deal(db: Database, number: str) -> tuple[str, ...]:
    """Return the names of the plans of one deal."""
    return dealt_pages(db)[number]


@query
def checked(db: Database, number: str) -> int:
    """Check the records of one deal, drafts too, and return how many are published."""
    for ref in records_of_deal(db, number) if gone_aliases(db) else ():
        for problem in still_told(db, ref):
            db.note(problem)
    return sum(_check_of(ref)(db, ref) for ref in records_of_deal(db, number))


def _check_of(name: str) -> Callable[[Database, str], bool]:
    return check_translation if "." in name else check_record


@query
def pictures_in_use(db: Database) -> tuple[str, ...]:
    """Return the files below ``content/`` that some public record shows."""
    texts = (*public_names(db), *files_of_translations(db))
    return tuple(sorted({file for ref in texts for file in pictures_of(db, ref)}))


@query
def part(db: Database, name: str) -> dict[str, Produced]:
    """Return the files of one part of the site by their paths in the output."""
    if name == "assets":
        return dict(_assets(db))
    if name == "media":
        return dict(_media(db))
    if name == "ledger":
        return {path: Produced(db.digest(ledger_file, path), "ledger", path, "promises") for path in ledger_files(db)}
    if name == "outputs":
        return {path: Produced(db.digest(output_file, path), "output", path, path) for path in output_files(db)}
    if name == "offline":
        return {path: Produced(db.digest(offline_file, path), "offline", path, path) for path in offline_files(db)}
    return dict(_pages(db, name.removeprefix("pages ")))


def _assets(db: Database) -> Iterator[tuple[str, Produced]]:
    for name in asset_names(db):
        yield asset_url(db, name), Produced(db.digest(asset_bytes, name), "asset", name, f"assets/{name}")


def _media(db: Database) -> Iterator[tuple[str, Produced]]:
    for file in pictures_in_use(db):
        picture = published(db, file)
        for url, digest in picture.files.items() if picture else ():
            yield url, Produced(digest, "media", media_key(url, file), file)


def _pages(db: Database, number: str) -> Iterator[tuple[str, Produced]]:
    has_search = site(db).search
    for name in pages_of_deal(db, number):
        planned = page_named(name)
        index = index_of(db, planned) if has_search else ""
        yield planned.path, Produced(db.digest(page_html, name), "page", name, _owner(db, planned), index)


def _owner(db: Database, planned: PagePlan) -> str:
    """Return what a page is made from: a record, or its translation where it has one, or else a view."""
    translation = f"{planned.key}.{planned.language}"
    has_own_words = planned.language and translation in files_of_translations(db)
    return translation if has_own_words else planned.key or planned.view


@query
def whole_site(db: Database) -> tuple[str, ...]:
    """Check everything, make everything: the digests of all parts."""
    settings(db)
    _fetch_ahead(db)
    _check_all(db)
    promises(db)
    to_lock(db)
    return tuple(db.digest(part, name) for name in PARTS)


def _check_all(db: Database) -> None:
    for number in range(_DEALS):
        checked(db, str(number))


def _fetch_ahead(db: Database) -> None:
    """Let workers do what can be done side by side: read and convert files, pass them through the gate, print pages.

    What is made of one record stands together, so that one worker does it and reads the record once.
    """
    db.prefetch(lambda: _to_read_first(db), meanwhile=lambda: _read_for_all(db))
    owners = promises(db)
    db.prefetch(
        lambda: sorted(_of_records(db), key=lambda ask: owners[ask[1]].owner if ask[1] in owners else ask[1]),
        meanwhile=lambda: [template_outline(db, name) for name in template_names(db)],
    )
    all_backlinks(db)
    photographs = filter(is_photograph, pictures_in_use(db))
    db.prefetch(lambda: [(published, file) for file in photographs], heavy=True)
    db.prefetch(
        lambda: [
            *((asset_bytes, name) for name in asset_names(db)),
            *((unlocked_of_share, share) for share in shares()),
            *((output_file, path) for path in output_files(db)),  # some take long: not last, when one worker waits
            *((page_html, planned.name) for planned in routes(db).values()),
        ],
        meanwhile=lambda: _check_all(db),
    )


def _read_for_all(db: Database) -> None:
    """Read what every worker would have to read for itself.

    The settings import the gate, whose patterns take a tenth of a second to compile; the lock is one file.
    """
    site(db)
    for share in shares():
        effects_of_share(db, share)


def _to_read_first(db: Database) -> Iterator[Ask]:
    for ref in files_of_records(db):
        yield promise_ids, ref
        if ref.startswith(_WITH_BODY):
            yield raw_prose, ref
    yield from ((raw_prose, name) for name in files_of_translations(db))


def _of_records(db: Database) -> Iterator[Ask]:
    yield from ((check_record, ref) for ref in files_of_records(db))
    yield from ((of_a_text, ref) for ref in files_of_translations(db) for of_a_text in (check_translation, pictures_of))
    yield from ((of_a_record, ref) for ref in names(db) for of_a_record in (card, pictures_of))
