"""The values of a record with the path of fields that leads to each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec import Struct

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
