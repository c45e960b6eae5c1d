"""Leaks in words: which private string stands in which published file, and where to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..problems import Problem, Where, Word
from ..publish import Artifact
from .finder import Finder
from .needles import Needle, plain

_NAMED = 5
"""How many files a message names."""
_LOOKED_AT = 20
"""In the sources of so many files the line is looked for."""


SourceOf = Callable[[str], tuple[str, bytes]]


def told(hits: list[tuple[Needle, Artifact]], finder: Finder, source_of: SourceOf) -> Iterator[Problem]:
    """Yield one problem for each private string, however many files it stands in."""
    by_string: dict[tuple[Where, str], list[tuple[Needle, Artifact]]] = {}
    for needle, artifact in hits:
        by_string.setdefault((needle.where, needle.key), []).append((needle, artifact))
    for (where, key), found in sorted(by_string.items()):
        needle = found[0][0]
        paths = sorted({artifact.path for _, artifact in found})
        yield Problem(
            "private-leak",
            _place(found, finder, source_of),
            {
                "record": _without(needle, f"{where.path}:{where.line}"),
                "key": key or Word("文字"),
                "start": needle.hint,
                "count": str(len(paths)),
                "files": tuple(_without(needle, path) for path in paths[:_NAMED]),
            },
        )


def _place(found: list[tuple[Needle, Artifact]], finder: Finder, source_of: SourceOf) -> Where:
    """Return the line that an editor has to change; without a column, as the line itself must not be shown."""
    sources = {artifact.owner: source_of(artifact.owner) for _, artifact in found}
    of_records = [(needle, *sources[artifact.owner]) for needle, artifact in found if sources[artifact.owner][0]]
    for needle, path, content in of_records[:_LOOKED_AT]:
        number = finder.needles.index(needle)
        lines = enumerate(content.split(b"\n"), 1)
        line = next((count for count, text in lines if number in finder.find(text)), 0)
        if line:
            return Where(path, line)
    behind = {path for _, path, _ in of_records}
    return Where(behind.pop() if len(behind) == 1 else f"/{min(artifact.path for _, artifact in found)}")


def _without(needle: Needle, text: str) -> str:
    """Return a path with the needle covered up, which may stand in the name of a file as well."""
    return plain(text).replace(needle.text, needle.hint) if needle.text in plain(text) else text
