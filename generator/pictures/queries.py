"""The published form of a picture: its address, its size, its bytes, and those of its smaller variants."""

from __future__ import annotations

import posixpath
from hashlib import sha256
from typing import NamedTuple

from msgspec import Struct

from ..engine import Database, query
from ..problems import Problem, Where
from ..publish import digest_of
from .album import Album
from .drawing import rebuild_drawing
from .pixels import FORMATS, LONGEST_SIDE, rebuild_pixels
from .rebuilt import Rebuilt, Refused
from .sizes import WIDTHS, formats, media_type

ALBUM = "album"
"""The name of the resource of the database that is the ``Album``."""

_SECONDS = 30
"""What one picture may take; a hundred times what a large photograph takes."""
_RECIPE = 2
"""To be raised when the same bytes and the same Pillow give another picture than before."""


class Sources(NamedTuple):
    """The variants of a picture in one format: its media type, and the addresses with their widths in pixels."""

    type: str
    widths: tuple[tuple[str, int], ...]


class Media(Struct, frozen=True):
    """A published picture as pages print it: its address, its size in pixels, and in what else it can be had."""

    url: str
    width: int
    height: int
    sources: tuple[Sources, ...] = ()


class Size(Struct, frozen=True):
    """What is remembered of a variant."""

    url: str
    width: int
    type: str
    digest: str


class Published(Struct, frozen=True):
    """What is remembered of a rebuilt picture. ``digest`` is that of its bytes, which are in the album as ``key``."""

    key: str
    digest: str
    url: str
    width: int
    height: int
    sizes: tuple[Size, ...] = ()

    @property
    def files(self) -> dict[str, str]:
        """The digests of all its files, by their addresses."""
        return {self.url: self.digest} | {size.url: size.digest for size in self.sizes}


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
    url = _address(picture.content, suffix.removeprefix(".").replace("jpeg", "jpg"))
    sizes = tuple(
        Size(_address(it.content, it.suffix), it.width, media_type(it.suffix), digest_of(it.content))
        for it in picture.variants
    )
    return Published(key, digest_of(picture.content), url, picture.width, picture.height, sizes)


def _address(content: bytes, suffix: str) -> str:
    """Return the address of a picture: by its own content, neither by its name nor by its original."""
    return f"media/{sha256(content).hexdigest()[:20]}.{suffix}"


@query(firewall=True)
def media(db: Database, file: str) -> Media | None:
    """Return a published picture as pages print it, or ``None``."""
    picture = published(db, file)
    if picture is None:
        return None
    kinds = dict.fromkeys(size.type for size in picture.sizes)
    sources = (Sources(kind, tuple((it.url, it.width) for it in picture.sizes if it.type == kind)) for kind in kinds)
    return Media(picture.url, picture.width, picture.height, tuple(sources))


def media_key(url: str, file: str) -> str:
    """Return what ``media_bytes`` is asked by: one of the addresses of a picture, and the picture."""
    return f"{url} {file}"


def media_bytes(db: Database, key: str) -> bytes:
    """Return the content of one file of a published picture.

    No query: what ``published`` knows of the picture says whether it changed.
    """
    url, _, file = key.partition(" ")
    picture = published(db, file)
    original: bytes | None = db.read("file", f"content/{file}")
    if picture is None or original is None:
        return b""
    made = _kept_or_rebuilt(db, picture.key, _suffix(file), original)
    contents = (made.content, *(variant.content for variant in made.variants))
    return dict(zip((picture.url, *(size.url for size in picture.sizes)), contents, strict=True)).get(url, b"")


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
        picture = rebuild_pixels(original, suffix, WIDTHS)
        album.put(key, picture)
    return picture


def _key(original: bytes, suffix: str) -> str:
    """Return what a rebuilt picture is kept under: its original and all that has a say in how it is made anew."""
    from PIL import __version__

    recipe = f"{_RECIPE} {LONGEST_SIDE} {WIDTHS} {formats()} {__version__} {suffix} "
    return sha256(recipe.encode() + sha256(original).digest()).hexdigest()
