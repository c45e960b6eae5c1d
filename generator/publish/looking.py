"""Look at what is in the output folder, at each folder once."""

from __future__ import annotations

import os

from generator.engine import is_link
from generator.publish.artifact import folders_of


class Folders:
    """Looks at files, and at the folders on the way to them.

    What lies in a folder that is not there is not looked for: of ten thousand new pages each lies in a new folder.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._seen: dict[str, os.stat_result | None] = {}

    def look(self, path: str) -> os.stat_result | None:
        """Return the ``lstat`` of a path, None where there is nothing."""
        above = path.rpartition("/")[0]
        if above and self.status(above) is None:
            return None
        try:
            return os.lstat(f"{self._root}/{path}")
        except (FileNotFoundError, NotADirectoryError):
            return None

    def status(self, folder: str) -> os.stat_result | None:
        """Return the ``lstat`` of a folder as it was when it was asked for first, None where there was nothing."""
        if folder not in self._seen:
            self._seen[folder] = self.look(folder)
        return self._seen[folder]

    def link_to(self, path: str) -> str | None:
        """Return the outermost link among the folders of a path: what lies behind it is not in the output."""
        for folder in reversed(list(folders_of(path))):
            status = self.status(folder)
            if status is not None and is_link(status):
                return folder
        return None
