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
from .surnames import BEFORE_A_TITLE, COMPOUND, GIVEN, NO_NAMES, PLAIN, WORDLIKE

_HAN = "\u4e00-\u9fff"
_TWO = "|".join(COMPOUND)
_ANY_SURNAME = f"(?:{_TWO}|[{PLAIN}{WORDLIKE}])"
_GIVEN = f"[{GIVEN}]"
_FULL_NAME = f"(?:(?:{_TWO}|[{PLAIN}]){_GIVEN}{{1,2}}|[{WORDLIKE}]{_GIVEN}{{2}})"
_NO_PLACE = "(?!家[山林河江海湖桥塘泉岭])"
_LONG_NAME = f"(?:(?:{_TWO}){_GIVEN}{{1,2}}|[{PLAIN}]{_NO_PLACE}{_GIVEN}{{2}})"

_FORMS = (
    "老奶奶|奶奶|老爷爷|爷爷|老大爷|大爷|大妈|大娘|大叔|大婶|大姐|大哥|大嫂|阿姨|叔叔|老伯伯|伯伯|老伯|婆婆|太婆|爹爹|婶婶|婶子|嫂子|老太太|老太|太太"
    "|老爷子|老师傅|师傅|阿婆|阿公|阿伯|阿叔|阿嬷|阿爹|阿妈|先生(?!态)|女士|小姐|小朋友|同学|老人(?!家)|夫妇|夫妻|姨(?![妈父丈])|姐(?![妹夫姐])|哥(?![哥们])|叔|伯(?!乐)|婶|嫂|爷|婆(?!媳)|爹"
)
"""How private people are addressed."""
_NEEDS_A_GIVEN_NAME = frozenset({"老人", "夫妇", "夫妻", "小朋友"})
_OFFICES = (
    "第一书记|副书记|总书记|书记(?![员录处们])|副主任|主任(?![务医护技药检会])|副站长|站长|副所长|所长|副队长|队长|副会长|会长(?![期远大锈达])|副局长|局长(?!期)"
    "|副处长|处长(?!期)|副科长|科长|副部长|部长|副镇长|镇长|村长|总经理|副经理|经理(?!人)|代表(?![了性团着们作方队处大会])|委员(?!会)|副主席|主席|副校长|校长"
    "|副院长|院长|园长(?!廊)|班长(?!时)|组长|楼栋长|楼长|网格长|网格员|单元长|邻里长|民警|警官|医师|医生(?!活|物)|护士|护师|老师(?!傅|们)|律师(?!事务)|教授|工程师|工(?=[说介到带来上现])"
    "|干事|社工|会计|主管|理事长|秘书长|秘书|指导员|教导员|教练|法官|检察官|董事长|店长|馆长|支书|常委"
)
"""Offices and trades: who has one acts in it, so the name is that of a member of staff."""

_LEFT_WORDS = (
    "居民|业主|住户|户主|租户|租客|村民|市民|志愿者|党员|邻居|商户|老人|隔壁|楼上|楼下|对门|社区|街道|党委|支部|总支|居委会|物业|热心|独居|高龄|岁的?|旬|退休"
    "|七旬|八旬|学校|医院|派出所|单位|公司|中心|小区|大队|站的?|家住|名叫|叫做|叫|姓|由|的|是|和|与|及|跟|同|对|让|请|找|问|给|把|被|为|帮|在|到|见|了|着|过"
    "|位|听|替|陪|向|说|据|而|但|就|也|还|又|都|从|将|区|局|办|所|部|组|会|队|村|院|园|里|中|后|时|日|午|天|晚|前|次|以"
)
_LEFT = re.compile(f"(?:^|[^{_HAN}]|{_LEFT_WORDS})$")

