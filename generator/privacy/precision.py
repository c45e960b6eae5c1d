"""A public care case as exactly as its consent allows: dates, place, category (domain brief §2.2, P07, P08 and P10)."""

from __future__ import annotations

from msgspec import structs

from .. import catalog
from ..engine import Database
from ..values import FuzzyDate
from .consent import consent_of
from .small_numbers import open_categories


def as_agreed(db: Database, ref: str, case: catalog.CareCase) -> catalog.CareCase:
    """Return ``case`` without what is more exact than may be told. Without a precision, dates are told by month."""
    consent = consent_of(db, ref)
    dates = consent.date_precision if consent else ""

    def cut(when: FuzzyDate | None) -> FuzzyDate | None:
        if when is None or dates == "day":
            return when
        return FuzzyDate(when.year, None if dates == "year" else when.month)

    def when_corrected(correction: catalog.Correction) -> catalog.Correction:
        return structs.replace(correction, at=cut(correction.at))

    return structs.replace(
        case,
        category=case.category if case.category in open_categories(db) else "",
        community="" if consent and consent.place_precision == "none" else case.community,
        month=cut(case.month),
        closed_month=cut(case.closed_month),
        supports=tuple(structs.replace(support, month=cut(support.month)) for support in case.supports),
        updated_at=cut(case.updated_at),
        corrections=tuple(map(when_corrected, case.corrections)),
    )
