"""The page of a meeting: what residents asked for, what they were answered, what was decided and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from ..catalog import Decision, Image, Meeting, Need, Votes
from ..engine import Database
from ..routes import PagePlan
from ..vocabulary import MEETING_TYPES, NEED_CHANNELS, NEED_STATES, SATISFACTION
from .cards import PromiseView, link_to, links_to, promise_views
from .figures import group_rows
from .page import Link, View
from .parts import BadgeView, FactRow, badge, fact
from .record import About, Row, about, anchor, community_row, crumbs_to, kind_of, partner_rows, record_of
from .words import Words, words_of


class NeedView(Struct, frozen=True, kw_only=True):
    """A request and its answer. ``results`` are what came of it, promises apart, as those have a standing."""

    id: str
    text: str
    state: BadgeView | None
    facts: tuple[FactRow, ...]
    results: tuple[Link, ...]
    promises: tuple[PromiseView, ...]


class DecisionView(Struct, frozen=True, kw_only=True):
    text: str
    votes: str
    project: Link | None
    promises: tuple[PromiseView, ...]


class MeetingView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "meeting.html"
    is_told: ClassVar[bool] = True

    kicker: str
    facts: tuple[FactRow, ...]
    attendance: tuple[FactRow, ...]
    needs: tuple[NeedView, ...]
    resources: tuple[Row, ...]
    decisions: tuple[DecisionView, ...]
    objections: str
    next: str
    images: tuple[Image, ...]
    about: About


def meeting(db: Database, plan: PagePlan) -> MeetingView:
    """Return the page of a meeting."""
    words = words_of(db, plan)
    record = record_of(db, plan, Meeting)
    return MeetingView(
        url=plan.url,
        title=words.text(record.title),
        description=words.text(record.topic),
        crumbs=crumbs_to(words, "meeting"),
        kicker=words.label(MEETING_TYPES, record.type),
        facts=tuple(_facts(db, words, record)),
        attendance=group_rows(words, record.attendance),
        needs=tuple(_need(db, words, need) for need in record.needs),
        resources=tuple(_resources(db, words, record)),
        decisions=tuple(_decision(db, words, decision) for decision in record.decisions),
        objections=words.text(record.objections) or (words.not_stated if record.decisions else ""),
        next=words.text(record.next) or words.not_stated,
        images=record.images,
        about=about(db, words, record, in_place=_promised_in_place(record)),
    )


def _promised_in_place(record: Meeting) -> set[str]:
    """Return the promises that stand beside the request or the decision they come from."""
    answered = {ref for need in record.needs for ref in need.results if kind_of(ref) == "commitment"}
    return answered | {ref for decision in record.decisions for ref in decision.commitments}


def _facts(db: Database, words: Words, record: Meeting) -> Iterator[FactRow]:
    yield FactRow(words("日期"), words.date(record.date))
    yield community_row(db, words, record.community)
    yield fact(words, words("地点"), record.place.name if record.place else None)
    yield fact(words, words("议题"), record.topic)
    yield fact(words, words("召集"), record.convenor)
    yield from partner_rows(db, words, record.partners)


def _need(db: Database, words: Words, need: Need) -> NeedView:
    promised = [ref for ref in need.results if kind_of(ref) == "commitment"]
    return NeedView(
        id=anchor(need.id),
        text=words.text(need.text),
        state=badge(words, NEED_STATES, need.state),
        facts=tuple(_answer(db, words, need)),
        results=links_to(db, words, [ref for ref in need.results if ref not in promised]),
        promises=promise_views(db, words, promised),
    )


def _raised(words: Words, need: Need) -> str:
    who, via = words.text(need.by_role), words.label(NEED_CHANNELS, need.via)
    if who and via:
        return words("{who}，通过{via}", who=who, via=via)
    return who or (words("通过{via}", via=via) if via else words.not_stated)


def _answer(db: Database, words: Words, need: Need) -> Iterator[FactRow]:
    yield FactRow(words("提出"), _raised(words, need))
    yield fact(words, words("承办"), need.handler)
    partner = link_to(db, words, need.partner)
    if partner:
        yield FactRow(words("认领单位"), partner)
    yield fact(words, words("答复"), need.answer)
    if need.answer or need.replied_at:
        yield FactRow(words("答复日期"), words.date(need.replied_at))
    satisfaction = badge(words, SATISFACTION, need.satisfaction)
    if satisfaction:
        yield FactRow(words("居民满意度"), satisfaction)


def _resources(db: Database, words: Words, record: Meeting) -> Iterator[Row]:
    for resource in record.resources:
        partner = link_to(db, words, resource.partner)
        yield (words.text(resource.text), partner or words.not_stated, words.quantity(resource.quantity))


def _decision(db: Database, words: Words, decision: Decision) -> DecisionView:
    return DecisionView(
        text=words.text(decision.text),
        votes=_votes(words, decision.votes),
        project=link_to(db, words, decision.project),
        promises=promise_views(db, words, decision.commitments),
    )


def _votes(words: Words, votes: Votes | None) -> str:
    """Return 「赞成41票，反对5票，弃权6票」, ``""`` where nobody voted."""
    if votes is None:
        return ""
    counts = ((words("赞成"), votes.in_favour), (words("反对"), votes.against), (words("弃权"), votes.abstain))
    said = (words("{side}{count}", side=side, count=words.quantity(count)) for side, count in counts if count)
    return words.joined("，", said)
