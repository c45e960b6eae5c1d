"""Numbers as people write them: in groups, with dashes, dots and blanks between, in Arabic or in Han digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_ARABIC = "0123456789"
_HAN = {digit: str(value) for value, word in enumerate(("零〇", "一幺壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒",
                                                       "八捌", "九玖")) for digit in word}  # fmt: skip
_VALUE = {digit: digit for digit in _ARABIC} | _HAN

DIGIT = f"0-9{''.join(_HAN)}"
"""The inside of a character class: every digit."""
_BETWEEN = " /\\t\u00a0\u2000-\u200a\u202f\u3000\\-\u2010-\u2015\u2212_.*·•・‧"
GAP = f"[{_BETWEEN}]{{0,3}}"
"""What people put between the digits of one number."""

SIGN = re.compile(f"[{DIGIT}](?:{GAP}[{DIGIT}]){{6}}")
"""What is in every text with a number that is long enough to be looked at."""

_ONE = (
    f"(?:[{DIGIT.translate({ord(digit): None for digit in '一二三四五六七八九'})}]"
    "|[一二三四五六七八九](?![次个天年月楼层遍户栋])(?!(?<=一)[直共定般样起路边家点下]))"
)
"""A digit that does not begin the next word: 「13800138000一直占线」."""
_RUN = re.compile(f"{_ONE}(?:{GAP}{_ONE}){{6,}}(?:{GAP}[Xx](?![A-Za-z]))?")
_GROUP = re.compile(f"{_ONE}+[Xx]?|[Xx]")


class Number(NamedTuple):
    """A number of the wanted length that begins and ends where a group of digits does.

    ``shape`` has the lengths of its groups, ``gap`` what stands between it and the digits right before it.
    """

    digits: str
    start: int
    end: int
    shape: tuple[int, ...]
    gap: str
    before: str


class _Group(NamedTuple):
    digits: str
    start: int
    end: int


def numbers(text: str, shortest: int, longest: int) -> Iterator[Number]:
    """Yield every number of ``shortest`` to ``longest`` digits; they may overlap."""
    for run in _RUN.finditer(text):
        groups = [_Group(digits_of(group[0]), group.start(), group.end())
                  for group in _GROUP.finditer(text, run.start(), run.end())]  # fmt: skip
        for first in range(len(groups)):
            digits = ""
            for last in range(first, len(groups)):
                digits += groups[last].digits
                if len(digits) > longest:
                    break
                if len(digits) >= shortest:
                    yield _number(text, groups, first, last, digits)


def _number(text: str, groups: list[_Group], first: int, last: int, digits: str) -> Number:
    before = groups[first - 1] if first else None
    return Number(
        digits,
        groups[first].start,
        groups[last].end,
        tuple(len(group.digits) for group in groups[first : last + 1]),
        text[before.end : groups[first].start] if before else "",
        before.digits if before else "",
    )


def digits_of(text: str) -> str:
    """Return the digits in ``text`` as Arabic ones, a final X among them."""
    return "".join(_VALUE.get(character, "") for character in text) + ("X" if text[-1:] in ("X", "x") else "")
