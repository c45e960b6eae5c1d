"""Change the output folder whole or not at all.

1. *Stage*: every new file is written into ``.dizao-stage``, beside a second name of each file it will replace. What
   lies on the shelf of the build is not written again: its folder is moved into the stage as it is.
2. *Journal*: what is to happen is written down, and put in place by one rename. This is the moment of decision. A
   process killed before it has changed nothing; one killed after it is completed by the next start (``recover``).
3. *Finish*: renames, deletes, the manifest, and the journal is removed. Each step may be repeated without harm.

An error of the system while finishing (a file held open on Windows, a full disk) turns the journal round by renaming
it, and everything is put back; that, too, can be killed and resumed.

Nothing above needs ``fsync``: what a killed process has written is in the system's hands and stays in order. Only a
loss of power can reorder it. The pages themselves are not worth the wait, because they can be made again and the next
run sees by their size and time that they are not what was written. Ownership cannot be made again: if it were lost, a
new file would be taken for somebody else's and a withdrawn one would stay public. So the journal and the manifest are
made durable in the order above, but only when paths come or go.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import msgspec

from generator.engine import Errand, is_link
from generator.publish import disk
from generator.publish.artifact import RESERVED, Artifact, digest_of, folders_of, unsafe_path
from generator.publish.looking import Folders
from generator.publish.manifest import Entry, Manifest

_STAGE: Final = f"{RESERVED}stage"
_SHELF: Final = "shelf"
"""The folder within the stage."""
JOURNAL: Final = f"{RESERVED}journal.json"
UNDO: Final = f"{RESERVED}undo.json"
_MANY: Final = 2000
"""So many folders that it pays to make them in two processes."""


@dataclass(slots=True)
class Plan:
    """The difference between the output folder and what it should hold."""

    create: list[Artifact] = field(default_factory=list)
    replace: list[Artifact] = field(default_factory=list)
    note: dict[str, Entry] = field(default_factory=dict)
    """Files that are right as they are, but not as the manifest describes them."""
    drop_first: list[str] = field(default_factory=list)
    """Files that stand where a folder, or another spelling of their name, must be."""
    drop: list[str] = field(default_factory=list)
    forget: list[str] = field(default_factory=list)
    """Paths that were ours and now hold what somebody else put there."""
    clear: list[str] = field(default_factory=list)
    """Folders that stand where a file must be, innermost first."""
    make: list[str] = field(default_factory=list)
    """Folders that are missing, outermost first."""


class _Put(msgspec.Struct, frozen=True, array_like=True):
    path: str
    entry: Entry
    replaces: bool
    staged: str
    """Where in the stage it waits."""


class _Journal(msgspec.Struct, frozen=True):
    puts: list[_Put]
    note: dict[str, Entry]
    drops: list[str]
    forget: list[str]
    first: int
    """How many of ``drops`` come before everything else."""
    clear: list[str]
    make: list[str]

    @property
    def changes_ownership(self) -> bool:
        return bool(self.drops or self.make) or not all(put.replaces for put in self.puts)

    def is_safe(self) -> bool:
        """Tell whether every path stays inside the output folder, whatever was done to the journal."""
        paths = [path for put in self.puts for path in (put.path, put.staged)]
        return not any(map(unsafe_path, [*paths, *self.note, *self.drops, *self.clear, *self.make]))


class Unfinished(Exception):
    """Neither finishing nor undoing went through; the next start tries again."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(str(cause))
        self.cause = cause


def commit(root: str, manifest: Manifest, plan: Plan, shelf: str = "") -> None:
    """Carry out a plan. After an error the folder is as it was, unless the error is ``Unfinished``.

    ``shelf`` may be a folder of folders of contents, each in a file named by its digest, which is moved away.

    Raises ``OSError``, ``Unfinished``, and whatever ``Artifact.content`` raises.
    """
    try:
        journal = _decide(root, plan, shelf)
    except BaseException:
        # The journal first: without its stage it would be half a commit.
        with contextlib.suppress(OSError):
            disk.remove(f"{root}/{JOURNAL}")
            _clear_stage(root)
        raise
    try:
        _finish(root, manifest, journal)
    except KeyboardInterrupt:
        recover(root)
        raise
    except OSError:
        try:
            disk.replace(f"{root}/{JOURNAL}", f"{root}/{UNDO}")
            recover(root)
        except OSError as error:
            raise Unfinished(error) from error
        raise


