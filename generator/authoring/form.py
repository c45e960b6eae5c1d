"""The text of a new file: the fields of a kind, each explained, those that need not be written as comments.

A comment line without its leading ``# `` is valid YAML, so an editor takes up a field by deleting two characters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import yaml
from msgspec import Struct

from ..i18n import Translate, translator
from ..models import Field, Record, fields_of
from ..models.parts import Part
from .words import example_in, is_needed, key_in, listed, values_in

SHARED = frozenset(field.name for field in fields_of(Record))
"""Fields that every record has; they come last."""


def scalar(text: str) -> str:
    """Return ``text`` as YAML reads it back as just this text, in quotes where it must be."""
    try:
        node = yaml.compose(f"k: {text}", Loader=yaml.CBaseLoader)
    except yaml.YAMLError:
        return json.dumps(text, ensure_ascii=False)
    values = [value for _, value in node.value] if isinstance(node, yaml.MappingNode) else []
    is_plain = len(values) == 1 and isinstance(values[0], yaml.ScalarNode) and values[0].value == text
    return text if is_plain else json.dumps(text, ensure_ascii=False)


class Form:
    """Writes the fields of one model.

    ``known`` maps English keys to what is known already; ``first`` names optional fields that come before all others;
    ``left_out`` is not shown at all; ``notes`` has further words on a field.
    """

    def __init__(
        self,
        model: type[Struct],
        language: str,
        known: Mapping[str, str],
        *,
        first: tuple[str, ...] = (),
        left_out: frozenset[str] = frozenset(),
        notes: Mapping[str, str] | None = None,
    ) -> None:
        self._language = language
        self._say: Translate = translator(language)
        self._known = known
        self._first = first
        self._model = model
        self._notes = notes or {}
        own = [field for field in fields_of(model) if field.name not in SHARED]
        shared = [field for field in fields_of(model) if field.name in SHARED]
        self._fields = [field for field in (*own, *shared) if field.name not in left_out]
        self._shown: dict[type[Struct], str] = {}

    def lines(self) -> Iterator[str]:
        """Yield the lines of the form: what comes first, what must be written, what may be."""
        model = self._model
        first = [field for name in self._first for field in self._fields if field.name == name]
        others = [field for field in self._fields if field not in first]
        wanted = [field for field in others if field.name in self._known or is_needed(model, field)]
        if first:
            yield from (self._heading("先看这里"), "")
            yield from self._fields_in(first)
        yield from (self._heading("一定要写"), "")
        for field in sorted(wanted, key=lambda field: not is_needed(model, field)):
            yield from (*self._asked(field), "")
        yield from (self._heading("可以写：用到哪一项，就去掉那几行开头的「# 」"), "")
        yield from self._fields_in([field for field in others if field not in wanted])

    def _heading(self, msgid: str) -> str:
        return f"# ---- {self._say(msgid)} ----"

    def _fields_in(self, fields: list[Field]) -> Iterator[str]:
        for field in fields:
            if field.name in self._known:
                yield from (*self._asked(field), "")
            else:
                yield from (f"# {line}" for line in self._offered(field))
        yield ""

    # -- fields to be filled in -------------------------------------------------------------------------

    def _asked(self, field: Field) -> Iterator[str]:
        """Yield what a field is and the line to be filled in."""
        known = self._known.get(field.name, "")
        yield f"# {self._explained(field, with_example=not known)}"
        if field.name in self._notes:
            yield f"# {self._notes[field.name]}"
        if issubclass(field.type, Part):
            yield "# " + self._say("也可以分项写：{example}").format(example=self._in_one_line(field.type))
        yield (
            f"{key_in(field, self._language)}: {scalar(known)}".rstrip()
            if known
            else f"{key_in(field, self._language)}:"
        )

    def _explained(self, field: Field, *, with_example: bool, mark: str = "") -> str:
        parts = [self._say(field.key.doc) + mark]
        values = values_in(field, self._language)
        example = example_in(field, self._language)
        if values:
            parts.append(self._say("可以写：{values}").format(values=listed(values, self._language)))
        elif example and with_example:
            parts.append(self._say("例如：{example}").format(example=example))
        if field.key.internal and "永不公开" not in field.key.doc:
            parts.append(self._say("永不公开"))
        return (". " if self._language == "en" else "。").join(parts)

    def _in_one_line(self, part: type[Struct]) -> str:
        items = ((key_in(field, self._language), example_in(field, self._language)) for field in fields_of(part))
        return "{" + ", ".join(f"{key}: {scalar(example)}" for key, example in items if example) + "}"

    # -- fields that may be written ---------------------------------------------------------------------

    def _offered(self, field: Field, part: type[Struct] | None = None) -> Iterator[str]:
        """Yield the YAML of a field, of ``part`` if that is given, with its example, its explanation behind it."""
        must = part is not None and is_needed(part, field)
        doc = self._explained(field, with_example=False, mark=self._say("（必写）") if must else "")
        key = key_in(field, self._language)
        if issubclass(field.type, Part):
            yield from self._offered_part(field, key, doc)
            return
        example = example_in(field, self._language)
        value = f"[{scalar(example) if example else ''}]" if field.many else scalar(example) if example else ""
        yield f"{key}: {value}".rstrip() + f"  # {doc}"

    def _offered_part(self, field: Field, key: str, doc: str) -> Iterator[str]:
        before = self._shown.get(field.type)
        if before and not field.key.required:
            yield f"{key}:  # {doc}{self._say('；里面的项和上面的「{key}」一样').format(key=before)}"
            return
        self._shown.setdefault(field.type, key)
        yield f"{key}:  # {doc}"
        part = field.type
        inner = sorted(fields_of(part), key=lambda inner: not inner.key.required)
        lines = [line for item in inner for line in self._offered(item, part)]
        for number, line in enumerate(lines):
            yield f"  {'- ' if number == 0 and field.many else '  ' if field.many else ''}{line}"
