"""Words that are not in the language of their page, and say so: a reader may know them, a screen reader must.

They are text like any other, and print as ``<span lang=zh-CN>…</span>``. Where no element can stand, in an attribute
or in a title, templates print ``plain(…)`` of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

TAGS = {"zh": "zh-CN", "en": "en"}
"""What HTML calls the languages."""


class Foreign(str):
    """A text that is, or has in it, words of another language; ``html`` marks them."""

    __slots__ = ("html",)
    html: str

    def __new__(cls, text: str, html: str) -> Foreign:
        found = super().__new__(cls, text)
        found.html = html
        return found

    def __html__(self) -> str:
        return self.html

    def __add__(self, after: str) -> Foreign:
        return Foreign(str(self) + str(after), self.html + _html(after))

    def __radd__(self, before: str) -> Foreign:
        return Foreign(str(before) + str(self), _html(before) + self.html)


def foreign(text: str, language: str) -> str:
    """Return ``text``, marked as being in ``language``; figures alone are in none."""
    if not any(map(str.isalpha, text)):
        return text
    return Foreign(text, f"<span lang={TAGS[language]}>{escape(text)}</span>")


def filled(message: str, blanks: Mapping[str, object]) -> str:
    """Return ``message`` with its blanks filled, what is foreign among them still marked."""
    text = message.format(**blanks)
    if not any(isinstance(value, Foreign) for value in blanks.values()):
        return text
    return Foreign(text, escape(message).format(**{name: _html(value) for name, value in blanks.items()}))


def joined(separator: str, parts: Iterable[str]) -> str:
    """Return what ``separator.join`` does, what is foreign still marked."""
    found = tuple(parts)
    text = separator.join(found)
    return Foreign(text, separator.join(map(_html, found))) if any(isinstance(it, Foreign) for it in found) else text


def _html(value: object) -> str:
    return value.html if isinstance(value, Foreign) else escape(str(value))
