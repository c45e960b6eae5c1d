"""How a field is called, explained and exemplified in a language."""

from __future__ import annotations

import re

from msgspec import Struct

from ..i18n import translator
from ..models import Field
from ..models.parts import Promise
from ..vocabulary import find_choice, label

_HAN = re.compile(r"[\u3400-\u9fff]")
_BOOLEANS = {"zh": ("是", "否"), "en": ("yes", "no")}


def is_needed(model: type[Struct], field: Field) -> bool:
    """Whether check asks for ``field``: the model does, or the rule for promises, which leaves out wishes."""
    return field.key.required or (issubclass(model, Promise) and field.name in ("owner", "made_at"))


def key_in(field: Field, language: str) -> str:
    """Return the key that an editor of ``language`` writes."""
    return field.name if language == "en" else field.key.zh


def values_in(field: Field, language: str) -> tuple[str, ...]:
    """Return what may be written, where only certain words may."""
    if field.type is bool:
        return _BOOLEANS[language]
    return tuple(choice.in_(language) for choice in field.key.choices)


def example_in(field: Field, language: str) -> str:
    """Return the example of a field, ``""`` when it has none in this language."""
    example = field.key.example
    if field.type is bool:
        return _BOOLEANS[language][0 if example == "是" else 1]
    if field.key.choices:
        key = find_choice(field.key.choices, example)
        return label(field.key.choices, key, language) if key else ""
    words = translator(language)(example) if example else ""
    return "" if language == "en" and _HAN.search(words) else words


def listed(words: tuple[str, ...], language: str) -> str:
    """Return ``words`` as people list them."""
    return (", " if language == "en" else "、").join(words)
