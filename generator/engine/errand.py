"""Work that can be done meanwhile, by a process that knows all that this one knows and changes none of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NoReturn

from .workers import can_fork


class Errand:
    """Work given to a process of its own, where the system can fork; else nobody does it."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._process = os.fork() if can_fork() else None
        if self._process == 0:
            _do(work)

    def is_done(self) -> bool:
        """Wait for the end, and tell whether the work was done."""
        if self._process is None:
            return False
        _, status = os.waitpid(self._process, 0)
        self._process = None
        return status == 0


def _do(work: Callable[[], None]) -> NoReturn:
    code = 1
    try:
        work()
        code = 0
    finally:
        # Whatever happens here, nothing is told: this process must not go on as if it were the other one.
        os._exit(code)
