"""What each amendment changed: the words before, the words since, the reason, and when residents were told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from msgspec import structs

from ..catalog import Amendment, Change, Terms
from .facts import key
from .history import Effects


def changes_of(original: Terms, amendments: Iterable[Amendment], effects: Effects) -> tuple[Change, ...]:
    """Return the changes of a promise that first said ``original``, in the order of their days."""
    found = []
    now = original
    for amendment in amendments:
        new: dict[str, Any] = {
            "text": amendment.new_text,
            "owner": amendment.new_owner,
            "measure": amendment.new_measure,
            "due": amendment.new_due,
        }
        after = {name: value for name, value in new.items() if value is not None}
        change = Change(
            at=amendment.at,
            before=Terms(**{name: getattr(now, name) for name in after}),
            after=Terms(**after),
            reason=amendment.reason,
            published_on=_told_later(amendment, effects),
        )
        found.append(change)
        now = structs.replace(now, **after)
    return tuple(found)


def _told_later(amendment: Amendment, effects: Effects) -> date | None:
    """Return the day on which residents were told, where it is not the day of the decision."""
    told = effects.days.get(key("amended", amendment.at, amendment.new_due))
    decided = amendment.at.last_day if amendment.at else None
    return told if told != decided else None
