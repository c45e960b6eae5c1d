"""Promises kept against made, by the year in which they were made, by who answers for them, by community.

Each row leads to its promises. What cannot be judged yet stands beside what can, always.
"""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from ..catalog import Tally
from ..engine import Database
from ..listings import card, in_scope, scopes, tally
from ..routes import PagePlan, scope_address
from ..vocabulary import STATUSES
from .lists import list_title
from .page import Link, View
from .parts import BadgeView, Value, day, standing_view
from .words import Words, words_of

MOST_ROWS = 40
_DUE = ("kept", "kept_late", "overdue")


class SharesView(Struct, frozen=True, kw_only=True):
    """How many of ``whole`` were kept, kept late, and not kept though due; the rest is not due, or cannot be told."""

    shares: tuple[tuple[str, int, int], ...]
    whole: int


class BreakdownRow(Struct, frozen=True, kw_only=True):
    """The promises of one group: ``due`` and ``beside`` say the numbers in words."""

    link: Link
    drawing: SharesView
    made: str
    due: str
    beside: str


class Breakdown(Struct, frozen=True, kw_only=True):
    """One way to group promises. ``rest`` counts the groups that have no row."""

    by: str
    heading: str
    rows: tuple[BreakdownRow, ...]
    rest: int


class GroupView(View, frozen=True, kw_only=True):
    """The promises of one row."""

    template: ClassVar[str] = "group.html"

    row: BreakdownRow
    rows: tuple[tuple[Value, ...], ...]


def breakdown(db: Database, words: Words, by: str, within: str = "") -> Breakdown | None:
    """Return the promises ``by`` year, owner or community, of a community or all; ``None`` for fewer than two groups.

    Years are in their order, the newest first; the others by how many promises they made.
    """
    found = scopes(db, f"{within} {by}:".lstrip())
    if len(found) < 2:
        return None
    heading = {"year": words("按作出的年份"), "owner": words("按谁负责"), "community": words("按社区")}[by]
    rows = tuple(_row(db, words, scope) for scope in found[:MOST_ROWS])
    return Breakdown(by=by, heading=heading, rows=rows, rest=len(found) - len(rows))


def breakdowns(db: Database, words: Words, *by: str) -> tuple[Breakdown, ...]:
    """Return those of several ways to group all promises that make more than one group."""
    return tuple(found for found in (breakdown(db, words, one) for one in by) if found)


def group(db: Database, plan: PagePlan) -> GroupView:
    """Return the page of the promises of one group."""
    words = words_of(db, plan)
    row = _row(db, words, plan.key)
    cards = [found for found in (card(db, ref) for ref in in_scope(db, plan.key)) if found]
    return GroupView(
        url=plan.url,
        title=words("{group}的承诺", group=row.link.text),
        description=words("{group}的承诺，和每一项的兑现情况。", group=row.link.text),
        crumbs=(Link(words("首页"), ""), Link(list_title(words, "commitment"), "commitments/")),
        row=row,
        rows=tuple(
            (
                Link(words.text(found.title), f"{found.ref}/"),
                standing_view(words, found.standing).badge
                if found.standing
                else BadgeView(key="aspiration", label=words("愿景")),
                day(words, found.due) or words("没有写明"),
            )
            for found in cards
        ),
    )


def _row(db: Database, words: Words, scope: str) -> BreakdownRow:
    counted = tally(db, scope)
    said = words("、")
    due = (_counted(words, key, counted) for key in _DUE if counted.of(key))
    beside = [_counted(words, one.key, counted) for one in STATUSES if one.key not in _DUE and counted.of(one.key)]
    if counted.aspirations:
        beside.append(words("愿景{n}项", n=counted.aspirations))
    return BreakdownRow(
        link=Link(scope_name(db, words, scope), scope_address(scope)),
        drawing=_drawing(counted),
        made=words("{n}项", n=counted.total),
        due=words("{n}项：{said}", n=counted.judged, said=said.join(due)) if counted.judged else words("没有"),
        beside=said.join(beside) or words("没有"),
    )


def _counted(words: Words, key: str, counted: Tally) -> str:
    return words("{status}{n}项", status=words.label(STATUSES, key), n=counted.of(key))


def _drawing(counted: Tally) -> SharesView:
    shares, x = [], 0
    for key in _DUE:
        shares.append((key.replace("_", "-"), x, counted.of(key)))
        x += counted.of(key)
    return SharesView(shares=tuple(shares), whole=max(counted.total, 1))


def scope_name(db: Database, words: Words, scope: str) -> str:
    """Return what a group of promises is called."""
    by, _, name = (
        scope.rpartition(" ")[2].partition(":") if not scope.startswith("owner:") else ("owner", "", scope[6:])
    )
    if by == "year":
        return words("{year}年", year=name) if name else words("年份没有注明")
    if by == "owner":
        first = card(db, in_scope(db, scope)[0])
        return (words.text(first.owner) if first else "") or words("没有写明谁负责")
    found = card(db, name)
    return words.text(found.title) if found else name
