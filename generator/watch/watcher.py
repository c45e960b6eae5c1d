"""Gather notices, and say what changed once it is quiet and whole."""

from __future__ import annotations

import os
import stat
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from generator.noise import is_noise
from generator.watch.roots import Target, outermost, targets_of

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

_BURST: Final = 200
"""More paths than this at once are not listed: reading the tree again is cheaper, and surely right."""
_VANISHED: Final = 0.1
"""Seconds to wait for the second half of a save that first moved the old file out of the way."""
_FRESH: Final = 0.2
"""When polling, a file whose time of change is younger than this may still be growing."""
_LOOK_EVERY: Final = 1.0
"""Seconds between two looks at the health of the watch itself."""
_LONGEST_PAUSE: Final = 30.0
_ECHO: Final = 2.0
"""Seconds from a sweep after lost notices to the sweep that makes sure."""
_DEATHS: Final = 3
_DEATHS_WITHIN: Final = 60.0
"""A watch that died this often within so many seconds is given up for polling."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What may have changed since the last report.

    ``paths`` are absolute paths of the system. They are the whole truth only without ``sweep``, which says that
    anything may have changed and that the tree is to be read again.
    """

    paths: frozenset[str]
    sweep: bool


@dataclass(slots=True)
class _Touch:
    """What is known of one path since it was last reported."""

    first: float
    last: float
    writing: bool = False
    """Written to, and not closed since."""
    done: bool = False
    """Closed after writing, or renamed into its place: more is not to be expected."""
    gone: bool = False
    """Renamed to another name that counts, so nothing will come back here as part of the same save."""
    shape: tuple[int, int] | None = None


@dataclass(slots=True)
class _Sweep:
    first: float
    last: float


