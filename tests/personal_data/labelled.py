"""The labelled sentences: ``{kind:fragment}`` marks what must be found, and nothing else may be.

A word of illness, disability, benefits, money or offences is marked wherever it is used in its own sense of people, of
one or of many: it is named then, whoever is meant. It is not where it is a figure of speech, a part of another word, said
of a thing, or the name of an institution (医院, 残联), nor are the two categories that are public, 失能老人 and 困难家庭.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.privacy.personal_data import Kind

FOLDER = Path(__file__).parent
SEEN = ("developed", "second", "third", "fourth", "fifth", "sixth")
"""Sentences that the patterns have been made or mended with."""
UNSEEN = ("seventh",)
"""Sentences written after the last change of the patterns."""


class Label(NamedTuple):
    """A fragment of a sentence, from ``start`` to ``end``."""

    kind: Kind
    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence without its marks."""

    text: str
    labels: tuple[Label, ...]


_MARK = re.compile(r"\{([a-z_]+):([^{}]+)\}")
_UNSEEN_CHARACTER = re.compile(r"<U\+([0-9A-F]{4})>")


def sentences(*names: str) -> Iterator[Sentence]:
    """Yield the sentences of some files. ``<U+200B>`` in a file stands for that character."""
    for name in names:
        for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                yield _sentence(_UNSEEN_CHARACTER.sub(lambda code: chr(int(code[1], 16)), line))


def _sentence(line: str) -> Sentence:
    text, labels, place = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[place : mark.start()]
        labels.append(Label(Kind(mark[1]), len(text), len(text) + len(mark[2])))
        text += mark[2]
        place = mark.end()
    return Sentence(text + line[place:], tuple(labels))
