"""The last look before publishing: no string of the private folder may stand in any file of the site."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from ..engine import Database, query
from ..problems import Problem, Where, Word
from ..publish import Artifact, digest_of
from .consent import aliases
from .finder import Finder
from .gate import public, public_names, site
from .needles import Needle, needles_of, plain
from .private_folder import PrivateFolder
from .shares import in_shares

_NAMED = 5
"""How many files a message names."""
_LONGEST_PUBLIC = 60


@query(firewall=True)
def public_words(db: Database) -> tuple[str, ...]:
    """Return what is public on purpose: how to reach the office, communities, partners, and the pseudonyms of cases."""
    refs = (ref for ref in public_names(db) if ref.startswith(("communities/", "partners/")))
    words = {text for record in (site(db), *(public(db, ref) for ref in refs)) for text in _texts(record)}
    return tuple(sorted(words | set(aliases(db))))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if 0 < len(value) <= _LONGEST_PUBLIC:
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name))


class Source(NamedTuple):
    """A file of the site that something is made from."""

    path: str
    content: bytes


class LeakScan:
    """Looks through what a site publishes, again and again, each file once.

    Args:
        folder: the private folder; ``None`` where there is none: then nothing is looked for.
        output: where the site is published; what is there already is read and not made again.
        record: the file that remembers which files were clean, by their digests. It says nothing of the folder.
        program: a digest of the program: another one looks at everything again.
    """

    def __init__(self, folder: Path | None, output: Path, record: Path, program: str) -> None:
        self._private = PrivateFolder(folder) if folder else None
        self._output = output
        self._record = record
        self._program = program
        self._state = ""
        self._words: tuple[str, ...] = ()
        self._finder: Finder | None = None
        self._unread: tuple[Problem, ...] = ()
        self._clean: set[str] = set()
        self._dirty: set[str] = set()
        self._is_published = False

    def problems(
        self,
        artifacts: Mapping[str, Artifact],
        touched: Collection[str] | None,
        words: Callable[[], tuple[str, ...]],
        source_of: Callable[[str], Source | None],
    ) -> tuple[Problem, ...]:
        """Return a problem for each private string that would be published, and for what could not be looked for.

        ``touched`` has the paths that came or changed since the last call (``None``: all). ``words`` gives those that
        are published on purpose (``public_words``), ``source_of`` the file behind the owner of an artifact.
        """
        if self._private is None:
            return ()
        is_all = self._renew(self._private, words()) or touched is None
        paths = artifacts.keys() if is_all else artifacts.keys() & (self._dirty | set(touched or ()))
        unknown = [artifact for path in paths if _mark(artifact := artifacts[path]) not in self._clean]
        hits = self._hits(self._private, unknown) if unknown else []
        self._dirty = {artifact.path for _, artifact in hits}
        return (*self._private.not_read(), *self._unread, *_told(hits, self._finder, source_of))

    def save(self, artifacts: Mapping[str, Artifact]) -> None:
        """Remember for the next process which files were found clean."""
        if not self._state:
            return
        marks = sorted(self._clean.intersection(map(_mark, artifacts.values())))
        beside = self._record.with_name(f"{self._record.name}.{os.getpid()}")
        with suppress(OSError):  # the next process looks at everything again
            self._record.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text("\n".join((self._state, *marks)), "utf-8")
            beside.replace(self._record)

    def _renew(self, private: PrivateFolder, words: tuple[str, ...]) -> bool:
        """Take over what the folder holds now; return whether there are strings that were not looked for yet."""
        signature = private.signature()
        state = digest_of("\0".join((self._program, signature, *words)).encode()) if signature else ""
        self._words = words
        if state and (state == self._state or (self._finder is None and self._recall(state))):
            self._state = state
            return False
        contents = private.read()
        finder = Finder(needles_of(contents, words))
        has_more = self._finder is None or not finder.texts <= self._finder.texts
        if has_more:
            self._clean.clear()
        self._finder, self._unread = finder, contents.problems
        self._state = "" if contents.problems else state
        return has_more

    def _recall(self, state: str) -> bool:
        """Take over which files an earlier process found clean, if it looked for the same strings."""
        try:
            before, *marks = self._record.read_text("utf-8").split("\n")
        except (OSError, UnicodeDecodeError):
            return False
        if before == state:
            self._clean = set(marks)
        return before == state

    def _hits(self, private: PrivateFolder, artifacts: list[Artifact]) -> list[tuple[Needle, Artifact]]:
        if self._finder is None:  # an earlier process looked at the rest
            self._finder = Finder(needles_of(private.read(), self._words))
        self._is_published = self._output.is_dir()
        hits: list[tuple[Needle, Artifact]] = []
        for artifact, found in zip(artifacts, in_shares(self._found_in, artifacts), strict=True):
            hits += [(self._finder.needles[number], artifact) for number in sorted(found)]
            if not found:
                self._clean.add(_mark(artifact))
        return hits

    def _found_in(self, artifact: Artifact) -> set[int]:
        assert self._finder is not None
        return self._finder.find(artifact.path.encode()) | self._finder.find(self._bytes(artifact))

    def _bytes(self, artifact: Artifact) -> bytes:
        try:
            content = (self._output / artifact.path).read_bytes() if self._is_published else b""
        except OSError:
            content = b""
        return content if digest_of(content) == artifact.digest else artifact.content()


def _mark(artifact: Artifact) -> str:
    return f"{artifact.digest} {artifact.path}"


def _told(
    hits: list[tuple[Needle, Artifact]], finder: Finder | None, source_of: Callable[[str], Source | None]
) -> Iterator[Problem]:
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


def _place(
    found: list[tuple[Needle, Artifact]], finder: Finder | None, source_of: Callable[[str], Source | None]
) -> Where:
    """Return the line that an editor has to change; without a column, as the line itself must not be shown."""
    sources = {artifact.owner: source_of(artifact.owner) for _, artifact in found}
    for needle, artifact in found:
        source = sources[artifact.owner]
        if source is not None and finder is not None:
            number = finder.needles.index(needle)
            lines = source.content.split(b"\n")
            line = next((count for count, text in enumerate(lines, 1) if number in finder.find(text)), 0)
            if line:
                return Where(source.path, line)
    behind = {source.path for source in sources.values() if source}
    return Where(behind.pop() if len(behind) == 1 else f"/{min(artifact.path for _, artifact in found)}")


def _without(needle: Needle, text: str) -> str:
    """Return a path with the needle covered up, which may stand in the name of a file as well."""
    return plain(text).replace(needle.text, needle.hint) if needle.text in plain(text) else text
