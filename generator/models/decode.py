"""YAML nodes to records: every field read as its type says, every mistake a problem at its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from msgspec import Struct

from ..nearest import nearest
from ..problems import Argument, Problem, Where, Word
from ..source import Document, MappingNode, Node, ScalarNode, SequenceNode
from ..values import (
    SLUG,
    FuzzyDate,
    Money,
    Qualifier,
    Quantity,
    Text,
    ValueProblem,
    normalise,
    parse_boolean,
    parse_date,
    parse_money,
    parse_period,
    parse_quantity,
    parse_time,
)
from ..vocabulary import QUALIFIERS, find_choice, words_of
from . import parts
from .schema import Field, fields_by_word, fields_of

NOT_STATED = frozenset({"原文未注明", "未注明", "不详", "未知", "unknown", "not stated", "~", "null"})
"""What an editor writes for a fact that nobody knows. It is then missing, and the page says so."""

_MUST_BE_KNOWN = frozenset({"title", "name", "text", "alias", "community", "id", "consent"})

_SHORTHAND: dict[type[Struct], str] = {parts.Place: "name", parts.Source: "title"}
"""Parts that may be written as one text."""

_NEVER_HERE = {
    "姓名", "真实姓名", "real_name", "身份证", "身份证号", "id_number", "住址", "家庭住址", "home_address",
    "手机", "手机号", "mobile", "生日", "出生日期", "birthday", "诊断", "diagnosis", "病历", "收入", "income",
    "亲属姓名", "kin_names",
}  # fmt: skip
"""Keys of what must not be in this folder at all, whatever the kind (domain brief §3.3, X)."""


Model = TypeVar("Model", bound=Struct)


def decode(document: Document, model: type[Model]) -> tuple[Model | None, tuple[Problem, ...]]:
    """Read ``document`` as a record of type ``model``.

    Returns the record and its problems; fields that could not be read keep their defaults. ``None`` when the
    document has no YAML to read.
    """
    if document.node is None:
        return None, document.problems
    reader = _Reader(document)
    record = reader.part(document.node, model)
    return record, (*document.problems, *reader.problems)


class _Reader:
    """Reads the nodes of one document and collects what is wrong."""

    def __init__(self, document: Document) -> None:
        self.problems: list[Problem] = []
        self._document = document
        self._models: list[type[Struct]] = []

    def report(self, code: str, node: Node, hint: str | None = None, **arguments: Argument) -> None:
        self.problems.append(Problem(code, self._document.where(node), arguments, hint))

    # -- mappings -----------------------------------------------------------------------------------

    def part(self, node: MappingNode, model: type[Model]) -> Model:
        self._models.append(model)
        values: dict[str, Any] = {}
        written: dict[str, ScalarNode] = {}
        for key, value in node.value:
            field = self._field(key, model, written)
            if field is not None:
                written[field.name] = key
                if not _is_empty(value):
                    found = self._field_value(value, field)
                    if found is not None:
                        values[field.name] = found
                elif field.key.required:
                    self._report_missing("empty-field", key, field)
        for field in fields_of(model):
            if field.key.required and field.name not in written:
                self._report_missing("missing-field", node, field)
        self._models.pop()
        return model(**values)

    def _field(self, key: Node, model: type[Struct], written: dict[str, ScalarNode]) -> Field | None:
        if not isinstance(key, ScalarNode):
            self.report("yaml-key-not-text", key)
            return None
        field = fields_by_word(model).get(key.value.strip())
        if field is None:
            self._report_unknown_key(key, model)
        elif field.name in written:
            first = written[field.name]
            line = str(self._document.where(first).line)
            if first.value == key.value:
                self.report("duplicate-key", key, key=key.value, first=line)
            else:
                self.report("same-key-two-languages", key, key=key.value, other=first.value, first=line)
            return None
        return field

    def _report_missing(self, code: str, node: Node, field: Field) -> None:
        where = self._document.where(node)
        if node is self._document.node:
            where = Where(where.path, 1, 1)
        arguments: dict[str, Argument] = {
            "field": Word(field.key.zh),
            "doc": Word(field.key.doc),
            "example": field.key.example,
        }
        self.problems.append(Problem(code, where, arguments, "doc-and-example" if field.key.example else None))

    def _report_unknown_key(self, key: ScalarNode, model: type[Struct]) -> None:
        word = key.value.strip()
        if issubclass(model, parts.Promise) and word in ("状态", "status", "state"):
            self.report("status-written", key)
        elif word.lower() in _NEVER_HERE:
            self.report("never-here", key, key=word)
        elif near := nearest(word, fields_by_word(model), 1):
            field = fields_by_word(model)[near[0]]
            self.report("unknown-key", key, "did-you-mean", key=word, near=f"{field.key.zh}（{field.name}）")
        elif owner := self._owner_of(word, model):
            self.report("unknown-key", key, "where-it-belongs", key=word, owner=Word(owner))
        else:
            known = tuple(field.key.zh for field in fields_of(model))
            self.report("unknown-key", key, key=word, known=known)

    def _owner_of(self, word: str, model: type[Struct]) -> str:
        """Return the key under which ``word`` should stand, further in below ``model`` or above it; ``""`` for none."""
        for start in (model, *reversed(self._models)):
            level = [(field.key.zh, field.type) for field in fields_of(start) if issubclass(field.type, parts.Part)]
            while level:
                for name, part in level:
                    if word in fields_by_word(part):
                        return name
                level = [
                    (field.key.zh, field.type)
                    for _, part in level
                    for field in fields_of(part)
                    if issubclass(field.type, parts.Part)
                ]
        return ""

    # -- values -------------------------------------------------------------------------------------

    def _field_value(self, node: Node, field: Field) -> Any:
        if isinstance(node, ScalarNode) and node.value.strip() in NOT_STATED:
            if field.name in _MUST_BE_KNOWN and field.key.required:
                self._report_missing("empty-field", node, field)
            return None
        if not field.many:
            return self._value(node, field)
        if isinstance(node, SequenceNode):
            found = (self._value(item, field) for item in node.value if not _is_empty(item))
        elif isinstance(node, ScalarNode) and not issubclass(field.type, parts.Part):
            found = (self._value(item, field) for item in _split(node))
        else:
            self.report("expected-list", node, field=Word(field.key.zh))
            return None
        return tuple(value for value in found if value is not None)

    def _value(self, node: Node, field: Field) -> Any:
        if issubclass(field.type, parts.Part):
            return self._nested(node, field)
        if field.type in (Text, Quantity) and isinstance(node, MappingNode):
            return self._text(node, field) if field.type is Text else self._quantity(node, field)
        if not isinstance(node, ScalarNode):
            self.report("expected-text", node, field=Word(field.key.zh), example=field.key.example or field.key.zh)
            return None
        try:
            return _SCALARS[field.type](node.value.strip(), field)
        except ValueProblem as problem:
            self._report_value(problem.code, node, field)
            return None

    def _report_value(self, code: str, node: ScalarNode, field: Field) -> None:
        arguments: dict[str, Argument] = {"field": Word(field.key.zh), "value": node.value.strip()}
        hint = None
        if code == "unknown-value":
            near = nearest(node.value, words_of(field.key.choices), 1)
            arguments["known"] = tuple(choice.zh for choice in field.key.choices)
            if near:
                hint = "did-you-mean"
                key = find_choice(field.key.choices, near[0])
                arguments["near"] = next(
                    f"{choice.zh}（{choice.key}）" for choice in field.key.choices if choice.key == key
                )
        elif code == "bad-number":
            arguments["example"] = field.key.example
        self.report(code, node, hint, **arguments)

    def _nested(self, node: Node, field: Field) -> Any:
        if isinstance(node, MappingNode):
            return self.part(node, field.type)
        name = _SHORTHAND.get(field.type)
        if name and isinstance(node, ScalarNode):
            return field.type(**{name: Text(node.value.strip())})
        self.report(
            "expected-mapping", node, field=Word(field.key.zh), known=tuple(f.key.zh for f in fields_of(field.type))
        )
        return None

    def _plain_items(self, node: MappingNode, field: Field, known: dict[str, str]) -> dict[str, ScalarNode]:
        """Read a mapping of texts whose keys are the keys of ``known``; several may stand for one thing."""
        items: dict[str, ScalarNode] = {}
        for key, value in node.value:
            name = known.get(key.value.strip()) if isinstance(key, ScalarNode) else None
            if name is None:
                self.report("unknown-key", key, key=str(getattr(key, "value", "")), known=tuple(known))
            elif name in items:
                line = str(self._document.where(items[name]).line)
                self.report("duplicate-key", key, key=key.value, first=line)
            elif not isinstance(value, ScalarNode):
                self.report("expected-text", value, field=Word(field.key.zh), example=field.key.example or field.key.zh)
            else:
                items[name] = value
        return items

    def _text(self, node: MappingNode, field: Field) -> Text | None:
        items = self._plain_items(node, field, {"zh": "zh", "中文": "zh", "en": "en", "英文": "en"})
        texts = {name: value.value.strip() for name, value in items.items()}
        return Text(zh=texts.get("zh", ""), en=texts.get("en", "")) if any(texts.values()) else None

    def _quantity(self, node: MappingNode, field: Field) -> Quantity | None:
        known = {
            "数值": "value",
            "value": "value",
            "单位": "unit",
            "unit": "unit",
            "限定": "qualifier",
            "qualifier": "qualifier",
        }
        items = self._plain_items(node, field, known)
        unit = items["unit"].value.strip() if "unit" in items else field.key.unit
        qualifier = find_choice(QUALIFIERS, items["qualifier"].value) if "qualifier" in items else None
        if "qualifier" in items and qualifier is None:
            known_words = tuple(choice.zh for choice in QUALIFIERS)
            self.report(
                "unknown-value",
                items["qualifier"],
                field=Word("限定"),
                value=items["qualifier"].value,
                known=known_words,
            )
        try:
            value = items["value"].value if "value" in items else "若干"
            stated = parse_quantity(value, unit)
        except ValueProblem as problem:
            self._report_value(problem.code, items["value"], field)
            return None
        return Quantity(stated.value, stated.unit, Qualifier(qualifier) if qualifier else stated.qualifier)


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.value.strip() and node.style in (None, "")


def _split(node: ScalarNode) -> list[ScalarNode]:
    """Return the items of 「网站、公告栏」 as nodes of their own."""
    words = node.value.replace("，", "、").replace(",", "、").split("、")
    return [ScalarNode(node.tag, word.strip(), node.start_mark, node.end_mark) for word in words if word.strip()]


# -- one function for each type of scalar: the text and its field to a value ---------------------------


def _string(text: str, field: Field) -> str:
    key = field.key
    if key.choices:
        choice = find_choice(key.choices, text)
        if choice is None:
            raise ValueProblem("unknown-value")
        return choice
    return _FORMS[key.form or ("ref" if key.ref else "")](text)


def _slug(text: str) -> str:
    if not SLUG.fullmatch(text):
        raise ValueProblem("bad-slug")
    return text


def _url(text: str) -> str:
    if not text.startswith(("https://", "http://")) or any(character.isspace() for character in text):
        raise ValueProblem("bad-url")
    return text


def _media(text: str) -> str:
    """Return a path below ``content/``, however deep the editor stood when writing it."""
    path = text.replace("\\", "/")
    while path.startswith(("../", "./", "/")):
        path = path.partition("/")[2]
    return path.removeprefix("content/")


def _reference(text: str) -> str:
    """Return what a reference names, without the parts that only say where the file lies."""
    return _media(text).removesuffix(".yaml").removesuffix(".yml").removesuffix(".md")


def _timezone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (OSError, ValueError):
        raise ValueProblem("unknown-timezone") from None
    return text


_FORMS: dict[str, Callable[[str], str]] = {
    "": str,
    "slug": _slug,
    "url": _url,
    "media": _media,
    "ref": _reference,
    "period": parse_period,
    "time": parse_time,
    "timezone": _timezone,
}


def _date(text: str, field: Field) -> FuzzyDate:
    when = parse_date(text)
    if field.key.form == "full_date" and not when.is_full:
        raise ValueProblem("full-date-needed")
    if field.key.form == "month" and (when.year is None or when.month is None or when.day is not None):
        raise ValueProblem("bad-month")
    return when


def _integer(text: str, field: Field) -> int:
    plain = normalise(text)
    if not plain.isascii() or not plain.isdigit() or len(plain) > 9:
        raise ValueProblem("bad-number")
    return int(plain)


def _quantity_text(text: str, field: Field) -> Quantity:
    return parse_quantity(text, field.key.unit)


_SCALARS: dict[type[Any], Callable[[str, Field], Any]] = {
    str: _string,
    Text: lambda text, field: Text(text),
    FuzzyDate: _date,
    Quantity: _quantity_text,
    Money: lambda text, field: parse_money(text),
    bool: lambda text, field: parse_boolean(text),
    int: _integer,
}
