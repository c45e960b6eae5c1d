"""Sums and shares of stated numbers. Only exact ones can be added or compared: 「若干」 and 「600余」 cannot."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from ..catalog import GroupCount
from ..values import Qualifier, Quantity
from ..vocabulary import GROUPS
from .parts import FactRow
from .words import Words


def exact(quantity: Quantity | None) -> Decimal | None:
    """Return the number when it was stated exactly."""
    return quantity.value if quantity and quantity.qualifier == Qualifier.EXACT else None


def percentage(part: Decimal | None, whole: Decimal | None) -> str:
    """Return ``part`` of ``whole`` as 「90%」, ``""`` where one is unknown or there is no whole."""
    if part is None or not whole:
        return ""
    return f"{(100 * part / whole).quantize(Decimal(1), ROUND_HALF_UP)}%"


def group_rows(words: Words, groups: Iterable[GroupCount]) -> tuple[FactRow, ...]:
    """Return how many people of each group came, with the sum where every number is exact and of one unit."""
    groups = tuple(groups)
    rows = [FactRow(words.label(GROUPS, one.group), words.quantity(one.count)) for one in groups]
    numbers = [exact(one.count) for one in groups]
    known = [number for number in numbers if number is not None]
    units = {one.count.unit for one in groups if one.count}
    if len(rows) > 1 and len(known) == len(rows) and len(units) == 1:
        rows.append(FactRow(words("合计"), words.quantity(Quantity(sum(known, Decimal()), units.pop()))))
    return tuple(rows)
