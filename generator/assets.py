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
from .problems import Problem, Where, Word

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


@query
def theme_text(db: Database, name: str) -> str | None:
    """Return the text of a template."""
    content = _theme_file(db, name)
    return None if content is None else content.decode("utf-8-sig", "replace").replace("\r\n", "\n")


@query
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


@query
def asset_url(db: Database, name: str) -> str:
    """Return the published address of a file in ``assets/``, ``""`` (and a problem) when there is none."""
    content = _theme_file(db, f"assets/{name}")
    if content is None:
        db.note(Problem("asset-missing", Where(f"templates/assets/{name}", 1, 1), {"name": f"assets/{name}"}))
        return ""
    stem, suffix = posixpath.splitext(name)
    return f"assets/{stem}-{sha256(content).hexdigest()[:10]}{suffix}"


# -- pictures ------------------------------------------------------------------------------------------


@query
def rebuilt(db: Database, file: str) -> _Rebuilt | None:
    """Return a picture of ``content/`` made anew, or ``None`` (and a problem) when that cannot be done."""
    path = f"content/{file}"
    content = db.read("file", path)
    if content is None:
        return None
    suffix = posixpath.splitext(file)[1].lower()
    try:
        return _rebuild_drawing(content) if suffix == ".svg" else _rebuild_pixels(content, suffix)
    except _Refused as refused:
        db.note(Problem(refused.code, Where(path, 1, 1), refused.arguments))
        return None


@query
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
    def __init__(self, code: str, **arguments: str | Word) -> None:
        super().__init__(code)
        self.code = code
        self.arguments: dict[str, str | Word | tuple[str, ...]] = dict(arguments)


_FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}


def _rebuild_pixels(content: bytes, suffix: str) -> _Rebuilt:
    from PIL import Image, ImageOps, UnidentifiedImageError  # slow to import, and most builds need no picture

    if suffix not in _FORMATS:
        raise _Refused("media-type")
    Image.MAX_IMAGE_PIXELS = None  # checked here, before a pixel is decoded
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.format != _FORMATS[suffix]:
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
            plain.save(out, _FORMATS[suffix], quality=85, optimize=True)
            return _Rebuilt(out.getvalue(), plain.width, plain.height)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise _Refused("image-unreadable", reason=type(error).__name__) from error


_SVG = "{http://www.w3.org/2000/svg}"
_DRAWING = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "title", "desc", "defs", "use", "symbol", "clipPath", "mask", "marker", "pattern", "linearGradient",
    "radialGradient", "stop",
}  # fmt: skip
_UNSAFE_VALUE = re.compile(r"javascript:|data:|url\(\s*['\"]?(?!#)|@import|expression\(", re.IGNORECASE)


def _rebuild_drawing(content: bytes) -> _Rebuilt:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise _Refused("unsafe-svg", what="<!DOCTYPE>")
    try:
        root = Xml.fromstring(content)
    except (Xml.ParseError, ValueError) as error:
        raise _Refused("image-unreadable", reason=str(error)) from error
    if root.tag != f"{_SVG}svg":
        raise _Refused("image-wrong-type", actual=str(root.tag), extension=".svg")
    for element in root.iter():
        _check_element(element)
    width, height = _drawing_size(root)
    Xml.register_namespace("", "http://www.w3.org/2000/svg")
    return _Rebuilt(Xml.tostring(root, encoding="utf-8"), width, height)


def _check_element(element: Xml.Element) -> None:
    name = str(element.tag).removeprefix(_SVG)
    if name not in _DRAWING:
        raise _Refused("unsafe-svg", what=f"<{name.rpartition('}')[2]}>")
    for attribute, value in element.attrib.items():
        plain = attribute.rpartition("}")[2].lower()
        if plain.startswith("on") or plain == "style" or _UNSAFE_VALUE.search(value):
            raise _Refused("unsafe-svg", what=f"{plain}=")
        if plain == "href" and not value.startswith("#"):
            raise _Refused("unsafe-svg", what="href=")


def _drawing_size(root: Xml.Element) -> tuple[int, int]:
    numbers = re.findall(r"[-+]?\d*\.?\d+", root.get("viewBox", ""))
    if len(numbers) == 4:
        return round(float(numbers[2])), round(float(numbers[3]))
    sizes = [re.match(r"\d+", root.get(side, "")) for side in ("width", "height")]
    return (int(sizes[0][0]), int(sizes[1][0])) if sizes[0] and sizes[1] else (1200, 800)
