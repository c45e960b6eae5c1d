"""The page of a community: where it is, how it works, what it promised and what is going on there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from ..catalog import Boundaries, Community, Image
from ..engine import Database
from ..listings import card, of_kind_in
from ..routes import PagePlan
from ..vocabulary import KIND_NAMED
from .breakdown import Breakdown, breakdown
from .cards import CardView, PromiseView, card_views, kind_heading, promise_views
from .foreign import joined
from .lists import evacuation_times
from .page import Link, View
from .parts import FactRow, Value, fact
from .record import About, about_itself, crumbs_to, record_of
from .score import ScoreView, score
from .words import Words, words_of

FIRST_FEW = 3
_GOING_ON = ("project", "drill", "inspection", "meeting", "story", "partner")


class MechanismView(Struct, frozen=True, kw_only=True):
    name: str
    summary: str
    practices: tuple[str, ...]


class Shelf(Struct, frozen=True, kw_only=True):
    """The first few records of a kind in the community, and the list with all of them."""

    kind: str
    heading: str
    count: int
    cards: tuple[CardView, ...]
    more: Link | None


class CommunityView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "community.html"
    is_told: ClassVar[bool] = True

    kicker: str
    facts: tuple[FactRow, ...]
    mechanisms: tuple[MechanismView, ...]
    score: ScoreView
    years: Breakdown | None
    times: tuple[tuple[Value, ...], ...]
    newest_promises: tuple[PromiseView, ...]
    ledger: Link
    shelves: tuple[Shelf, ...]
    images: tuple[Image, ...]
    about: About


def community(db: Database, plan: PagePlan) -> CommunityView:
    """Return the page of a community."""
    words = words_of(db, plan)
    record = record_of(db, plan, Community)
    places = [words.text(part) for part in (record.city, record.district, record.street)]
    return CommunityView(
        url=plan.url,
        title=words.text(record.name),
        description=words.text(record.summary),
        crumbs=crumbs_to(words, "community"),
        kicker=joined(" " if words.language == "en" else "", filter(None, places)),
        facts=tuple(_facts(words, record)),
        mechanisms=tuple(
            MechanismView(
                name=words.text(it.name),
                summary=words.text(it.summary),
                practices=tuple(words.text(practice) for practice in it.practices),
            )
            for it in record.mechanisms
        ),
        score=score(db, words, record.ref),
        times=evacuation_times(db, words, of_kind_in(db, "drill", record.ref)),
        years=breakdown(db, words, "year", record.ref),
        newest_promises=promise_views(db, words, _newest_promises(db, record.ref)),
        ledger=Link(words("查看全部承诺"), f"{KIND_NAMED['commitment'].folder}/"),
        shelves=tuple(_shelves(db, words, record.ref)),
        images=record.images,
        about=about_itself(words, record),
    )


def _facts(words: Words, record: Community) -> Iterator[FactRow]:
    yield fact(words, words("办公地址"), record.office_address)
    if record.office_phone:
        yield FactRow(words("办公电话"), record.office_phone)
    yield FactRow(words("面积"), words.quantity(record.area))
    yield FactRow(words("户数"), words.quantity(record.households))
    yield FactRow(words("人口"), words.quantity(record.residents))
    yield FactRow(words("四至"), _boundaries(words, record.boundaries))
    yield fact(words, words("建成年代"), record.built)
    if record.traits:
        yield FactRow(words("特点"), tuple(words.text(trait) for trait in record.traits))


def _boundaries(words: Words, bounds: Boundaries | None) -> str | tuple[str, ...]:
    if bounds is None:
        return words.not_stated
    sides = (
        words("东到{place}", place=words.text(bounds.east) or words.not_stated),
        words("南到{place}", place=words.text(bounds.south) or words.not_stated),
        words("西到{place}", place=words.text(bounds.west) or words.not_stated),
        words("北到{place}", place=words.text(bounds.north) or words.not_stated),
    )
    return sides


def _newest_promises(db: Database, community: str) -> list[str]:
    """Return the promises made last; what nobody answers for by a day is a wish, and listed apart."""
    cards = (card(db, ref) for ref in of_kind_in(db, "commitment", community))
    promised = [found for found in cards if found and found.type != "aspiration"]
    promised.sort(key=lambda found: (found.date.order if found.date else (0, 0, 0), found.ref), reverse=True)
    return [found.ref for found in promised[:FIRST_FEW]]


def _shelves(db: Database, words: Words, community: str) -> Iterator[Shelf]:
    for kind in _GOING_ON:
        refs = of_kind_in(db, kind, community)
        heading = kind_heading(words, kind)
        if refs:
            yield Shelf(
                kind=kind,
                heading=heading,
                count=len(refs),
                cards=card_views(db, words, refs[:FIRST_FEW]),
                more=_more(words, kind, heading, len(refs)),
            )


def _more(words: Words, kind: str, heading: str, count: int) -> Link | None:
    """Return the link to the list of a kind, when more stand there than here."""
    if count <= FIRST_FEW:
        return None
    return Link(words("查看全部{kind}（{count}）", kind=heading, count=count), f"{KIND_NAMED[kind].folder}/")
