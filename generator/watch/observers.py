"""How each system is watched, and where its notices cannot be relied on."""

from __future__ import annotations

import errno
import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingEmitter

from generator.noise import is_noise
from generator.watch.roots import REMOTE, Target, file_system

_POLL_EVERY: Final = 1.0

# Opening and reading are left out for a reason: the build itself opens every file, and would fill the queue.
KINDS: Final[list[type[FileSystemEvent]]] = [
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
]

_log = logging.getLogger(__name__)
# Its words are English and meant for programmers; what matters of them is turned into a sweep.
logging.getLogger("watchdog").addHandler(logging.NullHandler())


def unreliable(targets: Iterable[Target], translate: Callable[[str], str]) -> str:
    """Return why notices about ``targets`` are not to be relied on; an empty text if they are."""
    one_of_each = {target.identity[0]: target.path for target in targets}
    if sys.platform == "linux":
        if any(REMOTE.fullmatch(file_system(folder)) for folder in one_of_each.values()):
            return translate("文件夹在网络盘或共享盘上")
        if not all(_answers(folder) for folder in one_of_each.values()):
            return translate("系统没有回应")
    return ""


def reason_of(error: OSError, translate: Callable[[str], str]) -> str:
    """Return in words why the watch could not be started."""
    if error.errno in {errno.ENOSPC, errno.EMFILE}:
        return translate("文件夹太多，超出了系统允许监视的数量")
    return error.strerror or type(error).__name__


# -- observers ------------------------------------------------------------------------------------


def is_alive(observer: BaseObserver) -> bool:
    """Tell whether every thread of ``observer`` still runs."""
    threads: list[threading.Thread] = [observer, *observer.emitters]
    if sys.platform == "linux" and isinstance(observer, _LinuxObserver):
        threads.append(observer.reader)
    return all(thread.is_alive() for thread in threads)


class Handler(FileSystemEventHandler):
    """Pass every event on to one function."""

    def __init__(self, hear: Callable[[FileSystemEvent], None]) -> None:
        self._hear = hear

    def dispatch(self, event: FileSystemEvent) -> None:
        self._hear(event)


def _guarded(run: Callable[[], None]) -> None:
    """Let a thread of the watch die quietly: the next look replaces it, and a traceback helps no editor."""
    try:
        run()
    except Exception:  # noqa: BLE001
        _log.debug("a thread of the watch died", exc_info=True)


def _scan(folder: str | None) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from (entry for entry in entries if not is_noise(entry.name))


class _Poller(PollingEmitter):
    def run(self) -> None:
        _guarded(super().run)


def polling_observer() -> BaseObserver:
    """Return an observer that compares the tree with what it was a second ago.

    It uses ``lstat``, so that a link which leads back to its own folder ends there.
    """
    return BaseObserver(_Poller, timeout=_POLL_EVERY, stat=os.lstat, listdir=_scan)


if sys.platform == "linux":
    from watchdog.observers.inotify import InotifyFullEmitter
    from watchdog.observers.inotify_c import CallbackId, InotifyConstants, InotifyEvent, InotifyFD, Mask, WatchCallback
    from watchdog.observers.inotify_c import WatchDescriptor as _Descriptor
    from watchdog.observers.inotify_move_event_grouper import InotifyMoveEventGrouper

    # Half a second is the wait for the other half of a rename, and everything behind it in the queue waits along: a
    # page moved to the bin would hold up the next save. Both halves are reported here, paired or not.
    InotifyMoveEventGrouper.delay = 0.005

    class _Reader(InotifyFD):
        """Read the kernel's queue, and pass on what watchdog only writes to its log."""

        def __init__(self, lost: Callable[[], None], limited: Callable[[], None]) -> None:
            super().__init__()
            self._lost = lost
            self._limited = limited

        def handle_event(self, event: InotifyEvent) -> None:
            super().handle_event(event)
            if event.is_queue_overflow:
                self._lost()  # only now: the folders are watched again, so nothing can slip in after the sweep

        def add_callback(self, path: bytes, mask: Mask, callback: WatchCallback, id_: CallbackId) -> _Descriptor:
            try:
                return super().add_callback(path, mask, callback, id_)
            except OSError as error:
                if error.errno == errno.ENOSPC:
                    self._limited()
                raise

        def run(self) -> None:
            _guarded(super().run)

    class _Emitter(InotifyFullEmitter):
        def run(self) -> None:
            _guarded(super().run)

    class _LinuxObserver(BaseObserver):
        def __init__(self, reader: InotifyFD) -> None:
            self.reader = reader
            super().__init__(_Emitter, inotify_fd=reader)

        def on_thread_stop(self) -> None:
            super().on_thread_stop()
            self.reader.stop()
            self.reader.join()

        def run(self) -> None:
            _guarded(super().run)

    class _Probe(InotifyFD):
        """Listen for the opening of one folder: a test that writes nothing into the site."""

        def __init__(self) -> None:
            super().__init__()
            self.heard = threading.Event()

        def handle_event(self, event: InotifyEvent) -> None:
            if event.mask & InotifyConstants.IN_OPEN:
                self.heard.set()

        def on_event(self, event: InotifyEvent) -> None:
            """Nothing: ``handle_event`` has seen it."""

        def on_watch_deleted(self, wd: _Descriptor) -> None:
            """Nothing is kept for a watch."""

        def on_queue_overflow(self) -> None:
            """Nothing is kept for a watch."""

        def run(self) -> None:
            _guarded(super().run)

    def native_observer(lost: Callable[[], None], limited: Callable[[], None]) -> BaseObserver:
        """Return the system's observer; ``lost`` and ``limited`` hear of dropped notices and of the system's limit."""
        # A new folder can be seen twice, by walking the tree and in the queue, which is harmless and common.
        warnings.filterwarnings("ignore", message="Callback with id", category=RuntimeWarning)
        reader = _Reader(lost, limited)
        reader.start()
        return _LinuxObserver(reader)

    def _answers(folder: str, patience: float = 1.0) -> bool:
        """Tell whether the kernel reports that ``folder`` was opened."""
        try:
            probe = _Probe()
        except OSError:
            return True  # too many watches: starting the real one will say so
        probe.start()
        try:
            probe.add_callback(os.fsencode(folder), InotifyConstants.IN_OPEN, probe, CallbackId(0))
            os.scandir(folder).close()
            return probe.heard.wait(patience)
        except OSError:
            return True
        finally:
            probe.stop()
            probe.join()

else:

    def native_observer(lost: Callable[[], None], limited: Callable[[], None]) -> BaseObserver:
        """Return the system's observer, which here has no way to tell of dropped notices."""
        return Observer()

    def _answers(folder: str, patience: float = 1.0) -> bool:
        return True
