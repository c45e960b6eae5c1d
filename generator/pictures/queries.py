"""The published form of a picture: its address, its size, its bytes.

Images of other sizes (for a phone, for a card) will be further fields of ``Published``, made in the same run from the
same pixels.
"""

from __future__ import annotations

import posixpath
from hashlib import sha256

from msgspec import Struct

from ..engine import Database, query
from ..problems import Problem, Where
from ..publish import digest_of
from .album import Album
from .drawing import rebuild_drawing
from .pixels import FORMATS, LONGEST_SIDE, rebuild_pixels
from .rebuilt import Rebuilt, Refused

ALBUM = "album"
"""The name of the resource of the database that is the ``Album``."""

_SECONDS = 30
"""What one picture may take; a hundred times what a large photograph takes."""
_RECIPE = 1
"""To be raised when the same bytes and the same Pillow give another picture than before."""


class Media(Struct, frozen=True):
    """A published picture as pages print it: its address, and its size in pixels."""

    url: str
    width: int
    height: int


class Published(Struct, frozen=True):
    """What is remembered of a rebuilt picture. ``digest`` is that of its bytes, which are in the album as ``key``."""

    key: str
    digest: str
    url: str
    width: int
    height: int


def _give_up(db: Database, file: str, reason: str) -> None:
    code = "image-too-slow" if reason == "time" else "image-crashes"
    db.note(Problem(code, Where(f"content/{file}", 1), {"seconds": str(_SECONDS)}))


@query(seconds=_SECONDS, otherwise=_give_up)
def published(db: Database, file: str) -> Published | None:
    """Return the published form of a picture of ``content/``, or ``None`` (and a problem) when it can have none."""
    if not file.startswith("media/") or posixpath.normpath(file) != file:
        return None
    path = f"content/{file}"
    content: bytes | None = db.read("file", path)
    if content is None:
        return None
    suffix = _suffix(file)
    key = _key(content, suffix)
    try:
        picture = _kept_or_rebuilt(db, key, suffix, content)
    except Refused as refused:
        db.note(Problem(refused.code, refused.place(path, content), refused.arguments))
        return None
    # By its own content, not by its name or by its original: neither can be told from the address.
    url = f"media/{sha256(picture.content).hexdigest()[:20]}{suffix.replace('.jpeg', '.jpg')}"
    return Published(key, digest_of(picture.content), url, picture.width, picture.height)


@query(firewall=True)
def media(db: Database, file: str) -> Media | None:
    """Return a published picture as pages print it, or ``None``."""
    picture = published(db, file)
    return Media(picture.url, picture.width, picture.height) if picture else None


def media_bytes(db: Database, file: str) -> bytes:
    """Return the content of a published picture. No query: what ``published`` knows of it says whether it changed."""
    picture = published(db, file)
    original: bytes | None = db.read("file", f"content/{file}")
    if picture is None or original is None:
        return b""
    return _kept_or_rebuilt(db, picture.key, _suffix(file), original).content


def without_marks(content: bytes, suffix: str) -> bytes:
    """Return a photograph made anew; anything else as it is.

    Raises:
        Refused: it is a photograph that cannot be published.
    """
    return rebuild_pixels(content, suffix).content if suffix in FORMATS else content


def is_photograph(file: str) -> bool:
    """Whether a picture is made of pixels, so that to make it anew takes long."""
    return _suffix(file) in FORMATS


def _suffix(file: str) -> str:
    return posixpath.splitext(file)[1].lower()


def _kept_or_rebuilt(db: Database, key: str, suffix: str, original: bytes) -> Rebuilt:
    if suffix == ".svg":
        return rebuild_drawing(original)
    album: Album = db.resource(ALBUM, Album)
    picture = album.get(key)
    if picture is None:
        picture = rebuild_pixels(original, suffix)
        album.put(key, picture)
    return picture


def _key(original: bytes, suffix: str) -> str:
    """Return what a rebuilt picture is kept under: its original and all that has a say in how it is made anew."""
    from PIL import __version__

    recipe = f"{_RECIPE} {LONGEST_SIDE} {__version__} {suffix} "
    return sha256(recipe.encode() + sha256(original).digest()).hexdigest()
