"""Which strings of the private folder are looked for, and in which spellings.

Each kind has a least length, so that a common word does not stop a publication. A table of them, in words for editors,
is in docs/隐私.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from markupsafe import escape
from msgspec import Struct

from ..problems import Where
from .personal_data.plain import UNSEEN
from .private_folder import Contents, Value
from .pseudonyms import SURNAMES


class Needle(Struct, frozen=True):
    """A string to look for, as ``plain`` makes it, and where it comes from. ``hint`` shows only how it begins."""

    text: str
    key: str
    where: Where

    @property
    def hint(self) -> str:
        shown = 3 if self.text[:1].isdigit() else 1 if len(self.text) < 5 else 2
        return self.text[:shown] + "*" * min(len(self.text) - shown, 8)


def plain(text: str) -> str:
    """Return ``text`` as needles are compared: NFKC, without what nobody sees, ASCII in lower case."""
    if text.isascii():
        return text.lower()
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text)).encode(errors="replace").lower().decode()


def compact(text: str) -> str:
    """Return ``text`` without blanks: 「王　芳」 is the same name as 「王芳」."""
    return "".join(text.split())


def needles_of(contents: Contents, public: Iterable[str]) -> tuple[Needle, ...]:
    """Return what to look for: the strings of the folder but those that are public, or allowed by the editors."""
    left_out = {same for word in (*public, *contents.allowed) for same in _same_as(word)}
    found: dict[str, Needle] = {}
    for value in contents.values:
        for word in _words(value):
            if left_out.isdisjoint(_same_as(word)):
                for spelling in _spellings(word):
                    found.setdefault(spelling, Needle(spelling, value.key, value.where))
    return tuple(found.values())


def _same_as(word: str) -> tuple[str, ...]:
    """Return what two spellings of one word or number have in common."""
    number = _digits(word)
    return (compact(plain(word)), number) if number else (compact(plain(word)),)


def _digits(word: str) -> str | None:
    """Return a number without what stands between its digits; ``None`` for anything else."""
    text = _AMONG_DIGITS.sub("", plain(word))
    return text if _NUMBER.fullmatch(text) else None


# -- what a string is --------------------------------------------------------------------------------

_PUBLIC_KEYS = frozenset({
    "编号", "id", "授权", "consent", "案例", "case", "记录", "record", "相关", "化名", "alias", "称呼", "类型",
    "type", "同意人", "given_by", "关系", "relation", "目的", "purpose", "用途", "公开渠道", "渠道", "channels",
    "敏感信息", "sensitive", "类别", "category", "categories", "精度", "precision", "图片", "images", "文件", "file",
    "签署", "signed_on", "到期", "expires_on", "撤回", "withdrawn_on", "撤回人", "withdrawn_by", "凭据摘要",
    "scope_hash", "方式", "method", "已读给本人听", "read_aloud_to_subject", "社区", "community", "示例", "sample",
    "性别", "gender", "年龄", "age", "民族", "概述", "summary", "发布", "publication", "主题", "topics", "来源",
    "sources",
})  # fmt: skip
"""Keys of what the public half of a consent says too, of enumerations, and of texts that are made to be public."""
_NAME_KEYS = re.compile(r"姓名|名字|[户网小乳]名|曾用名|昵称|(?:^|[_ ])names?$|^$", re.IGNORECASE)
_PERSON_KEYS = re.compile(
    r"人|者|户主|亲属|家属|子女|儿|配偶|老伴|signer|witness|guardian|agent|contact|kin", re.IGNORECASE
)
_ADDRESS_KEYS = re.compile(r"址|住处|门牌|address", re.IGNORECASE)
_BIRTHDAY_KEYS = re.compile(r"生日|出生|birth", re.IGNORECASE)
_ACCOUNT_KEYS = re.compile(r"微信|qq|账号|帐号|wechat|account|车牌|plate|邮箱|邮件|mail", re.IGNORECASE)

_AMONG_DIGITS = re.compile(r"[\s()+-]")
_NUMBER = re.compile(r"\d{7,}x?")
_MOBILE_ABROAD = re.compile(r"86(1\d{10})")
_LANDLINE = re.compile(r"0\d{9,11}")
_DOTS = re.compile("[·・•]")
_BETWEEN = re.compile(r"[、，。；！？：,;!?|/()（）\n\t]+")
_HAN = r"[㐀-鿿豈-﫿\U00020000-\U000323af]"
_ONE_HAN = re.compile(_HAN)
_NAME = re.compile(rf"{_HAN}{{2,4}}|{_HAN}{{1,8}}[·・•]{_HAN}[·・•㐀-鿿]{{0,12}}")
_LATIN_NAME = re.compile(r"[^\W\d_][^\W\d_ .'-]{0,30}(?:[ .'-]+[^\W\d_]{1,30}){0,4}")
_DATE = re.compile(r"(1[89]\d\d|20\d\d)[-./年]?(1[0-2]|0?[1-9])[-./月]?(3[01]|[12]\d|0?[1-9])日?(?!\d)")
_CODE = re.compile(r"[A-Za-z0-9][\w.+@:-]*[A-Za-z0-9]", re.ASCII)
_SLUG = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)+")
_PLATE = re.compile(rf"{_HAN}[A-Za-z][·]?[A-Za-z0-9]{{5,6}}")
_HOUSE = re.compile(r"[\d一二三四五六七八九十百]+\s*(?:栋|幢|座|号楼|单元|室|号|门|楼|层|户)|\d+-\d+-\d+")
_BUILDING = re.compile(r"(?:\d+|[一二三四五六七八九十]+)\s*(?:栋|幢|座|号楼|单元).*")
_ROLE = re.compile(r".*(?:人员|工作者|志愿者|员|书记|主任|长|委|会|处|站|社区|街道|中心|医院|学校|单位|人|属)")
_LEAST_SENTENCE = 8


def _words(value: Value) -> Iterator[str]:
    """Yield what is to be looked for of one string; nothing for what is too short or too common to tell anybody."""
    key = value.key.strip()
    if key.lower() in _PUBLIC_KEYS:
        return
    text = " ".join(unicodedata.normalize("NFKC", value.text).split())
    if _BIRTHDAY_KEYS.search(key):
        yield from _birthday(text)
    elif _ADDRESS_KEYS.search(key):
        yield from _address(text)
    else:
        for piece in _BETWEEN.split(text):
            yield from _piece(piece.strip(), key)


def _piece(piece: str, key: str) -> Iterator[str]:
    number = _digits(piece)
    bare = compact(piece)
    if names := _names(piece, key):
        yield from names
    elif number is not None:
        if not _DATE.fullmatch(number) and not _DATE.fullmatch(piece):
            yield piece
    elif _PLATE.fullmatch(bare) or _is_code(piece, key):
        yield piece
    elif _HOUSE.search(piece) and len(bare) > _LEAST_SENTENCE:
        yield from _address(piece)
    elif len(bare) >= _LEAST_SENTENCE <= len(_ONE_HAN.findall(bare)) and not _ROLE.fullmatch(bare):
        yield piece


def names_in(value: Value) -> list[str]:
    """Return the names of people in a string, as its key tells them."""
    key = value.key.strip()
    if key.lower() in _PUBLIC_KEYS or _BIRTHDAY_KEYS.search(key) or _ADDRESS_KEYS.search(key):
        return []
    text = " ".join(unicodedata.normalize("NFKC", value.text).split())
    return [name for piece in _BETWEEN.split(text) for name in _names(piece.strip(), key)]


def _names(piece: str, key: str) -> list[str]:
    """Return the names in a piece. What else is written under 「见证人」, such as 「网格员」, has no surname."""
    is_sure = bool(_NAME_KEYS.search(key))
    if not is_sure and not _PERSON_KEYS.search(key):
        return []
    if piece.isascii():
        return [piece] if _LATIN_NAME.fullmatch(piece) and len(piece) >= 4 else []
    words = piece.split()
    words = words if all(len(word) > 1 for word in words) else [compact(piece)]  # 「王芳 李明」, but 「王 芳」
    return [word for word in words if _NAME.fullmatch(word) and (is_sure or word[0] in SURNAMES)]


def _is_code(word: str, key: str) -> bool:
    """Whether a word is an account, an address for mail, a number of a passport: letters and digits, five or more."""
    if not _CODE.fullmatch(word) or len(re.findall(r"[A-Za-z0-9]", word)) < 5:
        return False
    if _ACCOUNT_KEYS.search(key) or "@" in word:
        return True
    has_both = bool(re.search(r"[A-Za-z]", word)) and bool(re.search(r"\d", word))
    return has_both and not _SLUG.fullmatch(word) and not _DATE.match(word)


def _birthday(text: str) -> Iterator[str]:
    match = _DATE.search(text)
    if match:
        try:
            day = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return
        yield from (f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y年%m月%d日}")
        yield from (f"{day.year}{mark}{day.month}{mark}{day.day}" for mark in "./")


def _address(text: str) -> Iterator[str]:
    """Yield an address that is finer than an area, and its part from the building on."""
    if _HOUSE.search(text) and len(compact(text)) >= 5:
        yield text
        tail = _BUILDING.search(text)
        if tail and len(compact(tail[0])) >= 5:
            yield tail[0]


# -- how it may be spelt -----------------------------------------------------------------------------


def _spellings(word: str) -> Iterator[str]:
    """Yield the forms in which a word is looked for, blanks taken out where it is not all ASCII."""
    number = _digits(word)
    text = plain(word)
    text = text if text.isascii() else compact(text)
    for form in _number_forms(number) if number else dict.fromkeys((text, _DOTS.sub("", text))):
        yield form
        if not form.isalnum():
            yield str(escape(form))


def _number_forms(number: str) -> Iterator[str]:
    """Yield a number as people write it; hyphens and blanks between its digits make no difference."""
    is_mobile = _MOBILE_ABROAD.fullmatch(number)
    yield is_mobile[1] if is_mobile else number
    if _LANDLINE.fullmatch(number):
        yield number[3 if number[1] in "12" else 4 :]  # as neighbours dial it
