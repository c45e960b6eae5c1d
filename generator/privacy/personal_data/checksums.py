"""Numbers that prove themselves: each function says whether the last character fits the others."""

from __future__ import annotations

from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_PROVINCES = frozenset(
    f"{number}" for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for number in range(first, last + 1)
)  # fmt: skip
_USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def is_resident_id(number: str) -> bool:
    """Whether 18 characters have the check character of GB 11643 (ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    return number[17] == _ID_CHECK[total % 11]


def has_region(number: str) -> bool:
    """Whether a number begins with the code of a province (GB/T 2260)."""
    return number[:2] in _PROVINCES


def has_birthday(number: str) -> bool:
    """Whether there is a real date from 1800 to 2099 in the place that an id number has for it."""
    try:
        return 1800 <= date(int(number[6:10]), int(number[10:12]), int(number[12:14])).year <= 2099
    except ValueError:
        return False


def is_luhn(number: str) -> bool:
    """Whether a number has the check digit of ISO/IEC 7812-1; one random number in ten does."""
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def is_uscc(code: str) -> bool:
    """Whether 18 characters have the check character of GB 32100-2015 (MOD 31)."""
    values = [_USCC_CHARACTERS.index(character) for character in code]
    total = sum(value * pow(3, place, 31) for place, value in enumerate(values[:17]))
    return values[17] == (31 - total % 31) % 31
