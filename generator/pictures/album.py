"""Pictures that were rebuilt before, kept beside the cache: to make a photograph anew takes a tenth of a second.

The folder can be deleted at any time. A file in it is believed only when its digest fits, so a damaged one costs time,
never a wrong picture; reading it tells a query nothing that making the picture again would not.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import msgpack

from ..engine import digest_of
from .rebuilt import Rebuilt

_DIGEST_SIZE = 16
_OURS = re.compile(r"[0-9a-f]{64}(?:\.\d+)?")
"""How the files are called that this class has written; what else is there is somebody else's."""


class Album:
    """Rebuilt pictures by what they were made from and how.

    Args:
        folder: where to keep them; ``None`` keeps nothing.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._last: tuple[str, Rebuilt] | None = None  # each picture is asked for once for each of its files

    def get(self, key: str) -> Rebuilt | None:
        """Return what was kept under ``key``, or ``None``."""
        if self._last and self._last[0] == key:
            return self._last[1]
        if self._folder is None:
            return None
        try:
            kept = (self._folder / key).read_bytes()
            if digest_of(kept[_DIGEST_SIZE:]) == kept[:_DIGEST_SIZE]:
                self._last = key, msgpack.decode(kept[_DIGEST_SIZE:], type=Rebuilt)
                return self._last[1]
        except (OSError, msgspec.MsgspecError):
            pass
        return None

    def put(self, key: str, picture: Rebuilt) -> None:
        """Keep a picture. Where that fails (a full disk) it will be made again."""
        self._last = key, picture
        if self._folder is None:
            return
        encoded = msgpack.encode(picture)
        beside = self._folder / f"{key}.{os.getpid()}"  # two workers may keep the same picture at once
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(digest_of(encoded) + encoded)
            beside.replace(self._folder / key)

    def keep_only(self, keys: Iterable[str]) -> None:
        """Throw away all others: a picture that was withdrawn must not stay here either."""
        wanted = set(keys)
        self._last = None
        with suppress(OSError):
            for path in list(self._folder.iterdir()) if self._folder else ():
                if path.name not in wanted and _OURS.fullmatch(path.name):
                    path.unlink()
