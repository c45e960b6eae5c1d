"""The memory of the output folder: which files are ours, and what they held when we wrote them.

One file, which also marks the folder as ours. Its first line is a snapshot, every later line a change, so that saving
one story costs one short line however large the site is. It is all we know about ownership, so a damaged one means
"nothing is known to be ours", never "everything is".
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from typing import Final

import msgspec

from generator.publish import disk
from generator.publish.artifact import RESERVED

MANIFEST: Final = f"{RESERVED}manifest.json"
_FORMAT: Final = 1
_SMALL: Final = 64 * 1024


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file as we wrote it. ``size`` in bytes and ``mtime_ns`` let the next run trust it without reading it."""

    digest: str
    size: int
    mtime_ns: int

    def describes(self, status: os.stat_result) -> bool:
        """Tell whether the file is, by its size and time, the one that was written."""
        return status.st_size == self.size and status.st_mtime_ns == self.mtime_ns


class _Snapshot(msgspec.Struct):
    dizao: int
    files: dict[str, Entry]
    folders: list[str]


class _Change(msgspec.Struct, omit_defaults=True):
    put: dict[str, Entry] = {}
    drop: list[str] = []
    made: list[str] = []
    gone: list[str] = []


_snapshot_decoder = msgspec.json.Decoder(_Snapshot)
_change_decoder = msgspec.json.Decoder(_Change)
_encoder = msgspec.json.Encoder()


class Manifest:
    """The files that are ours, and the folders that we made for them."""

    def __init__(self, root: str) -> None:
        self._path = f"{root}/{MANIFEST}"
        self.files: dict[str, Entry] = {}
        self.folders: set[str] = set()
        self.exists = False
        self._snapshot_size = 0
        self._size = 0
        self._seen: tuple[int, int, int] | None = None

    @classmethod
    def load(cls, root: str) -> Manifest:
        """Read the manifest. A missing or damaged one owns nothing."""
        manifest = cls(root)
        try:
            with open(manifest._path, "rb") as file:
                content = file.read()
        except FileNotFoundError:
            return manifest
        manifest.exists = True
        manifest._seen = manifest._look()
        try:
            manifest._read(content)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            # What stands before the damaged line is kept; the next change writes the whole anew.
            manifest._snapshot_size = 0
        return manifest

    def _read(self, content: bytes) -> None:
        end = content.find(b"\n") + 1
        snapshot = _snapshot_decoder.decode(content[:end])
        if snapshot.dizao != _FORMAT:
            raise msgspec.ValidationError("another format")
        self.files, self.folders = snapshot.files, set(snapshot.folders)
        self._snapshot_size = self._size = end
        # What follows the last line feed is a line that was being written when the power went.
        while end := content.find(b"\n", self._size) + 1:
            self._apply(_change_decoder.decode(content[self._size : end]))
            self._size = end

    def _apply(self, change: _Change) -> None:
        for path in change.drop:
            self.files.pop(path, None)
        self.files.update(change.put)
        self.folders.difference_update(change.gone)
        self.folders.update(change.made)

    def _look(self) -> tuple[int, int, int] | None:
        try:
            status = os.stat(self._path)
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_size, status.st_mtime_ns

    def is_current(self) -> bool:
        """Tell whether the file is still as this object read or wrote it last."""
        return self._seen is not None and self._seen == self._look()

    def record(
        self, put: dict[str, Entry], drop: Iterable[str], made: Iterable[str], gone: Iterable[str], *, durable: bool
    ) -> None:
        """Make a change, on the disk first. Recording the same change twice is as good as once."""
        change = _Change(put, list(drop), list(made), list(gone))
        line = _encoder.encode(change) + b"\n"
        # Changes are folded into a new snapshot once they outweigh it, so reading stays in proportion to the site and
        # writing, on the average, to the change.
        if self._snapshot_size and self._size + len(line) < 2 * self._snapshot_size + _SMALL:
            self._append(line, durable=durable)
            self._apply(change)
        else:
            self._apply(change)
            self._rewrite(durable=durable)
        self._seen = self._look()
        self.exists = True

    def _append(self, line: bytes, *, durable: bool) -> None:
        try:
            disk.append(self._path, self._size, line, durable=durable)
        except OSError:
            with contextlib.suppress(OSError):
                disk.append(self._path, self._size, b"")
            raise
        self._size += len(line)

    def _rewrite(self, *, durable: bool) -> None:
        content = _encoder.encode(_Snapshot(_FORMAT, self.files, sorted(self.folders))) + b"\n"
        fresh = f"{self._path}.new"
        try:
            disk.write(fresh, content, durable=durable)
            disk.replace(fresh, self._path)
        except OSError:
            with contextlib.suppress(OSError):
                disk.remove(fresh)
            raise
        self._snapshot_size = self._size = len(content)

    def delete(self) -> None:
        """Forget everything: the folder is no longer ours."""
        disk.remove(self._path)
