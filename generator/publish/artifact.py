"""What is published: one file of the output, and the rules that its path must obey."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator import engine

RESERVED = ".dizao-"
"""How the names of our own files in the output begin; nothing published may be called so."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of the site: its place, what it holds, and what it was made from."""

    path: str
    """POSIX, relative to the output folder, ASCII: ``projects/x/index.html``."""
    digest: str
    """``digest_of`` its bytes."""
    owner: str
    """What it was made from: ``projects/x``."""
    content: Callable[[], bytes]
    """Called only when the bytes are needed."""
    file: str = ""
    """A file that may hold the bytes until they are published."""


def digest_of(content: bytes) -> str:
    """Return the fingerprint of bytes in hex: the same as the engine's of a value that is bytes."""
    return engine.digest_of(content).hex()


# A percent sign is refused and not decoded: no server and no browser can then read "%2e%2e" as something else, and a
# file whose name holds a real one could only be reached through double encoding. The rest is what Windows refuses.
_ODD_CHARACTER = re.compile(r'[^ -~]|[\\:*?"<>|%]')
_ODD_NAME = re.compile(
    rf"""  \.{{0,2}} \Z                                              # empty, this folder, the folder above
        | .* [. ] \Z                                               # Windows drops these ends silently
        | (?: con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$ ) (?: \. | \Z )  # devices of Windows
        | {re.escape(RESERVED)} | \.git \Z """,
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_NAME = 255

# What nearly every path of a site is; one look tells that it breaks none of the rules above.
_NAME = r"(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\b)[a-z0-9][a-z0-9_-]{0,199}"
_PLAIN = re.compile(rf"(?:{_NAME}/)*{_NAME}(?:\.[a-z0-9]{{1,15}})?")


def unsafe_path(path: str) -> str | None:
    """Return why a path must not be published, in English for programmers; None for a good one."""
    if _PLAIN.fullmatch(path):
        return None
    if _ODD_CHARACTER.search(path):
        return "has a character that is not safe in an address and a file name"
    for name in path.split("/"):
        if _ODD_NAME.match(name) or len(name) > _LONGEST_NAME:
            return f"has an unsafe part {name!r}"
    return None


def folders_of(path: str) -> Iterator[str]:
    """Yield the folders that a path lies in, innermost first."""
    while (cut := path.rfind("/")) > 0:
        path = path[:cut]
        yield path


class Names:
    """The paths in use, compared as Windows and macOS compare them: without regard to case.

    Raises ``ValueError`` for a path that is unsafe, or that another one stands in the way of: routes have reported such
    a collision to the editor long before, so here it is a mistake in the program.
    """

    def __init__(self, paths: Iterable[str] = ()) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, int] = {}
        """How many files and folders in use lie directly in each."""
        for path in paths:
            self.add(path)

    def add(self, path: str) -> None:
        """Take a path into use; one that is in use already stays so."""
        folded = path.lower()
        folded = path if folded == path else folded  # at 100,000 paths, one string each
        other = self._files.get(folded)
        if other == path:
            return
        if reason := unsafe_path(path):
            raise ValueError(f"cannot publish {path!r}: it {reason}")
        if other is not None:
            raise ValueError(f"cannot publish both {other!r} and {path!r}")
        if folded in self._folders:
            raise ValueError(f"cannot publish {path!r}: it is also a folder")
        for folder in folders_of(folded):
            if folder in self._folders:
                self._folders[folder] += 1
                break
            if folder in self._files:
                raise ValueError(f"cannot publish {path!r}: {self._files[folder]!r} is also a file")
            self._folders[folder] = 1
        self._files[folded] = path

    def is_used(self, path: str) -> bool:
        """Tell whether a path is a file in use, or a folder of one."""
        folded = path.lower()
        return folded in self._files or folded in self._folders

    def discard(self, path: str) -> None:
        """Free a path, if it is in use."""
        folded = path.lower()
        if self._files.get(folded) != path:
            return
        del self._files[folded]
        for folder in folders_of(folded):
            self._folders[folder] -= 1
            if self._folders[folder]:
                break
            del self._folders[folder]
