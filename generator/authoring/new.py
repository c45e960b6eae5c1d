"""A new file for a record, with every field explained."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ..config import ENVIRONMENT, USAGE
from ..content import slug_of
from ..i18n import Translate, translator
from ..models import MODELS, fields_of
from ..problems import DizaoError, Problem, Where, Word
from ..values import SLUG
from ..vocabulary import PUBLICATION_STATES, RecordKind, label
from .form import Form
from .kinds import kind_named

_TITLES = ("title", "name", "alias", "text")
"""The fields that hold a title, whatever the kind calls it; a consent has none."""

_DATES = {"story": "date", "commitment": "made_at"}
"""Where today is a sensible date: for what is written or promised now, not for what happened some day."""

_FIRST = {"care_case": ("publication", "consent", "author_role", "review", "retention_until")}
_NEVER_NEW = frozenset({"slug", "former"})
_LEFT_OUT = {"commitment": _NEVER_NEW | {"id"}}
"""A promise of its own is named by its file; and a new file never needs ``slug``, nor had it another address."""

_NAMELESS = {"care_case": "case", "consent": "consent"}
"""Kinds whose names tell nothing: a care case leaves its own in an address, also when it was taken down."""
_LETTERS = "bcdfghjkmnpqrstvwxz23456789"
"""Without vowels, so that no word comes out, and without what looks like something else."""


def new_record(site: Path, kind: str, title: str, *, slug: str = "", language: str, today: date) -> Path:
    """Write a new file of ``kind`` below ``site`` and return it.

    What only the editor can know is left empty, and ``check`` names it; all else is as ``check`` wants it.

    Raises:
        DizaoError: unknown kind, unusable slug, a file of that name (exit code 2); a folder that cannot be written (3).
    """
    found = kind_named(kind)
    plain_title = " ".join("".join(character if character.isprintable() else " " for character in title).split())
    name = _checked(slug) if slug else _name_for(found, plain_title, today)
    folder = site / "content" / found.folder
    taken = next(folder.rglob(f"{name}{found.suffix}"), None)
    path = taken or folder / f"{name}{found.suffix}"
    shown = path.relative_to(site).as_posix()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text_of_new(found, plain_title, language, today, _communities(site)))
    except FileExistsError:
        raise DizaoError(Problem("file-exists", Where(shown), {"path": shown}), USAGE) from None
    except OSError as error:
        arguments = {"path": shown, "reason": error.strerror or str(error)}
        raise DizaoError(Problem("output-unwritable", Where(shown), arguments), ENVIRONMENT) from error
    return path


def _checked(slug: str) -> str:
    if not SLUG.fullmatch(slug):
        raise DizaoError(Problem("bad-slug", Where(""), {"field": Word("网址名"), "value": slug}), USAGE)
    return slug


def _name_for(kind: RecordKind, title: str, today: date) -> str:
    if kind.name in _NAMELESS:
        return f"{_NAMELESS[kind.name]}-{''.join(secrets.choice(_LETTERS) for _ in range(6))}"
    slug = slug_of(title)
    label = kind.name.replace("_", "-")
    if not slug:
        return f"{label}-{today.isoformat()}"
    return slug if SLUG.fullmatch(slug) else f"{label}-{slug}"


def _communities(site: Path) -> tuple[str, ...]:
    """Return the ids of the communities of the site, as far as the names of the files tell them."""
    files = sorted((site / "content" / "communities").rglob("*.yaml"))
    return tuple(file.stem for file in files if SLUG.fullmatch(file.stem))


def text_of_new(kind: RecordKind, title: str, language: str, today: date, communities: tuple[str, ...]) -> str:
    """Return the text of a new file of ``kind``."""
    say = translator(language)
    model = MODELS[kind.name]
    names = [field.name for field in fields_of(model)]
    known = {name: title for name in _TITLES if name in names and title}
    if kind.name in _DATES:
        known[_DATES[kind.name]] = today.isoformat()
    if "community" in names and len(communities) == 1:
        known["community"] = communities[0]
    if kind.name == "care_case":
        known["publication"] = label(PUBLICATION_STATES, "draft", language)
    notes = {"community": say("现有的社区：{ids}").format(ids=" ".join(communities))} if len(communities) > 1 else {}
    form = Form(
        model,
        language,
        known,
        first=_FIRST.get(kind.name, ()),
        left_out=_LEFT_OUT.get(kind.name, _NEVER_NEW),
        notes=notes,
    )
    lines = [*_introduction(kind, say, language), "", *form.lines()]
    text = "\n".join(lines).rstrip() + "\n"
    return f"---\n{text}---\n\n{_body(kind, say)}" if kind.suffix == ".md" else text


def _introduction(kind: RecordKind, say: Translate, language: str) -> Iterator[str]:
    yield f"# {kind.en.capitalize() if language == 'en' else kind.zh}"
    yield "#"
    yield "# " + say("「#」开头的是说明，不会显示，看过可以删。冒号后面要空一格。")
    yield "# " + say("不知道的事写「原文未注明」，不要猜。写好以后运行检查（check），缺什么它会指出来。")
    for line in _CAUTIONS.get(kind.name, ()):
        yield "# " + say(line)


_CAUTIONS = {
    "care_case": (
        "先后顺序：一、取得当事人的单独同意，记成一份「公开授权」；二、写这个文件；三、请第二个人审核；"
        "四、最后才把「发布」改成「已发布」。",
        "绝不写：真实姓名、认得出的照片、身份证号、电话、住址门牌、病名和用药、收入和补助、亲属的情况。",
        "精神健康方面的事、孩子的事，有人同意也不写。日期只写到月。",
    ),
    "consent": (
        "这里不写姓名，也不放签字材料；文件名里也不要有姓名。签字材料锁在社区，不放进这个文件夹。",
        "公开要有当事人的单独同意：说清公开什么、在哪里公开、到什么时候；不同意，不影响得到帮助。",
    ),
    "commitment": (
        "状态不用写，由期限、完成日期和佐证自动得出。没有责任人和期限的，类型写「愿景」。",
        "公开以后不要改动内容和期限；要改，就在「变更」里写上日期和原因。",
    ),
}


def _body(kind: RecordKind, say: Translate) -> str:
    """Return the beginning of a text, with hints that no reader sees."""
    hint = say(
        "从这里写正文。小标题前面写「## 」。要强调的字两边各加两个星号。\n"
        "链接写成 [文字](../projects/文件名.yaml)，图片写成 ![图里是什么](../media/文件名.jpg)。\n"
        "写好以后，这几行可以删掉。"
    )
    headings = _HEADINGS[kind.name]
    return f"<!--\n{hint}\n-->\n" + "".join(f"\n## {say(heading)}\n" for heading in headings)


_HEADINGS = {
    "story": ("事情怎么起的", "做了什么", "结果怎么样", "还不知道的"),
    "page": ("这一页讲什么",),
}