class Watcher:
    """Gather the notices about ``roots`` (folders or files, which need not exist yet) and report them when due.

    A save is reported after a third of ``settle`` (seconds) where the system says that a file was closed (Linux), after
    ``settle`` elsewhere, and after at most ``cap`` while a file is empty or still being written. A sweep is due every
    ``idle_sweep``. ``ignore`` tells more paths that do not count.

    A context manager; ``wait`` belongs to one thread, ``stop`` may be called from any thread and from a signal handler.
    Words for the person at the terminal go to ``say``, through ``translate``.
    """

    def __init__(
        self,
        roots: Sequence[Path],
        *,
        poll: bool = False,
        settle: float = 0.015,
        cap: float = 1.0,
        idle_sweep: float = 60.0,
        ignore: Callable[[str], bool] | None = None,
        say: Callable[[str], None] | None = None,
        translate: Callable[[str], str] = str,
    ) -> None:
        self._roots = outermost(roots)
        self._polling = poll
        self._settle = settle
        self._cap = cap
        self._idle_sweep = idle_sweep
        self._ignore = ignore
        self._say = say
        self._translate = translate
        # Re-entrant, because a signal handler may call stop() while this same thread is inside wait().
        self._changed = threading.Condition(threading.RLock())
        self._touched: dict[str, _Touch] = {}
        self._sweep: _Sweep | None = None
        self._lossy = False
        self._suspect = False
        self._full = False
        self._stopped = False
        self._nudged = False
        self._observer: BaseObserver | None = None
        self._targets: frozenset[Target] = frozenset()
        self._names: list[tuple[str, str]] = []
        self._hears_closing = False
        self._deaths: list[float] = []
        self._failures = 0
        self._look_at = 0.0
        self._sweep_at = 0.0

    def __enter__(self) -> Self:
        self._sweep_at = time.monotonic() + self._idle_sweep
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()
        self._halt()

    @property
    def stopped(self) -> bool:
        """Whether ``stop`` was called; ``wait`` then returns None at once."""
        return self._stopped

    @property
    def polling(self) -> bool:
        """Whether the tree is read every second, because notices were not wanted or do not arrive."""
        return self._polling

    def stop(self) -> None:
        """Make the running and every later ``wait`` return None."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def nudge(self) -> None:
        """Make the running or the next ``wait`` return, with no change if there is none; from any thread."""
        with self._changed:
            self._nudged = True
            self._changed.notify_all()

    def wait(self, timeout: float | None) -> Changes | None:
        """Return what changed, as soon as it is quiet and whole; None after ``timeout`` seconds or ``stop``."""
        ends = None if timeout is None else time.monotonic() + timeout
        while True:
            with self._changed:
                if self._stopped:
                    return None
                if self._nudged:
                    self._nudged = False
                    return Changes(frozenset(), sweep=False)
                now = time.monotonic()
                if not self._suspect and now < self._look_at:
                    changes, wake = self._due(now)
                    if changes is not None:
                        return changes
                    if ends is not None and now >= ends:
                        return None
                    wake = min(wake, self._look_at, ends if ends is not None else wake)
                    self._changed.wait(max(0.0, wake - now))
                    continue
            # Outside the lock: threads are ended here, and they may be waiting for it.
            self._look()

    # -- what is due ------------------------------------------------------------------------------

    def _due(self, now: float) -> tuple[Changes | None, float]:
        """Return what is to be reported now, or None and the time at which to ask again."""
        if not self._touched and self._sweep is None:
            if now >= self._sweep_at:
                return self._report(frozenset(), sweep=True, now=now), now
            return None, self._sweep_at
        ready: set[str] = set()
        later: list[float] = []
        unquiet = False
        for path, touch in self._touched.items():
            until, slow = self._settles(path, touch, now)
            if until <= now:
                ready.add(path)
            else:
                later.append(until)
                # One long copy does not hold up the rest; but a sweep would read it, half written as it is.
                unquiet = unquiet or not slow or self._sweep is not None
        if self._sweep is not None and now < self._sweep.last + self._settle:
            later.append(self._sweep.last + self._settle)
            unquiet = True
        if not ready and self._sweep is None:
            return None, min(later)
        oldest = min(
            [self._touched[path].first for path in ready] + ([self._sweep.first] if self._sweep is not None else [])
        )
        if unquiet and now < oldest + self._cap:
            return None, min(*later, oldest + self._cap)
        for path in ready:
            del self._touched[path]
        return self._report(frozenset(ready), sweep=self._sweep is not None, now=now), now

    def _report(self, paths: frozenset[str], *, sweep: bool, now: float) -> Changes:
        if sweep:
            self._sweep = None
            self._sweep_at = now + (min(_ECHO, self._idle_sweep) if self._lossy else self._idle_sweep)
            self._lossy = False
        return Changes(paths, sweep)

    def _settles(self, path: str, touch: _Touch, now: float) -> tuple[float, bool]:
        """Return when ``path`` counts as whole if nothing more is heard, and whether that is a matter of writing."""
        limit = touch.first + self._cap
        if touch.writing:
            return limit, True
        quiet = touch.last + (self._settle / 3 if touch.done else self._settle)
        if now < quiet:
            return min(quiet, limit), False
        try:
            status = os.lstat(path)
        except OSError:
            return min(touch.last if touch.gone else touch.last + _VANISHED, limit), False
        if not stat.S_ISREG(status.st_mode):
            return now, False
        if status.st_size == 0:
            return limit, True
        if self._polling:
            age = time.time() - status.st_mtime
            return (min(now + _FRESH - age, limit), True) if 0 <= age < _FRESH else (now, False)
        shape = (status.st_size, status.st_mtime_ns)
        if not self._hears_closing and shape != touch.shape:
            touch.shape = shape
            return min(now + self._settle, limit), True
        return now, False

    # -- what is heard ----------------------------------------------------------------------------

    def _hear(self, event: FileSystemEvent) -> None:
        """Note one event; called on the observer's thread."""
        source = self._ours(os.fsdecode(event.src_path)) if event.src_path else None
        target = self._ours(os.fsdecode(event.dest_path)) if event.dest_path else None
        if source is None and target is None and not self._suspect:
            return
        kind = event.event_type
        with self._changed:
            now = time.monotonic()
            if source is not None:
                touch = self._touch(source, now)
                if kind != "attrib":
                    touch.writing = kind == "modified" and self._hears_closing
                    touch.done = kind == "closed"
                    touch.gone = kind == "moved" and target is not None
            if target is not None:
                touch = self._touch(target, now)
                touch.writing, touch.done, touch.gone = False, True, False
            # A deleted folder looks like a deleted file on Windows.
            if event.is_directory or (kind == "deleted" and os.name == "nt"):
                self._ask_sweep(now)
            if len(self._touched) > _BURST:
                self._touched.clear()
                self._ask_sweep(now, lossy=True)
            self._changed.notify_all()

    def _touch(self, path: str, now: float) -> _Touch:
        touch = self._touched.setdefault(path, _Touch(now, now))
        touch.last = now
        if not self._hears_closing and not self._polling:
            try:
                status = os.lstat(path)
                touch.shape = (status.st_size, status.st_mtime_ns)
            except OSError:
                touch.shape = None
        return touch

    def _ask_sweep(self, now: float, *, lossy: bool = False) -> None:
        self._sweep = _Sweep(self._sweep.first if self._sweep is not None else now, now)
        self._lossy = self._lossy or lossy

    def _ours(self, path: str) -> str | None:
        """Return ``path`` as the caller would write it, or None for what is noise or lies outside the roots."""
        for real, given in self._names:
            if path.startswith(real + os.sep):
                below = path[len(real) :]
                if any(is_noise(part) for part in Path(below).parts):
                    return None
                return None if self._ignore is not None and self._ignore(given + below) else given + below
            if path == real or real.startswith(path.rstrip(os.sep) + os.sep):
                self._suspect = True
                return given if path == real else None
        return None

    def _lost(self) -> None:
        """Note that notices were dropped; called on the thread that reads them."""
        with self._changed:
            self._ask_sweep(time.monotonic(), lossy=True)
            self._changed.notify_all()

    def _limited(self) -> None:
        """Note that the system will not watch any more folders."""
        with self._changed:
            self._full = self._suspect = True
            self._changed.notify_all()

    # -- the watch itself -------------------------------------------------------------------------

    def _look(self) -> None:
        """Make sure that the right folders are watched by threads that live."""
        from generator.watch.observers import is_alive

        self._suspect = False
        self._look_at = time.monotonic() + _LOOK_EVERY
        alive = self._observer is not None and is_alive(self._observer)
        same = targets_of(self._roots) == self._targets
        if alive and same and not self._full:
            return
        if self._full and not self._polling:
            self._fall_back(self._translate("文件夹太多，超出了系统允许监视的数量"))
        elif same and not self._polling:
            now = time.monotonic()
            self._deaths = [at for at in self._deaths if now - at < _DEATHS_WITHIN] + [now]
            if len(self._deaths) >= _DEATHS:
                self._fall_back(self._translate("监视反复中断"))
        self._full = False
        self._halt()
        self._start()
        with self._changed:
            self._ask_sweep(time.monotonic(), lossy=True)

    def _start(self) -> None:
        """Watch the roots, by polling where notices cannot be had; on failure ``_look`` tries again."""
        from generator.watch.observers import reason_of, unreliable

        while True:
            targets = targets_of(self._roots)
            if not self._polling:
                reason = unreliable(targets, self._translate)
                if reason:
                    self._fall_back(reason)
            try:
                self._observer = self._observe(targets)
            except OSError as error:
                self._halt()
                if targets != targets_of(self._roots):
                    continue  # a folder went away in between
                if not self._polling:
                    self._fall_back(reason_of(error, self._translate))
                    continue
                self._failures += 1
                self._look_at = time.monotonic() + min(2.0**self._failures, _LONGEST_PAUSE)
                return
            self._targets = targets
            self._failures = 0
            self._look_at = time.monotonic() + _LOOK_EVERY
            if targets == targets_of(self._roots):
                return
            self._halt()

    def _observe(self, targets: frozenset[Target]) -> BaseObserver:
        from generator.watch.observers import KINDS, Handler, native_observer, polling_observer

        self._names = [(os.path.realpath(root), root) for root in self._roots]
        self._hears_closing = not self._polling and sys.platform == "linux"
        # Kept at once, so that a failure below leaves something for _halt to end.
        self._observer = observer = polling_observer() if self._polling else native_observer(self._lost, self._limited)
        handler = Handler(self._hear)
        for target in targets:
            observer.schedule(handler, target.path, recursive=target.recursive, event_filter=KINDS)
        observer.start()
        return observer

    def _halt(self) -> None:
        observer, self._observer = self._observer, None
        if observer is not None:
            observer.stop()
            if observer.ident is not None:
                observer.join()

    def _fall_back(self, reason: str) -> None:
        self._polling = True
        if self._say is not None:
            self._say(self._translate("收不到文件变化的通知（{reason}），改为每秒检查一次。").format(reason=reason))
