"""Photographs made anew from their pixels: nothing but what can be seen goes over into the new file."""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..problems import Word
from .rebuilt import Rebuilt, Refused
from .sizes import variants_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.Image import Image, Transpose
    from PIL.ImageFile import ImageFile

FORMATS = {".jpg": ("JPEG", "MPO"), ".jpeg": ("JPEG", "MPO"), ".png": ("PNG",), ".webp": ("WEBP",)}
"""What may be in a file, by its suffix. Phones write several pictures into one JPEG (MPO): the first counts."""

MAX_PIXELS = 64_000_000
"""More than any phone's camera makes; decoded, they take 256 MB, which is what a worker may use."""
MAX_BYTES = 48 * 1024 * 1024
LONGEST_SIDE = 2560
"""Pixels: sharp on any screen. What is larger is made smaller, and shows less of what stands in the background."""

_NAMED = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
"""What is told apart in a message. No other decoder of Pillow is let near the bytes."""
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
"""The brands of HEIF files (ISO/IEC 23008-12) that phones write, whatever the file is called."""
_SETTINGS = {
    "JPEG": {"quality": 85, "optimize": True},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 85},
}


def rebuild_pixels(content: bytes, suffix: str, widths: Sequence[int] = ()) -> Rebuilt:
    """Return a photograph made anew in the format of its suffix: upright, in sRGB, no side over ``LONGEST_SIDE``.

    Args:
        widths: pixels across, of the variants to make of it.

    Raises:
        Refused: it is damaged, too large, moving, or not what its name says.
    """
    if not content:
        raise Refused("image-unreadable", reason=Word("文件是空的"))
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise Refused("image-heic")
    if suffix not in FORMATS:
        raise Refused("media-type")
    if len(content) > MAX_BYTES:
        raise Refused("image-too-heavy", size=_megabytes(len(content)), limit=_megabytes(MAX_BYTES))
    with _opened(content) as picture:
        _check(picture, suffix)
        picture.draft(picture.mode, _shown_size(picture))  # a large JPEG is decoded at a half or a quarter at once
        turn = _turn(picture)
        small = _reduced(_eight_bits(picture))
        upright = small if turn is None else small.transpose(turn)
        pixels = _only_pixels(_in_srgb(upright, picture.info.get("icc_profile")))
        return _encoded(pixels, FORMATS[suffix][0], widths)


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"


@contextmanager
def _opened(content: bytes) -> Iterator[ImageFile]:
    from PIL import Image, UnidentifiedImageError  # slow to import, and most builds need no picture

    Image.init()
    Image.MAX_IMAGE_PIXELS = None  # counted by ``_check``, before a pixel is decoded
    formats = [name for name in _NAMED if name in Image.OPEN]
    try:
        # Pillow warns of damage in what is thrown away here: positions, comments.
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content), formats=formats) as picture:
            yield picture
    except Refused:
        raise
    except UnidentifiedImageError as error:
        raise Refused("image-unreadable", reason=Word("它不是图片")) from error
    except Exception as error:
        # Decoders of bytes that anybody may have made fail in every way there is.
        raise Refused("image-unreadable", reason=Word("文件不完整，或已经损坏")) from error


def _check(picture: ImageFile, suffix: str) -> None:
    """Refuse what must not be decoded at all."""
    if picture.format not in FORMATS[suffix]:
        raise Refused("image-wrong-type", actual=picture.format or "?", extension=suffix)
    if picture.width * picture.height > MAX_PIXELS:
        side = str(int(MAX_PIXELS**0.5))
        raise Refused("image-too-large", size=f"{picture.width}×{picture.height}", limit=side)
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        raise Refused("image-moves")


def _shown_size(picture: Image) -> tuple[int, int]:
    ratio = min(1.0, LONGEST_SIDE / max(picture.size))
    return max(1, round(picture.width * ratio)), max(1, round(picture.height * ratio))


def _turn(picture: Image) -> Transpose | None:
    """Return how to turn a picture as its camera was held (EXIF tag 0x0112).

    Not by ``ImageOps.exif_transpose``, which also writes the other tags anew and fails over the odd ones of phones.
    """
    from PIL.Image import Transpose

    turns = (
        Transpose.FLIP_LEFT_RIGHT, Transpose.ROTATE_180, Transpose.FLIP_TOP_BOTTOM, Transpose.TRANSPOSE,
        Transpose.ROTATE_270, Transpose.TRANSVERSE, Transpose.ROTATE_90,
    )  # fmt: skip
    try:
        return dict(enumerate(turns, 2)).get(picture.getexif().get(0x0112, 1))
    except Exception:  # noqa: BLE001 -- tags that cannot be read do not say which side is up
        return None


def _eight_bits(picture: Image) -> Image:
    """Return the picture with eight bits a colour, and with no palette."""
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 257).convert("L")
    if "transparency" in picture.info or picture.mode == "PA":
        return picture.convert("RGBA")
    mode = {"1": "L", "P": "RGB"}.get(picture.mode, picture.mode)
    return picture if mode == picture.mode else picture.convert(mode)


def _reduced(picture: Image) -> Image:
    from PIL.Image import Resampling

    size = _shown_size(picture)
    return picture if size == picture.size else picture.resize(size, Resampling.HAMMING)


def _in_srgb(picture: Image, profile: bytes | None) -> Image:
    """Return the picture in the colours that a browser assumes when it is told of no profile."""
    from PIL import ImageCms

    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if "sRGB" not in ImageCms.getProfileDescription(source):
                return _converted(picture, source)
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile that is broken, or of another kind of picture, says nothing
    return picture if picture.mode in ("L", "LA", "RGB", "RGBA") else picture.convert("RGB")


def _converted(picture: Image, source: object) -> Image:
    from PIL import ImageCms

    srgb = ImageCms.createProfile("sRGB")
    has_alpha = picture.mode in ("LA", "RGBA")
    colours = picture.convert(picture.mode.removesuffix("A")) if has_alpha else picture
    converted = ImageCms.profileToProfile(colours, source, srgb, outputMode="RGB")  # type: ignore[arg-type]
    assert converted is not None
    if has_alpha:
        converted.putalpha(picture.getchannel("A"))
    return converted


def _only_pixels(picture: Image) -> Image:
    """Return a new picture of the same pixels, without colours that nobody can see."""
    from PIL import Image

    plain = Image.new(picture.mode, picture.size)
    # Where a picture is transparent, programs keep what was erased.
    seen = picture.getchannel("A").point(lambda alpha: 255 if alpha else 0) if picture.mode[-1] == "A" else None
    plain.paste(picture, mask=seen)
    return plain


def _encoded(picture: Image, kind: str, widths: Sequence[int]) -> Rebuilt:
    out = io.BytesIO()
    picture.save(out, kind, **_SETTINGS[kind])
    content = out.getvalue()
    variants = variants_of(picture, content, widths) if widths else ()
    return Rebuilt(content, picture.width, picture.height, variants)
