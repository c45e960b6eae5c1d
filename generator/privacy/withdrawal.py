"""What was taken down: whether something is told at its old address, and what (domain brief §2.4).

The record, or its consent, stays in the content and says so; only so does anything remember that there was a page. What
is a draft was never public, as far as anybody can tell from the content, and nothing is told of it.
"""

from __future__ import annotations

from datetime import timedelta

from ..catalog import Gone
from ..content import record
from ..engine import Database, query
from ..models.records import CareCase, Consent
from ..references import names, owner_of, resolution
from ..values import last_day_of
from ..vocabulary import IS_PUBLIC
from .consent import has_come_in_private
from .gate import taken_down
from .release import is_public, public_names

_ENDED = ("withdrawn", "expired")
"""States of publication of what was public once."""


@query(firewall=True)
def gone_names(db: Database) -> tuple[str, ...]:
    """Return the full names of all that was taken down."""
    is_shown = frozenset(public_names(db))
    others = (ref for ref in names(db) if ref not in is_shown and not ref.startswith("consents/"))
    return tuple(ref for ref in others if gone(db, ref))


@query(firewall=True)
def gone(db: Database, ref: str) -> Gone | None:
    """Return what is told of a record that was taken down, ``None`` for what is public or never was."""
    if is_public(db, ref):
        return None
    owner = owner_of(db, ref) if ref.startswith("commitments/") else ref
    if owner != ref:
        # No promise of a care case ever had a page; of other records, their promises go with them.
        told = None if not owner or owner.startswith("care/") else gone(db, owner)
        return Gone(why=told.why, at=told.at, reason=told.reason) if told else None
    found = record(db, ref)
    if found is None or isinstance(found, Consent):
        return None
    if isinstance(found, CareCase):
        why = _why_case_ended(db, ref, found)
        return Gone(why=why, former=found.former) if why else None
    if found.publication not in _ENDED:
        return None
    words = taken_down(db, ref)
    why = "expired" if found.publication == "expired" else "taken_down"
    return Gone(why=why, at=words.at if words else None, reason=words.reason if words else None, former=found.former)


def _why_case_ended(db: Database, ref: str, case: CareCase) -> str:
    """Return why a care case that was meant for the public is no longer shown: first of all that somebody asked."""
    if case.publication not in IS_PUBLIC and case.publication not in _ENDED:
        return ""
    consent = _consent_of(db, ref, case)
    withdrawn = last_day_of(consent.withdrawn_on) if consent else None
    if case.state == "withdrawn" or (withdrawn and has_come_in_private(db, withdrawn)):
        return "withdrawn"
    expires, kept_until = last_day_of(consent.expires_on) if consent else None, last_day_of(case.retention_until)
    if (expires and has_come_in_private(db, expires)) or (
        kept_until and has_come_in_private(db, kept_until + timedelta(days=1))
    ):
        return "expired"
    return case.publication if case.publication in _ENDED else ""


def _consent_of(db: Database, ref: str, case: CareCase) -> Consent | None:
    name = resolution(db, ref).names.get(f"consent:{case.consent}") if case.consent else None
    found = record(db, name) if name else None
    return found if isinstance(found, Consent) else None
