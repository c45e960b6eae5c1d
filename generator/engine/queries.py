"""Queries: plain functions of a database and a key, and what is special about each."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_type_hints, overload

from msgspec import msgpack

from .graph import HOLDS
from .limits import Overrun, TimeLimit

if TYPE_CHECKING:
    from .database import Database

Function = TypeVar("Function", bound=Callable[..., Any])
Otherwise = Callable[["Database", str, str], Any]

UNREAD = object()
"""Stands where a value has not been read."""

_encode = msgpack.Encoder().encode  # keeps the order of dicts, which is part of a value


class QuerySpec:
    """A query: its name, its function, and what is special about it (see ``query``)."""

    def __init__(
        self,
        function: Callable[..., Any],
        *,
        is_kept: bool,
        is_firewall: bool,
        seconds: float,
        otherwise: Otherwise | None,
        suspects: tuple[str, ...],
    ) -> None:
        self.name = function.__name__
        self.function = function
        self.is_kept = is_kept
        self.is_firewall = is_firewall
        self.seconds = seconds
        self.otherwise = otherwise
        self.suspects = suspects
        takes_key = len(signature(function).parameters) > 1
        self._call: Callable[[Database, str], Any] = function if takes_key else lambda db, key: function(db)
        self._decoder: Callable[[bytes], Any] | None = None

    def run(self, db: Database, key: str) -> Any:
        """Return the value for ``key``, or what stands for it when that takes too long."""
        if not self.seconds:
            return self._call(db, key)
        limit = TimeLimit(self.seconds)
        try:
            with limit:
                return self._call(db, key)
        except Overrun:
            limit.end()
            return self.give_up(db, key, "time")

    def give_up(self, db: Database, key: str, reason: str) -> Any:
        """Return what stands for a value that cannot be had: ``reason`` is ``time`` or ``crash``."""
        assert self.otherwise is not None
        db.mark_stand_in()
        return self.otherwise(db, key, reason)

    @staticmethod
    def encode(value: Any) -> bytes:
        """Return a value as bytes; what is bytes already stays as it is."""
        return value if isinstance(value, bytes) else _encode(value)

    def decode(self, blob: bytes) -> Any:
        """Return the value that was encoded."""
        if self._decoder is None:
            kind = get_type_hints(self.function)["return"]
            self._decoder = bytes if kind is bytes else msgpack.Decoder(kind).decode
        return self._decoder(blob)


QUERIES: dict[str, QuerySpec] = {}


@overload
def query(function: Function) -> Function: ...
@overload
def query(
    *,
    keep: bool = True,
    firewall: bool = False,
    seconds: float = 0,
    otherwise: Otherwise | None = None,
    suspects: tuple[str, ...] = (),
) -> Callable[[Function], Function]: ...
def query(
    function: Any = None,
    *,
    keep: bool = True,
    firewall: bool = False,
    seconds: float = 0,
    otherwise: Otherwise | None = None,
    suspects: tuple[str, ...] = (),
) -> Any:
    """Make a function ``(db, key) -> value`` or ``(db) -> value`` a query.

    Its value must be made of what msgspec can encode from the return annotation, and never be changed afterwards.
    ``keep=False`` is for large values (pages): only their digest is kept, and they are computed again when needed.
    ``firewall=True`` is for small projections that much rests on and that seldom change: they are looked at as soon as
    something they read has changed, and while they stay equal nothing behind them is even suspected. They must have
    an answer for every key, also for one that is gone.
    ``seconds`` limits the time that one run may take. When it takes longer, or kills the worker that it runs on,
    ``otherwise(db, key, reason)`` gives the value instead, with a note, from as much as can be known.
    ``suspects`` names queries that it asks by the same key and that have an ``otherwise``: when it kills its worker,
    they are tried alone, and given up in its stead.
    """

    def decorate(function: Function) -> Function:
        spec = QuerySpec(
            function, is_kept=keep, is_firewall=firewall, seconds=seconds, otherwise=otherwise, suspects=suspects
        )
        if spec.name in QUERIES and QUERIES[spec.name].function.__module__ != function.__module__:
            raise TypeError(f"two queries are called {spec.name}")
        QUERIES[spec.name] = spec

        name = spec.name

        @wraps(function)
        def ask(db: Database, key: str = "") -> Any:
            # All in one place and without a call: a large build asks a million times, mostly for what it knows.
            graph = db.graph
            number = graph.named[name].get(key)
            if number is None:
                number = graph.add(name, key)
            if db.reading is None:
                graph.roots.add(number)
            else:
                db.reading[number] = None
            if graph.states[number] != HOLDS:
                db.settle(number)
            value = db.values.get(number, UNREAD)
            return db.recall(number, spec) if value is UNREAD else value

        return cast(Function, ask)

    return decorate(function) if function else decorate
