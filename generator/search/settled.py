"""Put what Pagefind writes in no particular order into one: the same pages must give the same bytes.

Its words, pages and fragments are in order; the filters, and the values of each, come as a hash table has them. Both
stand in small CBOR files (arrays, texts and numbers, RFC 8949), which are read and written anew here. They are left
uncompressed, which Pagefind takes as well: what a compressor makes of them differs between its versions.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from generator.publish import digest_of

SIGNATURE = b"pagefind_dcd"
_ARRAY, _TEXT, _NUMBER = 4, 3, 0
_SHORT, _WIDTHS = 24, {24: 1, 25: 2, 26: 4, 27: 8}
_FILTERS = 3
"""Where the index of an index lists its filters, as pairs of name and file."""


def settle(made: Path) -> None:
    """Put the filters of an index in order.

    Raises:
        ValueError: the files are not what this version of Pagefind writes.
    """
    entry_path = made / "pagefind-entry.json"
    entry = json.loads(entry_path.read_text("utf-8"))
    for language in entry["languages"].values():
        meta_path = made / f"pagefind.{language['hash']}.pf_meta"
        meta, _ = _read(opened(meta_path.read_bytes()), 0)
        prefix = language["hash"].partition("_")[0]
        meta[_FILTERS] = sorted([name, _settled_filter(made, file, prefix)] for name, file in meta[_FILTERS])
        content = SIGNATURE + _written(meta)
        language["hash"] = f"{prefix}_{digest_of(content)[:10]}"
        meta_path.unlink()
        (made / f"pagefind.{language['hash']}.pf_meta").write_bytes(content)
    entry_path.write_text(json.dumps(entry, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _settled_filter(made: Path, name: str, prefix: str) -> str:
    path = made / "filter" / f"{name}.pf_filter"
    (heading, values), _ = _read(opened(path.read_bytes()), 0)
    content = SIGNATURE + _written([heading, sorted(values)])
    path.unlink()
    settled = f"{prefix}_{digest_of(content)[:7]}"
    (path.parent / f"{settled}.pf_filter").write_bytes(content)
    return settled


def opened(content: bytes) -> bytes:
    """Return what is inside a file of Pagefind."""
    return (gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content).removeprefix(SIGNATURE)


def _read(content: bytes, at: int) -> tuple[Any, int]:
    """Return the value that begins at ``at``, and where the next one begins."""
    kind, size = content[at] >> 5, content[at] & 31
    at += 1
    if size in _WIDTHS:
        width = _WIDTHS[size]
        size, at = int.from_bytes(content[at : at + width]), at + width
    elif size > _SHORT:
        raise ValueError("a size that is not known")
    if kind == _NUMBER:
        return size, at
    if kind == _TEXT:
        return content[at : at + size].decode(), at + size
    if kind != _ARRAY:
        raise ValueError(f"a value of kind {kind}")
    values = []
    for _ in range(size):
        value, at = _read(content, at)
        values.append(value)
    return values, at


def _written(value: Any) -> bytes:
    if isinstance(value, int):
        return _head(_NUMBER, value)
    if isinstance(value, str):
        text = value.encode()
        return _head(_TEXT, len(text)) + text
    return _head(_ARRAY, len(value)) + b"".join(map(_written, value))


def _head(kind: int, size: int) -> bytes:
    if size < _SHORT:
        return bytes([kind << 5 | size])
    mark, width = next((mark, width) for mark, width in _WIDTHS.items() if size < 1 << 8 * width)
    return bytes([kind << 5 | mark]) + size.to_bytes(width)