def recover(root: str) -> bool:
    """Complete or undo what an earlier process left unfinished, and tell whether there was anything. Needs the lock."""
    journal_path, undo_path = f"{root}/{JOURNAL}", f"{root}/{UNDO}"
    if found := os.path.lexists(undo_path):
        if journal := _read(undo_path):
            _undo(root, journal)
        disk.remove(undo_path)
    elif found := os.path.lexists(journal_path):
        if journal := _read(journal_path):
            _discard_torn(root, journal)
            _finish(root, Manifest.load(root), journal)
        else:
            # Only a dying disk damages it. The next publish compares every file and makes them right.
            disk.remove(journal_path)
    _clear_stage(root)
    return found


def is_interrupted(root: str) -> bool:
    """Tell whether ``recover`` has anything to do."""
    return any(os.path.lexists(f"{root}/{name}") for name in (JOURNAL, UNDO, _STAGE))


# -- before the decision -----------------------------------------------------------------------------


def _decide(root: str, plan: Plan, shelf: str) -> _Journal:
    stage = f"{root}/{_STAGE}"
    disk.make_folder(stage)
    shelved = _take_shelf(shelf, stage) if shelf else {}
    puts: list[_Put] = []
    # New files come first, so that no page ever links to one that is not there yet; deletes come last.
    for artifact, replaces in (*((new, False) for new in plan.create), *((old, True) for old in plan.replace)):
        number = len(puts)
        if replaces:
            disk.keep_copy(f"{root}/{artifact.path}", f"{stage}/old-{number}")
        # There is one file of these bytes, and it can be moved only once.
        staged = shelved.pop(artifact.digest, "")
        if not staged:
            staged = f"new-{number}"
            _write(f"{stage}/{staged}", artifact)
        status = os.stat(f"{stage}/{staged}")
        entry = Entry(artifact.digest, status.st_size, status.st_mtime_ns)
        puts.append(_Put(artifact.path, entry, replaces, staged))
    drops = [*plan.drop_first, *plan.drop]
    journal = _Journal(puts, plan.note, drops, plan.forget, len(plan.drop_first), plan.clear, plan.make)
    durable = journal.changes_ownership
    disk.write(f"{stage}/journal", msgspec.json.encode(journal), durable=durable)
    disk.replace(f"{stage}/journal", f"{root}/{JOURNAL}")
    if durable:
        disk.sync_folder(root)
    return journal


def _take_shelf(shelf: str, stage: str) -> dict[str, str]:
    """Move the shelf into the stage, where that can be, and return where in it is what, by digest."""
    place = f"{stage}/{_SHELF}"
    if not disk.take(shelf, place):
        return {}
    folders = (entry for entry in os.scandir(place) if entry.is_dir(follow_symlinks=False))
    return {name: f"{_SHELF}/{folder.name}/{name}" for folder in folders for name in os.listdir(folder)}


def _write(path: str, artifact: Artifact) -> None:
    content = artifact.content()
    if digest_of(content) != artifact.digest:
        raise ValueError(f"the content of {artifact.path!r} is not what its digest says")
    disk.write(path, content)


# -- after the decision ------------------------------------------------------------------------------


def _finish(root: str, manifest: Manifest, journal: _Journal) -> None:
    _refuse_links(root, journal)
    stage = f"{root}/{_STAGE}"
    numbered = list(enumerate(journal.drops))
    for number, path in numbered[: journal.first]:
        _move_away(f"{root}/{path}", f"{stage}/gone-{number}")
    for folder in journal.clear:
        with contextlib.suppress(NotADirectoryError):  # the file is there already
            disk.remove_folder(f"{root}/{folder}")
    _make_folders(root, journal.make)
    for put in journal.puts:
        _place(root, f"{stage}/{put.staged}", put.path)
    for number, path in numbered[journal.first :]:
        _move_away(f"{root}/{path}", f"{stage}/gone-{number}")
    gone = [*journal.clear, *_prune(root, manifest.folders, journal.drops)]
    put_entries = journal.note | {put.path: put.entry for put in journal.puts}
    manifest.record(
        put_entries, [*journal.drops, *journal.forget], journal.make, gone, durable=journal.changes_ownership
    )
    # All is done and written down. Should the clearing up fail, the next start repeats it.
    with contextlib.suppress(OSError):
        disk.remove(f"{root}/{JOURNAL}")
        _clear_stage(root)


