"""Lists of cards: of a kind of record, of a topic, of one of the five stages."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from ..catalog import Card
from ..engine import Database
from ..listings import card, findings_by_age, in_stage, in_topic, in_year, members, told_count
from ..listings import years as all_years
from ..privacy import care_counts, site
from ..routes import PagePlan, address
from ..values import FuzzyDate
from ..vocabulary import CARE_CATEGORIES, KIND_NAMED, STAGES
from .cards import CardView, card_views, kind_heading, links_to
from .page import Link, Pager, View
from .paging import numbered, paged
from .parts import BadgeView, BarView, Value
from .words import Words, words_of

_SOURCES = 4  # inspections named beside each number; all of them stand in the list below
_TIMED = 200  # drills looked through for evacuation times


class ListView(View, frozen=True, kw_only=True):
    """On the first page only: ``times`` are evacuation times (drills), ``ages`` how long hazards took (inspections),
    ``counts`` how many care cases there are. ``total`` is ``None`` where the list does not say how many it has.
    """

    template: ClassVar[str] = "list.html"

    kind: str
    intro: str
    note: str = ""
    total: int | None
    cards: tuple[CardView, ...]
    pager: Pager
    times: tuple[tuple[Value, ...], ...] = ()
    counts: tuple[tuple[Value, ...], ...] = ()
    ages: tuple[tuple[Value | tuple[Value, ...], ...], ...] = ()


class IndexEntry(Struct, frozen=True, kw_only=True):
    """A list among others: its name, what it is about, how many records it has (``None`` where that is not said)."""

    link: Link
    words: str
    count: int | None


class IndexView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "index.html"

    intro: str
    entries: tuple[IndexEntry, ...]


def list_of_kind(db: Database, plan: PagePlan) -> ListView:
    """Return a page of the list of one kind of record."""
    words = words_of(db, plan)
    refs = members(db, plan.key)
    shown, pager = paged(plan, refs)
    note = words("这里不写姓名、住址和病情，时间只写到月份；公开前都取得本人、监护人或代理人的单独同意。")
    return ListView(
        url=plan.url,
        title=numbered(words, list_title(words, plan.key), plan),
        description=_intro(words, plan.key),
        crumbs=(Link(words("首页"), ""),),
        kind=plan.key,
        intro=_intro(words, plan.key),
        note=note if plan.key == "care_case" else "",
        total=told_count(refs),
        cards=card_views(db, words, shown),
        pager=pager,
        counts=_care_counts(db, words) if plan.key == "care_case" and plan.number == 1 else (),
        times=evacuation_times(db, words, refs) if plan.key == "drill" and plan.number == 1 else (),
        ages=_ages(db, words) if plan.key == "inspection" and plan.number == 1 else (),
    )


def list_title(words: Words, kind: str) -> str:
    """Return the heading of the list of a kind, which is also its name in menus and on the way to it."""
    named = {"care_case": words("关爱帮扶"), "commitment": words("承诺台账"), "outcome": words("成效")}
    return named.get(kind) or kind_heading(words, kind)


def _intro(words: Words, kind: str) -> str:
    return {
        "project": words(
            "居民和共建单位一起办的事。每个项目都写明五共的进展：怎么商量、谁出力、谁来管、谁评议、谁受益。"
        ),
        "drill": words("每次演练的经过、疏散用时和发现的问题。问题怎么改，都有承诺可查。"),
        "inspection": words("查了哪里，发现了什么隐患，改到哪一步。"),
        "meeting": words("会上大家提了什么，是怎么答复的，定了什么事。"),
        "care_case": words("社区和邻里怎样帮助有困难的家庭。"),
        "story": words("身边的人和事。故事里说到的项目和承诺，都能点开核对。"),
        "community": words("各个社区的基本情况，和社区里正在办的事。"),
        "partner": words("和社区一起出力的单位，做了什么、答应了什么。"),
    }.get(kind, "")


def _care_counts(db: Database, words: Words) -> tuple[tuple[Value, ...], ...]:
    """Return how many care cases of each category there are, as far as that is told; nothing where none is told."""
    rows = care_counts(db, "web").rows
    if not any(row.count.value for row in rows):
        return ()
    return tuple((words.label(CARE_CATEGORIES, row.category), words.persons(row.count)) for row in rows)


def _ages(db: Database, words: Words) -> tuple[tuple[Value | tuple[Value, ...], ...], ...]:
    """Return how many hazards were put right within how long, and those of which that cannot be told."""
    found = findings_by_age(db)
    names = {
        "days_7": words("7天以内"),
        "days_30": words("8至30天"),
        "days_90": words("31至90天"),
        "days_more": words("90天以上"),
        "days_unknown": words("已整改，日期不全"),
        "open": words("还没有整改"),
    }
    most = max((count for count, _ in found.values()), default=0)
    return tuple(
        (
            name,
            BarView(value=found[key][0], of=most, label=words("{n}项", n=found[key][0]))
            if key in found
            else words("没有"),
            links_to(db, words, found[key][1][:_SOURCES]) if key in found else words("没有"),
        )
        for key, name in names.items()
        if most
    )


def evacuation_times(db: Database, words: Words, refs: tuple[str, ...]) -> tuple[tuple[Value, ...], ...]:
    """Return the measured drills, newest first: when, which, how long, against what target."""
    found = [one for one in (card(db, ref) for ref in refs[:_TIMED]) if one and "evac_time_s" in one.figures]
    longest = max((max(one.figures["evac_time_s"], one.figures.get("target_evac_s", 0)) for one in found), default=0)
    return tuple(_time_row(words, one, longest) for one in found)


def _time_row(words: Words, drill: Card, longest: int) -> tuple[Value, ...]:
    taken, target = drill.figures["evac_time_s"], drill.figures.get("target_evac_s")
    time = words.seconds(taken)
    label = words("{time}（示例）", time=time) if drill.sample else time
    return (
        words.date(drill.date),
        Link(words.text(drill.title), address(drill.ref)),
        BarView(value=taken, of=longest, label=label, mark=target or 0),
        words("{time}以内", time=words.seconds(target)) if target else words.not_stated,
        _against(words, taken, target),
    )


def _against(words: Words, taken: int, target: int | None) -> Value:
    if not target:
        return words("没有定目标")
    if taken <= target:
        return BadgeView(key="done", label=words("达到目标"))
    return BadgeView(key="waiting", label=words("超出{time}", time=words.seconds(taken - target)))


def topics(db: Database, plan: PagePlan) -> IndexView:
    """Return the list of topics."""
    settings = site(db)
    words = words_of(db, plan)
    return IndexView(
        url=plan.url,
        title=words("专题"),
        description=words("按专题查看项目、演练、会议和故事。"),
        crumbs=(Link(words("首页"), ""),),
        intro=words("按专题查看项目、演练、会议和故事。"),
        entries=tuple(
            IndexEntry(link=Link(words.text(one.name), f"topics/{one.id}/"), words="", count=told_count(refs))
            for one in settings.topics
            if (refs := in_topic(db, one.id))
        ),
    )


def topic(db: Database, plan: PagePlan) -> ListView:
    """Return the records of one topic."""
    settings = site(db)
    words = words_of(db, plan)
    names = {one.id: words.text(one.name) for one in settings.topics}
    name = names.get(plan.key, plan.key)
    parent = Link(words("专题"), "topics/")
    title, intro = words("专题：{topic}", topic=name), words("与“{topic}”有关的记录。", topic=name)
    return _list_of(db, words, plan, in_topic(db, plan.key), title, intro, parent)


def stages(db: Database, plan: PagePlan) -> IndexView:
    """Return the five stages, each with what it means."""
    words = words_of(db, plan)
    intro = words("共同缔造分五步走，叫作“五共”。每一步都要有记录，没有记录的就写明没有。")
    return IndexView(
        url=plan.url,
        title=words("五共"),
        description=intro,
        crumbs=(Link(words("首页"), ""),),
        intro=intro,
        entries=tuple(
            IndexEntry(
                link=Link(words.label(STAGES, one.key), f"stages/{one.key.replace('_', '-')}/"),
                words=_stage_meaning(words, one.key),
                count=told_count(in_stage(db, one.key)),
            )
            for one in STAGES
        ),
    )


def stage(db: Database, plan: PagePlan) -> ListView:
    """Return the projects and stories of one stage."""
    words = words_of(db, plan)
    refs, title = in_stage(db, plan.key), words.label(STAGES, plan.key)
    parent = Link(words("五共"), "stages/")
    return _list_of(db, words, plan, refs, title, _stage_meaning(words, plan.key), parent)


def years(db: Database, plan: PagePlan) -> IndexView:
    """Return the years that there are records of."""
    words = words_of(db, plan)
    intro = words("按年份查看承诺、项目、演练、会议和故事。")
    return IndexView(
        url=plan.url,
        title=words("年份"),
        description=intro,
        crumbs=(Link(words("首页"), ""),),
        intro=intro,
        entries=tuple(
            IndexEntry(
                link=Link(year_name(words, year), f"years/{year}/"), words="", count=told_count(in_year(db, year))
            )
            for year in all_years(db)
        ),
    )


def year(db: Database, plan: PagePlan) -> ListView:
    """Return the records of one year."""
    words = words_of(db, plan)
    name = year_name(words, plan.key)
    parent = Link(words("年份"), "years/")
    return _list_of(db, words, plan, in_year(db, plan.key), name, words("{year}的记录。", year=name), parent)


def year_name(words: Words, year: str) -> str:
    """Return 「2026年」."""
    return words.date(FuzzyDate(int(year), None, None))


def _list_of(
    db: Database, words: Words, plan: PagePlan, refs: tuple[str, ...], title: str, intro: str, parent: Link
) -> ListView:
    shown, pager = paged(plan, refs)
    return ListView(
        url=plan.url,
        title=numbered(words, title, plan),
        description=intro,
        crumbs=(Link(words("首页"), ""), parent),
        kind="",
        intro=intro,
        total=told_count(refs),
        cards=card_views(db, words, shown),
        pager=pager,
    )


def _stage_meaning(words: Words, key: str) -> str:
    return {
        "co_decide": words("动工之前，居民提需求、议方案、作决定。"),
        "co_build": words("居民、单位和商户出钱、出力、出材料、出本领。"),
        "co_manage": words("定公约、认领、轮值，建好以后大家管。"),
        "co_evaluate": words("做得好不好，由居民和第三方来评。"),
        "co_share": words("成果归大家，谁受益、受益多少，都写明。"),
    }[key]


class NotFoundView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "notfound.html"

    ways: tuple[Link, ...]


def notfound(db: Database, plan: PagePlan) -> NotFoundView:
    """Return the page for addresses that lead nowhere."""
    words = words_of(db, plan)
    kinds = (kind for kind in ("project", "drill", "inspection", "meeting", "care_case", "story") if members(db, kind))
    return NotFoundView(
        url=plan.url,
        title=words("没有找到这个页面"),
        ways=(
            Link(words("首页"), ""),
            Link(words("承诺台账"), "commitments/"),
            *(Link(list_title(words, kind), f"{KIND_NAMED[kind].folder}/") for kind in kinds),
        ),
    )
