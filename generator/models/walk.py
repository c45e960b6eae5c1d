"""The values of a record with the path of fields that leads to each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from msgspec import Struct

from ..values import Text
from .parts import Part
from .schema import Field, fields_of


class Leaf(NamedTuple):
    """A value that is no part: ``path`` is made of English keys and list positions from 0."""

    path: tuple[str | int, ...]
    field: Field
    value: Any


def leaves(record: Struct, path: tuple[str | int, ...] = ()) -> Iterator[Leaf]:
    """Yield every value of ``record`` that is set, in the order of the fields."""
    for field in fields_of(type(record)):
        value = getattr(record, field.name)
        here = (*path, field.name)
        if isinstance(value, tuple):
            for position, item in enumerate(value):
                if isinstance(item, Part):
                    yield from leaves(item, (*here, position))
                else:
                    yield Leaf((*here, position), field, item)
        elif isinstance(value, Part):
            yield from leaves(value, here)
        elif value not in (None, ""):
            yield Leaf(here, field, value)


_FORMS_WITHOUT_WORDS = frozenset({"period", "time", "timezone", "telephone"})
_TRANSCRIBED = "text_on_picture"


def has_words(field: Field) -> bool:
    """Whether readers see what an editor typed in this field, as it is or (on a picture) copied from what they see."""
    key = field.key
    is_typed = field.type is Text or (field.type is str and not (key.choices or key.ref))
    return is_typed and key.form not in _FORMS_WITHOUT_WORDS and (not key.internal or field.name == _TRANSCRIBED)


class _Words(NamedTuple):
    texts: tuple[str, ...]
    lists: tuple[str, ...]
    parts: tuple[tuple[str, bool], ...]


@cache
def _words_of(model: type[Struct]) -> _Words:
    described = fields_of(model)
    return _Words(
        tuple(field.name for field in described if has_words(field) and not field.many),
        tuple(field.name for field in described if has_words(field) and field.many),
        tuple((field.name, field.many) for field in described if issubclass(field.type, Part)),
    )


def words(record: Struct) -> list[str]:
    """Return all that ``leaves`` would yield of fields with words: quickly, and without saying where it stands."""
    found: list[str | Text] = []
    _collect(record, found)
    return [text for item in found for text in ((item.zh, item.en) if isinstance(item, Text) else (item,)) if text]


def _collect(record: Struct, found: list[str | Text]) -> None:
    texts, lists, parts = _words_of(type(record))
    for name in texts:
        value = getattr(record, name)
        if value:
            found.append(value)
    for name in lists:
        found.extend(getattr(record, name))
    for name, is_many in parts:
        value = getattr(record, name)
        if value:
            for part in value if is_many else (value,):
                _collect(part, found)
