"""Memos between processes: one SQLite file, whose values are read only when they are needed.

A damaged, foreign or old file is dropped with a reason; it can cost time, never a wrong page.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec import msgpack

from .database import Database, Load
from .graph import BYTE_ORDER, Graph
from .inputs import Stamp

FORMAT = f"dizao-cache-4-{BYTE_ORDER}"
_HEAD = "CREATE TABLE head (format TEXT, program TEXT, digest BLOB, graph BLOB, notes BLOB, stamps BLOB)"
_COLUMNS = "format, program, digest, graph, notes, stamps"
_VALUE = "CREATE TABLE value (number INTEGER PRIMARY KEY, blob BLOB)"
_STAMPS = dict[str, Stamp]

Make = Callable[[dict[str, Stamp], Load, Graph], Database]
"""Makes a database from the stamps of files, a loader of values and a graph."""


class _Head(NamedTuple):
    digest: bytes
    graph: Graph
    stamps: dict[str, Stamp]


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
        self._fingerprint = fingerprint
        self._notes: msgpack.Decoder[dict[int, tuple[Any, ...]]] = msgpack.Decoder(dict[int, tuple[note_type, ...]])
        self._digest = b""
        self._saved_tick = 0
        self._saved_stamps: dict[str, Stamp] = {}
        self._gone: list[int] = []
        self._reader: sqlite3.Connection | None = None
        self._reader_of = 0

    def load(self, make: Make) -> Database:
        """Return a database with the stored memos, or an empty one where they cannot be used."""
        head = self._read()
        if head is None:
            return make({}, lambda number: None, Graph())
        self._digest, self._saved_tick, self._saved_stamps = head.digest, head.graph.tick, dict(head.stamps)
        return make(head.stamps, self.value, head.graph)

    def _read(self) -> _Head | None:
        if not self.path.is_file():
            return None
        try:
            with closing(sqlite3.connect(self.path)) as file:
                row = file.execute(f"SELECT {_COLUMNS} FROM head").fetchone()
            kind, program, digest, graph, notes, stamps = row
            if kind != FORMAT or program != self._fingerprint:
                self.reason_dropped = "other-version"
                return None
            if _check(graph, notes) != digest:
                raise ValueError("digest")
            found = Graph.unpack(graph)
            found.notes = self._notes.decode(notes)
            return _Head(digest, found, msgpack.decode(stamps, type=_STAMPS))
        except sqlite3.OperationalError:
            self.reason_dropped = "other-version"  # of another format, or busy: nothing that anybody must know
            return None
        except (sqlite3.Error, msgspec.MsgspecError, TypeError, ValueError):
            self.reason_dropped = "damaged"
            return None

    def value(self, number: int) -> bytes | None:
        """Return the stored value of a memo, or ``None``. The database compares it with the memo's digest."""
        try:
            row = self._open().execute("SELECT blob FROM value WHERE number = ?", (number,)).fetchone()
        except (sqlite3.Error, UnicodeDecodeError):
            return None
        # In a damaged file a value may have become a number or a text.
        return row[0] if row and isinstance(row[0], bytes) else None

    def _open(self) -> sqlite3.Connection:
        if self._reader is None or self._reader_of != os.getpid():  # SQLite must not be used across a fork
            self._reader = sqlite3.connect(self.path, isolation_level=None)
            self._reader_of = os.getpid()
        return self._reader

    def close(self) -> None:
        """Let go of the file."""
        if self._reader is not None and self._reader_of == os.getpid():
            self._reader.close()
            self._reader = None

    def save(self, db: Database, stamps: dict[str, Stamp]) -> None:
        """Write what changed since the last save, in one transaction; nothing when nothing did."""
        self.close()
        if self._digest and db.graph.tick == self._saved_tick:
            if stamps != self._saved_stamps:
                self._write_stamps(stamps)
            return
        db.distrust_stand_ins()
        self._gone += db.sweep()
        try:
            try:
                self._write(db, stamps)
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                if isinstance(error, sqlite3.OperationalError):
                    return  # busy or full: the next build does without, or tries again
                # The file is no database (any more), and SQLite may quote it in its error: begin a new one.
                self.path.unlink(missing_ok=True)
                self._write(db, stamps)
        except (sqlite3.OperationalError, OSError):
            return  # a disk that is full, or read-only

    def copy(self, db: Database, stamps: dict[str, Stamp]) -> None:
        """Write all that ``db`` knows in the midst of a revision, for a worker that cannot inherit it."""
        self._write(db, stamps, is_copy=True)

    def _write_stamps(self, stamps: dict[str, Stamp]) -> None:
        with suppress(sqlite3.Error, UnicodeDecodeError), closing(sqlite3.connect(self.path)) as file, file:
            file.execute("UPDATE head SET stamps = ? WHERE digest = ?", (msgpack.encode(stamps), self._digest))
        self._saved_stamps = dict(stamps)

    def _write(self, db: Database, stamps: dict[str, Stamp], *, is_copy: bool = False) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path)) as file:
            file.execute("PRAGMA page_size = 65536")  # the graph is one large value
            file.execute("PRAGMA synchronous = OFF")  # a killed process loses nothing; a power cut may cost the cache
            with file:
                known = self._values_known(file)
                # In the order of their keys: SQLite then fills its pages one after the other.
                fresh = sorted(db.unsaved() if known and not is_copy else db.kept())
                values = [(number, db.encoded(number)) for number in fresh]
                file.executemany("DELETE FROM value WHERE number = ?", ((number,) for number in self._gone))
                file.executemany("INSERT OR REPLACE INTO value VALUES (?, ?)", values)
                digest = self._write_head(file, db, stamps, fresh)
        if not is_copy:
            db.saved(fresh)
            self._digest, self._saved_tick, self._saved_stamps = digest, db.graph.tick, dict(stamps)
            self._gone.clear()

    def _values_known(self, file: sqlite3.Connection) -> bool:
        """Make the tables, and tell whether the values in the file are those that this process knows of."""
        with suppress(sqlite3.OperationalError):
            if self._digest and file.execute("SELECT digest FROM head").fetchone() == (self._digest,):
                return True
        for table in ("head", "value"):
            file.execute(f"DROP TABLE IF EXISTS {table}")
        file.execute(_HEAD)
        file.execute(_VALUE)
        return False

    def _write_head(self, file: sqlite3.Connection, db: Database, stamps: dict[str, Stamp], fresh: list[int]) -> bytes:
        graph, notes = db.graph.pack(fresh), msgpack.encode(db.graph.notes)
        digest = _check(graph, notes)
        head = (FORMAT, self._fingerprint, digest, graph, notes, msgpack.encode(stamps))
        # The one row is overwritten and not deleted before: where it keeps its size, SQLite writes what differs only.
        file.execute(f"INSERT OR REPLACE INTO head (rowid, {_COLUMNS}) VALUES (1, ?, ?, ?, ?, ?, ?)", head)
        return digest


def _check(*blobs: bytes) -> bytes:
    found = sha256()
    for blob in blobs:
        found.update(blob)
    return found.digest()
