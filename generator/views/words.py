"""Values in words: dates, numbers, money and labels as residents read them, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as Day
from decimal import Decimal
from functools import cache

from ..catalog import SmallCount
from ..engine import Database
from ..i18n import translations
from ..privacy import SMALL, site
from ..routes import PagePlan
from ..values import FuzzyDate, Money, Qualifier, Quantity, Text
from ..vocabulary import Choices, label
from .foreign import filled, foreign, joined

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


_ENGLISH_UNITS = {
    "人": "people", "户": "households", "票": "votes", "项": "items", "家": "units",
    "次": "times", "平方公里": "km²", "元": "yuan",
    "天": "days", "米": "m", "件": "pieces", "棵": "trees", "盏": "lamps", "名": "people",
}  # fmt: skip
"""The units that the models give to numbers without one, and a few that are as common."""


class Words:
    """Puts values into words of ``language`` (``zh`` or ``en``).

    ``first`` is the language that the content is written in. Where it is another one, ``second`` is ``language``, and
    what has no wording in it comes in its own and says so (``Foreign``).
    """

    def __init__(self, language: str, first: str = "") -> None:
        self.language = language
        self.first = first or language
        self.second = language if self.first != language else ""
        self._say = cache(translations(language).gettext)
        self.not_stated = self("原文未注明")

    def __call__(self, message: str, **blanks: object) -> str:
        """Translate a message of the program and fill its blanks."""
        said = self._say(message)
        if self.second and blanks:
            return filled(said, blanks)
        return said.format(**blanks) if blanks else said

    def joined(self, separator: str, parts: Iterable[str]) -> str:
        """Return ``parts`` with a punctuation mark of the language between them."""
        return joined(self(separator), parts) if self.second else self(separator).join(parts)

    def text(self, text: Text | None) -> str:
        """Return the wording of ``text``, or ``""``."""
        if not text:
            return ""
        said = text.in_(self.language)
        return said if not self.second or text.has(self.language) else foreign(said, self.first)

    def label(self, choices: Choices, key: str) -> str:
        """Return the label of an enumeration value as it begins a line, or ``""`` for none."""
        said = label(choices, key, self.language) if key else ""
        return said[:1].upper() + said[1:]

    def date(self, when: FuzzyDate | Day | None) -> str:
        """Return 「2026年6月30日」, 「2026年6月」, 「6月30日」; 「原文未注明」 for ``None``."""
        if when is None:
            return self.not_stated
        year, month, day = when.year, when.month, when.day
        if self.language == "en":
            parts = [str(day) if day else "", _MONTHS[month - 1] if month else "", str(year) if year else ""]
            return " ".join(part for part in parts if part)
        return (f"{year}年" if year else "") + (f"{month}月" if month else "") + (f"{day}日" if day else "")

    def iso(self, when: FuzzyDate | Day | None) -> str:
        """Return the ``datetime`` attribute of ``<time>``, or ``""`` where HTML has no form for it (``--12``)."""
        if when is None:
            return ""
        if when.year is None:
            return f"{when.month:02d}-{when.day:02d}" if when.day else ""
        return str(when)

    def number(self, value: Decimal) -> str:
        """Return a number without needless zeros, thousands apart from five digits on."""
        plain = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
        return f"{plain:,f}" if abs(plain) >= 10_000 else f"{plain:f}"

    def unit(self, unit: str) -> str:
        """Return a unit as it was stated, put into English where that is common."""
        if self.language != "en":
            return unit
        known = _ENGLISH_UNITS.get(unit, unit)
        return foreign(known, self.first) if self.second and not known.isascii() else known

    def quantity(self, quantity: Quantity | None, unit: str = "") -> str:
        """Return 「600 余件」, 「约 30 人」, 「若干棵」; 「原文未注明」 for ``None``."""
        if quantity is None:
            return self.not_stated
        unit = quantity.unit or unit
        unit = self.unit(unit)
        if quantity.value is None:
            return self("若干{unit}", unit=unit)
        number = self.number(quantity.value)
        spaced = " " + unit if unit and self.language == "en" else unit
        match quantity.qualifier:
            case Qualifier.AT_LEAST:
                return self("{number}余{unit}", number=number, unit=spaced)
            case Qualifier.ABOUT:
                return self("约{number}{unit}", number=number, unit=spaced)
            case Qualifier.AT_MOST:
                return self("至多{number}{unit}", number=number, unit=spaced)
            case _:
                return number + spaced

    def persons(self, count: SmallCount) -> str:
        """Return 「7例」, 「少于5例」, or 「不单列」."""
        if count.value is not None:
            return self("{count}例", count=count.value)
        return self("少于{least}例", least=SMALL) if count.shown == "few" else self("不单列")

    def amount(self, what: Text | None, quantity: Quantity | None) -> str:
        """Return 「换灯72盏」: what, and how much of it as far as that is known."""
        colon = ": " if self.language == "en" else ""
        return self.text(what) + (colon + self.quantity(quantity) if quantity else "")

    def money(self, money: Money | None) -> str:
        """Return 「12,000元」; 「原文未注明」 for ``None``."""
        return self.not_stated if money is None else self("{number}元", number=self.number(money.yuan))

    def seconds(self, seconds: int | None) -> str:
        """Return 「3分30秒」; 「原文未注明」 for ``None``."""
        if seconds is None:
            return self.not_stated
        minutes, rest = divmod(seconds, 60)
        if not minutes:
            return self("{seconds}秒", seconds=rest)
        return (
            self("{minutes}分{seconds}秒", minutes=minutes, seconds=rest)
            if rest
            else self("{minutes}分钟", minutes=minutes)
        )

    def period(self, name: str) -> str:
        """Return 「2026年第3季度」 for ``2026-Q3``, 「2026年上半年」 for ``2026-H1``."""
        year, _, part = name.partition("-")
        if not part:
            return self("{year}年", year=year)
        if part[0] == "Q":
            return self("{year}年第{quarter}季度", year=year, quarter=part[1])
        if part[0] == "H":
            return self("{year}年上半年", year=year) if part == "H1" else self("{year}年下半年", year=year)
        return self.date(FuzzyDate(int(year), int(part)))


@cache
def words_in(language: str, first: str = "") -> Words:
    """Return the words of ``language`` for content that is written in ``first``."""
    return Words(language, first)


def words_of(db: Database, plan: PagePlan) -> Words:
    """Return the words of a page."""
    first = site(db).language
    return words_in(plan.language or first, first)
