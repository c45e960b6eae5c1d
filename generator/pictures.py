"""Which pictures a public record shows."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from .engine import Database, query
from .privacy import public
from .prose import PLACEHOLDER

_IN_PROSE = re.compile(rf'src="{PLACEHOLDER}(media/[^"#]*)"|href="{PLACEHOLDER}(media/[^"#]*)"')


@query(firewall=True)
def pictures_of(db: Database, ref: str) -> tuple[str, ...]:
    """Return the files below ``content/`` that a public record shows or links to, each once."""
    found: dict[str, None] = {}

    def look(value: Any) -> None:
        if isinstance(value, tuple):
            for item in value:
                look(item)
        elif isinstance(value, Struct):
            for name in value.__struct_fields__:
                inner = getattr(value, name)
                if name == "file" and inner:
                    found[inner] = None
                elif name == "html":
                    found.update(dict.fromkeys(match[1] or match[2] for match in _IN_PROSE.finditer(inner)))
                else:
                    look(inner)

    look(public(db, ref))
    return tuple(found)
