"""Publish the site, clean it away, and complete what was interrupted: each under the lock, with errors in words."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.problems import DizaoError
from generator.publish import commit, disk
from generator.publish.artifact import Artifact, Names, folders_of, unsafe_path
from generator.publish.comparison import compare, foreign_entries
from generator.publish.folder import MACHINE, reason_of, refusal, require_ours, resolve_output
from generator.publish.lock import locked
from generator.publish.looking import Folders
from generator.publish.manifest import Entry, Manifest


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did. Paths are POSIX, relative to the output folder."""

    written: tuple[str, ...]
    deleted: tuple[str, ...]
    unchanged: int
    kept_foreign: tuple[str, ...]
    """What somebody else put at the top of the output, or where something was deleted. Folders end in ``/``."""


def publish(
    output: Path, artifacts: Sequence[Artifact], *, site: Path, wait: float = 0.0, shelf: Path | None = None
) -> Published:
    """Make the output folder hold exactly these artifacts, and whatever there is not ours.

    Waits up to ``wait`` seconds for another publisher. Raises ``DizaoError`` (``output-refused``, ``output-not-ours``,
    ``output-foreign``: exit code 2; ``output-busy``, ``output-unwritable``, ``output-interrupted``: 3), and
    ``ValueError`` for artifacts that no correct program asks for.
    """
    by_path = {artifact.path: artifact for artifact in artifacts}
    if len(by_path) != len(artifacts):
        raise ValueError("two artifacts have the same path")
    return Publisher(output, site=site, wait=wait, shelf=shelf).publish(by_path)


def recover(output: Path) -> bool:
    """Complete or undo a commit that was interrupted, and tell whether there was one.

    What another living process is busy with is left to it.
    """
    if not commit.is_interrupted(os.fspath(output)):
        return False
    try:
        with _errors_in_words(output), locked(output, 0.0):
            return _recover(output)
    except DizaoError as error:
        if error.problem.code == "output-busy":
            return False
        raise


def clean(output: Path) -> tuple[str, ...]:
    """Delete what the manifest owns, and the manifest; keep everything else. Return the deleted paths."""
    root = os.fspath(output)
    if os.path.islink(root) or not os.path.isdir(root):
        return ()
    with _errors_in_words(output), locked(output, 0.0):
        _recover(output)
        manifest = Manifest.load(root)
        if not manifest.exists:
            return ()
        folders = Folders(root)
        ours = [path for path in sorted(manifest.files) if _is_deletable(path, folders)]
        for path in ours:
            disk.remove(f"{root}/{path}")
        for folder in sorted(manifest.folders, reverse=True):
            if not unsafe_path(folder) and not folders.link_to(folder):
                with contextlib.suppress(OSError):  # something else is in it
                    disk.remove_folder(f"{root}/{folder}")
        manifest.delete()
        return tuple(ours)


def _is_deletable(path: str, folders: Folders) -> bool:
    # The manifest is a file that anybody may have altered: it is not believed beyond this folder.
    if unsafe_path(path) or folders.link_to(path):
        return False
    status = folders.look(path)
    return status is not None and stat.S_ISREG(status.st_mode)


class Publisher:
    """Publish again and again into one folder, at a cost that follows the change and not the size of the site.

    The lock is held only while something is published. Should another process have published meanwhile, the next call
    notices and compares everything.

    ``shelf`` may be a folder of folders of contents, each in a file named by its digest. It is moved away whole when
    something is written, which at ten thousand pages saves as many moves.
    """

    def __init__(self, output: Path, *, site: Path, wait: float = 0.0, shelf: Path | None = None) -> None:
        self._output, self._site, self._wait = output, site, wait
        self._shelf = os.fspath(shelf) if shelf else ""
        self._manifest: Manifest | None = None
        self._read: Manifest | None = None
        """What ``files`` read from the disk, which need not be read again."""
        self._names = Names()

    def publish(self, artifacts: Mapping[str, Artifact], touched: Collection[str] | None = None) -> Published:
        """Publish the artifacts, which are keyed by their paths.

        ``touched`` holds every path that came, went or changed since the last call, and trusts that nobody has altered
        the other files by hand; ``None`` compares every file with the disk. Raises as the function ``publish`` does.
        """
        root = resolve_output(self._output, self._site)
        with _errors_in_words(self._output):
            require_ours(root)
            root.mkdir(parents=True, exist_ok=True)
            with locked(root, self._wait):
                return self._publish(root, artifacts, touched)

    def files(self) -> Mapping[str, Entry]:
        """Return what the output holds now, as far as it is ours, by path; nothing where that cannot be told."""
        for manifest in (self._manifest, self._read):
            if manifest is not None and manifest.is_current():
                return manifest.files
        try:
            self._read = Manifest.load(os.path.realpath(self._output))
        except OSError:
            return {}
        return self._read.files

    def _publish(self, root: Path, artifacts: Mapping[str, Artifact], touched: Collection[str] | None) -> Published:
        place = os.fspath(root)
        recovered = _recover(root)
        require_ours(root)
        # Whatever goes wrong below, the next call starts from the disk again.
        (manifest, self._manifest), (read, self._read) = (self._manifest, None), (self._read, None)
        if recovered or manifest is None or not manifest.is_current():
            is_read = read is not None and read.is_current() and not recovered
            manifest, touched = read if read is not None and is_read else Manifest.load(place), None
        names = self._rename(artifacts, touched)
        plan = compare(place, manifest, artifacts, touched)
        written = tuple(artifact.path for artifact in (*plan.create, *plan.replace))
        deleted = (*plan.drop_first, *plan.drop)
        if written or deleted:
            _commit(root, manifest, plan, self._shelf)
        elif plan.note or plan.forget or not manifest.exists:
            manifest.record(plan.note, plan.forget, (), (), durable=False)
        self._manifest = manifest
        left = {folder for path in (*deleted, *plan.forget) for folder in folders_of(path) if not names.is_used(folder)}
        top = {""} if touched is None else set()
        return Published(written, deleted, len(artifacts) - len(written), foreign_entries(place, names, left | top))

    def _rename(self, artifacts: Mapping[str, Artifact], touched: Collection[str] | None) -> Names:
        if touched is None:
            self._names = Names(artifacts)
            return self._names
        # All that leaves first: a page may take the name of another one.
        for path in touched:
            if path not in artifacts:
                self._names.discard(path)
        for path in touched:
            if path in artifacts:
                self._names.add(path)
        return self._names


def _recover(root: Path) -> bool:
    try:
        return commit.recover(os.fspath(root))
    except OSError as error:
        raise refusal("output-interrupted", root, MACHINE, reason=reason_of(error)) from error


def _commit(root: Path, manifest: Manifest, plan: commit.Plan, shelf: str) -> None:
    try:
        commit.commit(os.fspath(root), manifest, plan, shelf)
    except commit.Unfinished as error:
        raise refusal("output-interrupted", root, MACHINE, reason=reason_of(error.cause)) from error


@contextlib.contextmanager
def _errors_in_words(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refusal("output-unwritable", output, MACHINE, reason=reason_of(error)) from error
