"""What a record would publish, looked through for personal data (domain brief P05, P06, P07, P13 and P15).

Looked through is what readers get: every field with words, the file name, the body as it will be shown. Where a thing
stands is looked up in the file only when there is something to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from html import unescape
from typing import NamedTuple

from msgspec import Struct

from ..content import SETTINGS, file_of, raw_prose
from ..engine import Database
from ..models import AnyRecord, AnyTranslation, Field, Site, parts
from ..models.walk import has_words, leaves, words
from ..problems import Argument, Level, Problem, Where, Word
from ..values import Text
from ..vocabulary import SENSITIVE_CATEGORIES, label
from .cleared import is_cleared
from .personal_data import CONDITIONS, CONTACTS, EVERYWHERE, ROWS, Finding, Kind, find

_WITH_BODY = ("stories/", "pages/")
_NAMES = frozenset({Kind.NAME, Kind.OFFICIAL_NAME})


class Passage(NamedTuple):
    """A text that readers get, and where it stands; of a body, where each finding stands is still to be looked up."""

    text: str
    where: Where
    is_body: bool = False


def personal_data(db: Database, ref: str, found: AnyRecord | AnyTranslation) -> Iterator[Problem]:
    """Yield what is wrong with what an ordinary record, or a translation, would publish."""
    body = _shown_body(db, ref)
    if find("\n".join((ref, *words(found), body)), EVERYWHERE):
        for passage in _passages(db, ref, found, body):
            yield from _of_passage(db, passage)
    yield from _untranscribed(db, ref, found, "picture-text-missing")


def personal_data_in_case(
    db: Database, ref: str, case: AnyRecord, consented: Set[str], named: Set[int]
) -> Iterator[Problem]:
    """Yield what is wrong with what a care case would publish.

    ``consented`` are the categories of what is sensitive that may be told, ``named`` the positions of those kinds of
    help whose helper has agreed to be named.
    """
    for passage in _passages(db, ref, case, ""):
        helper = passage.where.field[1] if passage.where.field[:1] == ("supports",) else None
        for finding in find(passage.text):
            row = ROWS[finding.kind]
            is_name = helper is not None and finding.kind in _NAMES
            is_agreed = helper in named if is_name else bool(row.sensitive) and row.sensitive in consented
            if row.rule and not is_agreed and not is_cleared(db, finding, kinds=CONTACTS):
                yield _problem("P12" if is_name else row.rule, passage.where, finding)
    yield from _untranscribed(db, ref, case, "P15")


def personal_data_in_settings(db: Database, settings: Site) -> Iterator[Problem]:
    """Yield what is wrong with what every page prints of the settings."""
    for passage in fields_with_words(SETTINGS, settings):
        yield from _of_passage(db, passage)


# -- what readers get ---------------------------------------------------------------------------------


def _passages(db: Database, ref: str, found: Struct, body: str) -> Iterator[Passage]:
    path = file_of(db, ref)
    yield Passage(ref.partition("/")[2], Where(path, 1))
    yield from fields_with_words(path, found)
    if body:
        yield Passage(body, Where(path), is_body=True)


def fields_with_words(path: str, found: Struct) -> Iterator[Passage]:
    """Yield what readers get of every field of a record, in every language."""
    for leaf in leaves(found, has_words):
        texts = (leaf.value.zh, leaf.value.en) if isinstance(leaf.value, Text) else (leaf.value,)
        yield from (Passage(text, Where(path, field=leaf.path)) for text in texts if text)


_INLINE = re.compile(r"</?(?:abbr|b|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)(?: [^<>]*)?>")


def _shown_body(db: Database, ref: str) -> str:
    """Return the body as HTML without the tags inside a line, which do not part a number for a reader."""
    if not ref.startswith(_WITH_BODY):
        return ""
    html = _INLINE.sub("", raw_prose(db, ref).prose.html)
    return unescape(html) if "&" in html else html


# -- an ordinary record -------------------------------------------------------------------------------


def _of_passage(db: Database, passage: Passage) -> Iterator[Problem]:
    found = [finding for finding in find(passage.text, EVERYWHERE) if not is_cleared(db, finding, kinds=EVERYWHERE)]
    told = [(_code(finding), finding) for finding in found]
    told += [("person-and-condition", finding) for finding in _said_of_somebody(passage.text, found)]
    if not passage.is_body:
        for code, finding in told:
            yield _problem(code, passage.where, finding)
    elif told:
        yield from _in_body(db, passage.where.path, told)


def _code(finding: Finding) -> str:
    return "personal-data" if finding.level is Level.ERROR else "personal-data-maybe"


_END_OF_SENTENCE = re.compile(r"[。！？!?；;<>\n]")


def _said_of_somebody(text: str, found: list[Finding]) -> Iterator[Finding]:
    """Yield the conditions that are named in one sentence with a private person."""
    people = [finding for finding in found if finding.kind is Kind.NAME]
    for condition in find(text, CONDITIONS) if people else ():
        for person in people:
            first, last = sorted((condition, person), key=lambda finding: finding.start)
            if not _END_OF_SENTENCE.search(text, first.end, last.start):
                yield condition
                break


def _problem(code: str, where: Where, finding: Finding) -> Problem:
    row = ROWS[finding.kind]
    arguments: dict[str, Argument] = {"kind": Word(row.zh, row.en), "masked": finding.masked}
    if row.sensitive:
        arguments["category"] = Word(*(label(SENSITIVE_CATEGORIES, row.sensitive, tongue) for tongue in ("zh", "en")))
    is_contact = finding.kind in CONTACTS and code == "personal-data"
    return Problem(code, where, arguments, "cleared-contact" if is_contact else None)


# -- places in a body ---------------------------------------------------------------------------------

_UNSHOWN = re.compile(r"<!--.*?-->|[*`\\]+|</?[A-Za-z][^<>]*>|&[a-z]+;|&#\w+;", re.DOTALL)


def _in_body(db: Database, path: str, told: list[tuple[str, Finding]]) -> Iterator[Problem]:
    """Yield a problem for every place in the file that says what a reader would find in the body, or for its start."""
    from ..source import decode_text, split_markdown  # with PyYAML, which a build without changes does without

    text, _ = decode_text(path, db.read("file", path) or b"")
    _, body, first_line, _ = split_markdown(path, text)
    places: dict[tuple[Kind, str], list[int]] = {}
    for written in (body, _UNSHOWN.sub(_as_shown, body)):
        for finding in find(written):
            found = places.setdefault((finding.kind, finding.value), [])
            if finding.start not in found:
                found.append(finding.start)
    for (kind, value), (code, finding) in {(it[1].kind, it[1].value): it for it in reversed(told)}.items():
        for start in places.get((kind, value), [-1]):
            yield _problem(code, _place(path, body, first_line, start), finding)


def _as_shown(match: re.Match[str]) -> str:
    """Return as many characters as were matched: invisible ones for marks, so that all others keep their place."""
    shown = unescape(match[0]) if match[0].startswith("&") else ""
    return (shown if len(shown) == 1 else "").ljust(len(match[0]), "\u200b")


def _place(path: str, body: str, first_line: int, start: int) -> Where:
    if start < 0:
        return Where(path, first_line)
    return Where(path, first_line + body.count("\n", 0, start), start - body.rfind("\n", 0, start))


# -- pictures of words (P15) --------------------------------------------------------------------------

_CARRIES_NAMES = re.compile("锦旗|感谢信|表扬信|荣誉证书|聘书|奖状|签名|签到|名单|花名册|花圈|挽联|请柬")


def _untranscribed(db: Database, ref: str, found: Struct, code: str) -> Iterator[Problem]:
    """Yield the pictures of things that carry names, where nobody has copied the words on them."""
    for path, picture in _pictures(found):
        if not picture.file or picture.text_on_picture:
            continue
        if _CARRIES_NAMES.search(f"{picture.alt or ''} {picture.caption or ''}"):
            yield Problem(code, Where(file_of(db, ref), field=(*path, "file")))


def _pictures(found: Struct) -> Iterator[tuple[tuple[str | int, ...], parts.Image | parts.Evidence]]:
    """Yield every picture of a record with the path that leads to it."""
    for leaf in leaves(found, _is_file):
        part: object = found
        for step in leaf.path[:-1]:
            part = part[step] if isinstance(part, tuple) and isinstance(step, int) else getattr(part, str(step))
        if isinstance(part, parts.Image | parts.Evidence):
            yield leaf.path[:-1], part


def _is_file(field: Field) -> bool:
    return field.key.form == "media"
