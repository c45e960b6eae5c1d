"""Every page of the site as data, before one is rendered; two pages at one address are a problem."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from msgspec import Struct, structs

from .engine import Database, query
from .listings import card, in_stage, in_topic, in_year, members, scopes, with_former, with_status, years
from .privacy import gone, gone_names, public, public_names, site
from .problems import Problem, Where, Word
from .references import where_promised, where_written
from .vocabulary import KIND_NAMED, KIND_OF_FOLDER, STAGES, STATUSES

PAGE_SIZE = 20
NOT_FOUND = "404.html"
OFFLINE = "offline/"
GONE = "gone"
"""The view of a page that stands where a record was taken down."""
MOVED = "moved"
"""The view of a page that leads on from a former address."""
_NOT_TO_FIND = frozenset({GONE, MOVED, "notfound", "board", "sheet", "offline"})
BOARD = "board/"
SHEETS = ("project", "drill", "commitment")
"""The kinds of records that have a sheet for the notice board. Never care cases."""


class PagePlan(Struct, frozen=True, array_like=True):
    """One page: its address (``projects/x/``, ``""`` for home, ``404.html``), which view makes it, of what.

    ``key`` is the full name of a record, or what the list is about (a kind, a topic, a stage, a status).
    ``number`` counts the pages of a list from 1. In the second language of a site the same pages stand below its
    own folder: there ``language`` is set (``en``), and ``url`` is still the address of the page among its own.
    """

    url: str
    view: str
    key: str = ""
    number: int = 1
    language: str = ""

    @property
    def address(self) -> str:
        """The address of the page, from the root of the site."""
        return f"{folder_of(self.language)}{self.url}"

    @property
    def path(self) -> str:
        """The file of the page in the output."""
        return f"{self.address}index.html" if self.url.endswith("/") or not self.url else self.address

    @property
    def name(self) -> str:
        """All of the plan in one line, by which its page is asked for: nobody has to look it up (``page_named``)."""
        return f"{self.address} {self.view} {self.number} {self.language} {self.key}"

    @property
    def is_to_be_found(self) -> bool:
        """Whether it belongs into a site map and a search."""
        return self.view not in _NOT_TO_FIND


def page_named(name: str) -> PagePlan:
    """Return the plan with this ``PagePlan.name``."""
    address, view, number, language, key = name.split(" ", 4)
    return PagePlan(address.removeprefix(folder_of(language)), view, key, int(number), language)


def folder_of(language: str) -> str:
    """Return where the pages of the second language stand; those of the first (``""``) stand at the root."""
    return f"{language}/" if language else ""


def top_folder(url: str) -> str:
    """Return the folder at the root that a page is in: ``stories/``; ``""`` for what stands at the root itself."""
    folder, slash, _ = url.partition("/")
    return f"{folder}/" if slash else ""


def address(ref: str) -> str:
    """Return the address of a record: ``projects/x/``; standing pages stand at the root: ``about/``."""
    folder, _, name = ref.partition("/")
    return f"{name}/" if folder == "pages" else f"{ref}/"


def whole_address(site_url: str, url: str) -> str:
    """Return the address with which others link to ``url``; from the root only where the site has no address yet."""
    return f"{site_url.rstrip('/')}/{url}" if site_url else url


def sheet_address(db: Database, ref: str) -> str:
    """Return the address of the sheet of a record, ``""`` where it has none."""
    has_sheet = site(db).sheets and KIND_OF_FOLDER[ref.partition("/")[0]].name in SHEETS
    return f"{BOARD}{ref}/" if has_sheet else ""


def scope_address(scope: str) -> str:
    """Return the address of the promises of a group (see ``listings.tally``)."""
    if scope.startswith("owner:"):  # a name, which no address may spell out
        return f"commitments/by/owner-{sha256(scope.encode()).hexdigest()[:10]}/"
    by, _, name = scope.rpartition(" ")[2].partition(":")
    return f"commitments/by/{by}-{name.rpartition('/')[2] or 'unknown'}/"


_LISTED = ("project", "drill", "inspection", "meeting", "care_case", "story", "community", "partner")


@query(firewall=True)
def routes(db: Database) -> dict[str, PagePlan]:
    """Map every address to its page. Later pages at a taken address are left out, and said."""
    taken: dict[str, PagePlan] = {}
    language = site(db).second_language
    home = PagePlan("", "home", language=language)
    if language:
        taken[home.address] = home  # first, so that no page takes the place of a whole language
    for plan in _plans(db):
        other = taken.setdefault(plan.url, plan)
        if other is not plan:
            place = _place(db, plan)
            db.note(Problem("address-collision", place, {"url": f"/{plan.url}", "other": _described(other)}))
    if language:
        below = (structs.replace(plan, language=language) for plan in tuple(taken.values()) if not plan.language)
        taken |= {plan.address: plan for plan in below}
    return taken


def _place(db: Database, plan: PagePlan) -> Where:
    """Return where the address of a page is written: its file, or the line with a former address."""
    former = (*_former(db, plan.key),)
    if plan.url in former:
        return where_written(db, plan.key, "former", former.index(plan.url))
    return where_promised(db, plan.key) if plan.key.startswith("commitments/") else where_written(db, plan.key)


def _suffix(ref: str) -> str:
    kind = KIND_OF_FOLDER.get(ref.partition("/")[0])
    return kind.suffix if kind else ""


def _described(taken: PagePlan) -> str | Word:
    return f"content/{taken.key}{_suffix(taken.key)}" if "/" in taken.key else Word("本站自带的页面")


def _plans(db: Database) -> Iterator[PagePlan]:
    """Yield all pages: those of the program first, so that a record never takes their place."""
    yield PagePlan("", "home")
    yield PagePlan(NOT_FOUND, "notfound")
    yield PagePlan(OFFLINE, "offline")
    yield PagePlan("outcomes/", "outcomes")
    yield PagePlan("corrections/", "corrections")
    yield PagePlan("subscribe/", "subscribe")
    yield PagePlan("data/", "open_data")
    yield from _list("commitments/", "ledger", "", len(members(db, "commitment")))
    for status in (*STATUSES, None):
        key = status.key if status else "aspiration"
        yield from _list(f"commitments/status/{key.replace('_', '-')}/", "status", key, len(with_status(db, key)))
    for by in ("year:", "owner:", "community:"):
        found = scopes(db, by)
        for scope in found if len(found) > 1 else ():
            yield PagePlan(scope_address(scope), "group", scope)
    for kind in _LISTED:
        yield from _list(f"{KIND_NAMED[kind].folder}/", "list", kind, len(members(db, kind)))
    yield PagePlan("topics/", "topics")
    for topic in site(db).topics:
        count = len(in_topic(db, topic.id))
        if count:
            yield from _list(f"topics/{topic.id}/", "topic", topic.id, count)
    yield PagePlan("stages/", "stages")
    for stage in STAGES:
        yield from _list(f"stages/{stage.key.replace('_', '-')}/", "stage", stage.key, len(in_stage(db, stage.key)))
    if site(db).search:
        yield PagePlan("search/", "search")
        yield PagePlan("years/", "years")
        for year in years(db):
            yield from _list(f"years/{year}/", "year", year, len(in_year(db, year)))
    has_sheets = site(db).sheets
    if has_sheets:
        yield PagePlan(BOARD, "board")
    for ref in public_names(db):
        yield PagePlan(address(ref), KIND_OF_FOLDER[ref.partition("/")[0]].name, ref)
        sheet = sheet_address(db, ref) if has_sheets else ""
        if sheet:
            yield PagePlan(sheet, "sheet", ref)
    for ref in gone_names(db):
        yield from (PagePlan(url, GONE, ref) for url in (address(ref), *_former(db, ref)))
    for ref in with_former(db):
        yield from _moved(db, ref)


def _former(db: Database, ref: str) -> tuple[str, ...]:
    told = card(db, ref) or gone(db, ref)
    return told.former if told else ()


def _moved(db: Database, ref: str) -> Iterator[PagePlan]:
    """Yield the pages that lead on from the former addresses of a record, and of the promises made in it."""
    folder = ref.partition("/")[0]
    found = public(db, ref)
    for url in found.former if found else ():
        yield PagePlan(url, MOVED, ref)
        before, _, name = url.rstrip("/").partition("/")
        for promise in found.commitments if found and before == folder else ():
            own = promise.removeprefix(f"commitments/{ref.partition('/')[2]}-")
            yield PagePlan(f"commitments/{name}-{own}/", MOVED, promise)


def _list(url: str, view: str, key: str, count: int) -> Iterator[PagePlan]:
    for number in range(1, max(1, -(-count // PAGE_SIZE)) + 1):
        yield PagePlan(page_address(url, number), view, key, number)


def page_address(url: str, number: int) -> str:
    """Return the address of page ``number`` of the list at ``url``."""
    return url if number == 1 else f"{url}page/{number}/"


def slice_of(refs: tuple[str, ...], number: int) -> tuple[str, ...]:
    """Return what stands on page ``number`` of a list."""
    return refs[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
