"""The private folder: names, addresses and signed forms, which lie outside of the site and are never published.

Dizao only reads it, to make sure that nothing of it gets out. What it remembers of it between two builds are the sizes
and times of its files, never what is in them: the cache lies in the site's folder, which people copy and send.
"""

from __future__ import annotations

import os
import time
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ..noise import is_noise
from ..problems import Problem, Where

ALLOWED = ("不查.txt", "allowed.txt")
"""Files at the top of the folder: words, one a line, that are not looked for because they are common ones."""

_TABLES = frozenset({".xlsx", ".xls", ".et", ".ods", ".docx", ".doc", ".wps", ".odt", ".rtf"})
"""Files that probably hold names and that are not read; scans of signed forms are not expected to be."""
_SETTLED_AFTER_NS = 2_000_000_000


class Value(NamedTuple):
    """A string of a private record, the key that it stands under (``""`` for none), and where."""

    text: str
    key: str
    where: Where


class Contents(NamedTuple):
    """What the folder holds: its strings, the words that are not looked for, and what could not be read."""

    values: tuple[Value, ...]
    allowed: frozenset[str]
    problems: tuple[Problem, ...]


class PrivateFolder:
    """Reads the records of a private folder: YAML, JSON, CSV, and plain text with one string a line."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def signature(self) -> str:
        """Return what stands for the state of the folder; ``""`` where that cannot be told.

        A file that was written a moment ago may be written again without a trace.
        """
        found, newest = sha256(), 0
        try:
            for name in self._files():
                status = (self._folder / name).stat()
                newest = max(newest, status.st_mtime_ns)
                found.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode(errors="surrogateescape"))
        except OSError:
            return ""
        return found.hexdigest() if time.time_ns() - newest > _SETTLED_AFTER_NS else ""

    def not_read(self) -> tuple[Problem, ...]:
        """Return a warning for each file that probably holds names, and in a form that is not read."""
        try:
            tables = [name for name in self._files() if PurePosixPath(name).suffix.lower() in _TABLES]
        except OSError:
            return ()
        return tuple(Problem("private-not-read", Where(f"{self._folder.name}/{name}")) for name in tables)

    def read(self) -> Contents:
        """Return all strings. What cannot be read is an error: its strings would not be looked for."""
        from .private_records import strings, text_of

        values: list[Value] = []
        problems: list[Problem] = []
        allowed: set[str] = set()
        try:
            names = self._files()
        except OSError:
            return Contents((), frozenset(), (Problem("file-unreadable", Where(self._folder.name)),))
        for name in names:
            path = f"{self._folder.name}/{name}"
            if name in ALLOWED:
                text, wrong = text_of(self._folder / name, path)
                allowed.update(line.strip() for line in text.splitlines())
            else:
                found, wrong = strings(self._folder / name, path)
                values += found
            problems += wrong
        return Contents(tuple(values), frozenset(allowed), tuple(problems))

    def _files(self) -> list[str]:
        """Return the POSIX paths of all files, sorted.

        Raises:
            OSError: a folder cannot be listed.
        """
        found: list[str] = []
        for folder, folders, files in os.walk(self._folder, onerror=_raise):
            folders[:] = [name for name in folders if not is_noise(name)]
            inside = Path(folder).relative_to(self._folder)
            found += [(inside / name).as_posix() for name in files if not is_noise(name)]
        return sorted(found)


def _raise(error: OSError) -> None:
    raise error
