"""Large values on the disk, from when a worker makes them until they are used: so no process holds them all."""

from __future__ import annotations

import errno
import os
import shutil
import time
import weakref
from contextlib import suppress
from pathlib import Path

_STALE_AFTER = 24 * 60 * 60
"""Seconds after which the shelf of another process is taken to have been left behind by a killed one."""


class Shelf:
    """Values of one process and its workers, each in a file named by its digest (16 bytes), in sixteen folders.

    In one folder the workers would wait for each other: the system lets only one of them add a file at a time.

    The folder is made with the first value, and goes with the process that owns the shelf. ``values`` is the part of it
    that holds nothing else, and may be moved away whole: the next value begins a new one.
    """

    def __init__(self, folder: Path, *, is_owner: bool = True) -> None:
        self.folder = folder
        self.values = folder / "values"
        self._place = os.fspath(self.values)
        if is_owner:
            # A killed process may have had the same number, and its last value may be cut short.
            _remove(folder, os.getpid())
            weakref.finalize(self, _remove, folder, os.getpid())

    def path(self, digest: bytes) -> str:
        """Return where the value with this digest is, if it is there."""
        name = digest.hex()
        return f"{self._place}/{name[0]}/{name}"

    def put(self, digest: bytes, content: bytes) -> bool:
        """Keep a value; ``False`` when the disk does not take it."""
        path = self.path(digest)
        try:
            try:
                _write(path, content)
            except FileNotFoundError:
                os.makedirs(os.path.dirname(path), exist_ok=True)
                _write(path, content)
        except OSError:
            with suppress(OSError):
                os.unlink(path)
            return False
        return True

    def get(self, digest: bytes) -> bytes | None:
        """Return a value that was kept, ``None`` when it is not there or has been taken."""
        try:
            with open(self.path(digest), "rb") as file:
                return file.read()
        except OSError:
            return None

    def clear(self) -> None:
        """Drop everything, and what killed processes have left beside."""
        _remove(self.folder, os.getpid())
        prefix = self.folder.name.partition("-")[0]
        with suppress(OSError):
            for other in self.folder.parent.glob(f"{prefix}-*"):
                if time.time() - other.stat().st_mtime > _STALE_AFTER:
                    _remove(other, os.getpid())


def _write(path: str, content: bytes) -> None:
    # Not by ``open``, which looks at the file three more times: there is one for each page.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        if os.write(handle, content) != len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
    finally:
        os.close(handle)


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # not when a forked worker ends
        shutil.rmtree(folder, ignore_errors=True)
