"""Make indexes beside the work of an editor: one after the other, in a thread that waits for another process."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Sequence

from generator.search.job import Done, Job, run

_AT_ONCE = 8
"""How many are made before they are published."""


class Background:
    """Does jobs while the program goes on; ``when_done`` is called on another thread."""

    def __init__(self, when_done: Callable[[], None]) -> None:
        self._when_done = when_done
        self._lock = threading.Lock()
        self._results: list[tuple[Job, Done]] = []
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._is_busy = False
        self._is_over = False

    def start(self, jobs: Sequence[Job]) -> None:
        """Begin with the first of ``jobs``, unless earlier ones are still being done."""
        if jobs and not self._is_busy:
            self._is_busy = True
            self._thread = threading.Thread(target=self._do, args=(jobs[:_AT_ONCE],), name="dizao-search", daemon=True)
            self._thread.start()

    def _do(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            if self._is_over:
                return
            done = run(job, self._hold)
            with self._lock:
                self._results.append((job, done))
        self._is_busy = False
        if not self._is_over:
            self._when_done()

    def _hold(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._process = process
            if self._is_over:
                process.kill()

    def results(self) -> list[tuple[Job, Done]]:
        """Return what is done, each once."""
        with self._lock:
            found, self._results = self._results, []
        return found

    def stop(self) -> None:
        """End what is being done."""
        with self._lock:
            self._is_over = True
            if self._process is not None:
                self._process.kill()
        if self._thread is not None:
            self._thread.join(1.0)
