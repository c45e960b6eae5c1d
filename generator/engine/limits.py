"""What work may cost: a limit on the time of one query, and no garbage collection in the midst of bulk work.

The limit is held by the system's timer, which can interrupt Python wherever it is; where there is none (Windows, or
another thread than the main one) nothing is limited.
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import ClassVar

_TICK = 0.1
"""Seconds."""
_MAIN = threading.main_thread().ident


@contextmanager
def without_collection() -> Iterator[None]:
    """Hold Python's garbage collector for the block: bulk work makes much that lives and little that is garbage."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class Overrun(BaseException):
    """A query took longer than it may. No ordinary error: what catches ``Exception`` must let it pass."""


class TimeLimit:
    """Raises ``Overrun`` inside a block that takes longer than ``seconds``; of nested blocks, the innermost counts.

    While there are blocks a timer ticks, and at each tick the time is compared: every file and every page has a limit,
    and to set a timer for each would take longer. An overrun is noticed no later than ``_TICK`` afterwards.
    """

    __slots__ = ("_depth", "_seconds")

    _ends: ClassVar[list[float]] = []
    """When the blocks must end, the innermost last."""
    _is_ticking: ClassVar[bool] = False

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        self._depth = len(TimeLimit._ends)
        if hasattr(signal, "setitimer") and threading.get_ident() == _MAIN:
            TimeLimit._ends.append(time.monotonic() + self._seconds)
            if not TimeLimit._is_ticking:
                _start_ticking()

    def __exit__(self, *error: object) -> None:
        self.end()

    def end(self) -> None:
        """End the block. Whoever catches its ``Overrun`` must: it may have been raised while the block was ending."""
        if threading.get_ident() == _MAIN:
            del TimeLimit._ends[self._depth :]


def _start_ticking() -> None:
    signal.signal(signal.SIGALRM, _tick)
    signal.setitimer(signal.ITIMER_REAL, _TICK, _TICK)
    TimeLimit._is_ticking = True


def _tick(number: int, frame: FrameType | None) -> None:
    if not TimeLimit._ends:
        _stop_ticking()  # a process that waits is not to be woken
    elif time.monotonic() > TimeLimit._ends[-1]:
        raise Overrun


@atexit.register
def _stop_ticking() -> None:
    # Also when Python ends: it lets go of its signals before it has gone, and the next tick would kill it.
    if TimeLimit._is_ticking:
        signal.setitimer(signal.ITIMER_REAL, 0)
        TimeLimit._is_ticking = False


def _begin_anew() -> None:
    # A child that was forked has the blocks of its parent in memory, and no timer.
    TimeLimit._ends = []
    TimeLimit._is_ticking = False


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)
