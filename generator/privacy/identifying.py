"""What could tell who it is though no name stands there: kinds of help, days, places, traits (P05, P07 to P09).

Which words in a text name an illness, a flat or a person is the matter of ``personal_data``; here it is about what a
case says as a whole, and how exactly its consent allows it to be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..content import file_of, record
from ..engine import Database
from ..models.records import CareCase, Community, Consent
from ..models.walk import Path, words
from ..problems import Problem, Where, Word
from ..references import resolution
from ..vocabulary import CARE_CATEGORIES, CONSENT_DATES, SENSITIVE_CATEGORIES, SUPPORT_TYPES, Choices, label
from .personal_data.plain import plain
from .scan import fields_with_words

_CATEGORY_TELLS = {
    "elder_disabled": "health", "recovery": "health", "disability": "disability", "family_hardship": "finance",
}  # fmt: skip
_SUPPORT_TELLS = {"medical_link": "health", "subsidy_apply": "benefit"}
"""Values of enumerations that say by themselves what P05 keeps back, and of which sensitive category that is."""

_HAN_DAY = "(?:(?:[一二]?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])[日号]|初[一二三四五六七八九十]|廿[一二三四五六七八九]?)"
_HAN_MONTH = "(?:十[一二]?|[一二三四五六七八九正腊冬])月"
_EN_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_MONTH_NUMBER = "(?:1[0-2]|0?[1-9])"
_DAY_NUMBER = "(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])"
_COUNTED = "(?! ?[户人次个位名元天盏棵例件斤岁月年小份多余])"
_DAY = re.compile(
    rf"(?<![0-9]){_MONTH_NUMBER} ?月 ?{_DAY_NUMBER}(?: ?[日号]|{_COUNTED})|{_HAN_MONTH}{_HAN_DAY}|农历{_HAN_DAY}"
    rf"|(?<![0-9])(?:19|20)[0-9]{{2}}[-./]{_MONTH_NUMBER}[-./]{_DAY_NUMBER}"
    rf"|(?<![A-Za-z]){_EN_MONTH} {_DAY_NUMBER}|(?<![0-9]){_DAY_NUMBER}(?:st|nd|rd|th)? {_EN_MONTH}(?![A-Za-z])"
)
_MONTH = re.compile(
    rf"(?<![0-9]){_MONTH_NUMBER} ?月|{_HAN_MONTH}(?:份|底|初|里|起|的)|(?<![A-Za-z]){_EN_MONTH} (?:19|20)[0-9]{{2}}"
)

_NEXT_DOOR = re.compile(
    "(?:隔壁|对面|斜对面|楼下|旁边|紧挨着?|挨着|背后|后面)(?:的|是|就是|那家|有家|开着?)?[^，。；、！？\\s]{0,6}?"
    "(?:店|铺|超市|小卖部|菜市?场|药房|馆|诊所|医院|银行|网吧|棋牌室|幼儿园|小学|中学|学校|教堂|公厕|岗亭|加油站)"
)
_AREA = re.compile("[一-鿿]{2,6}?(?:片区|小区|宿舍|大院|家属院|新村|花园|公寓)(?!里的|的人|居民|志愿|服务|书记|委)")

_AGE = re.compile(
    "[0-9]{1,3} ?(?:多|来)?岁|[一二三四五六七八九十百]{1,4}(?:多|来)?岁|[五六七八九]旬|耄耋|高龄|古稀|花甲|(?<![0-9])[4-9]0后"
)
_SEX = re.compile(
    "[奶婆姥姨婶妈嫂姑]|爷|大伯|大叔|老汉|老太|老伯|大爷|大娘|妇女|女士|先生|阿公|丈夫|妻子|老伴|她|男|(?<![儿子])女(?!儿)"
)
_HOUSEHOLD = re.compile(
    "独居|独住|独自(?:居住|生活|一人)|一个人(?:住|过|生活)|空巢|失独|孤寡|单亲|丧偶|离异|留守|老两口|祖孙|无儿无女|儿女不在|子女不在"
)


def identifying(db: Database, ref: str, case: CareCase, consent: Consent | None) -> Iterator[Problem]:
    """Yield what is told of a care case more exactly than it may be."""
    path = file_of(db, ref)
    yield from _told_by_values(path, case, frozenset(consent.sensitive) if consent else frozenset())
    dates = consent.date_precision if consent else ""
    places = consent.place_precision if consent else ""
    names = _names_of_place(db, ref, case) if places == "none" else ()
    for passage in fields_with_words(path, case):
        text = plain(passage.text).text
        if passage.where.field[:1] != ("sources",):
            yield from _days(passage.where, text, dates)
        yield from _places(passage.where, text, places, names)
    yield from _traits(path, case, places)


def _told_by_values(path: str, case: CareCase, agreed: frozenset[str]) -> Iterator[Problem]:
    """P05: a category or a kind of help that is itself sensitive."""
    told: list[tuple[Path, Choices, str, str | None]]
    told = [(("category",), CARE_CATEGORIES, case.category, _CATEGORY_TELLS.get(case.category))]
    told += [
        (("supports", number, "type"), SUPPORT_TYPES, support.type, _SUPPORT_TELLS.get(support.type))
        for number, support in enumerate(case.supports)
    ]
    for field, choices, value, tells in told:
        if tells and tells not in agreed:
            sensitive = _word(SENSITIVE_CATEGORIES, tells)
            arguments = {"value": _word(choices, value), "kind": sensitive, "category": sensitive}
            yield Problem("P05-field", Where(path, field=field), arguments)


def _word(choices: Choices, key: str) -> Word:
    return Word(label(choices, key, "zh"), label(choices, key, "en"))


def _days(where: Where, text: str, precision: str) -> Iterator[Problem]:
    """P08: a date that is finer than was agreed to."""
    if precision == "day":
        return
    finer = [_DAY, _MONTH] if precision == "year" else [_DAY]
    match = next(filter(None, (pattern.search(text) for pattern in finer)), None)
    if match:
        allowed = precision or "month"
        example = Word("2026年", "2026") if allowed == "year" else Word("5月", "May")
        yield Problem(
            "P08", where, {"masked": match[0], "precision": _word(CONSENT_DATES, allowed), "example": example}
        )


def _names_of_place(db: Database, ref: str, case: CareCase) -> tuple[str, ...]:
    name = resolution(db, ref).names.get(f"community:{case.community}", "")
    community = record(db, name) if name else None
    full = str(community.name) if isinstance(community, Community) and community.name else ""
    return (full, full.removesuffix("社区")) if full else ()


def _places(where: Where, text: str, precision: str, names: tuple[str, ...]) -> Iterator[Problem]:
    """P07: a shop next door; an area or the community, where they were not agreed to."""
    found = [(Word("旁边的店铺或机构", "a place next door"), match[0]) for match in _NEXT_DOOR.finditer(text)]
    if precision in ("community", "none"):
        found += [(Word("小区或片区", "an area"), match[0]) for match in _AREA.finditer(text)]
    found += [(Word("社区", "the community"), name) for name in names[:1] if name in text]
    for kind, masked in found:
        yield Problem("P07", where, {"kind": kind, "masked": masked})


def _traits(path: str, case: CareCase, places: str) -> Iterator[Problem]:
    """P09: age, sex, household and place, three of them or more, that nobody has thought about."""
    text = "\n".join(words(case))
    traits = (
        (Word("年龄", "age"), bool(_AGE.search(text))),
        (Word("性别", "sex"), bool(_SEX.search(text))),
        (Word("家庭情况", "household"), case.category == "elder_alone" or bool(_HOUSEHOLD.search(text))),
        (Word("地点", "place"), places != "none"),
    )
    told = tuple(trait for trait, is_told in traits if is_told)
    if len(told) < 3 or case.review is None:  # without any review, P14 says so
        return
    checked = case.review.reidentification_checked_by
    if checked is None or str(checked) == str(case.author_role):
        yield Problem("P09", Where(path, field=("review",)), {"traits": told})
