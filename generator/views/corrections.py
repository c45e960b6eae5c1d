"""Everything that was corrected after it had been published, newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from ..catalog import Card, Correction, Gone
from ..engine import Database
from ..listings import card_in, with_corrections
from ..privacy import gone, gone_names
from ..routes import PagePlan, address
from ..vocabulary import KIND_OF_FOLDER
from .cards import kind_label
from .care_case import month_of
from .gone import what_is_said
from .page import Link, View
from .words import Words, words_of


class CorrectedView(Struct, frozen=True, kw_only=True):
    """One correction, and the record that it was made in."""

    date: str
    date_iso: str
    text: str
    kind: str
    record: Link
    sample: bool


class TakenDownView(Struct, frozen=True, kw_only=True):
    """A record that was taken down, with the reason that its authors publish. It has no title: that is gone too."""

    date: str
    date_iso: str
    text: str
    record: Link


class CorrectionsView(View, frozen=True, kw_only=True):
    """``withdrawn`` and ``expired`` count the pages of care cases that were taken down."""

    template: ClassVar[str] = "corrections.html"

    corrections: tuple[CorrectedView, ...]
    withdrawn: int
    expired: int
    taken_down: tuple[TakenDownView, ...]


def corrections(db: Database, plan: PagePlan) -> CorrectionsView:
    """Return the list of all corrections, and of what was taken down."""
    words = words_of(db, plan)
    cases = Counter(told.why for ref, told in _gone(db) if ref.startswith("care/"))
    found = sorted(_corrected(db, words), key=lambda pair: pair[0].at.order if pair[0].at else (0, 0, 0), reverse=True)
    return CorrectionsView(
        url=plan.url,
        title=words("更正记录"),
        description=words("本站发布以后更正过的内容，一条不删，最新的在前。"),
        crumbs=(Link(words("首页"), ""),),
        corrections=tuple(_corrected_view(words, correction, of) for correction, of in found),
        withdrawn=cases["withdrawn"],
        expired=cases["expired"],
        taken_down=tuple(_taken_down(db, words)),
    )


def _gone(db: Database) -> Iterator[tuple[str, Gone]]:
    for ref in gone_names(db):
        told = gone(db, ref)
        if told is not None:
            yield ref, told


def _taken_down(db: Database, words: Words) -> Iterator[TakenDownView]:
    """Yield the records that were taken down, newest first: no care case, and no promise, which the ledger tells of."""
    found = [(ref, told) for ref, told in _gone(db) if not ref.startswith(("care/", "commitments/"))]
    found.sort(key=lambda pair: pair[1].at.order if pair[1].at else (0, 0, 0), reverse=True)
    for ref, told in found:
        yield TakenDownView(
            date=words.date(told.at),
            date_iso=words.iso(told.at),
            text=words.text(told.reason) or what_is_said(words, told.why),
            record=Link(kind_label(words, KIND_OF_FOLDER[ref.partition("/")[0]].name), address(ref)),
        )


def _corrected(db: Database, words: Words) -> Iterator[tuple[Correction, Card]]:
    for ref in with_corrections(db):
        found = card_in(db, ref, words.second)
        if found is not None:
            yield from ((correction, found) for correction in found.corrections)


def _corrected_view(words: Words, correction: Correction, of: Card) -> CorrectedView:
    when = month_of(correction.at) if of.kind == "care_case" else correction.at
    return CorrectedView(
        date=words.date(when),
        date_iso=words.iso(when),
        text=words.text(correction.text),
        kind=kind_label(words, of.kind),
        record=Link(words.text(of.title), address(of.ref)),
        sample=of.sample,
    )
