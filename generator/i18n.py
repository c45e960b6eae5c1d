"""Languages: the words of the interface and of messages.

Chinese is the language the program is written in; ``locale/en/LC_MESSAGES/dizao.mo`` holds the English words.
"""

from __future__ import annotations

import gettext as gnu
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from .problems import HINTS, KINDS, Argument, Problem, Word

LOCALES = Path(__file__).parent / "locale"

Translate = Callable[[str], str]


@cache
def translations(language: str) -> gnu.NullTranslations:
    """Return the catalogue of ``language`` (``zh`` or ``en``); Chinese needs none."""
    if language == "zh":
        return gnu.NullTranslations()
    return gnu.translation("dizao", LOCALES, languages=[language])


def translator(language: str) -> Translate:
    """Return the function that puts words of the program into ``language``."""
    return translations(language).gettext


def preferred_language(environment: dict[str, str] | None = None) -> str:
    """Return the language of the person at the terminal: ``en`` for an English locale, else ``zh``.

    A locale that says nothing (``C``, ``POSIX``, none at all) counts as Chinese: the editors' language.
    """
    variables = os.environ if environment is None else environment
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = variables.get(name, "")
        if value:
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"


def describe(problem: Problem, language: str) -> tuple[str, str]:
    """Return the message and the hint (may be empty) of ``problem`` in words."""
    say = translator(language)
    row = KINDS[problem.code]
    hint = row.hint if problem.hint is None else HINTS[problem.hint] if problem.hint else ""
    blanks = {name: _in_words(value, language) for name, value in problem.arguments.items()}
    return say(row.message).format(**blanks), say(hint).format(**blanks) if hint else ""


def _in_words(argument: Argument, language: str) -> str:
    if isinstance(argument, tuple):
        return (", " if language == "en" else "、").join(_in_words(part, language) for part in argument)
    if isinstance(argument, Word):
        if language == "en" and argument.english:
            return argument.english
        return translator(language)(argument.text) if argument.text else ""
    return argument
