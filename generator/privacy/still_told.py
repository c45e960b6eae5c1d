"""What others still tell of a care case that was taken down: its pseudonym in a title, a caption, a story.

A link to it is gone by itself; what an editor has written in words only an editor can take out. Records are looked
through only while some case is gone.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..content import file_of, original_of, raw_prose, record, translation
from ..engine import Database, query
from ..models.records import CareCase
from ..models.walk import has_words, leaves
from ..problems import Problem, Where
from ..values import Text
from .release import is_public
from .withdrawal import gone_names

_SHORTEST = 2
_WITH_BODY = ("stories/", "pages/")


@query(firewall=True)
def gone_aliases(db: Database) -> tuple[str, ...]:
    """Return the pseudonyms of the care cases that were taken down, in every language."""
    cases = (record(db, ref) for ref in gone_names(db) if ref.startswith("care/"))
    aliases = (case.alias for case in cases if isinstance(case, CareCase) and case.alias)
    return tuple(sorted({text for alias in aliases for text in (alias.zh, alias.en) if len(text) >= _SHORTEST}))


def still_told(db: Database, ref: str) -> Iterator[Problem]:
    """Yield where a public record, or a translation, names a care case that was taken down."""
    aliases = gone_aliases(db)
    read = translation if "." in ref else record
    found = read(db, ref) if aliases and is_public(db, original_of(ref)) else None
    if found is None:
        return
    path = file_of(db, ref)
    for leaf in leaves(found, has_words):
        text = f"{leaf.value.zh} {leaf.value.en}" if isinstance(leaf.value, Text) else leaf.value
        for alias in aliases:
            if alias in text:
                yield Problem("case-still-told", Where(path, field=leaf.path), {"alias": alias})
    if ref.startswith(_WITH_BODY):
        html = raw_prose(db, ref).prose.html
        for alias in aliases:
            if alias in html:
                yield Problem("case-still-told", _in_body(db, path, alias), {"alias": alias})


def _in_body(db: Database, path: str, alias: str) -> Where:
    """Return the first place of a word in the body of a file; the body as a whole where marks stand inside it."""
    from ..source import decode_text, split_markdown  # with PyYAML, which a build without changes does without

    text, _ = decode_text(path, db.read("file", path) or b"")
    _, body, first_line, _ = split_markdown(path, text)
    start = body.find(alias)
    if start < 0:
        return Where(path, first_line)
    return Where(path, first_line + body.count("\n", 0, start), start - body.rfind("\n", 0, start))
