"""Canaries: strings that must not get out, planted in every field of every record, and looked for in every encoding.

What is planted follows from the models, so a field that is added tomorrow is covered tomorrow. What is looked for owes
nothing to the program: it has readings of its own.
"""

from __future__ import annotations

import base64
import binascii
import html
import io
import quopri
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote_to_bytes

from ahocorasick_rs import BytesAhoCorasick

from generator import catalog
from generator.models import MODELS, Field, fields_of, parts
from generator.values import FuzzyDate, Money, Quantity, Text
from generator.vocabulary import KIND_NAMED

HIDDEN = "金丝雀"
"""Stands in everything that is never published."""

# -- planting ----------------------------------------------------------------------------------------------

_WRITTEN_APART = {"slug", "former", "publication", "taken_down", "occurrences", "recurs"}
"""What a record must not have, or what says whether it is published: no words of its own, or written by the test."""
_ALSO: dict[type[Any], dict[str, str]] = {
    parts.Promise: {"责任": "居委会", "作出": "2026-01-01", "期限": "2026-02-01"},
    MODELS["commitment"]: {"责任": "居委会", "作出": "2026-01-01", "期限": "2026-02-01"},
    parts.Evidence: {"图片说明": "图", "有人物": "否"},
}
_PLAIN: dict[Any, str] = {
    "month": "2026-05", "period": "2026-Q3", "time": "09:30", "slug": "one", "url": "https://example.org/",
    Text: "字", str: "字", FuzzyDate: "2026-05-20", Quantity: "30", Money: "30 元", int: "30", bool: "是",
}  # fmt: skip


class Planter:
    """Writes records as mappings, with a string of its own in every field that must not get out.

    ``planted`` takes up where each value was planted, by the value: strings, dates and numbers. ``shown`` begins the
    strings of public fields of whole records: these may be seen as long as the record is public.
    """

    def __init__(self, planted: dict[str, str], shown: str = "", picture: str = "media/shown.svg") -> None:
        self._planted, self.shown, self._picture = planted, shown, picture

    def record(self, kind: str, **given: object) -> dict[str, object]:
        """Return a record of ``kind``: whole where this planter shows something, else what it must have and hides."""
        written = self._mapping(MODELS[kind], kind)
        if kind == "care_case" or self.shown:
            written.pop("承诺", None)  # what was promised stays in the ledger, and a case promises nothing
        return written | given

    def hidden(self, at: str, kind: type[Any] = str) -> str:
        """Return a new value of a type, and note where it is planted."""
        number = len(self._planted)
        value = f"{HIDDEN}{at.replace('.', '')}{number}"
        if kind is int:
            value = str(770_000_000 + number)
        elif kind is FuzzyDate:
            value = (date(2081, 1, 1) + timedelta(days=number)).isoformat()
        self._planted[value] = at
        return value

    def _mapping(self, model: type[Any], at: str) -> dict[str, object]:
        written: dict[str, object] = {}
        for field in fields_of(model):
            if field.name not in _WRITTEN_APART and self._is_written(model, field):
                value = self._value(model, field, f"{at}.{field.name}")
                written[field.key.zh] = [value] if field.many and not isinstance(value, list) else value
        if model is parts.Promise:
            written["编号"] = f"p-{at.partition('.')[0]}"  # all promises stand in one folder
        return dict(_ALSO.get(model, {})) | written

    def _is_written(self, model: type[Any], field: Field) -> bool:
        if issubclass(field.type, parts.Part):
            inside = (one for one in fields_of(field.type) if one.name not in _WRITTEN_APART)
            return field.key.required or any(self._is_written(field.type, one) for one in inside)
        has_words = bool(self.shown) and _is_free_text(field)
        return field.key.required or is_hidden(model, field) or has_words or _is_reference(field)

    def _value(self, model: type[Any], field: Field, at: str) -> object:
        if issubclass(field.type, parts.Part):
            return self._mapping(field.type, at)
        if field.key.ref:
            return self._reference(field)
        if field.key.choices:
            return field.key.choices[0].zh
        if is_hidden(model, field) and field.type is not bool:
            return self._text(field, self.hidden(at, field.type))
        if self.shown and _is_free_text(field):
            return self._text(field, f"{self.shown}{at.replace('.', '')}")
        return self._picture if field.key.form == "media" else _PLAIN.get(field.key.form, _PLAIN[field.type])

    def _text(self, field: Field, value: str) -> object:
        return {"zh": value, "en": f"{value}en"} if field.type is Text else value

    def _reference(self, field: Field) -> object:
        """Return what a record names: besides what is shown, what is a draft and what will be taken down."""
        kind = field.key.ref
        if kind in ("community", "consent", "topic"):
            return {"community": "a", "consent": "canary-valid", "topic": "safety"}[kind]
        folder = "" if kind != "any" else "projects/"
        return [f"{folder}canary-draft", f"{folder}b", f"{folder}a"] if field.many else f"{folder}canary-draft"


def is_hidden(model: type[Any], field: Field) -> bool:
    """Whether a field is never published: it is called internal, or the public type has no such field."""
    public = catalog.Commitment if model is parts.Promise else getattr(catalog, model.__name__, None)
    is_known = public is not None and (field.name == "id" or field.name in public.__struct_fields__)
    return field.key.internal or not is_known


