"""The values of a record with the path of fields that leads to each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct

from .parts import Part
from .schema import Field, fields_of

AnyPart = TypeVar("AnyPart", bound=Part)
Path = tuple[str | int, ...]


class Leaf(NamedTuple):
    """A value that is no part: ``path`` is made of English keys and list positions from 0."""

    path: Path
    field: Field
    value: Any


def leaves(record: Struct, path: Path = ()) -> Iterator[Leaf]:
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


def parts_of(record: Struct, kind: type[AnyPart], path: Path = ()) -> Iterator[tuple[Path, AnyPart]]:
    """Yield every part of one kind in ``record``, at any depth, with its path."""
    for field in _ways_to(kind, type(record)):
        value = getattr(record, field.name)
        for position, item in enumerate(value if field.many else (value,)):
            if item is not None:
                here = (*path, field.name, position) if field.many else (*path, field.name)
                if isinstance(item, kind):
                    yield here, item
                yield from parts_of(item, kind, here)


@cache
def _ways_to(kind: type[Part], model: type[Struct]) -> tuple[Field, ...]:
    """Return the fields of ``model`` that hold parts of one kind, or lead to such."""
    nested = (field for field in fields_of(model) if issubclass(field.type, Part))
    return tuple(field for field in nested if issubclass(field.type, kind) or _ways_to(kind, field.type))  # type: ignore[arg-type]  # every class is hashable
