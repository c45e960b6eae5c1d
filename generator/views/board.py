"""The notice board: a sheet about all promises, and, on the screen, the way to the sheets of the records."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine import Database
from ..listings import card, members, with_status
from ..routes import SHEETS, PagePlan, sheet_address
from ..vocabulary import KIND_NAMED
from .cards import kind_heading
from .lists import list_title
from .page import Link
from .parts import day
from .score import StatusCount, counts_hold, score
from .sheet import SheetLinks, SheetView, begun, fitting, fitting_promises, fitting_rows, way_to
from .words import Words, words_of

_NEWEST = 12


def board(db: Database, plan: PagePlan) -> SheetView:
    """Return the page of the notice board."""
    words = words_of(db, plan)
    counted = score(db, words)
    title = words("答应的事，做到了多少")
    paper, size, title = begun(db, words, "commitments/", title, is_noted=counted.has_samples)
    lead = fitting(paper, words("到期的承诺{judged}项，按时兑现{kept}项。", judged=counted.judged, kept=counted.kept))
    beside = words.joined("、", (f"{one.badge.label}{_many(words, one)}" for one in counted.open if one.count))
    counts = {one.badge.label: _many(words, one) for one in counted.due}
    rows = tuple(fitting_rows(paper, counts | {words("不在“到期”之内的"): beside}))
    urgent = tuple(dict.fromkeys((*with_status(db, "overdue"), *with_status(db, "due_soon"))))
    promises, rest, _ = fitting_promises(db, words, paper, urgent)
    since, until = counts_hold(db)
    web, code = way_to(db, words, "commitments/")
    return SheetView(
        url=plan.url,
        title=words("告示栏"),
        description=words("每个项目、每次演练、每项承诺，都有一页可以打印出来贴在楼道里。"),
        crumbs=(Link(words("首页"), ""),),
        of=Link(title, "commitments/"),
        kicker=list_title(words, "commitment"),
        size=size,
        lead=lead,
        rows=rows,
        heading=words("需要关注") if promises else "",
        promises=promises,
        rest=rest,
        as_of=words.date(since),
        until=day(words, until),
        web=web,
        code=code,
        note=words("这些数字里包含示例承诺，不全是真实记录。") if counted.has_samples else "",
        groups=tuple(_groups(db, words)),
    )


def _many(words: Words, counted: StatusCount) -> str:
    return words("{n}项", n=counted.count)


def _groups(db: Database, words: Words) -> Iterator[SheetLinks]:
    for kind in SHEETS:
        refs = members(db, kind)
        cards = [found for found in (card(db, ref) for ref in refs[:_NEWEST]) if found]
        if cards:
            heading = kind_heading(words, kind)
            more = Link(
                words("查看全部{kind}（{count}）", kind=heading, count=len(refs)), f"{KIND_NAMED[kind].folder}/"
            )
            yield SheetLinks(
                heading=heading,
                links=tuple(Link(words.text(found.title), sheet_address(db, found.ref)) for found in cards),
                more=more if len(refs) > _NEWEST else None,
            )
