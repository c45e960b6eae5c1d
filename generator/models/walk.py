"""The values of a record with the path of fields that leads to each."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct

from ..values import Text
from .parts import Part
from .schema import Field, fields_of

AnyPart = TypeVar("AnyPart", bound=Part)
Path = tuple[str | int, ...]
Wanted = Callable[[Field], bool]


class Leaf(NamedTuple):
    """A value that is no part: ``path`` is made of English keys and list positions from 0."""

    path: Path
    field: Field
    value: Any


def every(field: Field) -> bool:
    return True


def leaves(record: Struct, wanted: Wanted = every) -> list[Leaf]:
    """Return every value of ``record`` that is set and whose field is ``wanted``, in the order of the fields."""
    found: list[Leaf] = []
    _add_leaves(record, (), wanted, found)
    return found


_NOTHING = (None, "", ())


def _add_leaves(record: Struct, path: Path, wanted: Wanted, found: list[Leaf]) -> None:
    for field in _fields_leading_to(wanted, type(record)):
        value = getattr(record, field.name)
        if not value and value in _NOTHING:
            continue  # as most fields of most records
        here = (*path, field.name)
        if isinstance(value, tuple):
            for position, item in enumerate(value):
                if isinstance(item, Part):
                    _add_leaves(item, (*here, position), wanted, found)
                else:
                    found.append(Leaf((*here, position), field, item))
        elif isinstance(value, Part):
            _add_leaves(value, here, wanted, found)
        else:
            found.append(Leaf(here, field, value))


def parts_of(record: Struct, kind: type[AnyPart]) -> list[tuple[Path, AnyPart]]:
    """Return every part of one kind in ``record``, at any depth, with its path."""
    found: list[tuple[Path, AnyPart]] = []
    _add_parts(record, (), kind, found)
    return found


def _add_parts(record: Struct, path: Path, kind: type[AnyPart], found: list[tuple[Path, AnyPart]]) -> None:
    for field in _ways_to(kind, type(record)):
        value = getattr(record, field.name)
        if not value:
            continue
        for position, item in enumerate(value if field.many else (value,)):
            here = (*path, field.name, position) if field.many else (*path, field.name)
            if isinstance(item, kind):
                found.append((here, item))
            _add_parts(item, here, kind, found)


@cache
def _ways_to(kind: type[Part], model: type[Struct]) -> tuple[Field, ...]:
    """Return the fields of ``model`` that hold parts of one kind, or lead to such."""
    nested = (field for field in fields_of(model) if issubclass(field.type, Part))
    return tuple(field for field in nested if issubclass(field.type, kind) or _ways_to(kind, field.type))  # type: ignore[arg-type]  # every class is hashable


@cache
def _fields_leading_to(wanted: Wanted, model: type[Struct]) -> tuple[Field, ...]:
    """Return the fields of ``model`` that are wanted, and those of parts that have such fields."""
    return tuple(
        field
        for field in fields_of(model)
        if (_fields_leading_to(wanted, field.type) if issubclass(field.type, Part) else wanted(field))
    )


_FORMS_WITHOUT_WORDS = frozenset({"period", "time", "timezone", "telephone"})
_TRANSCRIBED = "text_on_picture"


def has_words(field: Field) -> bool:
    """Whether readers see what an editor typed in this field, as it is or (on a picture) copied from what they see."""
    key = field.key
    is_typed = field.type is Text or (field.type is str and not (key.choices or key.ref))
    return is_typed and key.form not in _FORMS_WITHOUT_WORDS and (not key.internal or field.name == _TRANSCRIBED)


def words(record: Struct) -> list[str]:
    """Return all that readers see of what an editor typed, in every language."""
    found: list[str] = []
    _add_words(record, found)
    return found


def _add_words(record: Struct, found: list[str]) -> None:
    # ``leaves`` without the paths, which only what is wrong needs: every public record is looked through.
    for field in _fields_leading_to(has_words, type(record)):
        value = getattr(record, field.name)
        if not value:
            continue
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Part):
                _add_words(item, found)
            elif isinstance(item, Text):
                found += filter(None, (item.zh, item.en))
            elif item:
                found.append(item)
