"""Write the lock: whole or not at all, and one writer at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from ..config import ENVIRONMENT
from ..problems import Argument, DizaoError, Problem, Where
from ..promise_lock import LOCK
from ..publish import disk
from ..publish.folder import reason_of
from ..publish.lock import locked

_PATIENCE = 10.0
"""Seconds to wait for another process that writes."""


def path_of(site: Path) -> Path:
    """Return the file of the lock."""
    return site / LOCK


@contextlib.contextmanager
def held(site: Path) -> Iterator[None]:
    """Hold the right to write the lock of a site. The system gives it up when the holder dies, however it dies.

    Raises:
        DizaoError: ``lock-busy`` or ``lock-unwritable`` (exit code 3).
    """
    beside = site / ".dizao"
    with contextlib.ExitStack() as stack:
        try:
            beside.mkdir(exist_ok=True)
            stack.enter_context(locked(beside, _PATIENCE))
        except DizaoError as error:
            raise _refused("lock-busy", pid=error.problem.arguments["pid"]) from error
        except OSError as error:
            raise _refused("lock-unwritable", reason=reason_of(error)) from error
        yield


def current(site: Path) -> bytes | None:
    """Return the bytes of the lock, ``None`` where there is none.

    Raises:
        DizaoError: it is there and cannot be read (exit code 3).
    """
    try:
        return path_of(site).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _refused("lock-unwritable", reason=reason_of(error)) from error


def write(site: Path, content: bytes | None) -> None:
    """Make the lock hold ``content``; ``None`` takes the file away. A kill leaves the old one or the new one.

    Raises:
        DizaoError: it cannot be written (exit code 3); then it is as it was.
    """
    path = path_of(site)
    beside = str(path.with_name(".promises.lock.tmp"))
    try:
        if content is None:
            disk.remove(str(path))
        else:
            disk.write(beside, content, durable=True)
            disk.replace(beside, str(path))
        disk.sync_folder(str(path.parent))
    except OSError as error:
        with contextlib.suppress(OSError):
            disk.remove(beside)
        raise _refused("lock-unwritable", reason=reason_of(error)) from error


def _refused(code: str, **arguments: Argument) -> DizaoError:
    return DizaoError(Problem(code, Where(LOCK, 1), arguments), ENVIRONMENT)
