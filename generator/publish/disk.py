"""The operations that alter the disk, all of them: tests replace each one to fail or to be killed at every step.

Paths are plain strings here and in ``commit``: at ten thousand files a ``Path`` for each costs more than the work.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable

from generator.engine import is_link

_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""What lies behind a link is not ours to write."""
_PATIENCE = 1.0
"""Seconds to try again for on Windows, where a virus scanner or a reader may hold a file for a moment."""


def write(path: str, content: bytes, *, durable: bool = False) -> None:
    """Write a new file. ``durable`` waits until it would survive a loss of power."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _NO_LINK, 0o666)
    _fill(handle, content, durable=durable)


def append(path: str, offset: int, content: bytes, *, durable: bool = False) -> None:
    """Write at ``offset`` of an existing file and cut off what was behind it."""
    handle = os.open(path, os.O_WRONLY | _NO_LINK)
    try:
        os.ftruncate(handle, offset)
        os.lseek(handle, offset, os.SEEK_SET)
    except BaseException:
        os.close(handle)
        raise
    _fill(handle, content, durable=durable)


def _fill(handle: int, content: bytes, *, durable: bool) -> None:
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        if durable:
            os.fsync(handle)
    finally:
        os.close(handle)


def replace(source: str, target: str) -> None:
    """Move a file onto a path, at once and whole, whether or not a file is there."""
    _patiently(lambda: os.replace(source, target))


def take(source: str, target: str) -> bool:
    """Move a folder that may be there; ``False`` when it is not, or is a link, in use, or on another disk."""
    try:
        if is_link(os.lstat(source)):
            return False
        os.rename(source, target)
    except OSError:
        return False
    return True


def remove(path: str) -> None:
    """Delete a file; one that is missing is as good."""
    with contextlib.suppress(FileNotFoundError):
        _patiently(lambda: os.unlink(path))


def keep_copy(source: str, copy: str) -> None:
    """Give a file a second name, by copying where the file system knows no links (a USB stick)."""
    try:
        os.link(source, copy)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.ENOENT}:
            raise
        shutil.copy2(source, copy)


def make_folder(path: str) -> None:
    """Make a folder; one that is there already is as good, but not a link to one."""
    try:
        os.mkdir(path)
    except FileExistsError:
        if not stat.S_ISDIR(os.lstat(path).st_mode):
            raise


def remove_folder(path: str) -> None:
    """Delete an empty folder; one that is missing is as good."""
    with contextlib.suppress(FileNotFoundError):
        os.rmdir(path)


def sync_folder(path: str) -> None:
    """Make renames in a folder survive a loss of power, where the system has a way to."""
    if sys.platform != "win32":
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _patiently(operation: Callable[[], None]) -> None:
    if sys.platform != "win32":
        operation()
        return
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            operation()
        except PermissionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
