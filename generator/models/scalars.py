"""One function for each type of scalar: the text and its field to a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from ..values import (
    SLUG,
    FuzzyDate,
    Money,
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
from ..vocabulary import find_choice
from .schema import Field


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


def _address(text: str) -> str:
    """Return an address of the site as addresses are counted: from the root, with a slash at its end."""
    path = text.strip("/")
    if not all(map(SLUG.fullmatch, path.split("/"))):
        raise ValueProblem("bad-address")
    return f"{path}/"


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
    except (OSError, ValueError, KeyError):
        raise ValueProblem("unknown-timezone") from None
    return text


_FORMS: dict[str, Callable[[str], str]] = {
    "": str,
    "slug": _slug,
    "address": _address,
    "url": _url,
    "media": _media,
    "ref": _reference,
    "period": parse_period,
    "time": parse_time,
    "telephone": str,
    "timezone": _timezone,
}


def _date(text: str, field: Field) -> FuzzyDate:
    when = parse_date(text)
    if field.key.form == "full_date" and not when.is_full:
        raise ValueProblem("full-date-needed")
    if field.key.form == "month" and (when.year is None or when.month is None or when.day is not None):
        raise ValueProblem("bad-month")
    if field.key.form == "with_year" and not when.is_usable:
        raise ValueProblem("year-needed")
    return when


def _integer(text: str, field: Field) -> int:
    plain = normalise(text)
    if not plain.isascii() or not plain.isdigit() or len(plain) > 9:
        raise ValueProblem("bad-number")
    if field.key.most and int(plain) > field.key.most:
        raise ValueProblem("number-too-large")
    return int(plain)


def _quantity_text(text: str, field: Field) -> Quantity:
    return parse_quantity(text, field.key.unit)


SCALARS: dict[type[Any], Callable[[str, Field], Any]] = {
    str: _string,
    Text: lambda text, field: Text(text),
    FuzzyDate: _date,
    Quantity: _quantity_text,
    Money: lambda text, field: parse_money(text),
    bool: lambda text, field: parse_boolean(text),
    int: _integer,
}
