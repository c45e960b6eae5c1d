"""How the bytes of a published file can be read: every encoding in which a text may stand in one.

Most files need no other reading than their bytes: ``TRACES`` are the byte sequences that betray that one does.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote

from .needles import plain

_UNPACKED = 64 * 1024 * 1024
_ROUNDS = 3
"""How often one encoding may be inside another: JSON in an attribute of HTML, in an address."""


def _utf8(first: int, last: int) -> Iterator[bytes]:
    return (chr(code).encode() for code in range(first, last + 1))


TRACES: tuple[bytes, ...] = (
    *_utf8(0xFF10, 0xFF19), *_utf8(0xFF21, 0xFF3A), *_utf8(0xFF41, 0xFF5A),  # full-width digits and letters
    *_utf8(0x2460, 0x24FF), *_utf8(0x00B2, 0x00B3), b"\xc2\xb9", *_utf8(0x2070, 0x2089),  # ①, superscripts
    *_utf8(0x2E80, 0x2FDF), *_utf8(0x3200, 0x33FF), *_utf8(0xF900, 0xFAFF), b"\xf0\xaf",  # other forms of Han
    b"\xf0\x9d\x9f", b"\xf0\x9d\x90", b"\xf0\x9f\x84", b"\xf0\x9f\x85",  # letters and digits of mathematics
    b"\xc2\xa0", *_utf8(0x2000, 0x200A), b"\xe2\x80\xaf", b"\xe2\x81\x9f",  # wide and narrow blanks
    b"\xc2\xad", b"\xcd\x8f", b"\xe1\xa0\x8e", *_utf8(0x200B, 0x200F), *_utf8(0x202A, 0x202E),  # what nobody sees
    *_utf8(0x2060, 0x206F), b"\xe3\x85\xa4", *_utf8(0xFE00, 0xFE0F), b"\xef\xbb\xbf", b"\xef\xbe\xa0", b"\xf3\xa0",
    *(b"%" + digit for digit in (b"2", b"3", b"4", b"5", b"6", b"7", b"c", b"d", b"e", b"f")),  # addresses
    b"\\u", b"\\x", *(b"\\" + digit.encode() for digit in "23456789f"),  # JSON, JavaScript, CSS
    b"begin:v",  # a calendar, whose lines are folded
)  # fmt: skip
"""In lower case. Whatever else NFKC alters is punctuation, or of no script that names here are written in."""

_REFERENCE = re.compile(rb"&(?!amp;(?!#|lt;)|#34;|#39;|quot;)")
"""A character reference but those that most pages have; needles are looked for with these in them."""


def has_references(content: bytes) -> bool:
    """Whether a text has character references that must be read."""
    return _REFERENCE.search(content) is not None


def is_binary(content: bytes) -> bool:
    """Whether a file is no text."""
    return b"\0" in content[:8192]


def unpacked(content: bytes) -> bytes:
    """Return what is inside a file that is compressed as a whole (gzip), or the file."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        return zlib.decompressobj(31).decompress(content, _UNPACKED)
    except zlib.error:
        return content


def readings(content: bytes) -> Iterator[bytes]:
    """Yield a text as people see it, in UTF-8: unfolded, with every escape and reference resolved, in plain letters."""
    if content[:7].upper() == b"BEGIN:V":
        content = re.sub(rb"\r?\n[ \t]", b"", content)
    text = content.decode("utf-8", "replace")
    yield plain(text).encode()
    for _ in range(_ROUNDS):
        before, text = text, unquote(unescape(_ESCAPE.sub(_character, text)))
        if text == before:
            return
        yield plain(text).encode()


_ESCAPE = re.compile(
    r"\\u\{([0-9a-f]{1,6})\}|((?:\\u[0-9a-f]{4})+)|\\x([0-9a-f]{2})|\\([0-9a-f]{2,6}) ?|\\([nrt])|\\([^\w\s])",
    re.IGNORECASE,
)


def _character(match: re.Match[str]) -> str:
    braced, utf16, byte, css, blank, mark = match.groups()
    if utf16:
        return bytes.fromhex(utf16.replace("\\u", "").replace("\\U", "")).decode("utf-16-be", "replace")
    if blank or mark:
        return mark or " "
    code = int(braced or byte or css, 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def metadata(content: bytes) -> Iterator[bytes]:
    """Yield the texts beside the pixels of an image, if this is one: comments, EXIF, packets of XMP."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as image:
            tags = image.getexif()
            found: list[Any] = [*image.info.items(), *tags.items(), *getattr(image, "text", {}).items()]
            for directory in (0x8769, 0x8825, 1):
                found += tags.get_ifd(directory).items()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return
    for value in (part for pair in found for part in pair):
        if isinstance(value, bytes):
            yield from (plain(value.decode(code, "replace")).encode() for code in ("utf-8", "utf-16-le", "utf-16-be"))
        elif isinstance(value, str):
            yield plain(value).encode()
