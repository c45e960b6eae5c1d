"""JSON Schema of a kind, so that VS Code completes and checks what editors write.

As lenient as ``models.decode``: whatever it accepts is valid here, in either language, also where a YAML editor takes
a text for a number or a boolean. Where the two differ, the schema lets pass and ``check`` decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from ..i18n import translator
from ..models import MODELS, TRANSLATIONS, Field, Site, fields_by_word, fields_of
from ..models.decode import NOT_STATED
from ..models.parts import Part, Place, Source
from ..problems import KINDS
from ..values import SLUG, FuzzyDate, Money, Quantity, Text
from ..vocabulary import QUALIFIERS, Choices, words_of
from .kinds import kind_named
from .words import example_in, values_in

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SITE = frozenset({"site", "settings", "站点", "设置"})
_AS_ONE_TEXT: tuple[type[Struct], ...] = (Place, Source)
"""Parts that may be written as one text, as ``models.decode`` has it."""

_ANY_SCALAR = ["string", "number", "boolean"]

# Digits and signs may be full-width, and blanks may stand between them.
_D = "[0-9０-９]"
_SEPARATOR = " *[-/.－／．] *"
_YEAR, _SHORT = f"{_D}{{4}}", f"{_D}{{1,2}}"
_WITH_YEAR = (
    f"{_YEAR}(?:{_SEPARATOR}{_SHORT}(?:{_SEPARATOR}{_SHORT})?)?|{_YEAR} *年(?: *{_SHORT} *月(?: *{_SHORT} *[日号])?)?"
)
_DATE = f"{_WITH_YEAR}|[-－]{{2}} *{_SHORT}(?:{_SEPARATOR}{_SHORT})?|{_SHORT} *月(?: *{_SHORT} *[日号])?"
_FULL_DATE = f"{_YEAR}{_SEPARATOR}{_SHORT}{_SEPARATOR}{_SHORT}|{_YEAR} *年 *{_SHORT} *月 *{_SHORT} *[日号]"
_MONTH = f"{_YEAR}{_SEPARATOR}{_SHORT}|{_YEAR} *年 *{_SHORT} *月"
_TIME = f"(?:[01０１]?{_D}|[2２][0-3０-３])[:：][0-5０-５]{_D}"
_PERIOD = f"{_YEAR}(?:[-－](?:[QqＱｑ][1-4１-４]|[HhＨｈ][12１２]|{_D}{{2}}))?"
_MONEY = f"(?:人民币|¥|￥|CNY|RMB)? *{_D}[,.0-9，．０-９]* *[万亿]? *(?:元|圆|块|yuan|CNY|RMB)?"
_QUANTITY = r"[\s\S]*(?:[0-9０-９零〇一二两三四五六七八九十百千若干多数几]|several)[\s\S]*"
_PART = "[a-z0-9]+(?:-[a-z0-9]+)*"
_BOOLEAN = "是|否|对|不|[Yy][Ee][Ss]|[Nn][Oo]|[YyNn]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[01]"

_YEARS = {"minimum": 1800, "maximum": 2201}
_FORMS: dict[object, tuple[str, str, list[str], Schema]] = {
    FuzzyDate: (_DATE, "bad-date", ["string", "number"], _YEARS),
    "with_year": (_WITH_YEAR, "year-needed", ["string", "number"], _YEARS),
    "full_date": (_FULL_DATE, "full-date-needed", ["string"], {}),
    "month": (_MONTH, "bad-month", ["string", "number"], _YEARS),
    "time": (_TIME, "bad-time", ["string"], {}),
    "period": (_PERIOD, "bad-period", ["string", "integer"], {}),
    "address": (f"/?{_PART}(?:/{_PART})*/?", "bad-address", ["string"], {}),
    "slug": (SLUG.pattern, "bad-slug", ["string", "integer"], {}),
    "url": (r"https?://\S+", "bad-url", ["string"], {}),
    Money: (_MONEY, "bad-money", ["string", "number"], {"minimum": 0}),
    Quantity: (_QUANTITY, "bad-quantity", ["string", "number"], {"minimum": 0}),
    int: (f"{_D}{{1,9}}", "bad-number", ["string", "integer"], {"minimum": 0, "maximum": 999_999_999}),
    bool: (_BOOLEAN, "bad-boolean", ["string", "boolean", "integer"], {"minimum": 0, "maximum": 1}),
}
"""Pattern, message, types and further limits of what has a form; the name of a form counts before the type."""


def json_schema(kind: str, *, language: str = "zh") -> Schema:
    """Return the JSON Schema (2020-12) of a kind, by any of its words; ``site`` for the settings of a site.

    ``story.en`` is that of a translation of a story; which language does not matter. For Markdown files it describes
    the front matter. ``language`` is that of descriptions, and of the keys that an editor proposes; both languages are
    valid.

    Raises:
        DizaoError: unknown kind (exit code 2).
    """
    builder = _Builder(language)
    say = translator(language)
    model: type[Struct] = Site
    title = say("站点设置")
    if kind.strip().lower() not in _SITE:
        word, _, translated = kind.partition(".")
        found = kind_named(word)
        models = TRANSLATIONS if translated and found.name in TRANSLATIONS else MODELS
        model, title = models[found.name], found.en if language == "en" else found.zh
    top = builder.mapping(model)
    return {"$schema": _DIALECT, "title": title, **top, "$defs": dict(sorted(builder.definitions.items()))}


class _Builder:
    """Builds the schema of one kind; each field and each part is defined once and referred to."""

    def __init__(self, language: str) -> None:
        self.definitions: dict[str, Schema] = {}
        self._language = language
        self._say = translator(language)

    def mapping(self, model: type[Struct]) -> Schema:
        fields = fields_of(model)
        properties: Schema = {}
        variants: Schema = {}
        for field in fields:
            reference = self._field(model, field)
            foreign = {**reference, "doNotSuggest": True}
            own, other = (field.name, field.key.zh) if self._language == "en" else (field.key.zh, field.name)
            properties[own] = reference
            properties.setdefault(other, foreign)
            if "_" in field.name:
                variants[f"^{field.name.replace('_', ' ')}$|^{field.name.replace('_', '-')}$"] = foreign
        required = [
            {"anyOf": [{"required": [word]} for word in _spellings(model, field)]}
            for field in fields
            if field.key.required
        ]
        return {
            "type": "object",
            "properties": properties,
            **({"patternProperties": variants} if variants else {}),
            "additionalProperties": False,
            **({"allOf": required} if required else {}),
        }

    def _field(self, model: type[Struct], field: Field) -> Schema:
        name = f"{model.__name__}.{field.name}"
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = {**self._description(field), **self._values(field)}
        return {"$ref": f"#/$defs/{name}"}

    def _description(self, field: Field) -> Schema:
        parts = [self._say(field.key.doc)]
        example = example_in(field, self._language)
        if example:
            parts.append(self._say("例如：{example}").format(example=example))
        if field.key.internal and "永不公开" not in field.key.doc:
            parts.append(self._say("永不公开"))
        described: Schema = {"description": (". " if self._language == "en" else "。").join(parts)}
        return {**described, "examples": [example]} if example and not issubclass(field.type, Part) else described

    def _values(self, field: Field) -> Schema:
        """Return what may stand behind the key: one value or several, and nothing where nothing is needed."""
        one = self._value(field)
        ways = [one]
        if field.many:
            # An editor may have typed 「网站、公告栏」, alone or as one item of a list.
            several = [_several(field)] if field.key.choices else []
            least = {"minItems": 1} if field.key.required else {}
            ways = [{"type": "array", "items": _or_null(one, *several), **least}]
            ways += several or ([] if issubclass(field.type, Part) else [{"type": _ANY_SCALAR}])
        if issubclass(field.type, Part) or field.many:
            ways.append({"enum": sorted(NOT_STATED)})
        return _or_null(*ways) if not field.key.required else _any_of(ways)

    def _value(self, field: Field) -> Schema:
        if issubclass(field.type, Part):
            part = self._part(field.type)
            return {"anyOf": [part, {"type": _ANY_SCALAR}]} if field.type in _AS_ONE_TEXT else part
        if field.type is Text:
            return {"anyOf": [{"type": _ANY_SCALAR}, _plain({"type": _ANY_SCALAR}, (("zh", "中文"), ("en", "英文")))]}
        if field.key.choices:
            return _choice(field.key.choices, values_in(field, self._language))
        described = _FORMS.get(field.key.form) or _FORMS.get(field.type)
        if described is None:
            return {"type": _ANY_SCALAR}
        pattern, code, types, limits = described
        message = self._say(KINDS[code].hint or KINDS[code].message)
        scalar = {"type": types, "pattern": _or_not_stated(pattern), **limits}
        if field.key.most:
            scalar["maximum"] = field.key.most
        if "{" not in message:
            scalar["patternErrorMessage"] = message
        return {"anyOf": [scalar, self._quantity(scalar)]} if field.type is Quantity else scalar

    def _part(self, part: type[Struct]) -> Schema:
        name = part.__name__
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self.mapping(part)
        return {"$ref": f"#/$defs/{name}"}

    def _quantity(self, scalar: Schema) -> Schema:
        words = tuple(choice.in_(self._language) for choice in QUALIFIERS)
        schema = _plain({"type": _ANY_SCALAR}, (("value", "数值"), ("unit", "单位"), ("qualifier", "限定")))
        for word in ("value", "数值"):
            schema["properties"][word] = scalar
        for word in ("qualifier", "限定"):
            schema["properties"][word] = _choice(QUALIFIERS, words)
        return schema


def _spellings(model: type[Struct], field: Field) -> list[str]:
    return [word for word, found in fields_by_word(model).items() if found is field]


def _plain(value: Schema, keys: Iterable[tuple[str, str]]) -> Schema:
    """Return the schema of a mapping of scalars, each key in two languages."""
    return {
        "type": "object",
        "properties": {word: value for pair in keys for word in pair},
        "additionalProperties": False,
    }


def _any_of(ways: list[Schema]) -> Schema:
    return ways[0] if len(ways) == 1 else {"anyOf": ways}


def _or_null(*ways: Schema) -> Schema:
    """Return the schema of one of ``ways``, or of a key with nothing behind it."""
    only = ways[0]
    if len(ways) == 1 and isinstance(only.get("type"), list):
        return {**only, "type": [*only["type"], "null"]}
    return {"anyOf": [*ways, {"type": "null"}]}


def _or_not_stated(pattern: str) -> str:
    return rf"^\s*(?:{pattern}|{'|'.join(sorted(NOT_STATED))})\s*$"


_SYNTAX = frozenset(".*+?()[]{}|^$\\/")


def _any_case(word: str) -> str:
    """Return a pattern for ``word`` in capitals or not, in the form that every dialect of patterns knows."""
    escaped = (f"\\{character}" if character in _SYNTAX else character for character in word)
    return "".join(f"[{part.lower()}{part.upper()}]" if part.isascii() and part.isalpha() else part for part in escaped)


def _choice(choices: Choices, shown: tuple[str, ...]) -> Schema:
    """Return the schema of one value of an enumeration: the words to propose, and every other way to write one."""
    words = words_of(choices)
    canonical = [*shown, *(word for choice in choices for word in (choice.zh, choice.english, choice.key))]
    numbers = [int(word) for word in words if word.isdigit()]
    others = "|".join(map(_any_case, (*words, *sorted(NOT_STATED))))
    return {
        "anyOf": [
            {"enum": list(dict.fromkeys([*canonical, *numbers]))},
            {"type": "string", "pattern": f"^(?:{others})$"},
        ]
    }


def _several(field: Field) -> Schema:
    """Return the schema of several values in one text: 「网站、公告栏」."""
    one = "|".join(map(_any_case, words_of(field.key.choices)))
    return {"type": "string", "pattern": f"^(?:{one})(?: *[、，,] *(?:{one}))*$"}