def _is_free_text(field: Field) -> bool:
    return field.type in (Text, str) and not (field.key.choices or field.key.ref or field.key.form)


def _is_reference(field: Field) -> bool:
    return field.key.ref in KIND_NAMED and field.key.ref not in ("community", "consent", "commitment")


def spellings(value: str) -> tuple[str, ...]:
    """Return how a planted value may be printed: a date in words, to the day and to the month."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return (value,)
    return (
        value, f"{day:%Y%m%d}", f"{day:%Y-%m}", f"{day.year}年{day.month}月", f"{day.day} {day:%B %Y}", f"{day:%B %Y}",
    )  # fmt: skip


# -- looking -----------------------------------------------------------------------------------------------

_CODES = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_ROUNDS = 3
"""How often one encoding may be inside another."""
_ESCAPE = re.compile(
    rb"\\u\{([0-9a-f]{1,6})\}|((?:\\u[0-9a-f]{4})+)|((?:\\x[0-9a-f]{2})+)|\\([0-9a-f]{4,6}) ?|\\(\\)",
    re.IGNORECASE,
)
_UNSEEN = re.compile("<[^>]*>|[\\s\u00ad\u200b-\u200d\u2060\ufeff]")
_LONG_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{60,}={0,2}")


class Search:
    """Looks for strings in files, whatever they are encoded in; names of files count as well."""

    def __init__(self, strings: Iterable[str]) -> None:
        plain: dict[bytes, str] = {}
        packed: dict[bytes, str] = {}
        for string in strings:
            for code in _CODES:
                content = string.encode(code)
                plain.setdefault(content.lower(), string)
                packed |= dict.fromkeys((content.hex().encode(), content.hex().upper().encode()), string)
                packed |= dict.fromkeys(_in_base64(content), string)
        self._plain, self._packed = [*plain.values()], [*packed.values()]
        self._find_plain = BytesAhoCorasick([*plain]).find_matches_as_indexes
        self._find_packed = BytesAhoCorasick([*packed]).find_matches_as_indexes

    def found(self, files: Mapping[str, bytes]) -> list[tuple[str, str]]:
        """Return which string stands in which file."""
        hits = set()
        for path, content in files.items():
            for reading in (*readings(path.encode()), *readings(content)):
                hits |= {(path, self._plain[number]) for number, _, _ in self._find_plain(reading.lower())}
                hits |= {(path, self._packed[number]) for number, _, _ in self._find_packed(reading)}
        return sorted(hits)


def _in_base64(content: bytes) -> Iterator[bytes]:
    """Yield how bytes look in the midst of base64: three ways, by where they begin, in two alphabets."""
    for before in range(3):
        text = base64.b64encode(b"\0" * before + content).rstrip(b"=")
        whole = text[-(-before * 8 // 6) : (before + len(content)) * 8 // 6]
        yield from (whole, whole.translate(bytes.maketrans(b"+/", b"-_")))


def readings(content: bytes, rounds: int = _ROUNDS) -> Iterator[bytes]:
    """Yield bytes as they are, unpacked, and with what is written around letters taken away, round after round."""
    for inner in _unpacked(content) if rounds else ():
        yield from readings(inner, rounds - 1)
    for _ in range(rounds):
        yield content
        yield _UNSEEN.sub("", content.decode("utf-8", "replace")).encode()
        yield quopri.decodestring(content)
        for run in _LONG_BASE64.findall(content):
            text = run.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
            with suppress(binascii.Error):
                yield from readings(base64.b64decode(text + b"=" * (-len(text) % 4)), rounds - 1)
        before, content = content, _unescaped(content)
        if content == before:
            return


def _unescaped(content: bytes) -> bytes:
    """Return a text with lines unfolded, and references and escapes of HTML, addresses, JSON and CSS resolved."""
    unfolded = re.sub(rb"\r?\n[ \t]", b"", content)
    resolved = unquote_to_bytes(_ESCAPE.sub(_character, unfolded))
    return html.unescape(resolved.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _character(match: re.Match[bytes]) -> bytes:
    braced, utf16, latin, css, backslash = match.groups()
    if utf16:
        text = bytes.fromhex(utf16.decode().lower().replace("\\u", "")).decode("utf-16-be", "replace")
        return text.encode(errors="replace")
    if latin:
        return bytes.fromhex(latin.decode().lower().replace("\\x", ""))
    if backslash:
        return bytes(backslash)
    code = int(braced or css, 16)
    return chr(code).encode(errors="replace") if code < 0x110000 else b""


def _unpacked(content: bytes) -> Iterator[bytes]:
    """Yield what is inside a file that is compressed, or made of parts."""
    if content.startswith(b"\x1f\x8b"):
        yield _inflated(content, 31)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (name.encode() for name in archive.namelist())
            yield from (archive.read(name) for name in archive.namelist())
    if content.startswith(b"\x89PNG"):
        chunks = list(_png_chunks(content))
        yield _inflated(b"".join(data for name, data in chunks if name == b"IDAT"), 15)
        for name, data in chunks:
            if name in (b"zTXt", b"iCCP", b"iTXt"):
                yield from (_inflated(data[at:], 15) for at, byte in enumerate(data) if byte == 0x78)


def _inflated(content: bytes, window: int) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(content)
    except zlib.error:
        return b""


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        yield content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        at += size + 12
