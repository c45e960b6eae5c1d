"""Facts are read as they were stated, and what may be two facts is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.problems import KINDS
from generator.values import (
    FuzzyDate,
    Money,
    Qualifier,
    Quantity,
    Text,
    ValueProblem,
    normalise,
    parse_boolean,
    parse_date,
    parse_money,
    parse_period,
    parse_quantity,
    parse_time,
)

PARSERS: tuple[Callable[[str], Any], ...] = (
    parse_date, parse_quantity, parse_money, parse_period, parse_boolean, parse_time,
)  # fmt: skip


def _problem(parse: Callable[[str], Any], text: str) -> str:
    with pytest.raises(ValueProblem) as raised:
        parse(text)
    return raised.value.code


_LIKE_VALUES = st.text("0123456789-/.:,万千百十一二两零〇年月日约余多个人元%QHqh+ ０２－：", max_size=12)


@given(st.one_of(st.text(max_size=12), _LIKE_VALUES))
def test_any_text_is_a_value_or_a_problem_of_the_table(text: str) -> None:
    for parse in PARSERS:
        try:
            parse(text.strip())
        except ValueProblem as problem:
            assert problem.code in KINDS


def test_full_width_letters_and_digits_are_made_half_width() -> None:
    assert normalise("２０２６－Ｑ３ ") == "2026-Q3"


# -- dates ---------------------------------------------------------------------------------------------

_DATES = st.one_of(
    st.dates(date(1800, 1, 1), date(2200, 12, 31)).map(lambda day: FuzzyDate(day.year, day.month, day.day)),
    st.builds(FuzzyDate, st.integers(1800, 2200), st.integers(1, 12)),
    st.builds(FuzzyDate, st.integers(1800, 2200)),
    st.builds(lambda month: FuzzyDate(None, month), st.integers(1, 12)),
    st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: FuzzyDate(None, day.month, day.day)),
)


@given(_DATES)
def test_a_date_is_read_as_it_is_written(when: FuzzyDate) -> None:
    assert parse_date(str(when)) == when


@given(_DATES)
def test_a_date_is_a_period_with_a_first_and_a_last_day(when: FuzzyDate) -> None:
    if when.first_day is None or when.last_day is None:
        assert not when.is_usable
        assert (when.first_day, when.last_day) == (None, None)
        return
    assert when.first_day <= when.last_day
    assert FuzzyDate(when.last_day.year) == FuzzyDate(when.year)
    after = when.last_day + timedelta(days=1)
    assert (after.year, after.month, after.day)[: 1 + bool(when.month) + bool(when.day)] != (
        when.year, when.month, when.day,
    )[: 1 + bool(when.month) + bool(when.day)]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-06-30", FuzzyDate(2026, 6, 30)),
        ("2026-6-3", FuzzyDate(2026, 6, 3)),
        ("2026/6/30", FuzzyDate(2026, 6, 30)),
        ("2026.06.30", FuzzyDate(2026, 6, 30)),
        ("2026年6月30日", FuzzyDate(2026, 6, 30)),
        ("2026 年 6 月 30 号", FuzzyDate(2026, 6, 30)),
        ("２０２６－０６－３０", FuzzyDate(2026, 6, 30)),
        ("2026-06", FuzzyDate(2026, 6)),
        ("2026年6月", FuzzyDate(2026, 6)),
        ("2026", FuzzyDate(2026)),
        ("2026年", FuzzyDate(2026)),
        ("--10-14", FuzzyDate(None, 10, 14)),
        ("10月14日", FuzzyDate(None, 10, 14)),
        ("--12", FuzzyDate(None, 12)),
        ("12月", FuzzyDate(None, 12)),
        ("--02-29", FuzzyDate(None, 2, 29)),
        ("2024-02-29", FuzzyDate(2024, 2, 29)),
    ],
)
def test_dates_of_many_forms_are_read(text: str, when: FuzzyDate) -> None:
    assert parse_date(text) == when


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13", "2026-00", "--02-30", "2025-02-29", "0026-01-01", "2300"])
def test_a_date_that_does_not_exist_is_called_that(text: str) -> None:
    assert _problem(parse_date, text) == "impossible-date"


@pytest.mark.parametrize(
    "text", ["", "明年", "年", "20260630", "30日", "2026-06-30 09:30", "6/30/2026", "2026-06-", "-06"]
)
def test_what_is_no_date_is_called_that(text: str) -> None:
    assert _problem(parse_date, text) == "bad-date"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-06-30", date(2026, 6, 30), date(2026, 6, 30)),
        ("2026-06", date(2026, 6, 1), date(2026, 6, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_deadline_is_the_last_day_of_its_period(text: str, first: date, last: date) -> None:
    assert (parse_date(text).first_day, parse_date(text).last_day) == (first, last)


def test_dates_without_a_year_come_before_all_others() -> None:
    dates = ["2026", "--12", "2025-12-31", "2026-01-01", "--02-01"]
    assert sorted(dates, key=lambda text: parse_date(text).order) == [
        "--02-01", "--12", "2025-12-31", "2026", "2026-01-01",
    ]  # fmt: skip


def test_only_a_date_with_its_day_is_full() -> None:
    assert [parse_date(text).is_full for text in ("2026-06-30", "2026-06", "2026", "--06-30")] == [True, *[False] * 3]


# -- quantities ----------------------------------------------------------------------------------------

EXACT, AT_LEAST, ABOUT = Qualifier.EXACT, Qualifier.AT_LEAST, Qualifier.ABOUT
AT_MOST, SEVERAL = Qualifier.AT_MOST, Qualifier.SEVERAL


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("86", "86", "", EXACT),
        ("86 户", "86", "户", EXACT),
        ("８６户", "86", "户", EXACT),
        ("1,234人", "1234", "人", EXACT),
        ("1，234人", "1234", "人", EXACT),
        ("0.3平方公里", "0.3", "平方公里", EXACT),
        ("92%", "92", "%", EXACT),
        ("120㎡", "120", "m²", EXACT),
        ("30 m3", "30", "m³", EXACT),
        ("600余件", "600", "件", AT_LEAST),
        ("2800余户", "2800", "户", AT_LEAST),
        ("30多人", "30", "人", AT_LEAST),
        ("十几人", "10", "人", AT_LEAST),
        ("30人以上", "30", "人", AT_LEAST),
        ("不少于30人", "30", "人", AT_LEAST),
        ("at least 600 people", "600", "people", AT_LEAST),
        ("约 30 人", "30", "人", ABOUT),
        ("30人左右", "30", "人", ABOUT),
        ("近百人", "100", "人", ABOUT),
        ("二十来人", "20", "人", ABOUT),
        ("about 30 people", "30", "people", ABOUT),
        ("至多 5 天", "5", "天", AT_MOST),
        ("40 分贝以下", "40", "分贝", AT_MOST),
        ("3万", "30000", "", EXACT),
        ("1.2万余人", "12000", "人", AT_LEAST),
        ("3千户", "3000", "户", EXACT),
        ("3千米", "3", "千米", EXACT),
        ("5百分点", "5", "百分点", EXACT),
        ("三十二户", "32", "户", EXACT),
        ("一百零五人", "105", "人", EXACT),
        ("一千两百户", "1200", "户", EXACT),
        ("一万二千户", "12000", "户", EXACT),
        ("万余人", "10000", "人", AT_LEAST),
        ("零", "0", "", EXACT),
    ],
)
def test_a_number_is_read_as_it_was_stated(text: str, value: str, unit: str, qualifier: Qualifier) -> None:
    assert parse_quantity(text) == Quantity(Decimal(value), unit, qualifier)


@pytest.mark.parametrize(
    ("text", "unit"), [("若干", ""), ("若干棵", "棵"), ("多家", "家"), ("数百人", "人"), ("several", "")]
)
def test_several_has_no_number(text: str, unit: str) -> None:
    assert parse_quantity(text) == Quantity(None, unit, SEVERAL)


@pytest.mark.parametrize(
    "text",
    [
        "两三百人",
        "七八个",
        "三四十人",
        "两百五",
        "一万二",
        "二〇二六",
        "十二点五",
        "3万5千",
        "30-40人",
        "-3",
        "家家户户",
        "约",
        "",
    ],
)
def test_what_may_be_two_numbers_is_none(text: str) -> None:
    assert _problem(parse_quantity, text) == "bad-quantity"


def test_the_unit_of_the_field_is_used_where_none_is_written() -> None:
    assert parse_quantity("86", "户").unit == "户"
    assert parse_quantity("86 人", "户").unit == "人"
    assert parse_quantity("若干", "户").unit == "户"


@given(st.integers(0, 10**9), st.sampled_from(["", "户", "个月", "kg"]), st.sampled_from(["", "约", "至少", "不超过"]))
def test_a_number_in_digits_is_that_number(value: int, unit: str, before: str) -> None:
    plain, grouped = parse_quantity(f"{before}{value}{unit}"), parse_quantity(f"{before} {value:,} {unit}")
    assert plain == grouped
    assert (plain.value, plain.unit) == (Decimal(value), unit)


_DIGITS = "零一二三四五六七八九"


def _section_in_han(number: int) -> str:
    """Return a number from 1 to 9,999 as people write it."""
    said, is_gap = "", False
    for place, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            said += ("零" if is_gap else "") + _DIGITS[digit] + word
            is_gap = False
        else:
            is_gap = bool(said)
    return said


def _in_han(number: int) -> str:
    upper, lower = divmod(number, 10_000)
    if not upper:
        return _section_in_han(lower)
    rest = ("零" if lower < 1000 else "") + _section_in_han(lower) if lower else ""
    return f"{_section_in_han(upper)}万{rest}"


@given(st.one_of(st.integers(1, 9999), st.integers(1, 99_999_999)))
def test_a_number_in_han_characters_is_that_number(number: int) -> None:
    assert parse_quantity(_in_han(number) + "户") == Quantity(Decimal(number), "户")


# -- money, periods, yes and no, times -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("800", "800"), ("12000 元", "12000"), ("12,000元", "12000"), ("3.5 万元", "35000"), ("1.2亿", "120000000"),
        ("￥300", "300"), ("人民币 300 元", "300"), ("28600.50元", "28600.50"), ("12000 yuan", "12000"),
        ("３００元", "300"),
    ],
)  # fmt: skip
def test_money_is_read_in_yuan(text: str, yuan: str) -> None:
    assert parse_money(text) == Money(Decimal(yuan))


@pytest.mark.parametrize("text", ["", "三万元", "300 美元", "$300", "约 300 元", "-3", "1,23 元", "若干"])
def test_what_is_no_amount_is_called_that(text: str) -> None:
    assert _problem(parse_money, text) == "bad-money"


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026", "2026"),
        ("2026-06", "2026-06"),
        ("2026-q3", "2026-Q3"),
        ("2026-H1", "2026-H1"),
        ("２０２６－Ｑ３", "2026-Q3"),
    ],
)
def test_periods_have_one_name(text: str, period: str) -> None:
    assert parse_period(text) == period


@pytest.mark.parametrize("text", ["", "2026-Q5", "2026-H3", "2026-13", "2026-6", "0000", "三季度", "2026-06-30"])
def test_what_is_no_period_is_called_that(text: str) -> None:
    assert _problem(parse_period, text) == "bad-period"


def test_yes_and_no_are_read_in_both_languages() -> None:
    assert [parse_boolean(text) for text in ("是", "对", "yes", "TRUE", "Y", "1", "１")] == [True] * 7
    assert [parse_boolean(text) for text in ("否", "不", "no", "False", "n", "0")] == [False] * 6
    assert _problem(parse_boolean, "大概") == "bad-boolean"


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_time_of_the_day_is_read(hour: int, minute: int) -> None:
    assert parse_time(f"{hour}:{minute:02d}") == parse_time(f"{hour:02d}：{minute:02d}") == f"{hour:02d}:{minute:02d}"


@pytest.mark.parametrize("text", ["", "24:00", "09:60", "9", "9:5", "上午九点", "09:30:00"])
def test_what_is_no_time_is_called_that(text: str) -> None:
    assert _problem(parse_time, text) == "bad-time"


# -- text ----------------------------------------------------------------------------------------------


def test_a_text_is_read_in_chinese_where_there_is_no_other() -> None:
    both, chinese, english = Text("一", "one"), Text("一"), Text("", "one")
    assert [both.in_("en"), chinese.in_("en"), english.in_("en")] == ["one", "一", "one"]
    assert [both.in_("zh"), chinese.in_("zh"), english.in_("zh")] == ["一", "一", "one"]
    assert [str(both), str(english)] == ["一", "one"]
