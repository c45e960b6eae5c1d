"""The pseudonyms of care cases: which case uses which."""

from __future__ import annotations

from ..content import files_of_records, record
from ..engine import Database, query
from ..models.records import CareCase


@query(firewall=True)
def aliases(db: Database) -> dict[str, tuple[str, ...]]:
    """Map every pseudonym to the care cases that use it."""
    found: dict[str, list[str]] = {}
    for ref in files_of_records(db):
        if ref.startswith("care/"):
            found.setdefault(alias_of(db, ref), []).append(ref)
    return {alias: tuple(refs) for alias, refs in found.items()}


@query(firewall=True)
def alias_of(db: Database, ref: str) -> str:
    """Return the pseudonym of a care case."""
    case = record(db, ref)
    return str(case.alias) if isinstance(case, CareCase) and case.alias else ""
