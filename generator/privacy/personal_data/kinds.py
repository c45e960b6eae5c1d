"""What counts as personal data: one row for each kind (domain brief §2.2 and §2.3).

A kind has two weights. ``level`` is what it weighs in any record: an error where it is surely somebody's and never
needed, a warning where a person has to look, an information where it is harmless by itself. ``rule`` is the rule of
the gate that it breaks in a care case, where nearly everything is an error.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from ...problems import Level


class Kind(StrEnum):
    """A kind of personal data."""

    RESIDENT_ID = "resident_id"
    BANK_CARD = "bank_card"
    MOBILE = "mobile"
    LANDLINE = "landline"
    PLATE = "plate"
    UNIT_ADDRESS = "unit_address"
    BUILDING = "building"
    MESSENGER = "messenger"
    EMAIL = "email"
    DOCUMENT = "document"
    LOCATION = "location"
    USCC = "uscc"
    NAME = "name"
    OFFICIAL_NAME = "official_name"
    HEALTH = "health"
    MENTAL = "mental"
    DISABILITY = "disability"
    BENEFIT = "benefit"
    FINANCE = "finance"
    OFFENCE = "offence"
    SCHOOL = "school"


class Row(Struct, frozen=True):
    """What is known of a kind.

    ``sensitive`` is the category of ``vocabulary.SENSITIVE_CATEGORIES`` to which the person may have consented (P05).
    """

    kind: Kind
    zh: str
    en: str
    level: Level
    rule: str
    sensitive: str = ""


_ROWS = (
    Row(Kind.RESIDENT_ID, "身份证号", "a resident id number", Level.ERROR, "P13"),
    Row(Kind.BANK_CARD, "银行卡号", "a bank card number", Level.ERROR, "P13"),
    Row(Kind.MOBILE, "手机号", "a mobile number", Level.ERROR, "P13"),
    Row(Kind.LANDLINE, "电话号码", "a telephone number", Level.WARNING, "P13"),
    Row(Kind.PLATE, "车牌号", "a number plate", Level.ERROR, "P13"),
    Row(Kind.UNIT_ADDRESS, "门牌室号", "the number of a flat", Level.WARNING, "P07"),
    Row(Kind.BUILDING, "楼栋或单元", "a building or a stairwell", Level.INFO, "P07"),
    Row(Kind.MESSENGER, "微信号或 QQ 号", "a WeChat or QQ id", Level.ERROR, "P13"),
    Row(Kind.EMAIL, "电子邮箱", "a mail address", Level.ERROR, "P13"),
    Row(Kind.DOCUMENT, "证件或病历号", "the number of a document", Level.WARNING, "P13"),
    Row(Kind.LOCATION, "经纬度", "a position on the map", Level.WARNING, "P13"),
    Row(Kind.USCC, "统一社会信用代码", "a unified social credit code", Level.INFO, ""),
    Row(Kind.NAME, "姓名或称呼", "a person's name", Level.WARNING, "P13"),
    Row(Kind.OFFICIAL_NAME, "工作人员的姓名", "the name of a member of staff", Level.INFO, "P13"),
    Row(Kind.HEALTH, "健康状况", "health", Level.INFO, "P05", "health"),
    Row(Kind.MENTAL, "精神健康", "mental health", Level.INFO, "P06"),
    Row(Kind.DISABILITY, "残疾情况", "disability", Level.INFO, "P05", "disability"),
    Row(Kind.BENEFIT, "救助情况", "benefits", Level.INFO, "P05", "benefit"),
    Row(Kind.FINANCE, "经济情况", "income or debts", Level.INFO, "P05", "finance"),
    Row(Kind.OFFENCE, "服刑、矫正或戒毒", "an offence or drug use", Level.INFO, "P06"),
    Row(Kind.SCHOOL, "就读的学校", "a school", Level.INFO, "P05", "minor"),
)

ROWS: dict[Kind, Row] = {row.kind: row for row in _ROWS}

EVERYWHERE = frozenset(row.kind for row in _ROWS if row.level is not Level.INFO)
"""What matters in any record."""

CONDITIONS = frozenset({Kind.HEALTH, Kind.MENTAL, Kind.DISABILITY, Kind.BENEFIT, Kind.FINANCE, Kind.OFFENCE})
"""What is nobody's secret until it is said of somebody."""

CONTACTS = frozenset({Kind.MOBILE, Kind.LANDLINE, Kind.MESSENGER, Kind.EMAIL})
"""What an office may publish of itself, also in a care case."""
