"""Memos between processes: one SQLite file, whose values are read only when they are needed.

A damaged, foreign or old file is dropped with a reason; it can cost time, never a wrong page.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct, msgpack

from .database import QUERIES, Database, Node
from .inputs import Stamp

FORMAT = "dizao-cache-3"
_HEAD = "CREATE TABLE IF NOT EXISTS head (format TEXT, program TEXT, graph BLOB, digest BLOB, stamps BLOB)"


_NO_NOTES = msgspec.Raw(msgpack.encode([]))


class _Row(Struct, frozen=True, array_like=True, gc=False):
    name: str
    key: str
    number: int
    height: int
    digest: str | None
    dependencies: tuple[int, ...]
    changed_at: int
    verified_at: int
    is_suspect: bool
    notes: msgspec.Raw


class _Graph(NamedTuple):
    revision: int
    rows: list[_Row]
    stamps: dict[str, Stamp]


_STAMPS = dict[str, Stamp]


class Store:
    """The cache file of a site.

    Args:
        path: the SQLite file; its folder is made when first saved.
        fingerprint: of the program, its libraries and settings; memos of another one are not used.
        note_type: of what queries attach with ``Database.note``.
    """

    def __init__(self, path: Path, fingerprint: str, note_type: Any) -> None:
        self.path = path
        self.reason_dropped = ""
        self._is_current = False
        self._saved_stamps: dict[str, Stamp] = {}
        self._fingerprint = fingerprint
        self._notes: msgpack.Decoder[Any] = msgpack.Decoder(list[note_type])

    def load(self, make: Callable[[dict[str, Stamp], Callable[[int], bytes | None]], Database]) -> Database:
        """Return a database made by ``make(stamps, load_value)``, with the stored memos if they can be used."""
        graph = self._read_graph()
        if graph is None:
            return make({}, lambda number: None)
        db = make(graph.stamps, self.value)
        try:
            self._fill(db, graph)
        except (msgspec.MsgspecError, KeyError, ValueError):
            self.reason_dropped = "damaged"
            return make({}, lambda number: None)
        self._is_current = True
        self._saved_stamps = dict(graph.stamps)
        return db

    def _read_graph(self) -> _Graph | None:
        if not self.path.is_file():
            return None
        try:
            with closing(sqlite3.connect(self.path)) as file:
                row = file.execute("SELECT format, program, graph, digest, stamps FROM head").fetchone()
            kind, fingerprint, blob, check, stamps = row
            if kind != FORMAT or fingerprint != self._fingerprint:
                self.reason_dropped = "other-version"
                return None
            if _check(blob) != check:
                raise ValueError("digest")
            return _Graph(*msgpack.decode(blob, type=tuple[int, list[_Row]]), msgpack.decode(stamps, type=_STAMPS))
        except sqlite3.OperationalError:
            self.reason_dropped = "other-version"  # of another format, or busy: nothing that anybody must know
            return None
        except (sqlite3.Error, msgspec.MsgspecError, TypeError, ValueError):
            self.reason_dropped = "damaged"
            return None

    def _fill(self, db: Database, graph: _Graph) -> None:
        by_number: dict[int, Node] = {}
        for row in graph.rows:
            node = Node(row.name, row.key, QUERIES.get(row.name), row.number)
            if node.spec is None and row.name not in db.inputs:
                raise KeyError(row.name)
            node.height = row.height
            node.digest = row.digest
            node.changed_at = row.changed_at
            node.verified_at = row.verified_at
            node.is_suspect = row.is_suspect
            node.is_saved = node.spec is not None and node.spec.is_kept
            node.notes = tuple(self._notes.decode(row.notes)) if row.notes != _NO_NOTES else ()
            by_number[row.number] = node
        for row in graph.rows:
            node = by_number[row.number]
            node.dependencies = tuple([by_number[number] for number in row.dependencies])
            db.restore(node)
        db.revision = graph.revision

    def value(self, number: int) -> bytes | None:
        """Return the stored value of a memo, or ``None``. The database compares it with the memo's digest."""
        try:
            with closing(sqlite3.connect(self.path)) as file:
                row = file.execute("SELECT blob FROM value WHERE number = ?", (number,)).fetchone()
        except sqlite3.Error:
            return None
        return row[0] if row else None

    def save(self, db: Database, stamps: dict[str, Stamp]) -> None:
        """Write what changed since the last save, in one transaction; nothing when nothing ran."""
        if self._is_current and not db.statistics.ran:
            if stamps != self._saved_stamps:
                self._write_stamps(stamps)
            return
        db.distrust_stand_ins()
        nodes = db.living_nodes()
        graph = _graph(db, nodes)
        remembered = msgpack.encode(stamps)
        fresh = [node for node in nodes if node.spec and node.spec.is_kept and not node.is_saved]
        try:
            self._write(
                graph, remembered, [(node.number, db.encoded(node)) for node in fresh], {n.number for n in nodes}
            )
        except sqlite3.OperationalError:
            return  # busy or full: the next build does without, or tries again
        except sqlite3.DatabaseError:
            # The file is no database (any more): begin a new one, with every value.
            fresh = [node for node in nodes if node.spec and node.spec.is_kept]
            values = [(node.number, db.encoded(node)) for node in fresh]
            self.path.unlink(missing_ok=True)
            self._write(graph, remembered, values, set())
        for node in fresh:
            node.is_saved = True
            node.blob = None
        self._is_current = True
        self._saved_stamps = dict(stamps)

    def copy(self, db: Database, stamps: dict[str, Stamp]) -> None:
        """Write all that ``db`` knows in the midst of a revision, for a worker that cannot inherit it."""
        nodes = db.nodes()
        kept = [node for node in nodes if node.spec and node.spec.is_kept and node.digest is not None]
        values = [(node.number, db.encoded(node)) for node in kept]
        self._write(_graph(db, nodes), msgpack.encode(stamps), values, set())

    def _write_stamps(self, stamps: dict[str, Stamp]) -> None:
        with suppress(sqlite3.Error), closing(sqlite3.connect(self.path)) as file, file:
            file.execute("UPDATE head SET stamps = ? WHERE program = ?", (msgpack.encode(stamps), self._fingerprint))
        self._saved_stamps = dict(stamps)

    def _write(self, graph: bytes, stamps: bytes, values: list[tuple[int, bytes]], living: set[int]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path)) as file, file:
            if not self._is_current:
                file.execute("DROP TABLE IF EXISTS head")  # of another format, perhaps
            file.execute(_HEAD)
            file.execute("CREATE TABLE IF NOT EXISTS value (number INTEGER PRIMARY KEY, blob BLOB)")
            previous = file.execute("SELECT program FROM head").fetchone()
            if previous is None or previous[0] != self._fingerprint:
                file.execute("DELETE FROM value")
            file.execute("DELETE FROM head")
            head = (FORMAT, self._fingerprint, graph, _check(graph), stamps)
            file.execute("INSERT INTO head VALUES (?, ?, ?, ?, ?)", head)
            stale = [(number,) for (number,) in file.execute("SELECT number FROM value") if number not in living]
            file.executemany("DELETE FROM value WHERE number = ?", stale)
            file.executemany("INSERT OR REPLACE INTO value VALUES (?, ?)", values)


def _check(blob: bytes) -> bytes:
    return blake2b(blob, digest_size=16).digest()


def _graph(db: Database, nodes: list[Node]) -> bytes:
    rows = [
        _Row(
            name=node.name,
            key=node.key,
            number=node.number,
            height=node.height,
            digest=node.digest,
            dependencies=tuple(other.number for other in node.dependencies),
            changed_at=node.changed_at,
            verified_at=node.verified_at,
            is_suspect=node.is_suspect,
            notes=msgspec.Raw(msgpack.encode(node.notes)) if node.notes else _NO_NOTES,
        )
        for node in nodes
    ]
    return msgpack.encode((db.revision, rows))
