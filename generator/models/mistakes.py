"""What an editor probably meant: the hints for keys and values that are not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ..nearest import nearest
from ..problems import Argument, Word
from ..vocabulary import Choices, find_choice, label, words_of
from . import parts, records
from .schema import Field, fields_by_word, fields_of
from .translations import Translation

Model = type[Any]

_NEVER_HERE = {
    "姓名", "真实姓名", "real_name", "身份证", "身份证号", "id_number", "住址", "家庭住址", "home_address",
    "手机", "手机号", "mobile", "生日", "出生日期", "birthday", "诊断", "diagnosis", "病历", "收入", "income",
    "亲属姓名", "kin_names",
}  # fmt: skip
"""Keys of what must not be in this folder at all, whatever the kind (domain brief §3.3, X)."""


class Mistake(NamedTuple):
    """What to report: a row of the table of problems, a hint that replaces the row's own, and what fills the blanks."""

    code: str
    hint: str | None
    arguments: dict[str, Argument]


def word_of(field: Field) -> Word:
    """Return what editors call ``field``, in either language."""
    return Word(field.key.zh, field.name)


def explained(field: Field) -> dict[str, Argument]:
    """Return what ``field`` is called, what it means, its example, and the kind that it refers to, if any."""
    choice = find_choice(field.key.choices, field.key.example) if field.key.choices else None
    example = Word(field.key.example, label(field.key.choices, choice, "en") if choice else "")
    found: dict[str, Argument] = {"field": word_of(field), "doc": Word(field.key.doc), "example": example}
    return {**found, "ref": field.key.ref} if field.key.ref else found


def words_of_fields(model: Model) -> tuple[Word, ...]:
    """Return the keys of ``model``, its own before those that every record has."""
    shared = {field.name for field in fields_of(records.Record)} if model is not records.Record else set()
    found = fields_of(model)
    ordered = [field for field in found if field.name not in shared] + [
        field for field in found if field.name in shared
    ]
    return tuple(map(word_of, ordered))


def words_of_choices(choices: Choices) -> tuple[Word, ...]:
    """Return the values of an enumeration as editors may write them."""
    return tuple(Word(choice.zh, choice.key) for choice in choices)


def unknown_key(word: str, model: Model, above: Sequence[tuple[Model, Field]]) -> Mistake:
    """Return what to say of the key ``word``, which ``model`` does not have.

    ``above`` has the models around it, outermost first, each with its field that leads further in.
    """
    key: dict[str, Argument] = {"key": word}
    if issubclass(model, parts.Promise) and word in ("状态", "status", "state"):
        return Mistake("status-written", None, {})
    if word.lower() in _NEVER_HERE:
        return Mistake("never-here", None, key)
    owners = {word_of(owner) for owner in _owners_below(word, model)}
    if len(owners) == 1:
        return Mistake("unknown-key", "where-it-belongs", {**key, "owner": owners.pop()})
    if issubclass(model, Translation) and word in fields_by_word(records.Story):
        return Mistake("translation-only-words", None, {**key, "known": words_of_fields(model)})
    near = nearest(word, fields_by_word(model), 1)
    if near:
        field = fields_by_word(model)[near[0]]
        also = field.name if near[0] == field.key.zh else field.key.zh
        return Mistake("unknown-key", "did-you-mean-also", {**key, "near": near[0], "also": also})
    for outer, field in reversed(above):
        if word in fields_by_word(outer):
            return Mistake("unknown-key", "where-it-belongs-outside", {**key, "owner": word_of(field)})
    return Mistake("unknown-key", None, {**key, "known": words_of_fields(model)})


def _owners_below(word: str, model: Model) -> Iterator[Field]:
    """Yield the fields below ``model`` in whose parts ``word`` is a key, level by level."""
    level = [field for field in fields_of(model) if issubclass(field.type, parts.Part)]
    while level:
        yield from (field for field in level if word in fields_by_word(field.type))
        level = [inner for field in level for inner in fields_of(field.type) if issubclass(inner.type, parts.Part)]


def unknown_value(word: str, field: Word, choices: Choices) -> Mistake:
    """Return what to say of the value ``word``, which is none of ``choices``."""
    arguments: dict[str, Argument] = {"field": field, "value": word, "known": words_of_choices(choices)}
    near = nearest(word, words_of(choices))
    if len({find_choice(choices, candidate) for candidate in near}) == 1:
        return Mistake("unknown-value", "did-you-mean-value", {**arguments, "near": near[0]})
    return Mistake("unknown-value", None, arguments)
