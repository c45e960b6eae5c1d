"""What every page about one record has around its own matter: notes, promises, records that name it, sources.

Of the record itself the page reads all that is public; of any other record only the card. So an edit in the body of
one record leaves the pages of its neighbours alone.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import Any, TypeVar

from msgspec import Struct, structs

from ..catalog import Output, Page, PublicRecord, Story
from ..engine import Database
from ..inside import values_inside
from ..listings import backlinks
from ..privacy import public, public_in, translated
from ..routes import PagePlan, sheet_address
from ..values import Text
from ..vocabulary import KIND_NAMED, KIND_OF_FOLDER, LANGUAGES, RECORD_KINDS, label
from .cards import CardView, PromiseView, card_views, kind_heading, links_to, promise_views
from .foreign import TAGS
from .lists import list_title
from .page import Link
from .parts import CorrectionView, FactRow, SourceView, Value, correction_views, day, source_views
from .words import Words

SHOWN_AS_CARDS = 4
SHOWN_PROMISES = 8
PAGE_IDS = frozenset(
    {
        "attendance", "contact", "corrections", "decisions", "evidence", "facts", "findings", "main", "needs", "next",
        "objections", "outputs", "pictures", "promises", "related", "resources", "search", "sources",
    }
)  # fmt: skip
"""The ``id`` values of the pages with requests and findings."""

_ORDER = {kind.name: number for number, kind in enumerate(RECORD_KINDS)}
Record = TypeVar("Record", bound=PublicRecord)

Row = tuple[Value | tuple[Value, ...], ...]
"""A row of a table."""


class Related(Struct, frozen=True, kw_only=True):
    """The records of one kind that name this one: the first as cards, the rest as links."""

    kind: str
    heading: str
    cards: tuple[CardView, ...]
    rest: tuple[Link, ...] = ()


class About(Struct, frozen=True, kw_only=True):
    """What a page says of its record besides the record's own matter. ``sheet`` is the address to print it from."""

    sample: bool = False
    note: str = ""
    updated: str = ""
    updated_iso: str = ""
    promises: tuple[PromiseView, ...] = ()
    more_promises: tuple[Link, ...] = ()
    related: tuple[Related, ...] = ()
    sources: tuple[SourceView, ...] = ()
    corrections: tuple[CorrectionView, ...] = ()
    sheet: str = ""


def record_of(db: Database, plan: PagePlan, kind: type[Record]) -> Record:
    """Return the public record that the page is about.

    Raises:
        LookupError: when it is not public, or of another kind: a page was planned that cannot be.
    """
    record = public_in(db, plan.key, plan.language) if plan.language else public(db, plan.key)
    if not isinstance(record, kind):
        raise LookupError(plan.key)
    return record


def body_language(db: Database, words: Words, ref: str) -> str:
    """Return what language the body of a record is in, where it is not that of the page: its HTML name, or ``""``."""
    is_own = not words.second or translated(db, f"{ref}.{words.second}") is not None
    return "" if is_own else TAGS[words.first]


def untranslated_note(db: Database, words: Words, plan: PagePlan) -> str:
    """Return what a reader is told of a page whose record is not, or not all, in the language of the page."""
    if not words.second or "/" not in plan.key:
        return ""
    record = public_in(db, plan.key, words.second)
    texts = [text for _, text in values_inside(record, _is_text)] if record else []
    is_whole = not body_language(db, words, plan.key) if isinstance(record, Story | Page) else True
    missing = sum(not text.has(words.second) for text in texts)
    if is_whole and not missing:
        return ""
    blanks = {
        "language": label(LANGUAGES, words.language, words.language),
        "first": label(LANGUAGES, words.first, words.language),
    }
    if not is_whole or missing == len(texts):
        return words("这一页没有{language}版，下面的内容是{first}。", **blanks)
    return words("这一页有些内容没有{language}版，这些地方是{first}。", **blanks)


def _is_text(name: str, kind: type[Any]) -> bool:
    return kind is Text


