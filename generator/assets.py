"""Pictures and the files of the theme. Published under names made from their content, rebuilt, never copied.

Pictures are drawn anew from their pixels and drawings from their elements, so that what cameras and programs write
beside them (place, time, owner) stays behind.
"""

from __future__ import annotations

import io
import posixpath
import re
import xml.etree.ElementTree as Xml
from hashlib import sha256

from msgspec import Struct

from .engine import Database, query
from .problems import Argument, Problem, Where, Word

MAX_PIXELS = 40_000_000


class Media(Struct, frozen=True):
    """A published picture: its address, and its size in pixels."""

    url: str
    width: int
    height: int


class _Rebuilt(Struct, frozen=True):
    content: bytes
    width: int
    height: int


# -- the theme -----------------------------------------------------------------------------------------


def _theme_file(db: Database, name: str) -> bytes | None:
    """Return a file of the site's own templates, or else of the theme."""
    for root in ("templates", "theme"):
        # Only what the tree lists: so a name with ".." or behind a link leads nowhere.
        if db.read("listed", f"{root}/{name}"):
            content: bytes | None = db.read("file", f"{root}/{name}")
            return content
    return None


@query(firewall=True)
def theme_text(db: Database, name: str) -> str | None:
    """Return the text of a template."""
    content = _theme_file(db, name)
    return None if content is None else content.decode("utf-8-sig", "replace").replace("\r\n", "\n")


@query
def first_bad_byte(db: Database, name: str) -> int:
    """Return the number, from 1, of the first byte of a template that is no UTF-8; 0 when all of it is."""
    try:
        (_theme_file(db, name) or b"").decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start + 1
    return 0


@query(firewall=True)
def asset_names(db: Database) -> tuple[str, ...]:
    """Return the names of all files in ``assets/`` of the theme and of the site's own templates."""
    found = set()
    for root in ("templates", "theme"):
        found |= {path.removeprefix(f"{root}/assets/") for path in db.read("tree", f"{root}/assets")}
    return tuple(sorted(name for name in found if not name.endswith("@")))


@query(keep=False)
def asset_bytes(db: Database, name: str) -> bytes:
    """Return the content of a file in ``assets/``."""
    return _theme_file(db, f"assets/{name}") or b""


@query(firewall=True)
def asset_url(db: Database, name: str) -> str:
    """Return the published address of a file in ``assets/``, ``""`` when there is none."""
    content = _theme_file(db, f"assets/{name}")
    if content is None:
        return ""
    stem, suffix = posixpath.splitext(name)
    return f"assets/{stem}-{sha256(content).hexdigest()[:10]}{suffix}"


# -- pictures ------------------------------------------------------------------------------------------


@query
def rebuilt(db: Database, file: str) -> _Rebuilt | None:
    """Return a picture of ``content/`` made anew, or ``None`` (and a problem) when that cannot be done."""
    if not file.startswith("media/") or posixpath.normpath(file) != file:
        return None
    path = f"content/{file}"
    content = db.read("file", path)
    if content is None:
        return None
    suffix = posixpath.splitext(file)[1].lower()
    try:
        return _rebuild_drawing(content) if suffix == ".svg" else _rebuild_pixels(content, suffix)
    except _Refused as refused:
        db.note(Problem(refused.code, refused.place(path, content), refused.arguments))
        return None


@query(firewall=True)
def media(db: Database, file: str) -> Media | None:
    """Return the published form of a picture, or ``None``."""
    picture = rebuilt(db, file)
    if picture is None:
        return None
    suffix = posixpath.splitext(file)[1].lower().replace(".jpeg", ".jpg")
    return Media(f"media/{sha256(picture.content).hexdigest()[:20]}{suffix}", picture.width, picture.height)


@query(keep=False)
def media_bytes(db: Database, file: str) -> bytes:
    """Return the content of a published picture."""
    picture = rebuilt(db, file)
    return picture.content if picture else b""


