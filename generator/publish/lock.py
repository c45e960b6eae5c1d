"""One publisher at a time, by a lock of the operating system: a killed holder leaves none behind."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from generator.publish.folder import MACHINE, refusal

_NAME: Final = ".dizao-lock"
_PAUSE: Final = 0.05
_FAR: Final = 1 << 30
"""The locked byte lies far behind the text, because Windows forbids others to read what is locked."""

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextlib.contextmanager
def locked(root: Path, wait: float) -> Iterator[None]:
    """Hold the lock of an output folder.

    Raises ``DizaoError`` (``output-busy``) with the holder's process id after ``wait`` seconds.
    """
    path = os.path.join(root, _NAME)
    until = time.monotonic() + wait
    while (handle := _try(path)) is None:
        if time.monotonic() >= until:
            raise refusal("output-busy", root, MACHINE, pid=_holder(path))
        time.sleep(_PAUSE)
    try:
        os.write(handle, b"%d\n" % os.getpid())
        yield
    finally:
        _release(handle, path)


def _try(path: str) -> int | None:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    try:
        if _take(handle) and _is_same_file(handle, path):
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            return handle
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _is_same_file(handle: int, path: str) -> bool:
    # The last holder deletes the file. Whoever had it open by then locks a file that nobody else can find.
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except FileNotFoundError:
        return False


def _release(handle: int, path: str) -> None:
    # A lock file is of no use in a published site. POSIX can delete it before letting go; Windows only afterwards, and
    # not while another process waits for it, which then deletes it in its turn.
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.unlink(path)
    os.close(handle)
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            os.unlink(path)


def _holder(path: str) -> str:
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            return file.read(20).strip() or "?"
    except OSError:
        return "?"
