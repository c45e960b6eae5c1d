"""What every view has. A view is plain data for one template: strings, numbers, links, no lookups left to do.

Addresses in views are from the root of the site, without a leading slash (``projects/tree-pruning/``, ``""`` for
the home page); templates turn them into relative links with ``href()``.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from msgspec import Struct


class Link(NamedTuple):
    """A named address of the site."""

    text: str
    url: str


class Pager(NamedTuple):
    """Where a page stands in a long list. ``previous`` and ``next`` are addresses, ``""`` at the ends."""

    number: int
    count: int  # type: ignore[assignment]
    previous: str
    next: str
    pages: tuple[Link, ...]


class View(Struct, frozen=True, kw_only=True):
    """Base of all views. ``template`` is the file in ``templates/`` that shows it.

    ``is_told``: the page tells of one thing, from beginning to end, so that it can be read aloud.
    """

    template: ClassVar[str]
    is_told: ClassVar[bool] = False

    url: str
    title: str
    description: str = ""
    crumbs: tuple[Link, ...] = ()
