"""The memos: what was computed, from what, and whether it still holds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from heapq import heappop, heappush
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from msgspec import Struct

from .graph import HOLDS, SUSPECT, UNKNOWN, Graph
from .inputs import Input
from .queries import QUERIES, QuerySpec
from .shelf import Shelf

Load = Callable[[int], bytes | None]
Note = TypeVar("Note")
_Run = Callable[["Database", str], Any]


def digest_of(value: bytes) -> bytes:
    """Return the digest, 16 bytes, by which values are compared, also across processes."""
    return blake2b(value, digest_size=16).digest()


class Memo(Struct, Generic[Note], frozen=True, array_like=True):
    """A memo on its way from one process to another; or an input that was read, and what it remembers in ``blob``.

    Its number and those of its dependencies are the sender's.
    """

    number: int
    digest: bytes
    blob: bytes | None
    dependencies: list[int]
    notes: tuple[Note, ...]


class Haul(Struct, Generic[Note], frozen=True, array_like=True):
    """What came of a batch of queries in another process.

    Both processes knew the first ``shared`` nodes when the other one began. ``nodes`` names those that it has made
    since its last haul, by name and key, in the order of their numbers. Each memo comes after what it rests on.
    """

    sender: int
    shared: int
    nodes: list[tuple[str, str]]
    memos: list[Memo[Note]]


class Workers(Protocol):
    """Computes many queries at once and hands the memos to ``Database.take_over``. ``least`` queries are many.

    Of ``heavy`` queries, each of which takes long, a few are enough. ``meanwhile`` is what this process can do itself,
    while the workers are busy.
    """

    least: int

    def compute(
        self,
        db: Database,
        asks: list[tuple[str, str]],
        *,
        heavy: bool = False,
        meanwhile: Callable[[], object] | None = None,
    ) -> None: ...


class Cause(NamedTuple):
    """One step of an answer to "why was this made again?": a query or an input, by name and key."""

    name: str
    key: str
    is_new: bool


class _Frame:
    """What a query that is being computed has read so far, in order, and its notes."""

    __slots__ = ("dependencies", "notes")

    def __init__(self) -> None:
        self.dependencies: dict[int, None] = {}
        self.notes: list[Any] = []


class _Firewalls:
    """Firewalls to look at, the lowest first: so each is looked at after all that it rests on, and seldom twice."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._waiting: list[tuple[int, int]] = []
        self._before: dict[int, int] = {}

    def add(self, number: int) -> None:
        # It may be settled on the way, asked for by another; what counts is whether it has changed since now.
        if number not in self._before:
            self._before[number] = self._graph.changed_at[number]
            heappush(self._waiting, (self._graph.heights[number], number))

    def lowest_first(self) -> Iterator[tuple[int, int]]:
        """Yield each firewall and when it had last changed before; more may be added meanwhile."""
        while self._waiting:
            _, number = heappop(self._waiting)
            yield number, self._before.pop(number)


