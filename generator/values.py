"""The small values that records are made of, as both authors and readers see them.

Facts are kept as they were stated: a date may lack its year, a number may be 「600余」 or 「若干」
(domain brief §3.2). Nothing here pads or guesses.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct


class Text(Struct, frozen=True, array_like=True):
    """Words for readers: Chinese, and a translation where the editors wrote one."""

    zh: str
    en: str = ""

    def in_(self, language: str) -> str:
        """Return the wording for ``language`` (``"zh"`` or ``"en"``), Chinese where there is no other."""
        return self.en if language == "en" and self.en else self.zh or self.en

    def has(self, language: str) -> bool:
        """Whether there is a wording for ``language`` where it is the second of a site.

        What is written without a language is kept as Chinese and is in the first one: so Chinese is a second language
        only beside an English wording.
        """
        return bool(self.en and (self.zh or language == "en"))

    def __str__(self) -> str:
        return self.zh or self.en


class FuzzyDate(Struct, frozen=True, array_like=True):
    """A date as far as it is known: ``2026-06-30``, ``2026-06``, ``2026``, ``--10-14`` or ``--12``."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        year = "-" if self.year is None else f"{self.year:04d}"
        month = "" if self.month is None else f"-{self.month:02d}"
        return year + month if self.day is None else f"{year}{month}-{self.day:02d}"

    @property
    def is_usable(self) -> bool:
        """Whether it can be compared with today: a date without its year cannot."""
        return self.year is not None

    @property
    def is_full(self) -> bool:
        return self.year is not None and self.day is not None

    @property
    def first_day(self) -> date | None:
        if self.year is None:
            return None
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date | None:
        """The last day of the period: what a deadline of 「2026-06」 means."""
        if self.year is None:
            return None
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def order(self) -> tuple[int, int, int]:
        """Sort key: dates without a year come before all others."""
        return (self.year or 0, self.month or 0, self.day or 0)


def last_day_of(when: FuzzyDate | None) -> date | None:
    """Return the last day of ``when``, ``None`` where there is no date or it lacks its year."""
    return when.last_day if when else None


