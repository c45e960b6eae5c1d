"""YAML nodes to records: every field read as its type says, every mistake a problem at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

import yaml
from msgspec import Struct

from ..problems import Argument, Problem, Where, Word
from ..source import (
    WIDE_SPACES,
    Document,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    colon_mistake,
    hyphen_mistake,
)
from ..values import Qualifier, Quantity, Text, ValueProblem, parse_quantity
from ..vocabulary import QUALIFIERS, find_choice
from . import parts
from .mistakes import Mistake, explained, unknown_key, unknown_value, word_of, words_of_fields
from .scalars import SCALARS
from .schema import Field, fields_by_word, fields_of, required_fields_of

NOT_STATED = frozenset({"原文未注明", "未注明", "不详", "未知", "unknown", "not stated", "~", "null"})
"""What an editor writes for a fact that nobody knows. It is then missing, and the page says so."""

_MUST_BE_KNOWN = frozenset({"title", "name", "text", "alias", "community", "id", "consent", "records", "file"})

_SHORTHAND: dict[type[Struct], str] = {parts.Place: "name", parts.Source: "title"}
"""Parts that may be written as one text."""

_TEXT_KEYS = {"zh": "zh", "中文": "zh", "en": "en", "英文": "en"}
_QUANTITY_KEYS = {"数值": "value", "单位": "unit", "限定": "qualifier"}

Model = TypeVar("Model", bound=Struct)
Path = tuple[str | int, ...]


class Decoded(NamedTuple, Generic[Model]):
    """What was read of a document.

    ``record`` is ``None`` when there was no YAML to read; its fields that could not be read keep their defaults.
    ``excused`` has the paths of the fields that were written and have no value all the same: they are stated as not
    known, or what is wrong with them is among the problems.
    """

    record: Model | None
    problems: tuple[Problem, ...]
    excused: frozenset[Path] = frozenset()


def decode(document: Document, model: type[Model]) -> Decoded[Model]:
    """Read ``document`` as a record of type ``model``."""
    if document.node is None:
        return Decoded(None, document.problems)
    reader = _Reader(document)
    record = reader.part(document.node, model)
    return Decoded(record, (*document.problems, *reader.problems), frozenset(reader.excused))


def places(document: Document, model: type[Struct]) -> Mapping[Path, Where]:
    """Return the place in the file of every value that ``decode`` reads, by its path of fields."""
    reader = _Reader(document, is_placing=True)
    if document.node is not None:
        reader.part(document.node, model)
    return reader.places


class _Reader:
    """Reads the nodes of one document and collects what is wrong."""

    def __init__(self, document: Document, *, is_placing: bool = False) -> None:
        self.problems: list[Problem] = []
        self.excused: set[Path] = set()
        self.places: dict[Path, Where] = {}
        self._document = document
        self._is_placing = is_placing
        self._path: list[str | int] = []
        self._models: list[type[Struct]] = []
        self._entered: list[Field] = []

    def report(self, code: str, node: Node, hint: str | None = None, **arguments: Argument) -> None:
        self.problems.append(Problem(code, self._document.where(node), arguments, hint))

    def _report(self, mistake: Mistake, node: Node) -> None:
        self.problems.append(Problem(mistake.code, self._document.where(node), mistake.arguments, mistake.hint))

    # -- mappings -----------------------------------------------------------------------------------

    def part(self, node: MappingNode, model: type[Model]) -> Model:
        self._models.append(model)
        values: dict[str, Any] = {}
        written: dict[str, ScalarNode] = {}
        known = fields_by_word(model)
        for key, value in node.value:
            field = known.get(key.value.strip()) if isinstance(key, ScalarNode) else None
            if field is None:
                self._report_no_field(key, model)
                continue
            if field.name in written:
                self._report_twice(key, written[field.name])
                continue
            written[field.name] = key
            self._path.append(field.name)
            found = self._written(key, value, field)
            if found is not None:
                values[field.name] = found
            self._path.pop()
        for field in required_fields_of(model):
            if field.name not in written:
                self._report_missing("missing-field", node, field)
        self._models.pop()
        return model(**values)

    def _report_twice(self, key: ScalarNode, first: ScalarNode) -> None:
        line = str(self._document.where(first).line)
        if first.value == key.value:
            self.report("duplicate-key", key, key=key.value, first=line)
        else:
            self.report("same-key-two-languages", key, key=key.value, other=first.value, first=line)

    def _report_missing(self, code: str, node: Node, field: Field, **arguments: Argument) -> None:
        where = Where(self._document.path, 1) if node is self._document.node else self._document.where(node)
        arguments |= explained(field)
        self.problems.append(Problem(code, where, arguments, "doc-and-example" if field.key.example else None))

    def _report_no_field(self, key: Node, model: type[Struct]) -> None:
        if not isinstance(key, ScalarNode):
            self.report("yaml-key-not-text", key)
            return
        word = key.value.strip()
        mistake = colon_mistake(word + " ")
        if mistake and mistake[1] in fields_by_word(model):
            self._report_colon(mistake, key)
        elif not self._report_hyphen(key):
            self._report(unknown_key(word, model, tuple(zip(self._models, self._entered, strict=False))), key)

    def _report_hyphen(self, node: ScalarNode) -> bool:
        """Report what is wrong with the blanks or the hyphen that ``node`` begins with; return whether there is."""
        mistake = None if node.style else hyphen_mistake(node.value)
        if not node.style and node.value.startswith(WIDE_SPACES):
            self.report("yaml-wide-space", node)
        elif mistake:
            self._report(Mistake(mistake[0], None, mistake[1]), node)
        else:
            return False
        return True

    def _report_colon(self, mistake: tuple[str, str, int], node: ScalarNode) -> None:
        place = self._document.where(node)
        where = Where(place.path, place.line, place.column + mistake[2] + bool(node.style))
        self.problems.append(Problem(mistake[0], where, {"key": mistake[1]}))

    # -- values -------------------------------------------------------------------------------------

    def _written(self, key: ScalarNode, node: Node, field: Field) -> Any:
        """Return the value of a field that is there, ``None`` for none."""
        if self._is_placing:
            self.places[tuple(self._path)] = self._document.where(node)
        word = node.value.strip() if isinstance(node, ScalarNode) else None
        if word == "":
            if field.key.required:
                self._report_missing("empty-field", key, field)
                self.excused.add(tuple(self._path))
            return None
        said = len(self.problems)
        if word in NOT_STATED:
            found = None
            if field.name in _MUST_BE_KNOWN and field.key.required:
                self._report_missing("must-be-known", node, field, value=word)
        else:
            found = self._list(node, field) if field.many else self._value(node, field)
        if found is None:
            self.excused.add(tuple(self._path))
        elif found == () and field.key.required and len(self.problems) == said:
            self._report_missing("empty-field", key, field)
        return found

    def _list(self, node: Node, field: Field) -> tuple[Any, ...] | None:
        if isinstance(node, SequenceNode):
            is_word = bool(field.key.choices or field.key.ref)
            items = [piece for item in node.value if not _is_empty(item) for piece in _pieces(item, is_word=is_word)]
            return self._values(items, field)
        if isinstance(node, ScalarNode) and self._report_hyphen(node):
            return None
        if isinstance(node, ScalarNode) and not issubclass(field.type, parts.Part):
            return self._values(_split(node), field)
        self._report_no_list(node, field)
        return None

    def _values(self, items: Iterable[Node], field: Field) -> tuple[Any, ...]:
        found: list[Any] = []
        for item in items:
            self._path.append(len(found))
            value = self._value(item, field)
            if value is not None:
                if self._is_placing:
                    self.places[tuple(self._path)] = self._document.where(item)
                found.append(value)
            self._path.pop()
        return tuple(found)

    def _report_no_list(self, node: Node, field: Field) -> None:
        first_key = node.value[0][0] if isinstance(node, MappingNode) and node.value else None
        if isinstance(first_key, ScalarNode) and self._report_hyphen(first_key):
            return
        mistake = colon_mistake(node.value) if isinstance(node, ScalarNode) else None
        if mistake and isinstance(node, ScalarNode):
            self._report_colon(mistake, node)
            return
        first = next((inner.key for inner in fields_of(field.type) if inner.key.required), None)
        example = f"{first.zh}: {first.example}" if first else ""
        self.report("expected-list", node, "list-example" if first else None, field=word_of(field), example=example)

    def _value(self, node: Node, field: Field) -> Any:
        read = SCALARS.get(field.type)
        if read is None:
            return self._nested(node, field)
        if not isinstance(node, ScalarNode):
            return self._value_in_pieces(node, field)
        try:
            return read(node.value.strip(), field)
        except ValueProblem as problem:
            self._report_value(problem.code, node, field)
            return None

    def _value_in_pieces(self, node: Node, field: Field) -> Any:
        if field.type in (Text, Quantity) and isinstance(node, MappingNode):
            return self._text(node, field) if field.type is Text else self._quantity(node, field)
        self._report_no_text(node, field)
        return None

    def _report_no_text(self, node: Node, field: Field) -> None:
        hint = "doc-and-example" if field.key.example else "doc"
        self._report(Mistake("expected-text", hint, explained(field)), node)

    def _report_value(self, code: str, node: ScalarNode, field: Field) -> None:
        value = node.value.strip()
        arguments: dict[str, Argument] = {"field": word_of(field), "value": value}
        if code == "unknown-value":
            self._report(unknown_value(value, word_of(field), field.key.choices), node)
        elif code in ("bad-number", "number-too-large"):
            self._report(Mistake(code, None, {**explained(field), **arguments, "most": str(field.key.most)}), node)
        else:
            self._report(Mistake(code, None, arguments), node)

    def _nested(self, node: Node, field: Field) -> Any:
        if isinstance(node, MappingNode):
            self._entered.append(field)
            part = self.part(node, field.type)
            self._entered.pop()
            return part
        name = _SHORTHAND.get(field.type)
        if name and isinstance(node, ScalarNode):
            return field.type(**{name: Text(node.value.strip())})
        mistake = colon_mistake(node.value) if isinstance(node, ScalarNode) else None
        if mistake and isinstance(node, ScalarNode):
            self._report_colon(mistake, node)
        else:
            self.report("expected-mapping", node, field=word_of(field), known=words_of_fields(field.type))
        return None

    # -- values that may also be written as a mapping -------------------------------------------------

    def _plain_items(self, node: MappingNode, field: Field, known: dict[str, str]) -> dict[str, ScalarNode]:
        """Read a mapping of texts whose keys are the keys of ``known``, or what these stand for."""
        items: dict[str, ScalarNode] = {}
        names = known | {name: name for name in known.values()}
        for key, value in node.value:
            name = names.get(key.value.strip()) if isinstance(key, ScalarNode) else None
            if name is None:
                words = tuple(Word(zh, english) for zh, english in known.items() if zh != english)
                self.report("unknown-key", key, key=str(getattr(key, "value", "")), known=words)
            elif name in items:
                line = str(self._document.where(items[name]).line)
                self.report("duplicate-key", key, key=key.value, first=line)
            elif not isinstance(value, ScalarNode):
                self._report_no_text(value, field)
            else:
                items[name] = value
        return items

    def _text(self, node: MappingNode, field: Field) -> Text | None:
        items = self._plain_items(node, field, _TEXT_KEYS)
        texts = {name: value.value.strip() for name, value in items.items()}
        return Text(zh=texts.get("zh", ""), en=texts.get("en", "")) if any(texts.values()) else None

    def _quantity(self, node: MappingNode, field: Field) -> Quantity | None:
        items = self._plain_items(node, field, _QUANTITY_KEYS)
        unit = items["unit"].value.strip() if "unit" in items else field.key.unit
        qualifier = find_choice(QUALIFIERS, items["qualifier"].value) if "qualifier" in items else None
        if "qualifier" in items and qualifier is None:
            word = items["qualifier"]
            self._report(unknown_value(word.value.strip(), Word("限定", "qualifier"), QUALIFIERS), word)
        try:
            value = items["value"].value if "value" in items else "若干"
            stated = parse_quantity(value, unit)
        except ValueProblem as problem:
            self._report_value(problem.code, items["value"], field)
            return None
        return Quantity(stated.value, stated.unit, Qualifier(qualifier) if qualifier else stated.qualifier)


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.value.strip()


def _pieces(node: Node, *, is_word: bool) -> list[Node]:
    """Return the items that one item of a list stands for: an editor may have typed a full-width comma."""
    if not is_word or not isinstance(node, ScalarNode) or not (node.style or _COMMA.search(node.value)):
        return [node]
    return list(_split(node))


_COMMA = re.compile("[、，,]")


def _split(node: ScalarNode) -> list[ScalarNode]:
    """Return the items of 「网站、公告栏」 as nodes of their own, each at its place."""
    pieces = []
    is_on_one_line = node.start_mark.line == node.end_mark.line
    for match in re.finditer(r"[^、，,]+", node.value):
        word = match[0].strip()
        if word:
            offset = match.start() + len(match[0]) - len(match[0].lstrip()) + bool(node.style)
            pieces.append(ScalarNode(node.tag, word, _moved(node.start_mark, offset if is_on_one_line else 0)))
    return pieces


def _moved(mark: Any, columns: int) -> yaml.Mark:
    return yaml.Mark(mark.name, mark.index + columns, mark.line, mark.column + columns, None, 0)