class _Refused(Exception):
    """A picture that cannot be published; ``at`` is what to point at in a drawing, or a line and column of it."""

    def __init__(self, code: str, at: str | tuple[int, int] = "", **arguments: Argument) -> None:
        super().__init__(code)
        self.code = code
        self.arguments = arguments
        self._at = at

    def place(self, path: str, content: bytes) -> Where:
        if isinstance(self._at, tuple):
            return Where(path, self._at[0], self._at[1] + 1)
        text = content.decode("utf-8", "replace")
        index = text.lower().find(self._at) if self._at else -1
        if index < 0:
            return Where(path, 1)
        return Where(path, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


# Phones write several pictures into one JPEG (MPO); the first is the one to see.
_FORMATS = {".jpg": ("JPEG", "MPO"), ".jpeg": ("JPEG", "MPO"), ".png": ("PNG",), ".webp": ("WEBP",)}


_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
"""The brands of HEIF files (ISO/IEC 23008-12) that phones write, whatever the file is called."""


def _rebuild_pixels(content: bytes, suffix: str) -> _Rebuilt:
    from PIL import Image, ImageOps, UnidentifiedImageError  # slow to import, and most builds need no picture

    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise _Refused("image-heic")
    if suffix not in _FORMATS:
        raise _Refused("media-type")
    Image.MAX_IMAGE_PIXELS = None  # checked here, before a pixel is decoded
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.format not in _FORMATS[suffix]:
                raise _Refused("image-wrong-type", actual=picture.format or "?", extension=suffix)
            if picture.width * picture.height > MAX_PIXELS:
                raise _Refused("image-too-large", size=f"{picture.width}×{picture.height}", limit="6000")
            upright = ImageOps.exif_transpose(picture)
            plain = Image.new(upright.mode, upright.size)
            if upright.mode == "P":
                upright = upright.convert("RGBA" if "transparency" in upright.info else "RGB")
                plain = Image.new(upright.mode, upright.size)
            plain.paste(upright)
            out = io.BytesIO()
            if suffix in (".jpg", ".jpeg") and plain.mode not in ("RGB", "L"):
                plain = plain.convert("RGB")
            plain.save(out, _FORMATS[suffix][0], quality=85, optimize=True)
            return _Rebuilt(out.getvalue(), plain.width, plain.height)
    except UnidentifiedImageError as error:
        raise _Refused("image-unreadable", reason=Word("它不是图片")) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise _Refused("image-unreadable", reason=Word("文件不完整，或已经损坏")) from error


_SVG = "{http://www.w3.org/2000/svg}"
_DRAWING = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "title", "desc", "defs", "use", "symbol", "clipPath", "mask", "marker", "pattern", "linearGradient",
    "radialGradient", "stop",
}  # fmt: skip
_UNSAFE_VALUE = re.compile(r"javascript:|data:|url\(\s*['\"]?(?!#)|@import|expression\(", re.IGNORECASE)


def _rebuild_drawing(content: bytes) -> _Rebuilt:
    doctype = re.search(rb"<!(?:doctype|entity)", content, re.IGNORECASE)
    if doctype:
        raise _Refused("unsafe-svg", "<!", what=doctype[0].decode() + ">")
    try:
        root = Xml.fromstring(content)
        if root.tag != f"{_SVG}svg":
            raise _Refused("image-wrong-type", actual=str(root.tag).rpartition("}")[2], extension=".svg")
        for element in root.iter():
            _check_element(element)
            _drop_marks(element)
        width, height = _drawing_size(root)
        Xml.register_namespace("", "http://www.w3.org/2000/svg")
        return _Rebuilt(Xml.tostring(root, encoding="utf-8"), width, height)
    except Xml.ParseError as error:
        raise _Refused("image-unreadable", error.position, reason=Word("SVG 的写法有误")) from error
    except (ValueError, LookupError, OverflowError) as error:
        raise _Refused("image-unreadable", reason=Word("SVG 的写法有误")) from error
    except RecursionError as error:
        raise _Refused("image-unreadable", reason=Word("SVG 的层次太深")) from error


_KEPT_NAMESPACES = ("{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML/1998/namespace}")


def _drop_marks(element: Xml.Element) -> None:
    """Drop what drawing programs note beside a drawing: names of files and layers, their own data."""
    for name in list(element.attrib):
        is_foreign = name.startswith("{") and not name.startswith(_KEPT_NAMESPACES)
        if is_foreign or name.startswith("data-"):
            del element.attrib[name]


def _check_element(element: Xml.Element) -> None:
    name = str(element.tag).removeprefix(_SVG)
    if name not in _DRAWING:
        plain = name.rpartition("}")[2]
        raise _Refused("unsafe-svg", f"<{plain.lower()}", what=f"<{plain}>")
    for attribute, value in element.attrib.items():
        plain = attribute.rpartition("}")[2].lower()
        is_outside = plain == "href" and not value.startswith("#")
        if plain.startswith("on") or plain == "style" or is_outside or _UNSAFE_VALUE.search(value):
            raise _Refused("unsafe-svg", f"{plain}=", what=f"{plain}=")


def _drawing_size(root: Xml.Element) -> tuple[int, int]:
    numbers = re.findall(r"[-+]?\d*\.?\d+", root.get("viewBox", ""))
    if len(numbers) == 4:
        return round(float(numbers[2])), round(float(numbers[3]))
    sizes = [re.match(r"\d+", root.get(side, "")) for side in ("width", "height")]
    return (int(sizes[0][0]), int(sizes[1][0])) if sizes[0] and sizes[1] else (1200, 800)
