"""Queries on worker processes.

A worker begins with a copy of the database, so that it knows all that is known already: inherited where the system
can fork, else loaded from what the parent stored. It computes a batch of queries and sends back the memos.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from msgspec import msgpack

from .database import Database, Haul
from .queries import QUERIES

Asks = list[tuple[str, str]]

_LEAST = 200
"""Fewer queries than this are computed in the process itself: to start workers costs about 50 ms."""
_LEAST_HEAVY = 4
_BATCH = 64
_AHEAD = 20

_own: Database | None = None
"""The database of a worker process."""


def _begin(make: Callable[[], Database]) -> None:
    global _own  # noqa: PLW0603
    gc.disable()  # a collection would touch, and so copy, every object that was inherited
    _own = make()


def _run(asks: Asks) -> bytes:
    assert _own is not None
    return msgpack.encode(_own.run_apart(asks))


def can_fork() -> bool:
    """Whether processes can inherit what this one knows: the system can fork, and there are no other threads."""
    # A thread may hold a lock at the moment of a fork, and nobody would ever open it in the child.
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


class ProcessWorkers:
    """Computes queries on a pool of processes.

    Args:
        note_type: of what queries attach with ``Database.note``.
        store: write down what a database knows, and return how a worker makes its own from it. Only called where
            processes are spawned.
        count: of processes.
        method: ``fork``, ``spawn`` or ``""`` for what suits this process.
    """

    def __init__(
        self,
        note_type: Any,
        store: Callable[[Database], Callable[[], Database]],
        *,
        count: int = 0,
        least: int = _LEAST,
        method: str = "",
    ) -> None:
        self._hauls: msgpack.Decoder[Haul[Any]] = msgpack.Decoder(Haul[note_type])
        self._store = store
        self._count = count or os.cpu_count() or 1
        self.least = least
        self._method = method

    def compute(
        self, db: Database, asks: Asks, *, heavy: bool = False, meanwhile: Callable[[], object] | None = None
    ) -> None:
        """Compute ``asks`` and hand over the memos; do nothing where that does not pay.

        ``meanwhile`` is called once all workers are busy.
        """
        least, size = (min(self.least, _LEAST_HEAVY), 1) if heavy else (self.least, _BATCH)
        if len(asks) < least or self._count < 2:
            return
        batches = [asks[start : start + size] for start in range(0, len(asks), size)]
        for batch in self._run_all(db, batches, self._count, meanwhile):
            self._find_killer(db, batch)

    def _run_all(
        self, db: Database, batches: list[Asks], count: int, meanwhile: Callable[[], object] | None = None
    ) -> list[Asks]:
        """Run the batches side by side; return those that are not done because a worker died."""
        waiting = deque(batches)
        running: deque[tuple[Asks, Future[bytes]]] = deque()
        undone = []
        numbers: defaultdict[int, list[int]] = defaultdict(list)
        with self._executor(db, count) as executor:
            while waiting or running:
                try:
                    # A few ahead, so that no worker waits and the answers do not pile up.
                    while waiting and len(running) < count * _AHEAD:
                        running.append((waiting[0], executor.submit(_run, waiting[0])))
                        waiting.popleft()
                    if meanwhile:
                        meanwhile()
                        meanwhile = None
                    batch, future = running.popleft()
                    haul = self._hauls.decode(future.result())
                    db.take_over(haul, numbers[haul.sender])
                except BrokenProcessPool:
                    # The pool is lost with all that it was doing; a new one does what it had not begun.
                    undone += [batch, *(begun for begun, _ in running)]
                    return [*undone, *(self._run_all(db, list(waiting), count) if waiting else ())]
        return undone

    def _find_killer(self, db: Database, asks: Asks) -> None:
        """Run again what was under way when a worker died, in ever smaller batches; give up on what kills alone."""
        if not self._run_all(db, [asks], 1):
            return
        if len(asks) == 1:
            self._give_up(db, *asks[0])
            return
        self._find_killer(db, asks[: len(asks) // 2])
        self._find_killer(db, asks[len(asks) // 2 :])

    def _give_up(self, db: Database, name: str, key: str) -> None:
        """Give up on what killed its worker: what the query asks for by the same key, or the query itself."""
        for inner in QUERIES[name].suspects:
            if self._run_all(db, [[(inner, key)]], 1):
                db.give_up(inner, key)
        if not QUERIES[name].suspects or self._run_all(db, [[(name, key)]], 1):
            db.give_up(name, key)

    def _executor(self, db: Database, count: int) -> Executor:
        method = self._method or ("fork" if can_fork() else "spawn")
        make = (lambda: db) if method == "fork" else self._store(db)
        return ProcessPoolExecutor(count, multiprocessing.get_context(method), _begin, (make,))