def _make_folders(root: str, folders: list[str]) -> None:
    """Make folders, which are in order. Of many, another process makes half of those that hold no others.

    The file system takes longer to make one than for all else that it has to do to publish a page.
    """
    if len(folders) < _MANY:
        _make_each(root, folders)
        return
    holders = {folder.rpartition("/")[0] for folder in folders}
    _make_each(root, [folder for folder in folders if folder in holders])
    inner = [folder for folder in folders if folder not in holders]
    theirs, ours = inner[: len(inner) // 2], inner[len(inner) // 2 :]
    helper = Errand(partial(_make_each, root, theirs))
    try:
        _make_each(root, ours)
    finally:
        is_done = helper.is_done()  # also after an error: nobody must make folders while they are taken back
    if not is_done:
        _make_each(root, theirs)  # here an error has words


def _make_each(root: str, folders: Iterable[str]) -> None:
    for folder in folders:
        disk.make_folder(f"{root}/{folder}")


def _place(root: str, staged: str, path: str) -> None:
    """Move a staged file to its path. One that is no longer staged was moved by the process that was killed."""
    try:
        disk.replace(staged, f"{root}/{path}")
    except FileNotFoundError:
        if os.path.lexists(staged):  # so it is the folder that somebody deleted meanwhile
            _make_each(root, reversed(list(folders_of(path))))
            disk.replace(staged, f"{root}/{path}")


def _move_away(path: str, place: str) -> None:
    # Where case is ignored, a file that was put in place may answer to the dropped name: never move twice.
    if os.path.lexists(place):
        return
    try:
        disk.replace(path, place)
    except FileNotFoundError:
        disk.remove(path)  # the stage, not the file, was missing
    except NotADirectoryError:
        pass


def _prune(root: str, ours: set[str], dropped: Iterable[str]) -> Iterator[str]:
    """Remove folders of ours that the drops have emptied, innermost first, and yield them."""
    emptied = {folder for path in dropped for folder in folders_of(path)} & ours
    for folder in sorted(emptied, reverse=True):
        with contextlib.suppress(OSError):  # something else is in it
            disk.remove_folder(f"{root}/{folder}")
            yield folder


def _refuse_links(root: str, journal: _Journal) -> None:
    """Raise ``OSError`` when a folder on the way to a file has become a link: what lies behind it is not ours."""
    paths = [put.path for put in journal.puts] + journal.drops
    paths += [f"{_STAGE}/{put.staged}" for put in journal.puts]
    folders = {folder for path in paths for folder in folders_of(path)}.union(journal.make, journal.clear, (_STAGE,))
    looked = Folders(root)
    for folder in folders:
        status = looked.status(folder)
        if status is not None and is_link(status):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), folder)


def _undo(root: str, journal: _Journal) -> None:
    _refuse_links(root, journal)
    stage = f"{root}/{_STAGE}"
    for put in journal.puts:
        if not put.replaces:
            _move_away(f"{root}/{put.path}", f"{stage}/{put.staged}")
    for folder in reversed(journal.make):
        with contextlib.suppress(OSError):
            disk.remove_folder(f"{root}/{folder}")
    _make_each(root, reversed(journal.clear))
    for number, path in enumerate(journal.drops):
        _place(root, f"{stage}/gone-{number}", path)
    for number, put in enumerate(journal.puts):
        if put.replaces:
            _place(root, f"{stage}/old-{number}", put.path)


def _discard_torn(root: str, journal: _Journal) -> None:
    """Give up staged files that a loss of power has cut short: the next publish writes them again."""
    for put in journal.puts:
        staged = f"{root}/{_STAGE}/{put.staged}"
        with contextlib.suppress(FileNotFoundError):
            if os.stat(staged).st_size != put.entry.size:
                disk.remove(staged)


def _read(path: str) -> _Journal | None:
    try:
        with open(path, "rb") as file:
            journal = msgspec.json.decode(file.read(), type=_Journal)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return journal if journal.is_safe() else None


def _clear_stage(root: str) -> None:
    stage = f"{root}/{_STAGE}"
    if os.path.islink(stage):
        disk.remove(stage)
    else:
        _clear(stage)


def _clear(folder: str) -> None:
    """Delete a folder with all that is in it, but nothing that lies behind a link."""
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False) and not is_link(entry.stat(follow_symlinks=False)):
            _clear(entry.path)
        else:
            disk.remove(entry.path)
    disk.remove_folder(folder)
