"""Which file of the output folder an address names, and what type it has."""

from __future__ import annotations

import mimetypes
import os
import re
import stat
from pathlib import Path, PurePosixPath
from typing import Final

_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".jsonl": "application/jsonl; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".pdf": "application/pdf",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".wasm": "application/wasm",
    ".zip": "application/zip",
}
"""Not left to the system: on Windows the registry may call a script plain text."""
_FEEDS: Final = {"feed.json": "application/feed+json; charset=utf-8", "feed.xml": "application/atom+xml; charset=utf-8"}
_WELL_KNOWN: Final = ".well-known"
_FORBIDDEN: Final = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def content_type(name: str) -> str:
    """Return the type to serve the file ``name`` with."""
    path = PurePosixPath(name)
    known = _FEEDS.get(path.name) or _TYPES.get(path.suffix.lower())
    return known or mimetypes.guess_type(name)[0] or "application/octet-stream"


def find(output: Path, path: str) -> Path | None:
    """Return what ``path`` (the decoded path of an address) names below ``output``, or None.

    Judged after every decoding, and once more after every link was followed: nothing outside ``output`` and nothing
    hidden is ever returned.
    """
    if not path.startswith("/"):
        return None
    parts = path[1:].split("/")
    if not parts[-1]:
        parts.pop()
    if any(_is_unsafe(part) for part in parts):
        return None
    try:
        root = Path(os.path.realpath(output))
        target = Path(os.path.realpath(root.joinpath(*parts), strict=True))
    except (OSError, ValueError):
        return None
    # The target's own names, too: a link may lead to a hidden file, and on Windows a short name may stand for one.
    if not target.is_relative_to(root) or any(_is_hidden(part) for part in target.relative_to(root).parts):
        return None
    return target


def read(file: Path) -> bytes | None:
    """Return all of ``file`` as it is at one moment, or None if it is not an ordinary file that can be read."""
    # What ``find`` returns is no link, and must not have become one since; a pipe must not make the server wait.
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(file, flags)
    except OSError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            return stream.read()
    except OSError:
        return None
    finally:
        os.close(descriptor)


def _is_unsafe(part: str) -> bool:
    return (
        not part
        or _is_hidden(part)
        or part.endswith((".", " "))
        or bool(_FORBIDDEN.search(part))
        or bool(_DEVICE.fullmatch(part))
    )


def _is_hidden(part: str) -> bool:
    return part.startswith(".") and part != _WELL_KNOWN
