"""What the detector promises of any text: it never raises, it points into the text, and no disguise of a number helps."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.privacy.personal_data import CONDITIONS, EVERYWHERE, ROWS, Finding, Kind, bare, find
from generator.privacy.personal_data.checksums import is_luhn, is_resident_id, is_uscc
from generator.problems import Level
from generator.vocabulary import SENSITIVE_CATEGORIES
from tests.personal_data.labelled import SEEN, UNSEEN, sentences

ALL = [sentence.text for sentence in sentences(*SEEN, *UNSEEN)]
ID = "420106209903198687"
"""Of somebody who will be born in 2099."""


def kinds(text: str) -> list[Kind]:
    return [finding.kind for finding in find(text)]


def only(text: str) -> Finding:
    (finding,) = find(text)
    return finding


# -- any text ------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        *ALL,
        *"0123456789Xx一三八零-— .·，。\n\t@＠１３８\u200b\ufeff",
        "微信",
        "王奶奶",
        "室",
        "单元",
        "-",
        "86",
        "[",
        "]",
        "(",
    ]
)
_TEXTS = st.lists(_PIECES, max_size=12).map("".join) | st.text(max_size=80)


@given(_TEXTS)
def test_any_text_can_be_looked_through_and_findings_lie_in_it_in_order(text: str) -> None:
    findings = find(text)
    assert all(0 <= finding.start < finding.end <= len(text) for finding in findings)
    assert all(one.end <= other.start for one, other in pairwise(findings))


@given(_TEXTS)
def test_a_message_never_holds_a_whole_number_or_name(text: str) -> None:
    for finding in find(text, EVERYWHERE):
        assert bare(finding.value) not in bare(finding.masked)
        assert "*" in finding.masked


@given(st.lists(st.sampled_from(ALL), max_size=6))
def test_each_line_is_judged_by_itself(lines: list[str]) -> None:
    alone = [(finding.kind, finding.value) for line in lines for finding in find(line)]
    assert [(finding.kind, finding.value) for finding in find("\n".join(lines))] == alone


@given(st.lists(st.sampled_from(ALL), max_size=6).map("\n".join))
def test_asking_for_some_kinds_gives_no_others(text: str) -> None:
    assert {finding.kind for finding in find(text, EVERYWHERE)} <= EVERYWHERE
    assert {finding.kind for finding in find(text, CONDITIONS)} <= CONDITIONS


# -- disguises -----------------------------------------------------------------------------------------

_INVISIBLE = st.sampled_from(["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"])
_GAPS = st.sampled_from([" ", "-", "—", "–", ".", "·", "　", "_", " - "])
_AROUND = st.text("请带证件到社区核对，。：（）\n", max_size=8)
_HAN = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
_SHAPES = st.sampled_from([(18,), (6, 8, 4), (6, 4, 4, 4), (4, 4, 4, 6), (3, 3, 4, 4, 4), (1,) * 18, (14, 4), (6, 12)])


def in_groups(number: str, shape: tuple[int, ...], gap: str) -> str:
    starts = [sum(shape[:position]) for position in range(len(shape))]
    return gap.join(number[start : start + length] for start, length in zip(starts, shape, strict=True))


@st.composite
def disguised(draw: st.DrawFn, number: str, shapes: st.SearchStrategy[tuple[int, ...]]) -> str:
    written = in_groups(number, draw(shapes), draw(_GAPS))
    way = draw(st.sampled_from(["plain", "full width", "Han", "mixed"]))
    characters = []
    for character in written:
        is_changed = way != "plain" and (way != "mixed" or draw(st.booleans()))
        if is_changed and way == "Han":
            character = _HAN.get(character, character)
        elif is_changed and "0" <= character <= "z":
            character = chr(ord(character) + 0xFEE0)
        characters.append(character)
        if draw(st.integers(0, 5)) == 0:
            characters.append(draw(_INVISIBLE))
    return "".join(characters)


@given(disguised(ID, _SHAPES), _AROUND, _AROUND)
def test_an_identity_number_is_found_in_any_disguise(number: str, before: str, after: str) -> None:
    text = before + number + after
    findings = [finding for finding in find(text) if finding.kind is Kind.RESIDENT_ID]
    assert [(finding.value, finding.level) for finding in findings] == [(ID, Level.ERROR)]
    assert findings[0].start == len(before)
    assert findings[0].end <= len(before) + len(number)
    assert text[findings[0].end :].strip("\u200b\u200c\u200d\u2060\ufeff\u00ad") == after


@given(
    disguised("13800138000", st.sampled_from([(11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (1,) * 11])),
    _AROUND,
    _AROUND,
)
def test_a_mobile_number_is_found_in_any_disguise(number: str, before: str, after: str) -> None:
    findings = [finding for finding in find(before + number + after) if finding.kind is Kind.MOBILE]
    assert [(finding.value, finding.level) for finding in findings] == [("13800138000", Level.ERROR)]


@given(st.integers(0, 16), st.integers(1, 9))
def test_an_identity_number_with_one_wrong_digit_is_not_surely_one(place: int, shift: int) -> None:
    wrong = ID[:place] + str((int(ID[place]) + shift) % 10) + ID[place + 1 :]
    assert not is_resident_id(wrong)
    assert Level.ERROR not in {finding.level for finding in find(f"身份证{wrong}") if finding.kind is Kind.RESIDENT_ID}


# -- examples that the rules name -----------------------------------------------------------------------


@pytest.mark.parametrize("text", [
    "民主路727-8-1号", "第3单元楼道口", "12345", "119", "400-820-8820", "95588", "2026-03-14", "订单号202603151234567890",
    "高新区主任会议", "社区书记在会上说", "王书记们", "大家说到做到", "感谢阿姨们", "照顾爷爷奶奶", "桂花奶奶", "138****8000",
    "13812345678元", "0.13812345678", "HT-2026-13812345678", "鄂A牌照", "微信公众号：hjlsqfw2026", "QQ群", "3月15日 18 20 22 24 26 2",
])  # fmt: skip
def test_what_only_looks_like_personal_data_is_left_alone(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(("text", "kind", "masked"), [
    (ID, Kind.RESIDENT_ID, "420*************87"),
    ("电话13800138000联系", Kind.MOBILE, "138******00"),
    ("13800138000", Kind.MOBILE, "138******00"),
    ("+86 138 0013 8000", Kind.MOBILE, "86 ***********00"),
    ("（027）85550101", Kind.LANDLINE, "（02********01"),
    ("卡号6222020000311621528", Kind.BANK_CARD, "622**************28"),
    ("鄂A·00000", Kind.PLATE, "鄂A****00"),
    ("3栋2单元501室", Kind.UNIT_ADDRESS, "*栋*单元***室"),
    ("二单元四〇一", Kind.UNIT_ADDRESS, "*单元***"),
    ("微信号：shili_abc", Kind.MESSENGER, "sh*****bc"),
    ("shili001@163.com", Kind.EMAIL, "s***@163.com"),
    ("王桂兰奶奶", Kind.NAME, "王****"),
    ("社区书记王志强", Kind.OFFICIAL_NAME, "王**"),
    ("糖尿病", Kind.HEALTH, "糖尿病"),
    ("91420103MAHJ5U2RHM", Kind.USCC, "91420103MAHJ5U2RHM"),
])  # fmt: skip
def test_a_finding_tells_just_enough(text: str, kind: Kind, masked: str) -> None:
    assert (only(text).kind, only(text).masked) == (kind, masked)


@pytest.mark.parametrize(("text", "level"), [
    ("身份证420106209903198688", Level.WARNING), ("身份证420106209902308687", Level.WARNING), ("13800138000", Level.ERROR),
    ("13 8001 38 000", Level.WARNING), ("账户6222020000311621529", Level.WARNING), ("a@qq.com", Level.ERROR), ("a@b.cn", Level.WARNING),
])  # fmt: skip
def test_what_is_less_sure_weighs_less(text: str, level: Level) -> None:
    assert only(text).level is level


def test_numbers_that_stand_side_by_side_are_all_found() -> None:
    assert kinds("13800138000 13900139000、027-85550101 " + ID) == [
        Kind.MOBILE,
        Kind.MOBILE,
        Kind.LANDLINE,
        Kind.RESIDENT_ID,
    ]


def test_a_number_after_the_number_of_an_item_is_found() -> None:
    assert only("①13800138000").kind is Kind.MOBILE


def test_a_number_ends_before_a_word_that_begins_with_a_numeral() -> None:
    assert only("13800138000一直占线").value == "13800138000"
    assert only("拨打85550101三次").value == "85550101"


def test_an_identity_number_is_found_after_the_word_for_a_permit() -> None:
    assert only(f"许可证申请人身份证{ID}").level is Level.ERROR
    assert only(f"租房备案：{ID}").level is Level.ERROR


def test_a_number_that_begins_a_line_is_found_whatever_ends_the_line_above() -> None:
    assert only("Ring\n13800138000.").kind is Kind.MOBILE


def test_the_checksums_are_those_of_the_standards() -> None:
    assert is_luhn("4111111111111111") and not is_luhn("4111111111111112")
    assert is_resident_id("440524188001010014")  # the example of GB 11643-1999 with a birthday in 1880
    assert is_uscc("91350100M000100Y43")  # the example of GB 32100-2015


def test_every_kind_has_its_row_and_every_category_is_one_of_consents() -> None:
    assert set(ROWS) == set(Kind)
    assert {row.sensitive for row in ROWS.values()} - {""} == {choice.key for choice in SENSITIVE_CATEGORIES}


def test_much_text_is_looked_through_in_time_that_grows_with_its_length() -> None:
    text = "电话13800138000，" * 20_000
    assert len(find(text)) == 20_000
