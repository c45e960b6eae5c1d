"""The last look before publishing: no string of the private folder may stand in any file of the site."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from ..content import file_of
from ..engine import Database, query
from ..inside import values_inside
from ..problems import Problem, Where
from ..publish import Artifact, digest_of
from ..values import Text
from .gate import public, site
from .private_folder import Contents, PrivateFolder
from .pseudonyms import Pseudonym, alias_of, aliases, consent_id_of
from .release import public_names

if TYPE_CHECKING:
    from .finder import Finder
    from .needles import Needle

_LONGEST_PUBLIC = 60


@query(firewall=True)
def public_words(db: Database) -> tuple[str, ...]:
    """Return what is public on purpose: how to reach the office, communities, partners, and the pseudonyms of cases."""
    refs = (ref for ref in public_names(db) if ref.startswith(("communities/", "partners/")))
    records = [site(db), *(record for ref in refs if (record := public(db, ref)))]
    words = {text for record in records for text in _texts(record)}
    return tuple(sorted(words | set(aliases(db))))


class OnPurpose(NamedTuple):
    """What is published on purpose: words that are no leak, and pseudonyms, which must not tell a name."""

    words: tuple[str, ...]
    pseudonyms: tuple[Pseudonym, ...]


def on_purpose(db: Database) -> OnPurpose:
    """Return what is published on purpose."""
    cases = [ref for ref in public_names(db) if ref.startswith("care/")]
    pseudonyms = (
        Pseudonym(alias_of(db, ref), consent_id_of(db, ref), Where(file_of(db, ref), field=("alias",))) for ref in cases
    )
    return OnPurpose(public_words(db), tuple(pseudonyms))


def _texts(record: Struct) -> Iterator[str]:
    for _, value in values_inside(record, _is_text):
        for text in (value.zh, value.en) if isinstance(value, Text) else (value,):
            if 0 < len(text) <= _LONGEST_PUBLIC:
                yield text


def _is_text(name: str, kind: type[Any]) -> bool:
    return kind is Text or kind is str


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
        self._is_recorded = False

    def problems(
        self,
        artifacts: Mapping[str, Artifact],
        touched: Collection[str] | None,
        purpose: Callable[[], OnPurpose],
        source_of: Callable[[str], tuple[str, bytes]],
    ) -> tuple[Problem, ...]:
        """Return a problem for each private string that would be published, and for what could not be looked for.

        ``touched`` has the paths that came or changed since the last call (``None``: all). ``purpose`` gives what is
        published on purpose, ``source_of`` the file behind the owner of an artifact with its bytes, or blanks.
        """
        if self._private is None:
            return ()
        is_all = self._renew(self._private, purpose()) or touched is None
        paths = artifacts.keys() if is_all else artifacts.keys() & (self._dirty | set(touched or ()))
        unknown = [artifact for path in paths if _mark(artifact := artifacts[path]) not in self._clean]
        hits = self._hits(self._private, unknown) if unknown else []
        self._dirty = {artifact.path for _, artifact in hits}
        found = (*self._private.not_read(), *self._unread)
        if hits and self._finder is not None:
            from .leak_report import told

            found += tuple(told(hits, self._finder, source_of))
        return found

    def save(self, artifacts: Mapping[str, Artifact]) -> None:
        """Remember for the next process which files were found clean."""
        if not self._state or self._is_recorded:
            return
        marks = sorted(self._clean.intersection(map(_mark, artifacts.values())))
        beside = self._record.with_name(f"{self._record.name}.{os.getpid()}")
        with suppress(OSError):  # the next process looks at everything again
            self._record.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text("\n".join((self._state, *marks)), "utf-8")
            beside.replace(self._record)
            self._is_recorded = True

    def _renew(self, private: PrivateFolder, purpose: OnPurpose) -> bool:
        """Take over what the folder holds now; return whether there are strings that were not looked for yet."""
        signature, words = private.signature(), purpose.words
        names = (f"{it.alias} {it.consent} {it.where.path}" for it in purpose.pseudonyms)
        state = digest_of("\0".join((self._program, signature, *words, *names)).encode()) if signature else ""
        self._words = words
        if state and (state == self._state or (self._finder is None and self._recall(state))):
            self._state = state
            return False
        contents = private.read()
        finder = _finder(contents, words)
        has_more = self._finder is None or not finder.texts <= self._finder.texts
        if has_more:
            self._clean.clear()
        self._finder, self._unread = finder, (*contents.problems, *_akin(purpose, contents))
        self._state = "" if self._unread else state
        self._is_recorded = False
        return has_more

    def _recall(self, state: str) -> bool:
        """Take over which files an earlier process found clean, if it looked for the same strings."""
        try:
            before, *marks = self._record.read_text("utf-8").split("\n")
        except (OSError, UnicodeDecodeError):
            return False
        if before != state:
            return False
        self._clean = set(marks)
        self._is_recorded = True
        return True

    def _hits(self, private: PrivateFolder, artifacts: list[Artifact]) -> list[tuple[Needle, Artifact]]:
        from .shares import in_shares

        if self._finder is None:  # an earlier process looked at the rest
            self._finder = _finder(private.read(), self._words)
        self._is_published = self._output.is_dir()
        has_named = bool(self._finder.find("\n".join(artifact.path for artifact in artifacts).encode()))
        hits: list[tuple[Needle, Artifact]] = []
        for artifact, found in zip(artifacts, in_shares(self._found_in, artifacts), strict=True):
            found |= self._finder.find(artifact.path.encode()) if has_named else set()
            hits += [(self._finder.needles[number], artifact) for number in sorted(found)]
            if not found:
                self._clean.add(_mark(artifact))
                self._is_recorded = False
        return hits

    def _found_in(self, artifact: Artifact) -> set[int]:
        assert self._finder is not None
        return self._finder.find(self._bytes(artifact))

    def _bytes(self, artifact: Artifact) -> bytes:
        """Return the content of an artifact, from the disk where it is there: to print a page again takes longer."""
        if artifact.file:
            with suppress(OSError), open(artifact.file, "rb", buffering=0) as file:
                return file.readall()  # the very file that will be published
        if self._is_published:
            with suppress(OSError), open(f"{self._output}/{artifact.path}", "rb", buffering=0) as file:
                content = file.readall()
                if digest_of(content) == artifact.digest:
                    return content
        return artifact.content()


def _finder(contents: Contents, words: tuple[str, ...]) -> Finder:
    from .finder import Finder  # with what a build does without that has nothing to look through
    from .needles import needles_of

    return Finder(needles_of(contents, words))


def _akin(purpose: OnPurpose, contents: Contents) -> Iterator[Problem]:
    from .real_names import akin  # with the sounds of all characters

    return akin(purpose.pseudonyms, contents)


def _mark(artifact: Artifact) -> str:
    return f"{artifact.digest} {artifact.path}"
