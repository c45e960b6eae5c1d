"""What stands inside public records, whatever their kind.

Which fields can hold what is wanted is told from the types, once: a walk looks at nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeGuard, get_args

from msgspec import Struct
from msgspec.structs import fields

from .values import FuzzyDate, Money, Quantity, Text

_VALUES = (Text, FuzzyDate, Quantity, Money)
"""Structs that are values and no parts."""

Wanted = Callable[[str, type[Any]], bool]
"""Whether what has this name and type is looked for."""


def values_inside(record: Struct, wanted: Wanted) -> list[tuple[str, Any]]:
    """Return the ``wanted`` values in ``record`` and in its parts, each with the name of its field, in their order.

    Of a list every item counts as a value. What is empty is left out.
    """
    found: list[tuple[str, Any]] = []
    _collect(record, wanted, found)
    return found


def _collect(part: Struct, wanted: Wanted, found: list[tuple[str, Any]]) -> None:
    for name, holds_parts in _fields_leading_to(wanted, type(part)):
        value = getattr(part, name)
        if not value:
            continue
        items = value if isinstance(value, tuple) else (value,)
        if holds_parts:
            for item in items:
                _collect(item, wanted, found)
        else:
            found += [(name, item) for item in items if item]


@cache
def _fields_leading_to(wanted: Wanted, kind: type[Struct]) -> tuple[tuple[str, bool], ...]:
    """Return the fields of ``kind`` that are wanted, and those that hold parts with such fields: ``True`` for these."""
    leading = []
    for field in fields(kind):
        types = tuple(_types_in(field.type))
        if any(_fields_leading_to(wanted, one) if _is_part(one) else wanted(field.name, one) for one in types):
            leading.append((field.name, any(map(_is_part, types))))
    return tuple(leading)


def _is_part(kind: type[Any]) -> TypeGuard[type[Struct]]:
    return issubclass(kind, Struct) and kind not in _VALUES


def _types_in(hint: Any) -> Iterator[type[Any]]:
    """Yield the types that a hint is made of: of ``tuple[Image, ...] | None`` it is ``Image``, and that of ``None``."""
    if isinstance(hint, type) and not get_args(hint):
        yield hint
    for part in get_args(hint):
        yield from _types_in(part)
