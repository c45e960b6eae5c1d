"""Ask for every file of the site and return what came of it. Writes nothing until it is told to publish.

``Workshop`` keeps what one process knows of a site between builds; a single build is one revision of its database.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from .config import Locations, program_fingerprint
from .content import SETTINGS, file_of, locate, settings
from .engine import (
    Cause,
    Database,
    Days,
    Errand,
    Files,
    Graph,
    Listed,
    Load,
    ProcessWorkers,
    Shelf,
    Stamp,
    Store,
    Tree,
    without_collection,
)
from .pictures import ALBUM, Album, media_bytes, published
from .privacy import LeakScan, on_purpose, public_names
from .problems import Level, Problem, Where
from .promises.check import without_echoes
from .publish import Artifact, Published, Publisher, digest_of
from .references import promises
from .rendering import page_html
from .routes import routes
from .search import Done, Job, SearchIndex, run
from .takedowns import leaving, to_purge
from .watch import Changes, is_noise
from .whole_site import MAKERS, PARTS, Produced, part, pictures_in_use, whole_site


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What came of one build.

    ``artifacts`` holds every file of the site by its path, until the next build; ``touched`` the paths that came, went
    or changed since the build before, ``None`` when that is not known. On ``next_change_on`` a page changes by itself.
    """

    artifacts: Mapping[str, Artifact]
    touched: frozenset[str] | None
    problems: tuple[Problem, ...]
    today: date
    next_change_on: date | None
    ran: tuple[tuple[str, str], ...]
    seconds: float

    @property
    def is_sound(self) -> bool:
        return not any(problem.level is Level.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a build cost: seconds of each stage, queries that ran by name, and how many did not have to.

    ``verified`` queries had something to check; ``reused`` ones were not even looked at.
    """

    seconds: Mapping[str, float]
    ran: Mapping[str, int]
    verified: int
    reused: int


_DAYS = ("days", "private days")
"""Inputs of whether a day has come; of the second kind nobody is told that they matter (``privacy.consent``)."""


def _calendar(days: list[str], *, has_private_days: bool) -> Artifact:
    """Return the file that tells whoever keeps the site running on which days it must be built again.

    It is made from what the pages rest on, so no query can make it. It does not say of which day it is: then it would
    change every day. Days that nobody is told of, such as those on which consents end, are not in it: ``daily`` says
    that there are some, and that the site must be built every day.
    """
    content = f"{json.dumps({'rebuild_on': days, 'daily': has_private_days}, indent=0)}\n".encode()
    return Artifact("status-calendar.json", digest_of(content), "dates", lambda: content)


_MUCH = 20_000
"""From how many memos on it pays to save them in a process of its own: to begin one takes some milliseconds."""
_PATIENCE = 10.0
"""Seconds to wait for another process that is publishing."""


class Workshop:
    """Builds one site, again and again, and remembers what it made it from."""

    def __init__(self, places: Locations, *, as_of: date | None = None, use_cache: bool = True) -> None:
        self._places = places
        self._as_of = as_of
        self._days = Days(as_of or date.min)
        self._tree = Tree(places.roots, is_noise)
        self._store = Store(places.cache, program_fingerprint(), Problem) if use_cache else None
        self._files = Files(places.roots)
        self._shelf = Shelf(places.cache.with_name(f"work-{os.getpid()}"))
        self._album = Album(places.pictures) if use_cache else Album()
        self._seconds: dict[str, float] = {}
        with without_collection(), self._timed("load"):
            self._db = self._store.load(self._make) if self._store else self._make({})
        self._loaded_at = self._db.graph.tick
        self._search = SearchIndex(places.search if use_cache else None, self._shelf.folder)
        self._leaks = LeakScan(places.private, places.output, places.scanned, program_fingerprint())
        self._publisher = Publisher(places.output, site=places.site, wait=_PATIENCE, shelf=self._shelf.values)
        self._parts: dict[str, dict[str, Produced]] = {}
        self._artifacts: dict[str, Artifact] = {}
        self._unpublished: set[str] | None = None
        self._zone: ZoneInfo | None = None
        self._saving: Errand | None = None

    def _make(self, stamps: dict[str, Stamp], load: Load = lambda number: None, graph: Graph | None = None) -> Database:
        self._files = Files(self._places.roots, stamps)
        world = {"file": self._files, "tree": self._tree, "listed": Listed(self._tree)}
        world |= dict.fromkeys(_DAYS, self._days)
        db = Database(world, load, graph, self._shelf)
        db.workers = ProcessWorkers(Problem, self._copy_for_workers)
        db.resource(ALBUM, lambda: self._album)
        return db

    @property
    def _copy_path(self) -> Path:
        return self._shelf.folder / "memos.sqlite"

    def _copy_for_workers(self, db: Database) -> Callable[[], Database]:
        path = self._copy_path
        path.unlink(missing_ok=True)
        Store(path, "", Problem).copy(db, self._files.stamps)
        return partial(_copy_in_worker, self._places, path, self._days.today, self._shelf.folder)

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
        if self._zone is None:
            # Not by a memo: which day it is must be known before anything is looked at again.
            world = {"file": Files(self._places.roots), "tree": self._tree, "listed": Listed(self._tree)}
            self._zone = ZoneInfo(settings(Database(world)).timezone)
        return self._zone

    def site_url(self) -> str:
        """Return the address of the site, ``""`` where its settings do not say it."""
        return settings(self._db).url

    def language(self) -> str:
        """Return the language of the site."""
        return settings(self._db).language

    def has_address(self) -> bool:
        """Whether the settings say at which address the site is, so that whole addresses can be written."""
        return bool(settings(self._db).url)

    def today(self) -> date:
        """Return the site's date of today."""
        return self._as_of or datetime.now(self.timezone()).date()

    def build(self, changes: Changes | None = None) -> BuildResult:
        """Build the site as it is now; with ``changes``, look again only at what they name."""
        with without_collection():
            return self._build(changes)

    def _build(self, changes: Changes | None) -> BuildResult:
        started = time.perf_counter()
        with self._timed("look"):
            self._look(changes)
        with self._timed("make"):
            try:
                whole_site(self._db)
            finally:
                self._copy_path.unlink(missing_ok=True)  # it holds what is internal, and is of no more use
            days, private = (self._days_of_change(name) for name in _DAYS)
            calendar = _calendar(days, has_private_days=bool(private))
            touched = self._collect(calendar, sweep=changes is None or changes.sweep)
        with self._timed("leaks"):
            leaks = self._leaks.problems(self._artifacts, touched, lambda: on_purpose(self._db), self._source_of)
            leaks = tuple(self.located(problem) if problem.where.field else problem for problem in leaks)
        problems = (*self._problems(), *leaks)
        is_sound = not any(problem.level is Level.ERROR for problem in problems)
        files, output = self._publisher.files(), self._places.output
        problems += tuple(leaving(self._db, output, files, self._artifacts, touched, is_sound=is_sound))
        return BuildResult(
            artifacts=MappingProxyType(self._artifacts),
            touched=touched,
            problems=tuple(sorted((*problems, *self._unfindable()), key=lambda problem: problem.where)),
            today=self._days.today,
            next_change_on=min(map(date.fromisoformat, (*days[:1], *private[:1])), default=None),
            ran=tuple(self._db.runs),
            seconds=time.perf_counter() - started,
        )

    def _unfindable(self) -> tuple[Problem, ...]:
        problem = self._search.problem()
        return (problem,) if problem else ()

    def _problems(self) -> tuple[Problem, ...]:
        """Return what is wrong, each once, by file and line."""
        each_once: dict[tuple[Where, str, str], Problem] = {}
        for problem in locate(self._db, self._db.notes(whole_site)):
            # A template that fails does so on every page that it is for: once is enough.
            told = "" if problem.code == "template-failed" else str(problem.arguments)
            place = (problem.where, problem.code, told)
            if place not in each_once or str(problem.arguments) < str(each_once[place].arguments):
                each_once[place] = problem
        return without_echoes(tuple(each_once[place] for place in sorted(each_once)))

    def _look(self, changes: Changes | None) -> None:
        keys = [] if changes is None else self._keys(changes)
        self._files.forget(keys)
        if changes is None or changes.sweep or SETTINGS in keys:
            self._zone = None
        # Firewalls answer while inputs are looked at, so the day must be right before.
        before, self._days.today = self._days.today, self.today()
        if changes is None or changes.sweep or not self._parts:
            self._tree.look()
            self._db.refresh()
            return
        changed = [("file", key) for key in keys]
        if not all(map(self._tree.still_lists, keys)):
            self._tree.look()
            changed += [(name, key) for name in ("tree", "listed") for key in self._db.known_keys(name)]
        if self._days.today != before:
            changed += [(name, key) for name in _DAYS for key in self._db.known_keys(name)]
        self._db.refresh(changed)

    def _keys(self, changes: Changes) -> list[str]:
        return [key for path in changes.paths if (key := self._files.key(path)) is not None]

    def _collect(self, calendar: Artifact, *, sweep: bool) -> frozenset[str] | None:
        """Take over the parts that were made again; return the paths that are not published as they are now."""
        is_first = not self._parts
        touched: set[str] = set()
        for name in PARTS if is_first else self._db.ran(part):
            now = part(self._db, name)
            changed = self._replace(name, now)
            for path in changed if name.startswith("pages ") else ():
                page = now.get(path)
                self._search.note(path, page.index if page else "", page.digest if page else "")
            touched |= changed
        for name, files in self._search.changed():
            touched |= self._replace(
                f"search {name}",
                {path: Produced(file.digest, "search", file.source, "search") for path, file in files.items()},
            )
        if is_first or self._artifacts[calendar.path].digest != calendar.digest:
            touched.add(calendar.path)
            self._artifacts[calendar.path] = calendar
        if is_first or sweep or self._unpublished is None:
            self._unpublished = None
            return None
        self._unpublished |= touched
        return frozenset(self._unpublished)

    def _replace(self, name: str, now: dict[str, Produced]) -> set[str]:
        """Take over one part; return the paths that came, went or changed."""
        before = self._parts.get(name, {})
        self._parts[name] = now
        changed = {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
        for path in changed:
            self._artifacts.pop(path, None)
        self._artifacts |= {path: self._artifact(path, now[path]) for path in now if path in changed}
        return changed

    def _artifact(self, path: str, made: Produced) -> Artifact:
        if made.maker == "search":
            return Artifact(path, made.digest, made.owner, lambda: self._search.content(made.key))
        make = MAKERS[made.maker]
        file = self._db.shelved(make, made.key) if make is not media_bytes else ""  # that is no query
        return Artifact(path, made.digest, made.owner, lambda: make(self._db, made.key), file)

    def _source_of(self, owner: str) -> tuple[str, bytes]:
        """Return the file of the record that something is made from, and its bytes; blanks for what has no such."""
        place = promises(self._db).get(owner)
        path = file_of(self._db, place.owner if place else owner)
        return path, (self._files.value(path) or b"") if path else b""

    def _days_of_change(self, name: str) -> list[str]:
        """Return the days to come on which a page changes by itself, as far as they have been asked about."""
        today = self._days.today.isoformat()
        coming = sorted(day for day in self._db.known_keys(name) if day > today)
        return self._db.keys_under(name, coming, whole_site)

    def indexed(self, result: BuildResult) -> BuildResult:
        """Make the search indexes that ``result`` lacks, and return the build with them."""
        with self._timed("index"):
            beside = self._shelf.folder.with_name(f"{self._shelf.folder.name}-pages")
            try:
                jobs = self._search.jobs(partial(self._file_to_index, beside))
            except OSError:
                shutil.rmtree(beside, ignore_errors=True)
                return result  # the disk takes no more: to publish says so, and says what to do
            if not jobs:
                told = (problem for problem in self._unfindable() if problem not in result.problems)
                return replace(result, problems=(*result.problems, *told))
            with ThreadPoolExecutor(os.cpu_count()) as threads:
                done = list(threads.map(run, jobs))
            shutil.rmtree(beside, ignore_errors=True)
        for job, came_of_it in zip(jobs, done, strict=True):
            self.take_index(job, came_of_it)
        again = self.build(Changes(frozenset(), sweep=False))
        return replace(again, seconds=result.seconds + again.seconds, ran=result.ran + again.ran)

    def take_index(self, job: Job, done: Done) -> None:
        """Take over a search index that was made, for the next build."""
        self._search.take(job, done)

    def jobs(self) -> list[Job]:
        """Return which search indexes must be made of the pages that are published."""
        return self._search.jobs(lambda path: f"{self._places.output}/{path}", is_quiet=True)

    def _file_to_index(self, beside: Path, path: str) -> str:
        """Return a file that holds a page which may not be published yet."""
        artifact = self._artifacts[path]
        if artifact.file and Path(artifact.file).exists():
            return artifact.file
        public = self._places.output / path
        with suppress(OSError):
            if digest_of(public.read_bytes()) == artifact.digest:
                return os.fspath(public)
        beside.mkdir(parents=True, exist_ok=True)
        file = beside / artifact.digest
        file.write_bytes(artifact.content())
        return os.fspath(file)

    def to_purge(self, result: BuildResult) -> tuple[str, ...]:
        """Return the addresses whose copies elsewhere must be cleared once ``result`` is published."""
        return to_purge(self._places.output, self._publisher.files(), result.artifacts, result.touched)

    def publish(self, result: BuildResult, *, saves: bool = False) -> Published:
        """Write the site. With ``saves`` the memos are kept meanwhile, where that pays; ``save`` then waits for it."""
        with self._timed("publish"):
            if saves and self._store and len(self._db.graph) >= _MUCH:
                self._saving = Errand(partial(self._store.save, self._db, self._files.stamps))
            try:
                done = self._publisher.publish(result.artifacts, result.touched)
            except BaseException:
                if self._saving:
                    self._saving.is_done()  # or it would be there when this process has ended
                raise
        self._unpublished = set()
        self.release()
        self._search.forget_gone()
        if any(path.startswith("media/") for path in (*done.written, *done.deleted)):
            shown = (published(self._db, file) for file in pictures_in_use(self._db))
            self._album.keep_only(picture.key for picture in shown if picture)
        return done

    def release(self) -> None:
        """Forget the bytes of pages, which are on the disk by now."""
        self._db.release()

    def save(self) -> None:
        """Keep the memos for the next process."""
        if self._store:
            with self._timed("save"):
                if self._saving is None or not self._saving.is_done():
                    self._store.save(self._db, self._files.stamps)
                self._saving = None
                self._leaks.save(self._artifacts)

    def cost(self, result: BuildResult) -> Cost:
        """Return what this process has done until now for ``result``, which may have come of several builds."""
        memos = self._db.looked_at_since(self._loaded_at)
        looked_at = {memo for memo, is_looked_at in memos.items() if is_looked_at}
        ran = Counter(name for name, _ in result.ran)
        return Cost(dict(self._seconds), ran, len(looked_at.difference(result.ran)), len(memos) - len(looked_at))

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[stage] = self._seconds.get(stage, 0) + time.perf_counter() - started

    def located(self, problem: Problem) -> Problem:
        """Return ``problem`` with the line and column of its field."""
        return next(locate(self._db, (problem,)))

    def line_of(self, where: Where) -> str:
        """Return the text of the line that ``where`` points into, ``""`` when it cannot be shown."""
        root = where.path.partition("/")[0]
        content = self._files.value(where.path) if root in self._places.roots and where.column else None
        if content is None and root == "templates" and where.column:
            content = self._files.value("theme" + where.path.removeprefix("templates"))
        text = (content or b"").decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
        lines = text.split("\n")  # not by splitlines, which also ends a line at what an editor does not see
        return lines[where.line - 1] if 0 < where.line <= len(lines) else ""

    def shows_care_cases(self) -> bool:
        """Whether anything is published that somebody had to consent to."""
        return any(ref.startswith("care/") for ref in public_names(self._db))

    def urls(self) -> tuple[str, ...]:
        """Return the addresses of all pages."""
        return tuple(routes(self._db))

    def why(self, url: str) -> list[Cause] | None:
        """Return why a page was made in the last build, ``None`` when there is no such page."""
        planned = routes(self._db).get(url)
        return self._db.why(page_html, planned.name) if planned else None


def _copy_in_worker(places: Locations, path: Path, today: date, shelf: Path) -> Database:
    """Return what the parent process knew, in a worker that could not inherit it."""
    workshop = Workshop(places, as_of=today, use_cache=False)
    workshop._shelf = Shelf(shelf, is_owner=False)
    workshop._album = Album(places.pictures)
    return Store(path, "", Problem).load(workshop._make)


def folders_to_watch(places: Locations) -> tuple[Path, ...]:
    """Return the folders whose changes may change the site, or whether it may be published."""
    private = (places.private,) if places.private else ()
    return tuple(dict.fromkeys((*places.roots.values(), *private)))