_ADDRESSED = re.compile(f"(?P<name>{_FULL_NAME}|{_ANY_SURNAME})(?P<form>{_FORMS})")
_IN_OFFICE = re.compile(f"(?P<name>{_FULL_NAME}|{_ANY_SURNAME})(?P<form>{_OFFICES})")
_PEOPLE = (
    "受助人|帮扶对象|残疾人|失主|事主|受访者|目击者|退役军人|困难户|小伙子?|姑娘|居民|业主|住户|户主|租户|租客|村民|市民|群众|志愿者|志愿队员|党员|学生|同学|患者|病人|联系人|收件人|来信人|申请人|当事人|投诉人|举报人|监护人|代办人|户名|姓名|署名|低保户"
    "|贫困户|特困户|五保户|独居老人|老人|邻居|商户|店主|摊主|家属|儿子|女儿|丈夫|妻子|老伴|母亲|父亲|孙女|孙子|哥哥|姐姐|弟弟|妹妹|儿媳|女婿|房东|热心人|少年|女孩|男孩|孩子|死者|伤者|车主|名叫|叫做"
)
_STAFF = (
    "副书记|书记|副主任|主任|委员|网格员|网格长|楼栋长|楼长|单元长|邻里长|站长|所长|队长|会长|社工|社区工作者|工作人员|干部|民警|警官|律师|医生|护士|老师|校长|院长"
    "|经理|代表|局长|处长|科长|部长|镇长|主席|干事|教授|工程师|负责人|队员|专干|两委|讲师|教练|消防员|通讯员|记者|编辑|管家|客服"
)
_AFTER_ROLE = rf"[:：\s“”「]?(?P<name>{_FULL_NAME})"
_PERSON = re.compile(f"(?:{_PEOPLE}){_AFTER_ROLE}")
_AT_WORK = "[，。、；：作说介表带讲组陪提]"
_MEMBER_OF_STAFF = re.compile(rf"(?:{_STAFF})[:：\s“”「]?(?P<name>{_FULL_NAME}|[{WORDLIKE}]{_GIVEN}(?={_AT_WORK}))")
_SPEECH = "高兴地说|笑着说|说道|说|表示|介绍|告诉|回忆|坦言|感慨|反映|提出|提议|认为|指出|透露|直言|建议|补充道|补充|回答|解释|感叹|笑道|称赞|敬赠|敬上|敬谢|敬献|赠|叩谢"
_SPEAKER = re.compile(
    f"(?:(?<![{_HAN}])|(?<=的)(?=..{_GIVEN}))(?:据|听|而|但|如今|当时|当天|随后)?(?P<name>{_FULL_NAME})(?:{_SPEECH})"
)
_ACTS = "主动|带头|走访|上门|参加|报名|签字|签名|捐出|捐了|领取|领到|送来|负责|值守|牵头|自告奋勇|家住|今年|正在|就是|便是|是|老人|家的?(?=[申装要在里有])"
_OFFERS = "报名|签字|签名|自告奋勇|送来|领取|捐出|主动"
_VOLUNTEER = re.compile(f"(?<![{_HAN}])(?P<name>[{PLAIN}]{_GIVEN})(?:{_OFFERS})")
_ACTOR = re.compile(f"(?:(?<![{_HAN}])|(?<=的))(?P<name>{_LONG_NAME})(?:{_ACTS})")
_ALONE = re.compile(f"(?<![{_HAN}A-Za-z0-9·])(?P<name>{_LONG_NAME})(?=[、，,；;]{_ANY_SURNAME}|[（(]化名|[（(]示例)")
_FAMILIAR = re.compile(
    f"(?:(?<![{_HAN}])|(?<=居民)|(?<=邻居)|(?<=业主)|(?<=[和跟请找帮问叫给让了])|(?<=同事))(?P<name>[老小][{PLAIN}])"
    r"(?=[，。、；：！？”’,\s说家和跟与对给把让也就便]|的[孩儿女家妻丈母父爱人老]|$)"
)
_PAIR = re.compile(f"(?P<name>{_LONG_NAME})(?=[、和与及]{_LONG_NAME})")
_NEXT = re.compile(f"[、和与及](?P<name>{_FULL_NAME})")
"""A list goes on: 「志愿者曹磊、许静」."""
_FAMILIAR_STAFF = re.compile(f"(?:{_STAFF})(?P<name>[老小][{PLAIN}{WORDLIKE}])(?![{GIVEN}]{{2}})")

_ROLE_BEFORE = re.compile("(?:居民|业主|住户|邻居|社区|老人|岁的?)$")
"""「向」 is far more often a preposition: 「向老师请教」."""


