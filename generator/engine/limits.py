"""What work may cost: a limit on the time of one query, and no garbage collection in the midst of bulk work.

The limit is held by the system's timer, which can interrupt Python wherever it is; where there is none (Windows, or
another thread than the main one) nothing is limited.
"""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SHORTEST = 0.001
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
    """Raises ``Overrun`` inside a block that takes longer than ``seconds``; blocks may be nested.

    The first block sets the handler of the signal and leaves it there, where it does nothing between blocks: to set it
    takes longer than the timer itself, and every file and every page has a limit.
    """

    __slots__ = ("_left", "_seconds")

    _depth = 0
    _is_set = False

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        self._left = -1.0
        if not hasattr(signal, "setitimer") or threading.get_ident() != _MAIN:
            return
        if not TimeLimit._is_set:
            signal.signal(signal.SIGALRM, _ring)
            TimeLimit._is_set = True
        TimeLimit._depth += 1
        self._left, _ = signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def __exit__(self, *error: object) -> None:
        if self._left < 0:
            return
        unused, _ = signal.setitimer(signal.ITIMER_REAL, 0)
        TimeLimit._depth -= 1
        if self._left:
            signal.setitimer(signal.ITIMER_REAL, max(self._left - (self._seconds - unused), _SHORTEST))


def _ring(number: int, frame: FrameType | None) -> None:
    if TimeLimit._depth:
        raise Overrun
