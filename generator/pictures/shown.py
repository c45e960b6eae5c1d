"""Which pictures a public record shows."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from ..engine import Database, query
from ..privacy import public
from ..prose import NAMED_PLACEHOLDER


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
                    targets = (match[2] for match in NAMED_PLACEHOLDER.finditer(inner))
                    found.update(dict.fromkeys(target for target in targets if target.startswith("media/")))
                else:
                    look(inner)

    look(public(db, ref))
    return tuple(found)