class Database:
    """Answers queries and remembers the answers.

    Args:
        inputs: the only ways to read the world, by name.
        load: gives the stored value of a memo by its number, or ``None``.
        graph: what was remembered of an earlier process.
        shelf: where workers put large values.

    ``runs`` are the queries that ran in this revision, by name and key, in order. ``values`` are those in memory, by
    number; ``reading`` is what the query that is being computed has read so far, ``None`` outside of any.
    """

    def __init__(
        self,
        inputs: Mapping[str, Input],
        load: Load = lambda number: None,
        graph: Graph | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        self.inputs = inputs
        self.shelf = shelf
        self.graph = Graph() if graph is None else graph
        self.runs: list[tuple[str, str]] = []
        self.workers: Workers | None = None
        self._load = load
        self.values: dict[int, Any] = {}
        self._blobs: dict[int, bytes] = {}
        self._large: list[int] = []
        self._stand_ins: list[int] = []
        self.reading: dict[int, None] | None = None
        self._frames: dict[int, _Frame] = {}
        """Of the queries that are being computed, by number, the outermost first."""
        self._causes: dict[int, int | None] = {}
        self._resources: dict[str, Any] = {}
        self._is_new = True
        self._has_shelved = False
        self._suspected = 0
        self._shared: int | None = None
        self._told = 0

    # -- asking -----------------------------------------------------------------------------------

    def read(self, name: str, key: str) -> Any:
        """Return what input ``name`` holds for ``key``, and record that it was read."""
        self._settled(name, key)
        return self.inputs[name].value(key)

    def note(self, note: Any) -> None:
        """Attach a note to the query being computed. Notes take no part in equality and come back with the memo."""
        self._frames[self._running].notes.append(note)

    def mark_stand_in(self) -> None:
        """Mark the query being computed as giving up: its value is used now, and tried again in the next revision."""
        self._stand_ins.append(self._running)

    def digest(self, ask: Callable[..., Any], key: str = "") -> str:
        """Return the digest of a query's value, in hexadecimal, without reading the value."""
        return self.graph.digest(self._settled(ask.__name__, key)).hex()

    def resource(self, name: str, make: Callable[[], Any]) -> Any:
        """Return an object that lives as long as the database and is no memo: a compiler, a parser."""
        if name not in self._resources:
            self._resources[name] = make()
        return self._resources[name]

    # -- time goes on -----------------------------------------------------------------------------

    def refresh(self, changed: Iterable[tuple[str, str]] | None = None) -> None:
        """Begin a new revision: look again at the inputs named in ``changed``, or at all (``None``)."""
        self.distrust_stand_ins()
        self._is_new = not len(self.graph)
        self._suspected = 0
        self._causes.clear()
        self.runs = []
        self.graph.new_roots()
        if changed is None:
            changed = [(name, key) for name in self.inputs for key in self.graph.named[name]]
        self.look_again(changed)

    def look_again(self, changed: Iterable[tuple[str, str]]) -> None:
        """Look again at the inputs named in ``changed`` within this revision, before they are asked for."""
        graph, firewalls = self.graph, _Firewalls(self.graph)
        for name, key in list(changed):
            number = graph.named[name].get(key)
            if number is None or graph.states[number] == UNKNOWN:
                continue
            digest = digest_of(self.inputs[name].fingerprint(key).encode())
            if digest != graph.digest(number):
                graph.set_digest(number, digest)
                graph.changed_at[number] = graph.next_tick()
                self._suspect_dependents(number, firewalls)
        try:
            for number, before in firewalls.lowest_first():
                self.settle(number)
                if graph.changed_at[number] != before:
                    self._suspect_dependents(number, firewalls)
        except BaseException:
            # What the rest of the firewalls would have told is lost, so everything is suspect.
            for number in graph.numbers():
                if graph.states[number] == HOLDS and graph.name(number) in QUERIES:
                    graph.states[number] = SUSPECT
            raise

    def distrust_stand_ins(self) -> None:
        """Suspect every value that only stands for one that could not be had: the next revision tries again."""
        nobody = _Firewalls(self.graph)
        for number in self._stand_ins:
            self.graph.states[number] = UNKNOWN
            self._suspect_dependents(number, nobody)
        for number, _ in nobody.lowest_first():
            self._suspect_dependents(number, nobody)
        self._stand_ins.clear()

    def release(self) -> None:
        """Forget the large values (``keep=False``) of this revision."""
        for number in self._large:
            self.values.pop(number, None)
        self._large.clear()
        if self.shelf is not None and self._has_shelved:
            self.shelf.clear()
            self._has_shelved = False

    def shelved(self, ask: Callable[..., Any], key: str) -> str:
        """Return the file that holds a large value in this revision, if a worker made it; it may be taken away."""
        if self.shelf is None or not self._has_shelved:
            return ""
        return self.shelf.path(self.graph.digest(self.graph.named[ask.__name__][key]))

    # -- looking at it ----------------------------------------------------------------------------

    def notes(self, ask: Callable[..., Any], key: str = "") -> list[Any]:
        """Return the notes of every memo that the value of a query rests on."""
        is_support = self.graph.supports(self.graph.named[ask.__name__][key])
        return [note for number, notes in self.graph.notes.items() if is_support(number) for note in notes]

    def keys_under(self, name: str, keys: Iterable[str], ask: Callable[..., Any], key: str = "") -> list[str]:
        """Return those of ``keys`` of input ``name`` that the value of a query rests on."""
        is_support = self.graph.supports(self.graph.named[ask.__name__][key])
        numbers = self.graph.named[name]
        return [found for found in keys if is_support(numbers[found])]

    def known_keys(self, name: str) -> list[str]:
        """Return every key of input ``name`` that was ever read and is still remembered."""
        return list(self.graph.named[name])

    def ran(self, ask: Callable[..., Any]) -> list[str]:
        """Return the keys for which a query ran in this revision."""
        return [key for name, key in self.runs if name == ask.__name__]

    def looked_at_since(self, tick: int) -> dict[tuple[str, str], bool]:
        """Tell of every memo, by name and key, whether it was computed or found to hold after ``tick``."""
        graph = self.graph
        names = [name for name in graph.names if name in QUERIES]
        return {
            (name, key): graph.verified_at[number] > tick for name in names for key, number in graph.named[name].items()
        }

    def why(self, ask: Callable[..., Any], key: str = "") -> list[Cause]:
        """Return why a query ran in this revision, from it down to an input; empty when it did not run."""
        number = self.graph.named[ask.__name__].get(key)
        causes: list[Cause] = []
        while number is not None:
            name, is_input = self.graph.name(number), self.graph.name(number) in self.inputs
            if not is_input and number not in self._causes:
                break
            cause = self._causes.get(number)
            causes.append(Cause(name, self.graph.keys[number], is_new=not is_input and cause is None))
            number = cause
        return causes

    # -- inside -----------------------------------------------------------------------------------

    @property
    def _running(self) -> int:
        """The query that is being computed, the innermost of those that wait for each other."""
        return next(reversed(self._frames))

    def _number(self, name: str, key: str) -> int:
        number = self.graph.named[name].get(key)
        return self.graph.add(name, key) if number is None else number

    def _settled(self, name: str, key: str) -> int:
        """Record that a node is read, make sure that it holds, and return it."""
        number = self._number(name, key)
        if self.reading is None:
            self.graph.roots.add(number)
        else:
            self.reading[number] = None
        if self.graph.states[number] != HOLDS:
            self.settle(number)
        return number

    def settle(self, number: int) -> None:
        """Make sure that a node holds for this revision."""
        graph = self.graph
        state = graph.states[number]
        if state == HOLDS:
            return
        name = graph.name(number)
        if name in self.inputs:
            graph.set_digest(number, digest_of(self.inputs[name].fingerprint(graph.keys[number]).encode()))
            graph.changed_at[number] = graph.next_tick()
            graph.states[number] = HOLDS
            return
        cause = self._changed_dependency(number) if state == SUSPECT else None
        if state == UNKNOWN or cause is not None:
            self._compute(number, cause)

    def _changed_dependency(self, number: int) -> int | None:
        """Return the first that a suspect memo read and that has changed since; without any, the memo holds."""
        graph = self.graph
        for dependency in graph.dependencies[number]:
            if graph.states[dependency] != HOLDS:
                self.settle(dependency)
            if graph.changed_at[dependency] > graph.verified_at[number]:
                return dependency
        graph.states[number] = HOLDS
        graph.verified_at[number] = graph.next_tick()
        return None

    def _compute(self, number: int, cause: int | None, run: _Run | None = None) -> None:
        graph = self.graph
        spec, key = QUERIES[graph.name(number)], graph.keys[number]
        if number in self._frames:
            # Who asked may live with the error, and must not be remembered as resting on itself.
            assert self.reading is not None
            self.reading.pop(number, None)
            chain = " → ".join(f"{graph.name(frame)}({graph.keys[frame]})" for frame in self._frames)
            raise RecursionError(f"{spec.name}({key}) asks for itself: {chain}")
        value, frame = self._recorded(number, run or spec.run)
        blob = spec.encode(value)
        graph.relink(number, frame.dependencies)
        self._take(number, spec, digest_of(blob), tuple(frame.notes), cause)
        self.values[number] = value
        if spec.is_kept:
            self._blobs[number] = blob
        else:
            self._large.append(number)

    def _recorded(self, number: int, run: _Run) -> tuple[Any, _Frame]:
        """Return what ``run`` gives for a query, and what it read meanwhile."""
        frame, depth, outer = _Frame(), len(self._frames), self.reading
        self._frames[number] = frame
        self.reading = frame.dependencies
        try:
            return run(self, self.graph.keys[number]), frame
        finally:
            # Down to here, whatever an overrun has left above.
            while len(self._frames) > depth:
                self._frames.popitem()
            self.reading = outer

    def _take(self, number: int, spec: QuerySpec, digest: bytes, notes: tuple[Any, ...], cause: int | None) -> None:
        """Note that a query has run. An equal digest keeps the old ``changed_at``: early cutoff."""
        graph = self.graph
        graph.verified_at[number] = graph.next_tick()
        if digest != graph.digest(number):
            graph.set_digest(number, digest)
            graph.changed_at[number] = graph.verified_at[number]
            graph.stored[number] = False
        if notes:
            self.graph.notes[number] = notes
        else:
            self.graph.notes.pop(number, None)
        graph.states[number] = HOLDS
        self._causes[number] = cause
        self.runs.append((spec.name, graph.keys[number]))

    def recall(self, number: int, spec: QuerySpec) -> Any:
        """Return the value of a node that holds and is not in memory: what is stored of it, or the same once more."""
        blob = self._blobs.get(number)
        if blob is None:
            blob = self._kept_outside(number, spec)
        if blob is not None:
            value = spec.decode(blob)
        else:
            # Nothing that it read has changed, so running it once more gives the same value.
            value, _ = self._recorded(number, spec.run)
        if not spec.is_kept:
            self._large.append(number)
        self.values[number] = value
        return value

    def _kept_outside(self, number: int, spec: QuerySpec) -> bytes | None:
        """Return what the disk has of a value; it is believed only where its digest is right."""
        digest = self.graph.digest(number)
        if spec.is_kept:
            blob = self._load(number) if self.graph.stored[number] else None
        else:
            blob = self.shelf.get(digest) if self.shelf is not None else None
        return blob if blob is not None and digest_of(blob) == digest else None

    def _suspect_dependents(self, number: int, firewalls: _Firewalls) -> None:
        """Suspect all that rests on a node, as far as the next firewalls, which are added to ``firewalls``."""
        graph = self.graph
        waiting = list(graph.dependents(number))
        while waiting:
            dependent = waiting.pop()
            if graph.states[dependent] == HOLDS:
                graph.states[dependent] = SUSPECT
                self._suspected += 1
                if QUERIES[graph.name(dependent)].is_firewall:
                    firewalls.add(dependent)
                else:
                    waiting.extend(graph.dependents(dependent))

    # -- for workers ------------------------------------------------------------------------------

    def prefetch(
        self,
        asks: Callable[[], Iterable[tuple[Callable[..., Any], str]]],
        *,
        heavy: bool = False,
        meanwhile: Callable[[], object] | None = None,
    ) -> None:
        """Compute queries that will be asked for on worker processes, where there are any and much is to be done.

        ``asks`` is only called for when it may be worth it: to name all pages of a site takes time as well.
        ``heavy`` says that each of them takes long; ``meanwhile`` may ask for others that will be asked for anyway.
        """
        if self.workers is not None and (self._is_new or self._suspected >= self.workers.least):
            places = ((ask.__name__, key) for ask, key in asks())
            waiting = [place for place in places if not self._is_current(place)]
            self.workers.compute(self, waiting, heavy=heavy, meanwhile=meanwhile)

    def _is_current(self, place: tuple[str, str]) -> bool:
        """Whether a memo holds for this revision; what it rests on is made to, but it is not run itself."""
        number = self.graph.named[place[0]].get(place[1])
        if number is None or self.graph.states[number] == UNKNOWN:
            return False
        return self.graph.states[number] == HOLDS or self._changed_dependency(number) is None

    def give_up(self, name: str, key: str) -> None:
        """Take what stands for the value of a query that killed its worker."""
        self._compute(self._number(name, key), None, lambda db, key: QUERIES[name].give_up(db, key, "crash"))

    def run_apart(self, asks: Iterable[tuple[str, str]]) -> Haul[Any]:
        """Compute queries in a copy of the database that only this process has; return all that came of it."""
        if self._shared is None:
            # What is free here the other process may give to another node.
            self._shared = self._told = self.graph.append_only()
        self.workers = None
        self._frames = {}
        self.reading = None
        self.runs = []
        for name, key in asks:
            self.settle(self._number(name, key))
        graph = self.graph
        made = range(self._told, len(graph))
        self._told = len(graph)
        nodes = [(graph.name(number), graph.keys[number]) for number in made]
        read = [self._as_read(number) for number, (name, _) in zip(made, nodes, strict=True) if name in self.inputs]
        return Haul(os.getpid(), self._shared, nodes, [*read, *(self._memo(name, key) for name, key in self.runs)])

    def _as_read(self, number: int) -> Memo[Any]:
        graph = self.graph
        return Memo(number, graph.digest(number), self.inputs[graph.name(number)].memory(graph.keys[number]), [], ())

    def _memo(self, name: str, key: str) -> Memo[Any]:
        graph = self.graph
        number = graph.named[name][key]
        digest, blob = graph.digest(number), self._blobs.get(number)
        if not QUERIES[name].is_kept:
            blob = QUERIES[name].encode(self.values.pop(number))
            if self.shelf is not None and self.shelf.put(digest, blob):
                blob = None
        return Memo(number, digest, blob, graph.dependencies[number].tolist(), graph.notes.get(number, ()))

    def take_over(self, haul: Haul[Any], numbers: list[int]) -> None:
        """Take memos that another process computed of the same revision.

        ``numbers`` says which of this process's nodes its nodes are. It is empty before its first haul.
        """
        graph = self.graph
        if not numbers:
            numbers.extend(range(haul.shared))
        numbers.extend([self._number(name, key) for name, key in haul.nodes])
        for memo in haul.memos:
            number = numbers[memo.number]
            if graph.states[number] == HOLDS:
                continue
            name, blob = graph.name(number), memo.blob
            if name in self.inputs:
                self.inputs[name].recall(graph.keys[number], blob)
                graph.set_digest(number, memo.digest)
                graph.changed_at[number] = graph.next_tick()
                graph.states[number] = HOLDS
                continue
            spec = QUERIES[name]
            graph.relink(number, [numbers[other] for other in memo.dependencies])
            self._take(number, spec, memo.digest, memo.notes, None)
            self.values.pop(number, None)
            if blob is not None and spec.is_kept:
                self._blobs[number] = blob
            elif blob is not None:
                self.values[number] = spec.decode(blob)
                self._large.append(number)
            else:
                self._has_shelved = True

    # -- for the store ----------------------------------------------------------------------------

    def unsaved(self) -> list[int]:
        """Return the nodes whose values the store is to keep and does not have yet."""
        return [number for number in self.kept() if not self.graph.stored[number]]

    def kept(self) -> list[int]:
        """Return the nodes whose values the store is to keep."""
        graph = self.graph
        keepers = [name for name in graph.names if name in QUERIES and QUERIES[name].is_kept]
        return [number for name in keepers for number in graph.named[name].values() if graph.states[number] == HOLDS]

    def encoded(self, number: int) -> bytes:
        """Return the value of a node as the store keeps it."""
        blob = self._blobs.get(number)
        if blob is None:
            spec = QUERIES[self.graph.name(number)]
            blob = spec.encode(self.values[number] if number in self.values else self.recall(number, spec))
        return blob

    def saved(self, numbers: Iterable[int]) -> None:
        """Note that the store has the values of these nodes."""
        for number in numbers:
            self.graph.stored[number] = True
            self._blobs.pop(number, None)

    def sweep(self) -> list[int]:
        """Drop all that nothing rests on any more; return the numbers that are free now."""
        gone = self.graph.sweep()
        for number in gone:
            self.values.pop(number, None)
            self._blobs.pop(number, None)
        return gone
