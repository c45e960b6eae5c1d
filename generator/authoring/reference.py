"""The reference of all kinds and fields, in Markdown, as it stands at the end of the editors' handbook."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ..i18n import translator
from ..models import MODELS, Field, Record, Site, fields_of
from ..models.parts import Part
from ..vocabulary import RECORD_KINDS
from .form import SHARED
from .words import example_in, is_needed, key_in, listed, values_in

BEGIN = "<!-- 字段说明：由程序生成 -->"
END = "<!-- 字段说明结束 -->"


def field_reference(language: str) -> str:
    """Return every kind of content with every field that may be written in it."""
    return "\n".join(_Reference(language).lines()).rstrip() + "\n"


def with_reference(handbook: str, language: str) -> str:
    """Return ``handbook`` with the reference between its two marks renewed.

    Raises:
        ValueError: a mark is missing.
    """
    before, begin, rest = handbook.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{BEGIN} … {END}")
    return f"{before}{BEGIN}\n\n{field_reference(language)}\n{END}{after}"


class _Reference:
    def __init__(self, language: str) -> None:
        self._language = language
        self._say = translator(language)
        self._parts = self._names_of_parts()

    def lines(self) -> Iterator[str]:
        say = self._say
        for kind in RECORD_KINDS:
            label = kind.en.capitalize() if self._language == "en" else kind.zh
            yield from (f"### {label}", "")
            yield from (say("文件：`content/{folder}/编号{suffix}`").format(folder=kind.folder, suffix=kind.suffix), "")
            own = [field for field in fields_of(MODELS[kind.name]) if field.name not in SHARED]
            yield from self._table(own, MODELS[kind.name])
        yield from (f"### {say('每一类都可以写的项')}", "")
        yield from self._table(list(fields_of(Record)), Record)
        yield from (f"### {say('站点设置')}", "", say("文件：`content/site.yaml`"), "")
        yield from self._table(list(fields_of(Site)), Site)
        yield from (f"### {say('分项')}", "")
        yield from (say("上面写着「分项」的，里面可以写这些。列表的每一条前面写「- 」。"), "")
        for part, names in self._parts.items():
            yield from (f"#### {listed(names, self._language)}", "")
            yield from self._table(list(fields_of(part)), part)

    def _names_of_parts(self) -> dict[type[Struct], tuple[str, ...]]:
        """Map every part to the keys behind which it stands, in the order in which a reader meets them."""
        found: dict[type[Struct], dict[str, None]] = {}
        waiting: list[type[Struct]] = [*MODELS.values(), Site]
        seen: set[type[Struct]] = set()
        while waiting:
            model = waiting.pop(0)
            if model in seen:
                continue
            seen.add(model)
            for field in fields_of(model):
                if issubclass(field.type, Part):
                    found.setdefault(field.type, {})[key_in(field, self._language)] = None
                    waiting.append(field.type)
        return {part: tuple(keys) for part, keys in found.items()}

    def _table(self, fields: list[Field], model: type[Struct]) -> Iterator[str]:
        say = self._say
        keys = (say("英文键"), say("中文键")) if self._language == "en" else (say("中文键"), say("英文键"))
        yield from self._rows([(*keys, say("是什么"), say("必写"), say("例子，或可以写的词"))])
        yield "| --- | --- | --- | --- | --- |"
        yield from self._rows([self._row(field, model) for field in fields])
        yield ""

    def _row(self, field: Field, model: type[Struct]) -> tuple[str, ...]:
        keys = (field.name, field.key.zh) if self._language == "en" else (field.key.zh, field.name)
        doc = self._say(field.key.doc)
        if field.key.internal and "永不公开" not in field.key.doc:
            doc += self._say("（永不公开）")
        if field.many:
            doc += self._say("（可以写多条）")
        required = ""
        if is_needed(model, field):
            required = self._say("必写") if field.key.required else self._say("必写，愿景除外")
        return (f"`{keys[0]}`", f"`{keys[1]}`", doc, required, self._written(field))

    def _written(self, field: Field) -> str:
        values = values_in(field, self._language)
        if values:
            return listed(values, self._language)
        if issubclass(field.type, Part):
            names = listed(self._parts[field.type], self._language)
            return self._say("分项，见「{names}」").format(names=names)
        return example_in(field, self._language)

    @staticmethod
    def _rows(rows: list[tuple[str, ...]]) -> Iterator[str]:
        for row in rows:
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
