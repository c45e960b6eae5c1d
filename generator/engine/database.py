"""The memo graph: what was computed, from what, and whether it still holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import wraps
from hashlib import blake2b
from heapq import heappop, heappush
from inspect import signature
from itertools import islice
from typing import Any, Generic, NamedTuple, Protocol, TypeVar, cast, get_type_hints, overload

from msgspec import Struct, msgpack

from .inputs import Input
from .limits import Overrun, time_limit

Function = TypeVar("Function", bound=Callable[..., Any])
Otherwise = Callable[["Database", str, str], Any]

_encode = msgpack.Encoder().encode  # keeps the order of dicts, which is part of a value


def digest_of(value: bytes) -> str:
    """Return the digest by which values are compared, also across processes."""
    return blake2b(value, digest_size=16).hexdigest()


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
    ) -> None:
        self.name = function.__name__
        self.function = function
        self.is_kept = is_kept
        self.is_firewall = is_firewall
        self.seconds = seconds
        self.otherwise = otherwise
        self._takes_key = len(signature(function).parameters) > 1
        self._decoder: Callable[[bytes], Any] | None = None

    def run(self, db: Database, key: str) -> Any:
        if not self.seconds:
            return self._run(db, key)
        try:
            with time_limit(self.seconds):
                return self._run(db, key)
        except Overrun:
            return self.give_up(db, key, "time")

    def give_up(self, db: Database, key: str, reason: str) -> Any:
        """Return what stands for a value that cannot be had: ``reason`` is ``time`` or ``crash``."""
        assert self.otherwise is not None
        db.mark_stand_in()
        return self.otherwise(db, key, reason)

    def _run(self, db: Database, key: str) -> Any:
        return self.function(db, key) if self._takes_key else self.function(db)

    def decode(self, blob: bytes) -> Any:
        if self._decoder is None:
            kind = get_type_hints(self.function)["return"]
            self._decoder = bytes if kind is bytes else msgpack.Decoder(kind).decode
        return self._decoder(blob)


QUERIES: dict[str, QuerySpec] = {}


@overload
def query(function: Function) -> Function: ...
@overload
def query(
    *, keep: bool = True, firewall: bool = False, seconds: float = 0, otherwise: Otherwise | None = None
) -> Callable[[Function], Function]: ...
def query(
    function: Any = None,
    *,
    keep: bool = True,
    firewall: bool = False,
    seconds: float = 0,
    otherwise: Otherwise | None = None,
) -> Any:
    """Make a function ``(db, key) -> value`` or ``(db) -> value`` a query.

    Its value must be made of what msgspec can encode from the return annotation, and never be changed afterwards.
    ``keep=False`` is for large values (pages): only their digest is kept, and they are computed again when needed.
    ``firewall=True`` is for small projections that much rests on and that seldom change: they are looked at as soon as
    something they read has changed, and while they stay equal nothing behind them is even suspected. They must have
    an answer for every key, also for one that is gone.
    ``seconds`` limits the time that one run may take. When it takes longer, or kills the worker that it runs on,
    ``otherwise(db, key, reason)`` gives the value instead, with a note, from as much as can be known.
    """

    def decorate(function: Function) -> Function:
        spec = QuerySpec(function, is_kept=keep, is_firewall=firewall, seconds=seconds, otherwise=otherwise)
        if spec.name in QUERIES and QUERIES[spec.name].function.__module__ != function.__module__:
            raise TypeError(f"two queries are called {spec.name}")
        QUERIES[spec.name] = spec

        @wraps(function)
        def ask(db: Database, key: str = "") -> Any:
            return db.ask(spec, key)

        return cast(Function, ask)

    return decorate(function) if function else decorate


_NOTHING = object()


Note = TypeVar("Note")


class Memo(Struct, Generic[Note], frozen=True, array_like=True):
    """A memo on its way from one process to another; or an input that was read, and what it remembers in ``blob``."""

    name: str
    key: str
    digest: str
    blob: bytes | None
    dependencies: tuple[tuple[str, str], ...]
    notes: tuple[Note, ...]


class Workers(Protocol):
    """Computes many queries at once and hands the memos to ``Database.take_over``. ``least`` queries are many."""

    least: int

    def compute(self, db: Database, asks: list[tuple[str, str]]) -> None: ...


class Node:
    """One memo, or one input. ``digest`` is ``None`` before the first run.

    ``changed_at`` and ``verified_at`` are ticks of the database, ``ran_in`` is a revision. ``height`` is more than
    that of all that it rests on; inputs have 0. ``blob`` is the encoded value until it is stored.
    """

    __slots__ = (
        "blob", "cause", "changed_at", "dependencies", "dependents", "digest", "height", "is_saved", "is_suspect",
        "key", "name", "notes", "number", "ran_in", "spec", "value", "verified_at",
    )  # fmt: skip

    def __init__(self, name: str, key: str, spec: QuerySpec | None, number: int) -> None:
        self.name = name
        self.key = key
        self.spec = spec
        self.number = number
        self.digest: str | None = None
        self.value: Any = _NOTHING
        self.blob: bytes | None = None
        self.dependencies: tuple[Node, ...] = ()
        self.dependents: set[Node] = set()
        self.notes: tuple[Any, ...] = ()
        self.height = 0
        self.changed_at = 0
        self.verified_at = 0
        self.ran_in = 0
        self.is_suspect = False
        self.is_saved = False
        self.cause: Node | None = None


class Cause(NamedTuple):
    """One step of an answer to "why was this made again?": a query or an input, by name and key."""

    name: str
    key: str
    is_new: bool


@dataclass(slots=True)
class Statistics:
    """What one revision cost."""

    ran: list[tuple[str, str]] = field(default_factory=list)
    verified: int = 0


class _Frame:
    """A query that is being computed."""

    __slots__ = ("dependencies", "node", "notes", "seen")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.dependencies: list[Node] = []
        self.seen: set[Node] = set()
        self.notes: list[Any] = []


class _Firewalls:
    """Firewalls to look at, the lowest first: so each is looked at after all that it rests on, and seldom twice."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, int, Node]] = []
        self._before: dict[Node, int] = {}

    def add(self, node: Node) -> None:
        # It may be settled on the way, asked for by another; what counts is whether it has changed since now.
        if node not in self._before:
            self._before[node] = node.changed_at
            heappush(self._waiting, (node.height, node.number, node))

    def lowest_first(self) -> Iterator[tuple[Node, int]]:
        """Yield each firewall and when it had last changed before; more may be added meanwhile."""
        while self._waiting:
            _, _, node = heappop(self._waiting)
            yield node, self._before.pop(node)


