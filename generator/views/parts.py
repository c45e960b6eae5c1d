"""The parts that pages share, each with the function that makes it from public data.

Macros of the same names in ``templates/macros.html`` show them. An empty string means that there is nothing to show;
「原文未注明」 stands where a page has a place for a fact that nobody stated. Links, cards, promises: ``cards``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from .. import vocabulary
from ..catalog import BeforeAfter, Correction, Evidence, Image, Source, Standing
from ..values import FuzzyDate, Text
from .page import Link
from .words import Words

_KEPT = frozenset({"kept", "kept_late"})
"""Their standing begins with the evidence, which may come after the work was done: not a day to print beside them."""


class BadgeView(Struct, frozen=True, kw_only=True):
    """A state in words. ``key`` chooses the icon."""

    key: str
    label: str


class StandingView(Struct, frozen=True, kw_only=True):
    """The status of a promise, since when it holds, and when it will change to what (``""`` where unknown).

    ``then`` and ``then_since`` are what badge and ``since`` will be from ``change_on`` on if only the date changes.
    """

    badge: BadgeView
    flags: tuple[BadgeView, ...] = ()
    since: str = ""
    change: str = ""
    change_on: str = ""
    then: BadgeView | None = None
    then_since: str = ""


class EvidenceView(Struct, frozen=True, kw_only=True):
    """A piece of evidence. ``image`` is set when it is a picture, ``url`` when it is on the web."""

    kind: str
    date: str
    date_iso: str = ""
    accepted: bool = False
    by_role: str = ""
    caption: str = ""
    url: str = ""
    image: Image | None = None


class SourceView(Struct, frozen=True, kw_only=True):
    title: str
    publisher: str = ""
    url: str = ""
    published: str = ""
    accessed: str = ""


class CorrectionView(Struct, frozen=True, kw_only=True):
    date: str
    date_iso: str
    text: str


class TimelineItem(Struct, frozen=True, kw_only=True):
    """One event: when, what, with optional further words, links and a badge."""

    when: str
    title: str
    when_iso: str = ""
    text: str = ""
    links: tuple[Link, ...] = ()
    badge: BadgeView | None = None


class PairView(Struct, frozen=True, kw_only=True):
    """The same place before and after."""

    before: Image | None = None
    after: Image | None = None


class BarView(Struct, frozen=True, kw_only=True):
    """A number drawn against a whole, and said in words. ``mark`` draws a line at another number (0: none)."""

    value: float
    of: float
    label: str
    mark: float = 0


Value = str | Link | BadgeView | StandingView | BarView


class FactRow(NamedTuple):
    """A row of a list of facts or, as several values, a cell with more than one of them."""

    term: str
    value: Value | tuple[Value, ...]


def badge(words: Words, choices: vocabulary.Choices, key: str) -> BadgeView | None:
    """Return the badge of an enumeration value, ``None`` for none."""
    return BadgeView(key=key, label=words.label(choices, key)) if key else None


def fact(words: Words, term: str, text: Text | None) -> FactRow:
    """Return a row for ``text``, 「原文未注明」 where there is none."""
    return FactRow(term, words.text(text) or words.not_stated)


def standing_view(words: Words, standing: Standing) -> StandingView:
    """Return ``standing`` in words: status, since when, and what it will be from which day on."""
    flags = (badge(words, vocabulary.FLAGS, flag) for flag in standing.flags)
    since, then = standing.since, standing.next_change_on
    following, change, then_since = badge(words, vocabulary.STATUSES, standing.next_status), "", ""
    if then:
        day = words.date(FuzzyDate(None, then.month, then.day) if since and since.year == then.year else then)
        name = vocabulary.label(vocabulary.STATUSES, standing.next_status, words.language) if following else ""
        change = words("{day}起将变为{status}", day=day, status=name) if name else words("{day}起会有变化", day=day)
        then_since = words("{day}起", day=words.date(then)) if following else ""
    return StandingView(
        badge=BadgeView(key=standing.status, label=words.label(vocabulary.STATUSES, standing.status)),
        flags=tuple(flag for flag in flags if flag),
        since=words("{day}起", day=words.date(since)) if since and standing.status not in _KEPT else "",
        change=change,
        change_on=words.iso(then),
        then=following,
        then_since=then_since,
    )


def day(words: Words, when: FuzzyDate | date | None) -> str:
    """Return the date in words, ``""`` for none: for places where a missing date is no gap."""
    return words.date(when) if when else ""


def evidence_views(words: Words, evidence: Iterable[Evidence]) -> tuple[EvidenceView, ...]:
    """Return the pieces of evidence in words, in the order given."""
    return tuple(
        EvidenceView(
            kind=words.label(vocabulary.EVIDENCE_KINDS, piece.kind),
            date=words.date(piece.at),
            date_iso=words.iso(piece.at),
            accepted=piece.accepted,
            by_role=words.text(piece.by_role),
            caption=words.text(piece.caption),
            url=piece.url,
            image=Image(file=piece.file, alt=piece.alt, caption=piece.caption) if piece.file else None,
        )
        for piece in evidence
    )


def source_views(words: Words, sources: Iterable[Source]) -> tuple[SourceView, ...]:
    """Return where the facts of a record come from."""
    return tuple(
        SourceView(
            title=words.text(source.title) or words.not_stated,
            publisher=words.text(source.publisher),
            url=source.url,
            published=day(words, source.published),
            accessed=day(words, source.accessed),
        )
        for source in sources
    )


def correction_views(words: Words, corrections: Iterable[Correction]) -> tuple[CorrectionView, ...]:
    """Return what was corrected in a record, and when."""
    return tuple(
        CorrectionView(date=words.date(item.at), date_iso=words.iso(item.at), text=words.text(item.text))
        for item in corrections
    )


def pair_views(pairs: Iterable[BeforeAfter]) -> tuple[PairView, ...]:
    """Return pictures of the same places before and after."""
    return tuple(PairView(before=pair.before, after=pair.after) for pair in pairs if pair.before or pair.after)
