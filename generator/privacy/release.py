"""What is published today."""

from __future__ import annotations

from ..content import record
from ..engine import Database, query
from ..models import AnyRecord
from ..models.records import CareCase, Consent
from ..references import exists, names, promises
from ..vocabulary import IS_PUBLIC
from .consent import care_case_is_open


@query(firewall=True)
def is_public(db: Database, ref: str) -> bool:
    """Whether the thing with this full name is published today."""
    if ref.startswith("commitments/"):
        place = promises(db).get(ref)
        if place is None or place.owner.startswith("care/"):
            return False  # a promise has days and an owner: it would undo what a care case leaves out
        return is_public(db, place.owner) if place.owner != ref else _is_released(record(db, ref))
    found = record(db, ref) if exists(db, ref) else None
    if found is None or isinstance(found, Consent) or not _is_released(found):
        return False
    return care_case_is_open(db, ref) if isinstance(found, CareCase) else True


def _is_released(found: AnyRecord | None) -> bool:
    """Whether its author wants it published. A care case must say so; anything else is, unless it says otherwise."""
    if found is None:
        return False
    state = found.publication or ("draft" if isinstance(found, CareCase) else "published")
    return state in IS_PUBLIC


@query(firewall=True)
def public_names(db: Database) -> tuple[str, ...]:
    """Return the full names of everything that is published today."""
    return tuple(ref for ref in names(db) if is_public(db, ref))
