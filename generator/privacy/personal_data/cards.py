"""Numbers that a register gave: identity numbers, bank cards, credit codes, and the numbers of other documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...problems import Level
from .checksums import has_birthday, has_region, is_luhn, is_resident_id, is_uscc
from .digits import DIGIT, GAP, Number, numbers
from .found import Match
from .kinds import Kind

_CLAUSE = re.compile(r"[^\n。；;！？!?\"]*")
_NO_PERSON = re.compile(
    "编号|单号|订单|流水|合同|项目|批号|文号|代码|发票|序列|许可|执照|证书|备案|审批|编码|条码|条形码"
)
_PERMIT = re.compile("许可证(?:编?号码?)?[:：为是]?[ \u3000]?$")
"""What has numbers made like those of people, right before one: a region, a day, a count."""
_ID_WORD = re.compile("身份证|证件号|公民身份")
_ACCOUNT_WORD = re.compile(
    "卡号|[账帐]号|[账帐]户|银行卡|储蓄卡|借记卡|信用卡|工资卡|存折|汇款|转[账帐]|打款|收款|退款|开户|到卡|这张卡"
)
_UNIONPAY = "62"


def _before(text: str, start: int, length: int) -> str:
    """Return what stands before ``start`` in the same sentence, at most ``length`` characters of it."""
    return re.split(r"[\n。；;！？!?\"]", text[max(start - length, 0) : start])[-1]


def _around(text: str, number: Number) -> str:
    after = _CLAUSE.match(text, number.end, number.end + 16)
    return _before(text, number.start, 30) + (after[0] if after else "")


def resident_ids(text: str) -> Iterator[Match]:
    """Yield identity numbers (GB 11643). One that does not check may be a slip of the pen: it is to be looked at."""
    for number in numbers(text, 15, 18):
        digits = number.digits
        if (
            len(digits) == 15
            and digits.isdigit()
            and has_region(digits)
            and _ID_WORD.search(_before(text, number.start, 20))
        ):
            yield Match(Kind.RESIDENT_ID, Level.WARNING, number.start, number.end, digits)
        if len(digits) != 18 or not digits[:17].isdigit() or not has_region(digits):
            continue
        facts = (has_birthday(digits), is_resident_id(digits))
        if _PERMIT.search(_before(text, number.start, 12)):
            continue
        if all(facts):
            yield Match(Kind.RESIDENT_ID, Level.ERROR, number.start, number.end, digits)
        elif _ID_WORD.search(_before(text, number.start, 20)) or (
            any(facts) and digits[6:8] in ("18", "19", "20") and not _NO_PERSON.search(_before(text, number.start, 12))
        ):
            yield Match(Kind.RESIDENT_ID, Level.WARNING, number.start, number.end, digits)


def bank_cards(text: str) -> Iterator[Match]:
    """Yield card and account numbers. One number in ten passes the check by chance, so the words around it count."""
    for number in numbers(text, 15, 19):
        if not number.digits.isdigit():
            continue
        passes = is_luhn(number.digits)
        is_named = bool(_ACCOUNT_WORD.search(_around(text, number)))
        if is_named:
            level = Level.ERROR if passes else Level.WARNING
            yield Match(Kind.BANK_CARD, level, number.start, number.end, number.digits)
        elif passes and len(number.digits) in (16, 19) and number.digits.startswith(_UNIONPAY):
            yield Match(Kind.BANK_CARD, Level.WARNING, number.start, number.end, number.digits)


_USCC = re.compile(r"(?<![0-9A-Za-z])[1-9ANYany][1-9][0-9]{6}[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{10}(?![0-9A-Za-z])")


def credit_codes(text: str) -> Iterator[Match]:
    """Yield unified social credit codes (GB 32100-2015), which are public."""
    for match in _USCC.finditer(text):
        code = match[0].upper()
        if code[0] in "123456789ANY" and is_uscc(code):
            yield Match(Kind.USCC, Level.INFO, match.start(), match.end(), code)


_PAPERS = "护照|[军警士]官证|士兵证|台胞证|回乡证|退伍证|退役证|优待证|老年证|低保证|准考证|学籍|检查|社保卡|社会保障卡|(?:医保|病历|病案|住院|门诊|就诊)(?:卡号?|号|编号)|通行证|居留证|残疾证|驾驶证|军人证"
_DOCUMENT = re.compile(
    rf"(?:{_PAPERS})(?:档案)?(?:号码?|编号|证号)?(?:是|为|[ \t\u3000:：(（“「]){{0,3}}(?P<number>[A-Za-z]{{0,2}}[0-9](?:{GAP}[0-9]){{6,21}}[Xx]?)(?![0-9A-Za-z])"
)
_PAPER = re.compile("[照证卡号籍]|字第|军[A-Z]")
_MILITARY = re.compile(
    rf"[军士兵文职政后装海空北沈兰成济南广西东中]字?第?[{DIGIT}]{{7,8}}号|[\u4e00-\u9fff]军[A-Z][0-9]{{7,8}}|[军士兵文职政后装海空北沈兰成济南广西东中]字第[{DIGIT}]{{7,10}}号"
)


def documents(text: str) -> Iterator[Match]:
    """Yield numbers that a word calls those of a document, a patient or an insured."""
    if not _PAPER.search(text):
        return
    for match in _DOCUMENT.finditer(text):
        yield Match(Kind.DOCUMENT, Level.WARNING, match.start("number"), match.end("number"), match["number"].upper())
    for match in _MILITARY.finditer(text):
        yield Match(Kind.DOCUMENT, Level.WARNING, match.start(), match.end(), match[0])
