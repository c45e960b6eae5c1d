"""Translations as their authors write them: the body in a further language, and those fields that hold words.

Everything else a record says is a fact, and stands in the original alone. What stands inside its parts (a caption, a
source) is translated in the original, as ``{zh: …, en: …}``.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from .schema import Key


class Translation(Struct, frozen=True, kw_only=True, tag_field="record"):
    """What every translation may have."""

    title: Annotated[str, Key("标题", "译成这种语言的标题", "Lights on the stairs", required=True)] = ""
    summary: Annotated[str, Key("一句话说明", "一句话讲完", "")] = ""
    note: Annotated[str, Key("说明", "读者需要知道的一句话，显示在页面上方", "")] = ""


class StoryTranslation(Translation, frozen=True, kw_only=True, tag="story"):
    """A story in a further language."""

    author_role: Annotated[str, Key("撰写", "谁写的，写岗位", "")] = ""


class PageTranslation(Translation, frozen=True, kw_only=True, tag="page"):
    """A standing page in a further language."""


AnyTranslation = StoryTranslation | PageTranslation
TRANSLATIONS: dict[str, type[Struct]] = {"story": StoryTranslation, "page": PageTranslation}
