"""How a field of a record is described: one description serves checking, JSON Schema, new files and the handbook.

A model is a frozen ``msgspec.Struct`` whose fields are ``Annotated[type, Key(...)]``. The type says how the
text in the file is read; the ``Key`` says what editors call it, in Chinese, and what it means.
"""

from __future__ import annotations

import types
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from ..vocabulary import Choices


class Key(Struct, frozen=True):
    """What editors know of a field."""

    zh: str
    doc: str
    example: str = ""
    choices: Choices = ()
    ref: str = ""
    """Kind of the record that the text names; ``any`` for every kind, ``topic`` for a topic of the site."""
    form: str = ""
    """A narrower form of the type: ``slug address url media month period time full_date with_year
    timezone telephone``."""
    unit: str = ""
    most: int = 0
    """The largest whole number that makes sense; 0 for any."""
    required: bool = False
    """The key must be written; a fact that is not known is written 「原文未注明」."""
    internal: bool = False
    """Never published. The public type has no such field; this only tells the handbook and the editor."""


class Field(NamedTuple):
    """A field of a model, taken apart."""

    name: str
    key: Key
    type: type[Any]
    many: bool
    has_default: bool


def fields_of(model: type[Any]) -> tuple[Field, ...]:
    """Return the fields of ``model`` that editors may write, in order."""
    return _fields_of(model)  # type: ignore[arg-type]  # every class is hashable, whatever its metaclass


@cache
def _fields_of(model: type[Struct]) -> tuple[Field, ...]:
    hints = get_type_hints(model, include_extras=True)
    described = []
    for info in fields(model):
        hint = hints[info.name]
        key = next((extra for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, Key)), None)
        if key is None:
            continue
        inner, many = _unwrap(get_args(hint)[0])
        described.append(Field(info.name, key, inner, many, info.default is not NODEFAULT))
    return tuple(described)


@cache
def required_fields_of(model: type[Any]) -> tuple[Field, ...]:
    """Return the fields of ``model`` that must be written."""
    return tuple(field for field in fields_of(model) if field.key.required)


def _unwrap(hint: Any) -> tuple[type[Any], bool]:
    if get_origin(hint) is types.UnionType:
        hint = next(part for part in get_args(hint) if part is not types.NoneType)
    if get_origin(hint) is tuple:
        return get_args(hint)[0], True
    return hint, False


def fields_by_word(model: type[Any]) -> dict[str, Field]:
    """Return the fields of ``model`` by every word an editor may write for one: its Chinese and its English key."""
    return _fields_by_word(model)  # type: ignore[arg-type]  # every class is hashable, whatever its metaclass


@cache
def _fields_by_word(model: type[Struct]) -> dict[str, Field]:
    words: dict[str, Field] = {}
    for field in fields_of(model):
        for word in (field.name, field.name.replace("_", " "), field.name.replace("_", "-"), field.key.zh):
            words.setdefault(word, field)
    return words
