"""The ways to read the world: files, the set of files in a folder, and the days that have come."""

from __future__ import annotations

import os
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from typing import Any, NamedTuple

from msgspec import msgpack


class Input:
    """A part of the world, by key."""

    def fingerprint(self, key: str) -> str:
        """Return what stands for the value; equal fingerprints mean that nothing has changed."""
        raise NotImplementedError

    def value(self, key: str) -> Any:
        """Return the value."""
        raise NotImplementedError

    def memory(self, key: str) -> bytes | None:
        """Return what is remembered of ``key`` besides its fingerprint, for another process."""
        return None

    def recall(self, key: str, memory: bytes | None) -> None:
        """Take over what another process remembers of ``key``."""


class Stamp(NamedTuple):
    """What is remembered of a file, so that it need not be read again."""

    digest: str
    modified_ns: int
    size: int
    is_settled: bool
    """Read well after it was written. Otherwise a second write in the same tick of the clock could go unseen."""


_SETTLED_AFTER_NS = 2_000_000_000


class Files(Input):
    """Input of file contents. Keys are POSIX paths that begin with the name of a root: ``content/site.yaml``.

    The fingerprint is the sha256 of the bytes, ``""`` for a file that is not there: a lookup that missed is
    remembered like any other. Size and time of change are a short cut only.
    """

    def __init__(self, roots: Mapping[str, Path], stamps: Mapping[str, Stamp] | None = None) -> None:
        self.roots = roots
        self.stamps: dict[str, Stamp] = dict(stamps or {})
        self._torn: set[str] = set()
        self._last: tuple[str, str, bytes] = ("", "", b"")
        self._folders = {name: os.fspath(root) for name, root in roots.items()}

    def path(self, key: str) -> str:
        root, _, rest = key.partition("/")
        return f"{self._folders[root]}/{rest}"  # Windows takes either slash

    def key(self, path: str) -> str | None:
        """Return the key of an absolute OS path, or ``None`` when it lies in no root."""
        for name, root in self.roots.items():
            prefix = f"{root}{os.sep}"
            if path.startswith(prefix):
                return f"{name}/{path[len(prefix) :].replace(os.sep, '/')}"
        return None

    def forget(self, keys: Iterable[str]) -> None:
        """Drop what is remembered of ``keys``, so that the next look reads the bytes."""
        for key in keys:
            self.stamps.pop(key, None)

    def fingerprint(self, key: str) -> str:
        path = self.path(key)
        try:
            status = os.lstat(path)
        except OSError:
            return ""
        if not S_ISREG(status.st_mode):
            return ""
        stamp = self.stamps.get(key)
        if key in self._torn:
            # Different bytes were read than had been seen before: other than either, whatever is there now.
            self._torn.discard(key)
            self.stamps.pop(key, None)
            return f"{self.fingerprint(key)} again"
        if stamp and stamp.is_settled and (stamp.modified_ns, stamp.size) == (status.st_mtime_ns, status.st_size):
            return stamp.digest
        content = self._bytes(key)
        if content is None:
            self.stamps.pop(key, None)
            return ""
        digest = sha256(content).hexdigest()
        self._last = (key, digest, content)
        is_settled = time.time_ns() - status.st_mtime_ns > _SETTLED_AFTER_NS
        self.stamps[key] = Stamp(digest, status.st_mtime_ns, status.st_size, is_settled)
        return digest

    def value(self, key: str) -> bytes | None:
        """Return the bytes, or ``None`` for a file that is not there or cannot be read."""
        stamp = self.stamps.get(key)
        if stamp and self._last[:2] == (key, stamp.digest):
            return self._last[2]  # as it was looked at a moment ago
        content = self._bytes(key)
        if stamp and (content is None or sha256(content).hexdigest() != stamp.digest):
            # Written since this revision began: what is computed now may mix two states.
            self._torn.add(key)
        return content

    def memory(self, key: str) -> bytes | None:
        stamp = self.stamps.get(key)
        return msgpack.encode(stamp) if stamp else None

    def recall(self, key: str, memory: bytes | None) -> None:
        if memory is not None:
            self.stamps[key] = msgpack.decode(memory, type=Stamp)

    def _bytes(self, key: str) -> bytes | None:
        root, _, rest = key.partition("/")
        try:
            handle = _open_without_links(self._folders[root], rest, root in OF_THE_PROGRAM)
            try:
                status = os.fstat(handle)
                return _read(handle, min(status.st_size, _MOST_BYTES) + 1) if S_ISREG(status.st_mode) else None
            finally:
                os.close(handle)
        except OSError:
            return None


OF_THE_PROGRAM = frozenset({"theme"})
"""Roots that come with the program. Where they are may be a link, as its installer made it; nobody else's may."""
_MOST_BYTES = 64_000_000
"""No more of a file is read: it is too large for whatever it is, and must not fill the memory."""
_FOLDER = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
# A pipe must not make the build wait.
_READ = os.O_RDONLY | _NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_JUNCTION = 0xA0000003
"""IO_REPARSE_TAG_MOUNT_POINT. Other tags are harmless: OneDrive marks every one of its folders with one."""


