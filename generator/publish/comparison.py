"""What differs between the artifacts of a build and the files of the output folder."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from generator.engine import is_link
from generator.problems import Word
from generator.publish.artifact import RESERVED, Artifact, Names, folders_of, unsafe_path
from generator.publish.commit import Plan
from generator.publish.folder import SETTINGS, refusal
from generator.publish.looking import Folders
from generator.publish.manifest import Entry, Manifest

_NAMED: Final = 5
"""How many files a message names."""


def compare(root: str, manifest: Manifest, artifacts: Mapping[str, Artifact], touched: Collection[str] | None) -> Plan:
    """Return what must happen so that the output holds the artifacts; ``touched=None`` looks at every file.

    Raises ``DizaoError`` (``output-foreign``, ``output-refused``) where somebody else's file or a link is in the way.
    """
    if touched is None:
        wanted: Iterable[Artifact] = artifacts.values()
        gone = [path for path in manifest.files if path not in artifacts]
    else:
        wanted = [artifacts[path] for path in sorted(touched) if path in artifacts]
        gone = [path for path in touched if path not in artifacts and path in manifest.files]
    stale = _stale(root, manifest, wanted)
    comparison = _Comparison(root, manifest)
    for path in sorted(gone):
        comparison.leave(path)
    for artifact in stale:
        comparison.bring(artifact)
    return comparison.finish()


def _stale(root: str, manifest: Manifest, wanted: Iterable[Artifact]) -> list[Artifact]:
    # The loop that every build runs over every file: one lstat each, and no work for those that are right.
    lstat, files, is_regular = os.lstat, manifest.files, stat.S_ISREG
    stale: list[Artifact] = []
    for artifact in wanted:
        path = artifact.path
        entry = files.get(path)
        if entry is not None and entry.digest == artifact.digest:
            try:
                status = lstat(f"{root}/{path}")
            except (FileNotFoundError, NotADirectoryError):
                pass
            else:
                if entry.describes(status) and is_regular(status.st_mode):
                    continue
        stale.append(artifact)
    return stale


class _Comparison:
    """Builds the plan, path by path: first all that leaves, then all that comes."""

    def __init__(self, root: str, manifest: Manifest) -> None:
        self._root, self._manifest = root, manifest
        self._folders = Folders(root)
        self._leaving: dict[str, str] = {}
        self._making: dict[str, None] = {}
        self._foreign: list[str] = []
        self._plan = Plan()

    def leave(self, path: str) -> None:
        """Plan the end of a path that was ours."""
        status = None
        # The manifest is a file that anybody may have altered: it is not believed beyond this folder.
        if not unsafe_path(path):
            self._refuse_link(path)
            status = self._folders.look(path)
        if status is not None and stat.S_ISREG(status.st_mode):
            self._leaving[path.lower()] = path
        else:
            self._plan.forget.append(path)

    def bring(self, artifact: Artifact) -> None:
        """Plan what makes one file right."""
        path, plan = artifact.path, self._plan
        self._refuse_link(path)
        self._make_folders(path)
        target = f"{self._root}/{path}"
        entry = self._manifest.files.get(path)
        status = self._folders.look(path)
        if status is None or self._is_leaving(path, target):
            plan.create.append(artifact)
        elif stat.S_ISDIR(status.st_mode) and not is_link(status):
            self._clear(path)
            plan.create.append(artifact)
        elif not stat.S_ISREG(status.st_mode):
            self._foreign.append(path)
        elif self._holds(artifact, target, status, entry):
            plan.note[path] = Entry(artifact.digest, status.st_size, status.st_mtime_ns)
        elif entry is not None:
            plan.replace.append(artifact)
        else:
            self._foreign.append(path)

    def finish(self) -> Plan:
        """Return the plan, unless something is in the way."""
        plan = self._plan
        if self._foreign:
            named = tuple(sorted(self._foreign)[:_NAMED])
            raise refusal("output-foreign", self._root, SETTINGS, files=named, count=str(len(self._foreign)))
        plan.make = sorted(self._making)
        if not self._leaving:
            return plan
        files = {artifact.path.lower() for artifact in plan.create}
        folders = {folder for path in files for folder in folders_of(path)}
        for folded, path in self._leaving.items():
            in_the_way = folded in files or folded in folders or not files.isdisjoint(folders_of(folded))
            (plan.drop_first if in_the_way else plan.drop).append(path)
        return plan

    def _refuse_link(self, path: str) -> None:
        if link := self._folders.link_to(path):
            # Never write through it: the file would land outside of the output.
            reason = Word("里面有符号链接")
            raise refusal("output-refused", f"{self._root}/{link}", SETTINGS, reason=reason)

    def _make_folders(self, path: str) -> None:
        for folder in folders_of(path):
            status = self._folders.status(folder)
            if status is not None and stat.S_ISDIR(status.st_mode):
                break
            if status is not None and not self._is_leaving(folder, f"{self._root}/{folder}"):
                self._foreign.append(folder)
            self._making[folder] = None

    def _is_leaving(self, path: str, target: str) -> bool:
        other = self._leaving.get(path.lower())
        return other is not None and (other == path or os.path.samefile(f"{self._root}/{other}", target))

    def _clear(self, path: str) -> None:
        """Plan the end of a folder where a file must be, if nothing of somebody else's is in it."""
        for folder, folders, files in os.walk(f"{self._root}/{path}", topdown=False):
            inside = os.path.relpath(folder, self._root).replace(os.sep, "/")
            links = [name for name in folders if is_link(os.lstat(f"{folder}/{name}"))]
            for name in (*files, *links):
                if f"{inside}/{name}".lower() not in self._leaving:
                    self._foreign.append(f"{inside}/{name}")
            self._plan.clear.append(inside)

    @staticmethod
    def _holds(artifact: Artifact, target: str, status: os.stat_result, entry: Entry | None) -> bool:
        """Tell whether a file holds the bytes of an artifact, reading it only where that is not known."""
        if entry is not None and entry.describes(status):
            return entry.digest == artifact.digest
        with open(target, "rb") as file:
            digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16))
        return digest.hexdigest() == artifact.digest


def foreign_entries(root: str, names: Names, folders: Iterable[str]) -> tuple[str, ...]:
    """Return what is in these folders (``""``: the top) and belongs to no artifact; folders end in ``/``."""
    found = set()
    for folder in folders:
        prefix = f"{folder}/" if folder else ""
        try:
            with os.scandir(f"{root}/{folder}") as entries:
                for entry in entries:
                    path = prefix + entry.name
                    if not names.is_used(path) and not path.startswith(RESERVED):
                        found.add(f"{path}/" if entry.is_dir(follow_symlinks=False) else path)
        except (FileNotFoundError, NotADirectoryError):
            continue
    return tuple(sorted(found))
