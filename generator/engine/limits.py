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


def _ring(number: int, frame: FrameType | None) -> None:
    raise Overrun


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise ``Overrun`` inside the block when it takes longer than ``seconds``; blocks may be nested."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        unused, _ = signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (seconds - unused), _SHORTEST))
