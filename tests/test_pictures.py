"""Pictures: what can be seen is published, and nothing else. Looked for in the built tree, not in what goes in."""

from __future__ import annotations

import io
import random
import re
import struct
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from generator.build import BuildResult, Workshop
from generator.config import Locations
from generator.pictures.album import Album
from generator.pictures.drawing import rebuild_drawing
from generator.pictures.pixels import LONGEST_SIDE, MAX_BYTES, rebuild_pixels
from generator.pictures.rebuilt import Rebuilt, Refused
from generator.pictures.sizes import WIDTHS

AS_OF = date(2026, 11, 23)


# -- pictures with something written beside them -----------------------------------------------------


def drawn(mode: str = "RGB", size: tuple[int, int] = (48, 32)) -> Image.Image:
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((4, 4, size[0] // 2, size[1] // 2), fill="red")
    return picture.convert(mode)


@cache
def scene(mode: str = "RGB", size: tuple[int, int] = (600, 400)) -> Image.Image:
    """Something like a photograph: patches of light in all sizes, the same each time."""
    dice = random.Random(7)
    picture = Image.new("RGB", size, "grey")
    for width in (4, 12, 40, 150):
        grain = Image.frombytes("RGB", (width, width), dice.randbytes(3 * width * width))
        picture = Image.blend(picture, grain.resize(size, Image.Resampling.BICUBIC), 0.4)
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **settings: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **settings)
    return out.getvalue()


def exif(*, orientation: int = 1) -> bytes:
    """Tags of every kind that cameras and people write, with a canary in each, and a small copy of the picture."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010E] = "canary description"
    tags[0x013B] = "canary artist"
    tags[0x8298] = "canary copyright"
    tags[0x9C9D] = "canary author".encode("utf-16-le")
    inner = tags.get_ifd(0x8769)
    inner[0x9286] = b"UNICODE\0" + "canary comment".encode("utf-16-le")
    inner[0x927C] = b"canary maker note"
    inner[0xA431] = "canary serial number"
    place = tags.get_ifd(0x8825)
    place[0x001D] = "2026:01:01"
    place[0x001B] = b"ASCII\0\0\0canary method"
    small = tags.get_ifd(1)
    small[0x010E] = "canary thumbnail"
    return tags.tobytes()


@cache
def profile() -> bytes:
    """A colour profile whose description has been changed to hold a canary, in both of its encodings.

    Made once, because it notes the time at which it was made.
    """
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    wide, narrow = "sRGB".encode("utf-16-be"), b"sRGB"
    assert wide in plain or narrow in plain
    return plain.replace(wide, "cana".encode("utf-16-be")).replace(narrow, b"cana")


XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>canary packet</rdf></x:xmpmeta>'


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def jpeg() -> bytes:
    plain = saved(scene(), "JPEG", exif=exif(), icc_profile=profile())
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x10\x1c\x02\x50\0\x0bcanary iptc\0"
    beside = (
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP) + segment(0xED, iptc) + segment(0xFE, b"canary comment")
        + segment(0xEB, b"canary segment")
    )  # fmt: skip
    return plain[:2] + beside + plain[2:] + b"canary trailing bytes"


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "canary text")
    notes.add_text("canary key", "canary compressed", zip=True)
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    notes.add_itxt("Title", "canary wide", zip=True)
    plain = saved(scene("RGBA"), "PNG", pnginfo=notes, exif=exif(), icc_profile=profile())
    end = plain.rindex(b"IEND") - 4
    return plain[:end] + chunk(b"prVt", b"canary chunk") + plain[end:] + b"canary trailing bytes"


def webp() -> bytes:
    plain = saved(scene("RGBA"), "WEBP", quality=95, exif=exif(), xmp=XMP, icc_profile=profile())
    body = plain[8:] + b"JUNK" + struct.pack("<I", 12) + b"canary chunk"
    return b"RIFF" + struct.pack("<I", len(body)) + body + b"canary trailing bytes"


SVG = b"""<?xml version="1.0"?><?canary instruction?><!-- canary comment -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
 xmlns:dc="http://purl.org/dc/elements/1.1/" viewBox="0 0 40 30" inkscape:export-filename="C:/canary.png">
<metadata><dc:creator>canary creator</dc:creator></metadata>
<inkscape:grid note="canary grid"/>
<defs><linearGradient id="fade"><stop offset="0" stop-color="red"/></linearGradient></defs>
<g id="canary-layer" class="canary-class" inkscape:label="canary label" data-name="canary data">canary hidden
<rect width="9" height="9" fill="url(#fade)"/>canary tail</g>
<text x="1" y="9">\xe4\xb8\x80<tspan>\xe7\x9b\x8f</tspan>\xe7\x81\xaf</text></svg>"""

PLANTED: dict[str, Callable[[], bytes]] = {
    "canary-photo.jpg": jpeg, "canary-jpeg.jpeg": jpeg, "canary-shot.png": png, "canary-web.webp": webp,
    "canary-drawing.svg": lambda: SVG,
}  # fmt: skip


# -- a site with them --------------------------------------------------------------------------------


def write(root: Path, name: str, content: str | bytes) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def make_site(root: Path, pictures: dict[str, bytes]) -> Workshop:
    """A site with one story that shows all the pictures."""
    write(root, "content/site.yaml", "名称: 网站\n联系: {单位: 居委会}\n")
    write(root, "content/communities/a.yaml", "名称: 甲社区\n区: 乙区\n街道: 丙街道\n")
    write(root, "content/projects/a.yaml", "标题: 项目\n社区: a\n类别: 绿化修剪\n状态: 完成\n")
    for name, content in pictures.items():
        write(root, f"content/media/{name}", content)
    shown = "\n\n".join(f"![一张图](../media/{name})" for name in pictures)
    write(root, "content/stories/s.md", f"---\n标题: 故事\n日期: 2026-01-01\n相关: projects/a\n---\n\n{shown}\n")
    return Workshop(Locations(root, root / "output"), as_of=AS_OF)


def built(workshop: Workshop) -> BuildResult:
    result = workshop.build()
    assert result.is_sound, result.problems
    workshop.publish(result)
    workshop.save()
    return result


def output_of(root: Path) -> dict[str, bytes]:
    # The manifest notes when files were written; the rest is the same whenever it is made.
    files = (path for path in (root / "output").rglob("*") if path.is_file() and path.name != ".dizao-manifest.json")
    return {path.relative_to(root / "output").as_posix(): path.read_bytes() for path in files}


def forms(canary: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
        yield canary.encode(encoding)


def parts_of(content: bytes) -> list[str]:
    """The names of the parts that a picture is made of, and ``rest`` where something comes after its end."""
    if content.startswith(b"\xff\xd8"):
        return _jpeg_parts(content)
    if content[4:8] == b"ftyp":
        return list(_avif_parts(content))
    if content.startswith(b"\x89PNG"):
        offset, head, extra = 8, ">I4s", 12
    else:
        offset, head, extra = 12, "<4sI", 8
    names: list[str] = []
    while offset + 8 <= len(content):
        fields = struct.unpack_from(head, content, offset)
        name, size = (fields[1], fields[0]) if head == ">I4s" else fields
        names.append(name.decode("latin-1").strip())
        offset += extra + size + (size & 1 if head == "<4sI" else 0)
        if name == b"IEND":
            break
    return names if offset == len(content) else [*names, "rest"]


def _jpeg_parts(content: bytes) -> list[str]:
    offset, names = 2, []
    while True:
        assert content[offset] == 0xFF
        marker = content[offset + 1]
        names.append(f"{marker:02X}")
        if marker == 0xD9:
            return names if offset + 2 == len(content) else [*names, "rest"]
        offset += 2 + struct.unpack_from(">H", content, offset + 2)[0]
        if marker == 0xDA:  # the pixels, up to the next marker
            while content[offset] != 0xFF or content[offset + 1] in (0, *range(0xD0, 0xD8)):
                offset += 1


_BOXES = {b"meta": 4, b"iinf": 6, b"iprp": 0, b"ipco": 0}
"""The boxes of an AVIF file that hold boxes, and how many bytes come before those (ISO/IEC 14496-12)."""


def _avif_parts(content: bytes) -> Iterator[str]:
    offset = 0
    while offset + 8 <= len(content):
        size, name = struct.unpack_from(">I4s", content, offset)
        if name == b"infe":  # what the file says it holds: a picture, or Exif, or a packet of XMP
            yield content[offset + 16 : offset + 20].decode("latin-1")
        yield name.decode("latin-1")
        if name in _BOXES:
            yield from _avif_parts(content[offset + 8 + _BOXES[name] : offset + size])
        offset += max(size, 8)
    if offset != len(content):
        yield "rest"


PIXELS_ONLY = {
    "avif": {
        "ftyp",
        "meta",
        "hdlr",
        "pitm",
        "iloc",
        "iinf",
        "infe",
        "av01",
        "iprp",
        "ipco",
        "ipma",
        "iref",
        "ispe",
        "pixi",
        "av1C",
        "auxC",
        "colr",
        "mdat",
    },
    "jpg": {"E0", "DB", "C0", "C2", "C4", "DA", "D9"},
    "png": {"IHDR", "IDAT", "IEND", "PLTE", "tRNS"},
    "webp": {"VP8", "VP8L", "VP8X", "ALPH"},
}


def test_what_is_planted_is_there_before(tmp_path: Path) -> None:
    # Else the test below could find nothing because nothing was planted.
    avif = saved(scene(), "AVIF", exif=exif(), xmp=XMP, icc_profile=profile()) + b"canary trailing bytes"
    for content in (jpeg(), png(), webp(), SVG, avif):
        assert b"canary" in content
    assert {"Exif", "mime", "rest"} <= set(parts_of(avif))
    assert {"E1", "ED", "FE", "E2", "rest"} <= set(parts_of(jpeg()))
    assert {"tEXt", "zTXt", "iTXt", "eXIf", "iCCP", "prVt", "rest"} <= set(parts_of(png()))
    assert {"EXIF", "XMP", "ICCP", "JUNK"} <= set(parts_of(webp()))


def test_nothing_written_beside_a_picture_gets_out(tmp_path: Path) -> None:
    pictures = {name: make() for name, make in PLANTED.items()}
    built(make_site(tmp_path, pictures))
    files = output_of(tmp_path)
    shown = Counter(path.rpartition(".")[2] for path in files if path.startswith("media/"))
    # The two JPEGs are the same picture. Each has variants of 480 pixels and of its own width.
    assert shown == {"svg": 1, "jpg": 1, "png": 1, "webp": 1 + 3 * 2, "avif": 3 * 2}
    for path, content in files.items():
        assert "cana" not in path
        for canary in ("canary", "cana", "CANARY"):
            for form in forms(canary):
                assert form not in content, path
        if path.startswith("media/") and not path.endswith(".svg"):
            assert set(parts_of(content)) <= PIXELS_ONLY[path.rpartition(".")[2]], path
    assert b"canary" not in b"".join(zlib_streams(files.values()))


def zlib_streams(contents: object) -> Iterator[bytes]:
    """Whatever can be unpacked: zTXt and iCCP would hide a text from a plain search."""
    for content in contents:  # type: ignore[attr-defined]
        for match in re.finditer(rb"x[\x01\x5e\x9c\xda]", content):
            try:
                yield zlib.decompressobj().decompress(content[match.start() :], 1_000_000)
            except zlib.error:
                continue


def test_no_original_is_copied_and_no_name_is_kept(tmp_path: Path) -> None:
    originals = {"zhang-san.jpg": jpeg(), "li-si.png": png()}
    built(make_site(tmp_path, originals))
    files = output_of(tmp_path)
    assert not set(originals.values()) & set(files.values())
    assert all(
        re.fullmatch(r"media/[0-9a-f]{20}\.(jpg|png|webp|avif)", path) for path in files if path.startswith("media/")
    )
    assert not any(b"zhang-san" in content or b"li-si" in content for content in files.values())


def test_a_photograph_of_the_theme_is_rebuilt_too(tmp_path: Path) -> None:
    workshop = make_site(tmp_path, {})
    write(tmp_path, "templates/assets/banner.jpg", jpeg())
    built(workshop)
    found = [content for path, content in output_of(tmp_path).items() if path.startswith("assets/banner-")]
    assert len(found) == 1
    assert set(parts_of(found[0])) <= PIXELS_ONLY["jpg"]


def test_a_damaged_photograph_of_the_theme_is_named(tmp_path: Path) -> None:
    workshop = make_site(tmp_path, {})
    write(tmp_path, "templates/assets/banner.jpg", jpeg()[:300])
    problems = workshop.build().problems
    assert [(problem.code, problem.where.path) for problem in problems] == [
        ("image-unreadable", "templates/assets/banner.jpg")
    ]


# -- pixels ------------------------------------------------------------------------------------------


def seen(picture: Rebuilt) -> Image.Image:
    image = Image.open(io.BytesIO(picture.content))
    image.load()
    assert (image.width, image.height) == (picture.width, picture.height)
    return image


def colour_at(image: Image.Image, place: tuple[int, int]) -> str:
    """The name of a strong colour, whatever compression has made of it."""
    bands = image.convert("RGB").getpixel(place)
    assert isinstance(bands, tuple)
    strong = [name for name, value in zip(("red", "green", "blue"), bands, strict=True) if value > 170]
    assert len(strong) == 1
    assert sorted(bands)[1] < 90
    return strong[0]


def test_the_same_picture_gives_the_same_bytes() -> None:
    for suffix, make in ((".jpg", jpeg), (".png", png), (".webp", webp)):
        assert rebuild_pixels(make(), suffix, WIDTHS) == rebuild_pixels(make(), suffix, WIDTHS)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_the_camera_was_held(orientation: int) -> None:
    content = saved(drawn(), "JPEG", exif=exif(orientation=orientation), quality=95)
    image = seen(rebuild_pixels(content, ".jpg"))
    assert image.size == ((48, 32) if orientation < 5 else (32, 48))
    right, bottom = image.width - 8, image.height - 8
    corner = {1: (8, 8), 2: (right, 8), 3: (right, bottom), 4: (8, bottom)}
    corner |= {5: (8, 8), 6: (right, 8), 7: (right, bottom), 8: (8, bottom)}
    assert colour_at(image, corner[orientation]) == "red"


def test_tags_that_cannot_be_read_leave_the_picture_as_it_is() -> None:
    content = saved(drawn(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert seen(rebuild_pixels(content, ".jpg")).size == (48, 32)


def test_colours_are_taken_over_into_srgb() -> None:
    content = saved(Image.new("RGB", (20, 20), "red"), "PNG", icc_profile=swapped_profile())
    assert colour_at(seen(rebuild_pixels(content, ".png")), (5, 5)) == "green"  # as the first number is of the profile


def swapped_profile() -> bytes:
    """An sRGB profile whose red and green have changed places, and that does not call itself sRGB."""
    plain = profile()
    count = struct.unpack_from(">I", plain, 128)[0]
    content = bytearray(plain)
    places = {plain[132 + 12 * n : 136 + 12 * n]: 132 + 12 * n for n in range(count)}
    red, green = places[b"rXYZ"], places[b"gXYZ"]
    content[red + 4 : red + 12], content[green + 4 : green + 12] = (
        plain[green + 4 : green + 12],
        plain[red + 4 : red + 12],
    )
    return bytes(content)


def test_a_profile_that_is_broken_says_nothing() -> None:
    content = saved(drawn(), "PNG", icc_profile=b"no profile at all")
    assert seen(rebuild_pixels(content, ".png")).getpixel((8, 8)) == (255, 0, 0)


@pytest.mark.parametrize("mode", ["CMYK", "L", "RGB"])
def test_a_jpeg_of_every_kind_of_colour_is_published(mode: str) -> None:
    image = seen(rebuild_pixels(saved(drawn(mode), "JPEG", quality=95), ".jpg"))
    assert image.mode == ("L" if mode == "L" else "RGB")
    if mode != "L":
        assert colour_at(image, (8, 8)) == "red"


def test_a_png_of_sixteen_bits_keeps_its_brightness() -> None:
    picture = Image.new("I;16", (3, 1))
    for x, value in enumerate((0, 0x8080, 0xFFFF)):
        picture.putpixel((x, 0), value)
    image = seen(rebuild_pixels(saved(picture, "PNG"), ".png"))
    assert [image.getpixel((x, 0)) for x in range(3)] == [0, 128, 255]


def test_a_palette_keeps_its_colours_and_its_transparency() -> None:
    palette = drawn().convert("P", palette=Image.Palette.ADAPTIVE)
    white = palette.getpixel((40, 30))
    image = seen(rebuild_pixels(saved(palette, "PNG", transparency=white), ".png"))
    assert image.getpixel((8, 8)) == (255, 0, 0, 255)
    assert image.getpixel((40, 30)) == (0, 0, 0, 0)


def test_what_was_erased_by_making_it_transparent_is_gone() -> None:
    picture = Image.new("RGBA", (8, 8), (200, 10, 10, 255))
    picture.putpixel((3, 3), (1, 2, 3, 0))
    picture.putpixel((4, 4), (1, 2, 3, 9))
    image = seen(rebuild_pixels(saved(picture, "PNG"), ".png"))
    assert image.getpixel((3, 3)) == (0, 0, 0, 0)
    assert image.getpixel((4, 4)) == (1, 2, 3, 9)


def test_a_large_photograph_is_made_smaller() -> None:
    picture = seen(rebuild_pixels(saved(Image.new("RGB", (6400, 1600)), "JPEG"), ".jpg"))
    assert picture.size == (LONGEST_SIDE, LONGEST_SIDE // 4)
    line = seen(rebuild_pixels(saved(Image.new("L", (9000, 1)), "PNG"), ".png"))
    assert line.size == (LONGEST_SIDE, 1)


def bomb() -> bytes:
    """A PNG of a few bytes that says it has 50,000 pixels on each side."""
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


def moving(kind: str) -> bytes:
    return saved(drawn(), kind, save_all=True, append_images=[drawn("L").convert("RGB")], duration=100)


UNREADABLE = "image-unreadable"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40)


@pytest.mark.parametrize(
    ("suffix", "content", "code"),
    [
        (".jpg", b"", UNREADABLE),
        (".jpg", b"no picture", UNREADABLE),
        (".jpg", saved(drawn(), "JPEG")[:-200], UNREADABLE),
        (".png", saved(drawn(), "PNG")[:-40], UNREADABLE),
        (".webp", saved(drawn(), "WEBP")[:-60], UNREADABLE),
        (".png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"IEND", b""), UNREADABLE),
        (".jpg", HEIC, "image-heic"),
        (".heic", HEIC, "image-heic"),
        (".jpg", saved(drawn(), "AVIF"), "image-wrong-type"),
        (".jpg", saved(drawn(), "PNG"), "image-wrong-type"),
        (".png", saved(drawn(), "GIF"), "image-wrong-type"),
        (".webp", saved(drawn(), "TIFF"), "image-wrong-type"),
        (".gif", saved(drawn(), "GIF"), "media-type"),
        (".bmp", saved(drawn(), "BMP"), "media-type"),
        (".pdf", b"%PDF-1.7", "media-type"),
        ("", b"x", "media-type"),
        (".png", bomb(), "image-too-large"),
        (".png", moving("PNG"), "image-moves"),
        (".webp", moving("WEBP"), "image-moves"),
        (".jpg", bytes(MAX_BYTES + 1), "image-too-heavy"),
        (".png", saved(drawn(), "PNG")[:33] + chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(9_000_000))), UNREADABLE),
    ],
)  # fmt: skip
def test_what_cannot_be_published_is_told_apart(suffix: str, content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        rebuild_pixels(content, suffix)
    assert refused.value.code == code


def test_an_eps_file_is_not_even_opened() -> None:
    # Pillow would start another program for it.
    with pytest.raises(Refused) as refused:
        rebuild_pixels(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n", ".jpg")
    assert refused.value.code == "image-unreadable"


def test_several_pictures_of_a_phone_in_one_file_are_published_as_the_first() -> None:
    content = saved(drawn(), "MPO", save_all=True, append_images=[Image.new("RGB", (48, 32), "blue")])
    assert colour_at(seen(rebuild_pixels(content, ".jpg")), (8, 8)) == "red"


# -- other sizes -------------------------------------------------------------------------------------


def variants(picture: Image.Image, kind: str = "JPEG") -> Rebuilt:
    suffix = {"JPEG": ".jpg", "PNG": ".png"}[kind]
    return rebuild_pixels(saved(picture, kind), suffix, WIDTHS)


@pytest.mark.parametrize(("width", "widths"), [(300, (300,)), (720, (480, 720)), (1600, WIDTHS)])
def test_a_photograph_is_there_in_every_size_that_is_not_larger_than_itself(
    width: int, widths: tuple[int, ...]
) -> None:
    made = variants(scene(size=(width, width // 2)))
    assert [(one.suffix, one.width) for one in made.variants] == [
        (suffix, width) for suffix in ("avif", "webp") for width in widths
    ]
    for one in made.variants:
        image = Image.open(io.BytesIO(one.content))
        assert image.size == (one.width, one.width // 2)
        assert len(one.content) < len(made.content)


def test_a_photograph_keeps_its_colours_and_what_is_transparent_in_it_in_every_variant() -> None:
    picture = scene("RGBA").copy()
    ImageDraw.Draw(picture).rectangle((0, 0, 300, 400), fill=(0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((300, 0, 600, 200), fill=(250, 10, 10, 255))
    for one in variants(picture, "PNG").variants:
        image = Image.open(io.BytesIO(one.content)).convert("RGBA")
        assert image.getpixel((20, 20))[3] == 0  # type: ignore[index]
        assert colour_at(image, (image.width * 3 // 4, 20)) == "red"


def test_a_picture_that_is_smallest_as_it_is_has_no_variants() -> None:
    assert variants(drawn("P"), "PNG").variants == ()


def test_pages_offer_every_variant_and_the_first_picture_at_once(tmp_path: Path) -> None:
    built(make_site(tmp_path, {"a.jpg": jpeg(), "b.png": png(), "c.svg": SVG}))
    html = (tmp_path / "output/stories/s/index.html").read_text("utf-8")
    first, second, drawing = re.findall(r"<p>(<.*<?img .*>)</p>", html)
    assert re.findall(r'type="(.*?)"', first) == ["image/avif", "image/webp"]
    assert first.startswith("<picture><source ")
    assert 'fetchpriority="high"' in first
    assert "lazy" not in first
    assert 'loading="lazy"' in second
    assert drawing.startswith("<img ")
    for picture in (first, second, drawing):
        assert re.search(r'width="\d+" height="\d+"', picture)
    offered = re.findall(r"(\.\./\.\./media/\S+\.\w+)", " ".join((first, second)).replace('"', " "))
    files = {f"../../{path}" for path in output_of(tmp_path) if path.startswith("media/")}
    assert len(offered) == len(set(offered)) == 2 * 5
    assert set(offered) < files


def test_before_and_after_are_two_figures_that_say_which_they_are(tmp_path: Path) -> None:
    workshop = make_site(tmp_path, {"a.jpg": jpeg(), "b.png": png()})
    before, after = "{文件: media/a.jpg, 图片说明: 暗的楼道, 图注: 三月}", "{文件: media/b.png, 图片说明: 亮的楼道}"
    pair = f"前后对比: [{{之前: {before}, 之后: {after}}}]"
    write(tmp_path, "content/projects/a.yaml", f"标题: 项目\n社区: a\n类别: 绿化修剪\n状态: 完成\n{pair}\n")
    built(workshop)
    html = (tmp_path / "output/projects/a/index.html").read_text("utf-8")
    said = re.findall(r"<figcaption><strong[^>]*>(.*?)</strong>(.*?)</figcaption>", html)
    assert said == [("之前", "三月"), ("之后", "")]
    assert html.count('loading="lazy"') == 2


# -- drawings ----------------------------------------------------------------------------------------


def test_a_drawing_keeps_what_it_draws_and_what_it_says() -> None:
    drawing = rebuild_drawing(SVG).content.decode()
    assert 'fill="url(#fade)"' in drawing
    assert 'id="fade"' in drawing
    assert "一<tspan>盏</tspan>灯" in drawing.replace("svg:", "")


def test_a_drawing_that_is_too_heavy_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        rebuild_drawing(b"<svg>" + bytes(3_000_000))
    assert refused.value.code == "image-too-heavy"


# -- each once ---------------------------------------------------------------------------------------


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often a photograph of the content is made anew; those of the theme are asked for in no further width."""
    found: list[str] = []

    def count(content: bytes, suffix: str, widths: Sequence[int] = ()) -> Rebuilt:
        found.extend([suffix] if widths else [])
        return rebuild_pixels(content, suffix, widths)

    monkeypatch.setattr("generator.pictures.queries.rebuild_pixels", count)
    return found


def test_a_picture_is_made_once_also_for_the_next_process_and_without_the_cache(
    tmp_path: Path, decoded: list[str]
) -> None:
    built(make_site(tmp_path, {"a.jpg": jpeg()}))
    first = output_of(tmp_path)
    built(make_site(tmp_path, {"a.jpg": jpeg()}))
    (tmp_path / ".dizao/cache.sqlite").unlink()
    (tmp_path / "output").rename(tmp_path / "before")
    built(make_site(tmp_path, {"a.jpg": jpeg()}))
    assert [it for it in decoded if it == ".jpg"] == [".jpg"]
    assert output_of(tmp_path) == first


@pytest.mark.parametrize("harm", ["delete", "cut", "flip", "folder"])
def test_a_damaged_album_costs_time_and_never_a_wrong_picture(tmp_path: Path, decoded: list[str], harm: str) -> None:
    built(make_site(tmp_path, {"a.jpg": jpeg()}))
    first = output_of(tmp_path)
    (kept,) = (tmp_path / ".dizao/pictures").iterdir()
    content = kept.read_bytes()
    kept.unlink()
    if harm == "cut":
        kept.write_bytes(content[:-9])
    elif harm == "flip":
        kept.write_bytes(content[:90] + bytes([content[90] ^ 1]) + content[91:])
    elif harm == "folder":
        kept.mkdir()
    (tmp_path / "output").rename(tmp_path / "before")
    built(make_site(tmp_path, {"a.jpg": jpeg()}))
    assert [it for it in decoded if it == ".jpg"] == [".jpg", ".jpg"]
    assert output_of(tmp_path) == first


def test_a_picture_that_is_shown_no_more_leaves_output_and_album(tmp_path: Path) -> None:
    built(make_site(tmp_path, {"a.jpg": jpeg(), "b.png": png()}))
    assert len(list((tmp_path / ".dizao/pictures").iterdir())) == 2
    built(make_site(tmp_path, {"b.png": png()}))
    assert len(list((tmp_path / ".dizao/pictures").iterdir())) == 1
    left = [path.rpartition(".")[2] for path in output_of(tmp_path) if path.startswith("media/")]
    assert sorted(left) == ["avif", "avif", "png", "webp", "webp"]
    built(make_site(tmp_path, {}))
    assert not [path for path in output_of(tmp_path) if path.startswith("media/")]


def test_an_album_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    write(tmp_path, "no folder", "")
    album = Album(tmp_path / "no folder")
    album.put("a", Rebuilt(b"x", 1, 1))
    assert Album(tmp_path / "no folder").get("a") is None
    album.keep_only(())
