"""What leads to somebody's door: number plates, flats, buildings, positions on the map, schools."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...problems import Level
from .found import Match
from .kinds import Kind

# -- plates -------------------------------------------------------------------------------------------

_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    rf"[{_PROVINCE}][ ·.]?[A-HJ-NP-Za-hj-np-z][ \u3000·•・.‧\-—]{{0,2}}"
    r"(?P<body>[A-HJ-NP-Za-hj-np-z0-9]{5,6}|[A-HJ-NP-Za-hj-np-z0-9]{4}[挂学警港澳])(?![A-Za-z0-9])"
)
_GREEN = re.compile(r"[A-HJ-NP-Z][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJ-NP-Z]")


def plates(text: str) -> Iterator[Match]:
    """Yield number plates (GA 36): five characters with two letters at most, six on a car with a green plate."""
    for match in _PLATE.finditer(text):
        body = match["body"].upper()
        is_plate = bool(_GREEN.fullmatch(body)) if len(body) == 6 else sum(map(str.isdigit, body)) >= 3
        if is_plate:
            yield Match(Kind.PLATE, Level.ERROR, match.start(), match.end(), match[0][:2].upper() + body)


# -- flats and buildings ------------------------------------------------------------------------------

_HAN_NUMBER = "[零〇一二三四五六七八九十百]"
_NUMBER = f"(?:[0-9]{{1,3}}|{_HAN_NUMBER}{{1,4}})"
_BLOCK = f"(?:{_NUMBER}(?:栋|幢|座|号楼|号门栋|#楼?)|(?<![A-Za-z])[A-Za-z](?:栋|幢|座|号楼))"
_STAIRWELL = f"第?{_NUMBER}(?:单元|门)"
_FLOOR = f"第?{_NUMBER}[层楼]"
_PLAUSIBLE = "(?:[1-9]|[1-3][0-9])(?:0[1-9]|[1-3][0-9])"
"""A room number: the storey, then at most 39 flats on it. So 400 and 2026 are none."""
_NOT_A_ROOM = r"(?![0-9年月日平米㎡元户人次个栋幢座盏棵%]|\.[0-9]|余|多户)"
_ROOM = (
    f"(?:[0-9]{{3,4}}(?:室|号房|房|号)|{_PLAUSIBLE}{_NOT_A_ROOM}|[零〇一二三四五六七八九]{{3,4}}(?:室|号房|房|号)?"
    f"|[0-9]{{1,2}}-[0-9]{{1,2}}(?![0-9-])|{_NUMBER}室)"
)
_SIDE = f"(?:[东西南北中左右]边?[户手室]|{_NUMBER}号(?![楼门线路桌位馆院]))"
"""A flat of a storey without a number of its own: 「五楼东户」「6楼3号」."""
_SPACE = r"[ \u3000,，、\-—]{0,2}"
_FLAT = re.compile(
    f"(?<![0-9零〇一二三四五六七八九十])(?:{_BLOCK}{_SPACE}(?:{_STAIRWELL})?|{_STAIRWELL}){_SPACE}(?:{_FLOOR}|[0-9]-)?{_SPACE}{_ROOM}"
)
_FLAT_ON_STOREY = re.compile(
    f"(?<![0-9零〇一二三四五六七八九十])(?:{_BLOCK}{_SPACE}(?:{_STAIRWELL})?|{_STAIRWELL}){_SPACE}(?:{_FLOOR}|顶楼){_SPACE}{_SIDE}"
)
_TRIPLE = re.compile(rf"(?<![0-9A-Za-z.\-－/])[1-9][0-9]?-[1-9]-{_PLAUSIBLE}(?![0-9A-Za-z\-]|\.[0-9]|号)")
_AT_HOME = re.compile(
    r"(?:居住|租住|家住|家在|住)[^，。；、\n]{0,12}?(?P<room>(?<![0-9])[0-9]{3,4}(?:室|号房)|[零〇一二三四五六七八九]{3,4}室)"
)
_ROOM_OF_A_STREET_NUMBER = re.compile(
    r"(?<=[0-9]号)[,， ]?(?P<room>[0-9]{3,4}室)(?!办|会议|窗口|开|集合|报名|登记|领取)"
)
_CODES = re.compile("取件|货[号架位]|编号|型号|版本|图号|比分|单号|学号|密码|口令|批号")
_OFFICES = re.compile("大厦|写字楼|广场|大楼|酒店|宾馆|商场|医院|学校|教学|办公|服务中心|政务")
_BUILDING = re.compile(
    f"(?<![0-9零〇一二三四五六七八九十])(?P<number>[0-9]{{1,3}}|(?<![A-Za-z])[A-Za-z]|{_HAN_NUMBER}{{1,4}})(?P<block>栋|幢|号楼|号门栋|#楼?|(?<=[A-Za-z])座)"
    f"(?!楼(?![下上前后道顶边旁里])|梯|椅|位|谈|席|标|垫|房|住宅|建筑|居民楼|老楼|高层|宿舍)(?P<stairwell>{_STAIRWELL})?|第?{_NUMBER}单元"
)
_SUM = re.compile(
    "共有?$|涉及$|覆盖$|[合总累]计$|完成$|超过$|[近约达]$|[余还]剩$|剩余$|[新改]建了?$|改造了?$|[一二三]期$|拆[除了]$|加固了?$"
)
_COUNTED = re.compile("[共有这那每各几拆建剩余约达]$")
_OF_IT = re.compile("[一二三四五六七八九十]{1,2}[楼层]|门[口前]|楼[下上前后]|的[居住老邻]|[前后旁]面?的")
_PART_OF_A_COUNT = re.compile("[栋幢](?:楼|老楼|房子|住宅)[，,、](?:其中)?$")
_ESTATE = re.compile("[东南西北小][区院苑园]$|[家花]园$")
_LIVES = re.compile("[住在到去往院]$")
_STAIRWAY_ONLY = re.compile("第?[^单]+单元(?:楼道|门口|门前|入口|出口|电梯|外墙|大门|门洞)")


def _before(text: str, start: int) -> str:
    """Return what stands before ``start`` in the same line, at most ten characters of it."""
    return text[max(start - 10, 0) : start].rpartition("\n")[2]


def flats(text: str) -> Iterator[Match]:
    """Yield the numbers of flats. 「727-8-1号」 is a street number, 「第3单元楼道口」 a place that all pass."""
    for match in _FLAT.finditer(text):
        if not _OFFICES.search(_before(text, match.start())):
            yield Match(Kind.UNIT_ADDRESS, Level.WARNING, match.start(), match.end(), match[0])
    for match in _FLAT_ON_STOREY.finditer(text):
        if not _OFFICES.search(_before(text, match.start())):
            yield Match(Kind.UNIT_ADDRESS, Level.WARNING, match.start(), match.end(), match[0])
    for match in _TRIPLE.finditer(text):
        if not _CODES.search(_before(text, match.start())):
            yield Match(Kind.UNIT_ADDRESS, Level.WARNING, match.start(), match.end(), match[0])
    for match in (*_AT_HOME.finditer(text), *_ROOM_OF_A_STREET_NUMBER.finditer(text)):
        yield Match(Kind.UNIT_ADDRESS, Level.WARNING, match.start("room"), match.end("room"), match["room"])


def buildings(text: str) -> Iterator[Match]:
    """Yield numbered buildings and stairwells, which only a care case must not name (P07)."""
    for match in _BUILDING.finditer(text):
        before = _before(text, match.start())
        if not (_OFFICES.search(before) or _is_a_count(text, match, before) or _is_for_all(text, match)):
            yield Match(Kind.BUILDING, Level.INFO, match.start(), match.end(), match[0])


def _is_for_all(text: str, match: re.Match[str]) -> bool:
    """Whether it is a stairwell of no building in particular: 「第3单元楼道口」."""
    return not match["number"] and bool(_STAIRWAY_ONLY.match(text, match.start()))


def _is_a_count(text: str, match: re.Match[str], before: str) -> bool:
    """Whether 「三栋」 says how many buildings, and not which one."""
    number = match["number"]
    if _PART_OF_A_COUNT.search(before):
        return True
    if number and match["block"] in "栋幢" and _SUM.search(before):
        return True
    if not number or match["stairwell"] or match["block"] in ("号楼", "号门栋", "#", "#楼") or number.isascii():
        return False
    if _ESTATE.search(before) or _OF_IT.match(text, match.end()):
        return False
    return bool(_COUNTED.search(before)) or (len(number) == 1 and not _LIVES.search(before))


# -- the sign of what is above: a character of ``FIRSTS``, and what is around it ------------------------

FIRSTS = f"{_PROVINCE}栋幢座室门元楼#°度-"
_NUMERAL = "[0-9A-Za-z零〇一二三四五六七八九十百]"
REST = (
    f"(?<={_NUMERAL}[栋幢座室门#])|(?<={_NUMERAL}单元)|(?<={_NUMERAL}号楼)|(?<={_NUMERAL}号门)|(?<=[0-9][°度]) ?[0-9]{{1,2}}[′'’分]|(?<=[0-9]-)[0-9]-[0-9]{{3}}"
    rf"|(?<=[{_PROVINCE}])[ ·.]?[A-HJ-NP-Za-hj-np-z][ \u3000·•・.‧\-—]{{0,2}}[A-Za-z0-9]{{4}}"
)

# -- positions, schools -------------------------------------------------------------------------------

_DEGREES = r"[0-9]{1,3}\.[0-9]{4,}"
_MINUTES = r"[0-9]{1,3}[°度] ?[0-9]{1,2}[′'’分] ?[0-9]{1,2}(?:\.[0-9]+)?(?:[″\"”秒]|′′|'')"
_IN_MINUTES = re.compile(
    rf"(?:北纬|东经|[NE])? ?{_MINUTES} ?[NE]?[，,、;；/ ]{{0,3}}(?:北纬|东经|[NE])? ?{_MINUTES} ?[NE]?"
)
_AXIS = r"(?:北纬|东经|纬度|经度|[Ll]at(?:itude)?|[Ll](?:ng|on)(?:gitude)?|[NE])?[:：=]?"
_FINE_DEGREES = re.compile(r"[0-9]\.[0-9]{4}")
_POSITION = re.compile(
    rf"(?<![0-9.])(?:北纬|东经|[NE])?[ \t\u3000]*(?P<one>{_DEGREES})°?[ \t\u3000]*[NSEW]?[ \t\u3000]*[,，、;；/ ][ \t\u3000]*{_AXIS}[ \t\u3000]*(?P<other>{_DEGREES})°?(?![0-9])"
)


def positions_in_minutes(text: str) -> Iterator[Match]:
    """Yield pairs of degrees, minutes and seconds."""
    for match in _IN_MINUTES.finditer(text):
        yield Match(Kind.LOCATION, Level.WARNING, match.start(), match.end(), match[0])


def positions(text: str) -> Iterator[Match]:
    """Yield pairs of degrees, exact to ten metres or better, that lie in China."""
    if not _FINE_DEGREES.search(text):
        return
    for match in _POSITION.finditer(text):
        north, east = sorted((float(match["one"]), float(match["other"])))
        if 3 <= north <= 54 and 73 <= east <= 136:
            yield Match(Kind.LOCATION, Level.WARNING, match.start("one"), match.end(), f"{north},{east}")


_NOT_OURS = "(?!老年|社区|市民|家长|特殊|我们|他们|驾驶|业余|网络|夜|党)"
_GOES_TO = "(?:[在到读念进上]|考[上进取]|就读于?|毕业于)"
_SCHOOL = re.compile(
    "[\u4e00-\u9fff]{2,10}?(?:小学(?!堂)|中学|幼儿园|高中|初中|职校|附中|附小)(?!生|老师|毕业(?:照|典|季|生|后|以|时)|时|阶段)"
    "|[\u4e00-\u9fff]{1,8}?[路街巷湖山岭桥门城口港湾验属](?:小学|中学)(?=生|老师|毕业)"
    "|[\u4e00-\u9fff]{2,8}?外国语学校"
    "|[\u4e00-\u9fff]{2,6}?(?<!老年)(?<!社区)(?<!市民)(?<!家长)(?<!我们)(?<!他们)(?<!驾驶)学校(?=的?(?:学生|同学|孩子)|[初高一二三四五六][一二三中年])"
    f"|{_GOES_TO}{_NOT_OURS}[\u4e00-\u9fff]{{2,8}}?(?:学校|学院(?![派路])|大学(?![生城路堂]))"
    f"|{_GOES_TO}[\u4e00-\u9fff]{{0,4}}?第?[一二三四五六七八九十]{{1,3}}中(?=读|念|上学|的?学生|[高初][一二三中]|[，。、；！]|$)"
)
"""A school by its name; one with a number (「三中」) or called 学校 only where somebody goes there."""
_NOT_IN_A_NAME = re.compile(
    ".*(?:[在上读到念进从的是和与去由给向对考入离近个该各某所]|考上|就读于?|毕业于|儿子|女儿|外?孙[子女]|外孙|附近|周边|辖区|[我本全][区市]|结对|共建|公办|民办|普通|重点"
    "|几位|多名|两名|三名|一名|一位)"
)

SCHOOL_SIGN = re.compile("小学|中学|幼儿园|高中|初中|职校|学校|附中|附小|学院|大学|[一二三四五六七八九十]中")


def schools(text: str) -> Iterator[Match]:
    """Yield schools that are named."""
    for match in _SCHOOL.finditer(text):
        lead = _NOT_IN_A_NAME.match(match[0])
        start = match.start() + (lead.end() if lead else 0)
        if match.end() - start >= 4 or text[match.end() - 1] == "中":
            yield Match(Kind.SCHOOL, Level.INFO, start, match.end(), text[start : match.end()])
