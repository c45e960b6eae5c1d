"""A limit on the time that one query may take.

Held by the system's timer, which can interrupt Python wherever it is; where there is none (Windows, or another thread
than the main one) nothing is limited.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SHORTEST = 0.001


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
