"""The same work on very many things, shared among processes that inherit them and send back next to nothing."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from ..engine import can_fork

Thing = TypeVar("Thing")
Result = TypeVar("Result")

_LEAST = 1000
"""Fewer are done here: to start processes takes as long as a thousand pages."""
_PIECES = 4
"""Shares for each process, so that the last one is not waited for long."""

_work: Callable[[Any], Any] | None = None
_things: Sequence[Any] = ()
"""What the processes inherit: set just before they are forked."""


def in_shares(work: Callable[[Thing], Result], things: Sequence[Thing], *, least: int = _LEAST) -> list[Result]:
    """Return ``work`` of each thing, in order. One process does it all where there can be no others."""
    global _work, _things
    count = os.cpu_count() or 1
    if len(things) < least or count < 2 or not can_fork():
        return [work(thing) for thing in things]
    _work, _things = work, things
    size = -(-len(things) // (count * _PIECES))
    try:
        with ProcessPoolExecutor(count, multiprocessing.get_context("fork")) as pool:
            shares = pool.map(_share, [(start, start + size) for start in range(0, len(things), size)])
            return [result for share in shares for result in share]
    except BrokenProcessPool:
        return [work(thing) for thing in things]
    finally:
        _work, _things = None, ()


def _share(bounds: tuple[int, int]) -> list[Any]:
    assert _work is not None
    return [_work(thing) for thing in _things[bounds[0] : bounds[1]]]
