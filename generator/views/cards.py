"""Links, cards and promises: what a page prints of other records, made of their cards alone.

A card changes only with what is printed here, so that a page which shows it is not made anew for anything else.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from .. import vocabulary
from ..catalog import Card
from ..engine import Database
from ..listings import card_in, members
from ..routes import address
from .changes import ChangeView, change_views
from .page import Link
from .parts import BadgeView, StandingView, badge, day, standing_view
from .words import Words

_TYPES = {
    "partner": vocabulary.PARTNER_TYPES,
    "project": vocabulary.CATEGORIES,
    "drill": vocabulary.DRILL_TYPES,
    "inspection": vocabulary.INSPECTION_TYPES,
    "meeting": vocabulary.MEETING_TYPES,
    "care_case": vocabulary.CARE_CATEGORIES,
    "commitment": vocabulary.COMMITMENT_KINDS,
}
STATES = {
    "project": vocabulary.PROJECT_STATES,
    "drill": vocabulary.DRILL_STATES,
    "care_case": vocabulary.CARE_STATES,
}


class CardView(Struct, frozen=True, kw_only=True):
    """A record in a list. ``facts`` are short phrases, ``label`` says of which type."""

    url: str
    title: str
    kind: str
    kind_label: str
    label: str = ""
    date: str = ""
    date_iso: str = ""
    summary: str = ""
    badge: BadgeView | None = None
    standing: StandingView | None = None
    community: str = ""
    facts: tuple[str, ...] = ()
    sample: bool = False


class PromiseView(Struct, frozen=True, kw_only=True):
    """A promise in a list: what, by whom, by when, and how it stands (``None`` for an aspiration)."""

    url: str
    text: str
    owner: str = ""
    due: str = ""
    due_iso: str = ""
    rounds: str = ""
    changes: tuple[ChangeView, ...] = ()
    standing: StandingView | None = None
    sample: bool = False


def kind_label(words: Words, kind: str) -> str:
    """Return the name of a kind of record: 「共建项目」."""
    names = vocabulary.KIND_NAMED[kind]
    return names.en.capitalize() if words.language == "en" else names.zh


def kind_heading(words: Words, kind: str) -> str:
    """Return the name of a kind as it heads several records: 「共建项目」, ``Projects``."""
    name = kind_label(words, kind)
    if words.language != "en":
        return name
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def link_to(db: Database, words: Words, ref: str) -> Link | None:
    """Return a link to a public record, ``None`` when there is none."""
    found = card_in(db, ref, words.second) if ref else None
    return Link(words.text(found.title), address(ref)) if found else None


def links_to(db: Database, words: Words, refs: Iterable[str]) -> tuple[Link, ...]:
    """Return links to those of ``refs`` that are public."""
    links = (link_to(db, words, ref) for ref in refs)
    return tuple(link for link in links if link)


def card_view(db: Database, words: Words, card: Card) -> CardView:
    """Return what a list prints of a record."""
    types, states = _TYPES.get(card.kind), STATES.get(card.kind)
    several = card.community and len(members(db, "community")) > 1
    return CardView(
        url=address(card.ref),
        title=words.text(card.title),
        kind=card.kind,
        kind_label=kind_label(words, card.kind),
        label=words.label(types, card.type) if types else "",
        date=_card_date(words, card),
        date_iso=words.iso(card.date),
        summary=words.text(card.summary),
        badge=badge(words, states, card.state) if states else None,
        standing=standing_view(words, card.standing) if card.standing else None,
        community=_name(db, words, card.community) if several else "",
        facts=card_facts(words, card),
        sample=card.sample,
    )


def card_views(db: Database, words: Words, refs: Iterable[str]) -> tuple[CardView, ...]:
    """Return the cards of those of ``refs`` that are public."""
    cards = (card_in(db, ref, words.second) for ref in refs)
    return tuple(card_view(db, words, found) for found in cards if found)


def _name(db: Database, words: Words, ref: str) -> str:
    link = link_to(db, words, ref)
    return link.text if link else ""


def _card_date(words: Words, card: Card) -> str:
    if card.date or card.kind not in {"drill", "inspection", "meeting"}:
        return day(words, card.date)
    return words("日期{not_stated}", not_stated=words.not_stated)


def card_facts(words: Words, card: Card) -> tuple[str, ...]:
    """Return the few numbers and names that a card carries, as short phrases."""
    n = card.figures
    phrases = []
    if card.kind == "commitment":
        phrases += [words("责任：{owner}", owner=words.text(card.owner))] if card.owner else []
        phrases += [words("期限：{due}", due=words.date(card.due))] if card.due else []
    if "evac_time_s" in n:
        phrases.append(words("疏散用时{time}", time=words.seconds(n["evac_time_s"])))
    if "target_evac_s" in n:
        phrases.append(words("目标{time}以内", time=words.seconds(n["target_evac_s"])))
    if n.get("findings"):
        phrases.append(words("发现隐患{found}项，已整改{fixed}项", found=n["findings"], fixed=n.get("fixed", 0)))
    if n.get("needs"):
        phrases.append(words("收到需求{needs}条，已答复{answered}条", needs=n["needs"], answered=n.get("answered", 0)))
    if "stages" in n:
        phrases.append(words("五共中{count}个环节有记录", count=n["stages"]))
    return (*phrases, *filter(None, [rounds_text(words, card)]))


def rounds_text(words: Words, card: Card) -> str:
    """Return 「到期4轮，做到3轮」 for a recurring promise, ``""`` for others."""
    total = card.figures.get("total", 0)
    return words("到期{total}轮，做到{kept}轮", total=total, kept=card.figures.get("kept", 0)) if total else ""


def promise_views(db: Database, words: Words, refs: Iterable[str], status: str = "") -> tuple[PromiseView, ...]:
    """Return those promises of ``refs`` that are public, in the order given; ``status`` as in ``promise_view``."""
    cards = (card_in(db, ref, words.second) for ref in refs)
    return tuple(promise_view(words, found, status) for found in cards if found)


def promise_view(words: Words, card: Card, status: str = "") -> PromiseView:
    """Return the promise of a card. In the list of a ``status``, it says how many of its rounds stand there."""
    of_status = sum(standing.status == status for standing in card.rounds)
    label = words.label(vocabulary.STATUSES, status) if of_status else ""
    here = words("{status}{count}轮", status=label, count=of_status) if of_status else ""
    return PromiseView(
        url=address(card.ref),
        text=words.text(card.title),
        owner=words.text(card.owner),
        due=day(words, card.due),
        due_iso=words.iso(card.due),
        rounds=here or rounds_text(words, card),
        changes=change_views(words, card.changes),
        standing=standing_view(words, card.standing) if card.standing else None,
        sample=card.sample,
    )
