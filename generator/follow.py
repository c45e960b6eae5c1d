"""One site followed: built, published, and kept up to date while somebody edits it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from types import TracebackType
from typing import Self

from .build import BuildResult, Workshop, folders_to_watch
from .config import Locations
from .i18n import describe, translator
from .problems import Level
from .publication import publish_site
from .report import line_shown, place_of
from .search import Background
from .serve import Outcome, ShownProblem, follow, serve
from .takedowns import words_for_purge
from .watch import Changes, Watcher


class Follower:
    """A workshop, a publisher and a watcher of one site, for ``watch`` and ``serve``."""

    def __init__(self, places: Locations, language: str, say: Callable[[str], None], *, poll: bool) -> None:
        self._places = places
        self._language = language
        self._say = say
        self._workshop = Workshop(places)
        # What is only looked at on this computer is not published yet: half a sentence must not be locked.
        self._writes_lock = False
        self._watcher = Watcher(folders_to_watch(places), poll=poll, say=say, translate=translator(language))
        self._indexing = Background(self._watcher.nudge)

    def __enter__(self) -> Self:
        self._watcher.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._indexing.stop()
        self._watcher.__exit__(kind, error, trace)
        self._workshop.save()

    def watch(self, show: Callable[[Outcome], None]) -> None:
        """Follow until Ctrl-C."""
        self._writes_lock = True
        follow(
            self._watcher,
            self._rebuild,
            next_midnight=self._seconds_to_midnight,
            on_outcome=show,
            should_stop=lambda: False,
            translate=translator(self._language),
            language=self._language,
        )

    def serve(
        self, show: Callable[[Outcome], None], *, host: str, port: int, strict_port: bool, open_browser: bool
    ) -> int:
        """Follow and show the site in a browser until Ctrl-C; return the exit code."""
        return serve(
            self._places.output,
            self._watcher,
            self._rebuild,
            next_midnight=self._seconds_to_midnight,
            host=host,
            port=port,
            strict_port=strict_port,
            open_browser=open_browser,
            say=self._say,
            translate=translator(self._language),
            language=self._language,
            on_outcome=show,
        )

    def _rebuild(self, changes: Changes | None) -> Outcome:
        for job, done in self._indexing.results():
            self._workshop.take_index(job, done)
        result, published = self._workshop.build(changes), None
        if result.is_sound:
            publication = publish_site(self._workshop, self._places, result, writes_lock=self._writes_lock)
            result, published = publication.result, publication.published
            if publication.purge:
                self._say(words_for_purge(self._places, publication.purge, self._language))
        problems = tuple(self._shown(result))
        if published is None:
            self._workshop.release()
            return Outcome(False, problems, (), (), result.seconds)
        if changes is None:
            self._workshop.save()
        self._indexing.start(self._workshop.jobs())
        return Outcome(True, problems, published.written, published.deleted, result.seconds)

    def _shown(self, result: BuildResult) -> list[ShownProblem]:
        """Return the problems in words, those first that keep the site as it is."""
        shown = []
        for problem in sorted(result.problems, key=lambda problem: problem.level != Level.ERROR):
            message, hint = describe(problem, self._language)
            line = line_shown(problem, self._workshop.line_of)
            shown.append(ShownProblem(problem.level.value, place_of(problem.where), message, hint, line))
        return shown

    def _seconds_to_midnight(self) -> float:
        now = datetime.now(self._workshop.timezone())
        midnight = datetime.combine(now.date() + timedelta(days=1), time.min, now.tzinfo)
        # Through UTC: the hours between two times of one zone are wrong on the day its clocks are changed.
        return (midnight.astimezone(UTC) - now.astimezone(UTC)).total_seconds()