class Database:
    """Answers queries and remembers the answers.

    Args:
        inputs: the only ways to read the world, by name.
        load: gives the stored value of a memo by its number, or ``None``.
    """

    def __init__(self, inputs: Mapping[str, Input], load: Callable[[int], bytes | None] = lambda number: None) -> None:
        self.inputs = inputs
        self.revision = 1
        self.statistics = Statistics()
        self._tick = 1
        self._load = load
        self._nodes: dict[tuple[str, str], Node] = {}
        self._inputs_read: dict[str, dict[str, Node]] = {name: {} for name in inputs}
        self._noting: dict[Node, None] = {}
        self._large: list[Node] = []
        self._stand_ins: list[Node] = []
        self._frames: list[_Frame] = []
        self._roots: dict[Node, None] = {}
        self._next_number = 1
        self._resources: dict[str, Any] = {}
        self.workers: Workers | None = None
        self._is_new = True
        self._suspected = 0

    # -- asking -----------------------------------------------------------------------------------

    def ask(self, spec: QuerySpec, key: str) -> Any:
        """Return the value of a query, computing it only if what it read has changed."""
        node = self._node(spec.name, key, spec)
        self._record(node)
        self._settle(node)
        return self._value(node)

    def read(self, name: str, key: str) -> Any:
        """Return what input ``name`` holds for ``key``, and record that it was read."""
        node = self._node(name, key, None)
        self._record(node)
        self._settle(node)
        return self.inputs[name].value(key)

    def note(self, note: Any) -> None:
        """Attach a note to the query being computed. Notes take no part in equality and come back with the memo."""
        self._frames[-1].notes.append(note)

    def mark_stand_in(self) -> None:
        """Mark the query being computed as giving up: its value is used now, and tried again in the next revision."""
        self._stand_ins.append(self._frames[-1].node)

    def digest(self, ask: Callable[..., Any], key: str = "") -> str:
        """Return the digest of a query's value without reading the value."""
        node = self._node(ask.__name__, key, QUERIES[ask.__name__])
        self._record(node)
        self._settle(node)
        assert node.digest is not None
        return node.digest

    def resource(self, name: str, make: Callable[[], Any]) -> Any:
        """Return an object that lives as long as the database and is no memo: a compiler, a parser."""
        if name not in self._resources:
            self._resources[name] = make()
        return self._resources[name]

    # -- time goes on -----------------------------------------------------------------------------

    def refresh(self, changed: Iterable[tuple[str, str]] | None = None) -> None:
        """Begin a new revision: look again at the inputs named in ``changed``, or at all (``None``)."""
        self.distrust_stand_ins()
        self.revision += 1
        self._is_new = not self._roots and not self._nodes
        self._suspected = 0
        self.statistics = Statistics()
        self._roots.clear()
        if changed is None:
            changed = [(name, key) for name, nodes in self._inputs_read.items() for key in nodes]
        self.look_again(changed)

    def look_again(self, changed: Iterable[tuple[str, str]]) -> None:
        """Look again at the inputs named in ``changed`` within this revision, before they are asked for."""
        firewalls = _Firewalls()
        for name, key in list(changed):
            node = self._inputs_read[name].get(key)
            if node is None or node.digest is None:
                continue
            fingerprint = self.inputs[name].fingerprint(key)
            if fingerprint != node.digest:
                node.digest = fingerprint
                node.changed_at = self._next_tick()
                self._suspect_dependents(node, firewalls)
        try:
            for node, before in firewalls.lowest_first():
                self._settle(node)
                if node.changed_at != before:
                    self._suspect_dependents(node, firewalls)
        except BaseException:
            # What the rest of the firewalls would have told is lost, so everything is suspect.
            for node in self._nodes.values():
                node.is_suspect = node.spec is not None
            raise

    def distrust_stand_ins(self) -> None:
        """Suspect every value that only stands for one that could not be had: the next revision tries again."""
        nobody = _Firewalls()
        for node in self._stand_ins:
            node.digest = None
            self._suspect_dependents(node, nobody)
        for node, _ in nobody.lowest_first():
            self._suspect_dependents(node, nobody)
        self._stand_ins.clear()

    def release(self) -> None:
        """Forget the large values (``keep=False``) of this revision."""
        for node in self._large:
            node.value, node.blob = _NOTHING, None
        self._large.clear()

    # -- looking at it ----------------------------------------------------------------------------

    def notes(self, ask: Callable[..., Any], key: str = "") -> list[Any]:
        """Return the notes of every memo that the value of a query rests on."""
        rests_on = self._supports(self._nodes[ask.__name__, key])
        return [note for node in self._noting if rests_on(node) for note in node.notes]

    def keys(self, name: str, ask: Callable[..., Any], key: str = "") -> list[str]:
        """Return the keys of input ``name`` that the value of a query rests on."""
        rests_on = self._supports(self._nodes[ask.__name__, key])
        return [found for found, node in self._inputs_read[name].items() if rests_on(node)]

    def known_keys(self, name: str) -> list[str]:
        """Return every key of input ``name`` that was ever read and is still remembered."""
        return list(self._inputs_read[name])

    def ran(self, ask: Callable[..., Any]) -> list[str]:
        """Return the keys for which a query ran in this revision."""
        return [key for name, key in self.statistics.ran if name == ask.__name__]

    @staticmethod
    def _supports(root: Node) -> Callable[[Node], bool]:
        """Return whether ``root`` rests on a node; memos that nothing uses any more are not dropped at once."""
        known = {root: True}

        def supports(node: Node) -> bool:
            if node not in known:
                known[node] = any(supports(other) for other in node.dependents)
            return known[node]

        return supports

    def why(self, ask: Callable[..., Any], key: str = "") -> list[Cause]:
        """Return why a query ran in this revision, from it down to an input; empty when it did not run."""
        node = self._nodes.get((ask.__name__, key))
        causes: list[Cause] = []
        while node is not None and (node.spec is None or node.ran_in == self.revision):
            causes.append(Cause(node.name, node.key, is_new=node.spec is not None and node.cause is None))
            node = node.cause
        return causes

    # -- inside -----------------------------------------------------------------------------------

    def _node(self, name: str, key: str, spec: QuerySpec | None) -> Node:
        place = (name, key)
        node = self._nodes.get(place)
        if node is None:
            node = self._nodes[place] = Node(name, key, spec, self._next_number)
            self._next_number += 1
            if spec is None:
                self._inputs_read[name][key] = node
        return node

    def _next_tick(self) -> int:
        self._tick += 1
        return self._tick

    def _record(self, node: Node) -> None:
        if self._frames:
            frame = self._frames[-1]
            if node not in frame.seen:
                frame.seen.add(node)
                frame.dependencies.append(node)
        else:
            self._roots[node] = None

    def _settle(self, node: Node) -> None:
        """Make sure that ``node`` holds for this revision."""
        if node.digest is not None and not node.is_suspect:
            return
        if node.spec is None:
            node.digest = self.inputs[node.name].fingerprint(node.key)
            node.changed_at = self._next_tick()
            return
        cause = None
        if node.digest is not None:
            for dependency in node.dependencies:
                self._settle(dependency)
                if dependency.changed_at > node.verified_at:
                    cause = dependency
                    break
            else:
                node.is_suspect = False
                node.verified_at = self._next_tick()
                self.statistics.verified += 1
                return
        self._compute(node, cause)

    def _compute(self, node: Node, cause: Node | None, run: Callable[[], Any] | None = None) -> None:
        assert node.spec is not None
        if any(frame.node is node for frame in self._frames):
            chain = " → ".join(f"{frame.node.name}({frame.node.key})" for frame in self._frames)
            raise RecursionError(f"{node.name}({node.key}) asks for itself: {chain}")
        frame = _Frame(node)
        depth = len(self._frames)
        self._frames.append(frame)
        try:
            value = run() if run else node.spec.run(self, node.key)
        finally:
            # Down to here, whatever an overrun has left above.
            del self._frames[depth:]
        node.blob = value if isinstance(value, bytes) else _encode(value)
        digest = digest_of(node.blob)
        node.value = value
        node.cause = cause
        self._relink(node, frame.dependencies)
        self._take(node, digest, tuple(frame.notes))

    def _take(self, node: Node, digest: str, notes: tuple[Any, ...]) -> None:
        """Note that ``node`` has run. An equal digest keeps the old ``changed_at``: early cutoff."""
        assert node.spec is not None
        node.verified_at = self._next_tick()
        if digest != node.digest:
            node.digest = digest
            node.changed_at = node.verified_at
            node.is_saved = False
        if notes:
            self._noting[node] = None
        elif node.notes:
            self._noting.pop(node, None)
        node.notes = notes
        node.is_suspect = False
        node.ran_in = self.revision
        if not node.spec.is_kept:
            self._large.append(node)
        self.statistics.ran.append((node.name, node.key))

    @staticmethod
    def _relink(node: Node, dependencies: list[Node]) -> None:
        for dependency in set(node.dependencies).difference(dependencies):
            dependency.dependents.discard(node)
        for dependency in dependencies:
            dependency.dependents.add(node)
        node.dependencies = tuple(dependencies)
        node.height = 1 + max((dependency.height for dependency in dependencies), default=0)

    def _value(self, node: Node) -> Any:
        if node.value is _NOTHING:
            assert node.spec is not None
            blob = node.blob
            if blob is None and node.spec.is_kept and node.is_saved:
                blob = self._load(node.number)
            if blob is not None and digest_of(blob) == node.digest:
                node.value = node.spec.decode(blob)
            else:
                # Nothing that it read has changed, so running it once more gives the same value.
                self._frames.append(_Frame(node))
                try:
                    node.value = node.spec.run(self, node.key)
                finally:
                    self._frames.pop()
        return node.value

    def _suspect_dependents(self, node: Node, firewalls: _Firewalls) -> None:
        """Suspect all that rests on ``node``, as far as the next firewalls, which are added to ``firewalls``."""
        waiting = list(node.dependents)
        while waiting:
            dependent = waiting.pop()
            if not dependent.is_suspect:
                dependent.is_suspect = True
                self._suspected += 1
                if dependent.spec is not None and dependent.spec.is_firewall:
                    firewalls.add(dependent)
                else:
                    waiting.extend(dependent.dependents)

    # -- for workers ------------------------------------------------------------------------------

    def prefetch(self, asks: Callable[[], Iterable[tuple[Callable[..., Any], str]]]) -> None:
        """Compute queries that will be asked for on worker processes, where there are any and much is to be done.

        ``asks`` is only called for when it may be worth it: to name all pages of a site takes time as well.
        """
        if self.workers is not None and (self._is_new or self._suspected >= self.workers.least):
            places = ((ask.__name__, key) for ask, key in asks())
            self.workers.compute(self, [place for place in places if not self._is_current(place)])

    def _is_current(self, place: tuple[str, str]) -> bool:
        """Whether a memo holds for this revision; what it rests on is made to, but it is not run itself."""
        node = self._nodes.get(place)
        if node is None or node.digest is None:
            return False
        if node.is_suspect:
            for dependency in node.dependencies:
                self._settle(dependency)
                if dependency.changed_at > node.verified_at:
                    return False
            node.is_suspect = False
            node.verified_at = self._next_tick()
        return True

    def give_up(self, name: str, key: str) -> None:
        """Take what stands for the value of a query that killed its worker."""
        spec = QUERIES[name]
        node = self._node(name, key, spec)
        self._compute(node, None, lambda: spec.give_up(self, key, "crash"))

    def run_apart(self, asks: Iterable[tuple[str, str]]) -> list[Memo[Any]]:
        """Compute queries in a copy of the database that only this process has; return every memo that came of it."""
        self.workers = None
        self._frames = []
        self.statistics = Statistics()
        read_before = {name: len(nodes) for name, nodes in self._inputs_read.items()}
        for name, key in asks:
            self._settle(self._node(name, key, QUERIES[name]))
        memos: list[Memo[Any]] = []
        for name, nodes in self._inputs_read.items():
            for node in islice(nodes.values(), read_before[name], None):
                memory = self.inputs[name].memory(node.key)
                memos.append(Memo(name, node.key, node.digest or "", memory, (), ()))
        for place in self.statistics.ran:
            node = self._nodes[place]
            dependencies = tuple((other.name, other.key) for other in node.dependencies)
            memos.append(Memo(node.name, node.key, node.digest or "", node.blob, dependencies, node.notes))
            if node.spec is not None and not node.spec.is_kept:
                node.value, node.blob = _NOTHING, None
        return memos

    def take_over(self, memos: Iterable[Memo[Any]]) -> None:
        """Take memos that another process computed of the same revision, each after what it rests on."""
        for memo in memos:
            spec = QUERIES.get(memo.name)
            node = self._node(memo.name, memo.key, spec)
            if node.digest is not None and not node.is_suspect:
                continue
            if spec is None:
                self.inputs[memo.name].recall(memo.key, memo.blob)
                node.digest = memo.digest
                node.changed_at = self._next_tick()
            else:
                self._relink(node, [self._node(name, key, QUERIES.get(name)) for name, key in memo.dependencies])
                node.value, node.blob = _NOTHING, memo.blob
                self._take(node, memo.digest, memo.notes)

    # -- for the store ----------------------------------------------------------------------------

    def living_nodes(self) -> list[Node]:
        """Return the nodes that what was asked in this revision rests on, and drop all others."""
        living: dict[Node, None] = {}
        waiting = list(self._roots)
        while waiting:
            node = waiting.pop()
            if node not in living:
                living[node] = None
                waiting.extend(node.dependencies)
        for place, node in list(self._nodes.items()):
            if node not in living:
                for dependency in node.dependencies:
                    dependency.dependents.discard(node)
                del self._nodes[place]
                self._noting.pop(node, None)
                if node.spec is None:
                    del self._inputs_read[node.name][node.key]
        return list(living)

    def nodes(self) -> list[Node]:
        """Return all nodes."""
        return list(self._nodes.values())

    def encoded(self, node: Node) -> bytes:
        """Return the value of ``node`` as the store keeps it."""
        return node.blob if node.blob is not None else _encode(self._value(node))

    def restore(self, node: Node) -> None:
        """Take in a node from the store."""
        self._nodes[node.name, node.key] = node
        self._next_number = max(self._next_number, node.number + 1)
        self._tick = max(self._tick, node.changed_at, node.verified_at)
        if node.spec is None:
            self._inputs_read[node.name][node.key] = node
        if node.notes:
            self._noting[node] = None
        for dependency in node.dependencies:
            dependency.dependents.add(node)
