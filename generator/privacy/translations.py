"""Translations through the gate: what holds for a record holds for what it says in a further language.

A translation has a full name too, that of its record and its language: ``stories/one.en``. It is public when the
record is, and it is looked through like any text. What the pages of the first language print rests on none of it.
"""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct, structs

from .. import catalog
from ..content import file_of, original_of, translation
from ..engine import Database, query
from ..references import translated_links
from ..values import Text
from .gate import note_closed_links, public, public_prose
from .release import is_public

Worded = TypeVar("Worded", bound=Struct)


@query(firewall=True)
def translated(db: Database, name: str) -> catalog.Translation | None:
    """Return the words of a translation, ``None`` where there is none or its record is not public."""
    found = translation(db, name) if file_of(db, name) and is_public(db, original_of(name)) else None
    if found is None:
        return None
    wanted = catalog.Translation.__struct_fields__
    return catalog.Translation(**{field: getattr(found, field, "") for field in wanted})


@query
def translated_body(db: Database, name: str) -> catalog.Prose:
    """Return the body of a public translation."""
    return public_prose(db, name, translated_links(db, name)) if translated(db, name) else catalog.Prose()


@query
def check_translation(db: Database, name: str) -> bool:
    """Check everything about one translation that can be checked; whether it is published."""
    from .scan import personal_data

    found = translation(db, name)
    links = translated_links(db, name)
    if found is None or not is_public(db, original_of(name)):
        return False
    note_closed_links(db, name, links)
    for problem in personal_data(db, name, found):
        db.note(problem)
    return True


def public_in(db: Database, ref: str, language: str) -> catalog.AnyPublic | None:
    """Return a public record as it is read in a further ``language``: translated, where it has been."""
    found = public(db, ref)
    name = f"{ref}.{language}"
    words = translated(db, name) if isinstance(found, catalog.Story | catalog.Page) else None
    if found is None or words is None:
        return found
    return structs.replace(in_words(found, words, language), body=translated_body(db, name))


def in_words(found: Worded, words: catalog.Translation, language: str) -> Worded:
    """Return a record, or its card, with the words of its translation in place of its own."""
    said = {
        name: _with_wording(getattr(found, name), text, language)
        for name, text in structs.asdict(words).items()
        if text and hasattr(found, name)
    }
    return structs.replace(found, **said)


def _with_wording(text: Text | None, wording: str, language: str) -> Text:
    original = str(text) if text else wording
    return Text(original, wording) if language == "en" else Text(wording, original)