def kind_of(ref: str) -> str:
    """Return the kind of record that a full name is of."""
    return KIND_OF_FOLDER[ref.partition("/")[0]].name


def crumbs_to(words: Words, kind: str) -> tuple[Link, ...]:
    """Return the way from the home page to the list of a kind."""
    return (Link(words("首页"), ""), Link(list_title(words, kind), f"{KIND_NAMED[kind].folder}/"))


def about(db: Database, words: Words, record: PublicRecord, *, in_place: Collection[str] = ()) -> About:
    """Return what stands around the record. ``in_place`` are records that the page shows where they belong."""
    back = [ref for ref in backlinks(db, record.ref) if ref not in in_place and ref != record.ref]
    promised = promise_views(db, words, promises_of(db, record, in_place))
    return structs.replace(
        about_itself(words, record),
        promises=promised[:SHOWN_PROMISES],
        more_promises=tuple(_promise_link(words, promise) for promise in promised[SHOWN_PROMISES:]),
        related=related(db, words, [ref for ref in back if kind_of(ref) != "commitment"]),
        sheet=sheet_address(db, record.ref),
    )


def promises_of(db: Database, record: PublicRecord, in_place: Collection[str] = ()) -> tuple[str, ...]:
    """Return the promises that a record makes, and those that name it, but for those ``in_place``."""
    owed = (ref for ref in backlinks(db, record.ref) if kind_of(ref) == "commitment" and ref != record.ref)
    return tuple(ref for ref in dict.fromkeys([*record.commitments, *owed]) if ref not in in_place)


def about_itself(words: Words, record: PublicRecord) -> About:
    """Return what the record alone says besides its own matter."""
    return About(
        sample=record.sample,
        note=words.text(record.note),
        updated=day(words, record.updated_at),
        updated_iso=words.iso(record.updated_at),
        sources=source_views(words, record.sources),
        corrections=correction_views(words, record.corrections),
    )


def _promise_link(words: Words, promise: PromiseView) -> Link:
    """Return a link that says, like the list above it, how the promise stands."""
    standing = promise.standing.badge.label if promise.standing else words("愿景")
    return Link(words("{standing}：{promise}", standing=standing, promise=promise.text), promise.url)


def related(db: Database, words: Words, refs: Collection[str]) -> tuple[Related, ...]:
    """Return records by kind, in the order of the site, each kind in the order given."""
    by_kind = groupby(sorted(refs, key=lambda ref: _ORDER[kind_of(ref)]), key=kind_of)
    return tuple(_related(db, words, kind, list(of_kind)) for kind, of_kind in by_kind)


def _related(db: Database, words: Words, kind: str, refs: list[str]) -> Related:
    heading = kind_heading(words, kind)
    cards = card_views(db, words, refs[:SHOWN_AS_CARDS])
    return Related(
        kind=kind,
        heading=heading,
        # A card that only says again what the heading says is spared the words.
        cards=tuple(structs.replace(shown, label="") if shown.label == heading else shown for shown in cards),
        rest=links_to(db, words, refs[SHOWN_AS_CARDS:]),
    )


def community_row(db: Database, words: Words, community: str) -> FactRow:
    """Return the row that says in which community something is."""
    return FactRow(words("社区"), links_to(db, words, [community]) or words.not_stated)


def partner_rows(db: Database, words: Words, partners: Collection[str]) -> tuple[FactRow, ...]:
    """Return the row of partner units, none where none took part."""
    links = links_to(db, words, partners)
    return (FactRow(words("共建单位"), links),) if links else ()


def output_rows(words: Words, outputs: Collection[Output]) -> tuple[Row, ...]:
    """Return what was made or done: what, how much, when."""
    return tuple((words.text(it.what), words.quantity(it.quantity), words.date(it.at)) for it in outputs)


def anchor(name: str) -> str:
    """Return the ``id`` of a request or a finding on its page: its own, as far as the page leaves it free."""
    return f"{name}-1" if name in PAGE_IDS else name
