"""The records of the private folder as strings, each with its key and its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from ..problems import Problem, Where
from ..source import MappingNode, Node, ScalarNode, SequenceNode, decode_text, parse_yaml
from .private_folder import Value

Read = tuple[list[Value], tuple[Problem, ...]]


def strings(file: Path, path: str) -> Read:
    """Return the strings of one file, and what is wrong with it; nothing for a file of another kind."""
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        return [], ()
    text, problems = text_of(file, path)
    return ([], problems) if problems else reader(path, text)


def text_of(file: Path, path: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of one file, and what is wrong with it (then the text is empty)."""
    try:
        content = file.read_bytes()
    except OSError:
        return "", (Problem("file-unreadable", Where(path)),)
    return decode_text(path, _as_utf8(content) if file.suffix.lower() in (".csv", ".txt") else content)


def _as_utf8(content: bytes) -> bytes:
    """Return a text as UTF-8: Excel and Notepad on a Chinese Windows write GB 18030."""
    try:
        content.decode("utf-8")
        return content
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace").encode()


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
