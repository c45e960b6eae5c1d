"""Names of people, told by what stands beside them: a form of address, an office, a role, a verb of speech.

No list has all names, and most characters of names are words as well. So a name counts only where something beside it
says that it is one; rare surnames and names that stand alone are missed (the figures are in ``docs/隐私.md``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...problems import Level
from .found import Match
from .kinds import Kind
from .name_marks import (
    ACTS,
    DOES,
    ENDS_OF_PEOPLE,
    ENDS_OF_SIGNED,
    ENDS_OF_STAFF,
    FORMS,
    HABITS,
    KIN,
    LEFT,
    NEEDS_A_GIVEN_NAME,
    OFFERS,
    OFFICES,
    PEOPLE,
    SIGNED,
    SPEECH,
    STAFF,
)
from .name_parts import BEFORE_A_TITLE, COMPOUND, GIVEN, NO_NAMES, PLAIN, WORDLIKE

# -- the shapes of names ------------------------------------------------------------------------------

_NO_HAN = "(?<![\u4e00-\u9fff])"
_GIVEN = f"(?:[{GIVEN}]|花(?![坛园卉盆箱架草池境带季市店圃展样色纹苗木农房开])|一(?=[鸣凡诺帆涵飞平明航民博心萍舟]))"
_TWO = "|".join(COMPOUND)
_SURNAME = f"(?:{_TWO}|[{PLAIN}{WORDLIKE}])"
_NO_PLACE = "(?!家[山林河江海湖桥塘泉岭])"
_FULL = f"(?:(?:{_TWO}|[{PLAIN}]){_GIVEN}{{1,2}}|[{WORDLIKE}]{_GIVEN}{{2}})"
"""A name that is likely one wherever it stands after a word for a person."""
_THREE = f"(?:(?:{_TWO}){_GIVEN}{{1,2}}|[{PLAIN}{WORDLIKE}]{_NO_PLACE}{_GIVEN}{{2}})"
_THREE_PLAIN = f"(?:(?:{_TWO}){_GIVEN}{{1,2}}|[{PLAIN}]{_NO_PLACE}{_GIVEN}{{2}})"
_BEFORE_ACTING = f"[{WORDLIKE}]{_GIVEN}(?={DOES})"

# -- a name and what tells it -------------------------------------------------------------------------

_ADDRESSED = re.compile(f"(?P<name>{_FULL}|{_SURNAME})(?P<form>{FORMS})")
_IN_OFFICE = re.compile(f"(?P<name>{_FULL}|{_SURNAME})(?P<form>{OFFICES})")
_NO_NOUN = "(?!(?<=中)[心央间]|(?<=节)[打上当日期])"
"""「老人康乐中心」「商户江鲜节」: what follows makes a noun of it."""
_AFTER_A_ROLE = rf"[:： \u3000“”「]?(?P<name>{_FULL}|{_BEFORE_ACTING}){_NO_NOUN}"
_PERSON = re.compile(PEOPLE + _AFTER_A_ROLE)
_MEMBER_OF_STAFF = re.compile(STAFF + _AFTER_A_ROLE)
_SPEAKER = re.compile(
    f"(?:{_NO_HAN}|(?<=的)(?=..{_GIVEN}))(?:据|听|而|但|如今|当时|当天|随后)?(?P<name>{_FULL}){SPEECH}"
)
_ACTOR = re.compile(f"(?:{_NO_HAN}|(?<=的))(?P<name>{_THREE_PLAIN}){ACTS}")
_HABIT = re.compile(f"(?<=的)(?P<name>{_THREE}){HABITS}")
_VOLUNTEER = re.compile(f"{_NO_HAN}(?P<name>[{PLAIN}]{_GIVEN}){OFFERS}")
_PAIR = re.compile(f"(?P<name>{_THREE})(?=[、和与及]{_THREE})")
_ALONE = re.compile(f"{_NO_HAN}(?<![A-Za-z0-9·])(?P<name>{_THREE_PLAIN})(?=[、，,；;]{_SURNAME}|[（(]化名|[（(]示例)")
_FAMILIAR = re.compile(
    f"(?:{_NO_HAN}|(?<=居民)|(?<=邻居)|(?<=业主)|(?<=[和跟请找帮问叫给让了])|(?<=同事))(?P<name>[老小][{PLAIN}])"
    r"(?=[，。、；：！？”’,\s说家和跟与对给把让也就便最爱总常又天在从来去是当有没不已刚帮教拿送写做微电手记守扛提开坐]|的[孩儿女家妻丈母父爱人老妈爸奶爷孙外弟妹哥姐微电手车]|$)"
)
_FAMILIAR_SPEAKER = re.compile(rf"{_NO_HAN}(?P<name>[老小][{WORDLIKE}])(?=说[，：,:道]|家[的里]|笑)")
_SIGNATURE = re.compile(rf"{SIGNED}[:：][ \u3000]?(?P<name>{_FULL})")
_BESIDE = r"[，,、/／|｜ \t（(]{1,2}"
_ROW = re.compile(
    rf"{_NO_HAN}(?P<name>{_THREE})(?={_BESIDE}(?:[男女](?![\u4e00-\u9fff])|(?:电话|手机|身份证号?码?)?[:：]?[ ]?[0-9]{{3}}[0-9 \-]{{5}}))"
)
_ROW_END = re.compile(rf"(?<=[0-9Xx][，,、/ \t])(?P<name>{_THREE_PLAIN})(?![\u4e00-\u9fff])")
"""A row of a table: a name beside 女, or beside a number that is a person's."""
_DOER = re.compile(rf"(?:{_NO_HAN}|(?<=[岁旬]的))(?P<name>{_THREE_PLAIN})(?=[\u4e00-\u9fff]{{1,2}}[着过了])")
_FAMILIAR_STAFF = re.compile(f"{STAFF}(?P<name>[老小][{PLAIN}{WORDLIKE}])(?!{_GIVEN}{{2}})")
_NEXT = re.compile(f"[、和与及](?P<name>{_FULL})")
"""A list goes on: 「志愿者曹磊、许静」."""

