"""Everything that was corrected after it had been published, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from ..catalog import Card, Correction
from ..engine import Database
from ..listings import card_in, with_corrections
from ..routes import PagePlan, address
from .cards import kind_label
from .care_case import month_of
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


class CorrectionsView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "corrections.html"

    corrections: tuple[CorrectedView, ...]


def corrections(db: Database, plan: PagePlan) -> CorrectionsView:
    """Return the list of all corrections."""
    words = words_of(db, plan)
    found = sorted(_corrected(db, words), key=lambda pair: pair[0].at.order if pair[0].at else (0, 0, 0), reverse=True)
    return CorrectionsView(
        url=plan.url,
        title=words("更正记录"),
        description=words("本站发布以后更正过的内容，一条不删，最新的在前。"),
        crumbs=(Link(words("首页"), ""),),
        corrections=tuple(_corrected_view(words, correction, of) for correction, of in found),
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
