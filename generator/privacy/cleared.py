"""What an office may publish of itself: its telephone numbers, its mailboxes, and what the editors have cleared."""

from __future__ import annotations

import re
from collections.abc import Set
from urllib.parse import urlsplit

from ..content import files_of_records, record, settings
from ..engine import Database, query
from ..models.records import Community
from ..problems import Level
from .personal_data import Finding, Kind, bare
from .pseudonyms import aliases

_NEVER = frozenset({Kind.RESIDENT_ID, Kind.BANK_CARD})
_ROLES = frozenset({
    "admin", "contact", "editor", "feedback", "help", "info", "kefu", "mail", "news", "office", "service", "shequ",
    "support", "tougao", "webmaster",
})  # fmt: skip
_SEVERAL = re.compile(r"[、，,；;/或（(]")
_SHORTEST = 7
"""Digits of the shortest number that has one owner: a local number without its area code."""


@query(firewall=True)
def cleared_words(db: Database) -> tuple[str, ...]:
    """Return the numbers, mailboxes and names that may stand on a page, without blanks and dashes."""
    written = settings(db)
    communities = (record(db, ref) for ref in files_of_records(db) if ref.startswith("communities/"))
    phones = [community.office_phone for community in communities if isinstance(community, Community)]
    if written.contact:
        phones.append(written.contact.phone)
    numbers = [number for phone in phones for number in _SEVERAL.split(phone)]
    return tuple(sorted({word for entry in (*numbers, *written.cleared) if (word := bare(entry))}))


def is_cleared(db: Database, finding: Finding, *, kinds: Set[Kind]) -> bool:
    """Whether a finding of one of ``kinds`` is the office's own, or has been cleared by the editors.

    A number that proves itself never is. The pseudonym of a care case is nobody's name, whatever ``kinds``.
    """
    if finding.kind is Kind.NAME and any(finding.value in alias for alias in aliases(db)):
        return True
    if finding.kind not in kinds or (finding.kind in _NEVER and finding.level is Level.ERROR):
        return False
    value = bare(finding.value)
    if finding.kind is Kind.EMAIL and _is_own_role(db, finding.value):
        return True
    return any(value == word or _is_same_number(value, word) for word in cleared_words(db))


def _is_same_number(one: str, other: str) -> bool:
    """Whether two numbers differ by an area code only."""
    if not (one.isdecimal() and other.isdecimal()) or min(len(one), len(other)) < _SHORTEST:
        return False
    return one.endswith(other) or other.endswith(one)


def _is_own_role(db: Database, address: str) -> bool:
    """Whether a mailbox is that of a role at the site's own domain."""
    role, _, domain = address.partition("@")
    host = (urlsplit(settings(db).url).hostname or "").removeprefix("www.")
    return bool(host) and role in _ROLES and (domain == host or domain.endswith(f".{host}"))