# -- the signs: a surname, and the beginning of something that tells a name ---------------------------

_ANY = f"[{PLAIN}{WORDLIKE}{''.join(sorted({surname[1] for surname in COMPOUND}))}]"
SIGN = re.compile(
    f"{_ANY}(?:{FORMS}|{_GIVEN}{{1,2}}(?:{FORMS}|{SPEECH}|{ACTS})|(?:(?<![\u4e00-\u9fff].)|(?<=的.)){_GIVEN}{{2}}(?:[^\u4e00-\u9fff]|[\u4e00-\u9fff]{{1,2}}[着过了]|$)"
    rf"|{_GIVEN}{{2}}[、和与及]{_ANY}|(?<=[{ENDS_OF_PEOPLE}].){_GIVEN}|(?<=[{ENDS_OF_PEOPLE}{ENDS_OF_SIGNED}][:：“”「\s].){_GIVEN}|(?<=[:：] .){_GIVEN}"
    r"|(?<=[老小].)(?=[，。、；：！？”’,\s说家和跟与对给把让也就笑便的最爱总常又天在从来去是当有没不已刚帮教拿送写做微电手记守扛提开坐]|$))"
)
OFFICE_SIGN = re.compile(
    rf"{_ANY}(?:{_GIVEN}{{0,2}}{OFFICES}|(?<=[{ENDS_OF_STAFF}].){_GIVEN}|(?<=[{ENDS_OF_STAFF}][:：“”「\s].){_GIVEN}|(?<=[老小].))"
)


