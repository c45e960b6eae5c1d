"""What is remembered of every memo and input, in columns: to load a graph is to copy a few blocks of bytes.

A node is a number. Numbers stay the same for as long as a node lives, also from one process to the next, and the
number of a node that is gone is given to a new one. Nothing here knows what a query is.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import accumulate, chain
from typing import Any

from msgspec import Struct, msgpack

UNKNOWN, HOLDS, SUSPECT = 0, 1, 2
"""States of a node: never seen; holds for this revision; something that it rests on may have changed."""

NO_DIGEST = bytes(16)
"""Stands where no digest is known, and equals none."""

BYTE_ORDER = sys.byteorder

_END = "\0"
_GONE = 0xFFFF
"""The kind of what is no node, or none any more."""
_MORE = 1024


class Edges:
    """For each node a list of numbers, in one array. A list that has become longer goes to its end.

    What it leaves behind is dropped by ``pack``.
    """

    __slots__ = ("_at", "_count", "_items")

    def __init__(self, at: bytes = b"", count: bytes = b"", items: bytes = b"") -> None:
        self._at, self._count, self._items = array("Q", at), array("I", count), array("I", items)

    @classmethod
    def from_lists(cls, lists: Collection[list[int]]) -> Edges:
        """Return edges of one list for each node."""
        edges = cls()
        edges._count.extend(map(len, lists))
        edges._at.extend([0, *accumulate(edges._count)][: len(lists)])
        edges._items.extend(chain.from_iterable(lists))
        return edges

    def __len__(self) -> int:
        return len(self._at)

    def __getitem__(self, number: int) -> array[int]:
        at = self._at[number]
        return self._items[at : at + self._count[number]]

    def __setitem__(self, number: int, others: Collection[int]) -> None:
        if len(others) > self._count[number]:
            self._at[number] = len(self._items)
            self._items.extend(others)
        else:
            # Where it was: a query mostly reads as much as the last time, and then the whole keeps its size.
            at = self._at[number]
            self._items[at : at + len(others)] = array("I", others)
        self._count[number] = len(others)

    def grow(self, count: int) -> None:
        """Add empty lists for new nodes."""
        self._at.frombytes(bytes(self._at.itemsize * count))
        self._count.frombytes(bytes(self._count.itemsize * count))

    def reversed(self) -> Edges:
        """Return for each node the nodes whose lists name it."""
        found: list[list[int]] = [[] for _ in range(len(self))]
        for number in range(len(self)):
            for other in self[number]:
                found[other].append(number)
        return Edges.from_lists(found)

    def pack(self) -> tuple[bytes, bytes, bytes]:
        """Return what ``Edges`` is made from again."""
        if len(self._items) > 2 * sum(self._count):
            whole = Edges.from_lists([self[number].tolist() for number in range(len(self))])
            self._at, self._items = whole._at, whole._items
        return self._at.tobytes(), self._count.tobytes(), self._items.tobytes()


class _Packed(Struct, frozen=True, array_like=True):
    names: list[str]
    kinds: bytes
    keys: str
    digests: bytes
    changed_at: bytes
    verified_at: bytes
    heights: bytes
    states: bytes
    stored: bytes
    dependencies: tuple[bytes, bytes, bytes]
    dependents: tuple[bytes, bytes, bytes]
    free: list[int]
    roots: list[int]
    tick: int


class _Index(dict[str, dict[str, int]]):
    """The numbers of nodes by name and key, read from the columns when first asked for."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._is_read = False

    def __missing__(self, name: str) -> dict[str, int]:
        if not self._is_read:
            self._is_read = True
            of_kind: list[dict[str, int]] = [{} for _ in self._graph.names]
            keys = self._graph.keys
            for number, kind in enumerate(self._graph.kinds):
                if kind != _GONE:
                    of_kind[kind][keys[number]] = number
            self.update(zip(self._graph.names, of_kind, strict=True))
        if name not in self:
            self._graph.names.append(name)
            self[name] = {}
        return self[name]