class Qualifier(StrEnum):
    """How a number was stated."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    ABOUT = "about"
    AT_MOST = "at_most"
    SEVERAL = "several"


class Quantity(Struct, frozen=True, array_like=True):
    """A number as it was stated, with its unit. ``value`` is ``None`` for 「若干」."""

    value: Decimal | None
    unit: str = ""
    qualifier: Qualifier = Qualifier.EXACT

    def __str__(self) -> str:
        """Return the one way to write it down, which ``parse_quantity`` reads: 「600余件」, 「约30人」, 「若干棵」."""
        number = "若干" if self.value is None else f"{self.value.normalize():f}"
        return {
            Qualifier.AT_LEAST: f"{number}余{self.unit}",
            Qualifier.ABOUT: f"约{number}{self.unit}",
            Qualifier.AT_MOST: f"至多{number}{self.unit}",
        }.get(self.qualifier, f"{number}{self.unit}")


class Money(Struct, frozen=True, array_like=True):
    """An amount of money in yuan (CNY)."""

    yuan: Decimal


class ValueProblem(ValueError):
    """A text that is not the value it should be; ``code`` names the row in ``problems.KINDS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def normalise(text: str) -> str:
    """Return ``text`` with full-width digits and letters made half-width, and no blanks around."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


_REMEMBERED = 4096
"""How many texts are remembered with what they say: dates and numbers are written again and again."""

_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?|--(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?"
)
_HAN_DATE = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?")


@lru_cache(_REMEMBERED)
def parse_date(text: str) -> FuzzyDate:
    """Read a fuzzy date, also 「2026年6月30日」, 「10月14日」 and ``2026/6/30``.

    Raises:
        ValueProblem: ``bad-date`` when it is no date, ``impossible-date`` for one like 2026-02-30.
    """
    plain = normalise(text).replace(" ", "")
    if "年" in plain or "月" in plain:
        han = _HAN_DATE.fullmatch(plain)
        numbers = han.groups() if han else None
    else:
        match = _DATE.fullmatch(plain.replace("/", "-").replace(".", "-"))
        numbers = (match["year"], match["month"] or match["m"], match["day"] or match["d"]) if match else None
    if numbers is None or not any(numbers):
        raise ValueProblem("bad-date")
    year, month, day = (int(number) if number else None for number in numbers)
    # Without a year any 29 February may be right, so it is tried in a leap year.
    if (year is not None and not 1800 <= year <= 2200) or (month is not None and not 1 <= month <= 12):
        raise ValueProblem("impossible-date")
    if day is not None and not 1 <= day <= monthrange(year or 2024, month or 1)[1]:
        raise ValueProblem("impossible-date")
    return FuzzyDate(year, month, day)


_ONE = "[一二两三四五六七八九]"
_TENS = f"{_ONE}?十{_ONE}?"
_HUNDREDS = f"{_ONE}?百(?:零{_ONE}|{_ONE}十{_ONE}?)?"
_THOUSANDS = f"{_ONE}?千(?:零(?:{_TENS}|{_ONE})|{_HUNDREDS})?"
_SECTION = f"(?:{_THOUSANDS}|{_HUNDREDS}|{_TENS}|{_ONE})"
# 「一万二」 and 「两百五」 leave out the place of their last digit, which one reader takes for another than the next.
_HAN_NUMBER = (
    f"(?:{_SECTION}?万(?:零{_SECTION}|{_THOUSANDS})?|{_SECTION}|[零〇])(?![零〇一二两三四五六七八九十百千万亿])"
)
_ARABIC_NUMBER = "[0-9]+(?:,[0-9]{3})*(?:\\.[0-9]+)?"
_QUANTITY = (
    rf"(?P<before>约|大约|近|将近|左右|至少|不少于|超过|超|至多|不超过|最多|about|at least|at most)?\s*"
    rf"(?:(?P<number>{_ARABIC_NUMBER})(?P<scale>[万亿]|千(?![米克瓦伏])|百(?!分))?|(?P<han>{_HAN_NUMBER}))"
    rf"\s*(?P<after>余|多|几|来|\+)?\s*"
    rf"(?P<unit>(?:(?!点{_ONE})[^\d\s]*?)(?:m[23])?)\s*(?P<end>以上|以下|以内|左右|上下)?"
)
"""Compiled when first needed, which takes 10 ms."""
_SEVERAL = re.compile(r"(?P<word>若干|多|数|几|一些|several)(?:十|百|千|万)?\s*(?P<unit>[^\d\s]*)")
_AT_LEAST = {"余", "多", "几", "+", "至少", "不少于", "超过", "超", "以上", "at least"}
_AT_MOST = {"至多", "不超过", "最多", "以下", "以内", "at most"}
_ABOUT = {"约", "大约", "近", "将近", "来", "左右", "上下", "about"}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


@lru_cache(_REMEMBERED)
def parse_quantity(text: str, unit: str = "") -> Quantity:
    """Read a number as editors state it: 「600余件」, 「约 30 人」, 「若干」, 「一万二千户」, 「120㎡」.

    ``unit`` is used where the text names none. What may be two numbers (「两三百」) is none.

    Raises:
        ValueProblem: ``bad-quantity``.
    """
    plain = normalise(text)
    several = _SEVERAL.fullmatch(plain)
    if several:
        return Quantity(None, several["unit"] or unit, Qualifier.SEVERAL)
    match = re.fullmatch(_QUANTITY, plain)
    if not match:
        raise ValueProblem("bad-quantity")
    words = {match["before"], match["after"], match["end"]}
    if words & _AT_LEAST:
        qualifier = Qualifier.AT_LEAST
    elif words & _AT_MOST:
        qualifier = Qualifier.AT_MOST
    else:
        qualifier = Qualifier.ABOUT if words & _ABOUT else Qualifier.EXACT
    if match["han"]:
        value = _han_number(match["han"])
    else:
        value = Decimal(match["number"].replace(",", "")) * _SCALES.get(match["scale"], 1)
    return Quantity(value, _with_raised_digit(match["unit"]) or unit, qualifier)


def _with_raised_digit(unit: str) -> str:
    """Return 「m²」 for 「m2」, which is what is left of 「㎡」."""
    return unit[:-1] + {"2": "²", "3": "³"}[unit[-1]] if unit.endswith(("m2", "m3")) else unit


def _han_number(text: str) -> Decimal:
    thousands, scale, rest = text.rpartition("万")
    return Decimal((_section(thousands) or 1) * 10_000 + _section(rest) if scale else _section(rest))


def _section(text: str) -> int:
    """Return what a number below 10,000 in Han characters says."""
    total = digit = 0
    for character in text:
        if character in _PLACES:
            total += (digit or 1) * _PLACES[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


_MONEY = re.compile(
    r"(?:人民币|¥|CNY|RMB)?\s*([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)\s*(万|亿)?\s*(?:元|圆|块|yuan|CNY|RMB)?"
)


def parse_money(text: str) -> Money:
    """Read an amount in yuan: 「12,000 元」, 「3.5 万元」, ``800``.

    Raises:
        ValueProblem: ``bad-money``.
    """
    match = _MONEY.fullmatch(normalise(text))
    if not match:
        raise ValueProblem("bad-money")
    return Money(Decimal(match[1].replace(",", "")) * _SCALES.get(match[2], 1))


_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})))?")


def parse_period(text: str) -> str:
    """Read the name of a period: ``2026-Q3``, ``2026-H1``, ``2026-06``, ``2026``.

    Raises:
        ValueProblem: ``bad-period``.
    """
    plain = normalise(text).upper()
    match = _PERIOD.fullmatch(plain)
    if not match or int(match[1]) == 0 or (match[4] and not 1 <= int(match[4]) <= 12):
        raise ValueProblem("bad-period")
    return plain


def first_day_of_period(name: str) -> date:
    """Return the first day of a period as ``parse_period`` returns it."""
    year, _, part = name.partition("-")
    if part.startswith("Q"):
        return date(int(year), int(part[1]) * 3 - 2, 1)
    if part.startswith("H"):
        return date(int(year), int(part[1]) * 6 - 5, 1)
    return date(int(year), int(part or 1), 1)


_TRUE = {"是", "对", "yes", "true", "y", "1"}
_FALSE = {"否", "不", "no", "false", "n", "0"}


def parse_boolean(text: str) -> bool:
    """Read 「是」 or 「否」.

    Raises:
        ValueProblem: ``bad-boolean``.
    """
    plain = normalise(text).lower()
    if plain not in _TRUE and plain not in _FALSE:
        raise ValueProblem("bad-boolean")
    return plain in _TRUE


_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def parse_time(text: str) -> str:
    """Read a time of day, ``HH:MM``.

    Raises:
        ValueProblem: ``bad-time``.
    """
    match = _TIME.fullmatch(normalise(text))
    if not match:
        raise ValueProblem("bad-time")
    return f"{int(match[1]):02d}:{match[2]}"


_DEVICES = "con|prn|aux|nul|com[0-9]|lpt[0-9]"
SLUG = re.compile(rf"(?!(?:{_DEVICES})$)(?=.{{1,100}}$)[a-z0-9]+(?:-[a-z0-9]+)*")
"""What may be part of an address and of a file name on any system: Windows keeps some names for its devices."""

# The C0 and C1 controls but tab and line feed, the separators that YAML takes for line ends, and what nobody sees but
# what makes two equal words differ: zero-width spaces, marks of direction, a BOM inside the text, two that XML forbids.
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)
