"""The sheet of a record for the notice board: one page of paper, with the way to the page that has everything.

What has no room is left to that page, and the sheet says so. Care cases have none: those who are spoken of have not
agreed to a poster.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from msgspec import Struct

from ..catalog import Commitment, Drill, Project, PublicRecord, Standing
from ..engine import Database
from ..listings import card
from ..privacy import public, site
from ..qr import Code, code_of
from ..routes import BOARD, PagePlan, address, folder_of, whole_address
from ..values import FuzzyDate, Text
from ..vocabulary import DRILL_STATES, PROJECT_STATES
from .cards import PromiseView, kind_label, links_to, promise_view
from .changes import change_views
from .commitment import due_in_words, what_it_means
from .evacuation import evacuation_view
from .page import Link, View
from .paper import TEXT, WIDTH, Paper
from .parts import BadgeView, StandingView, badge, evidence_views, standing_view
from .project import span
from .record import kind_of, promises_of
from .words import Words, words_of


class SheetRow(Struct, frozen=True, kw_only=True):
    """A fact on a sheet."""

    term: str
    value: str


class SheetPromise(Struct, frozen=True, kw_only=True):
    """A promise on a sheet: what, who by when, and how it stands."""

    text: str
    facts: str
    standing: StandingView | None


class SheetLinks(Struct, frozen=True, kw_only=True):
    """Sheets of a kind, on the screen of the board; ``more`` has the rest."""

    heading: str
    links: tuple[Link, ...]
    more: Link | None


class SheetView(View, frozen=True, kw_only=True):
    """``of`` is the page that the sheet tells of, ``web`` its address for people and ``code`` for cameras.

    ``size`` is the size of the title. ``rest`` counts the promises that had no room. The words hold from ``as_of``
    until ``until``. ``groups`` are only for the screen.
    """

    template: ClassVar[str] = "sheet.html"

    of: Link
    kicker: str
    size: str
    lead: str
    figure: str = ""
    verdict: str = ""
    state: BadgeView | None = None
    standing: StandingView | None = None
    rows: tuple[SheetRow, ...] = ()
    heading: str = ""
    promises: tuple[SheetPromise, ...] = ()
    rest: int = 0
    as_of: str
    until: str
    web: str
    code: Code | None
    note: str
    groups: tuple[SheetLinks, ...] = ()


def sheet(db: Database, plan: PagePlan) -> SheetView:
    """Return the sheet of a project, a drill or a promise."""
    words = words_of(db, plan)
    record = public(db, plan.key)
    match record:
        case Project():
            return _project(db, words, plan, record)
        case Drill():
            return _drill(db, words, plan, record)
        case Commitment():
            return _commitment(db, words, plan, record)
    raise LookupError(plan.key)


def _project(db: Database, words: Words, plan: PagePlan, record: Project) -> SheetView:
    paper, size, title = _begun(db, words, record, record.title)
    lead = fitting(paper, words.text(record.summary))
    facts = {
        words("地点"): words.text(record.place.name) if record.place else "",
        words("时间"): span(words, record),
        words("共建单位"): words.joined("、", (link.text for link in links_to(db, words, record.partners))),
    }
    results = {
        words.text(it.metric): words(
            "原来{before}，现在{now}",
            before=words.quantity(it.before, words.text(it.unit)),
            now=words.quantity(it.value, words.text(it.unit)),
        )
        for it in record.outcomes
        if it.value
    }
    rows = tuple(fitting_rows(paper, facts | results))
    promises, rest, standings = fitting_promises(db, words, paper, promises_of(db, record))
    known = (record.updated_at, record.end or record.start)
    return SheetView(
        **_frame(db, words, plan, record, title, known, standings),
        size=size,
        lead=lead,
        state=badge(words, PROJECT_STATES, record.state),
        rows=rows,
        heading=words("为这件事作出的承诺") if promises else "",
        promises=promises,
        rest=rest,
    )


def _drill(db: Database, words: Words, plan: PagePlan, record: Drill) -> SheetView:
    paper, size, title = _begun(db, words, record, record.title)
    measured = evacuation_view(words, record, ())
    if measured:
        paper.puts(paper.lines(measured.verdict) + 2.9)
    lead = fitting(paper, words.text(record.summary))
    facts = {
        words("日期"): words.date(record.date),
        words("地点"): words.text(record.place.name) if record.place else words.not_stated,
        words("组织"): words.text(record.organiser),
        words("疏散目标"): words("{time}以内", time=words.seconds(record.target_evac_s)) if not measured else "",
    }
    problems = {words("发现的问题"): words.joined("；", (words.text(it.text) for it in record.problems))}
    rows = tuple(fitting_rows(paper, facts | problems))
    promises, rest, standings = fitting_promises(db, words, paper, promises_of(db, record))
    return SheetView(
        **_frame(db, words, plan, record, title, (record.updated_at, record.date if measured else None), standings),
        size=size,
        lead=lead,
        figure=measured.bar.label if measured else "",
        verdict=measured.verdict if measured else "",
        state=badge(words, DRILL_STATES, record.state),
        rows=rows,
        heading=words("承诺怎么改") if promises else "",
        promises=promises,
        rest=rest,
    )


def _commitment(db: Database, words: Words, plan: PagePlan, record: Commitment) -> SheetView:
    paper, size, title = _begun(db, words, record, record.text)
    facts = {
        words("谁负责"): words.text(record.owner) or words.not_stated,
        words("何时承诺"): words.date(record.made_at),
        words("期限"): "" if record.interval else due_in_words(words, record),
        words("目标"): words.amount(record.measure.metric, record.measure.target) if record.measure else "",
        words("完成日期"): words.date(record.completed_at) if record.completed_at else "",
    }
    changed = change_views(words, record.changes)
    changes = (words.joined("。", (words("{day}，{said}", day=it.when, said=it.said), it.why)) for it in changed)
    proof = (
        words("{kind}（{day}）", kind=it.kind, day=it.date)
        for it in evidence_views(words, record.evidence)
        if it.accepted
    )
    source = card(db, record.source_record) if record.source_record else None
    origin = {words("出自"): words.text(source.title)} if source and source.kind != "care_case" else {}
    told = {words("变更"): words.joined("；", changes), words("佐证"): words.joined("、", proof)}
    lead = fitting(paper, what_it_means(words, record))
    known = (record.updated_at, record.made_at, *(change.at for change in record.changes))
    standings = (record.standing,) if record.standing else ()
    return SheetView(
        **_frame(db, words, plan, record, title, known, standings),
        size=size,
        lead=lead,
        state=None if record.standing else BadgeView(key="aspiration", label=words("愿景")),
        standing=standing_view(words, record.standing) if record.standing else None,
        rows=tuple(fitting_rows(paper, facts | told | origin)),
    )


# -- what all sheets have ---------------------------------------------------------------------------------------------


def _frame(
    db: Database,
    words: Words,
    plan: PagePlan,
    record: PublicRecord,
    title: str,
    known: tuple[FuzzyDate | None, ...],
    standings: tuple[Standing, ...],
) -> dict[str, Any]:
    of = Link(title, address(record.ref))
    as_of, until = holds(words, known, standings)
    web, code = way_to(db, words, of.url)
    return {
        "url": plan.url,
        "title": words("告示：{title}", title=title),
        "description": words("可以打印张贴的告示：{title}", title=title),
        "crumbs": (Link(words("首页"), ""), Link(words("告示栏"), BOARD)),
        "of": of,
        "kicker": kind_label(words, kind_of(record.ref)),
        "as_of": as_of,
        "until": until,
        "web": web,
        "code": code,
        "note": words("示例数据，非真实记录。") if record.sample else "",
    }


def way_to(db: Database, words: Words, url: str) -> tuple[str, Code | None]:
    """Return the whole address of a page, and its code; nothing as long as nobody said where the site is."""
    base = site(db).url
    if not base:
        return "", None
    whole = whole_address(base, f"{folder_of(words.second)}{url}")
    return whole, code_of(whole)


def holds(words: Words, known: tuple[FuzzyDate | None, ...], standings: tuple[Standing, ...]) -> tuple[str, str]:
    """Return from which day on what is printed holds, and from which day on it may no longer.

    The first is the last day on which anything of it came about: never the day of printing, which would say less.
    """
    since = (FuzzyDate(day.year, day.month, day.day) for day in (one.since for one in standings) if day)
    days = [day for day in (*known, *since) if day and day.is_usable]
    ends = [one.next_change_on for one in standings if one.next_change_on]
    last = max(days, key=lambda day: day.order, default=None)
    return words.date(last), words.date(min(ends)) if ends else ""


def _begun(db: Database, words: Words, record: PublicRecord, title: Text | None) -> tuple[Paper, str, str]:
    return begun(db, words, address(record.ref), words.text(title), is_noted=record.sample)


def begun(db: Database, words: Words, url: str, title: str, *, is_noted: bool) -> tuple[Paper, str, str]:
    """Return the paper with head and foot of a sheet on it, the size of its title, and as much of it as fits."""
    contact = site(db).contact
    web, _ = way_to(db, words, url)
    holds_until = words.date(FuzzyDate(2026, 12, 31)) * 2 + "　" * 20  # as long as any
    called = words.text(contact.office) + contact.phone
    paper = Paper(words, (holds_until, words("用手机扫一扫，看全文、佐证和每一次变更"), web, called))
    size, short = paper.title(title)
    paper.puts(1.8 + 1.4 * is_noted)  # how it stands, in larger letters; and that it is a sample
    return paper, size, short


def fitting(paper: Paper, text: str) -> str:
    """Return as much of a paragraph as has room in three lines."""
    short = paper.cut(text, 3) if text else ""
    return short if short and paper.takes(paper.lines(short) + 0.3) else ""


def fitting_rows(paper: Paper, facts: dict[str, str]) -> Iterator[SheetRow]:
    """Yield the facts that are known and have room."""
    for term, value in facts.items():
        width = paper.beside(term)
        short = paper.cut(value, 2, width) if value else ""
        if short and paper.takes(paper.lines(short, width)):
            yield SheetRow(term=term, value=short)


def fitting_promises(
    db: Database, words: Words, paper: Paper, refs: tuple[str, ...]
) -> tuple[tuple[SheetPromise, ...], int, tuple[Standing, ...]]:
    """Return the promises that have room, how many have none, and how those that have it stand."""
    found = [one for one in (card(db, ref) for ref in refs) if one]
    room = paper.takes(3.2) if found else False  # the heading, and how many more there are
    shown: list[SheetPromise] = []
    for one in found if room else ():
        promise = _promise(words, paper, promise_view(words, one))
        if not paper.takes(sum(map(paper.lines, filter(None, (promise.text, promise.facts)))) + 1.5):
            break
        shown.append(promise)
    standings = tuple(one.standing for one in found[: len(shown)] if one.standing)
    return tuple(shown), len(found) - len(shown), standings


def _promise(words: Words, paper: Paper, promise: PromiseView) -> SheetPromise:
    facts = [words("责任：{owner}", owner=promise.owner)] if promise.owner else []
    facts += [words("期限：{due}", due=promise.due)] if promise.due else []
    inset = WIDTH - TEXT
    return SheetPromise(
        text=paper.cut(promise.text, 2, inset),
        facts=paper.cut(words.joined("；", facts), 2, inset),
        standing=promise.standing,
    )
