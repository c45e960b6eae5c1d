"""The pseudonyms of care cases: which case uses which, and which look like real names (domain brief §2.2, P04)."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..content import files_of_records, record
from ..engine import Database, query
from ..models.records import CareCase
from ..problems import Where, Word


class Pseudonym(NamedTuple):
    """A pseudonym that is published, the consent of its case, and where it stands."""

    alias: str
    consent: str
    where: Where


SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_SURNAME = f"[{''.join(sorted(SURNAMES))}]"
_ADDRESS = (
    "(?:老?(?:爷爷|奶奶|婆婆|公公|爹爹|太婆|太太|伯伯?|叔叔?|姨妈?|婶婶?|嫂子?|姐姐?|哥哥?|妹妹?|大?[爷妈娘]|大[伯叔姨婶嫂姐哥])"
    "|阿[姨婆公伯叔姐哥]|老师?|师傅|先生|女士|小姐|同志|医生|老[人汉太]?|爷|奶|婆|公|某某?|[甲乙丙丁]|[姓氏家]?(?:人家|一家|家))"
)
_SURNAME_FIRST = re.compile(
    f"[老小阿大]?{_SURNAME}(?:家|氏|姓)?{_ADDRESS}.?|[老小阿大]{_SURNAME}|{_SURNAME}[家氏某]|姓{_SURNAME}.*"
)
_ADDRESS_LAST = re.compile(f"{_ADDRESS}$")
_LEFT_OUT = re.compile("[某×✕*＊○〇□■]|[一-鿿].*[A-Za-zＡ-Ｚａ-ｚ]|[A-Za-zＡ-Ｚａ-ｚ].*[一-鿿]|^[A-Za-z. ]{1,4}$")
"""A name of which parts are left out, or only the initials given; 「Aunt Osmanthus」 of an English site is neither."""


def like_a_name(alias: str) -> Word | None:
    """Return why a pseudonym looks as if it told the real name, ``None`` where it does not."""
    if _LEFT_OUT.search(alias):
        return Word("像是姓名的缩写，或隐去了几个字的姓名")
    return Word("像是真实的姓加称呼") if _SURNAME_FIRST.fullmatch(alias) else None


def own_part(alias: str) -> str:
    """Return a pseudonym without the form of address at its end: 「桂花」 of 「桂花奶奶」."""
    return _ADDRESS_LAST.sub("", alias) or alias


@query(firewall=True)
def aliases(db: Database) -> dict[str, tuple[str, ...]]:
    """Map every pseudonym to the care cases that use it."""
    found: dict[str, list[str]] = {}
    for ref in files_of_records(db):
        if ref.startswith("care/"):
            found.setdefault(alias_of(db, ref), []).append(ref)
    return {alias: tuple(refs) for alias, refs in found.items()}


@query(firewall=True)
def alias_of(db: Database, ref: str) -> str:
    """Return the pseudonym of a care case."""
    case = record(db, ref)
    return str(case.alias) if isinstance(case, CareCase) and case.alias else ""


@query(firewall=True)
def consent_id_of(db: Database, ref: str) -> str:
    """Return the id of the consent that a care case names."""
    case = record(db, ref)
    return case.consent if isinstance(case, CareCase) else ""
