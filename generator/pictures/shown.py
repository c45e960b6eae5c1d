"""Which pictures public records show, share by share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from ..engine import Database, query
from ..inside import values_inside
from ..open_data.shares import refs_of_share
from ..privacy import public, translated_body
from ..prose import NAMED_PLACEHOLDER


@query(firewall=True)
def pictures_of_share(db: Database, share: str) -> tuple[str, ...]:
    """Return the files below ``content/`` that the public records of one share show or link to."""
    return _shown_by(public(db, ref) for ref in refs_of_share(db, share))


@query(firewall=True)
def pictures_of_translation(db: Database, name: str) -> tuple[str, ...]:
    """Return the files below ``content/`` that a translation shows or links to."""
    return _shown_by([translated_body(db, name)])


def _shown_by(texts: Iterable[Struct | None]) -> tuple[str, ...]:
    found: set[str] = set()
    for name, value in (pair for text in texts if text for pair in values_inside(text, _may_show)):
        if name == "file":
            found.add(value)
        else:
            targets = (match[2] for match in NAMED_PLACEHOLDER.finditer(value))
            found.update(target for target in targets if target.startswith("media/"))
    return tuple(sorted(found))


def _may_show(name: str, kind: type[Any]) -> bool:
    return name in ("file", "html")
