"""The ledger of promises: all of them with their counts, and those of one status."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from ..engine import Database
from ..listings import members, tally, with_status
from ..promises.ledger import LedgerEnd, Removed, ledger_end, removed_promises
from ..routes import PagePlan
from .breakdown import Breakdown, breakdowns
from .cards import PromiseView, promise_views
from .lists import list_title
from .page import Link, Pager, View
from .paging import numbered, paged
from .parts import BadgeView
from .score import ScoreView, meaning, score, status_label
from .words import Words, words_of


class RemovedView(Struct, frozen=True, kw_only=True):
    """A promise that was taken off the site, with its reason."""

    text: str
    facts: tuple[str, ...]
    when: str
    when_iso: str
    reason: str
    sample: bool


class LedgerView(View, frozen=True, kw_only=True):
    """``lines`` and ``last_hash`` are of the published lock, with which anybody can verify the ledger."""

    template: ClassVar[str] = "ledger.html"

    score: ScoreView
    breakdowns: tuple[Breakdown, ...]
    promises: tuple[PromiseView, ...]
    pager: Pager
    total: int
    removed: tuple[RemovedView, ...]
    lines: int
    last_hash: str


class StatusView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "status.html"

    badge: BadgeView
    meaning: str
    promises: tuple[PromiseView, ...]
    pager: Pager
    total: int
    counted: int
    """How many that is in the ledger's totals, where each round of a recurring promise counts."""


def ledger(db: Database, plan: PagePlan) -> LedgerView:
    """Return a page of the ledger: what needs attention first."""
    words = words_of(db, plan)
    refs = members(db, "commitment")
    shown, pager = paged(plan, refs)
    is_first = plan.number == 1  # the other pages do not say how many lines the lock has
    end = ledger_end(db) if is_first else LedgerEnd()
    return LedgerView(
        url=plan.url,
        title=numbered(words, list_title(words, "commitment"), plan),
        description=words("每一项承诺：谁负责，什么时候做到，做到没有，凭什么说做到了。"),
        crumbs=(Link(words("首页"), ""),),
        score=score(db, words),
        breakdowns=breakdowns(db, words, "year", "community", "owner") if is_first else (),
        promises=promise_views(db, words, shown),
        pager=pager,
        total=len(refs),
        removed=tuple(_removed(words, one) for one in removed_promises(db)) if is_first else (),
        lines=end.count,
        last_hash=end.hash,
    )


def _removed(words: Words, removed: Removed) -> RemovedView:
    owner = words.text(removed.owner)
    facts = [words("责任：{owner}", owner=owner)] if owner else []
    facts += [words("期限：{due}", due=words.date(removed.due))] if removed.due else []
    return RemovedView(
        text=words.text(removed.text) or words("文字已删去"),
        facts=tuple(facts),
        when=words.date(removed.on),
        when_iso=words.iso(removed.on),
        reason=words("原因：{reason}", reason=words.text(removed.reason)),
        sample=removed.is_sample,
    )


def status(db: Database, plan: PagePlan) -> StatusView:
    """Return the promises of one status."""
    words = words_of(db, plan)
    refs = with_status(db, plan.key)
    shown, pager = paged(plan, refs)
    label = status_label(words, plan.key)
    title = label if plan.key == "aspiration" else words("{status}的承诺", status=label)
    return StatusView(
        url=plan.url,
        title=numbered(words, title, plan),
        description=meaning(words, plan.key),
        crumbs=(Link(words("首页"), ""), Link(list_title(words, "commitment"), "commitments/")),
        badge=BadgeView(key=plan.key, label=label),
        meaning=meaning(words, plan.key),
        promises=promise_views(db, words, shown, plan.key),
        pager=pager,
        total=len(refs),
        counted=tally(db, "").of(plan.key),
    )