class Graph:
    """The columns, and who rests on whom.

    ``digests`` holds 16 bytes for each node, ``changed_at`` and ``verified_at`` ticks, ``heights`` more than that of
    all that a node rests on (inputs: 0), ``stored`` whether its value is in the store. ``notes`` are few, and kept by
    the store, which knows their type.
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self.kinds = array("H")
        self.keys: list[str] = []
        self.digests = bytearray()
        self.changed_at = array("Q")
        self.verified_at = array("Q")
        self.heights = array("H")
        self.states = bytearray()
        self.stored = bytearray()
        self.dependencies = Edges()
        self.notes: dict[int, tuple[Any, ...]] = {}
        self.tick = 1
        self.roots: set[int] = set()
        self._dependents: Edges | None = None
        self._gained: dict[int, list[int]] = {}
        self._lost: dict[int, set[int]] = {}
        self._free: list[int] = []
        self._orphans: set[int] = set()
        self._kind_of: dict[str, int] = {}
        self.named = _Index(self)

    def __len__(self) -> int:
        return len(self.keys)

    # -- which node -------------------------------------------------------------------------------

    def name(self, number: int) -> str:
        """Return the name of a node's query or input."""
        return self.names[self.kinds[number]]

    def add(self, name: str, key: str) -> int:
        """Make a node that is not there yet and return its number."""
        if _END in key:
            raise ValueError(f"a key with NUL: {key!r}")
        numbers = self.named[name]
        if self._free:
            number = self._free.pop()
            self.keys[number] = key
        else:
            number = len(self.keys)
            self.keys.append(key)
            if number == len(self.kinds):
                self._grow()
        self.kinds[number] = self._kind(name)
        numbers[key] = number
        return number

    def append_only(self) -> int:
        """From now on give no number a second time; return the next one."""
        self._free.clear()
        return len(self.keys)

    def _kind(self, name: str) -> int:
        kind = self._kind_of.get(name)
        if kind is None:
            kind = self._kind_of[name] = self.names.index(name)
        return kind

    def _grow(self) -> None:
        """Make room for more nodes: many at once, because each column costs a call."""
        self.digests += bytes(16 * _MORE)
        self.kinds.extend(array("H", [_GONE]) * _MORE)
        for column in (self.changed_at, self.verified_at, self.heights):
            column.frombytes(bytes(column.itemsize * _MORE))
        self.states += bytes(_MORE)
        self.stored += bytes(_MORE)
        self.dependencies.grow(_MORE)
        if self._dependents is not None:
            self._dependents.grow(_MORE)

    def digest(self, number: int) -> bytes:
        """Return the digest of a node's value, ``NO_DIGEST`` where there is none."""
        return bytes(self.digests[16 * number : 16 * number + 16])

    def set_digest(self, number: int, digest: bytes) -> None:
        """Set the digest of a node's value: 16 bytes."""
        self.digests[16 * number : 16 * number + 16] = digest

    def next_tick(self) -> int:
        """Return a time later than all before."""
        self.tick += 1
        return self.tick

    # -- who rests on whom ------------------------------------------------------------------------

    def relink(self, number: int, dependencies: Collection[int]) -> None:
        """Let a node rest on these, in the order in which they were read."""
        before, heights = self.dependencies[number], self.heights
        self.dependencies[number] = dependencies
        heights[number] = 1 + max([heights[other] for other in dependencies], default=0)
        if before or self._dependents is not None:
            self._turn_round(number, set(before), set(dependencies))

    def _turn_round(self, number: int, before: set[int], now: set[int]) -> None:
        """Note who lost and who gained a dependent."""
        self._orphans |= before - now
        if self._dependents is None:
            return
        for other in before - now:
            self._lost.setdefault(other, set()).add(number)
        for other in now - before:
            if number in self._lost.get(other, ()):
                self._lost[other].discard(number)
            else:
                self._gained.setdefault(other, []).append(number)

    def dependents(self, number: int) -> Iterator[int]:
        """Return the nodes that rest on ``number``, one after the other: there may be a great many."""
        if self._dependents is None:
            self._dependents = self.dependencies.reversed()
        found = chain(self._dependents[number], self._gained.get(number, ()))
        lost = self._lost.get(number)
        return (other for other in found if other not in lost) if lost else found

    def supports(self, root: int) -> Callable[[int], bool]:
        """Return whether ``root`` rests on a node; not all that is remembered is still in use."""
        known = {root: True}

        def is_support(number: int) -> bool:
            if number not in known:
                known[number] = any(map(is_support, self.dependents(number)))
            return known[number]

        return is_support

    def sweep(self) -> list[int]:
        """Drop every node that nothing rests on any more but the roots; return their numbers."""
        gone = []
        while self._orphans:
            number = self._orphans.pop()
            if self.kinds[number] == _GONE or number in self.roots:
                continue
            if next(self.dependents(number), None) is not None:
                continue
            gone.append(number)
            self.relink(number, ())
            del self.named[self.name(number)][self.keys[number]]
            self.kinds[number], self.keys[number] = _GONE, ""
            self.states[number], self.stored[number] = UNKNOWN, False
            self.set_digest(number, NO_DIGEST)
            self.notes.pop(number, None)
        self._free += gone
        return gone

    def new_roots(self) -> None:
        """Forget what was asked for from outside; what is not asked for again goes with the next ``sweep``."""
        self._orphans |= self.roots
        self.roots = set()

    # -- on the disk ------------------------------------------------------------------------------

    def pack(self, fresh: Iterable[int] = ()) -> bytes:
        """Return all but the notes as bytes. The values of ``fresh`` are stored along with them."""
        if self._dependents is None:
            self._dependents = self.dependencies.reversed()
        for number in self._gained.keys() | self._lost.keys():
            self._dependents[number] = [*self.dependents(number)]
        self._gained.clear()
        self._lost.clear()
        stored = bytearray(self.stored)
        for number in fresh:
            stored[number] = True
        packed = _Packed(
            names=self.names,
            kinds=self.kinds.tobytes(),
            keys=_END.join([*self.keys, ""]),
            digests=bytes(self.digests),
            changed_at=self.changed_at.tobytes(),
            verified_at=self.verified_at.tobytes(),
            heights=self.heights.tobytes(),
            states=bytes(self.states),
            stored=bytes(stored),
            dependencies=self.dependencies.pack(),
            dependents=self._dependents.pack(),
            free=self._free,
            roots=sorted(self.roots),
            tick=self.tick,
        )
        return msgpack.encode(packed)

    @classmethod
    def unpack(cls, content: bytes) -> Graph:
        """Return what was packed. Raises ``msgspec.MsgspecError`` or ``ValueError`` for what was not."""
        packed = msgpack.decode(content, type=_Packed)
        graph = cls()
        graph.names = packed.names
        graph.kinds = array("H", packed.kinds)
        graph.keys = packed.keys.split(_END)[:-1]
        graph.digests = bytearray(packed.digests)
        graph.changed_at = array("Q", packed.changed_at)
        graph.verified_at = array("Q", packed.verified_at)
        graph.heights = array("H", packed.heights)
        graph.states = bytearray(packed.states)
        graph.stored = bytearray(packed.stored)
        graph.dependencies = Edges(*packed.dependencies)
        graph.tick = packed.tick
        graph.roots = set(packed.roots)
        graph._dependents = Edges(*packed.dependents)
        graph._free = packed.free
        return graph

    def numbers(self) -> Iterable[int]:
        """Return the numbers of all nodes that live."""
        return (number for number, kind in enumerate(self.kinds) if kind != _GONE)
