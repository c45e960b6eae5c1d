"""The table of contents of a long text."""

from __future__ import annotations

from typing import NamedTuple

from ..catalog import Heading, Prose

MIN_HEADINGS = 4


class Entry(NamedTuple):
    """A heading, and the headings below it."""

    heading: Heading
    below: tuple[Heading, ...]


Contents = tuple[Entry, ...]


def contents_of(body: Prose) -> Contents:
    """Return the headings of ``body`` in two levels, nothing for a text short enough to be read at a glance.

    The highest level in use is the upper one; what is two or more levels below it is left out.
    """
    if len(body.headings) < MIN_HEADINGS:
        return ()
    top = min(heading.level for heading in body.headings)
    entries: list[tuple[Heading, list[Heading]]] = []
    for heading in body.headings:
        if heading.level == top or not entries:
            entries.append((heading, []))
        elif heading.level == top + 1:
            entries[-1][1].append(heading)
    return tuple(Entry(heading, tuple(below)) for heading, below in entries)
