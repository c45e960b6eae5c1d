"""Which pictures a public record shows."""

from __future__ import annotations

from typing import Any

from ..engine import Database, query
from ..inside import values_inside
from ..privacy import public, translated_body
from ..prose import NAMED_PLACEHOLDER


@query(firewall=True)
def pictures_of(db: Database, ref: str) -> tuple[str, ...]:
    """Return the files below ``content/`` that a public record, or a translation, shows or links to, each once."""
    record = translated_body(db, ref) if "." in ref else public(db, ref)
    found: dict[str, None] = {}
    for name, value in values_inside(record, _may_show) if record else ():
        if name == "file":
            found[value] = None
        else:
            targets = (match[2] for match in NAMED_PLACEHOLDER.finditer(value))
            found.update(dict.fromkeys(target for target in targets if target.startswith("media/")))
    return tuple(found)


def _may_show(name: str, kind: type[Any]) -> bool:
    return name in ("file", "html")
