"""The table of contents of the program: ask for every file of the site, return what came of it. Writes nothing.

``Workshop`` keeps what one process knows of a site between builds; a single build is one revision of its database.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from .assets import asset_bytes, asset_names, asset_url, media, media_bytes
from .config import Locations, program_fingerprint
from .content import locate, settings
from .engine import Cause, Database, Days, Files, Input, Listed, Stamp, Store, Tree, query
from .pictures import pictures_of
from .privacy import check_everything, public_names
from .problems import Level, Problem, Where
from .publish import Artifact, Published, publish
from .rendering import page_html
from .routes import plan, routes
from .watch import Changes, is_noise


class Produced(Struct, frozen=True):
    """A file of the site: the digest of its bytes, which query makes it from which key, and what it is made from."""

    digest: str
    maker: str
    key: str
    owner: str


_MAKERS: dict[str, Callable[[Database, str], bytes]] = {
    "page": page_html,
    "asset": asset_bytes,
    "media": media_bytes,
}


@query
def site_files(db: Database) -> dict[str, Produced]:
    """Return every file of the site by its path in the output."""
    check_everything(db)
    found: dict[str, Produced] = {}
    for url, planned in routes(db).items():
        found[planned.path] = Produced(db.digest(page_html, url), "page", url, planned.key or planned.view)
    for name in asset_names(db):
        found[asset_url(db, name)] = Produced(db.digest(asset_bytes, name), "asset", name, f"assets/{name}")
    for ref in public_names(db):
        for file in pictures_of(db, ref):
            picture = media(db, file)
            if picture is not None:
                found[picture.url] = Produced(db.digest(media_bytes, file), "media", file, file)
    return found


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What came of one build.

    ``lines`` gives the text of a line of a file, for showing problems. ``next_change_on`` is the next day on which
    some page changes by itself.
    """

    artifacts: tuple[Artifact, ...]
    problems: tuple[Problem, ...]
    today: date
    next_change_on: date | None
    ran: tuple[tuple[str, str], ...]
    seconds: float

    @property
    def is_sound(self) -> bool:
        return not any(problem.level is Level.ERROR for problem in self.problems)


class Workshop:
    """Builds one site, again and again, and remembers what it made it from."""

    def __init__(self, places: Locations, *, as_of: date | None = None, use_cache: bool = True) -> None:
        self._places = places
        self._as_of = as_of
        self._days = Days(as_of or date.min)
        self._tree = Tree(places.roots, is_noise)
        self._store = Store(places.cache, program_fingerprint(), Problem) if use_cache else None
        self._files = Files(places.roots)
        self._db = self._store.load(self._make) if self._store else self._make({}, lambda number: None)
        self._is_first = True

    def _make(self, stamps: dict[str, Stamp], load: Callable[[int], bytes | None]) -> Database:
        self._files = Files(self._places.roots, stamps)
        world: dict[str, Input] = {"file": self._files, "tree": self._tree, "days": self._days}
        return Database({**world, "listed": Listed(self._tree)}, load)

    @property
    def database(self) -> Database:
        """The memos of this site, for further questions about the last build."""
        return self._db

    @property
    def cache_dropped(self) -> str:
        """Why the cache could not be used; ``""`` when it could, or when there was none."""
        return self._store.reason_dropped if self._store else ""

    def timezone(self) -> ZoneInfo:
        """Return the time zone whose dates count for this site."""
        return ZoneInfo(settings(self._db).timezone)

    def today(self) -> date:
        """Return the site's date of today."""
        return self._as_of or datetime.now(self.timezone()).date()

    def build(self, changes: Changes | None = None) -> BuildResult:
        """Build the site as it is now; with ``changes``, look again only at what they name."""
        started = time.perf_counter()
        self._look(changes)
        self._days.today = self.today()
        self._db.look_again(("days", key) for key in self._db.known_keys("days"))
        produced = site_files(self._db)
        return BuildResult(
            artifacts=tuple(self._artifact(path, made) for path, made in produced.items()),
            problems=self._problems(),
            today=self._days.today,
            next_change_on=self._next_change_on(),
            ran=tuple(self._db.statistics.ran),
            seconds=time.perf_counter() - started,
        )

    def _problems(self) -> tuple[Problem, ...]:
        """Return what is wrong, each once, by file and line."""
        located = (locate(self._db, problem) for problem in self._db.notes(site_files))
        each_once = {(problem.where, problem.code, str(problem.arguments)): problem for problem in located}
        return tuple(each_once[place] for place in sorted(each_once))

    def _look(self, changes: Changes | None) -> None:
        if changes is None or changes.sweep or self._is_first:
            self._tree.look()
            self._db.refresh()
        else:
            keys = [key for path in changes.paths if (key := self._files.key(path)) is not None]
            self._tree.look()
            self._files.forget(keys)
            trees = [(name, key) for name in ("tree", "listed") for key in self._db.known_keys(name)]
            self._db.refresh([*(("file", key) for key in keys), *trees])
        self._is_first = False

    def _artifact(self, path: str, made: Produced) -> Artifact:
        return Artifact(path, made.digest, made.owner, lambda: _MAKERS[made.maker](self._db, made.key))

    def _next_change_on(self) -> date | None:
        coming = (date.fromisoformat(key) for key in self._db.keys("days", site_files))
        return min((day for day in coming if day > self._days.today), default=None)

    def publish(self, result: BuildResult, *, wait: float = 0.0) -> Published:
        """Write the site and remember how it was made."""
        published = publish(self._places.output, result.artifacts, site=self._places.site, wait=wait)
        self.save()
        return published

    def release(self) -> None:
        """Forget the bytes of pages, which are on the disk by now."""
        self._db.release()

    def save(self) -> None:
        """Keep the memos for the next process."""
        self.release()
        if self._store:
            self._store.save(self._db, self._files.stamps)

    def line_of(self, where: Where) -> str:
        """Return the text of the line that ``where`` points at, ``""`` when it cannot be shown."""
        root = where.path.partition("/")[0]
        content = self._files.value(where.path) if root in self._places.roots and where.line else None
        if content is None and root == "templates":
            content = self._files.value("theme" + where.path.removeprefix("templates"))
        lines = (content or b"").decode("utf-8-sig", "replace").splitlines()
        return lines[where.line - 1] if 0 < where.line <= len(lines) else ""

    def urls(self) -> tuple[str, ...]:
        """Return the addresses of all pages."""
        return tuple(routes(self._db))

    def why(self, url: str) -> list[Cause] | None:
        """Return why a page was made in the last build, ``None`` when there is no such page."""
        return self._db.why(page_html, url) if plan(self._db, url) else None


def folders_to_watch(places: Locations) -> tuple[Path, ...]:
    """Return the folders whose changes may change the site."""
    return tuple(dict.fromkeys(places.roots.values()))
