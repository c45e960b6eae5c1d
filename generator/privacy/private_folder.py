"""The private folder: names, addresses and signed forms, which lie outside of the site and are never published.

Dizao only reads it, to make sure that nothing of it gets out. What it remembers of it between two builds are the sizes
and times of its files, never what is in them: the cache lies in the site's folder, which people copy and send.
"""

from __future__ import annotations

import csv
import io
import os
import re
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ..noise import is_noise
from ..problems import Problem, Where
from ..source import MappingNode, Node, ScalarNode, SequenceNode, decode_text, parse_yaml

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
        """Return what stands for the state of the folder; ``""`` when a file was written a moment ago, and so may be
        written again without a trace."""
        found, newest = sha256(), 0
        for name in self._files():
            try:
                status = (self._folder / name).stat()
            except OSError:
                return ""
            newest = max(newest, status.st_mtime_ns)
            found.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode(errors="surrogateescape"))
        return found.hexdigest() if time.time_ns() - newest > _SETTLED_AFTER_NS else ""

    def not_read(self) -> tuple[Problem, ...]:
        """Return a warning for each file that probably holds names, and in a form that is not read."""
        tables = (name for name in self._files() if PurePosixPath(name).suffix.lower() in _TABLES)
        return tuple(Problem("private-not-read", Where(f"{self._folder.name}/{name}")) for name in tables)

    def read(self) -> Contents:
        """Return all strings. What cannot be read is an error: its strings would not be looked for."""
        values: list[Value] = []
        problems: list[Problem] = []
        allowed: set[str] = set()
        for name in self._files():
            path = f"{self._folder.name}/{name}"
            suffix = PurePosixPath(name).suffix.lower()
            if suffix in _READERS:
                text, wrong = self._text(name, path)
                if name in ALLOWED:
                    allowed.update(line.strip() for line in text.splitlines())
                elif not wrong:
                    found, wrong = _READERS[suffix](path, text)
                    values += found
                problems += wrong
        return Contents(tuple(values), frozenset(allowed), tuple(problems))

    def _files(self) -> list[str]:
        """Return the POSIX paths of all files, sorted."""
        found: list[str] = []
        for folder, folders, files in os.walk(self._folder):
            folders[:] = [name for name in folders if not is_noise(name)]
            inside = Path(folder).relative_to(self._folder)
            found += [(inside / name).as_posix() for name in files if not is_noise(name)]
        return sorted(found)

    def _text(self, name: str, path: str) -> tuple[str, tuple[Problem, ...]]:
        try:
            content = (self._folder / name).read_bytes()
        except OSError:
            return "", (Problem("file-unreadable", Where(path)),)
        if name.endswith((".csv", ".txt")):
            content = _as_utf8(content)
        return decode_text(path, content)


def _as_utf8(content: bytes) -> bytes:
    """Return a text as UTF-8: Excel and Notepad on a Chinese Windows write GB 18030."""
    try:
        content.decode("utf-8")
        return content
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace").encode()


Read = tuple[list[Value], tuple[Problem, ...]]


def _read_yaml(path: str, text: str) -> Read:
    document = parse_yaml(path, text)
    found = list(_scalars(document.node, "", path)) if document.node else []
    return found, tuple(problem for problem in document.problems if problem.level == "error")


def _scalars(node: Node, key: str, path: str) -> Iterator[Value]:
    if isinstance(node, MappingNode):
        for inner, value in node.value:
            yield from _scalars(value, inner.value if isinstance(inner, ScalarNode) else key, path)
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from _scalars(item, key, path)
    elif isinstance(node, ScalarNode):
        yield Value(node.value, key, Where(path, node.start_mark.line + 1))


def _read_csv(path: str, text: str) -> Read:
    rows = csv.reader(io.StringIO(text, newline=""))
    header: list[str] | None = None
    found = []
    for row in rows:
        if header is None:
            has_names = not any(re.search(r"\d{7}", cell) for cell in row)  # some tables begin with the first person
            header = row if has_names else []
            if has_names:
                continue
        for number, cell in enumerate(row):
            key = header[number] if number < len(header) else ""
            found.append(Value(cell, key.strip(), Where(path, rows.line_num)))
    return found, ()


def _read_lines(path: str, text: str) -> Read:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        key, mark, rest = line.replace("：", ":").partition(":")
        found.append(Value(rest if mark else line, key.strip() if mark else "", Where(path, number)))
    return found, ()


_READERS = {
    ".yaml": _read_yaml, ".yml": _read_yaml, ".json": _read_yaml, ".csv": _read_csv, ".txt": _read_lines,
}  # fmt: skip