def is_link(status: os.stat_result) -> bool:
    """Tell whether an ``lstat`` is of a symbolic link or a Windows junction."""
    return S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION


def _open_without_links(folder: str, rest: str, is_trusted: bool) -> int:
    """Open ``rest`` below ``folder``, step by step: what has become a link since it was listed is not followed."""
    *folders, name = rest.split("/")
    if ".." in folders:
        raise FileNotFoundError(rest)
    if os.open not in os.supports_dir_fd:
        return _open_after_looking(folder, folders, name)
    place = os.open(folder, _FOLDER if is_trusted else _FOLDER | _NO_LINK)
    try:
        for part in folders:
            inner = os.open(part, _FOLDER | _NO_LINK, dir_fd=place)
            os.close(place)
            place = inner
        return os.open(name, _READ, dir_fd=place)
    finally:
        os.close(place)


def _read(handle: int, most: int) -> bytes:
    """Read up to ``most`` bytes. Not by ``open``, which looks at the file twice more."""
    content = os.read(handle, most)
    while len(content) < most and (more := os.read(handle, most - len(content))):
        content += more
    return content


def _open_after_looking(folder: str, folders: list[str], name: str) -> int:
    """Do as well as Windows can."""
    for part in ("", *folders, name):
        folder = f"{folder}/{part}" if part else folder
        if is_link(os.lstat(folder)):
            raise FileNotFoundError(folder)
    return os.open(folder, _READ)


class Tree(Input):
    """Input of the files below a folder, by key ``content/projects``: a tuple of keys of ``Files``, sorted.

    Links are listed with a trailing ``@`` and never followed, be it the root itself; names that are no text with a
    trailing ``?``.
    ``is_noise`` tells the names that editors and systems leave behind. Call ``look`` before each revision.
    """

    def __init__(self, roots: Mapping[str, Path], is_noise: Callable[[str], bool]) -> None:
        self._folders = {name: os.fspath(root) for name, root in roots.items()}
        self._is_noise = is_noise
        self._found: dict[str, tuple[str, ...]] = {}

    def look(self) -> None:
        """Forget what was found; folders are read again when asked for."""
        self._found.clear()

    def still_lists(self, key: str) -> bool:
        """Tell whether ``key`` was listed as a file and is one now: then a change of it is no change of the tree."""
        root, _, rest = key.partition("/")
        try:
            is_file = S_ISREG(os.lstat(f"{self._folders[root]}/{rest}").st_mode)
        except OSError:
            return False
        return is_file and root in self._found and is_in(self._found[root], key)

    def value(self, key: str) -> tuple[str, ...]:
        root, _, rest = key.partition("/")
        if root not in self._found:
            folder = self._folders[root]
            is_elsewhere = root not in OF_THE_PROGRAM and os.path.islink(folder)
            self._found[root] = (f"{root}@",) if is_elsewhere else tuple(sorted(self._walk(folder, f"{root}/")))
        if not rest:
            return self._found[root]
        return tuple(name for name in self._found[root] if name.startswith(f"{key}/"))

    def fingerprint(self, key: str) -> str:
        return sha256("\n".join(self.value(key)).encode()).hexdigest()

    def _walk(self, folder: str, prefix: str) -> Iterable[str]:
        try:
            entries = list(os.scandir(folder))
        except OSError:
            return
        for entry in entries:
            if self._is_noise(entry.name):
                continue
            if not _is_text(entry.name):
                yield f"{prefix}{entry.name.encode(errors='surrogateescape').decode(errors='replace')}?"
            elif entry.is_symlink():
                yield f"{prefix}{entry.name}@"
            elif entry.is_dir():
                yield from self._walk(entry.path, f"{prefix}{entry.name}/")
            elif entry.is_file(follow_symlinks=False):
                yield f"{prefix}{entry.name}"


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_in(names: Sequence[str], name: str) -> bool:
    """Tell whether a name is among sorted ones."""
    position = bisect_left(names, name)
    return position < len(names) and names[position] == name


class Listed(Input):
    """Input of whether a file is in a ``Tree``: there, and reached without following a link."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def value(self, key: str) -> bool:
        return is_in(self._tree.value(key.partition("/")[0]), key)

    def fingerprint(self, key: str) -> str:
        return "1" if self.value(key) else "0"


class Days(Input):
    """Input of whether a day has come, by ISO date. So a memo depends on today only through its thresholds."""

    def __init__(self, today: date) -> None:
        self.today = today

    def value(self, key: str) -> bool:
        return self.today >= date.fromisoformat(key)

    def fingerprint(self, key: str) -> str:
        return "1" if self.value(key) else "0"
