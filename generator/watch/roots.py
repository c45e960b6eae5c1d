"""The folders to watch, and the file systems that they are on."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

REMOTE: Final = re.compile(
    r"nfs4?|cifs|smb[0-9a-z]*|9p|virtiofs|vboxsf|prl_fs|fakeowner|afs|ceph|glusterfs|lustre|davfs|fuse\..*"
)
"""File systems that other machines write to without this kernel hearing of it."""


@dataclass(frozen=True, slots=True)
class Target:
    """A folder to watch: one of the roots, or the nearest folder above a root that is not there yet."""

    path: str
    recursive: bool
    identity: tuple[int, int]


def outermost(roots: Sequence[Path]) -> list[str]:
    """Return the roots as absolute paths, without those that lie inside another."""
    paths = sorted({os.path.normpath(root.absolute()) for root in roots})
    kept: list[str] = []
    for path in paths:
        if not any(Path(path).is_relative_to(other) for other in kept):
            kept.append(path)
    return kept


def targets_of(roots: Sequence[str]) -> frozenset[Target]:
    """Return the folders to watch now; they differ from before when a root came, went, or was replaced."""
    found: dict[Path, Target] = {}
    for root in roots:
        wanted = Path(os.path.realpath(root))
        for folder in [wanted, *wanted.parents]:
            try:
                status = folder.stat()
            except OSError:
                continue
            if stat.S_ISDIR(status.st_mode):
                if folder == wanted or folder not in found:
                    found[folder] = Target(str(folder), folder == wanted, (status.st_dev, status.st_ino))
                break
    return frozenset(found.values())


def file_system(folder: str, mounts: Path = Path("/proc/self/mountinfo")) -> str:
    """Return the type of the file system that ``folder`` is on, empty where it cannot be told."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        before, _, after = line.partition(" - ")
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), before.split(" ")[4])
        # The last of equal mount points lies on top.
        if len(point) >= len(best) and (folder == point or folder.startswith(point.rstrip("/") + "/")):
            best, kind = point, after.split(" ")[0]
    return kind
