"""Pictures: photographs rebuilt from their pixels and drawings from their elements, never copied.

What cameras and programs write beside a picture (place, time, owner, a small copy of it before it was cropped) stays
behind, and so does the name of its file.
"""

from .album import Album
from .queries import ALBUM, Media, is_photograph, media, media_bytes, media_key, published, without_marks
from .rebuilt import Refused
from .shown import pictures_of

__all__ = [
    "ALBUM",
    "Album",
    "Media",
    "Refused",
    "is_photograph",
    "media",
    "media_bytes",
    "media_key",
    "pictures_of",
    "published",
    "without_marks",
]
