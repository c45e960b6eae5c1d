"""All indexes of a site: which are made, which may be published, which must be made.

An index is public only as long as it is made from exactly those pages that are. As soon as one of them is published
otherwise, or no longer, its index goes in the same commit, but for the fragments of pages that are as they were. So
nothing can be found that is not there, whatever becomes of Pagefind. The browser asks ``indexes.json`` what there is.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from ..problems import Problem, Where
from ..publish import digest_of
from .job import ENGINE, Done, Job

FOLDER: Final = "search"
_LIST: Final = f"{FOLDER}/indexes.json"
_FORMAT: Final = "1"


class IndexFile(NamedTuple):
    """A file of an index, and where it lies; ``source`` is ``""`` for the list of indexes."""

    digest: str
    source: str


class _Made(msgspec.Struct, frozen=True):
    """An index that was made: by which program, from which pages (path → digest), what they said, what it holds."""

    program: str
    pages: dict[str, str]
    text: str
    files: dict[str, str]
    fragments: dict[str, str]


_NOTHING = _Made("", {}, "", {}, {})


def program() -> tuple[str, str]:
    """Return where Pagefind is and which it is; two blanks where it is not installed."""
    package = find_spec("pagefind_bin")
    for folder in map(Path, (package.submodule_search_locations or ()) if package else ()):
        for name in ("pagefind", "pagefind.exe"):
            if (folder / name).is_file():
                version = ",".join(path.name for path in folder.parent.glob("pagefind_bin-*.dist-info"))
                return os.fspath(folder / name), f"{version} {_FORMAT}"
    return "", ""


class SearchIndex:
    """The indexes of one site.

    Args:
        folder: where they are kept between builds; ``None`` makes none.
        work: where a job may write; ``folder`` and this are on one disk.
    """

    def __init__(self, folder: Path | None, work: Path) -> None:
        self._folder = folder
        self._work = work
        self._command, self._program = program() if folder else ("", "")
        self._wanted: dict[str, dict[str, str]] = {}
        self._index_of: dict[str, str] = {}
        self._made: dict[str, _Made] = {}
        self._failed: dict[str, tuple[dict[str, str], str]] = {}
        self._changed: set[str] = set()
        self._list = b""
        self._is_asked_for = False

    def note(self, path: str, index: str = "", digest: str = "") -> None:
        """Take notice of a page: in which index it belongs (``""``: in none, or it is gone), and its digest."""
        before = self._index_of.pop(path, "")
        if before:
            del self._wanted[before][path]
            self._changed.add(before)
        if index:
            self._index_of[path] = index
            self._wanted.setdefault(index, {})[path] = digest
            self._changed.add(index)

    def changed(self) -> Iterator[tuple[str, dict[str, IndexFile]]]:
        """Yield what changed since the last call: the name of an index, and its files by their paths in the output."""
        names, self._changed = self._changed, set()
        if not names:
            return
        for name in sorted(names | {ENGINE}):
            yield name, self._files(name)
        yield "", self._listed()

    def _files(self, name: str) -> dict[str, IndexFile]:
        made = self._made_of(name)
        if self._is_ready(name):
            files = made.files
        elif made.program == self._program:
            wanted = self._wanted.get(name, {})
            kept = (file for file, page in made.fragments.items() if wanted.get(page) == made.pages.get(page, ""))
            files = {file: made.files[file] for file in kept}
        else:
            files = {}
        place = self._place(name, made)
        return {f"{FOLDER}/{name}/{file}": IndexFile(digest, f"{place}/{file}") for file, digest in files.items()}

    def _listed(self) -> dict[str, IndexFile]:
        """Return the list of indexes; there is none where there is nothing to find."""
        names = [name for name, pages in sorted(self._wanted.items()) if pages]
        ready = [name for name in names if self._is_ready(name) and self._is_ready(ENGINE)]
        self._list = json.dumps({"ready": ready, "missing": len(names) - len(ready)}).encode() + b"\n"
        return {_LIST: IndexFile(digest_of(self._list), "")} if names else {}

    def _is_ready(self, name: str) -> bool:
        made = self._made_of(name)
        pages = {} if name == ENGINE and self._index_of else self._wanted.get(name)
        return bool(made.program) and made.program == self._program and made.pages == pages

    def content(self, source: str) -> bytes:
        """Return the bytes of an ``IndexFile``."""
        return Path(source).read_bytes() if source else self._list

    # -- making ------------------------------------------------------------------------------------

    def jobs(self, file_of: Callable[[str], str], *, is_quiet: bool = False) -> list[Job]:
        """Return what must be made; ``file_of`` tells where the bytes of a page are."""
        self._is_asked_for = self._folder is not None
        if not self._command:
            return []
        wanted = {ENGINE: {}, **self._wanted} if self._index_of else {}
        return [
            self._job(name, pages, file_of, is_quiet) for name, pages in wanted.items() if self._is_due(name, pages)
        ]

    def _is_due(self, name: str, pages: dict[str, str]) -> bool:
        has_failed = name in self._failed and self._failed[name][0] == pages
        return (bool(pages) or name == ENGINE) and not self._is_ready(name) and not has_failed

    def _job(self, name: str, pages: dict[str, str], file_of: Callable[[str], str], is_quiet: bool) -> Job:
        made = self._made_of(name)
        return Job(
            name=name,
            pages=dict(sorted(pages.items())),  # in whatever order they came, the index is the same
            files={path: file_of(path) for path in sorted(pages)},
            command=self._command,
            folder=os.fspath(self._work.with_name(f"{self._work.name}-{name}")),
            text=made.text if made.program == self._program else "",
            is_quiet=is_quiet,
        )

    def take(self, job: Job, done: Done) -> None:
        """Take over what came of a job."""
        name, made = job.name, self._made_of(job.name)
        self._changed.add(name)
        if done.failed:
            self._failed[name] = (job.pages, done.failed)
        elif not done.is_outdated:
            now = _Made(self._program, job.pages, done.text, done.files, done.fragments)
            if not done.is_made and done.text == made.text:
                now = msgspec.structs.replace(made, pages=job.pages)
            try:
                self._keep(name, now, Path(job.folder, "made") if done.is_made else None)
            except OSError as error:
                self._failed[name] = (job.pages, str(error))
        shutil.rmtree(job.folder, ignore_errors=True)

    def _keep(self, name: str, made: _Made, folder: Path | None) -> None:
        assert self._folder is not None
        self._folder.mkdir(parents=True, exist_ok=True)
        place = Path(self._place(name, made))
        if folder is not None:
            shutil.rmtree(place, ignore_errors=True)
            folder.rename(place)
        record = self._folder / f"{name}.json"
        beside = record.with_name(f"{record.name}.{os.getpid()}")
        beside.write_bytes(msgspec.json.encode(made))
        beside.replace(record)
        self._made[name] = made
        self._failed.pop(name, None)
        for other in self._folder.glob(f"{name}@*"):
            if other != place:
                shutil.rmtree(other, ignore_errors=True)

    def _place(self, name: str, made: _Made) -> str:
        return f"{self._folder}/{name}@{made.text[:12]}"

    def _made_of(self, name: str) -> _Made:
        if name not in self._made:
            self._made[name] = _NOTHING
            with suppress(OSError, msgspec.MsgspecError):
                content = Path(f"{self._folder}/{name}.json").read_bytes()
                self._made[name] = msgspec.json.decode(content, type=_Made)
        return self._made[name]

    def problem(self) -> Problem | None:
        """Return why some of the site cannot be found, ``None`` where all can, or will be soon."""
        if not self._index_of or not self._is_asked_for:
            return None
        if not self._command:
            return Problem("search-missing", Where("content/site.yaml"))
        failed = [reason for name, (pages, reason) in sorted(self._failed.items()) if not self._is_ready(name)]
        return Problem("search-failed", Where("content/site.yaml"), {"reason": failed[0]}) if failed else None

    def forget_gone(self) -> None:
        """Throw away the indexes of communities that are no more: what was withdrawn must not stay here either."""
        for path in self._folder.glob("*.json") if self._folder else ():
            name = path.stem
            if name != ENGINE and not self._wanted.get(name):
                for place in (path, *path.parent.glob(f"{name}@*")):
                    place.unlink() if place.is_file() else shutil.rmtree(place, ignore_errors=True)
                self._made.pop(name, None)