def names(text: str) -> Iterator[Match]:
    """Yield the names of private people."""
    yield from _titled(text, _ADDRESSED, Kind.NAME)
    for pattern in (_PERSON, _SPEAKER, _ACTOR, _VOLUNTEER, _PAIR, _ALONE, _FAMILIAR):
        for match in pattern.finditer(text):
            yield from _with_the_next(text, match, Kind.NAME)


def official_names(text: str) -> Iterator[Match]:
    """Yield the names of people who act in an office."""
    yield from _titled(text, _IN_OFFICE, Kind.OFFICIAL_NAME)
    for pattern in (_MEMBER_OF_STAFF, _FAMILIAR_STAFF):
        for match in pattern.finditer(text):
            yield from _with_the_next(text, match, Kind.OFFICIAL_NAME)


_BEFORE = "民主户客众者员生人名居属子儿夫伴亲女媳婿东年叫姐弟哥妹"
_SECOND_PART = "".join(sorted({surname[1] for surname in COMPOUND}))
SIGN = re.compile(
    f"[{PLAIN}{WORDLIKE}{_SECOND_PART}](?:{_FORMS}|{_GIVEN}{{1,2}}(?:{_FORMS}|{_SPEECH}|{_ACTS})|(?<=[^{_HAN}].){_GIVEN}{{2}}[、，,；;（(]|{_GIVEN}{{2}}[、和与及][{PLAIN}{WORDLIKE}{_SECOND_PART}]"
    rf"|(?<=[{_BEFORE}].){_GIVEN}|(?<=[{_BEFORE}][:：“”「\s].){_GIVEN}|(?<=[老小].)(?=[，。、；：！？”’,\s说家和跟与对给把让也就便的]|$))"
)
"""What is in every text with a name: a surname, and something beside it that tells it."""
_OF_STAFF = "记任员长工者部警师生护经理代表席事授人干委练管服辑者家"
OFFICE_SIGN = re.compile(
    rf"[{PLAIN}{WORDLIKE}{_SECOND_PART}](?:{_GIVEN}{{0,2}}(?:{_OFFICES})|(?<=[{_OF_STAFF}].){_GIVEN}|(?<=[{_OF_STAFF}][:：“”「\s].){_GIVEN}"
    f"|(?<=[老小].))"
)


_LEVELS = {Kind.NAME: Level.WARNING, Kind.OFFICIAL_NAME: Level.INFO}


def _with_the_next(text: str, match: re.Match[str] | None, kind: Kind) -> Iterator[Match]:
    while match:
        yield from _untitled(match, kind)
        match = _NEXT.match(text, match.end("name"))


def _untitled(match: re.Match[str], kind: Kind) -> Iterator[Match]:
    name = match["name"]
    if name[:2] not in NO_NAMES and name not in NO_NAMES:
        yield Match(kind, _LEVELS[kind], match.start("name"), match.end("name"), name)


def _titled(text: str, pattern: re.Pattern[str], kind: Kind) -> Iterator[Match]:
    place = 0
    while match := pattern.search(text, place):
        place = match.end() if _is_name(text, match, kind) else match.start() + 1
        if place > match.start() + 1:
            whole = match["name"] + match["form"]
            start, end = match.span("name") if kind is Kind.OFFICIAL_NAME and len(match["name"]) > 1 else match.span()
            yield Match(kind, _LEVELS[kind], start, end, whole)


def _is_name(text: str, match: re.Match[str], kind: Kind) -> bool:
    """Whether a surname (and a given name) before a title is one, and not the end of another word."""
    name, start = match["name"], match.start()
    is_short = len(name) == 1
    if text[max(start - 1, 0) : start + 1] in BEFORE_A_TITLE or name[:2] in NO_NAMES or name in NO_NAMES:
        return False
    if is_short and (
        match["form"] in _NEEDS_A_GIVEN_NAME or (name in "余万" and re.search(r"[0-9十百千]$", text[:start][-1:]))
    ):
        return False
    is_free = bool(_LEFT.search(text[max(start - 4, 0) : start]))
    if is_short and name == "向" and not _ROLE_BEFORE.search(text[max(start - 3, 0) : start]):
        return False
    if is_short and (kind is Kind.OFFICIAL_NAME or name in WORDLIKE):
        return is_free
    return True
