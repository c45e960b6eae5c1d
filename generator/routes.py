"""Every page of the site as data, before one is rendered; two pages at one address are a problem."""

from __future__ import annotations

from msgspec import Struct

PAGE_SIZE = 20


class PagePlan(Struct, frozen=True):
    """One page: its address (``projects/x/``, ``""`` for home, ``404.html``), which view makes it, of what.

    ``key`` is the full name of a record, or what the list is about (a topic, a stage, a status).
    ``number`` counts the pages of a list from 1.
    """

    url: str
    view: str
    key: str = ""
    number: int = 1


def address(ref: str) -> str:
    """Return the address of a record: ``projects/x/``; standing pages stand at the root: ``about/``."""
    folder, _, name = ref.partition("/")
    return f"{name}/" if folder == "pages" else f"{ref}/"