def names(text: str) -> Iterator[Match]:
    """Yield the names of private people."""
    for start, end in _sentences(text, SIGN):
        yield from _titled(text, start, end, _ADDRESSED, Kind.NAME)
        for pattern in (
            _PERSON,
            _SPEAKER,
            _ACTOR,
            _HABIT,
            _VOLUNTEER,
            _PAIR,
            _ALONE,
            _FAMILIAR,
            _FAMILIAR_SPEAKER,
            _SIGNATURE,
            _ROW,
            _ROW_END,
            _DOER,
        ):
            for match in pattern.finditer(text, start, end):
                yield from _listed(text, match, Kind.NAME)


def official_names(text: str) -> Iterator[Match]:
    """Yield the names of people who act in an office."""
    for start, end in _sentences(text, OFFICE_SIGN):
        yield from _titled(text, start, end, _IN_OFFICE, Kind.OFFICIAL_NAME)
        for pattern in (_MEMBER_OF_STAFF, _FAMILIAR_STAFF):
            for match in pattern.finditer(text, start, end):
                yield from _listed(text, match, Kind.OFFICIAL_NAME)


_END_OF_SENTENCE = re.compile(r"[。！？!?\n]|$")


def _sentences(text: str, sign: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield where the sentences with a sign begin and end: all that tells a name stands in one sentence with it."""
    end = 0
    while found := sign.search(text, end):
        start = max(end - 1, *(text.rfind(mark, end, found.start()) for mark in "。！？!?\n")) + 1
        end = _END_OF_SENTENCE.search(text, found.end()).end()  # type: ignore[union-attr]  # at the latest, the text ends
        yield start, end


_LEVELS = {Kind.NAME: Level.WARNING, Kind.OFFICIAL_NAME: Level.INFO}


def _listed(text: str, match: re.Match[str] | None, kind: Kind) -> Iterator[Match]:
    """Yield a name and those that follow it in a list."""
    while match:
        if not _is_word(match["name"]):
            yield Match(kind, _LEVELS[kind], match.start("name"), match.end("name"), match["name"])
        match = _NEXT.match(text, match.end("name"))


def _is_word(name: str) -> bool:
    return name in NO_NAMES or name[:2] in NO_NAMES


def _titled(text: str, place: int, end: int, pattern: re.Pattern[str], kind: Kind) -> Iterator[Match]:
    while match := pattern.search(text, place, end):
        if _is_name(text, match, kind):
            is_apart = kind is Kind.OFFICIAL_NAME and len(match["name"]) > 1
            span = match.span("name") if is_apart else match.span()
            yield Match(kind, _LEVELS[kind], *span, match[0])
            place = match.end()
        else:
            place = match.start() + 1


_QUANTITY = re.compile("[0-9十百千]$")
_LEFT = re.compile(f"(?:^|[^\u4e00-\u9fff]|{LEFT})$")
_ACTS_OF_XIANG = re.compile("说|不|家|[今去每]|也|带|送|把|是|在|拿|笑|有")
"""What 「向阿姨」 does, where it is no preposition."""
_ROLE_BEFORE = re.compile("(?:居民|业主|住户|邻居|社区|老人|岁的?)$")


def _is_name(text: str, match: re.Match[str], kind: Kind) -> bool:
    """Whether a surname (and a given name) before a title is one, and not the end of another word."""
    name, form, start = match["name"], match["form"], match.start()
    before = text[max(start - 4, 0) : start]
    if before[-1:] + name[0] in BEFORE_A_TITLE or _is_word(name):
        return False
    if len(name) > 1:
        return True
    if form in NEEDS_A_GIVEN_NAME or (name in "余万" and _QUANTITY.search(before)):
        return False
    if name == "向":  # far more often a preposition: 「向老师请教」
        return bool(_ROLE_BEFORE.search(before)) or bool(_ACTS_OF_XIANG.match(text, match.end()))
    is_kin = kind is Kind.NAME and form[0] not in "师先女小同" and any(character in KIN for character in form)
    return is_kin or (kind is Kind.NAME and name in PLAIN) or bool(_LEFT.search(before))
