"""Ways to reach somebody: mobile and landline numbers, WeChat and QQ ids, mailboxes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...problems import Level
from .digits import DIGIT, GAP, Number, digits_of, numbers
from .found import Match
from .kinds import Kind

# -- telephones ---------------------------------------------------------------------------------------

_USUAL_SHAPES = frozenset({
    (11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (3, 3, 5), (5, 6), (4, 3, 4), (3, 4, 2, 2), (6, 5), (8, 3), (1,) * 11,
})  # fmt: skip
_LETTERS_BEFORE = re.compile(r"[A-Za-z]+\Z")
_LETTERS_OF_TELEPHONES = frozenset({"tel", "phone", "mobile", "mob", "cell", "call", "v", "vx", "wx", "qq", "m", "t"})
_AMOUNT = re.compile(r"(?:\.\d+)?[ \t\u3000]*[元万亿%％㎡]")
_COUNTRY = frozenset({"86", "0086"})


def mobiles(text: str) -> Iterator[Match]:
    """Yield mobile numbers: eleven digits from 13 to 19, the code of the country before them or not."""
    for number in numbers(text, 11, 15):
        own = number.digits[-11:]
        country = number.digits[:-11]
        if own[0] != "1" or own[1] not in "3456789" or (country and country not in _COUNTRY) or not own.isdigit():
            continue
        shape = number.shape[1:] if country and number.shape[0] == len(country) else number.shape
        if _is_code(text, number) or _AMOUNT.match(text, number.end):
            continue
        if shape in _USUAL_SHAPES or (country and sum(shape) != 11):
            yield Match(Kind.MOBILE, Level.ERROR, number.start, number.end, own)
        elif not _is_row_of_numbers(text, number):
            yield Match(Kind.MOBILE, Level.WARNING, number.start, number.end, own)


def _is_code(text: str, number: Number) -> bool:
    """Whether letters or digits right before a number make it a part of a longer code: ``HT-2026-13812345678``."""
    letters = _LETTERS_BEFORE.search(text, max(number.start - 12, 0), number.start)
    if letters and letters[0].lower() not in _LETTERS_OF_TELEPHONES:
        return True
    return number.gap in ("-", ".") and len(number.before) < 7 and number.before not in _COUNTRY


def _is_row_of_numbers(text: str, number: Number) -> bool:
    """Whether the groups are rather numbers of their own: a row of a table, a date and a count."""
    is_date = number.shape[0] == 4 and max(number.shape[1:3], default=9) <= 2
    gaps = set(re.sub(f"[{DIGIT}]", "", text[number.start : number.end]))
    return is_date or (len(number.shape) >= 5 and gaps <= {" ", "\t", "\u3000"}) or len(gaps) > 1


_AREA = re.compile(r"010|02\d|0[3-9]\d\d")
_LOCAL = re.compile(r"[2-8]\d{6,7}")
_AREA_IN_BRACKETS = re.compile(f"[(（][0零〇][{DIGIT}]{{2,3}}[)）][ \\t\\u3000]*$")
_TELEPHONE_WORD = re.compile(
    r"(?:电话|座机|热线|固话|固定电话|传真|致电|拨打|联系方式|[Tt][Ee][Ll]\.?)[^0-9\n，。；、]{0,6}$|电话号码[:：]$"
)

_DESK = re.compile(
    r"(?:物业|社区|居委会|派出所|警务室|卫生站|门诊部|门卫|门岗|传达室|值班室|前台|办公室|报修|咨询|预约|监督|投诉|举报|家里|座机)[:：]?[ \t\u3000]?$"
)
"""Who is reached, right before eight digits that no word calls a number: 「报修：85550101」."""


def landlines(text: str) -> Iterator[Match]:
    """Yield numbers with an area code, and local ones that a word calls a telephone number."""
    for number in numbers(text, 7, 12):
        area = _AREA.match(number.digits)
        if area and _LOCAL.fullmatch(number.digits, area.end()):
            if number.shape[0] in (len(area[0]), len(number.digits)) and not _is_code(text, number):
                yield Match(Kind.LANDLINE, Level.WARNING, number.start, number.end, number.digits)
        elif _LOCAL.fullmatch(number.digits) and number.shape[0] in (4, 3, len(number.digits)):
            before = text[max(number.start - 14, 0) : number.start]
            bracket = _AREA_IN_BRACKETS.search(before)
            if bracket:
                start = number.start - len(bracket[0])
                yield Match(Kind.LANDLINE, Level.WARNING, start, number.end, digits_of(bracket[0]) + number.digits)
            elif _TELEPHONE_WORD.search(before) or (len(number.digits) == 8 and _DESK.search(before)):
                yield Match(Kind.LANDLINE, Level.WARNING, number.start, number.end, number.digits)


# -- WeChat, QQ, mail ---------------------------------------------------------------------------------

_NO_PERSON = "公众|群|小程|视频|支付|平台|服务|订阅|缴费|账单|钱包|小店|搜|扫|步数|读书"
_WECHAT = re.compile(
    rf"(?P<add>加|添加)?(?:[微薇威徽]信|(?<![A-Za-z])[Vv]信|(?i:wechat|weixin|(?<![a-z])[vw]x|(?<=[加+])v(?![a-z])))(?!{_NO_PERSON})"
    r"(?P<mark>(?:[ \t\u3000]*(?:账号|帐号|号码|号|ID|id|Id|名|同号|为|是|联系|咨询))*[ \t\u3000:：,，“”「(（]*)"
    r"(?P<id>[A-Za-z][A-Za-z0-9_-]{5,19}|[1-9][0-9]{5,9})(?![A-Za-z0-9_@])"
)
_WECHAT_AFTER = re.compile(
    r"(?:加|添加)[ \t\u3000:：]*(?P<id>[A-Za-z][A-Za-z0-9_-]{5,19})[ \t\u3000，,]*的?微信(?!" + _NO_PERSON + ")"
)
_PRODUCT = re.compile(r"(?i)wechat|weixin|android|iphone|windows|official")
_QQ = re.compile(
    rf"(?:(?<![A-Za-z])[Qq]{{2}}|扣扣|企鹅号|(?<![A-Za-z])[Qq](?=号)|(?<=加)[Qq])(?!群|邮箱|空间|音乐|浏览|游戏)"
    rf"(?:号码|号|ID|id|为|是|[ \t\u3000:：])*(?P<id>[1-9](?:{GAP}[0-9]){{4,10}})(?![0-9@])"
)

FIRSTS = "信扣鹅QqVvWw"
REST = r"(?<=[微薇威徽Vv]信)[^\n]{0,10}[A-Za-z0-9]|(?<=[A-Za-z0-9_-][微薇威]信)|(?<=[A-Za-z0-9_-]的[微薇威]信)|(?<=加[Qq])|(?<=[Qq])号|(?<=企鹅)号|(?<=扣)扣|(?<=[Qq])[Qq]|(?<=[VvWw])[Xx]|(?<=[Ww])[Ee][CcIi]|(?<=[加+][Vv])"
"""The sign of a messenger: a character of ``FIRSTS``, and what is around it."""


def messengers(text: str) -> Iterator[Match]:
    """Yield ids that a word calls those of WeChat or QQ; public accounts and groups are no person's."""
    for match in _WECHAT.finditer(text):
        own = match["id"]
        is_said = match["add"] or re.search(r"[:：号]|ID|id", match["mark"])
        if (is_said or re.search(r"[0-9_-]", own)) and not _PRODUCT.fullmatch(own):
            yield Match(Kind.MESSENGER, Level.ERROR, match.start("id"), match.end("id"), own.lower())
    for match in _WECHAT_AFTER.finditer(text):
        yield Match(Kind.MESSENGER, Level.ERROR, match.start("id"), match.end("id"), match["id"].lower())
    for match in _QQ.finditer(text):
        yield Match(Kind.MESSENGER, Level.ERROR, match.start("id"), match.end("id"), digits_of(match["id"]))


_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9_][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![A-Za-z0-9])"
)
_FREE_MAIL = frozenset({
    "qq.com", "vip.qq.com", "foxmail.com", "163.com", "126.com", "yeah.net", "188.com", "vip.163.com", "sina.com", "sina.cn",
    "vip.sina.com", "sohu.com", "139.com", "189.cn", "wo.cn", "aliyun.com", "tom.com", "21cn.com", "gmail.com", "outlook.com",
    "hotmail.com", "live.com", "live.cn", "icloud.com", "yahoo.com", "yahoo.com.cn", "msn.com", "proton.me",
})  # fmt: skip
"""Where people have their own mailboxes. Elsewhere it may be that of an office."""


def mailboxes(text: str) -> Iterator[Match]:
    """Yield mail addresses."""
    for match in _MAIL.finditer(text):
        address = match[0].lower()
        level = Level.ERROR if address.partition("@")[2] in _FREE_MAIL else Level.WARNING
        yield Match(Kind.EMAIL, level, match.start(), match.end(), address)
